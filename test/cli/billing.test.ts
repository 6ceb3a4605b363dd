/** The billing account by a command, and the examples in the help of what changes accounts. */
import { describe, expect, it } from 'vitest';
import { billingCommand } from '../../src/cli/commands/billing/command.ts';
import { customerCommand } from '../../src/cli/commands/customer/command.ts';
import { resourceCommands } from '../../src/cli/commands/resources/command.ts';
import { loaded } from '../../src/cli/program/command.ts';
import { bench, permitted, type Bench } from '../support/program.ts';

const accountOf = (made: Bench) =>
  made.emulator.world.tables.billing_accounts
    .all()
    .find(({ customer_id }) => customer_id === made.account.customer_id);
const writes = (made: Bench): string[] => made.asked().filter((line) => !line.startsWith('GET'));

describe('billing update', () => {
  it.each([
    ['--name "Head office"', { name: 'Head office' }, ['PUT /v1.0/billing_account']],
    ['--clear payment-method', { payment_method: '' }, ['PUT /v1.0/billing_account/payment_info']],
    ['--detail "" --name x', undefined, []],
    [
      '--detail "cost center 7" --clear payment-type',
      { detail: 'cost center 7', payment_type: '' },
      ['PUT /v1.0/billing_account', 'PUT /v1.0/billing_account/payment_info'],
    ],
  ])('%s changes that, keeps the rest, and can be undone', async (flags, changes, requests) => {
    const made = bench('departments');
    const before = { ...accountOf(made), tm_update: expect.anything() as string };
    const { code } = await made.run(`billing update ${flags} --yes`);
    expect({ code, writes: writes(made) }).toEqual({ code: changes === undefined ? 2 : 0, writes: requests });
    expect(accountOf(made)).toEqual({ ...before, ...changes });
    if (changes === undefined) return;
    expect((await made.run('undo --yes')).code).toBe(0);
    expect(accountOf(made)).toEqual(before);
  });

  it.each([
    '--payment-type barter',
    '--payment-method gold',
    `--name ${'x'.repeat(256)}`,
    '',
    '--plan basic',
  ])('%s is refused, and nothing is requested', async (flags) => {
    const made = bench('departments');
    expect((await made.run(`billing update ${flags} --yes`)).code).toBe(2);
    expect(made.asked()).toEqual([]);
  });

  it('of an account that has none yet says so', async () => {
    const made = bench('departments');
    Object.assign(made.emulator.world.customer(made.account.customer_id) ?? {}, {
      billing_account_id: '00000000-0000-0000-0000-000000000000',
    });
    for (const line of ['billing get', 'billing update --name x --yes']) {
      const { code, stderr } = await made.run(line);
      expect(code).toBe(5);
      expect(stderr).toContain('the account has no billing account');
    }
  });

  it('by who may not is refused, and not taken for nothing to do', async () => {
    const made = bench('departments');
    const manager = made.account.logins.find(({ role }) => role === 'manager');
    const { body } = await made.emulator.transport({
      method: 'POST',
      url: 'https://x/auth/login',
      headers: {},
      body: JSON.stringify({ username: manager?.username, password: manager?.password }),
      timeoutMs: 1000,
    });
    const { token } = JSON.parse(body) as { token: string };
    const env = { VOIPBIN_ACCESS_KEY: '', VOIPBIN_TOKEN: token };
    expect((await made.run('billing update --name x --yes', { env })).code).toBe(4);
  });
});

describe('billing portal', () => {
  const ADDRESS = /https:\/\/customer-portal\.paddle\.invalid\/ctm_\S+\?token=[\w-]+/;

  it.each([
    ['', { terminal: true }],
    ['-o json', {}],
    ['-o jsonl', {}],
    ['-o yaml', {}],
    ['-o csv', { terminal: true }],
    ['-o markdown', { terminal: true }],
  ])('shows the address: %s', async (flags, options) => {
    const made = bench('departments');
    const { code, stdout, stderr } = await made.run(`billing portal --verbose ${flags}`, options);
    expect({ code, asked: made.asked() }).toEqual({
      code: 0,
      asked: ['POST /v1.0/billing_account/paddle_portal_session'],
    });
    expect(stdout).toMatch(ADDRESS);
    expect(stderr).not.toMatch(/token=/);
    if (flags === '-o json') expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['url']);
  });

  it.each(['', '-o csv', '-o markdown'])('leaves it out of logs: %s', async (flags) => {
    const made = bench('departments');
    const { code, stdout, stderr } = await made.run(`billing portal ${flags}`);
    expect({ code, stdout, asked: made.asked() }).toEqual({ code: 2, stdout: '', asked: [] });
    expect(stderr).toContain('add -o json');
  });

  it('says so where nothing was ever paid', async () => {
    const made = bench('departments');
    Object.assign(accountOf(made) ?? {}, { paddle_customer_id: '' });
    const { code, stdout, stderr } = await made.run('billing portal -o json');
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('the payment provider does not know the account');
  });

  it.each([
    ['status-500', 3, 'the server failed with 500'],
    ['status-503', 3, 'the server failed with 503'],
    ['drop', 3, 'no answer'],
    ['cut', 3, 'the answer was cut short'],
    ['garbage', 3, 'unexpected'],
    ['timeout-after', 3, 'in time'],
  ] as const)('a failure stays one: %s', async (kind, exitCode, message) => {
    const made = bench('departments');
    made.emulator.addFault({ path: '*/paddle_portal_session', kind });
    const { code, stdout, stderr } = await made.run('billing portal -o json');
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    expect(stderr).toContain(message);
    expect(writes(made)).toHaveLength(1);
  });
});

describe('the examples in help', async () => {
  const nouns = [
    customerCommand,
    billingCommand,
    ...resourceCommands.filter(({ name }) => name === 'customers'),
  ];
  const specs = await Promise.all(nouns.map(loaded));
  const verbs = specs.flatMap((spec) => ('verbs' in spec ? spec.verbs : []));
  const lines = verbs.flatMap(({ examples = [], groups = [] }) =>
    examples.map(
      (line) =>
        `${line.replace(/^voipbin | > .*$/g, '').replaceAll("'", '"')}${groups.includes('write') ? ' --yes' : ''}`,
    ),
  );

  it('are there for each command', () => {
    expect(verbs.filter(({ examples = [] }) => examples.length === 0)).toEqual([]);
    expect(lines.length).toBeGreaterThan(14);
  });

  it.each(lines)('%s', async (line) => {
    expect(await permitted(bench('departments'))(line, { terminal: true })).toMatchObject({ code: 0 });
  });
});
