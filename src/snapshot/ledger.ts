/** The lines of the ledger, counted day by day: what was spent on what, what was added, and what was left. */
import type { Billing } from '../api/wire.ts';
import { parseMicros, utcDay } from '../core/time.ts';
import { rowsOf, type Aggregate, type Counting } from './traffic.ts';

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
      const day = utcDay(micros / 1000);
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
