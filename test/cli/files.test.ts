import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemFiles as files } from '../../src/cli/system/files.ts';
import { lazyFiles } from '../../src/cli/system/host.ts';
import { UsageError } from '../../src/core/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voipbin-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('files', () => {
  it('gives a file that comes in pieces its name once it is whole', async () => {
    const path = join(folder, 'calls', 'a.zip');
    const one = await files.begin(path, 0o600);
    await one.add(Buffer.from([0, 255]));
    await one.add(Buffer.from([128]));
    expect(readdirSync(join(folder, 'calls')).filter((name) => !name.startsWith('.'))).toEqual([]);
    await one.keep();
    expect([...readFileSync(path)]).toEqual([0, 255, 128]);
    expect(modeOf(path)).toBe(0o600);

    const other = await files.begin(path, 0o600);
    await other.add(Buffer.from('half'));
    await other.discard();
    expect([...readFileSync(path)]).toEqual([0, 255, 128]);
    expect(readdirSync(join(folder, 'calls'))).toEqual(['a.zip']);
    expect([
      await files.isFolder(folder),
      await files.isFolder(path),
      await files.isFolder(`${path}x`),
    ]).toEqual([true, false, false]);
    await expect(files.begin(join(path, 'b.zip'), 0o600)).rejects.toThrow(UsageError);
  });

  it('reads no more than it may, of files that have a size and of those that have none', async () => {
    const path = join(folder, 'long.yaml');
    writeFileSync(path, 'x'.repeat(1001));
    expect(await files.read(path, 1001)).toHaveLength(1001);
    await expect(files.read(path, 1000)).rejects.toThrow(`cannot read ${path}: it is larger than 1.0 kB`);
    await expect(lazyFiles.read(path, 1000)).rejects.toThrow('it is larger than 1.0 kB');
    await expect(files.read('/dev/urandom', 100_000)).rejects.toThrow(UsageError);
    await expect(files.read('/dev/zero')).rejects.toThrow('cannot read /dev/zero: it is larger than 50 MB');
    await expect(files.read(folder)).rejects.toThrow('it is a folder');
    expect(await files.read(join(folder, 'none'))).toBeUndefined();
  });

  it.each([
    ['the disk', files],
    ['the program', lazyFiles],
  ])('reads what is long in pieces, with characters whole (%s)', async (_name, { pieces }) => {
    const path = join(folder, 'long.json');
    const text = `x${'€😀'.repeat(40_000)}`;
    writeFileSync(path, text);
    const read: string[] = [];
    for await (const piece of (await pieces(path)) ?? []) read.push(piece);
    expect(read.length).toBeGreaterThan(1);
    expect(read.join('')).toBe(text);
    expect(await pieces(join(folder, 'none'))).toBeUndefined();
    const all = async (): Promise<void> => {
      for await (const piece of (await pieces(folder)) ?? []) expect(piece).toBe('');
    };
    await expect(all()).rejects.toThrow(`cannot read ${folder}: it is a folder`);
  });

  it('writes with the mode asked for, whatever the umask, into a folder of its own', async () => {
    const path = join(folder, 'new', 'report.prom');
    const umask = process.umask(0o077);

    await files.write(path, 'metric 1\n', 0o644);
    process.umask(umask);

    expect(readFileSync(path, 'utf8')).toBe('metric 1\n');
    expect(modeOf(path)).toBe(0o644);
    expect(modeOf(join(folder, 'new'))).toBe(0o700);
  });

  it('replaces, tightens, and leaves nothing beside', async () => {
    const path = join(folder, 'state.json');
    writeFileSync(path, 'old', { mode: 0o666 });

    await files.write(path, 'new', 0o600);

    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(modeOf(path)).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('does not open again what its owner has closed', async () => {
    const path = join(folder, 'voipbin.yaml');
    writeFileSync(path, 'old', { mode: 0o600 });

    await files.write(path, 'new', 0o644);

    expect(modeOf(path)).toBe(0o600);
  });

  it('a write that fails leaves what was there, and nothing beside', async () => {
    const path = join(folder, 'taken');
    mkdirSync(path);

    await expect(files.write(path, 'text', 0o600)).rejects.toBeInstanceOf(UsageError);

    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('a link stays a link', async () => {
    const path = join(folder, 'link');
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync(join(folder, 'real'), path);

    await files.write(path, 'new', 0o600);

    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
  });

  it('a device is written into, not replaced', async () => {
    await files.write('/dev/null', 'text', 0o600);

    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('what is not there reads as undefined; what cannot be read is told with its name', async () => {
    expect(await files.read(join(folder, 'no'))).toBeUndefined();
    expect(await files.mode(join(folder, 'no'))).toBeUndefined();
    expect(await files.read('/dev/null/no')).toBeUndefined();
    await expect(files.read(folder)).rejects.toThrow(`cannot read ${folder}: it is a folder`);
    await expect(files.remove(join(folder, 'no'))).resolves.toBeUndefined();
  });

  it('makes a file private: a new one, and one that others could read', async () => {
    const [fresh, old] = [join(folder, 'new', 'pw'), join(folder, 'old')];
    writeFileSync(old, 'mine', { mode: 0o644 });
    symlinkSync(old, join(folder, 'link'));

    await files.makePrivate(fresh);
    await files.makePrivate(join(folder, 'link'));

    expect([modeOf(fresh), readFileSync(fresh, 'utf8')]).toEqual([0o600, '']);
    expect([modeOf(old), readFileSync(old, 'utf8')]).toEqual([0o600, 'mine']);
  });

  it('makes nothing else private, and waits for nobody', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const mode = statSync('/dev/null').mode;

    await expect(files.makePrivate(pipe)).rejects.toBeInstanceOf(UsageError);
    await expect(files.makePrivate('/dev/null')).rejects.toThrow(
      '/dev/null cannot be protected from other users',
    );
    await expect(files.makePrivate(folder)).rejects.toThrow('it is a folder');
    await expect(files.makePrivate('/dev/null/pw')).rejects.toBeInstanceOf(UsageError);

    expect(statSync('/dev/null').mode).toBe(mode);
    expect(await Promise.all([pipe, '/dev/null', folder, join(folder, 'no')].map(files.isStream))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('knows a file under any name', async () => {
    const [real, link] = [join(folder, 'real'), join(folder, 'link')];
    mkdirSync(real);
    symlinkSync(real, link);
    writeFileSync(join(real, 'a'), '');

    expect(await files.isSame(join(real, 'a'), join(link, 'a'))).toBe(true);
    expect(await files.isSame(join(real, 'new', 'b'), join(link, 'new', 'b'))).toBe(true);
    expect(await files.isSame(join(real, 'a'), join(real, 'b'))).toBe(false);
    expect(await files.isSame(join(real, 'b'), join(real, 'c'))).toBe(false);
    expect(await files.isSame(join(real, 'b'), join(folder, 'b'))).toBe(false);
  });

  it('says beforehand what cannot be written, and changes nothing', async () => {
    writeFileSync(join(folder, 'old'), 'old');

    for (const path of ['old', 'new'].map((name) => join(folder, name)).concat('/dev/null')) {
      await expect(files.tryWrite(path)).resolves.toBeUndefined();
    }
    await expect(files.tryWrite(folder)).rejects.toThrow(`cannot write ${folder}: it is a folder`);
    const lost = join(folder, 'no', 'dir', 'x.html');
    await expect(files.tryWrite(lost)).rejects.toThrow(`there is no folder ${join(folder, 'no', 'dir')}`);
    await expect(files.tryWrite(join(folder, 'old', 'x'))).rejects.toThrow(
      `cannot write ${join(folder, 'old', 'x')}: ${join(folder, 'old')} is not a folder`,
    );
    expect(readdirSync(folder)).toEqual(['old']);
  });

  it.skipIf(process.platform !== 'linux')('a folder that takes no other is no endless loop', async () => {
    await expect(files.lock('/proc/.local/state/audit.lock')).rejects.toThrow('cannot lock /proc/.local');
    await expect(files.write('/proc/.local/state/a', 'text', 0o600)).rejects.toThrow('cannot write');
  });
});
