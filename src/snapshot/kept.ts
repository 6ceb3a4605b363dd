/**
 * Traffic that an earlier audit has counted, day by day: a day that is over by 48 hours does not change any more, so that
 * the next audit need not read it again. What is kept is checked by reading some days again, and counts for nothing where
 * it differs.
 */
import { isDeepStrictEqual } from 'node:util';
import { DAY, HOUR } from '../core/time.ts';
import type { Aggregate } from './traffic.ts';

/** One day of one section. */
export interface KeptDay<T> {
  /** Days since 1970, UTC. */
  day: number;
  /** Of a day that was read just now it is made each time: what it is made of is smaller. */
  readonly value: T;
  /** When it was read last. Milliseconds since 1970. */
  readAt: number;
}

/** Oldest first. */
export type KeptDays<T> = readonly KeptDay<T>[];

/** For so long after its end a day may still change: rows arrive late, calls and their charges end. */
const SETTLING_MS = 48 * HOUR;

/** Of what is kept so much is read again each time. */
const SAMPLE = 0.02;

/** @param at Milliseconds since 1970. */
export const dayOf = (at: number): number => Math.floor(at / DAY);

/** @param now Milliseconds since 1970. */
export const isSettled = (day: number, now: number): boolean => (day + 1) * DAY + SETTLING_MS <= now;

interface Reuse<T> {
  /** Days that need not be read. */
  days: KeptDays<T>;
  /** Days before `from` that were not kept: they are read, each by itself. */
  missing: readonly number[];
  /** From here on everything is read. Milliseconds since 1970. */
  from: number;
  /** Those of `days` that are read again to see whether they are still the same: those looked at longest ago. */
  samples: KeptDays<T>;
}

/**
 * What of the kept days can be used; nothing where more is missing than there is.
 * @param since How far back the traffic is wanted. Milliseconds since 1970, the beginning of a day.
 * @param now Milliseconds since 1970.
 * @param turn Sections with different turns are checked in different nights, where a day is more than a night may read.
 */
export function reuse<T extends { rows: number }>(
  kept: KeptDays<T>,
  since: number,
  now: number,
  turn: number,
): Reuse<T> {
  const first = dayOf(since);
  const days = kept.filter(({ day }) => day >= first && isSettled(day, now));
  const next = (days.at(-1)?.day ?? first - 1) + 1;
  const known = new Set(days.map(({ day }) => day));
  const missing = range(first, next).filter((day) => !known.has(day));
  return since !== first * DAY || days.length === 0 || missing.length > days.length
    ? { days: [], missing: [], from: since, samples: [] }
    : { days, missing, from: next * DAY, samples: samplesOf(days, dayOf(now) + turn) };
}

/** Those looked at longest ago, and of these the newest, which will be used for longest; a day that is more than its share is looked at every few nights. */
function samplesOf<T extends { rows: number }>(days: KeptDays<T>, night: number): KeptDays<T> {
  const budget = days.reduce((sum, one) => sum + weightOf(one), 0) * SAMPLE;
  const inTurn = [...days].sort((a, b) => a.readAt - b.readAt || b.day - a.day);
  const [next] = inTurn;
  if (next !== undefined && weightOf(next) > budget)
    return night % Math.ceil(weightOf(next) / budget) === 0 ? [next] : [];
  let weight = 0;
  return inTurn.filter((one) => (weight += weightOf(one)) <= budget);
}

/** What it takes to read a day: one without rows takes a request, too. */
const weightOf = ({ value }: KeptDay<{ rows: number }>): number => Math.max(1, value.rows);

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

/** Counts rows day by day. */
export class ByDay<Row, T> {
  readonly #days = new Map<number, Aggregate<Row, T>>();
  readonly #begin: () => Aggregate<Row, T>;
  /** The creation of the newest row: the server's clock was at least there. Milliseconds since 1970. */
  newest = 0;

  constructor(begin: () => Aggregate<Row, T>) {
    this.#begin = begin;
  }

  /** @param at Milliseconds since 1970. */
  add(row: Row, at: number): void {
    this.newest = Math.max(this.newest, at);
    const day = dayOf(at);
    const counted = this.#days.get(day) ?? this.#begin();
    this.#days.set(day, counted);
    counted.add(row);
  }

  /** All days with rows, and those without from `first` to the moment `now` (milliseconds since 1970). */
  days(first: number, now: number): KeptDay<T>[] {
    const all = new Set([...this.#days.keys(), ...range(first, dayOf(now) + 1)]);
    return [...all].map((day) => {
      const counted = this.#days.get(day) ?? this.#begin();
      return {
        day,
        get value() {
          return counted.result();
        },
        readAt: now,
      };
    });
  }
}

/** Whether a day that was read again is as it was kept. */
export const isSame = <T>(kept: KeptDay<T>, again: KeptDay<T> | undefined): boolean =>
  again !== undefined && isDeepStrictEqual(plain(kept.value), plain(again.value));

/** As a file has it. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
