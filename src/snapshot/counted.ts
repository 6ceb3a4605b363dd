/** Rows that are counted as far back as the horizon; days that an earlier audit has counted are not read again. */
import { PAGE_SIZE, type ListedRow, type Range } from '../api/pages.ts';
import { DAY, parseTime } from '../core/time.ts';
import { ByDay, dayOf, isSame, isSettled, reuse, type KeptDay, type KeptDays } from './kept.ts';
import { openSlices, sideBySide } from './slices.ts';
import type { Counting } from './traffic.ts';

export interface CountedOptions<Row, T> {
  counting: Counting<Row, T>;
  pages: (range: Range) => AsyncGenerator<Row[], void, undefined>;
  /** Of earlier readings. */
  kept: KeptDays<T>;
  /** Milliseconds since 1970. */
  since: number;
  /** Milliseconds since 1970, not included; undefined for all that is new: only then the days may be kept. */
  until?: number | undefined;
  /** Milliseconds since 1970. */
  now: number;
  readers: number;
  looks: number | undefined;
  phase: number;
  /** Different for lists that are read together: they are not all checked in the same night. */
  turn: number;
}

/** The result of a reading. */
export interface CountedRows<T> {
  value: T;
  kept: Kept<T>;
}

/** What of a reading an earlier one has saved, and what this one saves the next. */
export interface Kept<T> {
  /** For the next reading. */
  days: KeptDays<T>;
  /** How many days were not read, and when the oldest of them was (milliseconds since 1970). */
  reused: number;
  oldestReadAt: number | undefined;
  /** Whether days that were read again differed, so that all were. */
  differed: boolean;
}

export interface OpenedCounting<T> {
  /** Requests that are still to be made, about. */
  remaining: () => number;
  read: () => Promise<CountedRows<T>>;
}

export async function openCounted<Row extends ListedRow, T extends { rows: number }>(
  options: CountedOptions<Row, T>,
): Promise<OpenedCounting<T>> {
  const { counting, pages, since, until, now, readers, turn } = options;
  const kept = options.kept.filter(({ day }) => (day + 1) * DAY <= (until ?? Infinity));
  const first = dayOf(since);
  const { days: usable, missing, from, samples } = reuse(kept, since, now, turn);
  const openFrom = async (start: number) => {
    const counted = new ByDay(counting.begin);
    const opened = await openSlices<Row>({
      ...options,
      pages,
      onRows: (rows) => {
        for (const row of rows) counted.add(row, parseTime(row.tm_create) ?? 0);
      },
      since: start * 1000,
      until: until === undefined ? undefined : until * 1000,
      now: now * 1000,
    });
    /** From the first day on, those without rows included, as far as the server's clock was at least. */
    const days = (): KeptDay<T>[] => counted.days(dayOf(start), now).map((one) => ({ ...one, readAt: now }));
    return { opened, counted, days };
  };
  const readDay = async (day: number): Promise<KeptDay<T>> => {
    const counted = counting.begin();
    for await (const rows of pages({ since: day * DAY * 1000, until: (day + 1) * DAY * 1000 }))
      for (const row of rows) counted.add(row);
    return { day, value: counted.result(), readAt: now };
  };
  let recent = await openFrom(from);

  return {
    remaining: () => recent.opened.remaining() + missing.length + sumOf(samples.map(pagesOf)),
    async read() {
      await recent.opened.read();
      const alone = await allOf(readers, [...missing, ...samples.map(({ day }) => day)], readDay);
      const readAgain = new Map(alone.map((one) => [one.day, one]));
      const differed = samples.some((one) => !isSame(one, readAgain.get(one.day)));
      // What is kept is not what the server has: it counts for nothing.
      if (differed) {
        recent = await openFrom(since);
        await recent.opened.read();
      }
      const reused = differed ? [] : usable.map((one) => readAgain.get(one.day) ?? one);
      const read = differed ? [] : missing.flatMap((day) => readAgain.get(day) ?? []);
      const days = [...reused, ...read, ...recent.days()].sort((a, b) => a.day - b.day);
      // The newest row was made by the server's clock: ours may be ahead, and take days for over that are not.
      const settled = Math.min(now, recent.counted.newest);
      return {
        value: counting.merge(days.map(({ value }) => value)),
        kept: {
          days: days.filter(
            (one) =>
              reused.includes(one) ||
              (one.day >= first && isSettled(one.day, settled) && (counting.isFinal?.(one.value) ?? true)),
          ),
          reused: reused.filter(({ readAt }) => readAt !== now).length,
          oldestReadAt: reused.reduce<number | undefined>(
            (oldest, { readAt }) => Math.min(oldest ?? readAt, readAt),
            undefined,
          ),
          differed,
        },
      };
    },
  };
}

const pagesOf = <T extends { rows: number }>({ value }: KeptDay<T>): number =>
  Math.ceil(value.rows / (PAGE_SIZE - 1)) + 1;

const sumOf = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

async function allOf<T, R>(
  workers: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const waiting = [...items];
  const done: R[] = [];
  await sideBySide(
    workers,
    () => waiting.shift(),
    async (item) => {
      done.push(await work(item));
    },
  );
  return done;
}
