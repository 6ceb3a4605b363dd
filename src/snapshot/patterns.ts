/** What of a day's traffic looks like misuse: numbers that are dialled again and again, and calls back to expensive ones. */
import type { Call } from '../api/wire.ts';
import { isHighCost } from '../core/high-cost.ts';
import { DAY, parseTime, SECOND } from '../core/time.ts';
import { merged } from './merged.ts';

/** So many calls, and when. Times in milliseconds since 1970. */
export interface Dialled {
  count: number;
  first: number;
  last: number;
}

/** A number abroad whose minute is expensive. */
export interface ExpensiveCaller {
  /** Lower-case ISO 3166 alpha-2, or `001`. */
  country: string;
  /** Its calls that were over after seconds, as those of a telephone that rings once. */
  rang: Dialled | null;
  /** Its calls that lasted. */
  talked: number;
  /** Calls to it. */
  called: Dialled | null;
}

/** Fewer calls to one number on a day are not recorded. */
export const DIALLED_LEAST = 10;
/** So many numbers are kept of a day, those dialled most. */
const DIALLED_MOST = 50;
const EXPENSIVE_MOST = 500;
/** A call that is over by then rang once. */
const RINGS_ONCE = 15 * SECOND;

/** What is kept of the calls with numbers outside. */
interface Patterns {
  dialled: Readonly<Record<string, Dialled>>;
  expensive: Readonly<Record<string, ExpensiveCaller>>;
}

type OlderPatterns = { readonly [K in keyof Patterns]?: Patterns[K] | undefined };

/** Each day by itself, so that days that are put together equal all of them. */
export class CallPatterns {
  readonly #days = new Map<number, DayPatterns>();

  /** @param countryOf lower-case ISO 3166 alpha-2 of an E.164 number. */
  add(row: Call, at: number, countryOf: (number: string) => string | undefined): void {
    const outgoing = row.direction === 'outgoing';
    const other = outgoing ? row.destination : row.source;
    if (other?.type !== 'tel' || !other.target) return;
    const day = Math.floor(at / DAY);
    let patterns = this.#days.get(day);
    if (patterns === undefined) this.#days.set(day, (patterns = new DayPatterns()));
    if (outgoing) patterns.addDialled(other.target, at);
    const country = countryOf(other.target);
    if (country !== undefined && isHighCost(country)) patterns.addExpensive(other.target, country, row, at);
  }

  result(): Patterns {
    return mergePatterns(Array.from(this.#days.values(), (day) => day.result()));
  }
}

class DayPatterns {
  readonly #dialled = new Map<string, Dialled>();
  readonly #expensive = new Map<string, ExpensiveCaller>();

  addDialled(number: string, at: number): void {
    const once: Dialled = { count: 1, first: at, last: at };
    this.#dialled.set(number, together(this.#dialled.get(number) ?? null, once) ?? once);
  }

  addExpensive(number: string, country: string, row: Call, at: number): void {
    const known = this.#expensive.get(number);
    if (known === undefined && this.#expensive.size >= EXPENSIVE_MOST) return;
    const isCalled = row.direction === 'outgoing';
    const isShort = lasted(row, at) <= RINGS_ONCE;
    const once: Dialled = { count: 1, first: at, last: at };
    const one: ExpensiveCaller = {
      country,
      rang: !isCalled && isShort ? once : null,
      talked: !isCalled && !isShort ? 1 : 0,
      called: isCalled ? once : null,
    };
    this.#expensive.set(number, known === undefined ? one : both(known, one));
  }

  result(): Patterns {
    const often = [...this.#dialled]
      .filter(([, { count }]) => count >= DIALLED_LEAST)
      .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
      .slice(0, DIALLED_MOST);
    return { dialled: Object.fromEntries(often), expensive: Object.fromEntries(this.#expensive) };
  }
}

/** How long a call lasted; one that has not ended, for ever. */
function lasted(row: Call, at: number): number {
  const end = parseTime(row.tm_hangup);
  return end === undefined ? Infinity : end - at;
}

/** Of several days; those of snapshots of earlier versions lack both. */
export function mergePatterns(days: readonly OlderPatterns[]): Patterns {
  return {
    dialled: merged(
      days.map(({ dialled = {} }) => dialled),
      mostDialled,
    ),
    expensive: merged(
      days.map(({ expensive = {} }) => expensive),
      both,
    ),
  };
}

/** The day on which it was dialled most; of equal ones the later. */
const mostDialled = (a: Dialled, b: Dialled): Dialled =>
  b.count > a.count || (b.count === a.count && b.first > a.first) ? b : a;

const both = (a: ExpensiveCaller, b: ExpensiveCaller): ExpensiveCaller => ({
  country: a.country,
  rang: together(a.rang, b.rang),
  talked: a.talked + b.talked,
  called: together(a.called, b.called),
});

function together(a: Dialled | null, b: Dialled | null): Dialled | null {
  if (a === null || b === null) return a ?? b;
  return { count: a.count + b.count, first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}
