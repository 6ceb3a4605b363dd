/** `audit --profiles`: one account's failure is its own, and the exit code of the run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Profile } from '../../src/cli/session/profiles.ts';
import { TransportError } from '../../src/core/errors.ts';
import { bench } from '../support/program.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voipbin-fleet-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const DEAD = 'https://dead.test';

/** Audits saved sign-ins of a healthy server, and of one that is down. */
async function auditOf(profiles: Record<string, (key: string) => Partial<Profile>>, flags = '') {
  const made = bench('healthy');
  const key = made.account.accesskey;
  const saved = Object.entries(profiles).map(([name, profile]) => [
    name,
    { api_url: 'https://api.test', ...profile(key) },
  ]);
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ profiles: Object.fromEntries(saved) as object }),
  );
  const names = Object.keys(profiles).join(',');
  return made.run(`audit --profiles ${names} -o json ${flags}`, {
    env: { VOIPBIN_CONFIG_DIR: folder, VOIPBIN_ACCESS_KEY: '' },
    transport: (request) => {
      if (request.url.startsWith(DEAD))
        return Promise.reject(new TransportError('connect', false, 'refused'));
      return made.emulator.transport(request);
    },
  });
}

const good = (key: string): Partial<Profile> => ({ access_key: key });

describe('the exit code of many accounts', () => {
  it.each<[string, number, Parameters<typeof auditOf>[0]]>([
    ['one that is fine', 0, { good }],
    ['a malformed key', 2, { good, bad: () => ({ access_key: 'two words' }) }],
    ['no sign-in', 4, { good, bad: () => ({}) }],
    ['a key that the server does not know', 4, { good, bad: () => ({ access_key: 'vb_unknown' }) }],
    ['a server that is down', 3, { good, bad: (key) => ({ api_url: DEAD, access_key: key }) }],
    [
      'a malformed key, and a server that is down',
      3,
      { bad: () => ({ access_key: 'two words' }), down: (key) => ({ api_url: DEAD, access_key: key }) },
    ],
    [
      'a malformed key, and one that the server does not know',
      4,
      { bad: () => ({ access_key: 'two words' }), wrong: () => ({ access_key: 'vb_unknown' }), good },
    ],
  ])('%s: %d', async (_name, code, profiles) => {
    const ended = await auditOf(profiles);

    expect(ended.code).toBe(code);
    const rows = JSON.parse(ended.stdout) as { account: string; error: string | null }[];
    expect(rows).toHaveLength(Object.keys(profiles).length);
  });
});

it('many sign-ins: one after another, and how far it is', async () => {
  const names = Array.from({ length: 21 }, (_, at) => `p${at}`);
  const { stderr, stdout } = await auditOf(Object.fromEntries(names.map((name) => [name, good])));
  expect(stderr).toMatch(/^20 of 21 accounts, about \d+ s left$/m);
  expect(JSON.parse(stdout)).toHaveLength(21);
});
