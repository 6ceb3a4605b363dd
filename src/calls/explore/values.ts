/**
 * The variables of a state: those of which something may still be asked. A flow that was fetched knows only those that
 * it reads before it sets them; all others wait outside, until it sets them.
 */
import type { Questions } from './questions.ts';
import type { NumberSet } from './sets.ts';

/** Equal ones are one object. */
export interface Variables {
  id: number;
  values: ReadonlyMap<string, string>;
  /** What they become when one of them is set: by name, then by value. */
  changed: Map<string, Map<string, Variables>>;
  /** What is left of them where only so much may still be asked: by what is asked, then by what the flow knows. */
  kept: Map<NumberSet, Map<NumberSet, Variables>>;
}

export class VariableSets {
  readonly #questions: Questions;
  readonly #comesFromOutside: (name: string) => boolean;
  readonly #made = new Map<string, Variables>();

  /** @param comesFromOutside such a variable that is not set is not empty: nobody knows it. */
  constructor(questions: Questions, comesFromOutside: (name: string) => boolean) {
    this.#questions = questions;
    this.#comesFromOutside = comesFromOutside;
  }

  of(values: Iterable<readonly [string, string]>): Variables {
    const entries = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify(entries);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = { id: this.#made.size, values: new Map(entries), changed: new Map(), kept: new Map() };
    this.#made.set(key, made);
    return made;
  }

  with(variables: Variables, name: string, value: string): Variables {
    let byValue = variables.changed.get(name);
    if (byValue === undefined) variables.changed.set(name, (byValue = new Map<string, Variables>()));
    const known = byValue.get(value);
    if (known !== undefined) return known;
    const changed = this.of(new Map(variables.values).set(name, value));
    byValue.set(value, changed);
    return changed;
  }

  /** Only what may still be asked of them. @param begin what may be asked when the flow begins: so much it knows. */
  keep(variables: Variables, live: NumberSet, begin: NumberSet): Variables {
    if (variables.values.size === 0) return variables;
    let byBegin = variables.kept.get(live);
    if (byBegin === undefined) variables.kept.set(live, (byBegin = new Map<NumberSet, Variables>()));
    const known = byBegin.get(begin);
    if (known !== undefined) return known;
    const about = this.#questions.about(live);
    const entries = [...variables.values].flatMap(([name, value]) => {
      const kept = about.get(name)?.represent(value);
      return kept === undefined || this.#isNothing(name, kept, begin) ? [] : [[name, kept] as const];
    });
    const kept = this.of(entries);
    byBegin.set(begin, kept);
    return kept;
  }

  /** What a flow that was fetched has left, with what it did not touch. @param begin what it knew of `outer`. */
  merge(
    outer: Variables,
    inner: Variables,
    begin: NumberSet,
    mayChange: (name: string) => boolean,
  ): Variables {
    const known = this.#questions.about(begin);
    const isGone = (name: string): boolean =>
      mayChange(name) && known.has(name) && !this.#comesFromOutside(name);
    const untouched = [...outer.values].filter(([name]) => !inner.values.has(name));
    const empty = untouched.filter(([name]) => isGone(name)).map(([name]) => [name, ''] as const);
    if (untouched.length === 0) return inner;
    return this.of(new Map([...untouched, ...empty, ...inner.values]));
  }

  /** Of what a flow knows, empty and never set are read alike. */
  #isNothing(name: string, value: string, begin: NumberSet): boolean {
    return value === '' && !this.#comesFromOutside(name) && this.#questions.about(begin).has(name);
  }
}
