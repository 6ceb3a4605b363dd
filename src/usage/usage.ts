/** What an account has spent within a time, how fast, and how long what is left lasts. Rows in, data out. */
import type { BillingAccount, Number } from '../api/wire.ts';
import type { Micros } from '../core/money.ts';
import { DAY, utcDay } from '../core/time.ts';
import { planTokens, UNLIMITED } from '../snapshot/plans.ts';
import type { Ledger, Spending } from '../snapshot/ledger.ts';
import type { Attributed, Unattributed } from './attribution.ts';
import type { UsageBy } from './groups.ts';
import { fatesOf, nextRenewals, type Fate } from './renewals.ts';
import { endOf } from './runway.ts';
import { creditOf, nextTopUp, ratesOf, tokensOf, wholeDays, type Rates } from './spending.ts';

/** Beyond a year nobody plans, and prices change. */
const AHEAD = 365 * DAY;

export interface UsageInput {
  account: { id: string; name: string };
  billing: BillingAccount;
  numbers: readonly Number[];
  ledger: Ledger;
  by: UsageBy;
  /** Of a group by number, agent or country. */
  attributed: Attributed | undefined;
  /** The name of what a row is for. */
  nameOf: (key: string) => string | undefined;
  /** Milliseconds since 1970; `until` is not included, and undefined for now. */
  since: number;
  until: number | undefined;
  now: number;
}

export interface UsageRow extends Spending {
  key: string;
  name: string | null;
  /** Of a day: what was spent on each kind. */
  kinds?: Readonly<Record<string, Spending>>;
}

/** Times are milliseconds since 1970, credit is micro-USD. */
export interface Usage extends Pick<UsageInput, 'account' | 'since' | 'by'> {
  until: number;
  plan: string;
  plan_status: string;
  balance: { credit: Micros; tokens: number };
  /** What was spent. */
  spent: Spending;
  /** Top-ups, the monthly allowance, refunds and adjustments, signed as in the ledger. */
  entries: readonly ({ kind: string } & Spending)[];
  rows: readonly UsageRow[];
  /** Every day of the time, oldest first: for the chart. */
  days: readonly UsageRow[];
  /** What no row has. */
  unattributed: readonly Unattributed[];
  pace: Pace | null;
  runway: Runway | null;
  renewals: readonly Renewal[];
  /** `tokens` null: nobody knows how many. */
  top_up: { at: number; tokens: number | null } | null;
}

/** What a day takes, without what numbers cost: working days and weekends apart, over so many whole days. */
export interface Pace {
  whole_days: number;
  credit: Rates;
  tokens: Rates;
}

/** `until` null: longer than a year for credit, until the next top-up for tokens. */
export interface Runway {
  /** Credit below zero, or none at all, has ended already. */
  credit: { until: number | null };
  /** Null where there are none to spend. */
  tokens: { until: number | null } | null;
}

export interface Renewal {
  number: string;
  name: string;
  at: number;
  price: Micros;
  fate: Fate;
}

export function usageOf(input: UsageInput): Usage {
  const { account, billing, ledger, by, attributed, since, now } = input;
  const until = Math.min(input.until ?? now, now);
  const isPaid = billing.plan_type !== UNLIMITED;
  const pace = paceOf(ledger, since, until);
  const due = nextRenewals(input.numbers, now);
  const balance = { credit: billing.balance_credit ?? 0, tokens: billing.balance_token ?? 0 };
  const judged = isPaid
    ? fatesOf(due, balance.credit)
    : due.map((one) => ({ ...one, price: 0, fate: 'renewed' as const }));
  return {
    account,
    since,
    until,
    by,
    plan: billing.plan_type ?? '',
    plan_status: billing.plan_status || 'active',
    balance,
    spent: sumOf(spendings(ledger.days)),
    entries: [...byKind(ledger.entries ?? {})].map(([kind, spending]) => ({ kind, ...spending })),
    rows: rowsOf(input, until),
    days: daysOf(ledger, since, until),
    unattributed: attributed?.unattributed ?? [],
    pace,
    // What lies ahead follows from what was last.
    runway: pace === null || input.until !== undefined || !isPaid ? null : runwayOf(input, pace),
    renewals: judged.map(({ row, at, price, fate }) => ({
      number: row.number ?? '',
      name: row.name ?? '',
      at,
      price,
      fate,
    })),
    top_up: isPaid
      ? { at: nextTopUp(billing, now), tokens: planTokens[billing.plan_type ?? ''] ?? null }
      : null,
  };
}

/** Null without a whole day. */
function paceOf(ledger: Ledger, since: number, until: number): Pace | null {
  const days = wholeDays(ledger, { since, now: until });
  if (days.length === 0) return null;
  return { whole_days: days.length, credit: ratesOf(days, creditOf), tokens: ratesOf(days, tokensOf) };
}

function runwayOf({ billing, numbers, now }: UsageInput, pace: Pace): Runway {
  const credit = billing.balance_credit ?? 0;
  const tokens = billing.balance_token ?? 0;
  const end = endOf(credit, pace.credit, { now, until: now + AHEAD, numbers });
  const tokenEnd = endOf(tokens, pace.tokens, { now, until: nextTopUp(billing, now), numbers: [] });
  return {
    credit: { until: end ?? null },
    tokens: tokens > 0 || pace.tokens.workday + pace.tokens.weekend > 0 ? { until: tokenEnd ?? null } : null,
  };
}

function rowsOf({ by, ledger, attributed, since, nameOf }: UsageInput, until: number): UsageRow[] {
  if (by === 'day') return daysOf(ledger, since, until);
  const groups = by === 'kind' ? byKind(ledger.days) : (attributed?.groups ?? new Map<string, Spending>());
  return [...groups]
    .map(([key, spending]) => ({ key, name: nameOf(key) ?? null, ...spending }))
    .sort(
      (a, b) => b.credit - a.credit || b.tokens - a.tokens || b.count - a.count || (a.key < b.key ? -1 : 1),
    );
}

/** All days of the time, those on which nothing was spent included. */
function daysOf({ days }: Ledger, since: number, until: number): UsageRow[] {
  const rows: UsageRow[] = [];
  for (let at = Math.floor(since / DAY) * DAY; at < until; at += DAY) {
    const key = utcDay(at);
    const kinds = days[key] ?? {};
    rows.push({ key, name: null, ...sumOf(Object.values(kinds)), kinds });
  }
  return rows;
}

type Days = Ledger['days'];

const spendings = (days: Days): Spending[] => Object.values(days).flatMap((kinds) => Object.values(kinds));

function byKind(days: Days): Map<string, Spending> {
  const all = new Map<string, Spending[]>();
  for (const kinds of Object.values(days))
    for (const [kind, spending] of Object.entries(kinds)) all.set(kind, [...(all.get(kind) ?? []), spending]);
  return new Map([...all].map(([kind, some]) => [kind, sumOf(some)]));
}

const sumOf = (all: readonly Spending[]): Spending =>
  all.reduce(
    (sum, { count, credit, tokens }) => ({
      count: sum.count + count,
      credit: sum.credit + credit,
      tokens: sum.tokens + tokens,
    }),
    { count: 0, credit: 0, tokens: 0 },
  );
