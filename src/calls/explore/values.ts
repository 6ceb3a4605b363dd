/**
 * The variables of a state: only those that a later action may ask about. A fetched flow knows only the variables that
 * it reads before it sets them; all others stay with its caller until it sets them.
 */
import { Few } from '../few.ts';
import type { Questions } from './questions.ts';
import { hashOf, isSame, type NumberSet } from './sets.ts';

/** A variable and its value. Equal pairs are one object. */
interface Pair {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

/** Variables with their values. Equal sets are one object. */
export class Variables {
  readonly id: number;
  /** In the order of their ids. */
  readonly pairs: readonly Pair[];
  /** Cache of `with`, by the pair that is set. */
  changed: Few<Pair, Variables> | undefined;
  /** Cache of `keep`, by `live`, then by `begin`. */
  kept: Few<NumberSet, Few<NumberSet, Variables>> | undefined;
  /** The next set with the same hash. */
  next: Variables | undefined;

  constructor(id: number, pairs: readonly Pair[]) {
    this.id = id;
    this.pairs = pairs;
  }

  /** A linear search: there are few variables. */
  get(name: string): string | undefined {
    for (const pair of this.pairs) if (pair.name === name) return pair.value;
    return undefined;
  }
}

/** Insertion sort: there are few pairs, and most are in order. */
function putInOrder(pairs: Pair[]): void {
  for (let at = 1; at < pairs.length; at += 1) {
    const pair = pairs[at] as Pair;
    let to = at;
    for (let before = pairs[to - 1]; before !== undefined && before.id > pair.id; before = pairs[to - 1]) {
      pairs[to] = before;
      to -= 1;
    }
    pairs[to] = pair;
  }
}

export class VariableSets {
  readonly #questions: Questions;
  readonly #comesFromOutside: (name: string) => boolean;
  /** By the hash of the pairs. */
  readonly #made = new Map<number, Variables>();
  #count = 0;
  readonly #pairs = new Map<string, Map<string, Pair>>();
  #pairCount = 0;

  /** @param comesFromOutside whether a variable that is not set is unknown, not empty. */
  constructor(questions: Questions, comesFromOutside: (name: string) => boolean) {
    this.#questions = questions;
    this.#comesFromOutside = comesFromOutside;
  }

  of(values: Iterable<readonly [string, string]>): Variables {
    return this.#with(Array.from(new Map(values), ([name, value]) => this.#pair(name, value)));
  }

  with(variables: Variables, name: string, value: string): Variables {
    const pair = this.#pair(name, value);
    const known = variables.changed?.get(pair);
    if (known !== undefined) return known;
    const others = variables.pairs.filter((one) => one.name !== name);
    const changed = this.#with([...others, pair]);
    (variables.changed ??= new Few()).add(pair, changed);
    return changed;
  }

  /** @param pairs each name once. */
  #with(pairs: Pair[]): Variables {
    putInOrder(pairs);
    const key = hashOf(pairs, ({ id }) => id);
    const alike = this.#made.get(key);
    for (let one = alike; one !== undefined; one = one.next) if (isSame(one.pairs, pairs)) return one;
    // A copy saves memory: a list that grew has room for 17 items.
    const made = new Variables(this.#count, pairs.slice());
    this.#count += 1;
    made.next = alike;
    this.#made.set(key, made);
    return made;
  }

  #pair(name: string, value: string): Pair {
    let byValue = this.#pairs.get(name);
    if (byValue === undefined) this.#pairs.set(name, (byValue = new Map<string, Pair>()));
    let pair = byValue.get(value);
    if (pair === undefined) {
      pair = { id: this.#pairCount, name, value };
      this.#pairCount += 1;
      byValue.set(value, pair);
    }
    return pair;
  }

  /** Only what the questions in `live` distinguish. @param begin the questions about variables that the flow knows. */
  keep(variables: Variables, live: NumberSet, begin: NumberSet): Variables {
    if (variables.pairs.length === 0) return variables;
    let byBegin = variables.kept?.get(live);
    const known = byBegin?.get(begin);
    if (known !== undefined) return known;
    if (byBegin === undefined) (variables.kept ??= new Few()).add(live, (byBegin = new Few()));
    const about = this.#questions.about(live);
    const left: Pair[] = [];
    for (const { name, value } of variables.pairs) {
      const one = about.get(name)?.represent(value);
      if (one !== undefined && !this.#isNothing(name, one, begin)) left.push(this.#pair(name, one));
    }
    const kept = this.#with(left);
    byBegin.add(begin, kept);
    return kept;
  }

  /** The variables after a fetch: `inner`, and what it left of `outer`. @param begin what it knew of `outer`. */
  merge(
    outer: Variables,
    inner: Variables,
    begin: NumberSet,
    mayChange: (name: string) => boolean,
  ): Variables {
    const known = this.#questions.about(begin);
    const isGone = (name: string): boolean =>
      mayChange(name) && known.has(name) && !this.#comesFromOutside(name);
    const untouched = outer.pairs.filter(({ name }) => inner.get(name) === undefined);
    if (untouched.length === 0) return inner;
    const left = untouched.map((pair) => (isGone(pair.name) ? this.#pair(pair.name, '') : pair));
    return this.#with([...left, ...inner.pairs]);
  }

  /** Whether a value may be dropped: variables that the flow knows are empty when they are not set. */
  #isNothing(name: string, value: string, begin: NumberSet): boolean {
    return value === '' && !this.#comesFromOutside(name) && this.#questions.about(begin).has(name);
  }
}
