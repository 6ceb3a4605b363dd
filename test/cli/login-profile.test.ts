import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bench, type RunOptions } from '../support/program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voipbin-keep-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const file = (): string => join(folder, 'config.json');
const options = (extra: RunOptions = {}): RunOptions => ({
  ...extra,
  env: { VOIPBIN_ACCESS_KEY: '', VOIPBIN_CONFIG_DIR: folder, ...extra.env },
});
type Saved = { current?: string; profiles: Record<string, Record<string, unknown>> };
const saved = (): Saved => JSON.parse(readFileSync(file(), 'utf8')) as Saved;
const keep = (profiles: object): void => {
  writeFileSync(file(), JSON.stringify({ current: 'default', profiles }), { mode: 0o600 });
};

const BY_PASSWORD = 'login --username it@enterprise.example --password-stdin';
const password = { input: 'demo-admin-1\n' };

describe('a sign-in replaces nothing that cannot be had again', () => {
  const { account } = bench('departments');
  const key = { customer_id: account.customer_id, api_url: 'https://api.voipbin.net', access_key: 'vb_old' };
  it.each([
    ['a key from a program', { access_key_command: ['op', 'read'] }],
    ['a key of an unknown account', { access_key: 'vb_unknown' }],
    ['a key, by a token', key],
    ['another server', { ...key, api_url: 'https://api.other.example' }],
  ])('%s stays; without a terminal the new one gets a name of its own', async (_name, existing) => {
    const { run } = bench('departments');
    keep({ default: existing });

    const { code } = await run(BY_PASSWORD, options(password));
    const named = await run(`${BY_PASSWORD} --profile default`, options(password));

    expect(code).toBe(0);
    expect(saved().profiles['default']).toMatchObject(existing);
    expect(saved().profiles['enterprise-corp']).toHaveProperty('token');
    expect(saved().current).toBe('enterprise-corp');
    expect(named.code).toBe(6);
    expect(saved().profiles['default']).toMatchObject(existing);
  });

  it.each([
    ['ended', { ...key, access_key_expires: '2026-11-01T00:00:00Z' }, BY_PASSWORD],
    ['replaced by a new key', key, `${BY_PASSWORD} --make-key`],
  ])('a key that has %s makes room', async (_name, existing, line) => {
    const { run } = bench('departments');
    keep({ default: existing });

    expect((await run(line, options(password))).code).toBe(0);

    expect(Object.keys(saved().profiles)).toEqual(['default']);
    expect(saved().profiles['default']?.['access_key']).not.toBe('vb_old');
  });

  it('on a terminal a key of the same account is renewed, once somebody has agreed', async () => {
    const { run } = bench('departments');
    keep({ default: key });
    const answers = ['password', 'it@enterprise.example', 'demo-admin-1', true, true];

    expect((await run('login', options({ terminal: true, answers }))).code).toBe(0);

    expect(Object.keys(saved().profiles)).toEqual(['default']);
    expect(saved().profiles['default']?.['access_key']).toMatch(/^vb_.{32}$/);
  });
});

describe('login', () => {
  it('--dry-run checks the sign-in, makes no key and keeps nothing', async () => {
    const { run, asked } = bench('departments');

    const { code, stderr } = await run(`${BY_PASSWORD} --make-key --dry-run`, options(password));

    expect(code).toBe(0);
    expect(stderr).toContain('dry run, nothing was kept');
    expect(asked()).not.toContain('POST /v1.0/accesskeys');
    expect(existsSync(file())).toBe(false);
  });

  it('makes no key that it could not keep', async () => {
    const { run, asked } = bench('departments');

    const env = { VOIPBIN_CONFIG_DIR: '/dev/null/config' };
    const { code, stderr } = await run(`${BY_PASSWORD} --make-key`, options({ ...password, env }));

    expect(code).toBe(2);
    expect(stderr).toContain('cannot write');
    expect(asked()).not.toContain('POST /v1.0/accesskeys');
  });

  it('does not pretend to sign in as somebody else', async () => {
    const { run, account, asked } = bench('departments');
    const line = `login --access-key-stdin --as-customer ${account.customer_id} --reason "a support case"`;

    expect((await run(line, options({ input: account.accesskey }))).code).toBe(2);

    expect(asked()).toEqual([]);
  });

  it('a key whose answer was lost is told of honestly, and the token is kept', async () => {
    const { run, emulator } = bench('departments');
    emulator.addFault({ method: 'POST', path: '*/accesskeys', kind: 'drop' });

    const { code, stderr } = await run(`${BY_PASSWORD} --make-key`, options(password));

    expect(code).toBe(3);
    expect(stderr).toContain('if one was created anyway');
    expect(saved().profiles['default']).toHaveProperty('token');
    expect(saved().profiles['default']).not.toHaveProperty('access_key');
  });

  it('a key from the environment is not warned of by what the profile knows', async () => {
    const { run, account } = bench('departments');
    keep({ default: { access_key: 'vb_old', access_key_expires: '2026-11-01T00:00:00Z' } });

    const { stderr } = await run('customer get', options({ env: { VOIPBIN_ACCESS_KEY: account.accesskey } }));

    expect(stderr).toBe('');
  });
});

it('what is saved is shown whichever server the environment names', async () => {
  const made = bench('departments');
  keep({ default: { access_key: 'vb_old', api_url: 'https://api.voipbin.net' } });
  const foreign = options({ env: { VOIPBIN_API_URL: 'https://other.example' } });
  for (const line of ['profile list', 'profile show default']) {
    const { code, stdout } = await made.run(line, foreign);
    expect({ code, asked: made.asked() }).toEqual({ code: 0, asked: [] });
    expect(stdout).toContain('api.voipbin.net');
  }
  const { code, stderr } = await made.run('tags list', foreign);
  expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
  expect(stderr).toContain('is not sent to https://other.example');
});
