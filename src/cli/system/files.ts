/** Files of the real disk; a write is all or nothing. */
import { MOST_READ } from '../../core/input-sizes.ts';
import { PRIVATE } from '../../core/modes.ts';
import { constants } from 'node:fs';
import { access, open, readdir, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UsageError } from '../../core/errors.ts';
import type { Files, NewFile } from '../../core/ports.ts';
import { codeOf, isAbsent, reasonOf } from './errno.ts';
import { gathered } from './gathered.ts';
import { makeFolder } from './folders.ts';
import { takeLock } from './lock.ts';

/** A virus scanner that looks into a new file keeps Windows from renaming it, for moments. */
const RENAME_TRIES = 10;
const RENAME_PAUSE_MS = 50;
/** Bytes of one read. */
const CHUNK = 1024 * 1024;

/** The real disk. Failures are UsageErrors that name the file and the reason. */
export const systemFiles: Files = {
  read: (path, most = MOST_READ) =>
    absentAs(
      undefined,
      told('read', path, () => readText(path, most)),
    ),
  pieces: (path) =>
    absentAs(
      undefined,
      told('read', path, async () => piecesOf(path, await open(path, 'r'))),
    ),
  write: (path, text, mode) => told('write', path, () => writeWhole(path, text, mode)),
  begin: toldBegin,
  tryWrite: (path) => told('write', path, () => tryWrite(path)),
  append: (path, text) => told('write', path, () => appendInTurn(path, text)),
  isFolder: (path) => told('read', path, async () => (await existing(path))?.folder ?? false),
  list: (folder) =>
    absentAs(
      [],
      told('read', folder, async () => (await readdir(folder)).sort()),
    ),
  mode: (path) =>
    absentAs(
      undefined,
      told('read', path, async () => (await stat(path)).mode & 0o7777),
    ),
  makePrivate: (path) => told('write', path, () => makePrivate(path)),
  isStream: (path) => told('read', path, async () => (await existing(path))?.special ?? false),
  isSame: (one, other) => told('read', one, () => isSame(one, other)),
  remove: (path) => told('remove', path, () => rm(path, { force: true })),
  lock: (path) =>
    told('lock', path, async () => {
      await makeFolder(dirname(path));
      return takeLock(path);
    }),
};

async function readText(path: string, most: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    return await gathered(file.createReadStream({ autoClose: false, highWaterMark: CHUNK }), path, most);
  } finally {
    await file.close();
  }
}

async function* piecesOf(path: string, file: FileHandle): AsyncGenerator<string, void, undefined> {
  const stream = file.createReadStream({ encoding: 'utf8', autoClose: false });
  const pieces = (stream as AsyncIterable<string>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await told('read', path, () => pieces.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await file.close();
  }
}

/** All or nothing: see `Files.write`. */
export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const file = await begin(path, mode);
  try {
    await file.add(Buffer.from(text, 'utf8'));
    await file.keep();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function begin(path: string, mode: number): Promise<NewFile> {
  await makeFolder(dirname(path));
  const target = await existing(path);
  // A pipe or a device cannot be replaced, only written into.
  if (target?.special) return intoSpecial(await open(path, 'w'));
  // A link stays a link: what it points at is replaced.
  const place = target?.path ?? path;
  const temporary = join(dirname(place), `.${basename(place)}.${temporaryMark()}.tmp`);
  // What its owner has closed to others is not opened again.
  const allowed = target === undefined ? mode : mode & target.mode;
  const file = await open(temporary, 'wx', allowed);
  return {
    add: (bytes) => file.appendFile(bytes),
    async keep() {
      await file.chmod(allowed);
      await file.sync();
      await file.close();
      await renamePatiently(temporary, place);
      await keepFolder(dirname(place));
    },
    async discard() {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
}

const intoSpecial = (file: FileHandle): NewFile => ({
  add: (bytes) => file.appendFile(bytes),
  keep: () => file.close(),
  discard: () => file.close().catch(() => undefined),
});

/** Adds the path to errors. */
async function toldBegin(path: string, mode: number): Promise<NewFile> {
  const file = await told('write', path, () => begin(path, mode));
  return {
    add: (bytes) => told('write', path, () => file.add(bytes)),
    keep: () => told('write', path, () => file.keep()),
    discard: () => told('remove', path, () => file.discard()),
  };
}

async function tryWrite(path: string): Promise<void> {
  const target = await existing(path);
  if (target?.folder) throw new UsageError(`cannot write ${path}: it is a folder`, { code: 'FILE' });
  if (target?.special) return access(path, constants.W_OK);
  const folder = dirname(target?.path ?? path);
  const place = await existing(folder);
  if (!place?.folder) {
    const why = place === undefined ? `there is no folder ${folder}` : `${folder} is not a folder`;
    throw new UsageError(`cannot write ${path}: ${why}`, { code: 'FILE' });
  }
  await access(folder, constants.W_OK | constants.X_OK);
}

/** Without it a new name may be forgotten when the power fails, though its text is on the disk. */
async function keepFolder(path: string): Promise<void> {
  // Some systems cannot: they keep names at once, or not at all.
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** The last addition to each file: what is cut short is removed before the next one begins. */
const additions = new Map<string, Promise<void>>();

function appendInTurn(path: string, text: string): Promise<void> {
  const before = additions.get(path) ?? Promise.resolve();
  const addition = before.catch(() => undefined).then(() => appendWhole(path, text));
  additions.set(path, addition);
  const forget = (): void => {
    if (additions.get(path) === addition) additions.delete(path);
  };
  addition.then(forget, forget);
  return addition;
}

async function appendWhole(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  const file = await open(path, 'a', PRIVATE);
  try {
    const { size } = await file.stat();
    try {
      await file.appendFile(text, 'utf8');
    } catch (error) {
      // Half a line would spoil what is added later. A pipe cannot undo it.
      await file.truncate(size).catch(() => undefined);
      throw error;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function makePrivate(path: string): Promise<void> {
  await makeFolder(dirname(path));
  // Without O_NONBLOCK, opening a pipe without a reader would block.
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
  const file = await open(path, flags, PRIVATE);
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw notPrivate(path, 'it is not a regular file');
    if (facts.uid !== (process.getuid?.() ?? facts.uid)) throw notPrivate(path, 'it belongs to another user');
    if (!isOpenToOthers(facts.mode)) return;
    await file.chmod(PRIVATE);
    if (isOpenToOthers((await file.stat()).mode))
      throw notPrivate(path, 'its file system has no permissions');
  } finally {
    await file.close();
  }
}

const isOpenToOthers = (mode: number): boolean => process.platform !== 'win32' && (mode & 0o077) !== 0;

function notPrivate(path: string, why: string): UsageError {
  return new UsageError(`${path} cannot be protected from other users: ${why}`, {
    code: 'FILE',
    hint: 'name a file that does not exist yet',
  });
}

async function isSame(one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  const [first, second] = await Promise.all([numberOf(one), numberOf(other)]);
  if (first !== undefined || second !== undefined) return first === second;
  return basename(one) === basename(other) && isSame(dirname(one), dirname(other));
}

/** What a file is to the system, whatever it is called; undefined where there is none. */
async function numberOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

interface Existing {
  path: string;
  folder: boolean;
  /** A pipe or a device. */
  special: boolean;
  mode: number;
}

async function existing(path: string): Promise<Existing | undefined> {
  try {
    const real = await realpath(path);
    const facts = await stat(real);
    const folder = facts.isDirectory();
    return { path: real, folder, special: !facts.isFile() && !folder, mode: facts.mode };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function temporaryMark(): string {
  return `${process.pid}-${Math.random().toString(36).slice(2)}`;
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const passing = ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '');
      if (process.platform !== 'win32' || !passing || attempt === RENAME_TRIES) throw error;
      await wait(RENAME_PAUSE_MS);
    }
  }
}

async function told<T>(verb: string, path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (codeOf(error) === undefined || error instanceof UsageError) throw error;
    throw new UsageError(`cannot ${verb} ${path}: ${reasonOf(error)}`, { code: 'FILE', cause: error });
  }
}

async function absentAs<T, A>(answer: A, result: Promise<T>): Promise<T | A> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof UsageError && isAbsent(error.cause)) return answer;
    throw error;
  }
}
