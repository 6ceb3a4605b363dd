/** Ledgers for the examples of rules: the same on many days. */
import type { Ledger, Spending } from '../snapshot/ledger.ts';
import { day } from './examples.ts';

/** Micro-USD and tokens. */
export const spent = (credit: number, tokens = 0): Spending => ({ count: 1, credit, tokens });

/** The same amount on each day from so many days ago until yesterday; by default nothing on weekends (UTC). */
export function daily(
  days: number,
  workday: Readonly<Record<string, Spending>>,
  weekend: Readonly<Record<string, Spending>> = {},
): Ledger['days'] {
  const names = Array.from({ length: days }, (_, index) => day(days - index));
  return Object.fromEntries(
    names.map((name) => [name, [0, 6].includes(new Date(name).getUTCDay()) ? weekend : workday]),
  );
}
