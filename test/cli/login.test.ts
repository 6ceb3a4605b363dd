import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bench, type RunOptions } from '../support/program.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'voipbin-login-')), 'config');
});
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const file = (): string => join(folder, 'config.json');
const saved = (): { current?: string; profiles: Record<string, Record<string, string>> } =>
  JSON.parse(readFileSync(file(), 'utf8')) as ReturnType<typeof saved>;

/** Nobody is signed in by the environment. */
const options = (extra: RunOptions = {}): RunOptions => ({
  ...extra,
  env: { VOIPBIN_ACCESS_KEY: '', VOIPBIN_CONFIG_DIR: folder, ...extra.env },
});

describe('login', () => {
  it('with an access key from standard input: checked, kept, never shown', async () => {
    const { run, account, asked } = bench('departments');

    const { code, stdout, stderr } = await run(
      'login --access-key-stdin',
      options({ input: `${account.accesskey}\n` }),
    );

    expect(code).toBe(0);
    expect(asked()).toEqual(['GET /v1.0/customer', 'GET /v1.0/accesskeys']);
    expect(stdout + stderr).not.toContain(account.accesskey);
    expect(stderr).toContain('Enterprise Corp');
    expect(stderr).toContain('permissions: admin');
    expect(saved().profiles['default']).toMatchObject({
      access_key: account.accesskey,
      customer_id: account.customer_id,
    });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const whoami = await run('whoami -o json', options());
    expect(JSON.parse(whoami.stdout)).toMatchObject({
      profile: 'default',
      permissions: ['admin'],
      credential: { source: 'access key from profile default' },
    });
    // The current profile is not in use where the key comes from elsewhere.
    const elsewhere = options();
    const env = { ...elsewhere.env, VOIPBIN_ACCESS_KEY: account.accesskey };
    expect(JSON.parse((await run('whoami -o json', { ...elsewhere, env })).stdout)).toMatchObject({
      profile: null,
      credential: { source: 'access key from VOIPBIN_ACCESS_KEY' },
    });
  });

  it('with user name and password on a terminal: the password is not kept, a key is made', async () => {
    const { run, account } = bench('departments');
    const answers = ['password', 'it@enterprise.example', 'demo-admin-1', true];

    const { code, stdout, stderr } = await run('login', options({ terminal: true, answers }));

    expect(code).toBe(0);
    const text = readFileSync(file(), 'utf8');
    expect(text + stdout + stderr).not.toContain('demo-admin-1');
    expect(saved().profiles['default']?.['access_key']).toMatch(/^vb_.{32}$/);
    expect(saved().profiles['default']?.['access_key_expires']).toMatch(/^2027-02-21/);
    expect(stdout + stderr).not.toContain(saved().profiles['default']?.['access_key']);
    expect(account.data.accesskeys.length).toBe(1);
  });

  it('without a terminal the token is kept, and says so near its end', async () => {
    const { run, emulator } = bench('departments');
    const line = 'login --username it@enterprise.example --password-stdin';
    expect((await run(line, options({ input: 'demo-admin-1\n' }))).code).toBe(0);
    expect(saved().profiles['default']?.['token']).toMatch(/^eyJ/);
    expect((await run('whoami', options())).stderr).toBe('');
    emulator.advance(0);
    expect((await run('whoami -o json', options())).stdout).toContain('it@enterprise.example');
  });

  it('a wrong password, a wrong key, an agent without permission: refused, nothing kept', async () => {
    const { run, account } = bench('departments');
    const agent = account.logins.find(({ role }) => role === 'agent');
    const tries = [
      run('login --username it@enterprise.example --password-stdin', options({ input: 'wrong\n' })),
      run('login --access-key-stdin', options({ input: 'vb_wrong\n' })),
      run(
        `login --username ${agent?.username ?? ''} --password-stdin`,
        options({ input: agent?.password ?? '' }),
      ),
    ];
    for (const { code } of await Promise.all(tries)) expect(code).toBe(4);
    expect(existsSync(file())).toBe(false);
  });

  it('a frozen account is told of, nothing kept', async () => {
    const { run, account } = bench('frozen');
    const { code, stderr } = await run('login --access-key-stdin', options({ input: account.accesskey }));
    expect(code).toBe(4);
    expect(stderr).toContain('frozen since');
    expect(existsSync(file())).toBe(false);
  });

  it('without a terminal everything that is missing is told at once, and nothing is requested', async () => {
    const { run, asked } = bench('departments');
    expect((await run('login', options())).code).toBe(2);
    const told = await run('login --no-input', options({ terminal: true }));
    expect(told.stderr).toContain('cannot ask with --no-input: use --access-key-stdin');
    expect((await run('login --username a@b', options())).stderr).toContain('--password-stdin');
    expect((await run('login --password-stdin --access-key-stdin', options())).code).toBe(2);
    expect(asked()).toEqual([]);
  });

  it('a profile of another account is not replaced without a word', async () => {
    const first = bench('departments');
    await first.run('login --access-key-stdin --profile work', options({ input: first.account.accesskey }));
    const second = bench('healthy');
    const again = options({ input: second.account.accesskey });
    expect((await second.run('login --access-key-stdin --profile work', again)).code).toBe(6);
    expect(saved().profiles['work']?.['customer_name']).toBe('Enterprise Corp');
    expect((await second.run('login --access-key-stdin', again)).code).toBe(0);
    expect(saved().profiles['default']?.['customer_name']).toBe('Northwind Traders');
    const names = JSON.parse(
      (await first.run('profile list -o json --query [].name', options())).stdout,
    ) as string[];
    expect(names).toEqual(['default', 'work']);
  });

  it.each([
    ['two lines', 'vb_a\nvb_b'],
    ['a token', 'eyJhbGciOi.x.y'],
    ['nothing', '  \n'],
  ])('%s instead of a key: wrong usage, and never in a header', async (_name, input) => {
    const { run, asked } = bench('departments');
    expect((await run('login --access-key-stdin', options({ input }))).code).toBe(2);
    expect(asked()).toEqual([]);
  });

  it('three at once are all kept', async () => {
    const { run, account } = bench('departments');
    const names = ['p1', 'p2', 'p3'];

    const results = await Promise.all(
      names.map((name) =>
        run(`login --profile ${name} --access-key-stdin`, options({ input: account.accesskey })),
      ),
    );

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(Object.keys(saved().profiles).sort()).toEqual(names);
  });

  it('two accounts at once, without a name, get one each', async () => {
    const [one, other] = [bench('departments'), bench('healthy')];

    const results = await Promise.all(
      [one, other].map(({ run, account }) =>
        run('login --access-key-stdin', options({ input: account.accesskey })),
      ),
    );

    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const kept = Object.values(saved().profiles).map(({ access_key }) => access_key);
    expect(kept.sort()).toEqual([one.account.accesskey, other.account.accesskey].sort());
  });

  it.each(['__proto__', '', 'a b', `a\u001b[2J`, 'ü', 'x'.repeat(65)])(
    'as %j is no name for a profile, and costs no request',
    async (name) => {
      const { run, account, asked } = bench('departments');

      const line = `login --access-key-stdin --profile "${name}"`;
      const { code, stderr } = await run(line, options({ input: account.accesskey }));

      expect(code).toBe(2);
      expect(stderr).toContain('cannot be the name of a profile');
      expect(stderr).not.toContain('\u001b');
      expect(asked()).toEqual([]);
      expect(existsSync(file())).toBe(false);
    },
  );
});

describe('login --make-key', () => {
  it('of a manager ends before anything is saved or made', async () => {
    const { run, account, asked, emulator } = bench('departments');
    const manager = account.logins.find(({ role }) => role === 'manager');
    const line = `login --username ${manager?.username ?? ''} --password-stdin --make-key`;
    asked();

    const { code, stderr } = await run(line, options({ input: manager?.password ?? '' }));

    expect(code).toBe(4);
    expect(stderr).toContain('a manager cannot create access keys; nothing was saved');
    expect(existsSync(file())).toBe(false);
    expect(emulator.requests.filter(({ path }) => path === '/v1.0/accesskeys')).toEqual([]);

    const saves = await run(line.replace(' --make-key', ''), options({ input: manager?.password ?? '' }));
    expect(saves.code).toBe(0);
    expect(saved().profiles['default']).toHaveProperty('token');
  });

  it('needs a password to sign in with', async () => {
    const { run, account } = bench('departments');
    const line = 'login --access-key-stdin --make-key';
    const { code, stderr } = await run(line, options({ input: account.accesskey }));
    expect(code).toBe(2);
    expect(stderr).toContain('--make-key needs --username');
  });
});

describe('profiles', () => {
  const signIn = async () => {
    const made = bench('departments');
    await made.run('login --access-key-stdin', options({ input: made.account.accesskey }));
    return made;
  };

  it('are shown without their secret, used, and removed', async () => {
    const { run, account } = await signIn();
    const shown = await run('profile show -o json', options());
    expect(shown.stdout).not.toContain(account.accesskey);
    expect((await run('profile use nope', options())).code).toBe(2);
    expect((await run('profile remove default', options())).code).toBe(6);
    expect((await run('profile remove default --yes', options())).code).toBe(0);
    expect(saved()).toEqual({ profiles: {} });
  });

  it('have the name of the account as it is, once this program has read or changed it', async () => {
    const made = await signIn();
    await made.run('customer update --name "Acme GmbH" --yes', options());
    expect((await made.run('profile use default', options())).stderr).toBe('using default: Acme GmbH\n');

    Object.assign(made.emulator.world.tables.customers.get(made.account.customer_id) ?? {}, { name: 'Acme' });
    await made.run('whoami', options());
    expect((await made.run('profile use default', options())).stderr).toBe('using default: Acme\n');
    await made.run('undo --yes', options());
    const other = bench('healthy');
    await made.run('whoami', options({ env: { VOIPBIN_ACCESS_KEY: other.account.accesskey } }));
    expect(saved().profiles['default']?.['customer_name']).toBe('Acme');
  });

  it('a field that we do not know is named, and never shown', async () => {
    const { run } = await signIn();
    const config = saved();
    Object.assign(config.profiles['default'] ?? {}, { accesskey: 'vb_mistyped' });
    writeFileSync(file(), JSON.stringify(config));

    for (const line of ['profile show', 'profile show -o json', 'profile list -o json']) {
      const shown = await run(line, options());
      expect(shown.stdout + shown.stderr).not.toContain('vb_mistyped');
      expect(shown.stdout).toContain('Enterprise Corp');
    }
    const { stderr } = await run('profile show', options());
    expect(stderr).toContain('1 field that this program does not know: accesskey');
  });

  it.each(['logout', 'profile remove default --yes'])('%s says that the key stays valid', async (line) => {
    const { run, account } = await signIn();
    const { stdout, stderr } = await run(line, options());
    expect(stderr).toContain(`the access key ${account.accesskey.slice(0, 11)}... stays valid on the server`);
    expect(stdout + stderr).not.toContain(account.accesskey);
  });

  it('logout forgets the credential and keeps the rest', async () => {
    const { run } = await signIn();
    expect((await run('logout', options())).code).toBe(0);
    expect(saved().profiles['default']).toMatchObject({ customer_name: 'Enterprise Corp' });
    expect(saved().profiles['default']).not.toHaveProperty('access_key');
    expect((await run('customer get', options())).code).toBe(4);
  });

  it('a flag goes before the environment, the environment before the profile', async () => {
    const { run, account } = await signIn();
    const wrong = { VOIPBIN_ACCESS_KEY: 'vb_wrong' };
    expect((await run('customer get', options({ env: wrong }))).code).toBe(4);
    expect((await run('customer get --profile default', options({ env: wrong }))).code).toBe(0);
    const two = { VOIPBIN_ACCESS_KEY: account.accesskey, VN_ACCESS_KEY: 'vb_other' };
    expect((await run('customer get', options({ env: two }))).stderr).toContain('VN_ACCESS_KEY differs');
  });

  it('a broken file is moved aside with a message, and does not kill help', async () => {
    const { run, account } = await signIn();
    writeFileSync(file(), '{"profiles": ');
    expect((await run('--help', options())).code).toBe(0);
    const { code, stderr } = await run(
      'customer get',
      options({ env: { VOIPBIN_ACCESS_KEY: account.accesskey } }),
    );
    expect(code).toBe(0);
    expect(stderr).toContain('was moved to');
    expect(readdirSync(folder).some((name) => name.startsWith('config.json.broken-'))).toBe(true);
  });

  it('loose modes are tightened, with a warning', async () => {
    const { run } = await signIn();
    chmodSync(file(), 0o644);
    chmodSync(folder, 0o755);
    expect((await run('customer get', options())).stderr).toContain('open to other users');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });
});
