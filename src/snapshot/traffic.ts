/**
 * What happened within the horizon, counted while it streams by and never held whole: a hundred thousand calls
 * come down to who was called, by what, and where to.
 */
import type { Activeflow, Billing, Call, Message, Queuecall } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { addEvidence, evidenceOf, type ServerEvidence } from './server-evidence.ts';
import { formatMicros, parseMicros, parseTime } from '../core/time.ts';

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
  /** Outgoing calls to telephone numbers, by lower-case ISO 3166 alpha-2; `??` where no country fits. */
  destinations: Readonly<Record<string, Destination>>;
  /** Calls that have not ended: agents by id. */
  live: Uses;
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
  /** Those that a message came in for, by E.164. */
  received: Uses;
}

/** What was spent on one kind on one day. */
export interface Spending {
  count: number;
  /** Micro-USD, positive. */
  credit: number;
  /** Tokens, positive. */
  tokens: number;
}

export interface Ledger {
  rows: number;
  /** By day (UTC, `2026-11-23`), then by `cost_type`. */
  days: Readonly<Record<string, Readonly<Record<string, Spending>>>>;
  /** The balance after the last line of a day. Micro-USD and tokens. */
  balances: Readonly<Record<string, { credit: number; tokens: number }>>;
  /** Credit that was added, newest first, at most 100. Micro-USD; milliseconds since 1970. */
  topUps: readonly { at: number; credit: number }[];
}

/** Eats rows in any order, then gives what they come to. */
export interface Aggregate<Row, Result> {
  add: (row: Row) => void;
  result: () => Result;
}

class UseCounter {
  readonly #uses = new Map<string, Use>();

  add(key: string | null | undefined, at: number): void {
    if (key === null || key === undefined || key === '') return;
    const use = this.#uses.get(key);
    if (use === undefined) this.#uses.set(key, { count: 1, last: at });
    else {
      use.count += 1;
      use.last = Math.max(use.last, at);
    }
  }

  addId(id: string | null | undefined, at: number): void {
    if (isSetId(id)) this.add(id, at);
  }

  result(): Uses {
    return Object.fromEntries(this.#uses);
  }
}

const timeOf = (row: { tm_create?: string | null | undefined }): number => parseTime(row.tm_create) ?? 0;

export function countCalls({ countryOf, platformCountryOf }: Countries): Aggregate<Call, CallTraffic> {
  const numbers = new UseCounter();
  const flows = new UseCounter();
  const agents = new UseCounter();
  const live = new UseCounter();
  const destinations = new Map<string, Destination & { entries: Record<string, number> }>();
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      const at = timeOf(row);
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
    }),
  };
}

/** @param now milliseconds since 1970: how long a run has been where it is. */
export function countActiveflows(now: number): Aggregate<Activeflow, ActiveflowTraffic> {
  const flows = new UseCounter();
  const queues = new UseCounter();
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

export function countQueuecalls(): Aggregate<Queuecall, QueuecallTraffic> {
  const agents = new UseCounter();
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

export function countMessages(): Aggregate<Message, MessageTraffic> {
  const numbers = new UseCounter();
  const received = new UseCounter();
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      const at = timeOf(row);
      numbers.add(row.source?.target, at);
      for (const { destination } of row.targets ?? []) {
        numbers.add(destination?.target, at);
        if (row.direction === 'inbound') received.add(destination?.target, at);
      }
    },
    result: () => ({ rows, numbers: numbers.result(), received: received.result() }),
  };
}

/** Refunds and adjustments are neither spending nor a top-up. */
export function countBillings(): Aggregate<Billing, Ledger> {
  const days = new Map<string, Map<string, Spending>>();
  // Two lines of one millisecond are common, so their order is that of microseconds.
  const balances = new Map<string, { micros: number; credit: number; tokens: number }>();
  const topUps: { micros: number; credit: number }[] = [];
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      const micros = parseMicros(row.tm_create) ?? 0;
      const day = formatMicros(micros).slice(0, 10);
      if (row.transaction_type === 'usage') {
        const kinds = days.get(day) ?? new Map<string, Spending>();
        days.set(day, kinds);
        const kind = row.cost_type || row.reference_type || 'other';
        const spent = kinds.get(kind) ?? { count: 0, credit: 0, tokens: 0 };
        kinds.set(kind, {
          count: spent.count + 1,
          credit: spent.credit - (row.amount_credit ?? 0),
          tokens: spent.tokens - (row.amount_token ?? 0),
        });
      }
      if (row.transaction_type === 'top_up' && (row.amount_credit ?? 0) > 0) {
        topUps.push({ micros, credit: row.amount_credit ?? 0 });
      }
      // A line in progress has no final balance yet.
      if (row.status === 'progressing') return;
      const known = balances.get(day);
      // Lists are newest first: of two lines of one moment the first one is the later.
      if (known === undefined || known.micros < micros) {
        balances.set(day, {
          micros,
          credit: row.balance_credit_snapshot ?? 0,
          tokens: row.balance_token_snapshot ?? 0,
        });
      }
    },
    result: () => ({
      rows,
      days: Object.fromEntries(
        [...days].sort(byKey).map(([day, kinds]) => [day, Object.fromEntries([...kinds].sort(byKey))]),
      ),
      balances: Object.fromEntries(
        [...balances].sort(byKey).map(([day, { credit, tokens }]) => [day, { credit, tokens }]),
      ),
      topUps: topUps
        .sort((a, b) => b.micros - a.micros)
        .slice(0, 100)
        .map(({ micros, credit }) => ({ at: Math.floor(micros / 1000), credit })),
    }),
  };
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
