/** Sets of small numbers. Equal ones are one object, so that two of them are combined only once. */
export interface NumberSet {
  id: number;
  /** In ascending order. */
  items: readonly number[];
}

/** More sets than that would make two ids one key. */
const MOST_SETS = 2 ** 26;

export class NumberSets {
  readonly #made = new Map<string, NumberSet>();
  readonly #unions = new Map<number, NumberSet>();
  readonly none = this.of([]);

  of(numbers: Iterable<number>): NumberSet {
    return this.#intern([...new Set(numbers)].sort((a, b) => a - b));
  }

  #intern(items: readonly number[]): NumberSet {
    const key = items.join();
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const set = { id: this.#made.size, items };
    this.#made.set(key, set);
    return set;
  }

  union(a: NumberSet, b: NumberSet): NumberSet {
    if (a === b || b === this.none) return a;
    if (a === this.none) return b;
    const key = Math.min(a.id, b.id) * MOST_SETS + Math.max(a.id, b.id);
    const known = this.#unions.get(key);
    if (known !== undefined) return known;
    const union = this.#intern(merged(a.items, b.items));
    this.#unions.set(key, union);
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
