/** From where calls get into a flow. */
import { ArcList, arcsOf, componentsOf } from './components.ts';
import { NONE, type Context } from './graph.ts';
import type { View } from './view.ts';

/** A bit for each of the flows with which calls begin. Many contexts share one. */
type Bits = Uint8Array;

/** The flows with which calls begin that get into a flow, by id; whatever variables they bring along. Many share one list. */
export function entrancesOf(view: View): (flow: string) => readonly string[] {
  const reached = view.graph.contexts.filter(({ first }) => first !== NONE && view.isState(first));
  const flows = reached.filter(({ entrance }) => entrance).map(({ code }) => code.flow.toLowerCase());
  const bits = bitsByContext(reached, view);
  const byFlow = new Map<string, Set<Bits>>();
  for (const [index, { code, inserted }] of reached.entries()) {
    const own = bits[index];
    if (inserted || own === undefined) continue;
    const flow = code.flow.toLowerCase();
    byFlow.set(flow, (byFlow.get(flow) ?? new Set()).add(own));
  }
  const known = new WeakMap<Bits, readonly string[]>();
  const flowsIn = (bits: Bits): readonly string[] => {
    const found = known.get(bits) ?? flows.filter((_, place) => has(bits, place));
    known.set(bits, found);
    return found;
  };
  return (flow) => {
    const all = [...(byFlow.get(flow.toLowerCase()) ?? [])];
    return flowsIn(united(all, [], flows.length));
  };
}

/** Contexts that fetch each other have the same; whatever fetches comes before what it fetches. */
function bitsByContext(reached: readonly Context[], view: View): Bits[] {
  const { context } = view.graph;
  const indexOf = new Map(reached.map((one, index) => [one, index]));
  const arcs = new ArcList();
  for (const [index, { callers }] of reached.entries()) {
    for (const caller of callers) {
      const outer = indexOf.get(context.at(caller));
      if (outer !== undefined && view.isState(caller)) arcs.add(index, outer);
    }
  }
  const { starts, targets } = arcsOf(reached.length, arcs);
  const { of, count } = componentsOf({ starts, targets });
  const together = Array.from({ length: count }, (): number[] => []);
  for (const index of reached.keys()) together[of[index] ?? 0]?.push(index);
  const places = new Map(reached.filter(({ entrance }) => entrance).map((one, place) => [one, place]));
  const found: Bits[] = [];
  for (const component of together) {
    const outer = new Set<Bits>();
    const own: number[] = [];
    for (const index of component) {
      const place = places.get(reached[index] as Context);
      if (place !== undefined) own.push(place);
      for (const target of targets.subarray(starts[index], starts[index + 1])) {
        const bits = found[of[target] ?? 0];
        if (bits !== undefined) outer.add(bits);
      }
    }
    found.push(united([...outer], own, places.size));
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
  for (const one of all) for (const [at, byte] of one.entries()) bits[at] = (bits[at] ?? 0) | byte;
  for (const place of places) bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
  return bits;
}
