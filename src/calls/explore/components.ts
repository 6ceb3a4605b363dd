/** Strongly connected components: what can be gone round. Without recursion, since ways may be long. */

/** Arcs between numbered nodes. */
export class ArcList {
  count = 0;
  from: Int32Array;
  to: Int32Array;

  /** @param room for so many arcs; it grows by itself. */
  constructor(room = 64) {
    this.from = new Int32Array(room);
    this.to = new Int32Array(room);
  }

  add(from: number, to: number): void {
    if (this.count === this.from.length) this.#grow();
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.count += 1;
  }

  #grow(): void {
    const { from, to } = this;
    this.from = new Int32Array(2 * from.length + 64);
    this.from.set(from);
    this.to = new Int32Array(2 * to.length + 64);
    this.to.set(to);
  }
}

/** The same in flat arrays, by the node that they come from. */
export interface Arcs {
  /** By node: where its arcs begin in `targets`; one more for the end. */
  starts: Int32Array;
  targets: Int32Array;
}

/** @param nodes how many there are. */
export function arcsOf(nodes: number, { count, from, to }: ArcList): Arcs {
  const starts = new Int32Array(nodes + 1);
  for (let arc = 0; arc < count; arc += 1) {
    const node = from[arc] ?? 0;
    starts[node + 1] = (starts[node + 1] ?? 0) + 1;
  }
  for (let node = 0; node < nodes; node += 1)
    starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const targets = new Int32Array(count);
  const filled = starts.slice();
  for (let arc = 0; arc < count; arc += 1) {
    const node = from[arc] ?? 0;
    const at = filled[node] ?? 0;
    targets[at] = to[arc] ?? 0;
    filled[node] = at + 1;
  }
  return { starts, targets };
}

export interface Components {
  /** By node: the number of its component. A component has a higher number than all that it leads to. */
  of: Int32Array;
  count: number;
  /** By component: whether there is a way round in it. */
  looped: Uint8Array;
}

/** Tarjan's algorithm. */
export function componentsOf({ starts, targets }: Arcs): Components {
  const count = starts.length - 1;
  const of = new Int32Array(count).fill(-1);
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const next = starts.slice(0, count);
  const looped = new Uint8Array(count);
  /** Where an arc leads back to the node itself. */
  const turns = new Uint8Array(count);
  /** Nodes without a component yet, in the order in which they were met; and those that are gone through. */
  const open = new Int32Array(count);
  const path = new Int32Array(count);
  let [opened, depth, met, found] = [0, 0, 0, 0];
  for (let start = 0; start < count; start += 1) {
    if (order[start] !== -1) continue;
    path[0] = start;
    depth = 1;
    while (depth > 0) {
      const node = path[depth - 1] ?? 0;
      if (order[node] === -1) {
        order[node] = low[node] = met;
        met += 1;
        open[opened] = node;
        opened += 1;
      }
      const at = next[node] ?? 0;
      if (at < (starts[node + 1] ?? 0)) {
        const target = targets[at] ?? 0;
        next[node] = at + 1;
        if (target === node) turns[node] = 1;
        if (order[target] === -1) {
          path[depth] = target;
          depth += 1;
        } else if (of[target] === -1) low[node] = Math.min(low[node] ?? 0, order[target] ?? 0);
        continue;
      }
      depth -= 1;
      const lowest = low[node] ?? 0;
      const above = path[depth - 1];
      if (depth > 0 && above !== undefined) low[above] = Math.min(low[above] ?? 0, lowest);
      if (lowest !== order[node]) continue;
      looped[found] = open[opened - 1] === node ? (turns[node] ?? 0) : 1;
      do {
        opened -= 1;
        of[open[opened] ?? 0] = found;
      } while (open[opened] !== node);
      found += 1;
    }
  }
  return { of, count: found, looped };
}
