/** Complete lists: every row once, none lost between two pages. */
import type * as z from 'zod/mini';
import { formatMicros, parseMicros } from '../core/time.ts';
import type { Client } from './client.ts';
import { page } from './wire.ts';

/** The server silently reduces larger sizes to this. */
export const PAGE_SIZE = 100;

/**
 * A page token certainly in the future also shows rows created a moment ago: without a token the list starts at the
 * clock of one server, and the clock of another may be ahead.
 */
const NEWEST = '2999-01-01T00:00:00.000000Z';

/** Rows with one creation time filled a page: there may be more, which no request can reach. */
export interface Loss {
  path: string;
  /** RFC 3339, six fraction digits. */
  tm_create: string;
}

/**
 * One message about all losses of a list. Unless a filter splits them, exactly 100 rows of one moment look the same as
 * more than 100: only the list of agents has such a filter.
 */
export function lossText(losses: readonly Pick<Loss, 'tm_create'>[]): string | undefined {
  const moments = [...new Set(losses.map(({ tm_create }) => tm_create))].sort();
  const [first] = moments;
  if (first === undefined) return undefined;
  const where = moments.length === 1 ? first : `each of ${moments.length} moments (the first is ${first})`;
  return `100 rows were created at ${where}, and the server shows at most 100 of one moment: there may be more`;
}

/** A part of a list by time of creation, in microseconds since 1970; undefined is without end. */
export interface Range {
  /** Included. May be raised while the list is being read: it then ends earlier. */
  since: number | undefined;
  /** Not included. */
  until: number | undefined;
}

/** Query parameters of a list. */
export type Filter = Readonly<Record<string, string>>;

export interface ListOptions {
  /** Only rows created at or after this moment, milliseconds since 1970. */
  since?: number | undefined;
  /** Only rows of this range; instead of `since`. */
  range?: Range | undefined;
  query?: Filter;
  headers?: Readonly<Record<string, string>>;
  /** Filters that split the list into parts; each row belongs to one of them at most. */
  parts?: readonly Filter[];
  signal?: AbortSignal | undefined;
  /** Called where rows may be missing. */
  onLoss?: ((loss: Loss) => void) | undefined;
}

export interface ListedRow {
  id: string;
  tm_create?: string | null | undefined;
  tm_delete?: string | null | undefined;
}

/**
 * Rows, newest first, page by page. The server pages by `tm_create < page_token` with no tie-breaker, so rows
 * that share the last row's microsecond would be lost; each page therefore begins one microsecond before the
 * last one ended, and rows seen before are left out. The list ends with a page that has nothing new: neither
 * an empty token nor a short page ends it. If a full page has nothing new, its rows share one instant, which is
 * read again part by part if the list can be split. Rows that may still be missing are reported, and the list continues
 * below that instant.
 */
export const listPages = <T extends ListedRow>(
  client: Client,
  path: string,
  item: z.ZodMiniType<T>,
  options: ListOptions = {},
): AsyncIterableIterator<T[]> => new PageReader(client, path, pageOf(item), options);

/** What the server sends. */
interface Page<T> {
  result: T[];
  next_page_token?: string | null | undefined;
}

/** By the schema of their rows: a list is read in many slices. */
const pageSchemas = new WeakMap<z.ZodMiniType, z.ZodMiniType>();

function pageOf<T extends ListedRow>(item: z.ZodMiniType<T>): z.ZodMiniType<Page<T>> {
  const known = pageSchemas.get(item) ?? page(item);
  pageSchemas.set(item, known);
  return known as z.ZodMiniType<Page<T>>;
}

/** Not a generator: it would keep its last page until the next one is requested, and many lists are read in parallel. */
class PageReader<T extends ListedRow> implements AsyncIterableIterator<T[]> {
  readonly #client: Client;
  readonly #path: string;
  readonly #schema: z.ZodMiniType<Page<T>>;
  readonly #options: ListOptions;
  readonly #range: Range;
  #token: string;
  /** The instant the last page ended with, and the rows of it seen so far: only they can appear again. */
  #edge: { micros: number | undefined; ids: ReadonlySet<string> } = { micros: undefined, ids: new Set() };
  #isOver = false;

  constructor(client: Client, path: string, schema: z.ZodMiniType<Page<T>>, options: ListOptions) {
    const since = options.since === undefined ? undefined : options.since * 1000;
    this.#client = client;
    this.#path = path;
    this.#schema = schema;
    this.#options = options;
    this.#range = options.range ?? { since, until: undefined };
    this.#token = this.#range.until === undefined ? NEWEST : formatMicros(this.#range.until);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T[], undefined>> {
    while (!this.#isOver && !this.#isBelow()) {
      const wanted = await this.#read();
      if (wanted.length > 0) return { done: false, value: wanted };
    }
    return { done: true, value: undefined };
  }

  /** The range may have become shorter while the last rows were processed. */
  #isBelow(): boolean {
    const [{ micros }, { since }] = [this.#edge, this.#range];
    return micros !== undefined && since !== undefined && micros < since;
  }

  async #read(): Promise<T[]> {
    const { result: rows, next_page_token } = await this.#ask();
    const fresh = rows.filter((row) => !this.#edge.ids.has(row.id));
    const last = parseMicros(rows.at(-1)?.tm_create);
    if (fresh.length === 0) return this.#readInstant(last, rows.length);
    const wanted = this.#within(fresh);
    if (wanted.length < fresh.length) this.#isOver = true;
    if (last === undefined) {
      // A row without a creation time: only the server's token leads to the next page.
      if (!next_page_token || next_page_token === this.#token) this.#isOver = true;
      else this.#token = next_page_token;
    } else {
      this.#token = formatMicros(last + 1);
    }
    const atEdge = rows.filter((row) => parseMicros(row.tm_create) === last).map((row) => row.id);
    const known = this.#edge.micros === last ? this.#edge.ids : [];
    this.#edge = { micros: last, ids: new Set([...known, ...atEdge]) };
    return wanted;
  }

  /** After a page with nothing new: the end, or rows of one instant that fill it. */
  async #readInstant(last: number | undefined, count: number): Promise<T[]> {
    if (count < PAGE_SIZE || last === undefined) {
      this.#isOver = true;
      return [];
    }
    const { parts = [], onLoss } = this.#options;
    const { hidden, whole } = await readInstant(
      last,
      this.#edge.ids,
      parts,
      async (part) => (await this.#ask(part)).result,
    );
    const instant = formatMicros(last);
    if (!whole) onLoss?.({ path: this.#path, tm_create: instant });
    this.#token = instant;
    return this.#within(hidden);
  }

  #within(rows: readonly T[]): T[] {
    return rows.filter((row) => isWithin(row, this.#range));
  }

  #ask(filter?: Filter): Promise<Page<T>> {
    const { headers, query, signal } = this.#options;
    return this.#client.request({
      method: 'GET',
      path: this.#path,
      ...(headers && { headers }),
      query: { ...query, ...filter, page_size: String(PAGE_SIZE), page_token: this.#token },
      schema: this.#schema,
      signal,
    });
  }
}

/**
 * The rows of one instant, part by part: those not seen yet, and whether these are certainly all. They are not if a
 * part fills a page, or if a known row is in none of the parts: there may be others like it.
 */
async function readInstant<T extends ListedRow>(
  instant: number,
  seen: ReadonlySet<string>,
  parts: readonly Filter[],
  read: (part: Filter) => Promise<T[]>,
): Promise<{ hidden: T[]; whole: boolean }> {
  const found = new Map<string, T>();
  let isFull = false;
  for (const part of parts) {
    const rows = await read(part);
    const ofInstant = rows.filter((row) => parseMicros(row.tm_create) === instant);
    for (const row of ofInstant) found.set(row.id, row);
    isFull ||= ofInstant.length >= PAGE_SIZE;
  }
  return {
    hidden: [...found.values()].filter((row) => !seen.has(row.id)),
    whole: !isFull && [...seen].every((id) => found.has(id)),
  };
}

function isWithin(row: ListedRow, { since }: Range): boolean {
  const created = parseMicros(row.tm_create);
  return created === undefined || since === undefined || created >= since;
}

/** The same, row by row. */
export async function* listRows<T extends ListedRow>(
  client: Client,
  path: string,
  item: z.ZodMiniType<T>,
  options: ListOptions = {},
): AsyncGenerator<T, void, undefined> {
  for await (const rows of listPages(client, path, item, options)) yield* rows;
}
