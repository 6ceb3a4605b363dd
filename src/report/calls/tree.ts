/** Every way of a call: as a tree of what is decided, what loses callers first, and as a graph for pictures. */
import type { Decided, Option, Turn } from '../../calls/explore/decisions.ts';
import type { Exploration } from '../../calls/explore/explore.ts';
import type { FoundEnd, WayStep } from '../../calls/explore/found.ts';
import type { EndKind } from '../../calls/call.ts';
import { sentenceList, wrapped } from '../../core/text.ts';
import type { Paint } from '../paint.ts';
import { byHours, choiceWords, endSentence, hoursAnswer, isJoin, type Names } from './words.ts';

/** The least that is left to texts. */
const NARROWEST = 20;

interface Branch {
  /** 0: somebody is lost here; 1: a loop; 2: fine. */
  rank: number;
  /** What happens here. */
  leaves: { rank: number; text: string }[];
  branches: Map<string, Branch>;
}

const LOST: ReadonlySet<EndKind> = new Set(['failed', 'limit', 'blocked']);

export const isLost = ({ kind, waiting }: Pick<FoundEnd, 'kind' | 'waiting'>): boolean =>
  LOST.has(kind) && !waiting;

/** The decisions on a way, in words. Of the last action nothing but its own choice is known. */
export function decisionsOn(steps: readonly WayStep[], names: Names): string[] {
  const decisions = byHours(steps, ({ step }) => step, names).flatMap((group) => {
    const answer = hoursAnswer(
      group.map(({ step }) => step),
      names,
    );
    return answer === undefined
      ? group.flatMap((one) => (isJoin(one.step) && one !== steps.at(-1) ? [AGENT_GONE] : decisionWords(one)))
      : group.slice(0, 1).map(({ step }) => `${names.flow(step.flow)}: ${answer}`);
  });
  // That an agent was free goes without saying, where one was called.
  return decisions.filter((one, index) => one !== AGENT_FREE || decisions[index + 1] !== AGENT_GONE);
}

const AGENT_FREE = choiceWords({ kind: 'agent-free' });
/** Why a caller hears what comes after a queue. */
const AGENT_GONE = 'no agent answers, or the agent hangs up';

const decisionWords = ({ choice }: Pick<WayStep, 'choice'>): string[] =>
  choice === undefined ? [] : [choiceWords(choice)];

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
    const text = `${who} goes round in ${flows} until 100 actions are used, and is cut off then.`;
    leaf(root, silent ? 0 : 1, withDecisions(decisionsOn(way.steps, names), text));
  }
  for (const { step, way } of found.tooLong) {
    const place = `action ${step.index + 1} of ${names.flow(step.flow)}`;
    const text = `CUT OFF on the longest way: 100 actions are used up before ${place}.`;
    leaf(root, 0, withDecisions(decisionsOn(way.steps, names), text));
  }
  const gaps = [...(growth.isCut ? [NOT_SHOWN] : []), ...(found.cut ? [INCOMPLETE] : [])];
  return [...linesOf(root, '', paint, columns), ...gaps].join('\n');
}

const withDecisions = (decisions: readonly string[], text: string): string =>
  decisions.length === 0
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : `${decisions.join(', then ')}: ${text}`;

const NOT_SHOWN = 'Not every way is shown: there are too many.';
const INCOMPLETE = 'Not every way was looked at: there are too many.';

/** What becomes of the caller, in words. */
export function endWords(end: FoundEnd, names: Names): string {
  const text = endSentence(end, names);
  return end.waiting && LOST.has(end.kind) ? `While no agent is free: ${text}` : text;
}

/** Branches of all that is decided. What can be reached in several ways is shown where it is reached first. */
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
    // A map goes through what is added meanwhile: nearest first.
    for (const [turn, { path }] of this.#first) {
      for (const option of this.#optionsOf(turn)) {
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
    for (const queue of turn.options.map((option) => this.#unmanned(option))) {
      if (queue !== undefined) leaf(branch, 0, unmannedWords(queue, this.#names));
    }
    for (const option of this.#optionsOf(turn)) {
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
    else if (to === undefined || first === undefined) leaf(branch, 2, 'goes round');
    else if (first.by === option || to.options.length === 0) this.#grow(to, branch);
    else leaf(branch, 2, first.by === undefined ? 'as at the beginning' : `as after: ${first.path}`);
  }

  /** Without the rounds of waiting, in which nothing is decided, and without agents that are not there. */
  #optionsOf(turn: Turn): readonly Option[] {
    return turn.options.filter(
      (option) =>
        this.#unmanned(option) === undefined &&
        (option.decided.some(({ kind }) => kind !== 'otherwise') ||
          (option.to !== undefined && option.to !== turn)),
    );
  }

  /** The queue without agents of which one would have to be free; undefined where anything else leads there. */
  #unmanned({ decided }: Option): string | undefined {
    const queues = decided.map((one) => (one.kind === 'choice' ? one.queue : undefined));
    const isEmpty = (queue: string | undefined): boolean =>
      queue !== undefined && this.#names.team(queue).length === 0;
    return queues.every(isEmpty) ? queues[0] : undefined;
  }
}

/** Where nobody is ever reached. @param queue Its id. */
export const unmannedWords = (queue: string, names: Names): string =>
  `Nobody can answer in ${names.queue(queue)}: it has no agents.`;

function leaf(branch: Branch, rank: number, text: string): void {
  branch.rank = Math.min(branch.rank, rank);
  if (!branch.leaves.some((one) => one.text === text)) branch.leaves.push({ rank, text });
}

/** `press 1 or 2`, `Office: open`. @param turn Where it is decided. */
function optionWords(decided: readonly Decided[], turn: Turn, names: Names): string {
  const keys = new Set<string>();
  const words = new Set<string>();
  const waits = turn.options.some((option) =>
    option.decided.some((one) => one.kind === 'choice' && one.choice.kind === 'agent-free'),
  );
  for (const one of decided) {
    if (one.kind === 'answer') words.add(`${names.flow(one.flow)}: ${one.answer}`);
    else if (one.kind === 'otherwise') {
      const answers = turn.ends.some(({ kind }) => kind === 'agent');
      words.add(answers ? AGENT_GONE : waits ? 'no agent is free' : 'otherwise');
    } else if (one.choice.kind !== 'press' || one.choice.other === true) words.add(decidedWords(one, names));
    else keys.add(one.choice.keys);
  }
  const pressed = keys.size === 0 ? [] : [`press ${sentenceList([...keys].sort(), 'or')}`];
  return [...pressed, ...words].join(', or ');
}

function decidedWords(decided: Extract<Decided, { kind: 'choice' }>, names: Names): string {
  const { choice, queue } = decided;
  if (choice.kind === 'press') return 'press another key';
  if (choice.kind === 'agent-free' && queue !== undefined) return `an agent of ${names.queue(queue)} is free`;
  return decisionWords(decided)[0] ?? '';
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
