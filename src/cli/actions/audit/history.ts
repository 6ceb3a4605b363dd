/** What earlier audits of an account saw, in the state folder: one file per account, one writer at a time. */
import { join } from 'node:path';
import { emptyHistory, parseHistory, type History } from '../../../audit/history.ts';
import type { Context } from '../../context.ts';
import { stateFolder } from '../../system/config-store.ts';

const PRIVATE = 0o600;
const PAUSE_MS = 200;
const PATIENCE_MS = 10_000;

/** Nothing is kept of the example account, nor of one whose id could not be read. */
export async function readHistory(context: Context, accountId: string | null): Promise<History> {
  const path = pathOf(context, accountId);
  if (path === undefined) return emptyHistory;
  const text = await context.host.files.read(path);
  if (text === undefined) return emptyHistory;
  const history = parseHistory(text);
  if (history !== undefined) return history;
  await context.warn(`${path} is broken: every finding counts as new`);
  return emptyHistory;
}

/** Reads, changes and writes under a lock, so that two audits at once do not undo each other. */
export async function changeHistory(
  context: Context,
  accountId: string | null,
  change: (history: History) => History,
): Promise<void> {
  const path = pathOf(context, accountId);
  if (path === undefined) return;
  const { files, clock, signal } = context.host;
  const until = clock.now() + PATIENCE_MS;
  let lock = await files.lock(`${path}.lock`);
  while ('holder' in lock && clock.now() < until) {
    await clock.sleep(PAUSE_MS, signal);
    lock = await files.lock(`${path}.lock`);
  }
  if ('holder' in lock) {
    await context.warn(`${path} is in use by another run: this one is not remembered`);
    return;
  }
  try {
    const history = await readHistory(context, accountId);
    await files.write(path, `${JSON.stringify(change(history))}\n`, PRIVATE);
  } finally {
    await lock.release();
  }
}

function pathOf({ host, flags }: Context, accountId: string | null): string | undefined {
  if (flags.demo !== undefined || accountId === null || !/^[0-9a-f-]{36}$/i.test(accountId)) return undefined;
  return join(stateFolder(host), 'accounts', accountId.toLowerCase(), 'audit.json');
}
