/**
 * The places still to explore, those with the fewest actions used first: most places are then explored only once, for
 * all moments at which they are reached.
 */
import type { Place } from './graph.ts';

export class Frontier {
  /** By number of actions used; each line is first in, first out. */
  readonly #lines: { places: Place[]; served: number }[] = [];
  #lowest = 0;

  /** @param actions the number of actions used before the place. */
  push(place: Place, actions: number): void {
    (this.#lines[actions] ??= { places: [], served: 0 }).places.push(place);
    this.#lowest = Math.min(this.#lowest, actions);
  }

  /** The next place, which may have been explored since it was pushed; undefined if none is left. */
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
