/** Decisions by month, day, hour and minute; parts that are the same are there once. */

export type Answer = 'open' | 'closed';
export type DateField = 'month' | 'day' | 'hour' | 'minute';

export interface Decision {
  readonly field: DateField;
  /** Whether the field of now is at least this. */
  readonly least: number;
  readonly yes: Node;
  readonly no: Node;
}

/** `depth`: the most decisions on the way to an answer. */
export type Node = { readonly id: number; readonly depth: number } & (
  { readonly answer: Answer } | { readonly decision: Decision }
);

/** What holds from a value of a field on, up to the next one's. */
export interface Run {
  start: number;
  node: Node;
}

export class Graph {
  readonly #nodes = new Map<string, Node>();

  answer(answer: Answer): Node {
    return this.#node(answer, { depth: 0, answer });
  }

  /** The fewest decisions, at the most, that find the run; `runs` in their order, the first holds for what is below. */
  decide(field: DateField, runs: readonly Run[]): Node {
    const distinct = runs.filter(({ node }, index) => index === 0 || node !== runs[index - 1]?.node);
    const splits = bestSplits(distinct.map(({ node }) => node.depth));
    const between = (first: number, last: number): Node => {
      const run = distinct[first];
      if (run === undefined) throw new RangeError('no run to decide between');
      if (first === last) return run.node;
      const split = splits(first, last);
      const decision = {
        field,
        least: distinct[split]?.start ?? 0,
        yes: between(split, last),
        no: between(first, split - 1),
      };
      const key = `${field} ${decision.least} ${decision.yes.id} ${decision.no.id}`;
      const depth = 1 + Math.max(decision.yes.depth, decision.no.depth);
      return this.#node(key, { depth, decision });
    };
    return between(0, distinct.length - 1);
  }

  #node(key: string, node: { depth: number } & ({ answer: Answer } | { decision: Decision })): Node {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const made = { ...node, id: this.#nodes.size };
    this.#nodes.set(key, made);
    return made;
  }
}

/**
 * Where to divide a row of subtrees so that the deepest leaf is as high as it can be, and of such ways one that keeps
 * the others high, too.
 *
 * @returns The first of the second part, for each stretch of the row.
 */
function bestSplits(depths: readonly number[]): (first: number, last: number) => number {
  const count = depths.length;
  const depth = new Uint8Array(count * count);
  const sum = new Uint16Array(count * count);
  const split = new Uint8Array(count * count);
  depths.forEach((own, index) => (depth[index * count + index] = own));
  for (let length = 2; length <= count; length += 1) {
    for (let first = 0; first + length <= count; first += 1) {
      const last = first + length - 1;
      let [least, lowest] = [Infinity, Infinity];
      for (let middle = first + 1; middle <= last; middle += 1) {
        const [before, after] = [first * count + middle - 1, middle * count + last];
        const deep = 1 + Math.max(depth[before] ?? 0, depth[after] ?? 0);
        const total = (sum[before] ?? 0) + (sum[after] ?? 0) + length;
        if (deep > least || (deep === least && total >= lowest)) continue;
        [least, lowest] = [deep, total];
        split[first * count + last] = middle;
      }
      depth[first * count + last] = least;
      sum[first * count + last] = lowest;
    }
  }
  return (first, last) => split[first * count + last] ?? first;
}
