/** Every way of a call: as a tree of what is decided, what loses callers first, and as a graph for pictures. */
import type { ConditionDatetime } from '../../calls/conditions.ts';
import type { Exploration, FoundEnd, WayStep } from '../../calls/explore/explore.ts';
import type { EndKind } from '../../calls/call.ts';
import { sentenceList } from '../../core/text.ts';
import type { Paint } from '../paint.ts';
import { choiceWords } from './data.ts';
import { byHours, endSentence, hoursAnswer, timeWords, type Names } from './words.ts';

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

/** The decisions on a way, in words. */
export function decisionsOn(steps: readonly WayStep[], names: Names): string[] {
  return byHours(steps, ({ step }) => step, names).flatMap((group) => {
    const answer = hoursAnswer(
      group.map(({ step }) => step),
      names,
    );
    return answer === undefined
      ? group.flatMap(decisionWords)
      : group.slice(0, 1).map(({ step }) => `${names.flow(step.flow)}: ${answer}`);
  });
}

function decisionWords({ step, choice }: WayStep): string[] {
  if (choice === undefined) return [];
  if (choice.kind !== 'time') return [choiceWords(choice)];
  const asked = timeWords(step.option as unknown as ConditionDatetime);
  return [choice.holds ? `when ${asked}` : `unless ${asked}`];
}

/** @param formatMoment a moment for people. */
export function renderTree(
  found: Exploration,
  names: Names,
  paint: Paint,
  formatMoment: (moment: number) => string,
): string {
  const root: Branch = { rank: 2, leaves: [], branches: new Map() };
  for (const end of found.ends) {
    const rank = isLost(end) ? 0 : 2;
    const when = end.way.moment === undefined || rank > 0 ? '' : ` First at ${formatMoment(end.way.moment)}.`;
    add(root, decisionsOn(end.way.steps, names), rank, `${endWords(end, names)}${when}`);
  }
  for (const loop of found.loops.filter(({ waiting }) => !waiting)) {
    const flows = sentenceList([...new Set(loop.steps.map(({ flow }) => names.flow(flow)))]);
    const who = loop.silent ? 'A caller who presses nothing' : 'A caller who keeps pressing keys';
    const until = `until 100 actions are used, and is cut off then`;
    add(
      root,
      decisionsOn(loop.way.steps, names),
      loop.silent ? 0 : 1,
      `${who} goes round in ${flows} ${until}.`,
    );
  }
  for (const { step, way } of found.tooLong) {
    const place = `action ${step.index + 1} of ${names.flow(step.flow)}`;
    add(
      root,
      decisionsOn(way.steps, names),
      0,
      `CUT OFF on the longest way: 100 actions are used up before ${place}.`,
    );
  }
  return [...linesOf(root, '', paint), ...(found.cut ? [INCOMPLETE] : [])].join('\n');
}

const INCOMPLETE = 'Not every way was looked at: there are too many.';

/** What becomes of the caller, in words. */
export function endWords(end: FoundEnd, names: Names): string {
  const text = endSentence(end, names);
  return end.waiting && LOST.has(end.kind) ? `While no agent is free: ${text}` : text;
}

function add(root: Branch, decisions: readonly string[], rank: number, text: string): void {
  let branch = root;
  branch.rank = Math.min(branch.rank, rank);
  for (const decision of decisions) {
    const next = branch.branches.get(decision) ?? { rank, leaves: [], branches: new Map() };
    next.rank = Math.min(next.rank, rank);
    branch.branches.set(decision, next);
    branch = next;
  }
  branch.leaves.push({ rank, text });
}

function linesOf(root: Branch, indent: string, paint: Paint): string[] {
  const lines: string[] = [];
  const byRank = (a: { rank: number }, b: { rank: number }): number => a.rank - b.rank;
  for (const { rank, text } of [...root.leaves].sort(byRank)) {
    lines.push(`${indent}${rank === 0 ? paint.red(text) : rank === 1 ? paint.yellow(text) : text}`);
  }
  for (const [decision, branch] of [...root.branches].sort(([, a], [, b]) => byRank(a, b))) {
    const [only] = branch.leaves;
    if (branch.leaves.length === 1 && branch.branches.size === 0 && only !== undefined) {
      lines.push(`${indent}${paint.bold(decision)}: ${only.rank === 0 ? paint.red(only.text) : only.text}`);
    } else lines.push(`${indent}${paint.bold(decision)}`, ...linesOf(branch, `${indent}  `, paint));
  }
  return lines;
}
