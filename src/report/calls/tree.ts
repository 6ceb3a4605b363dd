/** Every path of a call as a tree of decisions; paths that lose callers come first. */
import type { Option, Turn } from '../../calls/explore/turns.ts';
import type { Exploration } from '../../calls/explore/explore.ts';
import { capitalized, sentenceList, wrapped } from '../../core/text.ts';
import type { Paint } from '../paint.ts';
import {
  decisionsOn,
  endWords,
  isLost,
  optionsOf,
  optionWords,
  unmannedQueue,
  unmannedWords,
} from './decisions.ts';
import { loopEnd, type Names } from './words.ts';

/** The minimum width of texts. */
const NARROWEST = 20;

/** Longer ways to a turn are not repeated: the turn gets a number. */
const LONGEST_PATH = 60;

interface Leaf {
  rank: number;
  text: string;
  /** Where it continues. */
  to?: Turn;
}

interface Branch {
  /** 0: a caller is lost here; 1: a loop; 2: fine. */
  rank: number;
  /** What happens here. */
  leaves: Leaf[];
  branches: Map<string, Branch>;
  /** The turn that is shown here, where others refer to it by its number. */
  numbered?: Turn;
}

/** @param formatMoment a moment for people. */
export function renderTree(
  found: Exploration,
  names: Names,
  paint: Paint,
  formatMoment: (moment: number) => string,
  columns = Infinity,
): string {
  const root: Branch = { rank: 2, leaves: [], branches: new Map() };
  const first = found.decisions(names.answerOf);
  const growth = new Growth(names, formatMoment);
  if (first !== undefined) growth.from(first, root);
  for (const { steps, way, silent } of found.loops.filter(({ waiting }) => !waiting)) {
    const flows = sentenceList([...new Set(steps.map(({ flow }) => names.flow(flow)))]);
    const caller = silent ? 'a caller who presses nothing' : 'a caller who keeps pressing keys';
    const who = names.withoutCall === true ? 'the run' : caller;
    const text = `${who} loops through ${flows} ${loopEnd(names)}`;
    leaf(root, silent ? 0 : 1, withDecisions(decisionsOn(way.steps, names), text));
  }
  for (const { step, way } of found.tooLong) {
    const place = `action ${step.index + 1} of ${names.flow(step.flow)}`;
    const text = `${names.withoutCall === true ? 'FAILED' : 'CUT OFF'} on the longest path: 100 actions are used up before ${place}.`;
    leaf(root, 0, withDecisions(decisionsOn(way.steps, names), text));
  }
  const gaps = [...(growth.isCut ? [NOT_SHOWN] : []), ...(found.cut ? [INCOMPLETE] : [])];
  return [...new Drawing(paint, columns).linesOf(root, ''), ...gaps].join('\n');
}

const withDecisions = (decisions: readonly string[], text: string): string =>
  decisions.length === 0 ? capitalized(text) : `${decisions.join(', then ')}: ${text}`;

const NOT_SHOWN = 'Not every path is shown: there are too many.';
const INCOMPLETE = 'Not every path was explored: there are too many.';

/** Builds the branches. A turn that can be reached in several ways is shown where it is reached first. */
class Growth {
  readonly #names: Names;
  readonly #formatMoment: (moment: number) => string;
  /** How each turn is reached first; without words where they would be too many. */
  readonly #first = new Map<Turn, { by: Option | undefined; path: string | undefined }>();
  /** Where each turn is shown that is reached in other ways, too. */
  readonly #shown = new Map<Turn, Branch>();
  readonly #numbered = new Set<Turn>();
  /** Whether there is more than the tree has. */
  isCut = false;

  constructor(names: Names, formatMoment: (moment: number) => string) {
    this.#names = names;
    this.#formatMoment = formatMoment;
  }

  from(root: Turn, branch: Branch): void {
    this.#first.set(root, { by: undefined, path: '' });
    // Iterating a map includes entries added during the iteration: nearest first.
    for (const [turn, { path }] of this.#first) {
      for (const option of optionsOf(turn, this.#names)) {
        const { to } = option;
        if (to === undefined || this.#first.has(to)) continue;
        const label = optionWords(option.decided, turn, this.#names);
        const longer = path === '' ? label : path && `${path}, then ${label}`;
        this.#first.set(to, {
          by: option,
          path: longer && longer.length <= LONGEST_PATH ? longer : undefined,
        });
      }
    }
    this.#grow(root, branch);
    for (const to of this.#numbered) {
      const shown = this.#shown.get(to);
      if (shown !== undefined) shown.numbered = to;
    }
  }

  #grow(turn: Turn, branch: Branch): void {
    this.#shown.set(turn, branch);
    for (const end of turn.ends) {
      const rank = isLost(end) ? 0 : 2;
      const { moment } = end.way;
      const when = moment === undefined || rank > 0 ? '' : ` For example at ${this.#formatMoment(moment)}.`;
      leaf(branch, rank, `${endWords(end, this.#names)}${when}`);
    }
    for (const queue of turn.options.map((option) => unmannedQueue(option, this.#names))) {
      if (queue !== undefined) leaf(branch, 0, unmannedWords(queue, this.#names));
    }
    for (const option of optionsOf(turn, this.#names)) {
      const inner: Branch = { rank: 2, leaves: [], branches: new Map() };
      this.#lead(option, inner);
      branch.rank = Math.min(branch.rank, inner.rank);
      branch.branches.set(optionWords(option.decided, turn, this.#names), inner);
    }
  }

  #lead(option: Option, branch: Branch): void {
    const { to, cut = false } = option;
    const first = to && this.#first.get(to);
    if (cut) this.isCut = true;
    if (cut && to === undefined) leaf(branch, 2, 'not shown');
    else if (to === undefined || first === undefined) leaf(branch, 2, 'loops');
    else if (first.by === option || to.options.length === 0) this.#grow(to, branch);
    else if (first.by === undefined) leaf(branch, 2, 'as at the beginning');
    else if (first.path !== undefined) leaf(branch, 2, `as after: ${first.path}`);
    else {
      this.#numbered.add(to);
      branch.leaves.push({ rank: 2, text: 'as at', to });
    }
  }
}

function leaf(branch: Branch, rank: number, text: string): void {
  branch.rank = Math.min(branch.rank, rank);
  if (!branch.leaves.some((one) => one.text === text)) branch.leaves.push({ rank, text });
}

class Drawing {
  readonly #paint: Paint;
  readonly #columns: number;
  /** Of turns that are referred to, in the order in which a reader meets them. */
  readonly #numbers = new Map<Turn, number>();

  constructor(paint: Paint, columns: number) {
    this.#paint = paint;
    this.#columns = columns;
  }

  linesOf(root: Branch, indent: string): string[] {
    const lines: string[] = [];
    const room = Math.max(NARROWEST, this.#columns - indent.length - 2);
    for (const { rank, text, to } of root.leaves.toSorted(byRank)) {
      const laid = wrapped(`${text}${this.#numberOf(to)}`, room).join(`\n${indent}  `);
      lines.push(`${indent}${this.#inColor(rank, laid)}`);
    }
    for (const [decision, branch] of [...root.branches].sort(
      ([one, a], [other, b]) => byRank(a, b) || isRest(one) - isRest(other),
    )) {
      lines.push(...this.#branchLines(decision, branch, indent, room));
    }
    return lines;
  }

  #branchLines(decision: string, branch: Branch, indent: string, room: number): string[] {
    const { bold, red } = this.#paint;
    const label = `${decision}${this.#numberOf(branch.numbered)}`;
    const [only] = branch.leaves;
    if (branch.leaves.length !== 1 || branch.branches.size > 0 || only === undefined) {
      const laid = wrapped(label, room).join(`\n${indent}  `);
      return [`${indent}${bold(laid)}`, ...this.linesOf(branch, `${indent}  `)];
    }
    const end = `${only.text}${this.#numberOf(only.to)}`;
    const fits = label.length + 2 + end.length <= room;
    const text = fits ? ` ${end}` : `\n${indent}  ${wrapped(end, room).join(`\n${indent}  `)}`;
    return [`${indent}${bold(label)}:${only.rank === 0 ? red(text) : text}`];
  }

  #inColor(rank: number, text: string): string {
    return rank === 0 ? this.#paint.red(text) : rank === 1 ? this.#paint.yellow(text) : text;
  }

  /** ` [3]`; empty for none. */
  #numberOf(turn: Turn | undefined): string {
    if (turn === undefined) return '';
    const number = this.#numbers.get(turn) ?? this.#numbers.size + 1;
    this.#numbers.set(turn, number);
    return ` [${number}]`;
  }
}

const byRank = (a: { rank: number }, b: { rank: number }): number => a.rank - b.rank;

const isRest = (decision: string): number => Number(/^press (?:nothing|another)/.test(decision));
