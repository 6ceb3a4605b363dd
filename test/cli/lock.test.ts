/** The lock between processes, with real ones. */
import { spawnSync, fork, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemFiles as files } from '../../src/cli/system/files.ts';
import type { LockHolder, Locking } from '../../src/core/ports.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voipbin-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const dead = spawnSync(process.execPath, ['--version']).pid;
const here = { host: hostname(), token: 'of another' };
const leave = (mark: object | string): void => {
  writeFileSync(path, typeof mark === 'string' ? mark : JSON.stringify(mark));
};
const age = (file: string, seconds: number): void => {
  const then = Date.now() / 1000 - seconds;
  utimesSync(file, then, then);
};
const holderOf = (lock: Locking): LockHolder | undefined => ('holder' in lock ? lock.holder : undefined);
async function take(): Promise<() => Promise<void>> {
  const lock = await files.lock(path);
  if ('holder' in lock) throw new Error(`held by ${JSON.stringify(lock.holder)}`);
  return lock.release;
}

describe('a lock', () => {
  it('is refused while it is held, with who holds it, and is free afterwards', async () => {
    const release = await take();

    expect(holderOf(await files.lock(path))).toEqual({ pid: process.pid, host: hostname() });
    await release();

    expect(readdirSync(folder)).toEqual([]);
    await (
      await take()
    )();
  });

  it.each([
    ['of a process that is no more', { ...here, pid: dead }],
    ['of an earlier process with the number of this one', { ...here, pid: process.pid }],
    ['of group zero', { ...here, pid: 0 }],
    ['that says nothing', ''],
    ['that is broken', '{"pid":'],
  ])('%s is taken over', async (_, mark) => {
    leave(mark);
    age(path, 20);

    const release = await take();

    expect(readdirSync(folder)).toEqual(['lock']);
    await release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'of a process whose number another one has now is taken over',
    async () => {
      leave({ ...here, pid: process.ppid, started: 'another boot/1' });

      await expect(take()).resolves.toBeTypeOf('function');
    },
  );

  it.each([
    ['of another machine', { ...here, pid: dead, host: 'elsewhere' }, { pid: dead, host: 'elsewhere' }],
    ['of a process that lives', { ...here, pid: process.ppid }, { pid: process.ppid, host: hostname() }],
    ['that is just being written', '', { pid: undefined, host: undefined }],
  ])('%s is held', async (_, mark, holder) => {
    leave(mark);

    expect(holderOf(await files.lock(path))).toEqual(holder);

    expect(readFileSync(path, 'utf8')).toBe(typeof mark === 'string' ? mark : JSON.stringify(mark));
  });

  it('that somebody else has by now is not given back', async () => {
    const release = await take();
    leave({ ...here, pid: process.ppid });

    await release();

    expect(existsSync(path)).toBe(true);
  });

  it('that a process was about to take over when it died is taken over', async () => {
    leave({ ...here, pid: dead });
    writeFileSync(`${path}.take`, 'a pass');
    age(`${path}.take`, 20);

    await take();

    expect(readdirSync(folder)).toEqual(['lock']);
  });
});

describe('processes at once', () => {
  let place: string;
  let takers: ChildProcess[];
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'voipbin-takers-'));
    const outfile = join(place, 'taker.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, '../support/lock-taker.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    takers = Array.from({ length: 4 }, () => fork(outfile));
  });
  afterAll(() => {
    for (const taker of takers) taker.kill();
    rmSync(place, { recursive: true, force: true });
  });
  const ask = (taker: ChildProcess, about: string | null): Promise<{ holder?: LockHolder }> =>
    new Promise((answered) => {
      taker.once('message', answered);
      taker.send(about as string);
    });

  it('one of them takes over what was left behind', async () => {
    for (let round = 0; round < 60; round += 1) {
      leave({ ...here, pid: dead });

      const locks = await Promise.all(takers.map((taker) => ask(taker, path)));

      const winners = takers.filter((_, index) => locks[index]?.holder === undefined);
      expect(winners.length, `round ${round}`).toBe(1);
      expect(new Set(locks.flatMap(({ holder }) => holder?.pid ?? []))).toEqual(new Set([winners[0]?.pid]));
      await Promise.all(takers.map((taker) => ask(taker, null)));
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('what a killed one held is free', async () => {
    const [victim, other] = takers as [ChildProcess, ChildProcess];
    await ask(victim, path);
    expect((await ask(other, path)).holder?.pid).toBe(victim.pid);
    await new Promise((gone) => {
      victim.once('exit', gone);
      victim.kill('SIGKILL');
    });

    expect((await ask(other, path)).holder).toBeUndefined();
  });
});
