import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configFolder, createConfigStore } from '../../src/cli/system/config-store.ts';
import type { Config } from '../../src/cli/session/profiles.ts';
import type { SystemFacts } from '../../src/core/ports.ts';
import { fakeClock } from '../support/clock.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'voipbin-store-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const system = (extra: Partial<SystemFacts> = {}): SystemFacts => ({
  hostname: 'desk',
  homedir: '/home/ann',
  cwd: '/desk',
  platform: 'linux',
  timeZone: 'UTC',
  nodeVersion: '20.18.1',
  packageUrl: 'file:///usr/lib/voipbin',
  ...extra,
});
const file = (): string => join(root, 'config', 'config.json');
const store = (
  env: Record<string, string> = { VOIPBIN_CONFIG_DIR: join(root, 'config') },
  facts = system(),
) => createConfigStore({ env, clock: fakeClock(), system: facts });
const put = (text: string, mode = 0o600): void => {
  mkdirSync(dirname(file()), { recursive: true, mode: 0o700 });
  writeFileSync(file(), text, { mode });
};
async function load(from = store()) {
  const warnings: string[] = [];
  return { config: await from.load((text) => warnings.push(text)), warnings };
}
const save = (config: Config, into = store()): Promise<Config> =>
  into.update(
    () => config,
    () => undefined,
  );
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const profile = { api_url: 'https://api.voipbin.net', access_key: 'vb_geheim' };

describe('the folder of the configuration', () => {
  const windows = system({ platform: 'win32', homedir: 'C:/Users/ann' });
  it.each([
    ['its own variable', { VOIPBIN_CONFIG_DIR: '/etc/vb' }, system(), '/etc/vb'],
    ['relative to the working folder', { VOIPBIN_CONFIG_DIR: 'vb' }, system(), '/desk/vb'],
    ['XDG', { XDG_CONFIG_HOME: '/x' }, system(), '/x/voipbin'],
    [
      'a relative XDG path counts for nothing',
      { XDG_CONFIG_HOME: 'x' },
      system(),
      '/home/ann/.config/voipbin',
    ],
    ['the home', {}, system(), '/home/ann/.config/voipbin'],
    ['Windows', { APPDATA: 'C:/Users/ann/AppData/Roaming' }, windows, 'C:/Users/ann/AppData/Roaming/voipbin'],
  ])('%s', (_name, env: Record<string, string>, facts, folder) => {
    expect(configFolder({ env, system: facts })).toBe(folder);
  });
});

describe('the configuration file', () => {
  it('is not made by looking for it', async () => {
    const { config, warnings } = await load();

    expect(config).toEqual({ profiles: {} });
    expect(warnings).toEqual([]);
    expect(existsSync(dirname(file()))).toBe(false);
  });

  it('is readable by nobody else, and nothing is left beside it', async () => {
    await save({ current: 'a', profiles: { a: profile } });

    expect(modeOf(file())).toBe(0o600);
    expect(modeOf(dirname(file()))).toBe(0o700);
    expect(readdirSync(dirname(file()))).toEqual(['config.json']);
    expect((await load()).config).toEqual({ current: 'a', profiles: { a: profile } });
  });

  it('saved into a folder that stood open, closes it', async () => {
    mkdirSync(dirname(file()), { mode: 0o755 });

    await save({ profiles: { a: profile } });

    expect(modeOf(dirname(file()))).toBe(0o700);
  });

  it('keeps what we do not know', async () => {
    put(JSON.stringify({ theme: 'dark', profiles: { a: { ...profile, colour: 'red' } } }));

    const { config } = await load();
    await save({ ...config, current: 'a' });

    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      theme: 'dark',
      current: 'a',
      profiles: { a: { ...profile, colour: 'red' } },
    });
  });

  it('drops what is no more there', async () => {
    await save({ current: 'a', profiles: { a: profile, b: profile } });
    await save({ profiles: { b: profile } });

    expect((await load()).config).toEqual({ profiles: { b: profile } });
  });

  it.each([
    ['not JSON', '{"profiles":', 'not JSON'],
    ['empty', '', 'not JSON'],
    ['a list', '[]', 'the whole file'],
    ['of the wrong shape', '{"profiles":["a"]}', 'profiles must be an object'],
  ])('that is %s is moved aside', async (_name, text, why) => {
    put(text);

    const { config, warnings } = await load();

    expect(config).toEqual({ profiles: {} });
    expect(warnings.join()).toContain(why);
    expect(warnings.join()).toContain('move it back');
    expect(readFileSync(`${file()}.broken-2026-11-23T12-00-00`, 'utf8')).toBe(text);
    expect(existsSync(file())).toBe(false);
  });

  it('one wrong field costs one profile, which stays in the file', async () => {
    const wrong = { access_key_command: 'pass show key' };
    put(JSON.stringify({ current: 'a', profiles: { a: profile, b: wrong } }));

    const { config, warnings } = await load();
    await store().update(
      (latest) => ({ ...latest, profiles: { ...latest.profiles, c: profile } }),
      () => undefined,
    );

    expect(Object.keys(config.profiles)).toEqual(['a']);
    expect(warnings.join()).toContain('profile "b" is left out: access_key_command must be a list');
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      current: 'a',
      profiles: { a: profile, b: wrong, c: profile },
    });
  });

  it('many changes at once are all kept', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];

    await Promise.all(
      names.map((name) =>
        store().update(
          (latest) => ({ ...latest, profiles: { ...latest.profiles, [name]: profile } }),
          () => undefined,
        ),
      ),
    );

    expect(Object.keys((await load()).config.profiles).sort()).toEqual(names);
    expect(readdirSync(dirname(file()))).toEqual(['config.json']);
  });

  it('a change that fails, or changes nothing, writes nothing', async () => {
    await expect(
      store().update(
        () => {
          throw new Error('no such profile');
        },
        () => undefined,
      ),
    ).rejects.toThrow('no such profile');
    await store().update(
      (same) => same,
      () => undefined,
    );

    expect(readdirSync(dirname(file()))).toEqual([]);
  });

  it('open to others is closed, and told of', async () => {
    put('{"profiles":{}}');
    chmodSync(file(), 0o644);
    chmodSync(dirname(file()), 0o755);

    const { warnings } = await load();

    expect(warnings).toHaveLength(2);
    expect([modeOf(file()), modeOf(dirname(file()))]).toEqual([0o600, 0o700]);
    expect((await load()).warnings).toEqual([]);
  });

  it('a folder that belongs to all, and a whole home, stay as they are', async () => {
    put('{"profiles":{}}');
    chmodSync(dirname(file()), 0o1777);
    expect((await load()).warnings).toEqual([]);
    chmodSync(dirname(file()), 0o755);

    const { warnings } = await load(store(undefined, system({ homedir: dirname(file()) })));

    expect(warnings).toEqual([]);
    expect(modeOf(dirname(file()))).toBe(0o755);
  });

  it('names of profiles find nothing that an object has by birth', async () => {
    put('{"profiles":{}}');

    expect((await load()).config.profiles['constructor']).toBeUndefined();
  });

  it('that cannot be read is no reason to stop', async () => {
    mkdirSync(file(), { recursive: true });

    expect((await load()).warnings.join()).toContain('cannot be read');
  });

  it('that cannot be written is told of, without what was to be in it', async () => {
    const saving = save({ profiles: { a: profile } }, store({ VOIPBIN_CONFIG_DIR: '/dev/null/config' }));

    await expect(saving).rejects.toThrow('cannot write /dev/null/config/config.json');
    await expect(saving).rejects.not.toThrow('geheim');
    const nowhere = store({ VOIPBIN_CONFIG_DIR: '/proc/.config/voipbin' });
    await expect(save({ profiles: {} }, nowhere)).rejects.toThrow('cannot write /proc/.config');
  });
});
