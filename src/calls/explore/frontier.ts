/** What is still to be looked at, the least used actions first. */
import { used, type Door, type Node } from './graph.ts';

export class Frontier {
  /** By the number of actions used. */
  readonly #lines: Line[] = [];
  #lowest = 0;

  push(place: Node | Door): void {
    const actions = used(place);
    (this.#lines[actions] ??= { places: [], next: 0 }).places.push(place);
    this.#lowest = Math.min(this.#lowest, actions);
    place.queued = true;
  }

  pop(): Node | Door | undefined {
    for (; this.#lowest < this.#lines.length; this.#lowest += 1) {
      const line = this.#lines[this.#lowest];
      for (let place = line && shift(line); place !== undefined; place = line && shift(line)) {
        // It may have been looked at since, where fewer are used.
        if (!place.queued) continue;
        place.queued = false;
        return place;
      }
    }
    return undefined;
  }
}

/** First come, first served. */
interface Line {
  places: (Node | Door)[];
  next: number;
}

function shift(line: Line): Node | Door | undefined {
  const place = line.places[line.next];
  line.next += 1;
  if (place === undefined) Object.assign(line, { places: [], next: 0 });
  return place;
}
