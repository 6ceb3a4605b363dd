/** A list holds the same ids and times again and again: a text that a field had in the row before is held once. */

/** Shorter ones are shared by `JSON.parse`. */
const SHORT = 10;

export class SharedTexts {
  readonly #lastByField = new Map<string, string>();

  /** @param row Its texts are replaced by equal ones, at any depth. */
  shareIn(row: object): void {
    for (const [field, value] of Object.entries(row) as [string, unknown][]) {
      if (typeof value === 'object' && value !== null) this.shareIn(value);
      if (typeof value !== 'string' || value.length <= SHORT) continue;
      const last = this.#lastByField.get(field);
      if (last === value) (row as Record<string, unknown>)[field] = last;
      else this.#lastByField.set(field, value);
    }
  }
}
