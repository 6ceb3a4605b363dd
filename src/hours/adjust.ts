/** Closing and opening now: the same hours with one exception more, put where it has an effect. */
import { spansOn, type Calendar } from './calendar.ts';
import { isoOf } from './days.ts';
import type { Definition, ExceptionText } from './definition.ts';
import { minuteOf, readWhen, whenText, type When } from './exceptions.ts';
import { DAY_MINUTES, joined, overlap, shifted, spansText, without, type Span } from './spans.ts';

/**
 * Closed from one moment to another.
 * @param span Minutes since 1970 by the local clock.
 */
export function withClosing(
  definition: Definition,
  calendar: Calendar,
  span: Span,
  because: string | undefined,
): Definition {
  const { opened = [], closed = [] } = definition;
  const left = openedWithout(opened, calendar, span);
  const shorter = left.reduce((list, [day, spans]) => withDay(list, day, spans), opened);
  const shut = left.filter(([, spans]) => spans.length === 0).map(([day]) => ({ when: isoOf(day) }));
  return withExceptions(definition, shorter, [...withClosure(closed, span, because), ...shut]);
}

/** The list with a closure more: one that touches another becomes one with it where both have one reason. */
function withClosure(
  list: readonly ExceptionText[],
  span: Span,
  because: string | undefined,
): readonly ExceptionText[] {
  const next = list.findIndex((exception) => {
    const known = minutesOf(exception);
    const isOneReason = [undefined, because].includes(exception.because) || because === undefined;
    return known !== undefined && isOneReason && known.from <= span.to && span.from <= known.to;
  });
  const joins = list[next];
  const known = joins && minutesOf(joins);
  if (known === undefined) return [...list, closure(span, because)];
  const both = { from: Math.min(known.from, span.from), to: Math.max(known.to, span.to) };
  return withClosure(list.toSpliced(next, 1), both, because ?? joins?.because);
}

const closure = (span: Span, because: string | undefined): ExceptionText => ({
  when: whenText(whenOf(span)),
  ...(because !== undefined && { because }),
});

/** What a closure closes, where it is certain minutes; undefined for whole days, which close the night after them, too. */
function minutesOf(exception: ExceptionText): Span | undefined {
  const when = meant(exception);
  if (when.kind === 'moments') return when;
  const [only, ...more] = when.spans ?? [];
  return only === undefined || more.length > 0 || when.first !== when.last ? undefined : at(only, when.first);
}

/** What is opened goes before what is closed: the days that are must themselves become shorter. */
function openedWithout(
  opened: readonly ExceptionText[],
  calendar: Calendar,
  closing: Span,
): [day: number, spans: readonly Span[]][] {
  const left: [number, readonly Span[]][] = [];
  /** What the night of the day before has left, which now begins on this day. */
  let night: readonly Span[] = [];
  for (const day of daysIn(closing)) {
    const spans = spansOn(calendar, day);
    const isCut = speaksOf(opened, day) && spans.some((one) => overlap(at(one, day), closing));
    const rest = without(spans, shifted([closing], -day * DAY_MINUTES));
    const all = joined([...night, ...rest]);
    if (isCut || night.length > 0) left.push([day, all.filter(({ from }) => from < DAY_MINUTES)]);
    night =
      isCut || night.length > 0
        ? shifted(
            all.filter(({ from }) => from >= DAY_MINUTES),
            -DAY_MINUTES,
          )
        : [];
  }
  return left;
}

/**
 * Open for a span, on a day that otherwise keeps its hours.
 * @param span Minutes since 1970 by the local clock; it begins on that day.
 */
export function withOpening(
  definition: Definition,
  calendar: Calendar,
  span: Span,
  because: string | undefined,
): Definition {
  const { opened = [], closed = [] } = definition;
  const day = Math.floor(span.from / DAY_MINUTES);
  const left = closed.flatMap((exception) => closedWithout(exception, span));
  const before = { ...calendar, closed: left.map((exception) => ({ ...exception, when: meant(exception) })) };
  const usual = joined([day - 1, day].flatMap((one) => spansOn(before, one).map((own) => at(own, one))));
  // What was closed by `hours close` is open again, as it always is.
  if (without([span], usual).length === 0) return withExceptions(definition, opened, left);
  const spans = joined([...spansOn(before, day), ...shifted([span], -day * DAY_MINUTES)]);
  return withExceptions(definition, withDay(opened, day, spans, because), left);
}

/**
 * Without what closes certain minutes now, from now on; days that are closed as a whole stay.
 * @param now Minutes since 1970 by the local clock.
 * @returns Undefined where nothing does.
 */
export function withoutClosing(definition: Definition, now: number): Definition | undefined {
  const { opened = [], closed = [] } = definition;
  const isNow = (exception: ExceptionText): boolean => {
    const minutes = minutesOf(exception);
    return minutes !== undefined && overlap(minutes, { from: now, to: now + 1 });
  };
  if (!closed.some(isNow)) return undefined;
  const rest = { from: now, to: Number.MAX_SAFE_INTEGER };
  const left = closed.flatMap((one) => (isNow(one) ? closedWithout(one, rest) : [one]));
  return withExceptions(definition, opened, left);
}

function closedWithout(exception: ExceptionText, opening: Span): readonly ExceptionText[] {
  const minutes = minutesOf(exception);
  if (minutes === undefined || !overlap(minutes, opening)) return [exception];
  return without([minutes], [opening]).map((part) => closure(part, exception.because));
}

function withExceptions(
  { opened: _, closed: __, ...definition }: Definition,
  opened: readonly ExceptionText[],
  closed: readonly ExceptionText[],
): Definition {
  return {
    ...definition,
    ...(opened.length > 0 && { opened }),
    ...(closed.length > 0 && { closed }),
  };
}

const at = (span: Span, day: number): Span => ({
  from: span.from + day * DAY_MINUTES,
  to: span.to + day * DAY_MINUTES,
});

/** The days whose hours reach into a span, those of the night before among them, and the one after it. */
function daysIn({ from, to }: Span): number[] {
  const first = Math.floor(from / DAY_MINUTES) - 1;
  const last = Math.floor((to - 1) / DAY_MINUTES) + 1;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function meant({ when: text }: ExceptionText): When {
  const when = readWhen(text);
  if (!('kind' in when)) throw new RangeError(when.message);
  return when;
}

const speaksOf = (exceptions: readonly ExceptionText[], day: number): boolean =>
  exceptions.some((exception) => partsAround(meant(exception), day) !== undefined);

/** What is left of an exception without a day; undefined where it does not speak of that day. */
function partsAround(when: When, day: number): When[] | undefined {
  if (when.kind === 'days') {
    const { first, last } = when;
    if (day < first || last < day) return undefined;
    return [
      { ...when, last: day - 1 },
      { ...when, first: day + 1 },
    ].filter((part) => part.first <= part.last);
  }
  const whole = { from: day * DAY_MINUTES, to: (day + 1) * DAY_MINUTES };
  if (!overlap(when, whole)) return undefined;
  return without([when], [whole]).map((part) => ({ kind: 'moments', ...part }));
}

/** The list in which a day has these hours; none: it is not spoken of. */
function withDay(
  list: readonly ExceptionText[],
  day: number,
  spans: readonly Span[],
  because?: string,
): ExceptionText[] {
  let reason = because;
  const others = list.flatMap((exception) => {
    const parts = partsAround(meant(exception), day);
    if (parts === undefined) return [exception];
    reason ??= exception.because;
    return parts.map((part) => ({ ...exception, when: whenText(part) }));
  });
  if (spans.length === 0) return others;
  const own = { when: `${isoOf(day)} ${spansText(spans)}`, ...(reason !== undefined && { because: reason }) };
  return [...others, own];
}

/** `2026-11-28 14:10-15:00`, or from one moment to another. */
function whenOf(span: Span): When {
  const day = Math.floor(span.from / DAY_MINUTES);
  const own = { from: span.from - day * DAY_MINUTES, to: span.to - day * DAY_MINUTES };
  return own.to <= DAY_MINUTES
    ? { kind: 'days', first: day, last: day, spans: [own] }
    : { kind: 'moments', ...span };
}

/**
 * A moment as it is said on a command line: `15:00`, which comes next; `2026-12-24`, that whole day; `2026-12-24 15:00`.
 * @param now Minutes since 1970 by the local clock, as the answer.
 * @returns Undefined for what is neither.
 */
export function readUntil(text: string, now: number): number | undefined {
  // It could be meant as a number of hours.
  if (/\d\s*h$/i.test(text.trim())) return undefined;
  const today = Math.floor(now / DAY_MINUTES);
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(?:[\sT]+(.+))?$/.exec(text.trim()) ?? [];
  if (date !== undefined) return minuteOf(date, time ?? '24:00');
  const [next] = [today, today + 1]
    .map((day) => minuteOf(isoOf(day), text.trim()))
    .filter((minute) => minute !== undefined && minute > now);
  return next;
}
