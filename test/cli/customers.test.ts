/** The accounts of customers, as platform staff works on them: for one's own sign-in, and acting for one of them. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Transport } from '../../src/core/ports.ts';
import type { CustomerRow } from '../../src/emulator/records.ts';
import { bench, permitted, staffEnv, type Bench } from '../support/program.ts';

const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
const writes = (made: Bench): string[] =>
  made
    .asked()
    .filter((line) => !line.startsWith('GET') && !line.endsWith('/auth/login'))
    .map((line) => line.replace(/[0-9a-f-]{36}/, 'ID'));
const customerOf = (made: Bench, email: string): CustomerRow | undefined =>
  made.emulator.world.tables.customers.all().find((row) => row.email === email && row.tm_delete === null);
const OWNER = 'it@enterprise.example';

describe('customers create', () => {
  it('makes one account, waits until it is complete, and says what comes next', async () => {
    const made = bench('departments');
    const run = permitted(made);
    const { code, stdout, stderr } = await run(
      'customers create new@acme.example --name Acme --detail "Ticket 4711" --yes -o json',
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const account = customerOf(made, 'new@acme.example');
    const admin = made.emulator.world.tables.agents.all().find((row) => row.username === 'new@acme.example');
    expect(json(stdout)).toMatchObject({
      format: 'voipbin.customer/1',
      id: account?.id,
      billing_account_id: account?.billing_account_id,
      administrator: { id: admin?.id, username: 'new@acme.example' },
      problems: [],
    });
    expect(account).toMatchObject({ name: 'Acme', detail: 'Ticket 4711', status: 'active' });
    const asked = made.asked();
    expect(asked.filter((line) => line === 'POST /v1.0/customers')).toHaveLength(1);
    expect(asked.filter((line) => line === 'POST /auth/delegate')).toHaveLength(1);
    const text = [...made.files.values()].map((file) => file.text).join('');
    expect(text).toContain('"kind":"customers"');
    expect(text + stdout + stderr).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
  });

  it('names the commands that set the password and set the account up, which can be typed as they are printed', async () => {
    const made = bench('departments');
    const run = permitted(made);
    const { stdout } = await run('customers create new@acme.example --yes -o json');
    const { next } = json(stdout) as { next: string[] };
    const env = await staffEnv(made);
    const [password = '', setup = ''] = next.map((line) => line.replace(/^voipbin /, ''));
    const set = await made.run(`${password} --password env:PW --yes`, {
      env: { ...env, PW: 'first-pass-1' },
    });
    expect(set.code).toBe(0);
    expect((await made.run(`${setup} --dry-run --no-input`, { env })).stderr).not.toContain('unknown option');
  });

  it('is refused for an address that is taken, and says what that may be', async () => {
    const made = bench('departments');
    const run = permitted(made);
    const taken = await run(`customers create ${OWNER} --yes`);
    expect(taken).toMatchObject({ code: 7, stderr: expect.stringContaining('already exists') as string });
    const agent = await run('customers create sales-1@enterprise.example --yes');
    expect(agent.code).toBe(3);
    expect(agent.stderr).toContain(
      'or the e-mail address is taken, by another account or as the user name of an agent',
    );
    expect(customerOf(made, 'sales-1@enterprise.example')).toBeUndefined();
  });

  it('of a wrong address requests nothing, and neither does an unknown flag', async () => {
    const made = bench('departments');
    for (const line of [
      'nobody --yes',
      'a@b.example --status frozen',
      'a@b.example --billing-account x',
      'a@b.example --phone-number 12',
    ])
      expect((await made.run(`customers create ${line}`)).code).toBe(2);
    expect(made.asked()).toEqual([]);
  });

  it('that never gets a billing account says so, and ends with 3', async () => {
    const made = bench('departments');
    made.emulator.world.later = () => undefined;
    const { code, stdout, stderr } = await permitted(made)('customers create new@acme.example --yes -o json');
    expect(code).toBe(3);
    expect(stderr).toContain('its billing account: not there yet');
    expect(json(stdout)).toMatchObject({ billing_account_id: null, administrator: null });
  });

  it('can be undone, which deletes it, and says what goes with it', async () => {
    const made = bench('departments');
    const env = await staffEnv(made);
    await permitted(made)('customers create new@acme.example --yes');
    made.asked();
    const { code, stderr } = await made.run('undo --yes', { env });
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['DELETE /v1.0/customers/ID'] });
    expect(stderr).toContain('cannot be undone');
    expect(stderr).toContain('its access keys stay valid until they end');
  });
});

describe('customers update, freeze and recover', () => {
  it('change what is named, keep the rest, and can be undone', async () => {
    const made = bench('departments');
    const env = await staffEnv(made);
    const run = permitted(made);
    const before = structuredClone(customerOf(made, OWNER));
    made.asked();
    expect((await run('customers update "enterprise corp" --detail Moved --rtp-debug on --yes')).code).toBe(
      0,
    );
    expect(writes(made)).toEqual(['PUT /v1.0/customers/ID', 'PUT /v1.0/customers/ID/metadata']);
    const time: unknown = expect.anything();
    expect(customerOf(made, OWNER)).toEqual({ ...before, detail: 'Moved', rtp_debug: true, tm_update: time });
    expect((await made.run('undo --yes', { env })).code).toBe(0);
    expect(customerOf(made, OWNER)).toEqual({ ...before, tm_update: time });
  });

  it('by its id read that one alone, and not all there are', async () => {
    const made = bench('departments');
    const { account } = made;
    const run = permitted(made);
    await run('customers list');
    made.asked();
    expect((await run(`customers update ${account.customer_id} --detail x --yes`)).code).toBe(0);
    expect(made.asked()).not.toContain('GET /v1.0/customers');
  });

  it('a freeze says what it means, and each undoes the other', async () => {
    const made = bench('departments');
    const env = await staffEnv(made);
    const run = permitted(made);
    made.asked();
    const frozen = await run(`customers freeze ${OWNER} --yes`);
    expect({ code: frozen.code, writes: writes(made) }).toEqual({
      code: 0,
      writes: ['POST /v1.0/customers/ID/freeze'],
    });
    expect(frozen.stderr).toContain('it is deleted 30 days later unless it is recovered');
    expect((await run(`customers freeze ${OWNER} --yes`)).code).toBe(0);
    expect(writes(made)).toEqual([]);
    expect((await run('customers list --status frozen')).stdout).toMatch(/frozen, deleted on 2026-12-23/);
    expect((await run(`customers get ${OWNER}`)).stdout).toMatch(
      /Recover +voipbin customers recover [0-9a-f-]{36}\n/,
    );
    expect((await made.run('undo --yes', { env })).code).toBe(0);
    expect(customerOf(made, OWNER)).toMatchObject({ status: 'active', tm_deletion_scheduled: null });
    await run(`customers freeze ${OWNER} --yes`);
    expect((await run(`customers recover ${OWNER} --yes`)).code).toBe(0);
    expect(customerOf(made, OWNER)?.status).toBe('active');
  });

  it.each([
    ['freeze staff@voipbin.test', 'this is the account that you are signed in to'],
    ['delete staff@voipbin.test', 'this is the account that you are signed in to'],
  ])('%s is refused', async (line, said) => {
    const made = bench('departments');
    const env = await staffEnv(made);
    made.asked();
    const { code, stderr } = await made.run(`customers ${line} --yes`, { env });
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain(said);
  });

  it('of an account that is not in use are refused with its status', async () => {
    const made = bench('departments');
    Object.assign(customerOf(made, OWNER) ?? {}, { status: 'initial' });
    const { code, stderr } = await permitted(made)(`customers freeze ${OWNER} --yes`);
    expect({ code, stderr }).toEqual({
      code: 7,
      stderr: expect.stringContaining('is initial, which freeze') as string,
    });
  });

  it('find one whose e-mail address is empty, or that of another', async () => {
    const made = bench('departments');
    const customer = customerOf(made, OWNER);
    const run = permitted(made);
    for (const email of ['', 'staff@voipbin.test']) {
      Object.assign(customer ?? {}, { email });
      expect((await run(`customers update "Enterprise Corp" --detail "of ${email}" --yes`)).code).toBe(0);
      expect(customer?.detail).toBe(`of ${email}`);
    }
  });
});

describe('another billing account', () => {
  const other = '57a75772-0683-4bc1-acbc-7046f66be95e';

  it.each([
    `customers update ${OWNER} --billing-account ${other} --yes`,
    `customer update --billing-account ${other} --yes`,
  ])('that does not exist: %s', async (line) => {
    const { code, stderr } = await permitted(bench('departments'))(line);
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: expect.stringContaining('the billing account that should pay does not exist') as string,
    });
  });

  it('of another account pays by the word of platform staff alone', async () => {
    const made = bench('departments');
    const run = permitted(made);
    const mine = customerOf(made, OWNER)?.billing_account_id;
    await run('customers create pays@acme.example --yes');
    const payer = customerOf(made, 'pays@acme.example')?.billing_account_id ?? '';
    const refused = await made.run(`customer update --billing-account ${payer} --yes`);
    expect(refused).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('belongs to another account') as string,
    });
    expect((await run(`customers update ${OWNER} --billing-account ${payer} --yes`)).code).toBe(0);
    expect(customerOf(made, OWNER)?.billing_account_id).toBe(payer);
    expect((await made.run('undo --yes', { env: await staffEnv(made) })).code).toBe(0);
    expect(customerOf(made, OWNER)?.billing_account_id).toBe(mine);
  });
});

describe('customers delete', () => {
  it('takes the name for a yes, and nothing else', async () => {
    const made = bench('departments');
    const run = permitted(made);
    const asking = { terminal: true };
    for (const answers of [['yes'], ['enterprise corp'], ['']]) {
      const { code, stderr } = await run(`customers delete ${OWNER}`, { ...asking, answers });
      expect({ code, gone: customerOf(made, OWNER) === undefined }).toEqual({ code: 6, gone: false });
      expect(stderr).toContain('is not Enterprise Corp');
    }
    const { code, stderr } = await run(`customers delete ${OWNER}`, {
      ...asking,
      answers: ['Enterprise Corp'],
    });
    expect({ code, gone: customerOf(made, OWNER) === undefined }).toEqual({ code: 0, gone: true });
    expect(stderr).toMatch(/its billing account has the plan basic and \$[\d.]+ of credit/);
    // In colour, each line by itself.
    expect(stripVTControlCharacters(stderr).replaceAll(/\s+/g, ' ')).toContain(
      'phone numbers, settings and billing account go with it',
    );
    expect((await run(`customers delete ${OWNER} --yes`)).code).toBe(5);
  });
});

describe('customers billing', () => {
  it('shows the status that its owner does not see', async () => {
    const run = permitted(bench('frozen'));
    const { stdout } = await run('customers billing owner@frozen.example');
    expect(stdout).toMatch(/Customer +Frozen Foods/);
    expect(stdout).toMatch(/Status +(frozen|active)/);
  });
});

describe('who is no platform staff', () => {
  it.each([
    'list',
    'get x',
    'create a@b.example --yes',
    'update x --name y --yes',
    'freeze x --yes',
    'recover x --yes',
    'delete x --yes',
    'billing x',
  ])('is told so by customers %s, and nothing is written', async (line) => {
    const made = bench('departments');
    const { code, stdout, stderr } = await made.run(`customers ${line}`);
    expect({ code, stdout, writes: writes(made) }).toEqual({ code: 4, stdout: '', writes: [] });
    expect(stderr).toContain('only platform staff may work on the accounts of customers');
    expect((await made.run(`customers ${line} --as-customer x --reason "support ticket"`)).code).toBe(2);
  });
});

describe('acting for a customer', () => {
  const acting = '--as-customer "enterprise corp" --reason "Ticket 4711, it\'s urgent"';

  it('goes by a name, and names the account in every question', async () => {
    const made = bench('departments');
    const env = await staffEnv(made);
    const asked: string[] = [];
    const person = {
      confirm: ({ ask }: { ask: string }) => Promise.resolve(asked.push(ask) > 0),
      input: () => Promise.reject(new Error('unexpected')),
      secret: () => Promise.reject(new Error('unexpected')),
      select: () => Promise.reject(new Error('unexpected')),
      multiselect: () => Promise.reject(new Error('unexpected')),
    };
    const options = { env, terminal: true, person };
    for (const line of [
      'tags create new',
      'customer update --detail x',
      'api DELETE /tags/TAG',
      'accesskeys delete cli',
    ]) {
      const tag = made.emulator.world.tables.tags.all().find(({ name }) => name === 'new');
      await made.run(`${line.replace('TAG', tag?.id ?? '')} ${acting}`, options);
    }
    expect(asked.length).toBeGreaterThanOrEqual(3);
    for (const ask of asked) expect(ask).toMatch(/^Enterprise Corp \([0-9a-f-]{36}\): /);
  });

  it.each(['', ' --rate 3', ' --rate 100'])('stays within the limits of the server%s', async (rate) => {
    const made = bench('messy');
    const env = await staffEnv(made);
    const times: number[] = [];
    const transport: Transport = (request) => {
      if (request.url.includes('/v1.0/')) times.push(made.emulator.world.now());
      return made.emulator.transport(request);
    };
    const line = `audit --as-customer ${made.account.customer_id} --reason "support ticket"${rate} -o json`;
    const { code, stderr } = await made.run(line, { env, transport });
    expect(code).toBe(10);
    expect(stderr.includes('requests/s are all there are')).toBe(rate === ' --rate 100');
    expect(times.length).toBeGreaterThan(20);
    let tokens = 16;
    for (const [index, time] of times.entries()) {
      tokens = Math.min(16, tokens + ((time - (times[index - 1] ?? time)) / 1000) * 8) - 1;
      expect(tokens).toBeGreaterThanOrEqual(0);
    }
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    expect((times.length - 12) / seconds).toBeLessThanOrEqual(rate === ' --rate 100' ? 8 : 4);
  });

  it('prints commands that lead to the same account, and keeps the token to itself', async () => {
    const made = bench('departments');
    const env = await staffEnv(made);
    const { stdout, stderr } = await made.run(`tags create new ${acting} --yes`, { env });
    const undo = /^ +Undo +voipbin (.+)$/m.exec(stdout)?.[1] ?? '';
    expect(undo).toContain(`--as-customer 'enterprise corp' --reason 'Ticket 4711, it'\\''s urgent'`);
    const text = [...made.files.values()].map((file) => file.text).join('');
    expect(text + stdout + stderr).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
    const run = /undo (\S+)/.exec(undo)?.[1] ?? '';
    expect((await made.run(`undo ${run} ${acting} --yes`, { env })).code).toBe(0);
    expect((await made.run(`undo ${run} --yes`, { env })).code).toBe(5);
  });
});

describe('customer recover', () => {
  const frozen = (made: Bench) => made.emulator.world.customer(made.account.customer_id)?.status;

  it('cancels the freeze, once it was agreed to', async () => {
    const made = bench('frozen');
    const no = await made.run('customer recover', { terminal: true, answers: [false] });
    expect({ code: no.code, status: frozen(made), writes: writes(made) }).toEqual({
      code: 6,
      status: 'frozen',
      writes: [],
    });
    expect(no.stderr).toMatch(/frozen since 2026-11-11 and will be deleted on 2026-12-11/);
    expect((await made.run('customer recover')).code).toBe(6);
    const dry = await made.run('customer recover --dry-run -o json');
    expect(json(dry.stdout)).toMatchObject({
      status: 'frozen',
      deletion_effective_at: expect.stringMatching(/^2026-12-11/) as string,
    });
    expect(frozen(made)).toBe('frozen');
    const { code, stdout } = await made.run('customer recover --yes -o json');
    expect({ code, writes: writes(made) }).toEqual({ code: 0, writes: ['DELETE /auth/unregister'] });
    expect(json(stdout)).toMatchObject({ name: 'Frozen Foods', status: 'active' });
    expect((await made.run('customer recover --yes')).stderr).toContain(
      'nothing to do: the account is not frozen',
    );
    expect(writes(made)).toEqual([]);
  });

  it('is named wherever the account refuses for being frozen', async () => {
    for (const line of ['customer get', 'agents list', 'audit'])
      expect((await bench('frozen').run(line)).stderr + (await bench('frozen').run(line)).stdout).toContain(
        'voipbin customer recover',
      );
  });

  it('takes an administrator, which others are told', async () => {
    const made = bench('frozen');
    const manager = made.emulator.world.tables.agents.all().find(({ permission }) => permission === 16);
    const login = await made.emulator.transport({
      method: 'POST',
      url: 'https://x/auth/login',
      headers: {},
      body: JSON.stringify({ username: manager?.username, password: manager?.password }),
      timeoutMs: 1000,
    });
    const env = { VOIPBIN_ACCESS_KEY: '', VOIPBIN_TOKEN: String(json(login.body)['token']) };
    const { code, stderr } = await made.run('customer recover --yes', { env });
    expect({ code, status: frozen(made) }).toEqual({ code: 4, status: 'frozen' });
    expect(stderr).toContain('only an administrator of the account can cancel its freeze');
  });

  it('works for platform staff that acts for the account', async () => {
    const made = bench('frozen');
    const env = await staffEnv(made);
    const acting = `--as-customer ${made.account.customer_id} --reason "support ticket"`;
    expect((await made.run(`customer recover ${acting} --yes`, { env })).code).toBe(0);
    expect(frozen(made)).toBe('active');
  });
});
