import { UsageError } from '../core/errors.ts';
import { DAY, HOUR, MINUTE, parseTime } from '../core/time.ts';

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/**
 * The moment that `30d`, `12h`, `90m`, `2w`, a date or an RFC 3339 time means, in milliseconds since 1970.
 * A date begins at midnight UTC, as all times of the API are in UTC.
 *
 * @throws UsageError for anything else, for no time at all, and for a moment in the future.
 */
export function parseSince(text: string, now: number): number {
  const moment = momentOf(text, now, -1, '--since');
  if (moment === now)
    throw new UsageError(`--since: ${text} looks back no time at all`, { hint: 'such as 30d' });
  if (moment > now) throw new UsageError(`--since: ${text} is in the future`);
  return moment;
}

/** Traffic is read so far back where no flag says otherwise. */
const USUAL_DAYS = 30;

/**
 * How far back traffic is read. Days that are over are counted once: a number of days begins with a whole one. A moment
 * is taken as it is.
 *
 * @throws UsageError as `parseSince`.
 */
export function parseHorizon(since: string | undefined, now: number): number {
  const start = since === undefined ? now - USUAL_DAYS * DAY : parseSince(since, now);
  return since === undefined || /^\s*\d+\s*d\s*$/i.test(since) ? Math.floor(start / DAY) * DAY : start;
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
  if (moment <= now) throw new UsageError(`${flag}: ${text} is over`, { hint: 'such as 90d' });
  return moment;
}

function momentOf(text: string, now: number, direction: 1 | -1, flag: string): number {
  const span = /^(\d{1,6})([mhdw])$/.exec(text);
  const unit = UNITS[span?.[2] ?? ''];
  const moment =
    span !== null && unit !== undefined
      ? now + direction * Number(span[1]) * unit
      : parseTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (moment !== undefined) return moment;
  throw new UsageError(`${flag}: ${JSON.stringify(text)} is neither a span nor a date`, {
    hint: 'such as 30d, 12h, 2026-11-01 or 2026-11-01T09:00:00Z',
  });
}
