/** Static facts about each flow: which flows it fetches, what it may change, where it may jump out to. */
import type { CallAccount } from '../account.ts';
import type { Code } from '../code.ts';
import { hasPlaceholder } from '../variables.ts';
import { ArcList, arcsOf, componentsOf } from './components.ts';
import { isLocal, PLAIN, readingOf, type Reading } from './reading.ts';

/** A flow with the static readings of its actions, and what they contain together. */
interface ReadFlow {
  code: Code;
  readings: readonly Reading[];
  /** The indexes of the actions whose readings are not `PLAIN` (most are). */
  particular: readonly number[];
  /** Whether a target or a flow is only known at run time. */
  open: boolean;
  fetched: ReadonlySet<Code>;
  outside: ReadonlySet<string>;
  /** The names of the variables that it sets. */
  set: ReadonlySet<string>;
  /** The names of all variables that it reads, sets, or makes a value from. */
  names: ReadonlySet<string>;
}

/** A flow, with facts that include those of the flows it may fetch. */
export interface KnownFlow extends ReadFlow {
  /** Flows that fetch each other share a number; a fetched flow never has a higher one than its caller. */
  component: number;
  /** Ids outside of it that it may jump to; shared in a component. */
  escapes: ReadonlySet<string>;
  /** By index: 1 for actions that more than one path may lead to. */
  joints: readonly number[];
  /** Names of the variables that it may set, without the platform's own; shared in a component. */
  changed: ReadonlySet<string>;
}

/** `changed` of a flow that sets a variable whose name is only known at run time. */
const ANY: ReadonlySet<string> = new Set(['${}']);

/** Whether a flow may change a variable; those of the platform and of the exploration may always change. */
export const mayChange = ({ changed }: KnownFlow, name: string): boolean =>
  !isLocal(name) &&
  (changed === ANY || changed.has(name) || name.startsWith('voipbin.') || name.startsWith('#'));

export interface KnownFlows {
  /** In order: fetched flows come before their callers. */
  flows: ReadonlyMap<Code, KnownFlow>;
  /** Whether a target or a flow is only known at run time, so that any action may follow. */
  open: boolean;
  /** The positions of the action ids that flows look for outside of themselves; of every id if `open`. */
  places: Places;
}

type Places = ReadonlyMap<string, readonly (readonly [Code, number])[]>;

/** The flows that calls from these entrances may reach. */
export function knownFlows(account: CallAccount, entrances: readonly Code[]): KnownFlows {
  const read = readFrom(account, entrances);
  const open = [...read.values()].some((flow) => flow.open);
  if (open) for (const code of account.flows.values()) read.set(code, readFlow(code, account));
  const places = placesIn(read, open);
  const flows = new Map<Code, KnownFlow>();
  for (const [component, together] of componentsIn(read).entries()) {
    const shared = { component, ...sharedBy(together, flows, places) };
    for (const flow of together) {
      const joints = open ? flow.readings.map(() => 1) : jointsIn(flow, places);
      flows.set(flow.code, { joints, ...flow, ...shared });
    }
  }
  return { flows, open, places };
}

type Read = Map<Code, ReadFlow>;

function readFlow(code: Code, account: CallAccount): ReadFlow {
  const particular: number[] = [];
  const [fetched, outside] = [new Set<Code>(), new Set<string>()];
  const [set, names] = [new Set<string>(), new Set<string>()];
  let open = false;
  const readings = code.steps.map((step) => {
    const reading = readingOf(step, code, account);
    if (reading === PLAIN) return reading;
    particular.push(step.index);
    open ||= reading.open;
    addAll(reading.fetched, fetched);
    addAll(reading.outside, outside);
    addAll(reading.reads, names);
    addAll(reading.setting.made, names);
    const { key } = reading.setting;
    if (key !== undefined) set.add(key);
    return reading;
  });
  addAll([...set], names);
  return { code, readings, particular, open, fetched, outside, set, names };
}

/** Most lists are empty. */
function addAll<T>(items: readonly T[], to: Set<T>): void {
  if (items.length > 0) for (const item of items) to.add(item);
}

function readFrom(account: CallAccount, entrances: readonly Code[]): Read {
  const read: Read = new Map();
  const open = [...entrances];
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    if (read.has(code)) continue;
    const flow = readFlow(code, account);
    read.set(code, flow);
    open.push(...flow.fetched);
  }
  return read;
}

/** Groups of flows that fetch each other; the groups that they fetch come before them. */
function componentsIn(read: Read): ReadFlow[][] {
  const numbers = new Map([...read.keys()].map((code, index) => [code, index]));
  const arcs = new ArcList();
  for (const flow of read.values()) {
    const from = numbers.get(flow.code) ?? 0;
    for (const inner of flow.fetched) arcs.add(from, numbers.get(inner) ?? 0);
  }
  const { of, count } = componentsOf(arcsOf(read.size, arcs));
  const components = Array.from({ length: count }, (): ReadFlow[] => []);
  for (const flow of read.values()) components[of[numbers.get(flow.code) ?? 0] ?? 0]?.push(flow);
  return components;
}

function placesIn(read: Read, open: boolean): Places {
  const sought = new Set<string>();
  for (const { outside } of read.values()) for (const id of outside) sought.add(id);
  const places = new Map<string, (readonly [Code, number])[]>();
  if (sought.size === 0 && !open) return places;
  for (const code of read.keys()) {
    for (const [id, index] of code.indexOf) {
      if (open || sought.has(id)) places.set(id, [...(places.get(id) ?? []), [code, index]]);
    }
  }
  return places;
}

/** Where paths meet: actions that are jumped to from outside or from several places, or that follow a fetch. */
function jointsIn({ code, readings, particular }: ReadFlow, places: Places): number[] {
  const { steps, indexOf, after } = code;
  const reached = new Uint8Array(steps.length);
  const joints = steps.map(() => 0);
  for (let index = 0; index < steps.length; index += 1) {
    const next = readings[index]?.follows === true ? after[index]?.index : undefined;
    if (next === undefined) continue;
    if (reached[next] === 1) joints[next] = 1;
    reached[next] = 1;
  }
  for (const index of particular) {
    const { inside, fetched } = readings[index] ?? PLAIN;
    for (const target of inside) {
      if (reached[target] === 1) joints[target] = 1;
      reached[target] = 1;
    }
    if (fetched.length > 0 && index + 1 < steps.length) joints[index + 1] = 1;
  }
  for (const id of places.keys()) {
    const index = indexOf.get(id);
    if (index !== undefined) joints[index] = 1;
  }
  joints[0] = 1;
  return joints;
}

/** The facts shared by flows that fetch each other. @param flows the flows that they fetch, already known. */
function sharedBy(
  together: readonly ReadFlow[],
  flows: ReadonlyMap<Code, KnownFlow>,
  places: Places,
): Pick<KnownFlow, 'changed' | 'escapes'> {
  const names = new Set<string>();
  const jumps = new Set<string>();
  const below = new Set<KnownFlow>();
  for (const { set, outside, fetched } of together) {
    for (const name of set) names.add(name);
    for (const id of outside) if (places.has(id)) jumps.add(id);
    for (const inner of fetched) {
      const known = flows.get(inner);
      if (known !== undefined) below.add(known);
    }
  }
  const changed = [...below].map((flow) => flow.changed);
  const escapes = [...below].map((flow) => flow.escapes);
  return {
    changed: [...names].some(hasPlaceholder) ? ANY : united(names, changed),
    escapes: united(jumps, escapes),
  };
}

const EMPTY: ReadonlySet<string> = new Set();

/** The union of all sets; the largest set itself if it contains the others, so that chains of flows share one. */
function united(own: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  if (others.includes(ANY)) return ANY;
  const [largest = EMPTY, ...rest] = [...new Set(others)].sort((a, b) => b.size - a.size);
  const more = [...own, ...rest.flatMap((other) => [...other])].filter((item) => !largest.has(item));
  return more.length === 0 ? largest : new Set([...largest, ...more]);
}
