/** When numbers are renewed and what that takes, as the platform's daily job does it. */
import type { Number } from '../api/wire.ts';
import type { Micros } from '../core/money.ts';
import { DAY, HOUR, parseMicros, parseTime } from '../core/time.ts';
import { RENEWAL_DAYS } from '../core/money.ts';
import { RENEWAL_PRICE } from '../snapshot/plans.ts';

/** The job renews what was renewed longer ago than this. */
const RENEWAL_EVERY = RENEWAL_DAYS * DAY;
/** The job runs once a day, so long after midnight (UTC). */
const JOB_AT = HOUR;

export interface Renewal {
  row: Number;
  /** When the job comes to it. Milliseconds since 1970. */
  at: number;
  /** Free for the second one in a calendar month; the credit must be available nevertheless. */
  price: Micros;
}

/** The next renewal of each number that has any, the first one first. Virtual numbers have none. */
export function nextRenewals(numbers: readonly Number[], now: number): Renewal[] {
  return numbers
    .filter(({ type, status, tm_delete }) => type === 'normal' && status !== 'deleted' && !tm_delete)
    .flatMap((row) => {
      const bought = parseTime(row.tm_purchase) ?? parseTime(row.tm_create);
      const renewed = parseTime(row.tm_renew) ?? bought;
      if (renewed === undefined) return [];
      const at = jobAfter(Math.max(renewed + RENEWAL_EVERY, now));
      // The purchase, which sets tm_renew too, is billed apart from the renewals.
      const everRenewed = bought !== undefined && renewed - bought >= DAY;
      return [{ row, at, price: everRenewed && sameMonth(renewed, at) ? 0 : RENEWAL_PRICE }];
    })
    .sort(byTime);
}

/** All renewals until a moment, the first one first; a number may be there more than once. */
export function renewalsUntil(numbers: readonly Number[], now: number, until: number): Renewal[] {
  return nextRenewals(numbers, now)
    .flatMap((first) => {
      const all: Renewal[] = [];
      for (let next = first; next.at < until; next = following(next)) all.push(next);
      return all;
    })
    .sort(byTime);
}

function following({ row, at: renewed }: Renewal): Renewal {
  const at = jobAfter(renewed + RENEWAL_EVERY);
  return { row, at, price: sameMonth(renewed, at) ? 0 : RENEWAL_PRICE };
}

const jobAfter = (at: number): number => (Math.floor((at - JOB_AT) / DAY) + 1) * DAY + JOB_AT;

const sameMonth = (a: number, b: number): boolean =>
  new Date(a).toISOString().slice(0, 7) === new Date(b).toISOString().slice(0, 7);

const createdAt = ({ row }: Renewal): number => parseMicros(row.tm_create) ?? 0;

/** Of one night the number that was created last goes first, whatever its renewal day is (run on a genuine server). */
const byTime = (a: Renewal, b: Renewal): number =>
  a.at - b.at || createdAt(b) - createdAt(a) || (a.row.id < b.row.id ? -1 : 1);

/** What happens to a number at its renewal. `uncertain`: it depends on how late the charges before it are booked. */
export type Fate = 'renewed' | 'uncertain' | 'lost';

/** So many charges may not be booked yet when the next number has its turn (run on a genuine server: one or two). */
const UNBOOKED = 2;

/**
 * What becomes of each number with this credit and no other spending. Each needs the whole price when its turn comes,
 * but the charges just before it may still be on their way: then it is renewed all the same, and the credit goes below
 * zero. From then on everything that is due on a later night is lost.
 *
 * @param due In the order in which the job takes them.
 */
export function fatesOf<T extends Renewal>(due: readonly T[], credit: Micros): (T & { fate: Fate })[] {
  let left = credit;
  let night: { at: number; charges: Micros[] } = { at: 0, charges: [] };
  return due.map((renewal) => {
    if (renewal.at !== night.at) night = { at: renewal.at, charges: [] };
    const unbooked = night.charges.slice(-UNBOOKED).reduce((sum, price) => sum + price, 0);
    const fate = left >= RENEWAL_PRICE ? 'renewed' : left + unbooked >= RENEWAL_PRICE ? 'uncertain' : 'lost';
    if (fate !== 'lost' && renewal.price > 0) {
      night.charges.push(renewal.price);
      left -= renewal.price;
    }
    return { ...renewal, fate };
  });
}
