/** What an account has spent within a time, how fast, and how long what is left lasts. Rows in, data out. */
import type { BillingAccount, Number } from '../api/wire.ts';
import type { Micros } from '../core/money.ts';
import { DAY, utcDay } from '../core/time.ts';
import { planTokens, UNLIMITED } from '../snapshot/plans.ts';
import type { Ledger, Spending } from '../snapshot/ledger.ts';
import type { Attributed, Unattributed } from './attribution.ts';
import type { UsageBy } from './groups.ts';
import { nextRenewals, type Fate } from './renewals.ts';
import { endOf, forecastOf, nextFates, spends } from './runway.ts';
import {
  creditOf,
  LEAST_DAYS,
  nextTopUp,
  ratesOf,
  tokensOf,
  wholeDays,
  type LedgerDay,
  type Rates,
} from './spending.ts';

/** No one plans further ahead than a year, and prices change. */
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
  /** Why there is no runway, where it is too early for one. */
  not_estimated: { whole_days: number; needed: number } | null;
  renewals: readonly Renewal[];
  /** `tokens` null: the number is unknown. */
  top_up: { at: number; tokens: number | null } | null;
}

/** What a day takes, without what numbers cost: working days and weekends apart, over so many whole days, seven or more. */
export interface Pace {
  whole_days: number;
  credit: Rates;
  tokens: Rates;
}

/** `until` null: longer than a year for credit, until the next top-up for tokens. */
export interface Runway {
  /** Credit below zero, or none at all, has already ended. */
  credit: { until: number | null };
  /** Null where there are none to spend. */
  tokens: { until: number | null } | null;
}

export interface Renewal {
  number: string;
  name: string;
  at: number;
  price: Micros;
  /** At the pace of the runway; without one, as if nothing else were spent. */
  fate: Fate;
  /** What is left when its turn comes, at the pace of the runway; null without one. */
  credit_before: Micros | null;
}

export function usageOf(input: UsageInput): Usage {
  const { account, billing, ledger, by, attributed, since, now } = input;
  const until = Math.min(input.until ?? now, now);
  const isPaid = billing.plan_type !== UNLIMITED;
  const wholeOnes = wholeDays(ledger, { since, now: until });
  const pace = paceOf(wholeOnes);
  const balance = { credit: billing.balance_credit ?? 0, tokens: billing.balance_token ?? 0 };
  // What lies ahead follows from what was last, and from no less than a week of it.
  const isLast = input.until === undefined && isPaid;
  const rates = isLast ? pace : null;
  const credit =
    rates && forecastOf(balance.credit, rates.credit, { now, until: now + AHEAD, numbers: input.numbers });
  const days = daysOf(ledger, since, until);
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
    rows: by === 'day' ? days : rowsOf(input),
    days,
    unattributed: attributed?.unattributed ?? [],
    pace,
    runway: credit && { credit: { until: credit.end ?? null }, tokens: tokenRunway(input, rates.tokens) },
    not_estimated: isLast && rates === null ? { whole_days: wholeOnes.length, needed: LEAST_DAYS } : null,
    renewals: renewalsOf(input, isPaid, rates?.credit),
    top_up: isPaid
      ? { at: nextTopUp(billing, now), tokens: planTokens[billing.plan_type ?? ''] ?? null }
      : null,
  };
}

/** Null of less than a week: then a kind of day may be missing, and what is seen may be an exception. */
const paceOf = (days: readonly LedgerDay[]): Pace | null =>
  days.length < LEAST_DAYS
    ? null
    : { whole_days: days.length, credit: ratesOf(days, creditOf), tokens: ratesOf(days, tokensOf) };

function tokenRunway({ billing, now }: UsageInput, rates: Rates): Runway['tokens'] {
  const tokens = billing.balance_token ?? 0;
  if (tokens <= 0 && !spends(rates)) return null;
  return { until: endOf(tokens, rates, { now, until: nextTopUp(billing, now), numbers: [] }) ?? null };
}

/** The next renewal of each number. */
function renewalsOf(
  { numbers, billing, now }: UsageInput,
  isPaid: boolean,
  rates: Rates | undefined,
): Renewal[] {
  const judged = isPaid
    ? nextFates(billing.balance_credit ?? 0, rates, { now, numbers })
    : nextRenewals(numbers, now).map((one) => ({ ...one, price: 0, left: 0, fate: 'renewed' as const }));
  return judged.map(({ row, at, price, fate, left }) => ({
    number: row.number ?? '',
    name: row.name ?? '',
    at,
    price,
    fate,
    credit_before: rates === undefined ? null : left,
  }));
}

function rowsOf({ by, ledger, attributed, nameOf }: UsageInput): UsageRow[] {
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
