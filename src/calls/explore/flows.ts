/** What can be said of each flow before anything runs: which it fetches, what it may change, where it may jump out to. */
import type { CallAccount } from '../account.ts';
import type { Code } from '../code.ts';
import { hasPlaceholder } from '../variables.ts';
import { arcsOf, componentsOf } from './components.ts';
import { readingOf, type Reading } from './reading.ts';

/** A flow, and all that it may fetch. */
export interface KnownFlow {
  code: Code;
  /** Flows that fetch each other have the same; whatever a flow fetches has no higher one. */
  component: number;
  /** Ids outside of it that it may jump to; shared in a component. */
  escapes: ReadonlySet<string>;
  readings: readonly Reading[];
  /** Names of variables that it may set, shared in a component; the platform's own are not among them. */
  changed: ReadonlySet<string>;
}

/** Where a name is only known when it runs. */
const ANY: ReadonlySet<string> = new Set(['${}']);

/** Whether a variable may be another after that flow; those of the platform, and of the exploration, always may. */
export const mayChange = ({ changed }: KnownFlow, name: string): boolean =>
  changed === ANY || changed.has(name) || name.startsWith('voipbin.') || name.startsWith('#');

export interface KnownFlows {
  /** Fetched before those that fetch them. */
  flows: ReadonlyMap<Code, KnownFlow>;
  /** Whether a target or a flow is only known when it runs, so that anything may follow. */
  open: boolean;
  /** Where an id is that is looked for outside of a flow; where anything may follow, every id. */
  places: ReadonlyMap<string, readonly (readonly [Code, number])[]>;
}

/** Those that calls may reach that begin with these. */
export function knownFlows(account: CallAccount, entrances: readonly Code[]): KnownFlows {
  const readings = readingsFrom(account, entrances);
  const open = [...readings.values()].some((list) => list.some((reading) => reading.open));
  if (open) for (const code of account.flows.values()) readings.set(code, readingsOf(code, account));
  const places = placesIn(readings, open);
  const flows = new Map<Code, KnownFlow>();
  for (const [component, codes] of componentsIn(readings).entries()) {
    const lists = codes.map((code) => readings.get(code) ?? []);
    const fetched = new Set(lists.flat().flatMap((reading) => reading.fetched));
    const below = [...fetched].flatMap((code) => flows.get(code) ?? []);
    const shared = { component, ...together(lists.flat(), below, places) };
    for (const [index, code] of codes.entries())
      flows.set(code, { ...shared, code, readings: lists[index] ?? [] });
  }
  return { flows, open, places };
}

type Readings = Map<Code, readonly Reading[]>;

const readingsOf = ({ steps }: Code, account: CallAccount): Reading[] =>
  steps.map((step) => readingOf(step, account));

function readingsFrom(account: CallAccount, entrances: readonly Code[]): Readings {
  const readings: Readings = new Map();
  const open = [...entrances];
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    if (readings.has(code)) continue;
    const list = readingsOf(code, account);
    readings.set(code, list);
    for (const { fetched } of list) open.push(...fetched);
  }
  return readings;
}

/** Flows that fetch each other are together; whatever they fetch comes before them. */
function componentsIn(readings: Readings): Code[][] {
  const codes = [...readings.keys()];
  const numbers = new Map(codes.map((code, index) => [code, index]));
  const arcs = arcsOf(codes.length, (add) => {
    for (const [from, list] of [...readings.values()].entries()) {
      for (const { fetched } of list) for (const code of fetched) add(from, numbers.get(code) ?? 0);
    }
  });
  const { of, count } = componentsOf(arcs);
  const components = Array.from({ length: count }, (): Code[] => []);
  for (const [index, code] of codes.entries()) components[of[index] ?? 0]?.push(code);
  return components;
}

function placesIn(readings: Readings, open: boolean): Map<string, (readonly [Code, number])[]> {
  const sought = new Set<string>();
  for (const [{ indexOf }, list] of readings) {
    for (const { jumps } of list) for (const id of jumps) if (!indexOf.has(id)) sought.add(id);
  }
  const places = new Map<string, (readonly [Code, number])[]>();
  for (const code of readings.keys()) {
    for (const [id, index] of code.indexOf) {
      if (open || sought.has(id)) places.set(id, [...(places.get(id) ?? []), [code, index]]);
    }
  }
  return places;
}

/** What flows share that fetch each other, and others `below` them. */
function together(
  readings: readonly Reading[],
  below: readonly KnownFlow[],
  places: KnownFlows['places'],
): Pick<KnownFlow, 'changed' | 'escapes'> {
  const names = readings.flatMap(({ setting }) => setting.key ?? []);
  const changed = below.map((flow) => flow.changed);
  const jumps = readings.flatMap((reading) => reading.jumps.filter((id) => places.has(id)));
  return {
    changed: names.some(hasPlaceholder) ? ANY : united(names, changed),
    escapes: united(
      jumps,
      below.map((flow) => flow.escapes),
    ),
  };
}

/** Chains of flows share one set where they can. */
function united(own: readonly string[], others: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  if (others.includes(ANY)) return ANY;
  const [largest = new Set<string>(), ...rest] = [...new Set(others)].sort((a, b) => b.size - a.size);
  const more = [...own, ...rest.flatMap((other) => [...other])].filter((item) => !largest.has(item));
  return more.length === 0 ? largest : new Set([...largest, ...more]);
}
