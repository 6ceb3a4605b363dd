import type * as z from 'zod/mini';
import { UsageError } from '../core/errors.ts';
import { isUuid, NIL_UUID } from '../core/ids.ts';
import { path, type Client } from './client.ts';
import { listPages, listRows, type Filter, type ListedRow, type ListOptions } from './pages.ts';
import { checkIds, readMergeWrite, type ReplacingPut, type UpdateOptions } from './update.ts';

/** What every listed resource can do. */
export interface Collection<T> {
  /** Rows, newest first; ended by the list's end or by `since`. */
  list: (options?: ListOptions) => AsyncGenerator<T, void, undefined>;
  /** The same, page by page. */
  pages: (options?: ListOptions) => AsyncGenerator<T[], void, undefined>;
  get: (id: string, options?: { signal?: AbortSignal | undefined }) => Promise<T>;
}

/**
 * The list and the single object at `/<name>` and `/<name>/<id>`.
 *
 * @param parts Filters of the list that split it, where the server has one.
 */
export function collection<T extends ListedRow>(
  client: Client,
  name: string,
  schema: z.ZodMiniType<T>,
  parts: readonly Filter[] = [],
): Collection<T> {
  return {
    list: (options) => listRows(client, `/${name}`, schema, { parts, ...options }),
    pages: (options) => listPages(client, `/${name}`, schema, { parts, ...options }),
    get: (id, options) =>
      client.request({ method: 'GET', path: path`/${name}/${checkedId(id)}`, schema, ...options }),
  };
}

/** Makes one; the body's ids are checked first. The type of the body is what the caller says it is. */
export function creates<T, Body extends object>(
  client: Client,
  name: string,
  schema: z.ZodMiniType<T>,
): Create<T, Body> {
  return (body, options) => {
    checkIds(body);
    return client.request({ method: 'POST', path: `/${name}`, body, schema, ...options });
  };
}

export type Create<T, Body extends object> = (
  body: Body,
  options?: { signal?: AbortSignal | undefined },
) => Promise<T>;

/** Deletes one. */
export function removes<T>(client: Client, name: string, schema: z.ZodMiniType<T>) {
  return (id: string, options?: { signal?: AbortSignal | undefined }): Promise<T> =>
    client.request({ method: 'DELETE', path: path`/${name}/${checkedId(id)}`, schema, ...options });
}

export type Update<T, K extends keyof T> = (
  id: string,
  patch: Partial<Pick<T, K>>,
  options?: UpdateOptions<T>,
) => Promise<T>;

/** Changes one by read, merge, write. */
export function updates<T extends object, K extends keyof T & string>(
  client: Client,
  name: string,
  schema: z.ZodMiniType<T>,
  puts: readonly ReplacingPut<K>[],
): Update<T, K> {
  return (id, patch, options) =>
    readMergeWrite(client, { path: path`/${name}/${checkedId(id)}`, schema, puts }, patch, options);
}

/** @throws UsageError for anything but a canonical id; the server guesses at other forms, or answers for "none". */
export function checkedId(id: string): string {
  if (isUuid(id) && id !== NIL_UUID) return id.toLowerCase();
  throw new UsageError(id === '' ? 'an id is empty' : `${JSON.stringify(id)} is not an id`, {
    hint: 'ids look like 5e4a0680-804e-11ec-8477-2fea5968d85b; the lists show them',
  });
}
