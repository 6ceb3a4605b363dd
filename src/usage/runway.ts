/** How long credit or tokens last at the pace at which they are spent, with the renewals that are due. */
import type { Number } from '../api/wire.ts';
import type { Micros } from '../core/money.ts';
import { fatesOf, renewalsUntil } from './renewals.ts';
import { midnightAfter, spentBetween, type Rates } from './spending.ts';

/** What lies ahead. Times are milliseconds since 1970. */
export interface Ahead {
  now: number;
  until: number;
  /** Whose renewals take credit; none for tokens. */
  numbers: readonly Number[];
}

export const spends = (rates: Rates): boolean => rates.workday > 0 || rates.weekend > 0;

/** The stretches of time to simulate: the rest of today, then day by day. */
function* stretches({ now, until }: Ahead): Generator<[from: number, to: number]> {
  for (let from = now; from < until; from = midnightAfter(from)) {
    yield [from, Math.min(midnightAfter(from), until)];
  }
}

/**
 * When so much is used up; undefined where it lasts. A number whose renewal is not covered is lost, and takes nothing;
 * one that may be renewed all the same takes the credit below zero.
 */
export function endOf(amount: number, rates: Rates, ahead: Ahead): number | undefined {
  const renewals = renewalsUntil(ahead.numbers, ahead.now, ahead.until);
  let left = amount;
  for (const [from, to] of stretches(ahead)) {
    const tonight = renewals.filter(({ at }) => at >= from && at < to);
    for (const { price, fate } of fatesOf(tonight, left)) if (fate !== 'lost') left -= price;
    if (left <= 0) return from;
    const spending = spentBetween(rates, from, to);
    if (spending >= left) {
      const end = from + Math.floor((left / spending) * (to - from));
      return end < ahead.until ? end : undefined;
    }
    left -= spending;
  }
  return undefined;
}

/** What usage and renewals take until then. */
export function costOf(rates: Rates, ahead: Ahead): Micros {
  const renewals = renewalsUntil(ahead.numbers, ahead.now, ahead.until);
  const used = [...stretches(ahead)].reduce((sum, [from, to]) => sum + spentBetween(rates, from, to), 0);
  return renewals.reduce((sum, { price }) => sum + price, used);
}
