/** Sets of small integers. Equal sets are one object, so that the union of two sets is computed once. */
import { Few } from '../few.ts';

export interface NumberSet {
  id: number;
  /** In ascending order. */
  items: readonly number[];
  /** The next set with the same hash. */
  next: NumberSet | undefined;
  /** Unions with sets of higher ids. */
  unions: Few<NumberSet, NumberSet> | undefined;
}

export class NumberSets {
  /** By the hash of the items. */
  readonly #made = new Map<number, NumberSet>();
  #count = 0;
  readonly none = this.of([]);

  of(numbers: Iterable<number>): NumberSet {
    return this.#intern([...new Set(numbers)].sort((a, b) => a - b));
  }

  #intern(items: readonly number[]): NumberSet {
    const key = hashOf(items, same);
    const alike = this.#made.get(key);
    for (let one = alike; one !== undefined; one = one.next) if (isSame(one.items, items)) return one;
    // A copy saves memory: a list that grew has room for 17 items.
    const set = { id: this.#count, items: items.slice(), next: alike, unions: undefined };
    this.#count += 1;
    this.#made.set(key, set);
    return set;
  }

  union(a: NumberSet, b: NumberSet): NumberSet {
    if (a === b || b === this.none) return a;
    if (a === this.none) return b;
    const [low, high] = a.id < b.id ? [a, b] : [b, a];
    const known = low.unions?.get(high);
    if (known !== undefined) return known;
    const union = this.#intern(merged(a.items, b.items));
    (low.unions ??= new Few()).add(high, union);
    return union;
  }

  unionOf(sets: Iterable<NumberSet>): NumberSet {
    const [first = this.none, ...rest] = new Set(sets);
    return rest.length === 0 ? first : this.of([first, ...rest].flatMap(({ items }) => items));
  }

  only(set: NumberSet, keeps: (item: number) => boolean): NumberSet {
    return set.items.every(keeps) ? set : this.#intern(set.items.filter(keeps));
  }
}

/** A hash of the items in order (FNV-1a), cut to 30 bits: a key of that size needs no heap object. */
export function hashOf<T>(items: readonly T[], numberOf: (item: T) => number): number {
  let hash = 2_166_136_261;
  for (const item of items) hash = Math.imul(hash ^ numberOf(item), 16_777_619);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

const same = (number: number): number => number;

export function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Both in ascending order. */
function merged(a: readonly number[], b: readonly number[]): number[] {
  const all: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    if (a[i] === next) i += 1;
    if (b[j] === next) j += 1;
    all.push(next);
  }
  return all;
}
