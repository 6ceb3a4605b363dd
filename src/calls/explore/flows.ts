/** What can be said of each flow before anything runs: which it fetches, what it may change, where it may jump out to. */
import type { CallAccount } from '../account.ts';
import type { Code } from '../code.ts';
import { hasPlaceholder } from '../variables.ts';
import { ArcList, arcsOf, componentsOf } from './components.ts';
import { isLocal, PLAIN, readingOf, type Reading } from './reading.ts';

/** What its actions say of a flow. */
interface ReadFlow {
  code: Code;
  readings: readonly Reading[];
  /** Those that say anything, which most do not; and the indexes of their actions. */
  telling: readonly Reading[];
  particular: readonly number[];
}

/** A flow, and all that it may fetch. */
export interface KnownFlow extends ReadFlow {
  /** Flows that fetch each other have the same; whatever a flow fetches has no higher one. */
  component: number;
  /** Ids outside of it that it may jump to; shared in a component. */
  escapes: ReadonlySet<string>;
  /** By index: 1 for actions that more than one way may lead to. */
  joints: readonly number[];
  /** Names of variables that it may set, shared in a component; the platform's own are not among them. */
  changed: ReadonlySet<string>;
}

/** Where a name is only known when it runs. */
const ANY: ReadonlySet<string> = new Set(['${}']);

/** Whether a variable may be another after that flow; those of the platform, and of the exploration, always may. */
export const mayChange = ({ changed }: KnownFlow, name: string): boolean =>
  !isLocal(name) &&
  (changed === ANY || changed.has(name) || name.startsWith('voipbin.') || name.startsWith('#'));

export interface KnownFlows {
  /** Fetched before those that fetch them. */
  flows: ReadonlyMap<Code, KnownFlow>;
  /** Whether a target or a flow is only known when it runs, so that anything may follow. */
  open: boolean;
  /** Where an id is that is looked for outside of a flow; where anything may follow, every id. */
  places: Places;
}

type Places = ReadonlyMap<string, readonly (readonly [Code, number])[]>;

/** Those that calls may reach that begin with these. */
export function knownFlows(account: CallAccount, entrances: readonly Code[]): KnownFlows {
  const read = readFrom(account, entrances);
  const open = [...read.values()].some(isOpen);
  if (open) for (const code of account.flows.values()) read.set(code, readFlow(code, account));
  const places = placesIn(read, open);
  const flows = new Map<Code, KnownFlow>();
  for (const [component, together] of componentsIn(read).entries()) {
    const shared = { component, ...sharedBy(together, flows, places) };
    for (const flow of together) {
      const joints = open ? flow.readings.map(() => 1) : jointsIn(flow, places);
      flows.set(flow.code, { ...flow, ...shared, joints });
    }
  }
  return { flows, open, places };
}

type Read = Map<Code, ReadFlow>;

function readFlow(code: Code, account: CallAccount): ReadFlow {
  const telling: Reading[] = [];
  const particular: number[] = [];
  const readings = code.steps.map((step) => {
    const reading = readingOf(step, code, account);
    if (reading === PLAIN) return reading;
    telling.push(reading);
    particular.push(step.index);
    return reading;
  });
  return { code, readings, telling, particular };
}

const isOpen = ({ telling }: ReadFlow): boolean => telling.some(({ open }) => open);

function readFrom(account: CallAccount, entrances: readonly Code[]): Read {
  const read: Read = new Map();
  const open = [...entrances];
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    if (read.has(code)) continue;
    const flow = readFlow(code, account);
    read.set(code, flow);
    for (const { fetched } of flow.telling) for (const next of fetched) open.push(next);
  }
  return read;
}

/** Flows that fetch each other are together; whatever they fetch comes before them. */
function componentsIn(read: Read): ReadFlow[][] {
  const numbers = new Map([...read.keys()].map((code, index) => [code, index]));
  const arcs = new ArcList();
  for (const flow of read.values()) {
    const from = numbers.get(flow.code) ?? 0;
    for (const { fetched } of flow.telling) {
      for (const inner of fetched) arcs.add(from, numbers.get(inner) ?? 0);
    }
  }
  const { of, count } = componentsOf(arcsOf(read.size, arcs));
  const components = Array.from({ length: count }, (): ReadFlow[] => []);
  for (const flow of read.values()) components[of[numbers.get(flow.code) ?? 0] ?? 0]?.push(flow);
  return components;
}

function placesIn(read: Read, open: boolean): Places {
  const sought = new Set<string>();
  for (const flow of read.values()) {
    for (const { outside } of flow.telling) for (const id of outside) sought.add(id);
  }
  const places = new Map<string, (readonly [Code, number])[]>();
  if (sought.size === 0 && !open) return places;
  for (const code of read.keys()) {
    for (const [id, index] of code.indexOf) {
      if (open || sought.has(id)) places.set(id, [...(places.get(id) ?? []), [code, index]]);
    }
  }
  return places;
}

/** Where states meet: what is jumped to from outside, or from several places, and what follows a flow with its doors. */
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

/** By flows that fetch each other. @param flows those that were fetched before. */
function sharedBy(
  together: readonly ReadFlow[],
  flows: ReadonlyMap<Code, KnownFlow>,
  places: Places,
): Pick<KnownFlow, 'changed' | 'escapes'> {
  const names = new Set<string>();
  const jumps = new Set<string>();
  const below = new Set<KnownFlow>();
  for (const flow of together) {
    for (const { setting, outside, fetched } of flow.telling) {
      if (setting.key !== undefined) names.add(setting.key);
      for (const id of outside) if (places.has(id)) jumps.add(id);
      for (const inner of fetched) {
        const known = flows.get(inner);
        if (known !== undefined) below.add(known);
      }
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

/** Chains of flows share one set where they can. */
function united(own: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  if (others.includes(ANY)) return ANY;
  const [largest = EMPTY, ...rest] = [...new Set(others)].sort((a, b) => b.size - a.size);
  const more = [...own, ...rest.flatMap((other) => [...other])].filter((item) => !largest.has(item));
  return more.length === 0 ? largest : new Set([...largest, ...more]);
}
