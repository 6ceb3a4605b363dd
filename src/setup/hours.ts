/** Opening hours: as people write them, and as the platform's actions can check them. */
import type { ActionSpec } from '../plan/document.ts';

export const ALWAYS = 'always';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;
const WEEK_MIN = 7 * DAY_MIN;

/** A span of the week in minutes from Sunday 0:00; it may end after the week does. */
interface Span {
  from: number;
  to: number;
}

/** One line of the hours: `mon-fri 09:00-17:00`. */
interface Line {
  days: readonly number[];
  from: number;
  to: number;
  text: string;
}

const LINE =
  /^(daily|[a-z]{3}(?:\s*-\s*[a-z]{3})?)\s+(\d{1,2})(?:[:.](\d{2}))?\s*-\s*(\d{1,2})(?:[:.](\d{2}))?$/;

/** `Mon-Fri 9-17` as `mon-fri 09:00-17:00`; what cannot be read stays as it is. */
export function tidyHours(text: string): string {
  if (text.toLowerCase() === ALWAYS) return ALWAYS;
  const lines = linesOf(text);
  return lines.includes(undefined) ? text : (lines as Line[]).map((line) => line.text).join(', ');
}

/** What is wrong with opening hours, or undefined. */
export function checkHours(text: string): string | undefined {
  if (text === ALWAYS) return undefined;
  const words = text.split(',').map((word) => word.trim());
  const lines = linesOf(text);
  const wrong = words[lines.indexOf(undefined)];
  return wrong === undefined
    ? undefined
    : `${JSON.stringify(wrong)} are no hours: say ${ALWAYS}, or days and times such as mon-fri 9:00-17:00, sat 10:00-14:00`;
}

function linesOf(text: string): (Line | undefined)[] {
  return text.split(',').map((word) => lineOf(word.trim().toLowerCase()));
}

function lineOf(word: string): Line | undefined {
  const [, dayText = '', fromHour, fromMinute = '0', toHour, toMinute = '0'] = LINE.exec(word) ?? [];
  const days = daysIn(dayText.replace(/\s/g, ''));
  const from = Number(fromHour) * HOUR_MIN + Number(fromMinute);
  const to = Number(toHour) * HOUR_MIN + Number(toMinute);
  const fits =
    Number(fromMinute) < HOUR_MIN && Number(toMinute) < HOUR_MIN && from < DAY_MIN && to <= DAY_MIN;
  if (days === undefined || !fits || from === to) return undefined;
  const text = `${dayText.replace(/\s/g, '')} ${clock(from)}-${clock(to)}`;
  return { days, from, to: to > from ? to : to + DAY_MIN, text };
}

function daysIn(text: string): number[] | undefined {
  if (text === 'daily') return DAYS.map((_, day) => day);
  const [first, last = first] = text.split('-').map((name) => DAYS.findIndex((day) => day === name));
  if (first === undefined || last === undefined || first < 0 || last < 0) return undefined;
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => (first + index) % 7);
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / HOUR_MIN)).padStart(2, '0')}:${String(minutes % HOUR_MIN).padStart(2, '0')}`;

// ---- zones

/** How far a zone is ahead of UTC at a moment, in minutes; undefined for a zone that is none. */
export function offsetOf(zone: string, at: number): number | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    }).formatToParts(at);
    const part = (type: Intl.DateTimeFormatPartTypes): number =>
      Number(parts.find((one) => one.type === type)?.value);
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    return Math.round((local - at) / 60_000);
  } catch {
    return undefined;
  }
}

const DAY_MS = DAY_MIN * 60_000;

/** The day (2027-03-28) on which the clocks of a zone are changed next, within a year. */
export function nextClockChange(zone: string, now: number): string | undefined {
  const before = offsetOf(zone, now);
  for (let day = 1; day <= 366; day += 1) {
    const at = now + day * DAY_MS;
    if (offsetOf(zone, at) !== before) return new Date(at).toISOString().slice(0, 10);
  }
  return undefined;
}

// ---- actions

/** An hour of UTC, or a part of it, that is open on these days. */
interface Opening {
  hour: number;
  /** Minutes of the hour. */
  from: number;
  to: number;
  days: readonly number[];
}

/** The hours in UTC, hour by hour: what is open at once on several days stands together. */
export function openingsOf(text: string, offset: number): Opening[] {
  const spans = (linesOf(text) as Line[]).flatMap(({ days, from, to }) =>
    days.map((day) => ({ from: day * DAY_MIN + from - offset, to: day * DAY_MIN + to - offset })),
  );
  const open = new Set(spans.flatMap(minutesOf));
  const found = new Map<string, Opening>();
  for (let hour = 0; hour < 24; hour += 1) {
    for (let day = 0; day < 7; day += 1) {
      for (const { from, to } of partsOf(open, day * DAY_MIN + hour * HOUR_MIN)) {
        const key = `${hour} ${from} ${to}`;
        const days = found.get(key)?.days ?? [];
        found.set(key, { hour, from, to, days: [...days, day] });
      }
    }
  }
  return [...found.values()];
}

function minutesOf({ from, to }: Span): number[] {
  return Array.from({ length: to - from }, (_, index) => (from + index + 2 * WEEK_MIN) % WEEK_MIN);
}

/** The open parts of the hour that begins there. */
function partsOf(open: ReadonlySet<number>, start: number): Span[] {
  const parts: Span[] = [];
  for (let minute = 0; minute < HOUR_MIN; minute += 1) {
    if (!open.has(start + minute)) continue;
    const last = parts.at(-1);
    if (last?.to === minute) last.to = minute + 1;
    else parts.push({ from: minute, to: minute + 1 });
  }
  return parts;
}

/**
 * Actions that lead to the label `open` during the hours, and to `closed` at all other times.
 *
 * What the executor does with condition_datetime (bin-flow-manager, actionhandle.go) is to be minded: it counts in
 * UTC; each field is compared by itself, so that "from 9:30" cannot be said at once; an hour or minute that is not
 * said is 0 and compared, -1 is any; and the comparison reads `option <condition> now`, the other way round than its
 * documentation shows it. So hours are asked for one by one with `==`, which reads the same either way; only the
 * minutes of a broken hour need an order.
 */
export function hoursActions(text: string, offset: number): ActionSpec[] {
  const openings = openingsOf(text, offset);
  const labels = openings.map(labelOf);
  return openings.flatMap(({ hour, from, to, days }, index): ActionSpec[] => {
    const check = (condition: string, fields: Readonly<Record<string, unknown>>): ActionSpec => ({
      type: 'condition_datetime',
      option: { condition, hour: -1, minute: -1, ...fields, false_target: labels[index + 1] ?? 'closed' },
    });
    const checks = [
      check('==', { hour, ...(days.length < 7 && { weekdays: [...days] }) }),
      ...(from > 0 ? [check('<=', { minute: from })] : []),
      ...(to < HOUR_MIN ? [check('>', { minute: to })] : []),
    ];
    return checks.map((action, step) => ({
      ...action,
      ...(step === 0 && { label: labels[index] ?? '' }),
      ...(step === checks.length - 1 && { next: 'open' }),
    }));
  });
}

/** `utc-8`; where days differ in it, an hour is asked for more than once. */
function labelOf({ hour }: Opening, index: number, all: readonly Opening[]): string {
  const before = all.slice(0, index).filter((other) => other.hour === hour).length;
  return before === 0 ? `utc-${hour}` : `utc-${hour}-${before + 1}`;
}
