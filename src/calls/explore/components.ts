/** Strongly connected components (loops), found without recursion, since paths may be long. */

/** Arcs between numbered nodes. */
export class ArcList {
  count = 0;
  from: Int32Array;
  to: Int32Array;

  /** @param room initial capacity in arcs; it grows as needed. */
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

/** Arcs in flat arrays, grouped by source node. */
export interface Arcs {
  /** By node: the index in `targets` of its first arc; one extra entry marks the end. */
  starts: Int32Array;
  targets: Int32Array;
}

/** @param nodes the number of nodes. */
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
  /** By node: the number of its component. A component has a higher number than those that it leads to. */
  of: Int32Array;
  count: number;
  /** By component: 1 if it contains a loop. */
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
  /** By node: 1 if an arc leads from the node to itself. */
  const turns = new Uint8Array(count);
  /** `open`: visited nodes without a component yet, in visiting order. `path`: the nodes of the current descent. */
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
