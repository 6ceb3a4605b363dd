/** Which entrances (flows with which calls begin) lead into a flow. */
import { ArcList, arcsOf, componentsOf } from './components.ts';
import { NONE, type Context } from './graph.ts';
import type { View } from './view.ts';

/** A bit set of entrances. Many contexts share one. */
type Bits = Uint8Array;

/** All entrances of an exploration, by flow id. */
interface Begun {
  flows: readonly string[];
  /** By flow: the index of its bit. */
  places: ReadonlyMap<string, number>;
}

/** A subset of the entrances. There may be thousands for each of thousands of flows. */
export class Entrances implements Iterable<string> {
  readonly #begun: Begun;
  readonly #bits: Bits;
  readonly #united = new Map<Entrances, Entrances>();

  constructor(begun: Begun, bits: Bits) {
    this.#begun = begun;
    this.#bits = bits;
  }

  has(flow: string): boolean {
    const place = this.#begun.places.get(flow);
    return place !== undefined && has(this.#bits, place);
  }

  /** @param other of the same exploration, also on another kind of server. The same two give the same object. */
  with(other: Entrances): Entrances {
    const known = this.#united.get(other);
    if (known !== undefined) return known;
    const bits = united([this.#bits, other.#bits], [], this.#begun.flows.length);
    const both = bits === this.#bits ? this : new Entrances(this.#begun, bits);
    this.#united.set(other, both);
    return both;
  }

  /** The sum of a value over these entrances. */
  sum(of: (flow: string) => number): number {
    let sum = 0;
    for (let place = this.#from(0); place !== NONE; place = this.#from(place + 1)) sum += of(this.#at(place));
    return sum;
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let place = this.#from(0); place !== NONE; place = this.#from(place + 1)) yield this.#at(place);
  }

  #at(place: number): string {
    return this.#begun.flows[place] ?? '';
  }

  /** The index of the first set bit at or after `first`, or `NONE`. Most bytes are 0. */
  #from(first: number): number {
    const bits = this.#bits;
    for (let place = first; place < this.#begun.flows.length; place += 1) {
      if (has(bits, place)) return place;
      while ((place & 7) === 7 && bits[(place + 1) >> 3] === 0) place += 8;
    }
    return NONE;
  }
}

/** By flow id: the entrances whose calls reach the flow, with any variables. Flows that lead to each other share one object. */
export function entrancesOf(view: View): (flow: string) => Entrances {
  const { contexts } = view.graph;
  const reached = contexts.filter(({ first }) => first !== NONE && view.isState(first));
  const flows = contexts.filter(({ entrance }) => entrance).map(({ code }) => code.flow.toLowerCase());
  const begun = { flows, places: new Map(flows.map((flow, place) => [flow, place])) };
  const bits = bitsByContext(reached, begun, view);
  const byFlow = new Map<string, Bits[]>();
  for (const [index, { code, inserted }] of reached.entries()) {
    const own = bits[index];
    if (inserted || own === undefined) continue;
    const flow = code.flow.toLowerCase();
    const known = byFlow.get(flow);
    if (known === undefined) byFlow.set(flow, [own]);
    else if (!known.includes(own)) known.push(own);
  }
  const made = new Map<Bits, Entrances>();
  return (flow) => {
    const all = united(byFlow.get(flow.toLowerCase()) ?? [], [], flows.length);
    const entrances = made.get(all) ?? new Entrances(begun, all);
    made.set(all, entrances);
    return entrances;
  };
}

/** By context. Contexts that fetch each other share one set; callers are handled before what they fetch. */
function bitsByContext(reached: readonly Context[], { flows, places }: Begun, view: View): Bits[] {
  const { context } = view.graph;
  const indexOf = new Map(reached.map((one, index) => [one, index]));
  const arcs = new ArcList();
  for (const [index, { callers }] of reached.entries()) {
    for (const caller of callers.values()) {
      const outer = indexOf.get(context.at(caller));
      if (outer !== undefined && view.isState(caller)) arcs.add(index, outer);
    }
  }
  const { starts, targets } = arcsOf(reached.length, arcs);
  const { of, count } = componentsOf({ starts, targets });
  const together = Array.from({ length: count }, (): number[] => []);
  for (const index of reached.keys()) together[of[index] ?? 0]?.push(index);
  const found: Bits[] = [];
  for (const component of together) {
    const outer = new Set<Bits>();
    const own: number[] = [];
    for (const index of component) {
      const { entrance, code } = reached[index] as Context;
      const place = entrance ? places.get(code.flow.toLowerCase()) : undefined;
      if (place !== undefined) own.push(place);
      for (const target of targets.subarray(starts[index], starts[index + 1])) {
        const bits = found[of[target] ?? 0];
        if (bits !== undefined) outer.add(bits);
      }
    }
    found.push(united([...outer], own, flows.length));
  }
  return Array.from(reached.keys(), (index) => found[of[index] ?? 0] ?? new Uint8Array());
}

const contains = (bits: Bits, other: Bits): boolean =>
  other.every((byte, at) => (byte & ~(bits[at] ?? 0)) === 0);

const has = (bits: Bits, place: number): boolean => ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;

function united(all: readonly Bits[], places: readonly number[], count: number): Bits {
  const holdsAll = (bits: Bits): boolean =>
    places.every((place) => has(bits, place)) && all.every((one) => one === bits || contains(bits, one));
  const whole = all.find(holdsAll);
  if (whole !== undefined) return whole;
  const bits = new Uint8Array((count + 7) >> 3);
  for (const one of all) {
    for (let at = 0; at < bits.length; at += 1) bits[at] = (bits[at] ?? 0) | (one[at] ?? 0);
  }
  for (const place of places) bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
  return bits;
}
