/** How a caller gets to a place, in words that need no knowledge of flows. */
import type { Number } from '../api/wire.ts';
import type { Step } from '../calls/code.ts';
import type { Way, WayStep } from '../calls/explore/found.ts';
import type { Choice } from '../calls/explore/graph.ts';
import { serverWords } from '../calls/server.ts';
import { clean, plural, sentenceList } from '../core/text.ts';
import { formatLocal, MINUTE, SECOND } from '../core/time.ts';
import type { AccountCalls, Loss } from './calls.ts';
import { numberSubject } from './subjects.ts';

/** So many decisions are written out; more would not be read. */
const MOST_DECISIONS = 8;

/**
 * ` (call +14155550120 (Main line) on 2026-12-24 18:30 UTC, press 1)`, with the other numbers whose calls get to the flow
 * in which the way ends.
 */
export function wayWords(way: Way, calls: AccountCalls): string {
  const { flow } = way.steps.at(-1)?.step ?? way;
  const [own] = calls.numbersOf(way.flow);
  const others = numberWords(calls.numbersInto(flow), own);
  const too = others === '' ? '' : `; calls to ${others} get there, too`;
  return ` (${[beginning(way, calls), ...decisionsOn(way)].join(', ')}${too})`;
}

/** So many numbers are named. */
const MOST_NUMBERS = 5;

/** `+14155550120 (Main line), +14155550121 and 3 more numbers`. @param except is named already. */
export function numberWords(numbers: readonly Number[], except?: Number): string {
  const count = numbers.length - (except !== undefined && numbers.includes(except) ? 1 : 0);
  const most = count > MOST_NUMBERS + 1 ? MOST_NUMBERS : count;
  const named = numbers
    .slice(0, most + 1)
    .filter((number) => number !== except)
    .slice(0, most);
  const more = count - named.length;
  return sentenceList([
    ...named.map((number) => numberSubject(number).name),
    ...(more === 0 ? [] : [plural(more, 'more number')]),
  ]);
}

/** The same of a call to a number that is named already: ` (press 1)`; empty where there is nothing to do. */
export function wayOnwards(way: Way): string {
  const words = [momentWords(way), ...decisionsOn(way)].filter((word) => word !== '');
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function decisionsOn({ steps }: Way): string[] {
  const decisions = withoutHesitation(steps).flatMap(decisionWords);
  if (decisions.length <= MOST_DECISIONS) return decisions;
  return [...decisions.slice(0, MOST_DECISIONS / 2), '…', ...decisions.slice(-MOST_DECISIONS / 2)];
}

/** A caller who presses nothing during a speech, and then presses a key before anything is decided, presses a key. */
function withoutHesitation(steps: readonly WayStep[]): (Choice | undefined)[] {
  return steps.flatMap(({ choice }, index): (Choice | undefined)[] => {
    if (choice?.kind !== 'no-key') return [choice];
    const next = steps.slice(index + 1).find((one) => one.choice !== undefined || one.step.type === 'branch');
    return next?.choice?.kind === 'press' ? [] : [choice];
  });
}

const momentWords = ({ moment }: Way): string =>
  moment === undefined ? '' : `on ${formatLocal(moment, 'UTC')}`;

function beginning(way: Way, calls: AccountCalls): string {
  const { flow } = way;
  const [number] = calls.numbersOf(flow);
  const begun = number === undefined ? `start ${calls.nameOf(flow)}` : `call ${numberSubject(number).name}`;
  return `${begun} ${momentWords(way)}`.trim();
}

/** What the time decides is said by the moment of the way. */
function decisionWords(choice: Choice | undefined): string[] {
  switch (choice?.kind) {
    case 'press':
      return [`press ${choice.keys}`];
    case 'no-key':
      return ['press nothing'];
    case 'value':
      return [choice.value === '' ? `${choice.name} is empty` : `${choice.name} is ${clean(choice.value)}`];
    case 'agent-free':
      return ['an agent is free'];
    case 'round':
      return choice.again ? [] : ['after the last round'];
    case 'time':
    case undefined:
      return [];
  }
}

/** `a run of 2026-11-20 shows it`. */
export const seenOn = (at: number): string => `a run of ${formatLocal(at, 'UTC').slice(0, 10)} shows it`;

/** Where something happens on one kind of server only, and nobody knows which kind this is. */
export const onlyWords = ({ only }: Pick<Loss, 'only'>): string =>
  only === undefined ? '' : ` where ${serverWords(only.server, only.faults)}`;

/** A jump that the platform's documentation says is taken so many times, and that the published server always takes. */
export const isCountedJump = ({ type, option }: Pick<Step, 'type' | 'option'>): boolean =>
  type === 'goto' && typeof option['loop_count'] === 'number' && option['loop_count'] > 0;

/** The counted jump among these actions that may be taken every time, as no run shows that this server counts. */
export const endlessJumpIn = (steps: readonly Step[], { evidence }: AccountCalls): Step | undefined =>
  evidence.counted_jumps?.works === true ? undefined : steps.find(isCountedJump);

/** `25 seconds`, `5 minutes`: rounded, for people. */
export const durationWords = (ms: number): string =>
  ms < 2 * MINUTE ? plural(Math.round(ms / SECOND), 'second') : plural(Math.round(ms / MINUTE), 'minute');
