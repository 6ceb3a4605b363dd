/** Strongly connected components: what can be gone round. Without recursion, since ways may be long. */

/** Arcs between numbered nodes, in flat arrays. */
export interface Arcs {
  /** By node: where its arcs begin in `targets`; one more for the end. */
  starts: Int32Array;
  targets: Int32Array;
}

/** @param each calls back with every arc, in the same order each time. */
export function arcsOf(count: number, each: (add: (from: number, to: number) => void) => void): Arcs {
  const starts = new Int32Array(count + 1);
  each((from) => {
    starts[from + 1] = (starts[from + 1] ?? 0) + 1;
  });
  for (let node = 0; node < count; node += 1)
    starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const targets = new Int32Array(starts[count] ?? 0);
  const filled = starts.slice();
  each((from, to) => {
    const at = filled[from] ?? 0;
    targets[at] = to;
    filled[from] = at + 1;
  });
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
  const stack: number[] = [];
  const work: number[] = [];
  let seen = 0;
  let found = 0;
  const enter = (node: number): void => {
    order[node] = low[node] = seen;
    seen += 1;
    stack.push(node);
    work.push(node);
  };
  const close = (node: number): void => {
    if (stack.at(-1) !== node) looped[found] = 1;
    for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
      of[member] = found;
      if (member === node) break;
    }
    found += 1;
  };
  const lower = (node: number, value: number): void => {
    if (value < (low[node] ?? 0)) low[node] = value;
  };
  for (let start = 0; start < count; start += 1) {
    if (order[start] !== -1) continue;
    enter(start);
    for (let node = work.at(-1); node !== undefined; node = work.at(-1)) {
      const at = next[node] ?? 0;
      if (at < (starts[node + 1] ?? 0)) {
        const target = targets[at] ?? 0;
        next[node] = at + 1;
        if (order[target] === -1) enter(target);
        else if (of[target] === -1) lower(node, order[target] ?? 0);
        continue;
      }
      work.pop();
      const above = work.at(-1);
      if (above !== undefined) lower(above, low[node] ?? 0);
      if (low[node] === order[node]) close(node);
    }
  }
  for (let node = 0; node < count; node += 1) {
    for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at += 1) {
      if (targets[at] === node) looped[of[node] ?? 0] = 1;
    }
  }
  return { of, count: found, looped };
}
