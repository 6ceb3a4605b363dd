import { UsageError } from '../core/errors.ts';
import { DAY, HOUR, MINUTE, parseTime } from '../core/time.ts';

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** In days from now. Like a date, each begins at midnight UTC. */
const DAYS: ReadonlyMap<string, number> = new Map([
  ['yesterday', -1],
  ['today', 0],
  ['tomorrow', 1],
]);

/**
 * The moment that `30d`, `12h`, `90m`, `2w`, `yesterday`, a date or an RFC 3339 time means, in milliseconds since 1970.
 * A date begins at midnight UTC, as all times of the API are in UTC.
 *
 * @throws UsageError for anything else, for no time at all, and for a moment in the future.
 */
export function parseSince(text: string, now: number): number {
  const moment = momentOf(text, now, -1, '--since');
  if (moment === now)
    throw new UsageError(`--since: ${text} is an empty period`, { hint: 'write a span such as 30d' });
  if (moment > now) throw new UsageError(`--since: ${text} is in the future`);
  return moment;
}

/** Traffic is read so far back where no flag says otherwise. */
const USUAL_DAYS = 30;
const USUAL = `${USUAL_DAYS}d`;

const askedHorizon = (since: string | undefined, now: number): number => parseSince(since ?? USUAL, now);

/**
 * How far back traffic is read. Days that are over are counted once: a number of days begins with a whole one. A moment
 * is taken as it is.
 *
 * @throws UsageError as `parseSince`.
 */
export function parseHorizon(since: string | undefined, now: number): number {
  const start = askedHorizon(since, now);
  return since === undefined || /^\s*\d+\s*d\s*$/i.test(since) ? Math.floor(start / DAY) * DAY : start;
}

/**
 * A time that has passed, in milliseconds since 1970: `until` is not included, and undefined for now.
 *
 * @throws UsageError as `parseSince`, and for a time that ends before it begins, or just after it where only its end
 *   was given: then it is hardly what was meant.
 */
export function parseWindow(
  { since, until }: WindowFlags,
  now: number,
): { since: number; until: number | undefined } {
  const from = parseHorizon(since, now);
  const to = until === undefined ? undefined : parseBefore(until, now);
  if (to !== undefined) {
    // A number of days begins with a whole one, so that even an empty time seems to have some hours.
    refuseEmptyRange({ since, until }, askedHorizon(since, now), to);
    if (since === undefined && to - from < DAY)
      throw new UsageError(`--until ${until ?? ''} leaves less than a day after --since ${USUAL}`, {
        hint: 'add --since, such as --since 60d',
      });
  }
  // What is ahead has not happened.
  return { since: from, until: to === undefined || to >= now ? undefined : to };
}

export interface WindowFlags {
  since?: string | undefined;
  until?: string | undefined;
}

/** @throws UsageError for a range that ends before it begins, milliseconds since 1970. */
export function refuseEmptyRange({ since = USUAL, until }: WindowFlags, from: number, to: number): void {
  if (to > from) return;
  throw new UsageError(`--until ${until ?? ''} is not after --since ${since}`, {
    hint: 'write for example --since 14d --until 7d',
  });
}

/**
 * The moment before which something happened; it may be ahead.
 *
 * @throws UsageError for what is neither a span nor a time.
 */
export const parseBefore = (text: string, now: number): number => momentOf(text, now, -1, '--until');

/**
 * The moment ahead that a span, a date or a time means.
 *
 * @throws UsageError for anything else, and for a moment that is over.
 */
export function parseUntil(text: string, now: number, flag: string): number {
  const moment = momentOf(text, now, 1, flag);
  if (moment <= now) throw new UsageError(`${flag}: ${text} is over`, { hint: 'write a span such as 90d' });
  return moment;
}

function momentOf(text: string, now: number, direction: 1 | -1, flag: string): number {
  const span = /^(\d{1,6})([mhdw])$/.exec(text);
  const unit = UNITS[span?.[2] ?? ''];
  const day = DAYS.get(text.toLowerCase());
  const moment =
    span !== null && unit !== undefined
      ? now + direction * Number(span[1]) * unit
      : day !== undefined
        ? (Math.floor(now / DAY) + day) * DAY
        : parseTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (moment !== undefined) return moment;
  throw new UsageError(`${flag}: ${JSON.stringify(text)} is neither a span nor a date`, {
    hint: 'write 30d, 12h, yesterday, 2026-11-01 or 2026-11-01T09:00:00Z',
  });
}
