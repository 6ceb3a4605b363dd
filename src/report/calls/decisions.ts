/** Decisions from outside the flow, and their outcomes, in words. */
import type { EndKind } from '../../calls/call.ts';
import type { Decided, Option, Turn } from '../../calls/explore/turns.ts';
import type { FoundEnd, WayStep } from '../../calls/explore/found.ts';
import { sentenceList } from '../../core/text.ts';
import { byHours, choiceWords, endSentence, hoursAnswer, isJoin, type Names } from './words.ts';

const LOST: ReadonlySet<EndKind> = new Set(['failed', 'limit', 'blocked']);

export const isLost = ({ kind, waiting }: Pick<FoundEnd, 'kind' | 'waiting'>): boolean =>
  LOST.has(kind) && !waiting;

/** The decisions on a path, in words. For the last action, only its own choice is known. */
export function decisionsOn(steps: readonly WayStep[], names: Names): string[] {
  const decisions = byHours(steps, ({ step }) => step, names).flatMap((group) => {
    const answer = hoursAnswer(
      group.map(({ step }) => step),
      names,
    );
    return answer === undefined
      ? group.flatMap((one) =>
          isJoin(one.step) && one !== steps.at(-1) ? [NOT_TALKING] : decisionWords(one),
        )
      : group.slice(0, 1).map(({ step }) => `${names.flow(step.flow)}: ${answer}`);
  });
  // If an agent was called, an agent was free: that need not be said.
  return decisions.filter((one, index) => one !== AGENT_FREE || decisions[index + 1] !== NOT_TALKING);
}

const AGENT_FREE = choiceWords({ kind: 'agent-free' });
/** Why a caller gets to what follows a queue or a connect. */
const NOT_TALKING = 'no one answers, or the other side hangs up';

const decisionWords = ({ choice }: Pick<WayStep, 'choice'>): string[] =>
  choice === undefined ? [] : [choiceWords(choice)];

/** What happens to the caller, in words. */
export function endWords(end: FoundEnd, names: Names): string {
  const text = endSentence(end, names);
  return end.waiting && LOST.has(end.kind) ? `While no agent is free: ${text}` : text;
}

/** For a queue in which no one can ever answer. @param queue Its id. */
export const unmannedWords = (queue: string, names: Names): string =>
  `No one can answer in ${names.queue(queue)}: it has no agents.`;

/** If this option needs a free agent of a queue without agents: that queue; undefined if anything else leads there. */
export function unmannedQueue({ decided }: Option, names: Names): string | undefined {
  const queues = decided.map((one) => (one.kind === 'choice' ? one.queue : undefined));
  const isEmpty = (queue: string | undefined): boolean =>
    queue !== undefined && names.team(queue).length === 0;
  return queues.every(isEmpty) ? queues[0] : undefined;
}

/** Without rounds of waiting, which decide nothing, and without agents that do not exist. */
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
      words.add(answers ? NOT_TALKING : waits ? 'no agent is free' : 'otherwise');
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
