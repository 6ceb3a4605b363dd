/**
 * What happened within the horizon, counted while it streams by and never held whole: a hundred thousand calls
 * come down to who was called, by what, and where to.
 */
import type { Activeflow, Call, Message, Queuecall } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { addEvidence, evidenceOf, type ServerEvidence } from './server-evidence.ts';
import { merged } from './merged.ts';
import { CallPatterns, mergePatterns, type Dialled, type ExpensiveCaller } from './patterns.ts';
import { parseTime, utcDay } from '../core/time.ts';

/** Which country a number belongs to, for people and for the platform. */
export interface Countries {
  /** Lower-case ISO 3166 alpha-2 of an E.164 number. */
  countryOf: (number: string) => string | undefined;
  /** The entry of the whitelist that lets calls to it pass. */
  platformCountryOf: (number: string) => string | undefined;
}

/** Outgoing calls to one country. */
export interface Destination extends Use {
  /** Milliseconds since 1970. */
  first: number;
  /** How many of them the platform counts to which entry of the whitelist; `??` for none. Older snapshots lack it. */
  entries?: Readonly<Record<string, number>> | undefined;
}

/** Numbers that fit no country, and calls that no entry lets pass. */
export const NOWHERE = '??';

/** How often, and when last (milliseconds since 1970). */
export interface Use {
  count: number;
  last: number;
}

type Uses = Readonly<Record<string, Use>>;

export interface CallTraffic {
  rows: number;
  /** Own numbers as they were called (incoming) or shown (outgoing), by E.164. */
  numbers: Uses;
  /** Flows by id, temporary ones included. */
  flows: Uses;
  /** Agents by id. */
  agents: Uses;
  /** Outgoing calls to phone numbers, by lower-case ISO 3166 alpha-2; `??` where no country fits. */
  destinations: Readonly<Record<string, Destination>>;
  /** Calls that have not ended: agents by id. */
  live: Uses;
  /** Numbers that were dialled often on a day, by E.164: the day with most calls. Older snapshots lack it. */
  dialled?: Readonly<Record<string, Dialled>> | undefined;
  /** Numbers in countries where a minute is expensive, by E.164. Older snapshots lack it. */
  expensive?: Readonly<Record<string, ExpensiveCaller>> | undefined;
}

export interface ActiveflowTraffic {
  rows: number;
  flows: Uses;
  /** Queues by id, from the actions that were run. */
  queues: Uses;
  /** What kind of server the runs show; absent in snapshots of earlier versions. */
  server?: ServerEvidence | undefined;
}

export interface QueuecallTraffic {
  rows: number;
  agents: Uses;
  /** `done`, `abandoned`, ... */
  statuses: Readonly<Record<string, number>>;
}

export interface MessageTraffic {
  rows: number;
  /** Every number that sent or received, by E.164. */
  numbers: Uses;
  /** Those that a message came in for, by E.164. Snapshots of 0.3.0 lack it. */
  received?: Uses | undefined;
  /** How many messages went out, by the sender's number and day (UTC, `2026-11-23`). Older snapshots lack it. */
  sent?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
}

/** How rows of one kind are counted, day by day, and the days put together. */
export interface Counting<Row, Result> {
  begin: () => Aggregate<Row, Result>;
  /** @param days Of different days, oldest first. */
  merge: (days: readonly Result[]) => Result;
  /** Whether nothing of a settled day can still change; by default yes. */
  isFinal?: (day: Result) => boolean;
}

/** Eats rows in any order, then gives what they come to. */
export interface Aggregate<Row, Result> {
  add: (row: Row) => void;
  result: () => Result;
}

/** What comes up on day after day is held once: each page has a text of its own for it. */
class Names {
  readonly #known = new Map<string, string>();

  once(name: string): string {
    const known = this.#known.get(name);
    if (known === undefined) this.#known.set(name, name);
    return known ?? name;
  }
}

/** The days of one counting have their names in common. */
function withNames<Row, T>(begin: (names: Names) => Aggregate<Row, T>): () => Aggregate<Row, T> {
  const names = new Names();
  return () => begin(names);
}

/** Numbers, not objects: of a large account there are a hundred thousand of them, and they are what grows while it is read. */
class UseCounter {
  readonly #names: Names;
  /** Where in the lists below. */
  readonly #places = new Map<string, number>();
  readonly #counts: number[] = [];
  readonly #lasts: number[] = [];

  constructor(names: Names) {
    this.#names = names;
  }

  add(key: string | null | undefined, at: number): void {
    if (key === null || key === undefined || key === '') return;
    const place = this.#places.get(key);
    if (place === undefined) {
      this.#places.set(this.#names.once(key), this.#counts.length);
      this.#counts.push(1);
      this.#lasts.push(at);
    } else {
      this.#counts[place] = this.#countAt(place) + 1;
      this.#lasts[place] = Math.max(this.#lastAt(place), at);
    }
  }

  #countAt(place: number): number {
    return this.#counts[place] ?? 0;
  }

  #lastAt(place: number): number {
    return this.#lasts[place] ?? 0;
  }

  addId(id: string | null | undefined, at: number): void {
    if (isSetId(id)) this.add(id, at);
  }

  result(): Uses {
    return Object.fromEntries(
      Array.from(this.#places, ([key, place]) => [
        key,
        { count: this.#countAt(place), last: this.#lastAt(place) },
      ]),
    );
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
/** How many rows some days have. */
export const rowsOf = (days: readonly { rows: number }[]): number => sum(days.map(({ rows }) => rows));

const mergeCounts = (records: readonly Readonly<Record<string, number>>[]): Record<string, number> =>
  merged(records, (a, b) => a + b);

const mergeUses = (records: readonly Uses[]): Uses =>
  merged(records, (a, b) => ({ count: a.count + b.count, last: Math.max(a.last, b.last) }));

const timeOf = (row: { tm_create?: string | null | undefined }): number => parseTime(row.tm_create) ?? 0;

export const callCounting = (countries: Countries): Counting<Call, CallTraffic> => ({
  begin: withNames((names) => countCalls(countries, names)),
  merge: (days) => ({
    rows: rowsOf(days),
    numbers: mergeUses(days.map(({ numbers }) => numbers)),
    flows: mergeUses(days.map(({ flows }) => flows)),
    agents: mergeUses(days.map(({ agents }) => agents)),
    destinations: merged(
      days.map(({ destinations }) => destinations),
      (a, b) => ({
        count: a.count + b.count,
        first: Math.min(a.first, b.first),
        last: Math.max(a.last, b.last),
        entries: mergeCounts([a.entries ?? {}, b.entries ?? {}]),
      }),
    ),
    live: mergeUses(days.map(({ live }) => live)),
    ...mergePatterns(days),
  }),
  // A call that hangs for days ends at last.
  isFinal: ({ live }) => Object.keys(live).length === 0,
});

function countCalls({ countryOf, platformCountryOf }: Countries, names: Names): Aggregate<Call, CallTraffic> {
  const numbers = new UseCounter(names);
  const flows = new UseCounter(names);
  const agents = new UseCounter(names);
  const live = new UseCounter(names);
  const destinations = new Map<string, Destination & { entries: Record<string, number> }>();
  const patterns = new CallPatterns();
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      const at = timeOf(row);
      patterns.add(row, at, countryOf);
      const outgoing = row.direction === 'outgoing';
      numbers.add((outgoing ? row.source : row.destination)?.target, at);
      flows.addId(row.flow_id, at);
      if (row.owner_type === 'agent') agents.addId(row.owner_id, at);
      if (row.status !== 'hangup' && !row.tm_hangup) {
        live.add(row.owner_type === 'agent' && isSetId(row.owner_id) ? row.owner_id : 'nobody', at);
      }
      const target = row.destination?.target;
      if (!outgoing || row.destination?.type !== 'tel' || !target) return;
      const country = countryOf(target) ?? NOWHERE;
      const use = destinations.get(country) ?? { count: 0, first: at, last: at, entries: {} };
      use.count += 1;
      use.first = Math.min(use.first, at);
      use.last = Math.max(use.last, at);
      const entry = platformCountryOf(target) ?? NOWHERE;
      use.entries[entry] = (use.entries[entry] ?? 0) + 1;
      destinations.set(country, use);
    },
    result: () => ({
      rows,
      numbers: numbers.result(),
      flows: flows.result(),
      agents: agents.result(),
      destinations: Object.fromEntries(destinations),
      live: live.result(),
      ...patterns.result(),
    }),
  };
}

/** @param now milliseconds since 1970: how long a run has been where it is. */
export const activeflowCounting = (now: number): Counting<Activeflow, ActiveflowTraffic> => ({
  begin: withNames((names) => countActiveflows(now, names)),
  merge: (days) => ({
    rows: rowsOf(days),
    flows: mergeUses(days.map(({ flows }) => flows)),
    queues: mergeUses(days.map(({ queues }) => queues)),
    server: days.reduce<ServerEvidence>((known, { server = {} }) => addEvidence(known, server), {}),
  }),
});

function countActiveflows(now: number, names: Names): Aggregate<Activeflow, ActiveflowTraffic> {
  const flows = new UseCounter(names);
  const queues = new UseCounter(names);
  let server: ServerEvidence = {};
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      server = addEvidence(server, evidenceOf(row, now));
      const at = timeOf(row);
      flows.addId(row.flow_id, at);
      for (const { type, option } of row.executed_actions ?? []) {
        const queue = option?.['queue_id'];
        const flow = option?.['flow_id'];
        if (type === 'queue_join' && typeof queue === 'string') queues.addId(queue.toLowerCase(), at);
        if (type === 'fetch_flow' && typeof flow === 'string') flows.addId(flow.toLowerCase(), at);
      }
    },
    result: () => ({ rows, flows: flows.result(), queues: queues.result(), server }),
  };
}

export const queuecallCounting = (): Counting<Queuecall, QueuecallTraffic> => ({
  begin: withNames(countQueuecalls),
  merge: (days) => ({
    rows: rowsOf(days),
    agents: mergeUses(days.map(({ agents }) => agents)),
    statuses: mergeCounts(days.map(({ statuses }) => statuses)),
  }),
});

function countQueuecalls(names: Names): Aggregate<Queuecall, QueuecallTraffic> {
  const agents = new UseCounter(names);
  const statuses = new Map<string, number>();
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      agents.addId(row.service_agent_id, timeOf(row));
      const status = row.status || 'none';
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    },
    result: () => ({ rows, agents: agents.result(), statuses: Object.fromEntries(statuses) }),
  };
}

export const messageCounting = (): Counting<Message, MessageTraffic> => ({
  begin: withNames(countMessages),
  merge: (days) => ({
    rows: rowsOf(days),
    numbers: mergeUses(days.map(({ numbers }) => numbers)),
    received: mergeUses(days.map(({ received = {} }) => received)),
    sent: merged(
      days.map(({ sent = {} }) => sent),
      (a, b) => mergeCounts([a, b]),
    ),
  }),
});

function countMessages(names: Names): Aggregate<Message, MessageTraffic> {
  const numbers = new UseCounter(names);
  const received = new UseCounter(names);
  const sent = new Map<string, Record<string, number>>();
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      const at = timeOf(row);
      numbers.add(row.source?.target, at);
      const sender = row.source?.target;
      if (row.direction === 'outbound' && sender) {
        const days = sent.get(sender) ?? {};
        // Each addressee gets a message of their own.
        const day = utcDay(at);
        days[day] = (days[day] ?? 0) + (row.targets?.length ?? 0);
        sent.set(sender, days);
      }
      for (const { destination } of row.targets ?? []) {
        numbers.add(destination?.target, at);
        if (row.direction === 'inbound') received.add(destination?.target, at);
      }
    },
    result: () => ({
      rows,
      numbers: numbers.result(),
      received: received.result(),
      sent: Object.fromEntries(sent),
    }),
  };
}
