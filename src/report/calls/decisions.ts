/** What is decided from outside, and what comes of it, in words. */
import type { EndKind } from '../../calls/call.ts';
import type { Decided, Option, Turn } from '../../calls/explore/turns.ts';
import type { FoundEnd, WayStep } from '../../calls/explore/found.ts';
import { sentenceList } from '../../core/text.ts';
import { byHours, choiceWords, endSentence, hoursAnswer, isJoin, type Names } from './words.ts';

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

/** What becomes of the caller, in words. */
export function endWords(end: FoundEnd, names: Names): string {
  const text = endSentence(end, names);
  return end.waiting && LOST.has(end.kind) ? `While no agent is free: ${text}` : text;
}

/** Where nobody is ever reached. @param queue Its id. */
export const unmannedWords = (queue: string, names: Names): string =>
  `No one can answer in ${names.queue(queue)}: it has no agents.`;

/** The queue without agents of which one would have to be free; undefined where anything else leads there. */
export function unmannedQueue({ decided }: Option, names: Names): string | undefined {
  const queues = decided.map((one) => (one.kind === 'choice' ? one.queue : undefined));
  const isEmpty = (queue: string | undefined): boolean =>
    queue !== undefined && names.team(queue).length === 0;
  return queues.every(isEmpty) ? queues[0] : undefined;
}

/** Without the rounds of waiting, in which nothing is decided, and without agents that are not there. */
export const optionsOf = (turn: Turn, names: Names): readonly Option[] =>
  turn.options.filter(
    (option) =>
      unmannedQueue(option, names) === undefined &&
      (option.decided.some(({ kind }) => kind !== 'otherwise') ||
        (option.to !== undefined && option.to !== turn)),
  );

/** `press 1 or 2`, `Office: open`. @param turn Where it is decided. */
export function optionWords(decided: readonly Decided[], turn: Turn, names: Names): string {
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
