/**
 * What a run through many accounts has found so far, outside of its memory: a file for each account in the state folder,
 * so that the same command continues where it was stopped. Where no files are kept, compressed in memory.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Look } from '../../../../audit/history.ts';
import { isAuditReport, type AuditReport } from '../../../../audit/report.ts';
import { ConflictError, UsageError } from '../../../../core/errors.ts';
import { PRIVATE } from '../../../../core/modes.ts';
import { HOUR } from '../../../../core/time.ts';
import type { Context } from '../../../context.ts';
import { lockInTurn } from '../../../session/lock-turn.ts';
import { stateFolder } from '../../../system/config-store.ts';

export interface Result {
  report: AuditReport;
  /** What is remembered of it once it was reported; null where nothing is. */
  look: Look | null;
}

export interface Results {
  /** Whether they outlive the process. */
  isKept: boolean;
  /** Calls back with what an earlier process left, and answers how many results were too old. */
  restore: (onResult: (key: string, result: Result) => void) => Promise<number>;
  /** On the disk when it returns. */
  keep: (key: string, result: Result) => Promise<void>;
  read: (key: string) => Promise<Result>;
  /** Everything was reported. */
  forget: () => Promise<void>;
  /** Lets the next run in. */
  release: () => Promise<void>;
}

/** What was read before is not mixed with what is read now: a run at night never continues that of the night before. */
export const OLDEST = 12 * HOUR;

const FORMAT = 'voipbin.fleet/1';
const LOCK = 'run.lock';

/** In memory: some kilobytes for each account. */
export function resultsInMemory(): Results {
  const kept = new Map<string, Buffer>();
  return {
    isKept: false,
    restore: () => Promise.resolve(0),
    keep(key, result) {
      // A copy: what zlib gives is a small part of sixteen kilobytes.
      kept.set(key, Buffer.from(deflateRawSync(JSON.stringify(result), { level: 1 })));
      return Promise.resolve();
    },
    read(key) {
      const found = kept.get(key);
      const result: unknown = found && JSON.parse(inflateRawSync(found).toString());
      return isResult(result) ? Promise.resolve(result) : Promise.reject(new Error(`no result of ${key}`));
    },
    forget() {
      kept.clear();
      return Promise.resolve();
    },
    release: () => Promise.resolve(),
  };
}

/**
 * @param command All that decides what the run finds: another one has other results.
 * @throws ConflictError while the same command is running.
 */
export async function openResults(context: Context, command: object): Promise<Results> {
  const { host, flags } = context;
  if (flags.demo !== undefined) return resultsInMemory();
  const name = createHash('sha256').update(JSON.stringify(command)).digest('hex').slice(0, 16);
  const folder = join(stateFolder(host), 'audits', name);
  try {
    const release = await locked(context, join(folder, LOCK));
    return resultsIn(context, folder, release);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await context.warn(`if this run is stopped, it begins again: ${error.message}`);
    return resultsInMemory();
  }
}

async function locked({ host }: Context, path: string): Promise<() => Promise<void>> {
  const lock = await lockInTurn(() => host.files.lock(path), host.clock, host.signal);
  if ('release' in lock) return lock.release;
  const { pid, host: machine } = lock.holder;
  throw new ConflictError(
    `the same audit is already running (process ${pid ?? 'unknown'} on ${machine ?? 'this machine'})`,
    { hint: 'wait until it has ended, or give each machine its part with --shard' },
  );
}

function resultsIn(context: Context, folder: string, release: () => Promise<void>): Results {
  const { files, clock } = context.host;
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  const load = async (key: string): Promise<Result | undefined> => {
    const text = await files.read(pathOf(key));
    return text === undefined ? undefined : parsed(text);
  };
  /** With what a process that was killed was about to write. */
  const others = async (): Promise<string[]> => (await files.list(folder)).filter((file) => !isLock(file));
  return {
    isKept: true,
    async restore(onResult) {
      let old = 0;
      for (const file of await others()) {
        context.host.signal.throwIfAborted();
        const [, key] = /^([^.].*)\.json$/.exec(file) ?? [];
        const result = key === undefined ? undefined : await load(key);
        if (key !== undefined && result !== undefined && isFresh(result, clock.now())) onResult(key, result);
        else {
          if (result !== undefined) old += 1;
          await files.remove(join(folder, file));
        }
      }
      return old;
    },
    keep: (key, result) =>
      files.write(pathOf(key), `${JSON.stringify({ format: FORMAT, ...result })}\n`, PRIVATE),
    async read(key) {
      const result = await load(key);
      if (result !== undefined) return result;
      throw new UsageError(`${pathOf(key)} was removed or changed by another program`, { code: 'FILE' });
    },
    async forget() {
      for (const file of await others()) await files.remove(join(folder, file));
    },
    release,
  };
}

const isLock = (file: string): boolean => file.startsWith(LOCK);

function isFresh({ report }: Result, now: number): boolean {
  const age = now - Date.parse(report.generated_at);
  // A clock that was set back makes every age doubtful.
  return age >= 0 && age <= OLDEST;
}

function parsed(text: string): Result | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isResult(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A look is written by the same version, together with its report. */
const isResult = (value: unknown): value is Result =>
  typeof value === 'object' &&
  value !== null &&
  'report' in value &&
  'look' in value &&
  isAuditReport(value.report);
