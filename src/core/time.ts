const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}:\d{2}(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Microseconds since 1970, or undefined for "not set". The API writes RFC 3339 in UTC with zero to six
 * fraction digits, null, or leaves the field out; its documentation and older servers also write "", a space
 * instead of the T, no zone, and the year 9999 for "never".
 */
export function parseMicros(value: string | null | undefined): number | undefined {
  if (value === null || value === undefined) return undefined;
  const text = value.trim();
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [, year, month, day = '', fraction = '', zone = 'Z'] = match;
  if (year === '9999') return undefined;
  // Date.parse takes 30 February for 2 March.
  if (day > '28' && Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate())
    return undefined;
  const seconds = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}${withColon(zone)}`);
  if (Number.isNaN(seconds)) return undefined;
  return seconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

function withColon(zone: string): string {
  return zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/** Milliseconds since 1970, or undefined for "not set". */
export function parseTime(value: string | null | undefined): number | undefined {
  const micros = parseMicros(value);
  return micros === undefined ? undefined : Math.floor(micros / 1000);
}

/** The fixed form of page tokens: UTC, always six fraction digits. */
export function formatMicros(micros: number): string {
  const millis = Math.floor(micros / 1000);
  const rest = String(micros - millis * 1000).padStart(3, '0');
  return `${new Date(millis).toISOString().slice(0, -1)}${rest}Z`;
}

/** The day of a moment in UTC, as the ledger has it: `2026-11-23`. */
export const utcDay = (millis: number): string => new Date(millis).toISOString().slice(0, 10);

/** A moment for people: `2026-11-23 21:04 CET`, in the given zone. */
export function formatLocal(millis: number, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(millis);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

/** Making one takes a hundred times as long as using it, and lists have times in every row. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formats.set(timeZone, made);
  return made;
}

/** `1:05`; hours only where there are any. */
export function clockTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const rest = String(seconds % 60).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** From the freeze of an account to its deletion. */
export const GRACE = 30 * DAY;

/** By so much may the clock of a server differ from ours. */
export const CLOCK_SKEW = 2 * MINUTE;
