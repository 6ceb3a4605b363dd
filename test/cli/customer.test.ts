import { describe, expect, it } from 'vitest';
import { customerFields } from '../../src/api/customer-fields.ts';
import { toYaml } from '../../src/core/yaml/write.ts';
import { problemsOf } from '../support/planning.ts';
import { bench } from '../support/program.ts';

const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

describe('customer get', () => {
  it('shows a card', async () => {
    const { run, asked } = bench('departments');
    const { code, stdout } = await run('customer get');
    expect(code).toBe(0);
    expect(stdout).toContain('Enterprise Corp\n');
    expect(stdout).toMatch(/E-mail +it@enterprise.example \(verified\)/);
    expect(stdout).toMatch(/Webhook +POST https:\/\/hooks.enterprise.example\/voipbin/);
    expect(stdout).toMatch(/Created +\d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    expect(asked()).toEqual(['GET /v1.0/customer']);
  });

  it('as JSON is what the API sent, secrets masked', async () => {
    const { run, emulator, account } = bench('departments');
    const { stdout } = await run('customer get -o json');
    const secret = emulator.world.customer(account.customer_id)?.webhook_secret ?? '';
    expect(secret.length).toBeGreaterThan(10);
    expect(stdout).not.toContain(secret);
    expect(json(stdout)).toMatchObject({
      id: account.customer_id,
      webhook_secret: '***',
      metadata: { rtp_debug: false },
    });
    expect((await run('customer get --show-secrets')).code).toBe(2);
    expect((await run('customer get -o json --show-secrets', { terminal: true })).stdout).toContain(secret);
    const one = await run('customer get --show-secrets --query webhook_secret', { terminal: true });
    expect(one.stdout).toBe(`${secret}\n`);
  });

  it.each([
    ['yaml', /^id: .+\nname: Enterprise Corp\n/],
    ['csv', /^id,name,detail/],
    ['jsonl', /^\{"id":.*\}\n$/],
  ])('as %s', async (format, expected) => {
    expect((await bench('departments').run(`customer get -o ${format}`)).stdout).toMatch(expected);
  });

  it('takes a query over the whole answer', async () => {
    const { run } = bench('departments');
    expect((await run('customer get -o json --query email')).stdout).toBe('"it@enterprise.example"\n');
    expect((await run('customer get --query email')).stdout).toBe('it@enterprise.example\n');
    expect(await run('customer get --query [[[')).toMatchObject({ code: 2, stdout: '' });
  });

  it('a frozen account says until when', async () => {
    const { code, stderr } = await bench('frozen').run('customer get');
    expect(code).toBe(4);
    expect(stderr).toMatch(/frozen since 2026-11-11 and will be deleted on 2026-12-11/);
  });

  it("a tenant's own credential by id is told what to do", async () => {
    const { run, account } = bench('departments');
    const { code, stderr } = await run(`customer get ${account.customer_id}`);
    expect(code).toBe(4);
    expect(stderr).toContain('leave the id out');
  });

  it('platform staff sees any account, and acts for one', async () => {
    const { run, account, emulator, asked } = bench('frozen');
    const login = await emulator.transport({
      method: 'POST',
      url: 'https://x/auth/login',
      headers: {},
      body: JSON.stringify({ username: 'staff@voipbin.test', password: 'demo-staff-1' }),
      timeoutMs: 1000,
    });
    const env = { VOIPBIN_ACCESS_KEY: '', VOIPBIN_TOKEN: String(json(login.body)['token']) };
    const { code, stdout } = await run(`customer get ${account.customer_id}`, { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Frozen +2026-11-11/);
    expect(stdout).toMatch(/Deleted on +2026-12-11/);
    asked();
    const changed = await run(
      `customer update ${account.customer_id} --detail "Seen by staff" --yes -o json`,
      { env },
    );
    expect(changed.code).toBe(0);
    expect(json(changed.stdout)).toMatchObject({
      changes: [{ address: 'customers/owner@frozen.example', id: account.customer_id }],
    });
    expect(emulator.world.customer(account.customer_id)).toMatchObject({
      detail: 'Seen by staff',
      name: 'Frozen Foods',
      status: 'frozen',
    });
    expect(asked().filter((line) => line.startsWith('PUT'))).toEqual([
      `PUT /v1.0/customers/${account.customer_id}`,
    ]);
    const acting = await run(`agents list --as-customer ${account.customer_id} --reason "support ticket 7"`, {
      env,
    });
    expect(acting.code).toBe(4);
    expect(asked()).toEqual(['POST /auth/delegate', 'GET /v1.0/agents']);
    expect((await run(`agents list --as-customer ${account.customer_id}`, { env })).code).toBe(2);
  });
});

describe('customer update', () => {
  it('changes what is named and keeps the rest, with as few requests as that takes', async () => {
    const { run, asked } = bench('departments');
    const before = json((await run('customer get -o json')).stdout);
    asked();

    const { code, stdout, stderr } = await run('customer update --detail "Moved house" --yes -o json');

    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({
      format: 'voipbin.change/1',
      customer_id: before['id'],
      changes: [
        {
          address: 'account',
          verb: 'update',
          outcome: 'done',
          fields: [{ path: 'detail', from: before['detail'], to: 'Moved house' }],
        },
      ],
    });
    expect(stderr).toContain('[1/1] changed the account');
    expect(asked()).toEqual([
      'GET /v1.0/customer',
      'GET /v1.0/customer',
      'GET /v1.0/customer',
      'PUT /v1.0/customer',
    ]);
    const after = json((await run('customer get -o json')).stdout);
    expect(after).toEqual({ ...before, detail: 'Moved house', tm_update: expect.any(String) as string });
    expect((await run('undo --yes')).code).toBe(0);
    expect(json((await run('customer get -o json')).stdout)).toEqual({
      ...before,
      tm_update: expect.any(String) as string,
    });
  });

  it('writes record, debugging and billing account each only when they change', async () => {
    const { run, asked, account } = bench('departments');
    const billing = account.data.billing_accounts[0]?.id ?? '';
    asked();
    await run(`customer update --rtp-debug on --billing-account ${billing} --yes`);
    expect(asked().filter((line) => line.startsWith('PUT'))).toEqual(['PUT /v1.0/customer/metadata']);
  });

  it('asks, and does nothing when the answer is no', async () => {
    const { run, asked } = bench('departments');
    const { code, stderr } = await run('customer update --name New', { terminal: true, answers: [false] });
    expect(code).toBe(6);
    expect(stderr).toContain('Enterprise Corp');
    expect(asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  it('without a terminal and without --yes: the difference, exit code 6, nothing written', async () => {
    const { run, asked } = bench('departments');
    const { code, stdout, stderr } = await run('customer update --name New');
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toContain('name: Enterprise Corp -> New');
    expect(stderr).toContain('--yes');
    expect(asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  it('stops with 7 when somebody else was quicker', async () => {
    const { run, emulator, account, asked } = bench('departments');
    const customer = emulator.world.customer(account.customer_id);
    const original = emulator.world.tables.customers.get.bind(emulator.world.tables.customers);
    let reads = 0;
    emulator.world.tables.customers.get = (id) => {
      // Between the first look and the second, behind the middleware's own look-ups.
      if (id === account.customer_id && (reads += 1) === 6 && customer) customer.address = 'elsewhere';
      return original(id);
    };
    const { code, stderr } = await run('customer update --name New --yes');
    expect(code).toBe(7);
    expect(stderr).toContain('(address)');
    expect(asked().filter((line) => line.startsWith('PUT'))).toEqual([]);
  });

  it('tells every wrong value at once, and requests nothing', async () => {
    const { run, asked } = bench('departments');
    const { code, stderr } = await run(
      'customer update --email nobody --phone-number 0123 --webhook-uri nowhere --billing-account x --name "" --address "  " --clear detail --detail d',
    );
    expect(code).toBe(2);
    for (const flag of [
      '--email',
      '--phone-number',
      '--webhook-uri',
      '--billing-account',
      '--name',
      '--address: empty; to empty a field, write --clear address',
      '--clear: detail is also given a value',
    ]) {
      expect(stderr).toContain(flag);
    }
    expect(asked()).toEqual([]);
    expect((await run('customer update --webhook-method BREW')).code).toBe(2);
    expect((await run('customer update')).code).toBe(2);
  });

  it('empties a field on purpose', async () => {
    const { run } = bench('departments');
    expect((await run('customer update --clear phone-number --clear address --yes')).code).toBe(0);
    const { stdout } = await run('customer get -o json');
    expect(json(stdout)).not.toHaveProperty('phone_number');
    expect(json(stdout)).toHaveProperty('name', 'Enterprise Corp');
  });

  it('refuses to empty what a plan refuses to empty, and requests nothing', async () => {
    const { run, asked } = bench('departments');
    const fields = customerFields.filter((field) => {
      const plan = `account: { ${field}: null }`;
      return problemsOf(plan).length > 0;
    });
    expect(fields).toEqual(['email']);
    const { code, stderr } = await run('customer update --clear email --yes');
    expect(code).toBe(2);
    expect(stderr).toContain('--clear');
    const empty = await run('customer update --email "" --yes');
    expect(empty.stderr).toContain('--email: must not be empty');
    expect(empty.stderr).not.toContain('--clear email');
    expect(asked()).toEqual([]);
  });

  it.each(customerFields)('takes the same values of %s as a plan', async (field) => {
    for (const value of ['x', ' ', '+14155550100', 'a@b.example', 'https://a.example', 'POST', 'GET ']) {
      const flag = `--${field.replace('_', '-')}`;
      const { code } = await bench('departments').run(`customer update ${flag} "${value}" --dry-run`);
      const problems = problemsOf(toYaml({ account: { [field]: value } }));
      expect([value, code]).toEqual([value, problems.length === 0 ? 0 : 2]);
    }
  });

  it('does not write what is already so', async () => {
    const { run, asked } = bench('departments');
    expect((await run('customer update --name "Enterprise Corp" --yes')).code).toBe(0);
    expect(asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  it('--dry-run shows the difference as the answer', async () => {
    const { run, asked } = bench('departments');
    const { code, stdout } = await run('customer update --name New --dry-run -o json');
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({
      format: 'voipbin.plan/1',
      changes: [{ address: 'account', fields: [{ path: 'name', from: 'Enterprise Corp', to: 'New' }] }],
    });
    expect(asked()).toEqual(['GET /v1.0/customer']);
  });
});

describe.each([
  ['a password', 'https://hook:s3cret@hooks.acme.example/voipbin?x=1'],
  ['a token', 'https://hooks.acme.example/voipbin?x=1&token=s3cret'],
])('%s within the address of the webhook', (_what, uri) => {
  const hidden = uri.replace('s3cret', '***');

  it('is written, and shown nowhere but on a terminal that asks for it', async () => {
    const made = bench('departments');
    const { run, emulator, account } = made;
    const before = emulator.world.customer(account.customer_id)?.webhook_uri;
    const shown = [
      await run(`customer update --webhook-uri ${uri} --dry-run`),
      await run(`customer update --webhook-uri ${uri} --dry-run -o json`),
      await run(`customer update --webhook-uri ${uri}`),
      await run(`customer update --webhook-uri ${uri} --yes -o json`),
    ];
    expect(emulator.world.customer(account.customer_id)?.webhook_uri).toBe(uri);
    shown.push(
      await run('customer get'),
      await run('customer get -o json'),
      await run('customer get --query webhook_uri'),
      await run('audit -o json'),
      await run('audit --save-snapshot /snapshot.json'),
      await run('api GET /customer'),
    );
    const other = uri.replace('s3cret', 'n3wer');
    const changed = await run(`customer update --webhook-uri ${other} --yes`);
    expect(changed.stderr).toContain(`- ${hidden}\n      + ${hidden} (another secret)`);
    const undone = [await run('undo --dry-run'), await run('undo --yes -o json')];
    expect(emulator.world.customer(account.customer_id)?.webhook_uri).toBe(uri);
    for (const { stdout, stderr } of [...shown, changed, ...undone])
      expect(stdout + stderr).not.toMatch(/s3cret|n3wer/);
    expect(made.files.get('/snapshot.json')?.text).not.toMatch(/s3cret|n3wer/);
    for (const [path, { text, mode }] of made.files)
      if (/s3cret|n3wer/.test(text)) expect([path, mode]).toEqual([path, 0o600]);
    expect((await run('customer get --show-secrets', { terminal: true })).stdout).toContain(uri);
    expect(before).not.toBe(uri);
  });

  it('stays in the plan file, and a wrong one is not repeated', async () => {
    const made = bench('departments');
    const files = { '/voipbin.yaml': `account: { webhook_uri: "${uri}" }\n` };
    const { code, stderr } = await made.run('apply --yes', { files });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(hidden) as string });
    expect(made.emulator.world.customer(made.account.customer_id)?.webhook_uri).toBe(uri);
    expect((await made.run('plan')).stdout).toContain('Nothing to do');
    const wrong = await made.run(`customer update --webhook-uri ${uri.replace('https', 'ftp')}`);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(hidden.replace('https', 'ftp')) as string,
    });
  });
});

describe('a plan file that declares the account', () => {
  const text = 'account:\n  name: Enterprise Corp # as registered\n';

  it('is named where it would revert the change, and changed where that is asked for', async () => {
    const made = bench('departments');
    const files = { '/voipbin.yaml': text };
    const silent = await made.run('customer update --detail "Moved house" --yes', { files });
    expect(silent.stderr).not.toContain('voipbin.yaml');
    const warned = await made.run('customer update --name New --yes');
    expect(warned.stderr).toContain(
      'voipbin.yaml declares the account: the next `voipbin apply` would undo this change',
    );
    const edited = await made.run('customer update --name Newer --yes --edit-plan');
    expect(edited.code).toBe(0);
    expect(made.files.get('/voipbin.yaml')?.text).toBe(text.replace('Enterprise Corp', 'Newer'));
  });
});
