/**
 * Days that are not like others, as a plan file writes them: `2026-12-24`, `2026-12-24 9:00-12:00`,
 * `2026-12-27 - 2026-12-31`, `2026-12-24 18:00 - 2026-12-27 9:00`. All of it in local time.
 */
import { dayOf, isoOf } from './days.ts';
import { clockOf, DAY_MINUTES, spansText, type Span } from './spans.ts';
import { readWeek } from './read-week.ts';
import type { TextProblem } from './tokens.ts';

/** Days, whole or at certain times of each of them; or from one moment to another. */
export type When =
  | {
      readonly kind: 'days';
      readonly first: number;
      /** The last that counts. */
      readonly last: number;
      /** Minutes of each day. */
      readonly spans?: readonly Span[];
    }
  /** Minutes since 1970, by the local clock. */
  | ({ readonly kind: 'moments' } & Span);

export interface Exception {
  when: When;
  because?: string | undefined;
}

const DATE = String.raw`(\d{4}-\d{2}-\d{2})`;
const TO = String.raw`\s*(?:-|\.\.|/|\bto\b|\buntil\b)\s*`;
const ONE_DAY = new RegExp(`^${DATE}$`);
const DAYS = new RegExp(`^${DATE}${TO}${DATE}$`);
const DAY_TIMES = new RegExp(`^${DATE}[\\sT]+(.+)$`);
const DAYS_TIMES = new RegExp(`^${DATE}${TO}${DATE}\\s+(.+)$`);
const MOMENTS = new RegExp(`^${DATE}[\\sT]+(.+?)${TO}${DATE}(?:[\\sT]+(.+))?$`);
const DASHES = /[\u2010-\u2015\u2212]/g;

/** Far more than anybody plans, and a slip of the finger in a year. */
const LONGEST = 3660;

/** What is meant, or what is wrong with it. */
export function readWhen(text: string): When | TextProblem {
  const plain = text.replace(DASHES, '-').trim();
  const moments = MOMENTS.exec(plain);
  if (moments !== null) return betweenMoments(text, moments);
  const [, from = '', last = from, times] =
    DAYS_TIMES.exec(plain) ?? DAYS.exec(plain) ?? ONE_DAY.exec(plain) ?? withTimes(plain);
  if (from === '') return { at: 0, message: notUnderstood(plain) };
  const wrong = wrongDates(text, from, last);
  if (wrong !== undefined) return wrong;
  const days = { kind: 'days', first: dayOf(from) ?? 0, last: dayOf(last) ?? 0 } as const;
  if (times === undefined) return days;
  const at = text.lastIndexOf(times);
  const spans = timesIn(times);
  return Array.isArray(spans)
    ? { ...days, spans: spans as readonly Span[] }
    : { at: at + (spans as TextProblem).at, message: (spans as TextProblem).message };
}

function withTimes(plain: string): (string | undefined)[] {
  const [, date = '', times] = DAY_TIMES.exec(plain) ?? [];
  return [undefined, date, date || undefined, times];
}

/** `9:00-12:00,14:00-16:00`, as in the hours of a week. */
function timesIn(text: string): readonly Span[] | TextProblem {
  const week = readWeek(text);
  if (isProblems(week)) return week[0] ?? { at: 0, message: 'no times' };
  const [sunday, ...others] = week.days;
  const isEveryDay = others.every((day) => spansText(day.spans) === spansText(sunday?.spans ?? []));
  if (isEveryDay && week.holidays === undefined && sunday !== undefined && sunday.spans.length > 0) {
    return sunday.spans;
  }
  return { at: 0, message: `${JSON.stringify(text)} is not a time of that day, such as 9:00-12:00` };
}

export const isProblems = (read: unknown): read is readonly TextProblem[] => Array.isArray(read);

function betweenMoments(text: string, match: RegExpExecArray): When | TextProblem {
  const [, from = '', start = '', last = '', end] = match;
  const wrong = wrongDates(text, from, last);
  if (wrong !== undefined) return wrong;
  const first = minuteOf(from, start);
  const until = end === undefined ? ((dayOf(last) ?? 0) + 1) * DAY_MINUTES : minuteOf(last, end);
  if (first === undefined) return { at: text.indexOf(start), message: notATime(start) };
  if (until === undefined) return { at: text.lastIndexOf(end ?? ''), message: notATime(end ?? '') };
  if (until > first) return { kind: 'moments', from: first, to: until };
  return { at: text.lastIndexOf(last), message: 'it ends before it begins' };
}

const notATime = (text: string): string => `${JSON.stringify(text)} is not a time, such as 15:00`;

/** Minutes since 1970 by the local clock; undefined for a text that is not a time of the day. */
export function minuteOf(date: string, time: string): number | undefined {
  const spans = timesIn(`0:00-${time}`);
  const day = dayOf(date);
  if (day === undefined) return undefined;
  if (/^midnight$/i.test(time)) return (day + 1) * DAY_MINUTES;
  // A span of nothing cannot be said.
  if (/^0{1,2}(?:[:.]00)?$/.test(time)) return day * DAY_MINUTES;
  if (!Array.isArray(spans) || spans.length !== 1) return undefined;
  const { to } = spans[0] as Span;
  return to > DAY_MINUTES ? undefined : day * DAY_MINUTES + to;
}

function wrongDates(text: string, first: string, last: string): TextProblem | undefined {
  const bad = [first, last].find((date) => dayOf(date) === undefined);
  if (bad !== undefined) return { at: text.lastIndexOf(bad), message: `${bad} does not exist` };
  const days = (dayOf(last) ?? 0) - (dayOf(first) ?? 0);
  if (days < 0) return { at: text.lastIndexOf(last), message: `${last} is before ${first}` };
  return days > LONGEST
    ? { at: text.lastIndexOf(last), message: `from ${first} to ${last} it is more than ten years` }
    : undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Dates of other forms are not guessed, but their reading is offered. */
function notUnderstood(text: string): string {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})/.exec(text) ?? [];
  const [, wordDay, word, wordYear] =
    /^(\d{1,2})\.?\s+([A-Za-z]{3})[A-Za-z]*\.?,?\s+(\d{4})/.exec(text) ?? [];
  const [, word2, wordDay2, wordYear2] =
    /^([A-Za-z]{3})[A-Za-z]*\.?\s+(\d{1,2}),?\s+(\d{4})/.exec(text) ?? [];
  const named = MONTHS.indexOf((word ?? word2 ?? '').toLowerCase()) + 1;
  const iso = isoText(
    year ?? wordYear ?? wordYear2,
    month ?? (named || undefined),
    day ?? wordDay ?? wordDay2,
  );
  const example = iso ?? '2026-12-24, 2026-12-24 9:00-12:00 or 2026-12-27 - 2026-12-31';
  return `${JSON.stringify(text)} is not a date: write it as ${example}`;
}

function isoText(
  year: string | undefined,
  month: string | number | undefined,
  day: string | undefined,
): string | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const iso = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return dayOf(iso) === undefined ? undefined : iso;
}

/** The one way in which it is written. */
export function whenText(when: When): string {
  if (when.kind === 'moments') return `${momentText(when.from)} - ${momentText(when.to)}`;
  const { first, last, spans } = when;
  const days = first === last ? isoOf(first) : `${isoOf(first)} - ${isoOf(last)}`;
  return spans === undefined ? days : `${days} ${spansText(spans)}`;
}

/** `2026-12-24 15:00`, by the local clock. */
export function momentText(minute: number): string {
  const day = Math.floor(minute / DAY_MINUTES);
  return `${isoOf(day)} ${clockOf(minute - day * DAY_MINUTES)}`;
}

/** The local minutes that it touches. */
export function reachOf(when: When): Span {
  if (when.kind === 'moments') return when;
  const tail = Math.max(DAY_MINUTES, ...(when.spans ?? []).map(({ to }) => to));
  return { from: when.first * DAY_MINUTES, to: when.last * DAY_MINUTES + tail };
}
