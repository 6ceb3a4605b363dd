/** Access keys: created once, shown once, replaced without a moment in which none works. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Prompter } from '../../src/core/ports.ts';
import { bench, type Bench, type RunOptions } from '../support/program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voipbin-keys-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const writes = (made: Bench): string[] =>
  made
    .asked()
    .filter((line) => !line.startsWith('GET'))
    .map((line) => line.replace(/[0-9a-f-]{36}/, 'ID'));
const keysOf = (made: Bench) =>
  made.emulator.world.tables.accesskeys.all().filter(({ tm_delete }) => !tm_delete);
const written = (made: Bench, path: string): string => made.files.get(path)?.text ?? '';

describe('accesskeys create', () => {
  it('shows the key once on a terminal, and nowhere else', async () => {
    const made = bench('empty');
    const line = 'accesskeys create ci --expires 30d --detail Builds';
    const { code, stdout, stderr } = await made.run(line, { terminal: true, answers: [true] });
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['POST /v1.0/accesskeys'] });
    const key = keysOf(made).find(({ name }) => name === 'ci');
    expect(stderr).toContain(`  ${key?.token ?? 'no token'}\n`);
    expect(stdout).not.toContain(key?.token);
    const env = { VOIPBIN_ACCESS_KEY: key?.token ?? '' };
    expect((await made.run('accesskeys get ci -o json', { env })).stdout).toContain('"detail": "Builds"');
  });

  it('writes it to a private file', async () => {
    const made = bench('empty');
    const line = 'accesskeys create ci --token-file /key --yes -o json';
    const { code, stdout, stderr } = await made.run(line);
    const token = written(made, '/key').trim();
    expect({ code, token: keysOf(made).map((key) => key.token) }).toMatchObject({ code: 0 });
    expect(keysOf(made).map((key) => key.token)).toContain(token);
    expect(made.files.get('/key')).toMatchObject({ mode: 0o600 });
    expect(stdout + stderr).not.toContain(token);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'ci', token_prefix: token.slice(0, 11) });
  });

  it.each([
    ['create ci --yes', 2, 'add --token-file'],
    ['create ci --expires 12h --token-file /key --yes', 2, 'at least one day'],
    ['create ci --expires 4000w --token-file /key --yes', 2, 'at most 68 years'],
    ['create ci --expires soon --token-file /key --yes', 2, 'neither a span nor a date'],
    ['create ci --token-file /full --yes', 2, '/full already exists'],
    ['create default --token-file /key --yes', 7, 'already exists'],
    ['create ci --token-file /key', 6, 'add --yes'],
    ['create ci --token-file /key --dry-run', 0, '+ create access key ci'],
  ])('%s ends with %d, and leaves nothing', async (line, code, text) => {
    const made = bench('empty');
    const [key] = keysOf(made);
    if (key) key.name = 'default';
    const result = await made.run(`accesskeys ${line}`, { files: { '/full': 'vb_other' } });
    expect(result).toMatchObject({ code, stderr: expect.stringContaining(text) as string });
    expect(writes(made)).toEqual([]);
    expect([...made.files.keys()]).toEqual(['/full']);
  });

  it('deletes a key that cannot be written down', async () => {
    const made = bench('empty');
    const before = keysOf(made).length;
    const { code } = await made.run('accesskeys create ci --token-file /key --yes', {
      disk: (files) => ({ ...files, write: () => Promise.reject(new Error('no space')) }),
    });
    expect(code).not.toBe(0);
    expect(writes(made)).toEqual(['POST /v1.0/accesskeys', 'DELETE /v1.0/accesskeys/ID']);
    expect(keysOf(made)).toHaveLength(before);
  });

  it.each(['timeout-after', 'cut', 'drop', 'status-503'] as const)(
    'is never sent twice, and says which key a %s left',
    async (kind) => {
      const made = bench('empty');
      const before = keysOf(made).length;
      made.emulator.addFault({ method: 'POST', kind });
      const { code, stderr } = await made.run('accesskeys create ci --token-file /key --yes');
      expect({ code, writes: writes(made) }).toEqual({ code: 3, writes: ['POST /v1.0/accesskeys'] });
      expect(made.files.has('/key')).toBe(false);
      const [left] = keysOf(made).filter(({ name }) => name === 'ci');
      if (keysOf(made).length > before) expect(stderr).toContain(`voipbin accesskeys delete ${left?.id}`);
      else expect(stderr).not.toContain('was created');
    },
  );
});

describe('accesskeys list', () => {
  it('shows when keys expire', async () => {
    const made = bench('empty');
    const [key] = keysOf(made);
    if (key) key.tm_expire = Date.parse('2026-11-01T00:00:00Z') * 1000;
    expect((await made.run('accesskeys list', await asOwner(made))).stdout).toContain('UTC (expired)');
  });
});

/** The owner's own token: a key that has expired does not sign in. */
async function asOwner({ account, emulator }: Bench): Promise<RunOptions> {
  const { username, password } = account.logins[0] ?? {};
  const answer = await emulator.transport({
    method: 'POST',
    url: 'https://x/auth/login',
    headers: {},
    body: JSON.stringify({ username, password }),
    timeoutMs: 1000,
  });
  const { token } = JSON.parse(answer.body) as { token: string };
  return { env: { VOIPBIN_ACCESS_KEY: '', VOIPBIN_TOKEN: token } };
}

describe('accesskeys delete', () => {
  it('finds by name and by what the key begins with, and is not repeated', async () => {
    const made = bench('empty');
    await made.run('accesskeys create ci --token-file /key --yes');
    made.asked();
    const prefix = written(made, '/key').slice(0, 11);
    made.emulator.addFault({ method: 'DELETE', kind: 'timeout-after' });
    const { code, stderr } = await made.run(`accesskeys delete ${prefix}... --yes`);
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['DELETE /v1.0/accesskeys/ID'] });
    expect(stderr).toContain('[cannot be undone]');
    expect((await made.run('accesskeys delete ci --yes')).code).toBe(5);
  });

  it('finds that someone else was faster', async () => {
    const made = bench('empty');
    await made.run('accesskeys create ci --token-file /key --yes');
    const key = keysOf(made).find(({ name }) => name === 'ci');
    const { code } = await made.run('accesskeys delete ci --yes', {
      transport: (request) => {
        if (request.method === 'DELETE' && key) key.tm_delete = made.emulator.world.stamp();
        return made.emulator.transport(request);
      },
    });
    expect(code).toBe(0);
  });

  it('says so when it is the key of this command', async () => {
    const made = bench('empty');
    const [own] = keysOf(made);
    made.emulator.addFault({ method: 'DELETE', kind: 'timeout-after' });
    const { code, stderr } = await made.run(`accesskeys delete ${own?.id ?? ''} --yes`);
    expect({ code, keys: keysOf(made) }).toEqual({ code: 0, keys: [] });
    expect(stderr).toContain('this command itself signs in with it');
  });
});

describe('accesskeys rotate and logout --revoke', () => {
  const file = (): string => join(folder, 'config.json');
  const profile = () =>
    (JSON.parse(readFileSync(file(), 'utf8')) as { profiles: Record<string, Record<string, string>> })
      .profiles['office'];
  const signedIn = (extra: RunOptions = {}): RunOptions => ({
    ...extra,
    env: { VOIPBIN_ACCESS_KEY: '', VOIPBIN_CONFIG_DIR: folder, ...extra.env },
  });
  const start = (): Bench => {
    const made = bench('empty');
    const office = {
      api_url: 'https://api.voipbin.net',
      access_key: made.account.accesskey,
      access_key_expires: '2027-01-01T00:00:00Z',
      output: 'table',
    };
    writeFileSync(file(), JSON.stringify({ current: 'office', profiles: { office } }), { mode: 0o600 });
    return made;
  };
  const works = async (made: Bench): Promise<boolean> => (await made.run('whoami', signedIn())).code === 0;

  it('replace the key of the profile: make, verify, keep, delete', async () => {
    const made = start();
    const { code, stdout, stderr } = await made.run('accesskeys rotate --yes', signedIn());
    expect(code).toBe(0);
    const requests = made.asked();
    expect(requests.slice(-3)).toEqual([
      'POST /v1.0/accesskeys',
      'GET /v1.0/customer',
      expect.stringMatching(/^DELETE /) as string,
    ]);
    const [key, ...others] = keysOf(made);
    expect(others).toEqual([]);
    expect(profile()).toMatchObject({ access_key: key?.token, output: 'table' });
    expect(profile()?.['access_key_expires']).not.toBe('2027-01-01T00:00:00Z');
    for (const token of [key?.token ?? '', made.account.accesskey])
      expect(stdout + stderr).not.toContain(token);
    expect(await works(made)).toBe(true);
  });

  it('keep the old one where that is asked for', async () => {
    const made = start();
    expect((await made.run('accesskeys rotate --keep-old --expires 10d --yes', signedIn())).code).toBe(0);
    expect(keysOf(made)).toHaveLength(2);
  });

  it.each([
    ['the environment', { VOIPBIN_ACCESS_KEY: 'OWN' }, 'access key from VOIPBIN_ACCESS_KEY'],
    ['a file', { VOIPBIN_ACCESS_KEY_FILE: '/key' }, 'access key from /key'],
  ])('are refused for a key from %s, with what to do', async (_where, env, source) => {
    const made = start();
    const own = made.account.accesskey;
    const { code, stderr } = await made.run(
      'accesskeys rotate --yes',
      signedIn({
        env: Object.fromEntries(
          Object.entries(env).map(([name, value]) => [name, value.replace('OWN', own)]),
        ),
        files: { '/key': own },
      }),
    );
    expect({ code, writes: writes(made) }).toEqual({ code: 2, writes: [] });
    expect(stderr).toContain(source);
    expect(stderr).toContain('voipbin accesskeys create <name> --token-file <file>');
  });

  it('leave the old key in use where the new one cannot be kept', async () => {
    const made = start();
    const { code } = await made.run(
      'accesskeys rotate',
      signedIn({
        terminal: true,
        person: {
          confirm: () => {
            // Someone else signs in under the same name meanwhile.
            const config = JSON.parse(readFileSync(file(), 'utf8')) as { profiles: { office: object } };
            Object.assign(config.profiles.office, { access_key: 'vb_another' });
            writeFileSync(file(), JSON.stringify(config), { mode: 0o600 });
            return Promise.resolve(true);
          },
        } as unknown as Prompter,
      }),
    );
    expect({ code, keys: keysOf(made).map(({ token }) => token) }).toEqual({
      code: 7,
      keys: [made.account.accesskey],
    });
    expect(profile()?.['access_key']).toBe('vb_another');
  });

  it.each(['timeout-after', 'status-503', 'cut'] as const)(
    'leave a profile that works after a %s at any request',
    async (kind) => {
      const whole = start();
      await whole.run('accesskeys rotate --yes', signedIn());
      const requests = whole.asked().length;
      for (let nth = 1; nth <= requests; nth += 1) {
        const made = start();
        made.emulator.addFault({ nth, kind });
        const { code, stderr } = await made.run('accesskeys rotate --yes', signedIn());
        expect(await works(made), `${kind} at ${nth}: ${stderr}`).toBe(true);
        const left = keysOf(made).length;
        // A key more than one is named, with the command that deletes it.
        if (left > 1) expect(stderr).toMatch(/voipbin accesskeys delete [0-9a-f-]{36}/);
        else expect([0, 3]).toContain(code);
      }
    },
  );

  it('revoke the key, and forget it', async () => {
    const made = start();
    const { code, stdout, stderr } = await made.run('logout --revoke --yes', signedIn());
    expect({ code, keys: keysOf(made), key: profile()?.['access_key'] }).toEqual({ code: 0, keys: [] });
    expect(stdout + stderr).not.toContain(made.account.accesskey);
    expect(stderr).not.toContain('stays valid');
  });

  it('keep the profile where the key could not be deleted', async () => {
    const made = start();
    made.emulator.addFault({ method: 'DELETE', kind: 'status-503' });
    expect((await made.run('logout --revoke --yes', signedIn())).code).toBe(3);
    expect(await works(made)).toBe(true);
    expect((await made.run('logout --revoke', signedIn())).code).toBe(6);
    expect((await made.run('logout --revoke --dry-run', signedIn())).code).toBe(0);
    expect(await works(made)).toBe(true);
  });

  it('forget a key that the server does not accept any more', async () => {
    const made = start();
    for (const key of keysOf(made)) key.tm_delete = made.emulator.world.stamp();
    expect((await made.run('logout --revoke --yes', signedIn())).code).toBe(0);
    expect(profile()?.['access_key']).toBeUndefined();
  });
});
