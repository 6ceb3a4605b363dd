/**
 * When it is open: weekly hours, public holidays, and what is also closed or opened. `opened` overrides `closed`,
 * `closed` overrides holidays, holidays override the week. Dates are in the time zone, and a span
 * over midnight belongs to the day on which it begins.
 *
 * Whether a moment is in the hours is decided by what the clock on the wall shows: an hour that comes twice when
 * clocks are set back counts twice, one that is left out does not count.
 */
import { weekdayOf } from './days.ts';
import { reachOf, type Exception, type When } from './exceptions.ts';
import { DAY_MINUTES, joined, shifted, within, without, type Span } from './spans.ts';
import type { WeekHours } from './week.ts';
import { stretchesOf } from './zones.ts';

export interface Calendar {
  /** IANA name, such as `Europe/Berlin`. */
  zone: string;
  week: WeekHours;
  /** Names of public holidays by day. */
  holidays: ReadonlyMap<number, string>;
  opened: readonly Exception[];
  closed: readonly Exception[];
}

/** A span reaches into the day after the one on which it begins, and no further. */
const REACH_DAYS = 1;

/** The spans that begin on a day, in minutes of that day; they may end on the next. */
export function spansOn(calendar: Calendar, day: number): readonly Span[] {
  const week = calendar.week.days[weekdayOf(day)]?.spans ?? [];
  const opened = openedOn(calendar, day, week);
  if (opened !== undefined) return opened;
  const closures = closuresOf(calendar, day);
  if (closures === 'whole day') return [];
  const usual = calendar.holidays.has(day) ? (calendar.week.holidays ?? []) : week;
  return without(usual, shifted(closures, -day * DAY_MINUTES));
}

/** What `opened` says of a day; undefined where it says nothing. */
function openedOn({ opened }: Calendar, day: number, week: readonly Span[]): readonly Span[] | undefined {
  const said = opened.filter(({ when }) => isOn(when, day));
  if (said.length === 0) return undefined;
  return joined(
    said.flatMap(({ when }) => {
      if (when.kind === 'days') return when.spans ?? week;
      const whole = { from: day * DAY_MINUTES, to: (day + 1) * DAY_MINUTES };
      return shifted(within([when], whole), -day * DAY_MINUTES);
    }),
  );
}

/** Whether it speaks of a day: of a part of it at least. */
function isOn(when: When, day: number): boolean {
  if (when.kind === 'days') return when.first <= day && day <= when.last;
  return when.from < (day + 1) * DAY_MINUTES && day * DAY_MINUTES < when.to;
}

/** What is closed of the spans that begin on a day, in local minutes since 1970. */
function closuresOf({ closed }: Calendar, day: number): 'whole day' | readonly Span[] {
  if (closed.some(({ when }) => when.kind === 'days' && when.spans === undefined && isOn(when, day))) {
    return 'whole day';
  }
  // A span that begins on this day may reach into the closures of the next ones.
  const reach = { from: day * DAY_MINUTES, to: (day + REACH_DAYS + 1) * DAY_MINUTES };
  return closed.flatMap(({ when }) => {
    if (when.kind === 'moments') return [when];
    const { first, last, spans } = when;
    if (spans === undefined) return [];
    const days = daysBetween(Math.max(first, day - REACH_DAYS), Math.min(last, day + REACH_DAYS));
    return within(
      days.flatMap((one) => shifted(spans, one * DAY_MINUTES)),
      reach,
    );
  });
}

const daysBetween = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

/** All open spans within a span of time, in minutes since 1970, UTC. */
export function openSpans(calendar: Calendar, time: Span): Span[] {
  return joined(
    stretchesOf(calendar.zone, time).flatMap(({ from, to, offset }) => {
      const local = { from: from + offset, to: to + offset };
      const days = daysBetween(
        Math.floor(local.from / DAY_MINUTES) - REACH_DAYS,
        Math.floor(local.to / DAY_MINUTES),
      );
      const spans = joined(days.flatMap((day) => shifted(spansOn(calendar, day), day * DAY_MINUTES)));
      return shifted(within(spans, local), -offset);
    }),
  );
}

export interface Change {
  /** Minutes since 1970, UTC. */
  at: number;
  isOpen: boolean;
}

/** How far changes are looked for. */
const AHEAD = 400 * DAY_MINUTES;

/**
 * Whether it is open at a moment, and the changes after it.
 * @param at Minutes since 1970, UTC.
 */
export function openingAt(calendar: Calendar, at: number): { isOpen: boolean; changes: Change[] } {
  const time = { from: at, to: at + AHEAD };
  const spans = openSpans(calendar, time);
  const changes = spans.flatMap(({ from, to }) => [
    { at: from, isOpen: true },
    { at: to, isOpen: false },
  ]);
  return {
    isOpen: spans[0]?.from === at,
    changes: changes.filter((change) => change.at > at && change.at < time.to),
  };
}

/**
 * Why a minute is not like that of other weeks: the reason of an exception, or the name of a holiday. Undefined where it
 * is like others, and where no reason was given.
 * @param local Minutes since 1970 by the local clock.
 */
export function reasonAt(calendar: Calendar, local: number): string | undefined {
  const today = Math.floor(local / DAY_MINUTES);
  // After midnight it may still be open from the evening before.
  const openFrom = [today - 1, today].find((day) =>
    spansOn(calendar, day).some((span) => holds(shifted([span], day * DAY_MINUTES), local)),
  );
  const day = openFrom ?? today;
  const opened = calendar.opened.filter(({ when }) => isOn(when, day));
  if (opened.length > 0) return opened.find(({ because }) => because !== undefined)?.because;
  const closing = openFrom === undefined ? calendar.closed.find(({ when }) => isAt(when, local)) : undefined;
  return closing === undefined ? calendar.holidays.get(day) : closing.because;
}

const holds = (spans: readonly Span[], minute: number): boolean =>
  spans.some(({ from, to }) => from <= minute && minute < to);

/** Whether an exception speaks of a minute by the local clock. */
function isAt(when: When, local: number): boolean {
  if (when.kind === 'moments') return holds([when], local);
  const { first, last, spans = [{ from: 0, to: DAY_MINUTES }] } = when;
  return daysBetween(first, last).some((day) => holds(shifted(spans, day * DAY_MINUTES), local));
}

/** Whether an exception has to do with a span of UTC, whatever the time zone. */
export function touches({ when }: Exception, { from, to }: Span): boolean {
  const reach = reachOf(when);
  // No zone is further than a day from UTC; what a span over midnight does not have, belongs to the day before.
  const margin = 2 * DAY_MINUTES;
  return reach.from < to + margin && reach.to > from - margin;
}
