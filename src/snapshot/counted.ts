/** Rows that are counted as far back as the horizon; days that an earlier audit has counted are not read again. */
import { PAGE_SIZE, type ListedRow, type Range } from '../api/pages.ts';
import { DAY, parseTime } from '../core/time.ts';
import { ByDay, dayOf, isSame, isSettled, reuse, type KeptDay, type KeptDays } from './kept.ts';
import { openSlices, sideBySide, type OpenedList } from './slices.ts';
import type { Counting } from './traffic.ts';

export interface CountedOptions<Row, T> {
  counting: Counting<Row, T>;
  pages: (range: Range) => AsyncIterableIterator<Row[]>;
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
  const { since, until, now, readers, turn } = options;
  const kept = options.kept.filter(({ day }) => (day + 1) * DAY <= (until ?? Infinity));
  const { days: usable, missing, from, samples } = reuse(kept, since, now, turn);
  const recent = await openFrom(from, options);
  return {
    remaining: () => recent.opened.remaining() + missing.length + sumOf(samples.map(pagesOf)),
    async read() {
      await recent.opened.read();
      const days = [...missing, ...samples.map(({ day }) => day)];
      const alone = await allOf(readers, days, (day) => readDay(day, options));
      const readAgain = new Map(alone.map((one) => [one.day, one]));
      if (samples.every((one) => isSame(one, readAgain.get(one.day)))) {
        const reused = usable.map((one) => readAgain.get(one.day) ?? one);
        const read = missing.flatMap((day) => readAgain.get(day) ?? []);
        return countedRows({ reused, read, recent, differed: false }, options);
      }
      // What is kept is not what the server has: it counts for nothing.
      const whole = await openFrom(since, options);
      await whole.opened.read();
      return countedRows({ reused: [], read: [], recent: whole, differed: true }, options);
    },
  };
}

/** The days from a moment on, which are read as one list. */
interface Recent<T> {
  opened: OpenedList;
  /** From the first day on, those without rows included, as far as the server's clock was at least. */
  days: () => KeptDay<T>[];
  /** When the newest row was created, milliseconds since 1970. */
  newest: () => number;
}

async function openFrom<Row extends ListedRow, T>(
  start: number,
  options: CountedOptions<Row, T>,
): Promise<Recent<T>> {
  const { counting, until, now } = options;
  const counted = new ByDay(counting.begin);
  const opened = await openSlices<Row>({
    ...options,
    onRows: (rows) => {
      for (const row of rows) counted.add(row, parseTime(row.tm_create) ?? 0);
    },
    since: start * 1000,
    until: until === undefined ? undefined : until * 1000,
    now: now * 1000,
  });
  return {
    opened,
    days: () => counted.days(dayOf(start), now),
    newest: () => counted.newest,
  };
}

async function readDay<Row extends ListedRow, T>(
  day: number,
  { counting, pages, now }: CountedOptions<Row, T>,
): Promise<KeptDay<T>> {
  const counted = counting.begin();
  for await (const rows of pages({ since: day * DAY * 1000, until: (day + 1) * DAY * 1000 }))
    for (const row of rows) counted.add(row);
  return { day, value: counted.result(), readAt: now };
}

/** What was reused and what was read, by days. */
interface AllDays<T> {
  reused: readonly KeptDay<T>[];
  read: readonly KeptDay<T>[];
  recent: Recent<T>;
  differed: boolean;
}

function countedRows<Row, T>(
  { reused, read, recent, differed }: AllDays<T>,
  { counting, since, now }: CountedOptions<Row, T>,
): CountedRows<T> {
  const days = [...reused, ...read, ...recent.days()].sort((a, b) => a.day - b.day);
  // The newest row was made by the server's clock: ours may be ahead, and take days for over that are not.
  const settled = Math.min(now, recent.newest());
  const mayBeKept = (one: KeptDay<T>): boolean =>
    one.day >= dayOf(since) &&
    isSettled(one.day, settled) &&
    (counting.isFinal === undefined || counting.isFinal(one.value));
  return {
    value: mergedDays(days, counting),
    kept: {
      days: days.filter((one) => reused.includes(one) || mayBeKept(one)),
      reused: reused.filter(({ readAt }) => readAt !== now).length,
      oldestReadAt: reused.reduce<number | undefined>(
        (oldest, { readAt }) => Math.min(oldest ?? readAt, readAt),
        undefined,
      ),
      differed,
    },
  };
}

/** So many values are put together at a time. */
const TOGETHER = 10;

/** Part by part: of many days, the values of a few are held at the same time. */
function mergedDays<Row, T>(days: readonly KeptDay<T>[], counting: Counting<Row, T>): T {
  if (days.length <= TOGETHER) return counting.merge(days.map(({ value }) => value));
  const size = Math.ceil(days.length / TOGETHER);
  const parts = Array.from({ length: Math.ceil(days.length / size) }, (_, index) =>
    mergedDays(days.slice(index * size, (index + 1) * size), counting),
  );
  return counting.merge(parts);
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
