/**
 * A lock between processes: a file that only one process can create, and that says which. The lock of a process that no
 * longer exists is removed by one of those who find it, never by two.
 */
import { PRIVATE } from '../../core/modes.ts';
import { constants } from 'node:fs';
import { copyFile, open, readFile, readlink, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Locking } from '../../core/ports.ts';
import { codeOf, isAbsent } from './errno.ts';

/** A file that is being written is empty for an instant; one that stays empty was left behind. */
const UNWRITTEN_MS = 10_000;
/** How long others may take to write a file or to clear one away. */
const PATIENCE_MS = 1000;
const PAUSE_MS = 20;

interface Mark {
  pid: number;
  host: string;
  /** When the process began, as its machine counts it: numbers of processes come again. Not known everywhere. */
  started?: string | undefined;
  /** Within which its number counts: containers have such spaces of their own. Not known everywhere. */
  space?: string | undefined;
  token: string;
}

/** What this process holds; its number on another lock is that of an earlier process. */
const own = new Set<string>();

/** The folder must be there. */
export async function takeLock(path: string): Promise<Locking> {
  const until = Date.now() + PATIENCE_MS;
  const started = await startOf(process.pid);
  const space = await spaceOf();
  const mark: Mark = { pid: process.pid, host: hostname(), started, space, token: crypto.randomUUID() };
  const text = JSON.stringify(mark);
  own.add(mark.token);
  for (;;) {
    if (await makeFile(path, text)) return { release: () => release(path, text, mark.token) };
    const found = await look(path);
    if (found?.state === 'held' || Date.now() > until) {
      own.delete(mark.token);
      return { holder: { pid: found?.mark?.pid, host: found?.mark?.host } };
    }
    if (found?.state === 'left') await clear(path);
    else await wait(PAUSE_MS);
  }
}

async function release(path: string, text: string, token: string): Promise<void> {
  own.delete(token);
  // One that cannot be removed is left behind, and found to be so by the next.
  await removeOnly(path, text).catch(() => undefined);
}

/** Makes the file, and answers whether it is ours. */
async function makeFile(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', PRIVATE);
    try {
      await file.writeFile(text);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  // A process that was stopped before it wrote may find that it was not waited for.
  return (await textOf(path)) === text;
}

/** Removes a stale lock. A second lock file lets only one process do so; under it, the first is checked again. */
async function clear(path: string): Promise<void> {
  const gate = `${path}.take`;
  const pass = crypto.randomUUID();
  if (!(await makeFile(gate, pass))) {
    const before = await textOf(gate);
    if (before !== undefined && (await ageOf(gate)) > UNWRITTEN_MS) await removeOnly(gate, before);
    await wait(PAUSE_MS);
    return;
  }
  try {
    const found = await look(path);
    if (found?.state === 'left') await removeOnly(path, found.text);
  } finally {
    await removeOnly(gate, pass);
  }
}

/** Removes the file if it has this content, but not a new file that replaced it in the meantime. */
async function removeOnly(path: string, text: string): Promise<void> {
  if ((await textOf(path)) !== text) return;
  const aside = `${path}.${crypto.randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isAbsent(error)) return;
    throw error;
  }
  try {
    if ((await textOf(aside)) !== text) await copyFile(aside, path, constants.COPYFILE_EXCL);
  } finally {
    await rm(aside, { force: true });
  }
}

interface Found {
  state: 'held' | 'left' | 'unwritten';
  text: string;
  mark: Mark | undefined;
}

/** What there is, and what to think of it; undefined where there is nothing any more. */
async function look(path: string): Promise<Found | undefined> {
  const text = await textOf(path);
  if (text === undefined) return undefined;
  const mark = markIn(text);
  if (mark !== undefined) return { state: (await isAlive(mark)) ? 'held' : 'left', text, mark };
  return { state: (await ageOf(path)) > UNWRITTEN_MS ? 'left' : 'unwritten', text, mark };
}

function markIn(text: string): Mark | undefined {
  try {
    const value = JSON.parse(text) as Partial<Mark> | null;
    // Zero and negative numbers are process groups, not processes.
    const isMark = Number.isInteger(value?.pid) && Number(value?.pid) > 0 && typeof value?.host === 'string';
    return isMark ? (value as Mark) : undefined;
  } catch {
    return undefined;
  }
}

async function isAlive({ pid, host, started, space, token }: Mark): Promise<boolean> {
  // In a folder shared between machines, processes of other machines cannot be checked.
  if (host !== hostname()) return true;
  const [boot] = (started ?? '').split('/');
  const [booted] = ((await startOf(process.pid)) ?? '').split('/');
  if (boot && booted && boot !== booted) return false;
  // Whether a process in another container still exists cannot be checked.
  if (space !== undefined && space !== (await spaceOf())) return true;
  if (pid === process.pid) return own.has(token);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  const now = await startOf(pid);
  return started === undefined || now === undefined || now === started;
}

async function spaceOf(): Promise<string | undefined> {
  return readlink('/proc/self/ns/pid').catch(() => undefined);
}

/** The boot of the machine, and the moment within it; undefined where the system does not tell. */
async function startOf(pid: number): Promise<string | undefined> {
  const [boot, facts] = await Promise.all([
    textOf('/proc/sys/kernel/random/boot_id').catch(() => undefined),
    textOf(`/proc/${pid}/stat`).catch(() => undefined),
  ]);
  // The second field is the name of the program in brackets, and may hold anything.
  const moment = facts?.slice(facts.lastIndexOf(')') + 2).split(' ')[19];
  return boot === undefined || moment === undefined ? undefined : `${boot.trim()}/${moment}`;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Of what is gone, and of what has a time to come: nothing. */
async function ageOf(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch (error) {
    if (isAbsent(error)) return 0;
    throw error;
  }
}
