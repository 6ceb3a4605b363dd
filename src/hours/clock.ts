/** Times of the day as people write them: `9`, `9:00`, `09.00`, `9h30`, `9 am`, `5:30 p.m.`, `noon`. */
import { clockOf, DAY_MINUTES, HOUR_MINUTES, spansText, type Span } from './spans.ts';

/** A time as it is written; which half of the day is meant may only follow from the other end of the span. */
export interface Clock {
  /** As written: with `half`, 1 to 12; without, 0 to 48. */
  hour: number;
  minute: number;
  half?: 'am' | 'pm';
  /** Written as a clock of 24 hours shows it: `09:00`, `17`. */
  isPlain: boolean;
  /** Written without minutes: `17`, not `17:00`. */
  isBare?: boolean;
}

const CLOCK =
  /^(\d{1,2})(?:\s?[:.]\s?(\d{2})(?::00)?|h(\d{2}))?(?:\s?(?:h|hrs?|o'clock|uhr)(?![a-z]))?\s?([ap]\.?\s?m(?:\.|(?![a-z])))?(?![\d:])/;
/** `0900`. */
const DIGITS = /^(\d{2})(\d{2})(?:\s?(?:h|hrs)(?![a-z]))?(?!\d)/;

/** The time at the beginning of a text in lower case, and how much of it that is. */
export function readClock(text: string): { clock: Clock; length: number } | undefined {
  const word = /^(noon|midnight)\b/.exec(text)?.[1];
  if (word !== undefined) {
    return { clock: { hour: word === 'noon' ? 12 : 0, minute: 0, isPlain: true }, length: word.length };
  }
  const [digits, digitHour, digitMinute] = DIGITS.exec(text) ?? [];
  if (digits !== undefined) {
    const clock = { hour: Number(digitHour), minute: Number(digitMinute), isPlain: true };
    return { clock, length: digits.length };
  }
  const [whole, hour = '', minute, frenchMinute, half] = CLOCK.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const clock: Clock = {
    hour: Number(hour),
    minute: Number(minute ?? frenchMinute ?? 0),
    ...(half !== undefined && { half: half.startsWith('a') ? 'am' : 'pm' }),
    isPlain: half === undefined && (hour.startsWith('0') || Number(hour) > 12),
    isBare: minute === undefined && frenchMinute === undefined,
  };
  return { clock, length: whole.trimEnd().length };
}

/** The latest end that can be written: a span may end after midnight, as `20:00-26:00` does. */
const LATEST = 48;

/** What is wrong with a time by itself, or undefined. */
export function clockProblem({ hour, minute, half }: Clock): string | undefined {
  if (minute >= HOUR_MINUTES) return `an hour has ${HOUR_MINUTES} minutes, not ${minute}`;
  if (half !== undefined && (hour < 1 || hour > 12)) return `${half} needs an hour from 1 to 12`;
  return hour > LATEST || (hour === LATEST && minute > 0) ? 'a day has 24 hours' : undefined;
}

const minutesOf = ({ hour, minute }: Clock, half: Clock['half']): number =>
  (half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)) * HOUR_MINUTES + minute;

/** A span, or what is wrong with it; a span that ends on the next day ends after 24:00. */
export function spanBetween(start: Clock, end: Clock): Span | string {
  const from = startOf(start, end);
  const to = endOf(start, end, from);
  if (from >= DAY_MINUTES) return `a day has 24 hours, so it cannot begin at ${clockOf(from)}`;
  if (from === to) return 'it begins and ends at the same time: for a whole day write 0:00-24:00';
  if (to > DAY_MINUTES && isSlip(end, { from, to })) {
    return `a day has 24 hours: if it ends on the next day, write ${spansText([{ from, to }])}`;
  }
  if (to > from) return { from, to };
  return isDoubtful(start, end)
    ? `it ends before it begins: write ${suggested(from, to)} for the afternoon, or 24-hour times (22:00-06:00) for a night`
    : { from, to: to + DAY_MINUTES };
}

/** A `2` for a `1` makes `25:00` of `15:00`. */
const SLIP_MINUTES = 10 * HOUR_MINUTES;

/**
 * Whether an end after 24:00 is more likely a typing error. `20:00-26:00` is how OpenStreetMap writes a night, and
 * could not be `20:00-16:00`; `9:00-25:00` could be `9:00-15:00`, and `9-25` is nobody's night. What can be written in
 * no other way (`11:00-34:00`) is meant.
 */
function isSlip(end: Clock, span: Span): boolean {
  if (end.isBare === true) return end.hour <= LATEST;
  return span.to - SLIP_MINUTES > span.from && !spansText([span]).endsWith(`-${clockOf(span.to)}`);
}

/** `9-5pm`: what has no half of its own has the one of the other end, where that comes later, or else the other one. */
function startOf(start: Clock, end: Clock): number {
  if (start.half !== undefined || end.half === undefined || isOf24(start))
    return minutesOf(start, start.half);
  const same = minutesOf(start, end.half);
  return same < endMinutes(end) ? same : minutesOf(start, end.half === 'pm' ? 'am' : 'pm');
}

/** `9am-5`: the next time that the clock shows it. */
function endOf(start: Clock, end: Clock, from: number): number {
  if (end.half !== undefined) return endMinutes(end);
  if (start.half === undefined || isOf24(end)) return minutesOf(end, undefined);
  const morning = minutesOf(end, 'am');
  return morning > from ? morning : minutesOf(end, 'pm');
}

/** Midnight is the end of the day that it ends. */
const endMinutes = (end: Clock): number => minutesOf(end, end.half) || DAY_MINUTES;

const isOf24 = ({ hour, isPlain }: Clock): boolean => isPlain || hour > 12 || hour === 0;

/** `9-5` is hardly a night: whoever writes it means the afternoon. */
const isDoubtful = (start: Clock, end: Clock): boolean =>
  [start, end].every((clock) => clock.half === undefined && !isOf24(clock));

function suggested(from: number, to: number): string {
  const text = (minutes: number): string =>
    `${Math.floor(minutes / HOUR_MINUTES)}:${String(minutes % HOUR_MINUTES).padStart(2, '0')}`;
  return `${text(from)}-${text(to + DAY_MINUTES / 2)}`;
}
