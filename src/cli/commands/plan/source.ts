/** The plan file and the lock file next to it. */
import { PUBLIC } from '../../../core/modes.ts';
import { basename, resolve } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { loadHolidays } from '../../../hours/holidays.ts';
import { PLAN_FILE, type PlanDocument } from '../../../resources/document.ts';
import type { NamedKind } from '../../../resources/index.ts';
import type { Secrets } from '../../../plan/difference/secrets.ts';
import type { LiveAccount } from '../../../plan/state/live.ts';
import { emptyLock, lockPathOf, parseLock, writeLock, type Lock } from '../../../plan/file/lock.ts';
import { namesHolidays, readPlan, type PlanFile } from '../../../plan/file/read.ts';
import { parseSavedPlan, type SavedPlan } from '../../../plan/file/saved.ts';
import type { Context } from '../../context.ts';
import { inputName, STDIN } from '../../input.ts';

export interface Source {
  /** As it was named. */
  file: string;
  plan: PlanFile;
  text: string;
  /** Absolute. */
  path: string;
  /** Where the file is a saved plan: that one, and no other, may be carried out. */
  saved: SavedPlan | undefined;
  /** If a command makes a single change: `file` and `path` are then the command, and there is no lock file. */
  change?: OneChange;
}

/** A change that depends on the account: what it names is looked up there. */
export interface OneChange {
  /** What is read of the account. */
  kinds: readonly NamedKind[];
  outbound?: boolean;
  /** The billing account is changed. */
  billing?: boolean;
  /** In place of all of one kind, this one alone is read. */
  alone?: { kind: NamedKind; id: string };
  /** What a run of the same command made before it failed is not in the way of the next one. */
  continuesFailed?: boolean;
  /** What must be typed in place of a yes. */
  word?: string;
  /** In place of the usual question. */
  question?: string;
  /** What is so already where nothing changes. */
  already?: string;
  /** What a person has typed, by the name of the field. */
  typed?: Secrets;
  /**
   * The plan that makes the change, and no other.
   * @param lock What earlier runs of the same command have made.
   * @throws AppError for what the account does not have.
   */
  planFor: (live: LiveAccount, lock: Lock) => { plan: PlanFile; lock: Lock };
}

/** What a run is about: a plan file by its absolute path, or a command. */
export const isCommand = (subject: string): boolean => subject.startsWith('voipbin ');

/** @throws UsageError for a command that needs to keep a lock file. */
export function refuseStdin(named: string | undefined, why: string): void {
  if (named !== STDIN) return;
  throw new UsageError(`${why}: a plan file from standard input has no lock file`, {
    hint: 'write it to a file, and name that with --file',
  });
}

/** In a file that is not text, every line would be a problem of its own. */
function refuseBinary(text: string, file: string): void {
  // Bytes that are not UTF-8 were read as U+FFFD.
  const at = text.search(/[\0-\x08\x0e-\x1f\ufffd]/);
  if (at === -1) return;
  const line = text.slice(0, at).split('\n').length;
  throw new UsageError(`${file} is not a plan file: line ${line} is not text in UTF-8`, {
    code: 'PLAN',
    hint: 'name a plan file with --file; if this is one, save it in UTF-8',
  });
}

/**
 * Reads a plan file, or a plan that was saved.
 * @throws FileProblems with everything that is wrong with it.
 */
export async function readSource({ host }: Context, named = PLAN_FILE): Promise<Source> {
  const file = inputName(named);
  const path = resolve(host.system.cwd, named);
  const text = named === STDIN ? await host.io.stdin.readAll() : await host.files.read(path);
  if (text === undefined) {
    throw new UsageError(`there is no plan file ${file}`, {
      hint: '`voipbin export --out voipbin.yaml` writes one of the account as it is, `voipbin setup` a new one',
    });
  }
  refuseBinary(text, file);
  const saved = parseSavedPlan(text, file);
  if (saved === undefined) return { file, plan: await readPlanFile(text, file), text, path, saved };
  const plan = await readPlanFile(saved.source, basename(saved.path));
  return { file, plan, text: saved.source, path: saved.path, saved };
}

/** As after a full disk: what nothing is said of is as it should be, which is easily taken for good news. */
export async function warnOfNothing(context: Context, { file, plan: { document } }: Source): Promise<void> {
  if (Object.keys(document).length <= 1) await context.warn(`${file} declares nothing`);
}

/** Undefined for a text that is not a plan file. */
export function documentIn(text: string, path: string): PlanDocument | undefined {
  if (text.trim() === '') return undefined;
  try {
    return readPlan(text, basename(path)).document;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** A plan file with the holidays that it takes to read and to compile it. */
export async function readPlanFile(text: string, file: string): Promise<PlanFile> {
  return readPlan(text, file, namesHolidays(text) ? await loadHolidays() : undefined);
}

/** The lock file next to a plan file; an empty one if there is none, and for the example account. */
export async function readLock(context: Context, planPath: string, customerId: string): Promise<Lock> {
  if (context.flags.demo !== undefined || isCommand(planPath)) return emptyLock(customerId);
  const path = lockPathOf(planPath);
  const text = await context.host.files.read(path);
  if (text === undefined) return emptyLock(customerId);
  const lock = parseLock(text, basename(path));
  if (lock.customer_id === customerId) return lock;
  throw new UsageError(
    `${basename(path)} belongs to the account ${lock.customer_id}, and this is ${customerId}`,
    {
      code: 'LOCK',
      hint: 'check `voipbin whoami`; for another account, use a plan file of another name',
    },
  );
}

/** Where the lock file cannot be written, that is found out before anything is requested. */
export async function readyLock({ flags, host }: Context, { path }: Pick<Source, 'path'>): Promise<void> {
  if (flags.demo === undefined && !flags.dryRun) await host.files.tryWrite(lockPathOf(path));
}

/**
 * Writes it where it has changed.
 * @param surely Also where it has not: what cannot be written is found out before it must be.
 */
export async function keepLock(
  context: Context,
  planPath: string,
  lock: Lock,
  { surely = false } = {},
): Promise<void> {
  if (context.flags.demo !== undefined || isCommand(planPath)) return;
  const path = lockPathOf(planPath);
  const text = writeLock(lock);
  if (surely || (await context.host.files.read(path)) !== text)
    await context.host.files.write(path, text, PUBLIC);
}
