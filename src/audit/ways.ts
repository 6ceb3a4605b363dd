/** How a caller gets to a place, in words that need no knowledge of flows. */
import type { Step } from '../calls/code.ts';
import { PUBLISHED, serverWords } from '../calls/server.ts';
import { clean, plural, sentenceList } from '../core/text.ts';
import { formatLocal, MINUTE, SECOND } from '../core/time.ts';
import { serverFaults } from '../snapshot/server-evidence.ts';
import type { AccountCalls } from './calls.ts';
import { MOST_NUMBERS, type Decision, type OnlyWhere, type Onwards, type Place } from './places.ts';
import type { Some, WayThere } from './places.ts';

/** So many decisions are written out; more would not be read. */
const MOST_DECISIONS = 8;

/** `action 2 (branch)`; in actions that a call brings along: `action 2 (branch) of the call of action 4`. */
export function actionName({ path, type }: Pick<Place, 'path' | 'type'>): string {
  const [index = 0, ...outer] = path.toReversed();
  const within = outer.map((place) => ` of the call of action ${place + 1}`);
  return `action ${index + 1} (${type})${within.join('')}`;
}

/**
 * ` (call +14155550120 (Main line) on 2026-12-24 18:30 UTC, press 1)`, with the other numbers whose calls get to the flow
 * in which the way ends.
 */
export function wayWords(way: WayThere): string {
  const begun = `${beginning(way.from)} ${momentWords(way)}`.trim();
  const others = numberWords(way.other_numbers);
  const too = others === '' ? '' : `; calls to ${others} get there, too`;
  return ` (${[begun, ...decisionsOn(way)].join(', ')}${too})`;
}

function beginning({ kind, name }: WayThere['from']): string {
  if (kind === 'number') return `call ${name}`;
  return kind === 'campaign' ? `start the campaign ${name}` : `start ${name}`;
}

/** `+14155550120 (Main line), +14155550121 and 3 more numbers`. */
export function numberWords({ count, first }: Some): string {
  const named = first.slice(0, count > MOST_NUMBERS + 1 ? MOST_NUMBERS : count);
  const more = count - named.length;
  return sentenceList([
    ...named.map(({ name }) => name),
    ...(more === 0 ? [] : [plural(more, 'more number')]),
  ]);
}

/** The same of a call to a number that is named already: ` (press 1)`; empty where there is nothing to do. */
export function wayOnwards(way: Onwards): string {
  const words = [momentWords(way), ...decisionsOn(way)].filter((word) => word !== '');
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function decisionsOn({ decisions }: Onwards): string[] {
  const words = decisions.map(decisionWords);
  if (words.length <= MOST_DECISIONS) return words;
  return [...words.slice(0, MOST_DECISIONS / 2), '…', ...words.slice(-MOST_DECISIONS / 2)];
}

const momentWords = ({ moment }: Onwards): string =>
  moment === null ? '' : `on ${formatLocal(Date.parse(moment), 'UTC')}`;

function decisionWords(decision: Decision): string {
  switch (decision.kind) {
    case 'press':
      return `press ${decision.keys}`;
    case 'no-key':
      return 'press nothing';
    case 'value':
      return decision.value === ''
        ? `${decision.name} is empty`
        : `${decision.name} is ${clean(decision.value)}`;
    case 'agent-free':
      return 'an agent is free';
    case 'last-round':
      return 'after the last round';
  }
}

/** `a run of 2026-11-20 shows it`. @param day UTC. */
export const seenOn = (day: string): string => `a run of ${day} shows it`;

/** On which kind of server something happens, if only on one and the kind is unknown. */
export const onlyWords = (only: OnlyWhere): string =>
  only === null
    ? ''
    : ` where ${serverWords(
        { ...PUBLISHED, ...only },
        serverFaults.filter((fault) => only[fault] !== undefined),
      )}`;

/** A jump that the platform's documentation says is taken so many times, and that the published server always takes. */
export const isCountedJump = ({ type, option }: Pick<Step, 'type' | 'option'>): boolean =>
  type === 'goto' && typeof option['loop_count'] === 'number' && option['loop_count'] > 0;

/** The counted jump among these actions that may be taken every time, as no run shows that this server counts. */
export const endlessJumpIn = (steps: readonly Step[], { evidence }: AccountCalls): Step | undefined =>
  evidence.counted_jumps?.works === true ? undefined : steps.find(isCountedJump);

/** `25 seconds`, `5 minutes`: rounded, for people. */
export function durationWords(seconds: number): string {
  const ms = seconds * SECOND;
  return ms < 2 * MINUTE
    ? plural(Math.round(ms / SECOND), 'second')
    : plural(Math.round(ms / MINUTE), 'minute');
}
