/** What each entry of a map or a list should be, and which one it was. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, type YAMLMap, type YAMLSeq } from 'yaml';
import { partnersOf, type Kinship } from './partners.ts';
import { keyOf } from './style.ts';

type Plain = Readonly<Record<string, unknown>>;

/** An entry as it should be. */
export interface Wanted {
  /** The key; nothing for an item. */
  key: string | undefined;
  /** Its index before; undefined for a new one. */
  was: number | undefined;
  before: unknown;
  after: unknown;
}

/** Undefined where the value is not of the form of the node, and another node must take its place. */
export function entriesWanted(
  kinship: Kinship,
  node: YAMLMap | YAMLSeq,
  before: unknown,
  after: unknown,
  list: string,
): Wanted[] | undefined {
  if (isMap(node)) return isPlain(before) && isPlain(after) ? pairsWanted(node, before, after) : undefined;
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  if (before.length !== node.items.length) return undefined;
  const partners = partnersOf(before, after as unknown[], (one, other) => kinship(list, one, other));
  return after.map((item: unknown, index) => {
    const was = partners[index];
    return {
      key: undefined,
      was,
      before: was === undefined ? undefined : (before as unknown[])[was],
      after: item,
    };
  });
}

/** In the order of the text; a new key after the one that it follows. */
function pairsWanted(node: YAMLMap, before: Plain, after: Plain): Wanted[] {
  const wanted: Wanted[] = node.items.flatMap(({ key }, was) => {
    const name = keyOf(key);
    // What says nothing is nobody's, and stays.
    const isKept = Object.hasOwn(after, name) || !Object.hasOwn(before, name);
    return isKept ? [{ key: name, was, before: valueIn(before, name), after: valueIn(after, name) }] : [];
  });
  const there = new Set(wanted.map(({ key }) => key));
  let last: string | undefined;
  for (const [key, value] of Object.entries(after)) {
    const isSaid = there.has(key) || isDeepStrictEqual(valueIn(before, key), value);
    if (!isSaid) {
      const fresh = { key, was: undefined, before: undefined, after: value };
      const at = wanted.findIndex((one) => one.key === last);
      wanted.splice(at < 0 ? wanted.length : at + 1, 0, fresh);
    }
    if (!isSaid || there.has(key)) last = key;
  }
  return wanted;
}

const valueIn = (map: Plain, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined);

export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
