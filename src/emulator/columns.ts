/** What a column of a table may be: its empty value, how a body gives it, and how it is shown. */
import type { Action, Address } from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { formatMicros } from '../core/time.ts';
import type { FieldType } from './body.ts';
import { parseUuid, uuidOrNil } from './ids.ts';

/** `if-set`: omitted while empty, as Go's `omitempty` does. `never`: internal to the emulator. */
export type Shown = 'always' | 'if-set' | 'never';

export interface Column<T, Stored = T> {
  /** The value in a new row, unless given; also that of a field omitted in a full replacement. */
  empty: () => T;
  bind: FieldType;
  read: (given: unknown) => T;
  show: (value: Stored) => unknown;
  shown: Shown;
  /** The longest text, in characters. */
  longest?: number;
  /** Formats the value for the answer, if it differs there. */
  as?: string;
}

/** Columns of any types: each shows only its own values. `RowOf` recovers the types. */
export type Columns = Readonly<Record<string, Column<unknown, never>>>;
export type ValuesOf<C extends Columns> = {
  -readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never;
};

const same = <T>(value: T): T => value;

function column<T>(bind: FieldType, empty: () => T, options: Partial<Column<T>>): Column<T> {
  return { bind, empty, read: (given) => given as T, show: same, shown: 'always', ...options };
}

export const text = (options: Partial<Column<string>> = {}): Column<string> =>
  column('string', () => '', options);
/** A text that is one of the given values, or still empty. */
export const oneOf = <T extends string>(): Column<T> => column<T>('string', () => '' as T, {});
/** The platform's `varchar(255)`. */
export const name = (shown: Shown = 'always'): Column<string> => text({ longest: 255, shown });
export const int = (shown: Shown = 'always'): Column<number> => column('int', () => 0, { shown });
export const uint = (): Column<number> => column('uint', () => 0, {});
export const flag = (options: Partial<Column<boolean>> = {}): Column<boolean> =>
  column('bool', () => false, options);

/** A trap in bodies: any text that is not an id silently becomes the nil id. */
export const ref = (options: Partial<Column<string>> = {}): Column<string> =>
  column('string', () => NIL_UUID, { read: uuidOrNil, ...options });
/** An id, or null. */
export const refOrNull = (shown: Shown = 'always'): Column<string | null> =>
  column<string | null>('string', () => null, { shown, read: (given) => parseUuid(given) ?? null });
export const refs = (shown: Shown = 'always'): Column<readonly string[]> =>
  column<readonly string[]>('strings', () => [], {
    shown,
    read: (given) => (given as unknown[]).map(uuidOrNil),
  });
export const texts = (shown: Shown = 'always'): Column<readonly string[]> =>
  column<readonly string[]>('strings', () => [], { shown });
export const map = (shown: Shown = 'always'): Column<Record<string, unknown>> =>
  column<Record<string, unknown>>('map', () => ({}), { shown });
/** Microseconds since 1970. */
export const time = (shown: Shown = 'always'): Column<number | null> =>
  column<number | null>('string', () => null, { shown, show: goTime });
/** A column that only the routes write. */
export const inner = <T>(empty: () => T, options: Partial<Column<T>> = {}): Column<T> =>
  column('map', empty, options);

export const addressShape = {
  type: 'string',
  target: 'string',
  target_name: 'string',
  name: 'string',
  detail: 'string',
} as const;
export const address = (): Column<Address> =>
  column<Address>({ object: addressShape }, () => ({}), { read: readAddress });
export const addresses = (): Column<readonly Address[]> =>
  column<readonly Address[]>({ list: addressShape }, () => [], {
    read: (given) => (given as Address[]).map(readAddress),
  });

export const actionShape = {
  id: 'string',
  next_id: 'string',
  type: 'string',
  option: 'map',
  tm_execute: 'string',
} as const;
/** Actions are read by their routes, which check their types. */
export const actions = (shown: Shown = 'always'): Column<readonly Action[]> =>
  column<readonly Action[]>({ list: actionShape }, () => [], { shown });

/** The object without its empty members. */
export function readAddress(given: unknown): Address {
  return Object.fromEntries(Object.entries(given as Address).filter(([, value]) => value !== ''));
}

/** Go's RFC 3339: up to six digits, trailing zeros trimmed. */
export function goTime(micros: number | null): string | null {
  if (micros === null) return null;
  const text = formatMicros(micros);
  return text.endsWith('0Z') ? text.replace(/\.?0+Z$/, 'Z') : text;
}

/** Whether Go's `omitempty` omits the value. */
export function isEmpty(value: unknown): boolean {
  if (value === '' || value === 0 || value === null || value === undefined || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
