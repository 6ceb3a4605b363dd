/** Spans of time, as people write them. */
import { quote, type Reader } from './reader.ts';

const UNITS_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^(?:\d+(?:ms|s|m|h))+$/;

/** What the server can keep, in whichever unit. */
const LONGEST = 2_147_483_647;

/** For editors: what `readDuration` takes with a unit, however it is spaced. */
export const durationPattern = '^\\s*([0-9][0-9 ]*(m *s|s|m|h) *)+\\s*$';

/** The same, and nothing. */
export function durationSchema(description: string): Readonly<Record<string, unknown>> {
  return {
    description,
    anyOf: [
      { title: 'duration', type: 'string', pattern: durationPattern },
      { title: 'zero', const: 0 },
      { title: 'cleared', type: 'null' },
    ],
  };
}

/** Whether a value of the API is one that a file can say. */
export function isDuration(wire: unknown): wire is number {
  return typeof wire === 'number' && Number.isSafeInteger(wire) && wire >= 0 && wire <= LONGEST;
}

/** `30s`, `1m30s`, `500ms` in milliseconds; undefined for anything else. */
function parseDuration(value: string): number | undefined {
  const compact = value.replaceAll(' ', '');
  if (!DURATION.test(compact)) return undefined;
  const parts = [...compact.matchAll(/(\d+)(ms|s|m|h)/g)];
  const total = parts.reduce((sum, [, count, unit]) => {
    return sum + Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
  }, 0);
  return total;
}

/** The shortest way to say so many milliseconds. */
export function formatDuration(ms: number): string {
  for (const unit of ['h', 'm', 's'] as const) {
    if (ms !== 0 && ms % UNITS_MS[unit] === 0) return `${ms / UNITS_MS[unit]}${unit}`;
  }
  return ms === 0 ? '0s' : `${ms}ms`;
}

/** A duration with its unit. A bare number is refused: 5 could be seconds or milliseconds. */
export function readDuration(reader: Reader, unit: 'ms' | 's'): number | undefined {
  const value = readSpan(reader, unit);
  if (value === undefined || isDuration(value)) return value;
  reader.wrong(
    `a duration must not be longer than ${LONGEST} ${unit === 's' ? 'seconds' : 'milliseconds'}, the most that the server can store`,
  );
  return undefined;
}

function readSpan(reader: Reader, unit: 'ms' | 's'): number | undefined {
  if (reader.value === 0) return 0;
  const value = typeof reader.value === 'number' ? String(reader.value) : reader.text();
  if (value === undefined) return undefined;
  const ms = parseDuration(value);
  if (/^\d+$/.test(value)) {
    reader.wrong(`${value} has no unit`, withUnit(value, unit));
    return undefined;
  }
  if (ms === undefined) reader.wrong(`${quote(value)} is not a duration, such as 30s or 5m`);
  else if (unit === 's' && ms % 1000 !== 0) reader.wrong(`${quote(value)} must be whole seconds`);
  else return ms / UNITS_MS[unit];
  return undefined;
}

function withUnit(count: string, unit: 'ms' | 's'): string {
  const seconds = `write ${count}s`;
  return unit === 's' ? seconds : `${seconds} for seconds, or ${count}ms for milliseconds`;
}
