/** A PUT of this API empties what its body lacks: that is kept, or named. */
import * as z from 'zod/mini';
import type { Api } from '../../../api/api.ts';
import { ApiError, UsageError } from '../../../core/errors.ts';
import { clean, sentenceList } from '../../../core/text.ts';
import type { Context } from '../../context.ts';
import type { Fields } from './body.ts';
import { findKnown, isPartial, type KnownPath } from './known.ts';

/** @param keeps Whether what is not named is kept. */
export async function completed(
  context: Context,
  { client }: Api,
  { path, paths, outside }: { path: string; paths: readonly KnownPath[]; outside: boolean },
  fields: Fields,
  keeps: boolean,
): Promise<Fields> {
  const known = findKnown(paths, path);
  if (known !== undefined && isPartial(known)) return fields;
  const current = outside ? undefined : await currentOf(client, known, path);
  if (current === undefined) {
    if (keeps) {
      throw new UsageError(`${path} cannot be read, so that nothing can be kept of it`, {
        hint: 'name all fields, and leave --merge out',
      });
    }
    await context.warn(
      `${path} cannot be read before it is written: fields that are not named may be emptied`,
    );
    return fields;
  }
  const own = Object.fromEntries(Object.entries(current).filter(([key]) => !isKeptByServer(key)));
  if (keeps) return { ...own, ...fields };
  const taken = known?.puts;
  const lost = Object.keys(own).filter(
    (key) => (taken === undefined || taken.includes(key)) && !(key in fields) && !isEmpty(own[key]),
  );
  if (lost.length > 0) {
    const will = taken === undefined ? 'may be' : 'will be';
    await context.warn(
      `fields that are not named ${will} emptied: ${sentenceList(lost.map(clean))}; --merge keeps them`,
    );
  }
  return fields;
}

/** The object as it is now: a part of one that cannot be read by itself, from the whole. */
async function currentOf(
  client: Api['client'],
  known: KnownPath | undefined,
  path: string,
): Promise<Fields | undefined> {
  const { methods = ['GET'], puts = [] } = known ?? {};
  if (methods.includes('GET')) return read(client, path);
  const whole = await read(client, path.slice(0, path.lastIndexOf('/')));
  if (whole === undefined) return undefined;
  // `metadata` is one level deeper.
  const part = whole[path.slice(path.lastIndexOf('/') + 1)];
  const from = puts.some((field) => field in whole) || !isFields(part) ? whole : part;
  return Object.fromEntries(puts.filter((field) => field in from).map((field) => [field, from[field]]));
}

async function read(client: Api['client'], path: string): Promise<Fields | undefined> {
  try {
    const answer = await client.request({ method: 'GET', path, schema: z.unknown() });
    return isFields(answer) ? answer : undefined;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 405)) return undefined;
    throw error;
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whose values no client sets. */
const isKeptByServer = (key: string): boolean =>
  key === 'id' || key === 'customer_id' || key.startsWith('tm_');

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0);
