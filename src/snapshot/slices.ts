/**
 * A long list, read in several time slices in parallel: the server's page token is a time, so a list can be
 * entered anywhere. Slices are adjacent, without gaps or overlaps, so no row is lost or doubled.
 */
import { PAGE_SIZE, type Range } from '../api/pages.ts';
import { DAY, parseMicros } from '../core/time.ts';
import { Rhythm, type Seen } from './rhythm.ts';

export interface SlicedRow {
  tm_create?: string | null | undefined;
}

export interface SlicesOptions<T> {
  /** Begins to read one range, newest first. */
  pages: (range: Range) => AsyncIterableIterator<T[]>;
  /** Given every row once, in the order of arrival. */
  onRows: (rows: readonly T[]) => void;
  /** Microseconds since 1970: the end of what is wanted; undefined for the whole list. */
  since: number | undefined;
  /** Microseconds since 1970, not included; undefined for all that is new. */
  until?: number | undefined;
  /** Microseconds since 1970. */
  now: number;
  /** How many slices are read at the same time, and so the most requests that wait for their turn. */
  readers: number;
  /** The most pages that are looked at ahead, in a list with a given end; 0 in any other, too. */
  looks?: number | undefined;
  /** The position of the first sample within an interval, from 0 to 1; by default the middle. */
  phase?: number;
}

/** A list whose length is known roughly, because its first pages are read. */
export interface OpenedList {
  /** Requests that are still to be made, about. */
  remaining: () => number;
  /** Reads the rest. */
  read: () => Promise<void>;
}

/** So many slices of a list are read at the same time, unless a caller says otherwise. */
export const READERS = 6;

/** Lists with fewer pages are not sampled. */
const SHORT = 6;
/** The first look ahead; enough to know whether a second one is worth its time. */
const FIRST_LOOK = 8;
/** So many looks back in a list without a given end, each twice as far as the one before. */
const LOOKS_BACK = 12;
/** Looking ahead takes this share of the whole, and costs next to nothing: the pages are kept. */
const LOOK_AHEAD = 0.09;
const MOST_PROBES = 96;
/** So many of these are spread evenly. */
const SPREAD = 1 / 3;
/** (sqrt 5 - 1) / 2. */
const GOLDEN = 0.6180339887;
/** A list without a given end is taken to go back no further; it guides the cuts and nothing else. */
const OLDEST = Date.UTC(2018, 0, 1) * 1000;

class Slice<T extends SlicedRow> {
  readonly range: Range;
  readonly #pages: AsyncIterableIterator<T[]>;
  readonly #onRows: (rows: readonly T[]) => void;
  done = false;
  /** Creation of the oldest row so far, microseconds; undefined before the first. */
  low: number | undefined;
  /** Creation of the first page's rows. */
  head: number[] = [];
  rows = 0;
  /** A page that is not full: only the empty one is to come. */
  short = false;

  constructor(range: Range, { pages, onRows }: Pick<SlicesOptions<T>, 'pages' | 'onRows'>) {
    this.range = range;
    this.#pages = pages(range);
    this.#onRows = onRows;
  }

  async next(): Promise<void> {
    const next = await this.#pages.next();
    if (next.done === true) {
      this.done = true;
      return;
    }
    const page = next.value;
    // The slice may have been cut while this page was on its way: what lies below belongs to the other half.
    const since = this.range.since ?? 0;
    const created = page.map((row) => parseMicros(row.tm_create) ?? Infinity);
    const rows = page.filter((_, index) => (created[index] ?? Infinity) >= since);
    if (rows.length < page.length) this.done = true;
    if (rows.length === 0) return;
    this.#onRows(rows);
    this.rows += rows.length;
    // One row of a page may be the edge of the one before.
    this.short = page.length < PAGE_SIZE - 1;
    const times = created.filter((time) => time >= since && time !== Infinity);
    if (this.low === undefined) this.head = times;
    this.low = times.at(-1) ?? this.low;
  }
}

/** Reads the first page, and as many more at chosen moments as it takes to know how long the list is. */
export async function openSlices<T extends SlicedRow>(options: SlicesOptions<T>): Promise<OpenedList> {
  const list = new SlicedList(options);
  await list.open();
  return list;
}

class SlicedList<T extends SlicedRow> implements OpenedList {
  readonly #options: SlicesOptions<T>;
  /** Where the list ends, microseconds since 1970. */
  readonly #bottom: number;
  /** Newest first, side by side. */
  readonly #slices: Slice<T>[];
  /** After the last look. */
  #known: Rhythm | undefined;

  constructor(options: SlicesOptions<T>) {
    this.#options = options;
    this.#bottom = options.since ?? OLDEST;
    this.#slices = [new Slice<T>({ since: options.since, until: options.until }, options)];
  }

  async open(): Promise<void> {
    const { since, looks } = this.#options;
    await this.#slices[0]?.next();
    if (!this.#slices.some(isOpen)) return;
    if (since !== undefined) await this.#lookWithin();
    else if (looks !== 0) await this.#lookBack();
  }

  remaining(): number {
    return Math.max(this.#openOnes(), Math.round(this.#pagesLeft()));
  }

  async read(): Promise<void> {
    const waiting = new Set(this.#slices.filter(({ done }) => !done));
    const running = new Set<Slice<T>>();
    const longest = (among: ReadonlySet<Slice<T>>): Slice<T> | undefined =>
      [...among].sort((a, b) => this.#unread(b) - this.#unread(a))[0];
    /** The longest unread slice; otherwise the older half of the longest slice that is being read. */
    const take = (): Slice<T> | undefined => {
      if (waiting.size > 0) return longest(waiting);
      const busiest = longest(running);
      if (busiest === undefined || this.#unread(busiest) === 0) return undefined;
      const pages = (this.#unread(busiest) * densityOf(busiest)) / PAGE_SIZE;
      const middle = Math.floor(((busiest.low ?? 0) + this.#endOf(busiest)) / 2);
      return pages < SHORT ? undefined : this.#cutAt(middle);
    };
    await sideBySide(this.#options.readers, take, async (slice, isFailed) => {
      waiting.delete(slice);
      running.add(slice);
      while (!slice.done && !isFailed()) await slice.next();
      running.delete(slice);
    });
  }

  /**
   * Of a list without a given end. Rows of one import lie seconds apart, and the next ones years before: each look
   * reaches twice as far, measured by how close the rows lie there.
   */
  async #lookBack(): Promise<void> {
    for (let reach = SHORT; reach < SHORT << LOOKS_BACK; reach *= 2) {
      const last = this.#slices.at(-1);
      if (last === undefined || !isOpen(last)) return;
      const span = Math.max(1, (last.head[0] ?? 0) - (last.low ?? 0));
      const cut = this.#cutAt(Math.floor((last.low ?? 0) - span * reach));
      if (cut === undefined) return;
      await cut.next();
    }
  }

  /**
   * Of a list with a given end: a few looks, then as many as its length is worth. The first ones are spread over the list
   * and over the hours of the day; once these are known, the others go to where the rows are.
   */
  async #lookWithin(): Promise<void> {
    if (this.#pagesLeft() <= SHORT) return;
    const most = Math.min(MOST_PROBES, this.#options.looks ?? MOST_PROBES);
    if (most > 0) await this.#look(this.#evenly(Math.min(most, FIRST_LOOK)));
    const worthNow = (): number => Math.min(most, Math.round(this.#pagesLeft() * LOOK_AHEAD));
    let worth = worthNow();
    let looked = 0;
    if (worth > FIRST_LOOK) {
      looked = Math.ceil(worth * SPREAD);
      await this.#look(this.#evenly(looked));
      worth = worthNow();
    }
    // Each look knows better than the one before how many are worth their time.
    while (worth > looked) {
      const count = Math.min(worth - looked, Math.max(FIRST_LOOK, looked));
      await this.#look(this.#byRows(count));
      looked += count;
      worth = worthNow();
    }
  }

  /** Looks at moments, newest first. */
  async #look(moments: readonly number[]): Promise<void> {
    // Oldest first: a slice that was just begun is not known well enough to be cut.
    const begun = moments
      .toReversed()
      .map((moment) => this.#cutAt(moment))
      .filter((slice) => slice !== undefined);
    await sideBySide(
      this.#options.readers,
      () => begun.pop(),
      (slice) => slice.next(),
    );
    this.#known = undefined;
  }

  /** About so many moments, evenly spread over the list and over the hours of the day. */
  #evenly(count: number): number[] {
    const { phase = 0.5 } = this.#options;
    const top = this.#top();
    const step = goldenStep((top - this.#bottom) / count);
    const moments: number[] = [];
    for (let moment = top - step * phase; moment > this.#bottom; moment -= step) {
      moments.push(Math.floor(moment));
    }
    return moments;
  }

  /** So many moments with about as many rows between each of them and the next. */
  #byRows(count: number): number[] {
    const { phase = 0.5 } = this.#options;
    return this.#rhythm().moments(this.#bottom, this.#top(), count, phase).map(Math.floor);
  }

  #top(): number {
    return this.#slices[0]?.head[0] ?? this.#options.now;
  }

  /** Lets a slice end at a moment, and begins another one there. Undefined where that is already read. */
  #cutAt(moment: number): Slice<T> | undefined {
    const index = this.#slices.findIndex(
      (slice) => isOpen(slice) && moment < (slice.low ?? 0) && moment > this.#endOf(slice),
    );
    const slice = this.#slices[index];
    if (slice === undefined) return undefined;
    const older = new Slice<T>({ since: slice.range.since, until: moment }, this.#options);
    slice.range.since = moment;
    this.#slices.splice(index + 1, 0, older);
    return older;
  }

  #endOf(slice: Slice<T>): number {
    return slice.range.since ?? this.#bottom;
  }

  /** Microseconds. */
  #unread(slice: Slice<T>): number {
    return isOpen(slice) ? Math.max(0, (slice.low ?? 0) - this.#endOf(slice)) : 0;
  }

  /** A page that is not full ends a slice with another one below, and needs no empty one after it. */
  #openOnes(): number {
    const last = this.#slices.length - 1;
    return this.#slices.filter(({ done, short }, index) => !done && !(short && index < last)).length;
  }

  #pagesLeft(): number {
    const rows =
      this.#options.since === undefined
        ? sum(this.#slices.map((slice, index) => this.#rowsLeft(slice, index)))
        : this.#rowsLeftByRhythm();
    return rows / (PAGE_SIZE - 1) + this.#openOnes() / 2;
  }

  /** Rows of a slice that are still to come, by how close they lie on both sides of what is not known. */
  #rowsLeft(slice: Slice<T>, index: number): number {
    const below = this.#slices[index + 1];
    if (below !== undefined) return (this.#unread(slice) * (densityOf(slice) + densityOf(below))) / 2;
    // How far back the oldest rows go is unknown.
    return Math.min(this.#unread(slice) * densityOf(slice), SHORT * PAGE_SIZE);
  }

  /** The same for a list with a given end, by what is known of all of it. */
  #rowsLeftByRhythm(): number {
    const rhythm = this.#rhythm();
    const open = this.#slices.filter(isOpen);
    return sum(open.map((slice) => rhythm.rowsBetween(this.#endOf(slice), slice.low ?? 0)));
  }

  /** By the first pages of all slices. */
  #rhythm(): Rhythm {
    return (this.#known ??= new Rhythm(this.#slices.flatMap((slice) => this.#seenOf(slice) ?? [])));
  }

  /** What the first page of a slice shows; undefined before it came. */
  #seenOf(slice: Slice<T>): Seen | undefined {
    const { range, head, done } = slice;
    if (head.length === 0 && !done) return undefined;
    const to = range.until ?? head[0] ?? this.#options.now;
    const isFull = head.length >= PAGE_SIZE - 1;
    return { from: (isFull ? head.at(-1) : undefined) ?? this.#endOf(slice), to, rows: head };
  }
}

const isOpen = <T extends SlicedRow>(slice: Slice<T>): boolean =>
  !slice.done && !slice.short && slice.low !== undefined;

/**
 * Works on what is taken, on so many at a time: whatever else wants to send a request has its turn soon. A failure
 * ends it: nothing more is taken.
 */
export async function sideBySide<T>(
  workers: number,
  take: () => T | undefined,
  work: (item: T, isFailed: () => boolean) => Promise<void>,
): Promise<void> {
  let failed = false;
  const worker = async (): Promise<void> => {
    try {
      for (let item = take(); item !== undefined && !failed; item = take()) await work(item, () => failed);
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

/**
 * A step near the wanted one that meets every hour of the day: telephones ring by day, and a step of twelve hours
 * would see only noons and midnights. Multiples of the golden ratio spread over the day however many there are.
 */
function goldenStep(wanted: number): number {
  const day = DAY * 1000;
  const whole = Math.floor(wanted / day);
  const choices = [GOLDEN ** 4, GOLDEN ** 3, GOLDEN ** 2, GOLDEN, 1 + GOLDEN ** 2].map(
    (part) => (whole + part) * day,
  );
  const distance = (choice: number): number => Math.abs(Math.log(choice / wanted));
  return choices.reduce((best, choice) => (distance(choice) < distance(best) ? choice : best));
}

/** Rows per microsecond, from the slice's beginning to the end of its first page. */
function densityOf<T extends SlicedRow>({ head, range, low }: Slice<T>): number {
  const last = head.at(-1);
  if (low === undefined || last === undefined) return 0;
  return head.length / Math.max(1, (range.until ?? head[0] ?? last) - last);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
