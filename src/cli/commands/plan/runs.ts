/** The journals of an account in the state folder: one file per run, written line by line; one run at a time. */
import { join } from 'node:path';
import { ConflictError, UsageError } from '../../../core/errors.ts';
import type { LockHolder } from '../../../core/ports.ts';
import { clean } from '../../../core/text.ts';
import { formatMicros, parseTime } from '../../../core/time.ts';
import {
  formatEntry,
  isEnded,
  parseRun,
  type Entry,
  type FileEdit,
  type Run,
} from '../../../plan/journal/journal.ts';
import type { Context } from '../../context.ts';
import { stateFolder } from '../../system/config-store.ts';

/** What a run says of itself as it begins. */
export type RunHead = Pick<Run['head'], 'act' | 'subject' | 'command' | 'resumes' | 'more'>;

export interface Runs {
  /** Oldest first. */
  all: () => Promise<readonly Run[]>;
  /** Begins a run; gives the way to write its lines. */
  begin: (head: RunHead) => Promise<OpenRun>;
  /** One of them, however old. */
  find: (run: string) => Promise<Run | undefined>;
  /** Records that a run needs no further attention. */
  settle: (run: string) => Promise<void>;
  /** Gives way to other runs on this account. */
  release: () => Promise<void>;
}

export interface OpenRun {
  id: string;
  write: (entry: Entry) => Promise<void>;
}

/** The runs that anybody may want to look at again. */
const KEPT = 200;

/**
 * The journals of the account, and the only right to add to them.
 * @throws ConflictError while another run on this account is in progress.
 */
export async function openRuns(context: Context, customerId: string, apiUrl: string): Promise<Runs> {
  const { files, clock, random } = context.host;
  const stamp = (): string => formatMicros(clock.now() * 1000);
  const newId = (after?: string): string => {
    // In the order in which they were made, even if the clock was set back meanwhile.
    const millis = Math.max(clock.now(), (timeIn(after) ?? 0) + 1);
    const time = formatMicros(millis * 1000)
      .slice(0, 23)
      .replace(/[-:.]/g, '');
    const suffix = Array.from({ length: 4 }, () => Math.floor(random.number() * 36).toString(36)).join('');
    return `${time}-${suffix}`;
  };
  if (context.flags.demo !== undefined) return forgetful(newId);
  const folder = folderOf(context, customerId);
  const lockPath = join(folder, 'lock');
  const lock = await files.lock(lockPath);
  if ('holder' in lock) throw underWay(lock.holder, lockPath);
  const pathOf = (run: string): string => join(folder, `${run}.jsonl`);
  return {
    all: () => readRuns(context, customerId, apiUrl),
    async find(run) {
      if (timeIn(run) === undefined) return undefined;
      const path = pathOf(run);
      return parsed([{ path, text: (await files.read(path)) ?? '' }], apiUrl)[0];
    },
    async begin(head) {
      const id = newId((await journalNames(context, customerId)).at(-1));
      const write = (entry: Entry): Promise<void> => files.append(pathOf(id), formatEntry(entry));
      await write({
        event: 'run',
        format: 'voipbin.journal/1',
        run: id,
        customer_id: customerId,
        api_url: apiUrl,
        at: stamp(),
        ...head,
      });
      return { id, write };
    },
    // On a line of its own, whatever was left of the last one.
    settle: (run) =>
      files.append(pathOf(run), `\n${formatEntry({ event: 'end', at: stamp(), outcome: 'settled' })}`),
    release: lock.release,
  };
}

function underWay({ pid, host }: LockHolder, lockPath: string): ConflictError {
  const holder = pid === undefined ? '' : ` (process ${pid} on ${clean(host ?? '')})`;
  return new ConflictError(`another run on this account is in progress${holder}; nothing was done`, {
    hint: `wait until it ends; if there is no such process, remove ${lockPath}`,
  });
}

/** Notes what a command wrote into a plan file, so that `undo` removes it there, too. */
export async function noteFileEdit(
  context: Context,
  customerId: string,
  run: string,
  edit: Omit<FileEdit, 'event' | 'at'>,
): Promise<void> {
  const { files, clock } = context.host;
  const line = formatEntry({ event: 'file', at: formatMicros(clock.now() * 1000), ...edit });
  await files.append(join(folderOf(context, customerId), `${run}.jsonl`), line);
}

/** The runs on an account of this server, oldest first. */
export async function readRuns(
  context: Context,
  customerId: string,
  apiUrl: string,
): Promise<readonly Run[]> {
  return parsed(await readJournals(context, customerId), apiUrl);
}

/** Those that broke off, oldest first, but for undos: what they left can be undone again. */
export async function readOpenRuns(
  context: Context,
  customerId: string,
  apiUrl: string,
): Promise<readonly Run[]> {
  const journals = await readJournals(context, customerId);
  return parsed(
    journals.filter(({ text }) => !isEnded(text)),
    apiUrl,
  ).filter(({ head }) => head.act === 'apply');
}

/** A copy of the platform may have an account of the same id. */
function parsed(journals: readonly Journal[], apiUrl: string): readonly Run[] {
  return journals
    .flatMap(({ path, text }) => parseRun(text, path) ?? [])
    .filter(({ head }) => head.api_url === apiUrl);
}

interface Journal {
  path: string;
  text: string;
}

async function readJournals(context: Context, customerId: string): Promise<readonly Journal[]> {
  const folder = folderOf(context, customerId);
  const journals: Journal[] = [];
  for (const name of (await journalNames(context, customerId)).slice(-KEPT)) {
    const path = join(folder, name);
    journals.push({ path, text: (await context.host.files.read(path)) ?? '' });
  }
  return journals;
}

/** In the order of the runs. */
async function journalNames(context: Context, customerId: string): Promise<readonly string[]> {
  if (context.flags.demo !== undefined) return [];
  const names = await context.host.files.list(folderOf(context, customerId));
  return names.filter((name) => name.endsWith('.jsonl'));
}

/** When a run began, by its id. */
function timeIn(run = ''): number | undefined {
  const [, date, time, millis] = /^(\d{8})T(\d{6})(\d{3})-[0-9a-z]{4}/.exec(run) ?? [];
  if (date === undefined || time === undefined || millis === undefined) return undefined;
  const day = date.replace(/^(....)(..)/, '$1-$2-');
  return parseTime(`${day}T${time.replace(/^(..)(..)/, '$1:$2:')}.${millis}Z`);
}

function folderOf({ host }: Context, customerId: string): string {
  if (!/^[0-9a-f-]{36}$/i.test(customerId))
    throw new UsageError('the account has no id to keep a journal for');
  return join(stateFolder(host), 'accounts', customerId.toLowerCase(), 'runs');
}

/** Of the example account nothing is kept. */
function forgetful(newId: () => string): Runs {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    all: () => Promise.resolve([]),
    find: () => Promise.resolve(undefined),
    begin: () => Promise.resolve({ id: newId(), write: nothing }),
    settle: nothing,
    release: nothing,
  };
}
