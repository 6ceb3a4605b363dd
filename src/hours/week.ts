/** The hours of a week as they are meant, and the one way in which they are written. */
import { weekdayNames } from './days.ts';
import { DAY_MINUTES, spansText, type Span } from './spans.ts';

export interface DayHours {
  /** Minutes of the day; a span that ends after 24:00 ends on the next day. */
  spans: readonly Span[];
  /** Where they are written, in characters from the beginning of the text; undefined where nothing is. */
  at: number | undefined;
}

export interface WeekHours {
  /** From Sunday on. */
  days: readonly DayHours[];
  /** On public holidays: none where the text says `PH off`; undefined where it does not say. */
  holidays: readonly Span[] | undefined;
}

const isWholeDay = (spans: readonly Span[]): boolean =>
  spans.length === 1 && spans[0]?.from === 0 && spans[0].to === DAY_MINUTES;

/** `mon-fri 9:00-12:30,13:30-17:00, sat 10:00-14:00`: equal for hours that are the same. */
export function weekText({ days, holidays }: WeekHours): string {
  const texts = days.map(({ spans }) => spansText(spans));
  const parts = days.every(({ spans }) => isWholeDay(spans))
    ? ['24/7']
    : runsOf(texts).map(([first, last]) => `${daysText(first, last)} ${texts[first] ?? ''}`);
  const open = parts.length === 0 ? 'mon-sun closed' : parts.join(', ');
  if (holidays === undefined) return open;
  return `${open}; PH ${holidays.length === 0 ? 'off' : spansText(holidays)}`;
}

/** Weekdays with the same hours, from Monday on; the others are closed. */
function runsOf(texts: readonly string[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const day of [1, 2, 3, 4, 5, 6, 0]) {
    const last = runs.at(-1);
    if (texts[day] === '') continue;
    const isNext = last !== undefined && (last[1] + 1) % 7 === day && texts[last[1]] === texts[day];
    if (isNext) last[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}

const daysText = (first: number, last: number): string =>
  first === last ? (weekdayNames[first] ?? '') : `${weekdayNames[first] ?? ''}-${weekdayNames[last] ?? ''}`;
