/** A map that mostly has few entries: a list of up to eight takes a third of the memory of a `Map`, and is as fast. */

interface Entry<K, V> {
  key: K;
  value: V;
  next: Entry<K, V> | undefined;
}

const MOST = 8;

export class Few<K extends object, V> {
  #first: Entry<K, V> | undefined;
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
    this.#first = { key, value, next: this.#first };
    this.#size += 1;
  }
}
