/** How long credit or tokens last at the pace at which they are spent, with the renewals that are due. */
import type { Number } from '../api/wire.ts';
import { RENEWAL_DAYS, type Micros } from '../core/money.ts';
import { DAY } from '../core/time.ts';
import { fatesOf, renewalsUntil, type Fate, type Renewal } from './renewals.ts';
import { midnightAfter, spentBetween, type Rates } from './spending.ts';

/** What lies ahead. Times are milliseconds since 1970. */
export interface Ahead {
  now: number;
  until: number;
  /** Whose renewals take credit; none for tokens. */
  numbers: readonly Number[];
}

export const spends = (rates: Rates): boolean => rates.workday > 0 || rates.weekend > 0;

/** The forecast for an amount of credit or tokens at a pace. */
export interface Forecast {
  /** When it is used up; undefined where it lasts. Milliseconds since 1970. */
  end: number | undefined;
  /** Every renewal until then and later, the first one first, with the amount that is left when its turn comes. */
  renewals: readonly (Renewal & { fate: Fate; left: number })[];
}

/**
 * The stretches of time to simulate: up to the next midnight or the next night in which numbers are renewed. What a
 * day costs changes at midnight.
 */
function* stretches({ now, until }: Ahead, nights: readonly number[]): Generator<[from: number, to: number]> {
  const upcoming = nights.filter((at) => at > now);
  for (let from = now; from < until;) {
    while (upcoming[0] !== undefined && upcoming[0] <= from) upcoming.shift();
    const to = Math.min(midnightAfter(from), upcoming[0] ?? Infinity, until);
    yield [from, to];
    from = to;
  }
}

/**
 * Spends at this pace. A number whose renewal is not covered is lost, and costs nothing; one that may still be
 * renewed takes the credit below zero. Nothing more is spent once everything is used up.
 */
export function forecastOf(amount: number, rates: Rates, ahead: Ahead): Forecast {
  const due = renewalsUntil(ahead.numbers, ahead.now, ahead.until);
  const judged: (Renewal & { fate: Fate; left: number })[] = [];
  const nights = new Map<number, Renewal[]>();
  for (const renewal of due) nights.set(renewal.at, [...(nights.get(renewal.at) ?? []), renewal]);
  let left = amount;
  let end: number | undefined;
  for (const [from, to] of stretches(ahead, [...nights.keys()])) {
    for (const renewal of fatesOf(nights.get(from) ?? [], left)) {
      judged.push({ ...renewal, left });
      if (renewal.fate !== 'lost') left -= renewal.price;
    }
    if (left <= 0) end ??= from;
    if (end !== undefined) continue;
    const spending = spentBetween(rates, from, to);
    if (spending >= left) {
      const last = from + Math.floor((left / spending) * (to - from));
      if (last < ahead.until) end = last;
      left = 0;
    } else left -= spending;
  }
  return { end, renewals: judged };
}

const NOTHING: Rates = { workday: 0, weekend: 0 };
/** By then each number was renewed once, or is lost. */
const FIRST_TERM = (RENEWAL_DAYS + 2) * DAY;

/**
 * What happens to each number at its next renewal, earliest first.
 * @param rates Other spending; undefined (unknown) counts as none.
 */
export function nextFates(
  credit: Micros,
  rates: Rates | undefined,
  { now, numbers }: Omit<Ahead, 'until'>,
): Forecast['renewals'] {
  const { renewals } = forecastOf(credit, rates ?? NOTHING, { now, until: now + FIRST_TERM, numbers });
  const seen = new Set<Number>();
  return renewals.filter(({ row }) => !seen.has(row) && seen.add(row));
}

/** When so much is used up; undefined where it lasts. */
export const endOf = (amount: number, rates: Rates, ahead: Ahead): number | undefined =>
  forecastOf(amount, rates, ahead).end;

/** What usage and renewals take until then. */
export function costOf(rates: Rates, ahead: Ahead): Micros {
  const renewals = renewalsUntil(ahead.numbers, ahead.now, ahead.until);
  const used = [...stretches(ahead, [])].reduce((sum, [from, to]) => sum + spentBetween(rates, from, to), 0);
  return renewals.reduce((sum, { price }) => sum + price, used);
}
