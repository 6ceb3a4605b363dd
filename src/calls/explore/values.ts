/** The variables of a state: those of which something may still be asked. */
import type { Questions } from './questions.ts';
import type { NumberSet } from './sets.ts';

/** Equal ones are one object. */
export interface Variables {
  id: number;
  values: ReadonlyMap<string, string>;
  /** What they become when one of them is set: by name, then by value. */
  changed: Map<string, Map<string, Variables>>;
  /** What is left of them where only so much may still be asked. */
  kept: Map<NumberSet, Variables>;
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
    const values = new Map(variables.values);
    if (this.#isNothing(name, value)) values.delete(name);
    else values.set(name, value);
    const changed = this.of(values);
    byValue.set(value, changed);
    return changed;
  }

  /** Only what may still be asked of them. */
  keep(variables: Variables, live: NumberSet): Variables {
    if (variables.values.size === 0) return variables;
    const known = variables.kept.get(live);
    if (known !== undefined) return known;
    const about = this.#questions.about(live);
    const entries = [...variables.values].flatMap(([name, value]) => {
      const kept = about.get(name)?.represent(value);
      return kept === undefined || this.#isNothing(name, kept) ? [] : [[name, kept] as const];
    });
    const kept = this.of(entries);
    variables.kept.set(live, kept);
    return kept;
  }

  /** What a flow that was fetched has left, with what it could not touch. */
  merge(outer: Variables, inner: Variables, mayChange: (name: string) => boolean): Variables {
    const untouched = [...outer.values].filter(([name]) => !mayChange(name));
    if (untouched.length === 0) return inner;
    return this.of([...untouched, ...[...inner.values].filter(([name]) => mayChange(name))]);
  }

  /** Empty and never set are read alike. */
  #isNothing(name: string, value: string): boolean {
    return value === '' && !this.#comesFromOutside(name);
  }
}
