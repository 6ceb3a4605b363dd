/** Opening hours as a plan file has them, as texts; and what they mean. */
import { touches, type Calendar } from './calendar.ts';
import type { Covered } from './compile.ts';
import { isoOf, weekdayOf } from './days.ts';
import { isProblems, readWhen, whenText, type Exception } from './exceptions.ts';
import type { Holidays } from './holidays.ts';
import { readWeek } from './read-week.ts';
import { DAY_MINUTES } from './spans.ts';
import { weekText, type WeekHours } from './week.ts';

/** A date, dates or a time, as written, and why. */
export interface ExceptionText {
  when: string;
  because?: string;
}

export interface Definition {
  time_zone: string;
  open: string;
  /** The region whose public holidays are days off. */
  holidays?: string;
  opened?: readonly ExceptionText[];
  closed?: readonly ExceptionText[];
}

/** @throws RangeError for texts that were not checked before. */
export function calendarOf(
  definition: Definition,
  { first, last }: Covered,
  holidays: Holidays | undefined,
): Calendar {
  const { time_zone: zone, open, holidays: region, opened = [], closed = [] } = definition;
  if (region !== undefined && holidays === undefined) throw new RangeError('the holidays are not loaded');
  return {
    zone,
    week: weekOf(open),
    // A span over midnight comes from the day before, and no zone is further than a day from UTC.
    holidays:
      region === undefined ? new Map() : (holidays?.between(region, first - 3, last + 3) ?? new Map()),
    opened: opened.map(exceptionOf),
    closed: closed.map(exceptionOf),
  };
}

function weekOf(text: string): WeekHours {
  const week = readWeek(text);
  if (isProblems(week)) throw new RangeError(week[0]?.message);
  return week;
}

function exceptionOf({ when: text, because }: ExceptionText): Exception {
  const when = readWhen(text);
  if (!('kind' in when)) throw new RangeError(when.message);
  return { when, because };
}

/** What can only be seen when all of a definition is known; its texts were checked one by one before. */
export function definitionProblems(
  definition: Definition,
  holidays: Holidays | undefined,
): { path: readonly (string | number)[]; message: string }[] {
  const { open, holidays: region, opened = [] } = definition;
  const week = weekOf(open);
  const unknown = region === undefined ? undefined : holidays?.problem(region);
  const isLost = week.holidays !== undefined && region === undefined;
  return [
    ...(unknown === undefined ? [] : [{ path: ['holidays'], message: unknown }]),
    ...(isLost ? [{ path: ['open'], message: `PH ${WHOSE}` }] : []),
    ...opened.flatMap((exception, index) => {
      const when = exceptionOf(exception).when;
      if (when.kind === 'moments' || when.spans !== undefined) return [];
      const days = Array.from({ length: when.last - when.first + 1 }, (_, step) => when.first + step);
      const isOpen = days.some((day) => week.days[weekdayOf(day)]?.spans.length !== 0);
      const message = `${exception.when} has no hours in other weeks: write its times, such as ${exception.when} 9:00-12:00`;
      return isOpen ? [] : [{ path: ['opened', index], message }];
    }),
  ];
}

const WHOSE = 'needs to know whose holidays are meant: add a region, such as holidays: DE-BY';

/** Equal for definitions that mean the same on these days, however they are written. */
export function meaningOf(definition: Definition, { first, last }: Covered): string {
  const { time_zone, open, holidays = null, opened = [], closed = [] } = definition;
  const days = { from: first * DAY_MINUTES, to: (last + 1) * DAY_MINUTES };
  const meant = (texts: readonly ExceptionText[]): string[] =>
    texts
      .map(exceptionOf)
      .filter((exception) => touches(exception, days))
      .map(({ when, because = '' }) => `${whenText(when)} ${because}`)
      .sort();
  return JSON.stringify([
    time_zone,
    weekText(weekOf(open)),
    holidays?.toUpperCase() ?? null,
    meant(opened),
    meant(closed),
  ]);
}

/** Of days of UTC: `2026-11-28 to 2027-11-27`. */
export const coveredText = ({ first, last }: Covered): string => `${isoOf(first)} to ${isoOf(last)}`;

/** A date, and its reason where it has one: `2026-12-24` or `{ 2026-12-24: holidays }`. */
export const exceptionToPlain = ({ when, because }: ExceptionText): unknown =>
  because === undefined ? when : { [when]: because };

export function exceptionFromPlain(plain: unknown): ExceptionText | undefined {
  if (typeof plain === 'string') return { when: plain };
  if (typeof plain !== 'object' || plain === null) return undefined;
  const [[when, because] = [], ...more] = Object.entries(plain) as [string, unknown][];
  if (when === undefined || more.length > 0) return undefined;
  return typeof because === 'string' ? { when, because } : { when };
}
