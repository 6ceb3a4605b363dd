import type * as z from 'zod/mini';
import { UsageError } from '../core/errors.ts';
import { isUuid, NIL_UUID } from '../core/ids.ts';
import type { Client } from './client.ts';
import { listPages, listRows, type Filter, type ListedRow, type ListOptions } from './pages.ts';
import { checkIds, readMergeWrite, withoutEmpty, type ReplacingPut, type UpdateOptions } from './update.ts';

/** A resource as the API has it. */
export interface ApiResource<T extends ListedRow> {
  /** Of its URLs: `conversation_accounts`. */
  path: string;
  wire: z.ZodMiniType<T>;
  /** Filters of the list that split it, where the server has one. */
  parts?: readonly Filter[];
  /** How one is changed. Without any, the API cannot. */
  puts?: readonly ReplacingPut<string>[];
  /** Whether its list also shows what is deleted. */
  listsDeleted?: boolean;
  /** Says more of a refusal than the server does. `id`: of the one object that was asked for. */
  explain?: (error: unknown, id?: string) => unknown;
  /** Fields that hold an object: a change may name some of its members, the others stay. */
  members?: readonly string[];
}

/** What the client can do with a resource; the server decides which of it is allowed. */
export interface Collection<T> {
  /** Rows, newest first; ended by the list's end or by `since`. */
  list: (options?: ListOptions) => AsyncIterableIterator<T>;
  /** The same, with deleted ones where the list shows them. */
  listAll: (options?: ListOptions) => AsyncIterableIterator<T>;
  /** The same, page by page. */
  pages: (options?: ListOptions) => AsyncIterableIterator<T[]>;
  get: (id: string) => Promise<T>;
  /** The body's ids are checked first. */
  create: (body: object) => Promise<T>;
  /** By read, merge, write. */
  update: (id: string, patch: object, options?: UpdateOptions<T>) => Promise<T>;
  /** A POST to a part of one, without a body: `hangup`. */
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
