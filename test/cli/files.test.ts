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
});
