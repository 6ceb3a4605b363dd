/** Reads everything else that may name what is deleted, before anything is deleted. */
import type { Api } from '../../api/api.ts';
import { ApiError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { manyKinds } from '../../resources/all.ts';
import { commandOf, type NamedKind } from '../../resources/index.ts';
import { listOf } from '../../resources/names.ts';
import { singleObjects } from '../../snapshot/reading.ts';
import { exists, mayName, wholeList, withHours, type LiveAccount } from './live.ts';

/**
 * Adds all objects that may name something; what the credential may not read is reported.
 * @param read The kinds that were already read.
 * @throws ApiError if the server cannot be reached.
 */
export async function withReferrers(
  api: Api,
  live: LiveAccount,
  read: ReadonlySet<NamedKind>,
): Promise<LiveAccount> {
  const known = new Set([...read].map(listOf));
  const unread = manyKinds.filter(
    (one) => listOf(one.kind) === one.kind && mayName(one) && !known.has(one.kind),
  );
  const [outbound, ...lists] = await Promise.all([
    seen(async () => [await singleObjects.outbound_config(api)]),
    ...unread.map((kind) => seen(async () => (await wholeList(api, kind)).filter(exists))),
  ]);
  const found = unread.flatMap(({ kind }, index) => {
    const rows = lists[index];
    return rows === undefined ? [] : [[kind, rows] as const];
  });
  const all: LiveAccount['lists'] = { ...live.lists, ...Object.fromEntries(found) };
  return {
    ...live,
    lists: known.has('flows') ? all : withHours(all),
    others: (outbound ?? []).flatMap((object) =>
      object === null ? [] : [{ title: 'the outgoing settings', object }],
    ),
    unseen: unread.flatMap(({ kind }, index) =>
      lists[index] === undefined ? [commandOf(kind).replaceAll('-', ' ')] : [],
    ),
  };
}

async function seen<T>(read: () => Promise<readonly T[]>): Promise<readonly T[] | undefined> {
  try {
    return await read();
  } catch (error) {
    const isAnswer =
      error instanceof ApiError && (error.exitCode !== ExitCode.unreachable || error.code === 'INCOMPLETE');
    if (isAnswer) return undefined;
    throw error;
  }
}
