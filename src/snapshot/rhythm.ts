/** How many rows a list has where it was not read, by the rhythm of the day that it has where it was. */
import { DAY, MINUTE } from '../core/time.ts';

/** A part of the list that was read. All times in microseconds since 1970. */
export interface Seen {
  from: number;
  /** Not included. */
  to: number;
  /** When its rows were created. */
  rows: readonly number[];
}

const DAY_MICROS = DAY * 1000;
/** A part of the day; short enough for the moment at which a business opens. */
const PART = 15 * MINUTE * 1000;
const PARTS = DAY_MICROS / PART;
const WEEK = 7 * DAY_MICROS;
/** Of 1970-01-01. */
const THURSDAY = 4;
/** What fewer rows in less time show of a part of the day is shown better by the parts around it. */
const ENOUGH_ROWS = 25;
const ENOUGH_TIME = 2 * PART;
/** With less of them, weekends are days like others. */
const ENOUGH_WEEKEND = 24 * PART;
/** A page with half or twice as many rows as those around it is of another kind of day. */
const UNLIKE = Math.log(2);
/** After so many rounds the weights of pages hardly change. */
const ROUNDS = 2;

/** Rows and time that were seen, by part of the day. */
interface Counted {
  rows: Float64Array;
  time: Float64Array;
}

/** Rows per microsecond, by part of the day. */
interface Rates {
  week: Float64Array;
  weekend: Float64Array;
}

/** A time in which it was as busy as in the page within it. */
interface Stretch {
  from: number;
  to: number;
  /** How busy it was, for the hour and the kind of day: 1 is usual. */
  level: number;
}

export class Rhythm {
  /** Newest first. */
  readonly #seen: readonly Seen[];
  readonly #levels: readonly number[];
  readonly #rates: Rates;

  /**
   * A page of a quiet day lasts longer than one of a busy day, and a holiday is covered whole by one page: each counts for as
   * many rows as it has, in place of those that other days would have had in its time.
   *
   * @param seen Newest first, none within another.
   */
  constructor(seen: readonly Seen[]) {
    let rates = ratesIn(seen, []);
    let levels: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      levels = smoothed(seen.map(({ from, to, rows }) => (rows.length + 1) / (rowsAt(rates, from, to) + 1)));
      rates = ratesIn(seen, levels);
    }
    this.#seen = seen;
    this.#levels = levels;
    this.#rates = rates;
  }

  /** About so many rows. */
  rowsBetween(from: number, to: number): number {
    return sum(this.#stretches(from, to).map((one) => one.level * rowsAt(this.#rates, one.from, one.to)));
  }

  /**
   * At most so many moments with about as many rows between each and the next, newest first.
   * @param phase How much of these rows are above the first: from 0 to 1, neither of them included.
   */
  moments(from: number, to: number, count: number, phase: number): number[] {
    const moments: number[] = [];
    const rows = this.rowsBetween(from, to) / count;
    if (rows === 0) return moments;
    let left = rows * phase;
    for (const stretch of this.#stretches(from, to)) {
      const inIt = stretch.level * rowsAt(this.#rates, stretch.from, stretch.to);
      if (inIt < left) {
        left -= inIt;
        continue;
      }
      for (let end = stretch.to; end > stretch.from && moments.length < count;) {
        const start = Math.max(stretch.from, (Math.ceil(end / PART) - 1) * PART);
        const rate = stretch.level * rateAt(this.#rates, start);
        if (rate * (end - start) < left) {
          left -= rate * (end - start);
          end = start;
        } else {
          end -= left / rate;
          moments.push(end);
          left = rows;
        }
      }
    }
    return moments;
  }

  /** Newest first. Between two pages, each moment is as busy as the nearest: a holiday ends with its day. */
  #stretches(from: number, to: number): Stretch[] {
    const stretches: Stretch[] = [];
    let end = to;
    for (const [index, page] of this.#seen.entries()) {
      const older = this.#seen[index + 1];
      const middle = older === undefined ? from : (page.from + older.to) / 2;
      const start = Math.max(from, middle);
      if (start >= end) continue;
      stretches.push({ from: start, to: end, level: this.#levels[index] ?? 1 });
      end = start;
    }
    return stretches;
  }
}

function rowsAt(rates: Rates, from: number, to: number): number {
  let rows = 0;
  eachPart(from, to, (at, time) => {
    rows += time * rateAt(rates, at);
  });
  return rows;
}

const rateAt = ({ week, weekend }: Rates, at: number): number =>
  (isWeekend(at) ? weekend : week)[partOf(at)] ?? 0;

/** As the pages around it: one page alone has too few rows. But a holiday is unlike the days around it. */
function smoothed(levels: readonly number[]): number[] {
  return levels.map((level, index) => {
    const around = levels.slice(Math.max(0, index - 2), index + 3).sort((a, b) => a - b);
    const usual = around[around.length >> 1] ?? level;
    return Math.abs(Math.log(level / usual)) > UNLIKE ? level : usual;
  });
}

/** @param levels By page; 1 where there is none. */
function ratesIn(seen: readonly Seen[], levels: readonly number[]): Rates {
  const nothing = (): Counted => ({ rows: new Float64Array(PARTS), time: new Float64Array(PARTS) });
  const [week, weekend] = [nothing(), nothing()];
  const of = (at: number): Counted => (isWeekend(at) ? weekend : week);
  for (const [index, { from, to, rows }] of seen.entries()) {
    const level = levels[index] ?? 1;
    eachPart(from, to, (at, time) => {
      add(of(at).time, partOf(at), level * time);
    });
    for (const row of rows) add(of(row).rows, partOf(row), 1);
  }
  if ([week, weekend].some(({ time }) => sum(time) < ENOUGH_WEEKEND)) {
    const rates = ratesOf(together(week, weekend));
    return { week: rates, weekend: rates };
  }
  return { week: ratesOf(week), weekend: ratesOf(weekend) };
}

/** Of each part of the day, and where too little was seen of it, of as many around it as it takes. */
function ratesOf({ rows, time }: Counted): Float64Array {
  return Float64Array.from(rows, (_, part) => {
    let [counted, seen] = [0, 0];
    for (let reach = 0; reach <= PARTS / 2; reach += 1) {
      for (const at of reach === 0 ? [part] : [part - reach, part + reach]) {
        counted += rows[(at + PARTS) % PARTS] ?? 0;
        seen += time[(at + PARTS) % PARTS] ?? 0;
      }
      if (counted >= ENOUGH_ROWS || seen >= ENOUGH_TIME) break;
    }
    return seen === 0 ? 0 : counted / seen;
  });
}

const together = (a: Counted, b: Counted): Counted => ({
  rows: a.rows.map((rows, part) => rows + (b.rows[part] ?? 0)),
  time: a.time.map((time, part) => time + (b.time[part] ?? 0)),
});

/**
 * @param look Given the start of each part of the day between two moments, and how much of it lies between them. Whole weeks
 *   are one: of each part of its days, so much as there is in all of them.
 */
function eachPart(from: number, to: number, look: (at: number, time: number) => void): void {
  const weeks = Math.floor((to - from) / WEEK);
  if (weeks > 0) for (let at = 0; at < WEEK; at += PART) look(at, PART * weeks);
  for (let at = from + weeks * WEEK; at < to;) {
    const end = Math.min(to, (Math.floor(at / PART) + 1) * PART);
    look(at, end - at);
    at = end;
  }
}

const partOf = (at: number): number => Math.floor((at % DAY_MICROS) / PART);

/** Saturday and Sunday, UTC. */
const isWeekend = (at: number): boolean => ((Math.floor(at / DAY_MICROS) + THURSDAY) % 7) % 6 === 0;

function add(counts: Float64Array, part: number, more: number): void {
  counts[part] = (counts[part] ?? 0) + more;
}

const sum = (values: Iterable<number>): number => Array.from(values).reduce((all, one) => all + one, 0);
