/**
 * What is still to be looked at, the least used actions first: so most places have been reached at all moments by then,
 * and are looked at together.
 */
import type { Place } from './graph.ts';

export class Frontier {
  /** By the number of actions used; in each line first come, first served. */
  readonly #lines: { places: Place[]; served: number }[] = [];
  #lowest = 0;

  /** @param actions how many are used by then. */
  push(place: Place, actions: number): void {
    (this.#lines[actions] ??= { places: [], served: 0 }).places.push(place);
    this.#lowest = Math.min(this.#lowest, actions);
  }

  /** The next one, which may have been looked at since it was pushed; undefined where there is none. */
  pop(): Place | undefined {
    for (; this.#lowest < this.#lines.length; this.#lowest += 1) {
      const line = this.#lines[this.#lowest];
      const place = line?.places[line.served];
      if (line === undefined) continue;
      line.served += 1;
      if (place !== undefined) return place;
      line.places = [];
      line.served = 0;
    }
    return undefined;
  }
}
