/** What an account spends, day by day, as its ledger tells: working days and weekends apart, all in UTC. */
import type { BillingAccount } from '../api/wire.ts';
import type { Ledger, Spending } from '../snapshot/ledger.ts';
import type { Micros } from '../core/money.ts';
import { DAY, parseTime, utcDay } from '../core/time.ts';

/** One whole day (UTC) of the ledger. */
export interface LedgerDay {
  /** `2026-11-23`. */
  day: string;
  /** Saturday or Sunday. */
  weekend: boolean;
  /** By `cost_type`; empty where nothing was spent. */
  kinds: Readonly<Record<string, Spending>>;
}

/** Whole days, without which a pace says nothing of what lies ahead: one of each weekday. */
export const LEAST_DAYS = 7;

/** What a day costs on average, in the unit of what was added up. */
export interface Rates {
  workday: number;
  weekend: number;
}

/** The cost of numbers is due on known dates: it is not part of the usual cost of a day. */
export const isNumberKind = (kind: string): boolean => kind === 'number' || kind === 'number_renew';

/** Whole micro-USD of a threshold in dollars. */
export const microsOf = (dollars: number): Micros => Math.round(dollars * 1_000_000);

export function isWeekend(at: number): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** The next midnight (UTC) after a time, never the time itself. */
export const midnightAfter = (at: number): number => (Math.floor(at / DAY) + 1) * DAY;

/**
 * The whole days that the ledger was read for, oldest first, yesterday last. They begin with its first line: an
 * account that is three days old has three days.
 *
 * @param since How far back the ledger was read. Milliseconds since 1970.
 */
export function wholeDays(ledger: Ledger, { since, now }: { since: number; now: number }): LedgerDay[] {
  const [first] = [...Object.keys(ledger.days), ...Object.keys(ledger.balances)].sort();
  if (first === undefined) return [];
  const days: LedgerDay[] = [];
  for (let at = Math.max(Math.ceil(since / DAY) * DAY, Date.parse(first)); at + DAY <= now; at += DAY) {
    const day = utcDay(at);
    days.push({ day, weekend: isWeekend(at), kinds: ledger.days[day] ?? {} });
  }
  return days;
}

/** Credit that a day took, without what numbers cost. */
export const creditOf = ({ kinds }: LedgerDay): Micros =>
  Object.entries(kinds).reduce((sum, [kind, { credit }]) => sum + (isNumberKind(kind) ? 0 : credit), 0);

export const tokensOf = ({ kinds }: LedgerDay): number =>
  Object.values(kinds).reduce((sum, { tokens }) => sum + tokens, 0);

/** Averages over the working days and over the weekends. */
export function ratesOf(days: readonly LedgerDay[], amountOf: (day: LedgerDay) => number): Rates {
  const mean = (weekend: boolean): number => {
    const amounts = days.filter((day) => day.weekend === weekend).map(amountOf);
    return amounts.reduce((sum, amount) => sum + amount, 0) / Math.max(1, amounts.length);
  };
  return { workday: mean(false), weekend: mean(true) };
}

/** What is spent from one moment to another on the same day. */
export function spentBetween(rates: Rates, from: number, to: number): number {
  return Math.round(((isWeekend(from) ? rates.weekend : rates.workday) * (to - from)) / DAY);
}

/** When the next tokens come. Milliseconds since 1970. */
export function nextTopUp(account: BillingAccount, now: number): number {
  const told = parseTime(account.tm_next_topup);
  if (told !== undefined && told > now) return told;
  const today = new Date(now);
  return Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1);
}
