/**
 * The options of an action as the platform decodes them: by type, and all or nothing. A field of a wrong type
 * makes the whole action fail, or be skipped; a field that is absent or null has its zero value.
 */
import { NIL_UUID } from '../core/ids.ts';

export type FieldType =
  'text' | 'whole' | 'number' | 'flag' | 'id' | 'ids' | 'wholes' | 'texts' | 'address' | 'addresses';

interface Values {
  text: string;
  whole: number;
  number: number;
  flag: boolean;
  id: string;
  ids: Readonly<Record<string, string>>;
  wholes: readonly number[];
  texts: readonly string[];
  address: Address;
  addresses: readonly Address[];
}

/** The destination of a call: `tel`, `sip`, `extension`, `agent`. */
export interface Address {
  type: string;
  target: string;
}

export type Decoded<Fields extends Readonly<Record<string, FieldType>>> = {
  readonly [Name in keyof Fields]: Values[Fields[Name]];
};

type Option = Readonly<Record<string, unknown>>;

/** A decoder for options with these fields; it returns undefined if a field has the wrong type. */
export function decoderOf<const Fields extends Readonly<Record<string, FieldType>>>(
  fields: Fields,
): (option: Option) => Decoded<Fields> | undefined {
  const entries = Object.entries(fields);
  return (option) => {
    const result: Record<string, unknown> = {};
    for (const [name, type] of entries) {
      const value = decoders[type](option[name] ?? undefined);
      if (value === undefined) return undefined;
      result[name] = value;
    }
    return result as Decoded<Fields>;
  };
}

/** Called with undefined for an absent value; returns undefined for a wrong type. */
type Decoder = (value: unknown) => unknown;

const LARGEST = 2 ** 63;
const isWhole = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) < LARGEST;

const decoders: Readonly<Record<FieldType, Decoder>> = {
  text: (value = '') => (typeof value === 'string' ? value : undefined),
  whole: (value = 0) => (isWhole(value) ? value : undefined),
  number: (value = 0) =>
    typeof value === 'number' && Number.isFinite(Math.fround(value)) ? value : undefined,
  flag: (value = false) => (typeof value === 'boolean' ? value : undefined),
  id: (value = NIL_UUID) => (typeof value === 'string' ? parseId(value) : undefined),
  ids(value = {}) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    let canonical: Option = value as Option;
    for (const key of Object.keys(canonical)) {
      const id = decoders.id(canonical[key] ?? undefined);
      if (id === undefined) return undefined;
      if (id !== canonical[key]) canonical = { ...canonical, [key]: id };
    }
    return canonical;
  },
  wholes: (value = []) => (Array.isArray(value) ? wholesIn(value) : undefined),
  texts: (value = []) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined,
  address: (value = {}) => addressOf(value),
  addresses(value = []) {
    if (!Array.isArray(value)) return undefined;
    const items = value.map((item: unknown) => addressOf(item));
    return items.includes(undefined) ? undefined : items;
  },
};

/** When options are read, the numbers in a list have already become texts. */
function wholesIn(items: readonly unknown[]): number[] | undefined {
  const isDigits = (item: unknown): item is string => typeof item === 'string' && /^-?\d+$/.test(item);
  return items.every(isDigits) ? items.map(Number) : undefined;
}

const decodeAddress = decoderOf({ type: 'text', target: 'text' });

/** One item of a list of addresses; undefined for what cannot be read as one. */
export function addressOf(item: unknown): Address | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  return decodeAddress(item as Option);
}

const ID = /^([\da-f]{8})(-?)([\da-f]{4})\2([\da-f]{4})\2([\da-f]{4})\2([\da-f]{12})$/i;

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The canonical form of an id, even in braces, after `urn:uuid:` or without dashes; undefined for anything else. */
export function parseId(text: string): string | undefined {
  // There are many ids, and most are already canonical.
  if (CANONICAL.test(text)) return text;
  const bare = /^urn:uuid:(.+)$|^\{(.+)\}$/.exec(text);
  const [, first, , ...others] = ID.exec(bare?.[1] ?? bare?.[2] ?? text) ?? [];
  return first === undefined ? undefined : [first, ...others].join('-').toLowerCase();
}
