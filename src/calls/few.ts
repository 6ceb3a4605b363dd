/** A map that mostly has few entries: a list of up to eight takes a third of the memory of a `Map`, and is as fast. */

interface Entry<K, V> {
  key: K;
  value: V;
  next: Entry<K, V> | undefined;
}

const MOST = 8;

export class Few<K, V> {
  #first: Entry<K, V> | undefined;
  #last: Entry<K, V> | undefined;
  #size = 0;
  /** The entries after the first eight. */
  #others: Map<K, V> | undefined;

  get(key: K): V | undefined {
    for (let entry = this.#first; entry !== undefined; entry = entry.next) {
      if (entry.key === key) return entry.value;
    }
    return this.#others?.get(key);
  }

  /** @param key must be new. */
  add(key: K, value: V): void {
    if (this.#size === MOST) {
      (this.#others ??= new Map<K, V>()).set(key, value);
      return;
    }
    const entry = { key, value, next: undefined };
    if (this.#last === undefined) this.#first = entry;
    else this.#last.next = entry;
    this.#last = entry;
    this.#size += 1;
  }

  /** In the order in which they were added. */
  *values(): Generator<V, void, undefined> {
    for (let entry = this.#first; entry !== undefined; entry = entry.next) yield entry.value;
    if (this.#others !== undefined) yield* this.#others.values();
  }
}
