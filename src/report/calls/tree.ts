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
import type { Names } from './words.ts';

/** The minimum width of texts. */
const NARROWEST = 20;

interface Branch {
  /** 0: a caller is lost here; 1: a loop; 2: fine. */
  rank: number;
  /** What happens here. */
  leaves: { rank: number; text: string }[];
  branches: Map<string, Branch>;
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
    const who = silent ? 'a caller who presses nothing' : 'a caller who keeps pressing keys';
    const text = `${who} loops through ${flows} until 100 actions are used, and is then cut off.`;
    leaf(root, silent ? 0 : 1, withDecisions(decisionsOn(way.steps, names), text));
  }
  for (const { step, way } of found.tooLong) {
    const place = `action ${step.index + 1} of ${names.flow(step.flow)}`;
    const text = `CUT OFF on the longest path: 100 actions are used up before ${place}.`;
    leaf(root, 0, withDecisions(decisionsOn(way.steps, names), text));
  }
  const gaps = [...(growth.isCut ? [NOT_SHOWN] : []), ...(found.cut ? [INCOMPLETE] : [])];
  return [...linesOf(root, '', paint, columns), ...gaps].join('\n');
}

const withDecisions = (decisions: readonly string[], text: string): string =>
  decisions.length === 0 ? capitalized(text) : `${decisions.join(', then ')}: ${text}`;

const NOT_SHOWN = 'Not every path is shown: there are too many.';
const INCOMPLETE = 'Not every path was explored: there are too many.';

/** Builds the branches. A turn that can be reached in several ways is shown where it is reached first. */
class Growth {
  readonly #names: Names;
  readonly #formatMoment: (moment: number) => string;
  /** How each turn is reached first. */
  readonly #first = new Map<Turn, { by: Option | undefined; path: string }>();
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
        this.#first.set(to, { by: option, path: path === '' ? label : `${path}, then ${label}` });
      }
    }
    this.#grow(root, branch);
  }

  #grow(turn: Turn, branch: Branch): void {
    for (const end of turn.ends) {
      const rank = isLost(end) ? 0 : 2;
      const { moment } = end.way;
      const when = moment === undefined || rank > 0 ? '' : ` First at ${this.#formatMoment(moment)}.`;
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
    else leaf(branch, 2, first.by === undefined ? 'as at the beginning' : `as after: ${first.path}`);
  }
}

function leaf(branch: Branch, rank: number, text: string): void {
  branch.rank = Math.min(branch.rank, rank);
  if (!branch.leaves.some((one) => one.text === text)) branch.leaves.push({ rank, text });
}

function linesOf(root: Branch, indent: string, paint: Paint, columns: number): string[] {
  const lines: string[] = [];
  const room = Math.max(NARROWEST, columns - indent.length - 2);
  const byRank = (a: { rank: number }, b: { rank: number }): number => a.rank - b.rank;
  const isRest = (decision: string): number => Number(/^press (?:nothing|another)/.test(decision));
  for (const { rank, text } of [...root.leaves].sort(byRank)) {
    const laid = wrapped(text, room).join(`\n${indent}  `);
    lines.push(`${indent}${rank === 0 ? paint.red(laid) : rank === 1 ? paint.yellow(laid) : laid}`);
  }
  for (const [decision, branch] of [...root.branches].sort(
    ([one, a], [other, b]) => byRank(a, b) || isRest(one) - isRest(other),
  )) {
    const [only] = branch.leaves;
    if (branch.leaves.length === 1 && branch.branches.size === 0 && only !== undefined) {
      const fits = decision.length + 2 + only.text.length <= room;
      const text = fits ? ` ${only.text}` : `\n${indent}  ${wrapped(only.text, room).join(`\n${indent}  `)}`;
      lines.push(`${indent}${paint.bold(decision)}:${only.rank === 0 ? paint.red(text) : text}`);
    } else lines.push(`${indent}${paint.bold(decision)}`, ...linesOf(branch, `${indent}  `, paint, columns));
  }
  return lines;
}
