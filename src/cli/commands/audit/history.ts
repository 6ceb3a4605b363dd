/** What earlier audits of an account saw, in the state folder: one file per account, one writer at a time. */
import { PRIVATE } from '../../../core/modes.ts';
import { join } from 'node:path';
import { emptyHistory, parseHistory, type History } from '../../../audit/history.ts';
import { AppError, CancelledError, ConflictError, UsageError } from '../../../core/errors.ts';
import type { Locking } from '../../../core/ports.ts';
import type { Context } from '../../context.ts';
import { lockInTurn } from '../../session/lock-turn.ts';
import { stateFolder } from '../../system/config-store.ts';

const ELSEWHERE = 'set XDG_STATE_HOME or VOIPBIN_CONFIG_DIR to a folder that you can write to';

/** What is known of an account, and the way to add to it. */
export interface Memory {
  history: History;
  /** Call it once everything is reported: findings that were not reported stay new. A failure is only a warning. */
  remember: (change: (latest: History) => History) => Promise<void>;
  /** Lets the next run in. */
  release: () => Promise<void>;
}

/**
 * Nothing is kept of the example account, nor of one whose id could not be read.
 *
 * @param alone Keeps other runs out until `release`: of two runs with `--new-only`, one reports what is new.
 * @throws ConflictError when another run keeps this one out.
 */
export async function openMemory(
  context: Context,
  accountId: string | null,
  { alone }: { alone: boolean },
): Promise<Memory> {
  const path = pathOf(context, accountId);
  const nothing = (): Promise<void> => Promise.resolve();
  if (path === undefined) return { history: emptyHistory, remember: nothing, release: nothing };
  if (!alone) {
    return {
      history: await readAnyway(context, path),
      remember: (change) => rememberOf(context, accountId, change),
      release: nothing,
    };
  }
  const release = await locked(context, path);
  try {
    const history = await readHistory(context, path);
    return {
      history,
      remember: (change) => orWarned(context, () => write(context, path, change(history))),
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Adds to what is known of an account, from what its file says by then. Where it fails, that is only a warning. */
export async function rememberOf(
  context: Context,
  accountId: string | null,
  change: (latest: History) => History,
): Promise<void> {
  const path = pathOf(context, accountId);
  if (path !== undefined) await orWarned(context, () => changeLocked(context, path, change));
}

/**
 * For a run with `--new-only`, before its first request.
 *
 * @throws UsageError if nothing can be recorded: everything would be new each time.
 */
export async function checkMemory({ host, flags }: Context): Promise<void> {
  if (flags.demo !== undefined) return;
  try {
    const lock = await host.files.lock(join(accountsFolder(host), 'probe.lock'));
    if ('release' in lock) await lock.release();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`--new-only needs to remember what it has reported: ${error.message}`, {
      hint: ELSEWHERE,
      cause: error,
    });
  }
}

async function readAnyway(context: Context, path: string): Promise<History> {
  try {
    return await readHistory(context, path);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await context.warn(`${error.message}: every finding counts as new`);
    return emptyHistory;
  }
}

async function readHistory(context: Context, path: string): Promise<History> {
  const text = await context.host.files.read(path);
  if (text === undefined) return emptyHistory;
  const history = parseHistory(text);
  if (history !== undefined) return history;
  await context.warn(`${path} is broken: every finding counts as new`);
  return emptyHistory;
}

/** Reads the file again under the lock, so that two audits at the same time do not overwrite each other. */
async function changeLocked(
  context: Context,
  path: string,
  change: (latest: History) => History,
): Promise<void> {
  const release = await locked(context, path);
  try {
    await write(context, path, change(await readHistory(context, path)));
  } finally {
    await release();
  }
}

async function locked({ host }: Context, path: string): Promise<() => Promise<void>> {
  const take = (): Promise<Locking> => host.files.lock(`${path}.lock`);
  const lock = await lockInTurn(take, host.clock, host.signal);
  if ('release' in lock) return lock.release;
  const { pid, host: machine } = lock.holder;
  throw new ConflictError(
    `another audit of this account is about to finish (process ${pid ?? 'unknown'} on ${machine ?? 'this machine'})`,
    { hint: 'try again in a moment' },
  );
}

const write = ({ host }: Context, path: string, history: History): Promise<void> =>
  host.files.write(path, `${JSON.stringify(history)}\n`, PRIVATE);

/** The audit is done and reported: failing to record it does not change that. */
async function orWarned(context: Context, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AppError) || error instanceof CancelledError) throw error;
    const hint = error instanceof UsageError ? `; ${ELSEWHERE}` : '';
    await context.warn(`not remembered: ${error.message}${hint}`);
  }
}

const accountsFolder = (host: Context['host']): string => join(stateFolder(host), 'accounts');

/** What is kept of an account; undefined where nothing is. */
export function accountFolder({ host, flags }: Context, accountId: string | null): string | undefined {
  if (flags.demo !== undefined || accountId === null || !/^[0-9a-f-]{36}$/i.test(accountId)) return undefined;
  return join(accountsFolder(host), accountId.toLowerCase());
}

function pathOf(context: Context, accountId: string | null): string | undefined {
  const folder = accountFolder(context, accountId);
  return folder === undefined ? undefined : join(folder, 'audit.json');
}
