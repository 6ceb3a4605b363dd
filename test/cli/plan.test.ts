/** plan, apply, undo and export as a person or a script meets them. */
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../src/core/errors.ts';
import type { Transport } from '../../src/core/ports.ts';
import { bench, rich, type Bench } from '../support/program.ts';

const small = `version: 1
tags: { sales: {} }
flows:
  Hold: { actions: [{ type: talk, text: '<speak>Please wait.<break time="10s"/></speak>' }] }
  Main: { actions: [{ type: answer }, { type: queue_join, queue: Sales }, { type: hangup }] }
queues: { Sales: { tags: [sales], wait_flow: Hold } }
agents:
  anna@acme.example: { tags: [sales], addresses: ["tel:+14155550100"], password: generate }
numbers: { hotline: { virtual: any, call_flow: Main } }
`;
const files = { '/voipbin.yaml': small };

interface Json {
  changes: { address: string; verb: string; because?: string; risk: string; fields: unknown[] }[];
  cost: { now: number; monthly: number };
  requests: number;
  limits: unknown[];
  obstacles: { code: string; message: string }[];
}
const parse = (text: string): Json => JSON.parse(text) as Json;
const verbs = ({ changes }: Json): string[] => changes.map(({ verb, address }) => `${verb} ${address}`);
const writes = (made: Bench): string[] => made.asked().filter((line) => !line.startsWith('GET'));

/** On the plan that it has. */
const verified = (seed = 'empty', credit = 20_000_000): Bench => rich(bench(seed), { plan: 'free', credit });

describe('notes after an apply', () => {
  it('of the same text are one, and name everything of which it is true', async () => {
    const text = 'flows: { A: {}, B: {} }\nqueues: { Q: {} }\n';
    const { stdout } = await bench('empty').run('apply --yes', { files: { '/voipbin.yaml': text } });
    expect(stdout.split('\n').filter((line) => /^ +Note /.test(line))).toEqual([
      expect.stringMatching(/Note +flow A, flow B: has no actions: /),
      expect.stringMatching(/Note +queue Q: has no wait flow: /),
    ]);
  });
});

describe('an empty plan file', () => {
  it.each(['plan', 'apply --yes'])('`%s` says that it declares nothing', async (line) => {
    const { code, stderr } = await bench('empty').run(line, { files: { '/voipbin.yaml': '' } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'warning: voipbin.yaml declares nothing\n' });
  });
});

describe('plan', () => {
  it('lists what will happen, in the order in which it will, and changes nothing', async () => {
    const made = bench('empty');

    const { code, stdout } = await made.run('plan -o json', { files });

    expect(code).toBe(0);
    expect(verbs(parse(stdout))).toEqual([
      'create tags/sales',
      'create flows/Hold',
      'create queues/Sales',
      'create flows/Main',
      'create agents/anna@acme.example',
      'create numbers/hotline',
    ]);
    expect(parse(stdout)).toMatchObject({ cost: { now: 0, monthly: 0 }, requests: 7, obstacles: [] });
    expect(writes(made)).toEqual([]);
    expect((await made.run('plan --detailed-exitcode')).code).toBe(20);
  });

  it('foretells the number of requests', async () => {
    const made = bench('empty');
    const { requests } = parse((await made.run('plan -o json', { files })).stdout);
    made.asked();
    await made.run('apply --yes --passwords /pw');
    const reading = /^GET \/v1\.0\/(customer|billing_account|tags|flows|queues|agents|extensions|numbers)$/;
    expect(made.asked().filter((line) => !reading.test(line)).length).toBe(requests);
  });

  it('a wrong file is told whole, and nothing is requested', async () => {
    const made = bench('empty');
    const { code, stdout, stderr } = await made.run('plan', {
      files: { '/voipbin.yaml': 'tags: { a: { x: 1 } }\nqueus: {}' },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('voipbin.yaml:1:14 unknown field of a tag "x"');
    expect(stderr).toContain('voipbin.yaml:2:1 unknown key "queus", did you mean queues?');
    expect(made.asked()).toEqual([]);
  });

  it('without a file says how to come by one', async () => {
    const { code, stderr } = await bench('empty').run('plan');
    expect(code).toBe(2);
    expect(stderr).toMatch(/there is no plan file voipbin\.yaml[\s\S]*voipbin export/);
  });

  it('two of one name are an error that says how to adopt one', async () => {
    const made = bench('empty');
    await made.run('apply --yes', {
      files: { '/voipbin.yaml': 'tags: { a: { name: sales }, b: { name: sales } }' },
    });
    const ids = made.emulator.world.tables.tags.of(made.account.customer_id).map(({ id }) => id);
    made.files.delete('/voipbin.lock.json');

    const { code, stderr } = await made.run('plan', { files: { '/voipbin.yaml': 'tags: { sales: {} }' } });

    expect(code).toBe(2);
    expect(stderr).toContain(
      'voipbin.yaml:1:9 the account has 2 tags "sales": say which one it is with id: ',
    );
    for (const id of ids) expect(stderr).toContain(id);
    const chosen = await made.run('plan -o json', {
      files: { '/voipbin.yaml': `tags: { sales: { id: ${ids[0] ?? ''} } }` },
    });
    expect(parse(chosen.stdout).changes).toEqual([]);
  });

  it('an id renames', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: { '/voipbin.yaml': 'tags: { sales: {} }' } });
    const [tag] = made.emulator.world.tables.tags.of(made.account.customer_id);
    await made.run('apply --yes', {
      files: { '/voipbin.yaml': `tags: { Sales team: { id: ${tag?.id ?? ''} } }` },
    });
    expect(tag?.name).toBe('Sales team');
  });

  it.each([
    [
      'a plan limit',
      { queues: { A: {}, B: {}, C: {} } },
      'PLAN_LIMIT',
      8,
      'the plan free allows 2 queues, and there would be 3',
    ],
    [
      'identity',
      { numbers: { '+14155550170': {} } },
      'IDENTITY',
      4,
      'cannot be bought: the identity of the account is not verified',
    ],
    [
      'the last administrator',
      { agents: { 'owner@newcompany.example': { permission: 'agent' } } },
      'LAST_ADMIN',
      7,
      'is the only administrator',
    ],
    [
      'an agent without an address',
      { agents: { 'a@b.example': {} } },
      'MISSING',
      7,
      'a new agent needs an address',
    ],
    [
      'an extension without a password',
      { extensions: { 1001: {} } },
      'MISSING',
      7,
      'a new extension needs a password: generate, env:NAME or file:path',
    ],
    [
      'an address twice',
      {
        agents: {
          'a@b.example': { addresses: ['tel:+14155550100'] },
          'c@d.example': { addresses: ['tel:+14155550100'] },
        },
      },
      'TAKEN',
      7,
      'belongs to a@b.example',
    ],
    [
      'a link to nothing',
      { numbers: { '+899123456789': { call_flow: 'id:5e4a0680-804e-11ec-8477-2fea5968d85b' } } },
      'MISSING',
      7,
      'names a flow that is not there',
    ],
  ])('sees beforehand: %s', async (_name, plain, code, exitCode, message) => {
    const made = bench('empty');
    const text = JSON.stringify(plain);
    const planned = await made.run('plan -o json', { files: { '/voipbin.yaml': text } });
    expect(planned.code).toBe(exitCode);
    const dry = await made.run('apply --dry-run -o json');
    expect({ code: dry.code, stdout: dry.stdout }).toEqual({ code: exitCode, stdout: planned.stdout });
    expect(parse(planned.stdout).obstacles.map((obstacle) => obstacle.code)).toContain(code);
    expect((await made.run('plan')).stdout).toContain('It cannot be applied as it is:');
    made.asked();
    const applied = await made.run('apply --yes --passwords /pw');
    expect({ code: applied.code, writes: writes(made) }).toEqual({ code: exitCode, writes: [] });
    expect(applied.stderr).toContain(message);
  });

  it('sees beforehand: links that a change carries along, and that lead nowhere', async () => {
    const made = bench('departments');
    const { flows, numbers } = made.emulator.world.tables;
    const gone = '5e4a0680-804e-11ec-8477-2fea5968d85b';
    for (const flow of flows.of(made.account.customer_id)) flow.on_complete_flow_id = gone;
    for (const number of numbers.of(made.account.customer_id)) number.message_flow_id = gone;
    const text = 'flows: { Sales waiting: { detail: x } }\nnumbers: { "+18005551111": { name: x } }';
    const { code, stderr } = await made.run('apply --yes', { files: { '/voipbin.yaml': text } });
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain(
      'flows/Sales waiting: its on_complete_flow leads to a flow that no longer exists',
    );
    expect(stderr).toContain('numbers/+18005551111: its message_flow leads to a flow that no longer exists');
  });

  it('ends as apply would end before its first request, and saves nothing to invite to it', async () => {
    const made = bench('empty');
    const older = '{"format":"voipbin.saved-plan/1"}';
    const text = 'queues: { A: {}, B: {}, C: {} }\nagents: { a@b.example: {} }';

    const { code, stdout, stderr } = await made.run('plan --detailed-exitcode --out /new.json', {
      files: { '/voipbin.yaml': text, '/old.json': older },
    });

    // With several reasons the gravest.
    expect(code).toBe(8);
    expect(stdout).toMatch(/It cannot be applied as it is:[\s\S]*allows 2 queues[\s\S]*needs an address/);
    expect(stderr).toBe('warning: nothing was written to /new.json: the plan cannot be applied as it is\n');
    expect(made.files.has('/new.json')).toBe(false);
    expect((await made.run('apply --yes')).code).toBe(8);
    await made.run('plan --out /plan.json', { files: { '/voipbin.yaml': 'tags: { a: {} }' } });
    const before = made.files.get('/plan.json')?.text;
    await made.run('plan --out /plan.json', { files: { '/voipbin.yaml': text } });
    expect(made.files.get('/plan.json')?.text).toBe(before);
  });

  it.each([
    ['a variable that is not set', 'env:NOPE', 'extensions/1: the variable NOPE is not set'],
    ['a file that does not exist', 'file:in/sip.txt', 'extensions/1: /in/sip.txt does not exist'],
  ])('sees beforehand: a password from %s', async (_, password, message) => {
    const made = bench('empty');
    const text = `extensions: { "1": { password: "${password}" } }`;
    const { code, stdout } = await made.run('plan', { files: { '/voipbin.yaml': text } });
    expect(code).toBe(2);
    expect(stdout).toContain(`It cannot be applied as it is:\n  ${message}\n`);
    const applied = await made.run('apply --yes');
    expect({ code: applied.code, stderr: applied.stderr }).toEqual({
      code: 2,
      stderr: `error: ${message}\nhint: nothing was changed\n`,
    });
  });

  it('reads standard input, which has no lock file', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: { '/voipbin.yaml': 'tags: { a: {} }' } });
    const input = 'tags: { a: {}, b: {} }';
    const { code, stdout } = await made.run('plan -f - -o json', { input });
    expect({ code, verbs: verbs(parse(stdout)) }).toEqual({ code: 0, verbs: ['create tags/b'] });
    expect((await made.run('plan -f -', { input: 'tgas: {}' })).stderr).toContain(
      'standard input:1:1 unknown key "tgas"',
    );
    made.asked();
    for (const command of ['plan -f - --out /p.json', 'apply -f - --yes', 'apply - --yes']) {
      const refused = await made.run(command, { input });
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('a plan file from standard input has no lock file');
    }
    expect(made.asked()).toEqual([]);
  });

  it.each([
    ['a picture', '\ufffdPNG\r\n\u001a\n\0\0\0\rIHDR', 1],
    ['a text of another encoding', 'tags:\n  Z\ufffdrich: {}\n', 2],
    ['zeros', '\0'.repeat(5000), 1],
  ])('refuses %s in one line', async (_, text, line) => {
    const made = bench('empty');
    const { code, stderr } = await made.run('plan', { files: { '/voipbin.yaml': text } });
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr.split('\n')).toEqual([
      `error: voipbin.yaml is not a plan file: line ${line} is not text in UTF-8`,
      'hint: name a plan file with --file; if this is one, save it in UTF-8',
      '',
    ]);
  });

  it('sees beforehand: too little credit', async () => {
    const made = verified('empty', 6_000_000);
    const { code, stderr } = await made.run('apply --yes', {
      files: { '/voipbin.yaml': 'numbers: { "+14155550170": {}, "+14155550171": {} }' },
    });
    expect(code).toBe(6);
    expect(stderr).toContain('2 numbers cost $10.00 now, and the credit is $6.00');
    expect(stderr).toContain('top up at least $4.00');
  });

  it('a manager plans too, though the money is hidden from him', async () => {
    const made = bench('departments');
    const manager = made.account.logins.find(({ role }) => role === 'manager');
    const login = await made.emulator.transport({
      method: 'POST',
      url: 'https://x/auth/login',
      headers: {},
      body: JSON.stringify({ username: manager?.username, password: manager?.password }),
      timeoutMs: 1000,
    });
    const { token } = JSON.parse(login.body) as { token: string };
    const env = { VOIPBIN_ACCESS_KEY: '', VOIPBIN_TOKEN: token };
    const { code, stdout } = await made.run('plan -o json', {
      env,
      files: { '/voipbin.yaml': 'tags: { night: {} }' },
    });
    expect({ code, verbs: verbs(parse(stdout)) }).toEqual({ code: 0, verbs: ['create tags/night'] });

    const limited = { '/voipbin.yaml': 'queues: { Night: {} }' };
    expect(parse((await made.run('plan -o json', { env, files: limited })).stdout).changes).toContainEqual(
      expect.objectContaining({
        verb: 'note',
        address: 'account',
        because:
          'the billing account could not be read: the limits of its plan and the credit are not checked',
      }),
    );
    expect((await made.run('plan', { env })).stdout).toContain(
      '! the account\n    the billing account could not be read',
    );
  });

  it('is readable: in a table, in Markdown, in CSV', async () => {
    const made = bench('empty');
    const table = (await made.run('plan', { files })).stdout;
    expect(table).toContain('+ create queue Sales\n    tags: sales\n    wait_flow: Hold\n');
    expect(table).toContain('6 to create; 7 requests; costs nothing');
    expect((await made.run('plan -o markdown')).stdout).toMatch(/^```diff\n\+ create tag sales/);
    expect((await made.run('plan -o csv')).stdout.split('\n')[0]).toContain('address');
  });

  it('hostile names reach no terminal', async () => {
    const made = bench('empty');
    const text = 'tags: { "\\e]0;owned\\a\\u202Eevil": {} }';
    const { stdout } = await made.run('plan', { files: { '/voipbin.yaml': text }, terminal: true });
    expect(stdout).not.toMatch(/[\u0007\u202e]|\u001b\]/);
  });
});

describe('apply', () => {
  it('asks, and does nothing when the answer is no, or without a terminal', async () => {
    const made = bench('empty');
    const said = await made.run('apply', { files, terminal: true, answers: [false] });
    expect(said.code).toBe(6);
    expect(said.stderr).toContain('create queue Sales');
    const alone = await made.run('apply --passwords /pw');
    expect(alone.code).toBe(6);
    expect(alone.stderr).toContain('nothing was changed: confirmation needed');
    expect(alone.stderr).toContain('add --yes to run without a terminal');
    const told = await made.run('apply --no-input', { terminal: true });
    expect(told.stderr).toContain('add --yes to run with --no-input');
    const inCi = await made.run('apply', { terminal: true, env: { CI: 'true' } });
    expect(inCi.stderr).toContain('add --yes to run while CI is set');
    expect(writes(made)).toEqual([]);
  });

  it('shows generated passwords once, to a person, or keeps them in a file of one’s own', async () => {
    const made = bench('empty');
    const seen = await made.run('apply --yes', { files, terminal: true });
    const password = /^ {2}anna@acme\.example {2}(\S{20})$/m.exec(seen.stderr)?.[1] ?? '';
    expect(password).not.toBe('');
    // Behind the last line of progress, where it is found.
    expect(seen.stderr).toMatch(/\[6\/6\][^\n]*\n\nNew passwords, shown this once:\n {2}anna@/);
    expect([...made.files.values()].some(({ text }) => text.includes(password))).toBe(false);
    expect(seen.stdout).not.toContain(password);
    const [agent] = made.emulator.world.tables.agents
      .of(made.account.customer_id)
      .filter(({ username }) => username.startsWith('anna'));
    expect(agent?.password).toBe(password);
  });

  it('without a terminal wants a file for them, before anything is done', async () => {
    const made = bench('empty');
    const { code, stderr } = await made.run('apply --yes', { files });
    expect({ code, writes: writes(made) }).toEqual({ code: 2, writes: [] });
    expect(stderr).toContain('name a file for them with --passwords');
  });

  it('tells all passwords that are not to be had', async () => {
    const made = bench('empty');
    const text = `extensions: { "1": { password: "env:NOPE" }, "3": { password: "file:nope.txt" } }`;
    const { code, stderr } = await made.run('apply --yes', { files: { '/voipbin.yaml': text } });
    expect({ code, writes: writes(made) }).toEqual({ code: 2, writes: [] });
    expect(stderr).toMatch(/extensions\/1: the variable NOPE is not set[\s\S]*\/nope\.txt does not exist/);
  });

  it('takes a password from a file, and keeps it to itself', async () => {
    const made = bench('empty');
    const text = `extensions: { "1": { password: "file:sip.txt" } }`;
    const applied = await made.run('apply --yes -o json', {
      files: { '/voipbin.yaml': text, '/sip.txt': 'Zx9-qLw4\n' },
    });
    expect(applied.code).toBe(0);
    expect(made.emulator.world.tables.extensions.all()[0]?.password).toBe('Zx9-qLw4');
    expect(applied.stdout + applied.stderr).not.toContain('Zx9');
  });

  it('spends no more than it may', async () => {
    const made = verified();
    const text = 'numbers: { "+14155550170": {}, "+14155550171": {} }';
    const refused = await made.run('apply --yes --max-spend 5', { files: { '/voipbin.yaml': text } });
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('the plan costs $10.00 now, and --max-spend allows $5.00');
    expect(writes(made)).toEqual([]);
    expect((await made.run('apply --yes --max-spend $10')).code).toBe(0);
    expect((await made.run('apply --yes --max-spend lots')).code).toBe(2);
  });

  it('buys last, one by one, and looks at every link before', async () => {
    const made = verified();
    const bought =
      '"+14155550170": { call_flow: Main }, "+14155550171": { call_flow: Main, message_flow: Hold }';
    const text = small.replace('numbers: {', `numbers: { ${bought},`);
    await made.run('apply --yes --passwords /pw', { files: { '/voipbin.yaml': text } });
    const flows = Object.fromEntries(
      made.emulator.world.tables.flows.all().map(({ id, name }) => [id, name]),
    );
    const end = made
      .asked()
      .slice(-5)
      .map((line) => line.replace(/[0-9a-f-]{36}/, (id) => flows[id] ?? id));
    expect(end).toEqual([
      'GET /v1.0/flows/Main',
      'POST /v1.0/numbers',
      'GET /v1.0/flows/Main',
      'GET /v1.0/flows/Hold',
      'POST /v1.0/numbers',
    ]);
  });

  it('does not buy when a flow is gone by then', async () => {
    const made = verified();
    const text = `flows: { Main: { actions: [{ type: hangup }] } }\nnumbers: { "+14155550170": { call_flow: Main } }`;
    await made.run('apply --yes', {
      files: { '/voipbin.yaml': 'flows: { Main: { actions: [{ type: hangup }] } }' },
    });
    const [flow] = made.emulator.world.tables.flows.of(made.account.customer_id);
    const meanwhile: Transport = (request) => {
      if (request.url.endsWith(`/flows/${flow?.id ?? ''}`) && flow) flow.tm_delete = 1;
      return made.emulator.transport(request);
    };
    const { code } = await made.run('apply --yes', {
      files: { '/voipbin.yaml': text },
      transport: meanwhile,
    });
    expect(code).not.toBe(0);
    expect(writes(made).filter((line) => line === 'POST /v1.0/numbers')).toEqual([]);
  });

  it('stops when somebody else has changed the account meanwhile', async () => {
    const made = bench('departments');
    await made.run('export --out /voipbin.yaml --kinds queues,tags,flows');
    const text = made.files.get('/voipbin.yaml')?.text ?? '';
    const [queue] = made.emulator.world.tables.queues.of(made.account.customer_id);
    const changed = text.replace(/wait_timeout: 5m/g, 'wait_timeout: 6m');
    const meanwhile: Transport = (request) => {
      // Between the reading of the plan and the first change.
      if (request.method === 'GET' && request.url.endsWith(`/queues/${queue?.id ?? ''}`) && queue)
        queue.detail = 'by another';
      return made.emulator.transport(request);
    };
    const { code, stderr } = await made.run('apply --yes', {
      files: { '/voipbin.yaml': changed },
      transport: meanwhile,
    });
    expect(code).toBe(7);
    expect(stderr).toContain('was changed by someone else in the meantime (detail); nothing was written');
    expect(queue?.wait_timeout).toBe(300_000);
  });

  it('a saved plan: that one, or none', async () => {
    const made = bench('empty');
    await made.run('plan --out /plan.json', { files });
    expect(made.files.get('/plan.json')?.mode).toBe(0o600);
    const { stdout } = await made.run('apply /plan.json --yes --passwords /pw -o json');
    expect(verbs(parse(stdout)).length).toBe(6);
    const again = await made.run('apply /plan.json --yes');
    expect(again.code).toBe(7);
    expect(again.stderr).toContain('/plan.json is stale: the account has changed since');

    const tampered = (made.files.get('/plan.json')?.text ?? '').replace('"risk": "safe"', '"risk": "none"');
    const other = bench('empty');
    expect((await other.run('apply /plan.json --yes', { files: { '/plan.json': tampered } })).code).toBe(7);
    expect((await other.run('apply /plan.json --prune --yes')).code).toBe(2);
    expect(
      (await other.run('apply /plan.json', { files: { '/plan.json': '{"format":"voipbin.saved-plan/1"}' } }))
        .code,
    ).toBe(2);
  });

  it('a saved plan that broke off is gone on with by its file', async () => {
    const made = bench('empty');
    await made.run('plan --out /plan.json', { files });
    const killed = { at: 14, carriedOut: true };
    expect((await made.run('apply /plan.json --yes --passwords /pw', { killed })).code).not.toBe(0);
    const again = await made.run('apply /plan.json --yes --passwords /pw');
    expect(again.code).toBe(7);
    expect(again.stderr).toContain('`voipbin apply -f /voipbin.yaml` continues it');
    expect((await made.run('apply -f /voipbin.yaml --yes --passwords /pw')).code).toBe(0);
  });

  it('deletes only with --prune, only what it made, and not a large share', async () => {
    const made = bench('departments');
    const before = await made.run('apply --yes', {
      files: { '/voipbin.yaml': 'tags: { sales: {}, a: {} }' },
    });
    expect(before.code).toBe(0);
    const less = { '/voipbin.yaml': 'tags: {}' };

    const kept = await made.run('plan -o json', { files: less });
    expect(parse(kept.stdout).changes).toMatchObject([
      { verb: 'note', address: 'tags/a', because: 'no longer in the file, and is kept: --prune deletes it' },
    ]);
    const pruned = await made.run('apply --yes --prune -o json');
    expect(verbs(parse(pruned.stdout))).toEqual(['delete tags/a']);
    const names = made.emulator.world.tables.tags
      .of(made.account.customer_id)
      .filter(({ tm_delete }) => tm_delete === null);
    expect(names.map(({ name }) => name)).toEqual(['sales', 'support', 'billing']);

    await made.run('apply --yes', { files: { '/voipbin.yaml': 'tags: { a: {}, b: {}, c: {} }' } });
    const large = await made.run('apply --yes --prune', { files: less });
    expect({ code: large.code, hint: large.stderr }).toMatchObject({ code: 6 });
    expect(large.stderr).toContain('3 of 6 tags would be deleted');
    expect((await made.run('apply --yes --prune --allow-large-delete')).code).toBe(0);
  });

  it('keeps what is still needed, though the file does not speak of who needs it', async () => {
    const made = bench('departments');
    await made.run('apply --yes', {
      files: { '/voipbin.yaml': 'flows: { A: { actions: [{ type: hangup }] } }' },
    });
    const [flow] = made.emulator.world.tables.flows.of(made.account.customer_id).slice(-1);
    const [queue] = made.emulator.world.tables.queues.of(made.account.customer_id);
    if (flow && queue) queue.wait_flow_id = flow.id;
    const less = { '/voipbin.yaml': 'flows: {}' };

    const { stdout } = await made.run('plan --prune --out /kept.json', { files: less });

    expect(stdout).toContain(
      '! flow A\n    no longer in the file, and is kept: still used by queue Sales Queue\n',
    );
    expect((await made.run('apply /kept.json --yes')).code).toBe(0);
    expect(flow?.tm_delete).toBeNull();
    if (queue) queue.wait_flow_id = '';
    expect((await made.run('apply --yes --prune')).code).toBe(0);
    expect(flow?.tm_delete).not.toBeNull();
  });

  it('the lock file of another account is refused', async () => {
    const made = bench('empty');
    const lock = {
      format: 'voipbin.lock/1',
      customer_id: '5e4a0680-804e-11ec-8477-2fea5968d85b',
      objects: {},
    };
    const other = await made.run('plan', { files: { ...files, '/voipbin.lock.json': JSON.stringify(lock) } });
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('belongs to the account 5e4a0680');
    expect((await made.run('plan', { files: { '/voipbin.lock.json': '{' } })).code).toBe(2);
  });

  it('two runs on one account do not overlap', async () => {
    const made = bench('empty');
    const path = `/nonexistent/state/accounts/${made.account.customer_id}/runs/lock`;
    const { code, stderr } = await made.run('apply --yes --passwords /pw', { files, held: [path] });
    expect({ code, writes: writes(made) }).toEqual({ code: 7, writes: [] });
    expect(stderr).toContain('another run on this account is in progress (process 4711 on desk)');
    expect(stderr).toContain(`if there is no such process, remove ${path}`);
  });

  it('on the example account keeps nothing', async () => {
    const made = bench('empty');
    const { code } = await made.run('apply --demo=empty --yes --passwords /pw', { files });
    expect(code).toBe(0);
    expect([...made.files.keys()].sort()).toEqual(['/pw', '/voipbin.yaml']);
  });

  it('--dry-run is a plan', async () => {
    const made = bench('empty');
    const { code, stdout } = await made.run('apply --dry-run -o json', { files });
    expect({ code, count: parse(stdout).changes.length, writes: writes(made) }).toEqual({
      code: 0,
      count: 6,
      writes: [],
    });
  });
});

describe('a purchase whose answer is lost', () => {
  const text = 'numbers: { "+14155550170": {} }';
  /** The server continues it, and is done so many milliseconds later. */
  const slowly =
    (made: Bench, ms: number): Transport =>
    async (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/numbers'))
        return made.emulator.transport(request);
      const { url, headers, body } = request;
      made.emulator.world.later(ms, () => {
        made.emulator.handle({ method: 'POST', path: new URL(url).pathname, headers, body });
      });
      await Promise.resolve();
      throw new TransportError('timeout', true, 'no answer in time');
    };
  const bought = (made: Bench): number =>
    made.emulator.requests.filter(({ method, path }) => method === 'POST' && path === '/v1.0/numbers').length;

  it('is waited for', async () => {
    const made = verified();
    const { code, stderr } = await made.run('apply --yes', {
      files: { '/voipbin.yaml': text },
      transport: slowly(made, 70_000),
    });
    expect(code).toBe(0);
    expect(stderr).toContain('(found: it was done although the answer was lost)');
    expect(bought(made)).toBe(1);
  });

  it('is not repeated by the next run while it may still happen', async () => {
    const made = verified();
    const first = await made.run('apply --yes', {
      files: { '/voipbin.yaml': text },
      transport: slowly(made, 115_000),
    });
    expect(first.code).toBe(3);
    expect(bought(made)).toBe(0);

    const second = await made.run('apply --yes');

    expect(second.code).toBe(0);
    expect(second.stderr).toContain('may have been bought by a run that was interrupted: waiting');
    expect(bought(made)).toBe(1);
    expect(
      made.emulator.world.tables.numbers.of(made.account.customer_id).map(({ number }) => number),
    ).toEqual(['+14155550170']);
  });

  it('that was paid for and is not there is not repeated at all', async () => {
    const made = verified();
    const lost: Transport = async (request) => {
      if (request.method !== 'POST') return made.emulator.transport(request);
      await made.emulator.transport(request);
      made.emulator.advance(1000);
      made.emulator.world.settle();
      // The order went through, and the platform lost sight of it.
      for (const row of made.emulator.world.tables.numbers.all()) {
        Object.assign(row, {
          customer_id: '5e4a0680-804e-11ec-8477-2fea5968d85b',
          tm_delete: 1,
          number: 'lost',
        });
      }
      throw new TransportError('timeout', true, 'no answer in time');
    };
    await made.run('apply --yes', { files: { '/voipbin.yaml': text }, transport: lost });
    const again = await made.run('apply --yes');
    expect(again.code).toBe(7);
    expect(again.stderr).toMatch(/1 number paid for and not in the account \(ledger [0-9a-f-]{36}\)/);
    expect(bought(made)).toBe(1);
  });
});

describe('undo', () => {
  it('leaves alone what was changed since, and says so', async () => {
    const made = bench('empty');
    await made.run('apply --yes --passwords /pw', { files });
    const [queue] = made.emulator.world.tables.queues.of(made.account.customer_id);
    if (queue) queue.detail = 'Changed by hand';

    const { code, stdout, stderr } = await made.run('undo --yes -o json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      left: [
        { address: 'queues/Sales', because: 'was changed since (detail), and is left as it is' },
        { address: 'flows/Hold', because: 'is kept: still used by queue Sales' },
        { address: 'tags/sales', because: 'is kept: still used by queue Sales' },
      ],
    });
    expect(stderr).toMatch(/deleted number \+899\d{9} \(hotline\)/);
    expect(queue?.tm_delete).toBeNull();
    expect((await made.run('undo')).code).toBe(7);
  });

  it('says what a bought number means', async () => {
    const made = verified();
    await made.run('apply --yes', { files: { '/voipbin.yaml': 'numbers: { "+14155550170": {} }' } });
    const { stdout } = await made.run('undo --dry-run');
    expect(stdout).toContain('- delete number +14155550170  [cannot be undone; saves $5.00 every 28 days]');
    expect(stdout).toContain('the number is released, and its cost is not refunded');
  });

  it('of a run that is named, and of none that is not there', async () => {
    const made = bench('empty');
    const { stdout } = await made.run('apply --yes -o json', {
      files: { '/voipbin.yaml': 'tags: { a: {} }' },
    });
    const { run } = JSON.parse(stdout) as { run: string };
    await made.run('apply --yes', { files: { '/voipbin.yaml': 'tags: { a: {}, b: {} }' } });
    expect((await made.run('undo nope')).code).toBe(5);
    expect((await made.run(`undo ${run} --yes`)).code).toBe(0);
    const left = made.emulator.world.tables.tags
      .of(made.account.customer_id)
      .filter(({ tm_delete }) => tm_delete === null);
    expect(left.map(({ name }) => name)).toEqual(['b']);
  });

  it('asks first', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: { '/voipbin.yaml': 'tags: { a: {} }' } });
    const asked = await made.run('undo', { terminal: true, columns: 80, answers: [false] });
    expect(asked.code).toBe(6);
    expect(asked.stderr.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect((await made.run('undo')).code).toBe(6);
  });
});

describe('a flow that cannot work', () => {
  const flow = 'flows: { Main: { detail: a, actions: [{ type: talk }, { type: goto, target: start }] } }';

  it('is told when it is made and when its actions change, and is no reason not to', async () => {
    const made = bench('empty');
    const note =
      /! flow Main\n {4}cannot work as it is: action 1 \(talk\) has no text; action 2 \(goto\) has no loop_count\n/;
    expect((await made.run('plan', { files: { '/voipbin.yaml': flow } })).stdout).toMatch(note);
    expect((await made.run('apply --yes')).code).toBe(0);
    expect((await made.run('plan')).stdout).not.toMatch(note);
    const other = flow.replace('detail: a', 'detail: b');
    expect((await made.run('plan', { files: { '/voipbin.yaml': other } })).stdout).not.toMatch(note);
    const longer = flow.replace('] } }', ', { type: hangup }] } }');
    expect((await made.run('plan', { files: { '/voipbin.yaml': longer } })).stdout).toMatch(note);
  });
});

describe('export', () => {
  it('of single kinds names what it does not describe by its id', async () => {
    const { code, stdout } = await bench('departments').run('export --kinds queues');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^# yaml-language-server: .*\nversion: 1\n\nqueues:\n {2}Sales Queue:\n {4}tags: \["?id:/,
    );
    expect((await bench('departments').run('export --kinds queus')).stderr).toContain('did you mean queues?');
  });

  it('writes over nothing', async () => {
    const made = bench('departments');
    expect((await made.run('export --out /voipbin.yaml', { files })).code).toBe(6);
    expect((await made.run('export --out /voipbin.yaml --force')).code).toBe(0);
  });

  it('holds no secret', async () => {
    const made = bench('messy');
    const { stdout } = await made.run('export');
    const { extensions, agents, customers } = made.emulator.world.tables;
    const secrets = [
      ...extensions.all().map(({ password }) => password),
      ...agents.all().map(({ password }) => password),
      ...customers.all().map(({ webhook_secret }) => webhook_secret),
    ].filter((text) => text.length > 5);
    for (const secret of secrets) expect(stdout).not.toContain(secret);
  });
});
