/** Options of actions, decoded as strictly as the platform's language decodes them. */
import { NIL_UUID } from '../core/ids.ts';
import { parseUuid } from './ids.ts';

export type Option = Readonly<Record<string, unknown>>;

/** The type of a member; absent and null give the zero value. */
interface Kinds {
  text: string;
  /** A number; also for the 32-bit floats that the platform compares. */
  number: number;
  whole: number;
  wholes: readonly number[];
  id: string;
  ids: ReadonlyMap<string, string>;
  map: object;
  maps: readonly object[];
}
type Shape = Readonly<Record<string, keyof Kinds>>;
type Read<S extends Shape> = { readonly [K in keyof S]: Kinds[S[K]] };

/** Thrown within this file only. */
class Mismatch extends Error {}

const decoders: { readonly [K in keyof Kinds]: (value: unknown) => Kinds[K] } = {
  text: (value) => expect(typeof value === 'string', value) as string,
  number: (value) =>
    expect(typeof value === 'number' && Number.isFinite(Math.fround(value)), value) as number,
  whole: (value) => expect(Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 63, value) as number,
  wholes: (value) => (expect(Array.isArray(value), value) as unknown[]).map((item) => decoders.whole(item)),
  id(value) {
    const id = parseUuid(value);
    return expect(id !== undefined, id) as string;
  },
  ids(value) {
    const entries = Object.entries(decoders.map(value));
    return new Map(entries.map(([key, id]) => [key, id === null ? NIL_UUID : decoders.id(id)]));
  },
  map: (value) =>
    expect(typeof value === 'object' && value !== null && !Array.isArray(value), value) as object,
  maps: (value) => (expect(Array.isArray(value), value) as unknown[]).map((item) => decoders.map(item)),
};

const zeros: Kinds = {
  text: '',
  number: 0,
  whole: 0,
  wholes: [],
  id: NIL_UUID,
  ids: new Map(),
  map: {},
  maps: [],
};

function expect(fits: boolean, value: unknown): unknown {
  if (!fits) throw new Mismatch();
  return value;
}

/** Undefined if a member has another type than the platform expects; unknown members are ignored. */
export function readOption<S extends Shape>(option: Option, shape: S): Read<S> | undefined {
  try {
    const read = Object.entries(shape).map(([key, kind]) => {
      const value = option[key];
      return [key, value === undefined || value === null ? zeros[kind] : decoders[kind](value)];
    });
    return Object.fromEntries(read) as Read<S>;
  } catch (error) {
    if (error instanceof Mismatch) return undefined;
    throw error;
  }
}
