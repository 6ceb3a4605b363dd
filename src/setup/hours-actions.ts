/** Opening hours as the platform's actions can check them. */
import type { ActionSpec } from '../plan/document.ts';
import { DAY_MIN, HOUR_MIN, spansOf } from './hours.ts';

const WEEK_MIN = 7 * DAY_MIN;

/** A span of the week in minutes from Sunday 0:00; it may end after the week does. */
interface Span {
  from: number;
  to: number;
}

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
  const spans = spansOf(text).flatMap(({ days, from, to }) =>
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
