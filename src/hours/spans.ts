/** Spans of time in minutes, from the first minute that counts to the first that does not any more. */

export const HOUR_MINUTES = 60;
export const DAY_MINUTES = 24 * HOUR_MINUTES;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The same minutes as disjoint spans in their order, with a gap between any two. */
export function joined(spans: readonly Span[]): Span[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (to <= from) continue;
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

/** What is left of spans without the minutes of others. */
export function without(spans: readonly Span[], cuts: readonly Span[]): Span[] {
  return cuts.reduce<Span[]>(
    (rest, cut) =>
      rest.flatMap(({ from, to }) => [
        ...(from < cut.from ? [{ from, to: Math.min(to, cut.from) }] : []),
        ...(cut.to < to ? [{ from: Math.max(from, cut.to), to }] : []),
      ]),
    [...spans],
  );
}

/** The part of spans that lies within one. */
export function within(spans: readonly Span[], { from, to }: Span): Span[] {
  return spans
    .map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to, to) }))
    .filter((span) => span.from < span.to);
}

export const shifted = (spans: readonly Span[], by: number): Span[] =>
  spans.map(({ from, to }) => ({ from: from + by, to: to + by }));

export const overlap = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Minutes of a day as a clock shows them: `9:00`, `13:30`; the end of a day is `24:00`. */
export const clockOf = (minutes: number): string =>
  `${Math.floor(minutes / HOUR_MINUTES)}:${twoDigits(minutes % HOUR_MINUTES)}`;

/** `9:00-12:30,13:30-17:00`; one that ends on the next day reads `20:00-02:00`, so that no one takes it for an afternoon. */
export const spansText = (spans: readonly Span[]): string =>
  spans.map(({ from, to }) => `${clockOf(from)}-${endText(from, to)}`).join(',');

function endText(from: number, to: number): string {
  if (to <= DAY_MINUTES || to - from >= DAY_MINUTES) return clockOf(to);
  const next = clockOf(to - DAY_MINUTES).padStart(5, '0');
  // `11:00-10:00` could be an evening, `11:00-34:00` cannot.
  return next.startsWith('0') || from > 12 * HOUR_MINUTES + 59 ? next : clockOf(to);
}
