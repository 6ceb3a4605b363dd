/** Spans of time, as people write them. */
import { quote, type Reader } from '../core/yaml-reader.ts';

const UNITS_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^(?:\d+(?:ms|s|m|h))+$/;

/** The schema's pattern for durations. */
export const DURATION_PATTERN = '^([0-9]+(ms|s|m|h))+$';

/** `30s`, `1m30s`, `500ms` in milliseconds; undefined for anything else. */
export function parseDuration(value: string): number | undefined {
  const compact = value.replaceAll(' ', '');
  if (!DURATION.test(compact)) return undefined;
  const parts = [...compact.matchAll(/(\d+)(ms|s|m|h)/g)];
  const total = parts.reduce((sum, [, count, unit]) => {
    return sum + Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
  }, 0);
  return Number.isSafeInteger(total) ? total : undefined;
}

/** The shortest way to say so many milliseconds. */
export function formatDuration(ms: number): string {
  for (const unit of ['h', 'm', 's'] as const) {
    if (ms !== 0 && ms % UNITS_MS[unit] === 0) return `${ms / UNITS_MS[unit]}${unit}`;
  }
  return ms === 0 ? '0s' : `${ms}ms`;
}

/** A span of time, as text with its unit, or as a number in the API's own unit. */
export function readDuration(reader: Reader, unit: 'ms' | 's'): number | undefined {
  if (typeof reader.value === 'number') {
    const value = reader.integer();
    if (value === undefined || value >= 0) return value;
    reader.wrong('a duration must not be negative');
    return undefined;
  }
  const value = reader.text();
  if (value === undefined) return undefined;
  const ms = parseDuration(value);
  if (ms === undefined) reader.wrong(`${quote(value)} is no duration, such as 30s or 5m`);
  else if (unit === 's' && ms % 1000 !== 0) reader.wrong(`${quote(value)} must be whole seconds`);
  else return ms / UNITS_MS[unit];
  return undefined;
}
