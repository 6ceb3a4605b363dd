import type * as z from 'zod/mini';
import { UsageError } from '../core/errors.ts';
import { isUuid, NIL_UUID } from '../core/ids.ts';
import type { Client } from './client.ts';
import { listPages, listRows, type Filter, type ListedRow, type ListOptions } from './pages.ts';
import { checkIds, readMergeWrite, withoutEmpty, type ReplacingPut, type UpdateOptions } from './update.ts';

/** How the API represents a resource. */
export interface ApiResource<T extends ListedRow> {
  /** In its URLs: `conversation_accounts`. */
  path: string;
  wire: z.ZodMiniType<T>;
  /** Filters that split its list into parts, if the server has one. */
  parts?: readonly Filter[];
  /** The requests that change an object. If there are none, the API cannot change it. */
  puts?: readonly ReplacingPut<string>[];
  /** Whether its list also shows what is deleted. */
  listsDeleted?: boolean;
  /** Explains a refusal better than the server does. `id`: of the object that was requested. */
  explain?: (error: unknown, id?: string) => unknown;
  /** Fields that contain an object: a change may name only some of its members, the others stay as they are. */
  members?: readonly string[];
}

/** What the client can do with a resource; the server decides which of it is allowed. */
export interface Collection<T> {
  /** Rows, newest first, to the end of the list or to `since`. */
  list: (options?: ListOptions) => AsyncIterableIterator<T>;
  /** The same, with deleted ones where the list shows them. */
  listAll: (options?: ListOptions) => AsyncIterableIterator<T>;
  /** The same, page by page. */
  pages: (options?: ListOptions) => AsyncIterableIterator<T[]>;
  get: (id: string) => Promise<T>;
  /** The body's ids are checked first. */
  create: (body: object) => Promise<T>;
  /** Reads, merges, then writes. */
  update: (id: string, patch: object, options?: UpdateOptions<T>) => Promise<T>;
  /** A POST without a body to a path below the object: `hangup`. */
  act: (id: string, part: string) => Promise<T>;
  remove: (id: string) => Promise<T>;
}

export function collection<T extends ListedRow>(client: Client, resource: ApiResource<T>): Collection<T> {
  const {
    wire: schema,
    parts = [],
    puts = [],
    members = [],
    listsDeleted = false,
    explain = asItIs,
  } = resource;
  const place = `/${resource.path}`;
  const one = (id: string): string => `${place}/${checkedId(id)}`;
  const request = <A>(asked: Promise<A>, id?: string): Promise<A> =>
    asked.catch((error: unknown) => {
      throw explain(error, id);
    });
  const listAll: Collection<T>['list'] = (options) =>
    explained(listRows(client, place, schema, { parts, ...options }), explain);
  return {
    list: listsDeleted ? (options) => withoutDeleted(listAll(options)) : listAll,
    listAll,
    pages: (options) => explained(listPages(client, place, schema, { parts, ...options }), explain),
    get: (id) => request(client.request({ method: 'GET', path: one(id), schema }), id),
    create(body) {
      checkIds(body);
      const whole = withoutEmpty(body, members);
      return request(client.request({ method: 'POST', path: place, body: whole, schema }));
    },
    update: (id, patch, options) =>
      request(
        readMergeWrite(
          client,
          { path: one(id), schema, puts: puts as ReplacingPut<keyof T & string>[], members },
          patch as Partial<T>,
          options,
        ),
      ),
    act: (id, part) => request(client.request({ method: 'POST', path: `${one(id)}/${part}`, schema })),
    remove: (id) => request(client.request({ method: 'DELETE', path: one(id), schema })),
  };
}

const asItIs = (error: unknown): unknown => error;

const explained = <A>(
  rows: AsyncIterableIterator<A>,
  explain: (error: unknown) => unknown,
): AsyncIterableIterator<A> => ({
  next: () =>
    rows.next().catch((error: unknown) => {
      throw explain(error);
    }),
  [Symbol.asyncIterator]() {
    return this;
  },
});

async function* withoutDeleted<T extends ListedRow>(
  rows: AsyncIterableIterator<T>,
): AsyncGenerator<T, void, undefined> {
  for await (const row of rows) if (!row.tm_delete) yield row;
}

/** @throws UsageError for anything but a canonical id; the server guesses at other forms, or answers for "none". */
export function checkedId(id: string): string {
  if (isUuid(id) && id !== NIL_UUID) return id.toLowerCase();
  throw new UsageError(id === '' ? 'an id is empty' : `${JSON.stringify(id)} is not an id`, {
    hint: 'ids look like 5e4a0680-804e-11ec-8477-2fea5968d85b; the lists show them',
  });
}
