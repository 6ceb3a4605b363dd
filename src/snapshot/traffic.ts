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
  /** Micro-USD, positive for what was spent. */
  credit: number;
  /** Tokens, positive for what was spent. */
  tokens: number;
}

export interface Ledger {
  rows: number;
  /** By day (UTC, `2026-11-23`), then by `cost_type`. */
  days: Readonly<Record<string, Readonly<Record<string, Spending>>>>;
  /** The balance after the last line of a day. Micro-USD and tokens. */
  balances: Readonly<Record<string, { credit: number; tokens: number }>>;
  /**
   * What is not usage, by day (UTC), then by `transaction_type/reference_type`: `top_up/monthly_allowance`, `refund/...`.
   * Signed as the ledger has it. Absent in snapshots of earlier versions.
   */
  entries?: Readonly<Record<string, Readonly<Record<string, Spending>>>> | undefined;
  /** Credit that was added, newest first, at most 100. Micro-USD; milliseconds since 1970. */
  topUps: readonly { at: number; credit: number }[];
}

/** How rows of one kind are counted, day by day, and the days put together. */
export interface Counting<Row, Result> {
  begin: () => Aggregate<Row, Result>;
  /** @param days Of different days, oldest first. */
  merge: (days: readonly Result[]) => Result;
  /** Whether nothing of a day can still change, once the day is settled; so it is unless said. */
  isFinal?: (day: Result) => boolean;
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

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
const rowsOf = (days: readonly { rows: number }[]): number => sum(days.map(({ rows }) => rows));

/** Records put together, key by key. */
function merged<T>(
  records: readonly Readonly<Record<string, T>>[],
  together: (a: T, b: T) => T,
): Record<string, T> {
  const all = new Map<string, T>();
  for (const record of records) {
    for (const [key, value] of Object.entries(record)) {
      const known = all.get(key);
      all.set(key, known === undefined ? value : together(known, value));
    }
  }
  return Object.fromEntries(all);
}

const mergeCounts = (records: readonly Readonly<Record<string, number>>[]): Record<string, number> =>
  merged(records, (a, b) => a + b);

const mergeUses = (records: readonly Uses[]): Uses =>
  merged(records, (a, b) => ({ count: a.count + b.count, last: Math.max(a.last, b.last) }));

const timeOf = (row: { tm_create?: string | null | undefined }): number => parseTime(row.tm_create) ?? 0;

export const callCounting = (countries: Countries): Counting<Call, CallTraffic> => ({
  begin: () => countCalls(countries),
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
  }),
  // A call that hangs for days ends at last.
  isFinal: ({ live }) => Object.keys(live).length === 0,
});

function countCalls({ countryOf, platformCountryOf }: Countries): Aggregate<Call, CallTraffic> {
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
export const activeflowCounting = (now: number): Counting<Activeflow, ActiveflowTraffic> => ({
  begin: () => countActiveflows(now),
  merge: (days) => ({
    rows: rowsOf(days),
    flows: mergeUses(days.map(({ flows }) => flows)),
    queues: mergeUses(days.map(({ queues }) => queues)),
    server: days.reduce<ServerEvidence>((known, { server = {} }) => addEvidence(known, server), {}),
  }),
});

function countActiveflows(now: number): Aggregate<Activeflow, ActiveflowTraffic> {
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

export const queuecallCounting: Counting<Queuecall, QueuecallTraffic> = {
  begin: countQueuecalls,
  merge: (days) => ({
    rows: rowsOf(days),
    agents: mergeUses(days.map(({ agents }) => agents)),
    statuses: mergeCounts(days.map(({ statuses }) => statuses)),
  }),
};

function countQueuecalls(): Aggregate<Queuecall, QueuecallTraffic> {
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

export const messageCounting: Counting<Message, MessageTraffic> = {
  begin: countMessages,
  merge: (days) => ({
    rows: rowsOf(days),
    numbers: mergeUses(days.map(({ numbers }) => numbers)),
    received: mergeUses(days.map(({ received }) => received)),
  }),
};

function countMessages(): Aggregate<Message, MessageTraffic> {
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

const MOST_TOP_UPS = 100;

export const billingCounting: Counting<Billing, Ledger> = {
  begin: countBillings,
  merge: (days) => ({
    rows: rowsOf(days),
    days: Object.assign({}, ...days.map((one) => one.days)) as Ledger['days'],
    balances: Object.assign({}, ...days.map(({ balances }) => balances)) as Ledger['balances'],
    entries: Object.assign({}, ...days.map(({ entries }) => entries)) as Ledger['entries'],
    topUps: days
      .toReversed()
      .flatMap(({ topUps }) => topUps)
      .slice(0, MOST_TOP_UPS),
  }),
};

type DaysOfKinds = Map<string, Map<string, Spending>>;

function addTo(days: DaysOfKinds, day: string, kind: string, credit: number, tokens: number): void {
  const kinds = days.get(day) ?? new Map<string, Spending>();
  days.set(day, kinds);
  const known = kinds.get(kind) ?? { count: 0, credit: 0, tokens: 0 };
  kinds.set(kind, {
    count: known.count + 1,
    credit: known.credit + credit,
    tokens: known.tokens + tokens,
  });
}

const sortedDays = (days: DaysOfKinds): Record<string, Record<string, Spending>> =>
  Object.fromEntries(
    [...days].sort(byKey).map(([day, kinds]) => [day, Object.fromEntries([...kinds].sort(byKey))]),
  );

/** What a line of the ledger is for. */
const kindOf = ({ cost_type, reference_type }: Billing): string => cost_type || reference_type || 'other';

/** Refunds and adjustments are neither spending nor a top-up. */
function countBillings(): Aggregate<Billing, Ledger> {
  const days: DaysOfKinds = new Map();
  const entries: DaysOfKinds = new Map();
  // Two lines of one millisecond are common, so their order is that of microseconds.
  const balances = new Map<string, { micros: number; credit: number; tokens: number }>();
  const topUps: { micros: number; credit: number }[] = [];
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      const micros = parseMicros(row.tm_create) ?? 0;
      const day = formatMicros(micros).slice(0, 10);
      const credit = row.amount_credit ?? 0;
      const tokens = row.amount_token ?? 0;
      // No amount is minus nothing.
      if (row.transaction_type === 'usage') addTo(days, day, kindOf(row), 0 - credit, 0 - tokens);
      else
        addTo(
          entries,
          day,
          `${row.transaction_type || 'other'}/${row.reference_type || 'other'}`,
          credit,
          tokens,
        );
      if (row.transaction_type === 'top_up' && credit > 0) {
        topUps.push({ micros, credit });
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
      days: sortedDays(days),
      balances: Object.fromEntries(
        [...balances].sort(byKey).map(([day, { credit, tokens }]) => [day, { credit, tokens }]),
      ),
      entries: sortedDays(entries),
      topUps: topUps
        .sort((a, b) => b.micros - a.micros)
        .slice(0, MOST_TOP_UPS)
        .map(({ micros, credit }) => ({ at: Math.floor(micros / 1000), credit })),
    }),
  };
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
