/** Runs of apply and undo that meet trouble: what the next one finds, and what a person is told. */
import { describe, expect, it } from 'vitest';
import { CancelledError, TransportError, UsageError } from '../../src/core/errors.ts';
import type { Prompter, Transport } from '../../src/core/ports.ts';
import { bench, type Bench } from '../support/program.ts';

const plan = (text: string): Record<string, string> => ({ '/voipbin.yaml': text });
const posts = (made: Bench, resource: string): number =>
  made.emulator.requests.filter(({ method, path }) => method === 'POST' && path === `/v1.0/${resource}`)
    .length;
const names = (made: Bench, table: 'tags' | 'flows' | 'queues' | 'numbers'): unknown[] =>
  made.emulator.world.tables[table]
    .of(made.account.customer_id)
    .filter(({ tm_delete }) => tm_delete === null)
    .map((row) => ('number' in row ? row.number : row.name));
const journals = (made: Bench): string[] =>
  [...made.files].filter(([path]) => path.includes('/runs/')).map(([, { text }]) => text);

/** The server does what is asked so many milliseconds after nobody listens any more. */
const lately =
  (made: Bench, resource: string, ms: number): Transport =>
  async (request) => {
    const { method, url, headers, body } = request;
    if (method !== 'POST' || !url.endsWith(`/${resource}`)) return made.emulator.transport(request);
    made.emulator.world.later(ms, () => {
      made.emulator.handle({ method, path: new URL(url).pathname, headers, body });
    });
    await Promise.resolve();
    throw new TransportError('reset', true, 'the connection was cut');
  };

function buyer(): Bench {
  const made = bench('empty');
  for (const account of made.emulator.world.tables.billing_accounts.all())
    account.balance_credit = 20_000_000;
  for (const customer of made.emulator.world.tables.customers.all())
    customer.identity_verification_status = 'verified';
  return made;
}

describe('a create whose answer is lost', () => {
  it('is not asked for again before it has had its time', async () => {
    const made = bench('empty');
    const first = await made.run('apply --yes', {
      files: plan('tags: { a: {}, b: {} }'),
      transport: lately(made, 'tags', 38_000),
    });
    expect(first.code).toBe(3);
    expect(first.stderr).toContain('the same command goes on from here');
    expect(names(made, 'tags')).toEqual([]);

    const second = await made.run('apply --yes');

    expect(second.stderr).toMatch(/a(, b)? may have been made by a run that broke off: waiting \d+ s/);
    expect(second.code).toBe(0);
    expect(names(made, 'tags').sort()).toEqual(['a', 'b']);
  });

  it('is no reason to wait for a look', async () => {
    const made = bench('empty');
    await made.run('apply --yes', {
      files: plan('tags: { a: {} }'),
      transport: lately(made, 'tags', 38_000),
    });
    const { stdout, stderr, code } = await made.run('apply --dry-run');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('+ create tag a');
  });

  it('is told apart from one of the same name that was there', async () => {
    const made = bench('empty');
    const text = 'tags: { a: {}, other: { name: a } }';
    const first = await made.run('apply --yes', {
      files: plan(text),
      transport: lately(made, 'tags', 38_000),
    });
    const second = await made.run('apply --yes');
    // Nobody can know which is which: a person must say it.
    expect([first.code, second.code]).toEqual([3, 2]);
    expect(second.stderr).toContain('say which one it is');
    expect(names(made, 'tags')).toEqual(['a', 'a']);
  });
});

describe('money', () => {
  it('is not spent twice by two plan files', async () => {
    const made = buyer();
    const text = 'numbers: { "+14155550170": {} }';
    const first = await made.run('apply --yes -f one.yaml', {
      files: { '/one.yaml': text, '/two.yaml': text },
      transport: lately(made, 'numbers', 118_000),
    });
    const second = await made.run('apply --yes -f two.yaml');
    expect([first.code, second.code]).toEqual([3, 0]);
    expect(posts(made, 'numbers')).toBe(1);
    expect(names(made, 'numbers')).toEqual(['+14155550170']);
  });

  it('is known to be spent from the moment it is, whatever happens next', async () => {
    const made = buyer();
    const dying: Transport = (request) => {
      if (request.method === 'POST' && request.body?.includes('0171'))
        return Promise.reject(new TransportError('reset', true, 'gone'));
      return made.emulator.transport(request);
    };
    const locks: string[] = [];
    await made.run('apply --yes', {
      files: plan('numbers: { "+14155550170": {}, "+14155550171": {} }'),
      transport: (request) => {
        locks.push(made.files.get('/voipbin.lock.json')?.text ?? '');
        return dying(request);
      },
    });
    // When the second one is asked for.
    expect(locks.some((text) => text.includes('+14155550170') && text.includes('"made": true'))).toBe(true);
    expect(posts(made, 'numbers')).toBe(1);
  });
});

describe('a disk that is full', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('from line %i of the journal on: nothing is made twice', async (line) => {
    const made = bench('empty');
    let lines = 0;
    const first = await made.run('apply --yes', {
      files: plan('tags: { a: {} }\nqueues: { q: { tags: [a] } }'),
      disk: (files) => ({
        ...files,
        append: (path, text) => {
          lines += 1;
          return lines < line ? files.append(path, text) : Promise.reject(new UsageError('no space left'));
        },
      }),
    });
    // Up to the line before the first request nothing was requested.
    expect(first.code).toBe(line <= 3 ? 2 : 1);
    expect(first.stderr).toContain('no space left');
    const second = await made.run('apply --yes');
    expect({ code: second.code, stderr: second.stderr }).toMatchObject({ code: 0 });
    expect([names(made, 'tags'), names(made, 'queues')]).toEqual([['a'], ['q']]);
    const lock = made.files.get('/voipbin.lock.json')?.text ?? '';
    expect(lock.match(/"made": true/g)).toHaveLength(2);
  });
});

describe('somebody else at work', () => {
  it('while the plan is looked at: it is not carried out', async () => {
    const made = bench('empty');
    const slow: Prompter = {
      ...({} as Prompter),
      confirm: () => {
        const customer = made.emulator.world.tables.customers
          .all()
          .find(({ id }) => id === made.account.customer_id);
        if (customer) customer.detail = 'changed meanwhile';
        return Promise.resolve(true);
      },
    };
    const { code, stderr } = await made.run('apply', {
      files: plan('tags: { a: {} }\naccount: { name: Acme }'),
      terminal: true,
      person: slow,
    });
    expect(code).toBe(7);
    expect(stderr).toContain('was changed while the plan was being looked at; nothing was done');
    expect(names(made, 'tags')).toEqual([]);
  });

  it('on what is to be deleted: it stays', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('queues: { q: {} }\ntags: { a: {} }') });
    const meddling: Transport = (request) => {
      const [queue] = made.emulator.world.tables.queues.of(made.account.customer_id);
      if (queue && /\/queues\/[^/]+$/.test(request.url)) queue.detail = 'mine now';
      return made.emulator.transport(request);
    };
    const { code, stderr } = await made.run('apply --yes --prune --allow-large-delete', {
      files: plan('queues: {}\ntags: { a: {} }'),
      transport: meddling,
    });
    expect(code).toBe(7);
    expect(stderr).toContain('queues/q: changed by someone else meanwhile (detail), and not deleted');
    expect(names(made, 'queues')).toEqual(['q']);
  });
});

describe('what is told', () => {
  it('on Ctrl-C: how far it came, and how to go on', async () => {
    const made = bench('empty');
    const controller = new AbortController();
    const { code, stderr } = await made.run('apply --yes', {
      files: plan('tags: { a: {} }\nqueues: { q: { tags: [a] } }'),
      signal: controller.signal,
      transport: async (request) => {
        if (request.method === 'POST' && request.url.endsWith('/queues')) {
          controller.abort(new CancelledError(130));
          throw new TransportError('aborted', true, 'aborted');
        }
        return made.emulator.transport(request);
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain('error: interrupted: 1 of 2 changes made, 0 not begun\n');
    expect(stderr).toContain('hint: the same command goes on from here\n');
    expect(journals(made).join()).toContain('"error":"CANCELLED"');
    expect((await made.run('apply --yes')).code).toBe(0);
    expect([names(made, 'tags'), names(made, 'queues')]).toEqual([['a'], ['q']]);
  });

  it('of a refusal: all that the server said', async () => {
    const made = bench('empty');
    made.emulator.addFault({ method: 'POST', path: '/v1.0/tags', kind: 'status-500' });
    const { code, stderr } = await made.run('apply --yes -o json', { files: plan('tags: { a: {} }') });
    expect(code).not.toBe(0);
    const line = stderr.trim().split('\n').at(-1) ?? '';
    expect((JSON.parse(line) as { error: object }).error).toMatchObject({
      status: expect.any(Number) as number,
      message: expect.stringContaining('0 of 1 change made, 0 not begun') as string,
    });
  });

  it('to programs: nothing but the answer', async () => {
    const made = bench('empty');
    const json = await made.run('apply --yes --quiet -o json', { files: plan('tags: { a: {} }') });
    expect(json.stderr).toBe('');
    const table = await made.run('apply --yes', { files: plan('tags: { a: {}, b: {} }') });
    expect(table.stderr).toContain('+ create tag b');
    expect(table.stdout).toContain('1 change made');
  });
});

describe('a saved plan', () => {
  it('belongs to the server that it was made for', async () => {
    const made = bench('empty');
    await made.run('plan --out /plan.json', { files: plan('tags: { a: {} }') });
    const { code, stderr } = await made.run('apply /plan.json --yes --api-url https://other.example');
    expect(code).toBe(7);
    expect(stderr).toContain('it was made for the server https://api.voipbin.net');
  });

  it('that failed is gone on with by its plan file', async () => {
    const made = bench('empty');
    await made.run('plan --out /plan.json', { files: plan('tags: { a: {} }') });
    const { stderr } = await made.run('apply /plan.json --yes', { transport: lately(made, 'tags', 38_000) });
    expect(stderr).toContain('`voipbin apply -f /voipbin.yaml` goes on from here');
    expect((await made.run('apply -f /voipbin.yaml --yes')).code).toBe(0);
    expect(names(made, 'tags')).toEqual(['a']);
  });
});

describe('undo', () => {
  it('of what nobody can take back says so, and the next one goes on to the run before', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('queues: { q: {} }') });
    await made.run('apply --yes', { files: plan('queues: { q: { detail: two } }') });
    const [queue] = made.emulator.world.tables.queues.of(made.account.customer_id);
    if (queue) queue.detail = '';
    const first = await made.run('undo --yes -o json');
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toMatchObject({ format: 'voipbin.undo/1', changes: [], left: [] });
    const second = await made.run('undo --yes');
    expect(second.stdout).toContain('1 change taken back');
    expect(names(made, 'queues')).toEqual([]);
    expect((await made.run('undo --yes')).code).toBe(7);
  });

  it('that failed is not done: the next one tries the same run again', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('tags: { a: {} }') });
    await made.run('apply --yes', { files: plan('tags: { a: {}, b: {} }') });
    made.emulator.addFault({ method: 'DELETE', path: '/v1.0/tags/*', kind: 'status-500' });
    const failed = await made.run('undo --yes');
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toMatch(/`voipbin undo \d{8}T\d{9}-\w{4}` goes on from here/);
    expect((await made.run('undo --yes')).code).toBe(0);
    expect(names(made, 'tags')).toEqual(['a']);
  });

  it('never takes what has the name for what the run has made', async () => {
    const made = bench('empty');
    // The request never arrives, and somebody makes one of that name much later.
    await made.run('apply --yes', {
      files: plan('tags: { a: {} }'),
      transport: (request) =>
        request.method === 'POST'
          ? Promise.reject(new TransportError('connect', false, 'refused'))
          : made.emulator.transport(request),
    });
    await made.run('apply --yes -f /other.yaml', { files: { '/other.yaml': 'tags: { a: {} }' } });
    const [run] = [...made.files.keys()].filter((path) => path.includes('/runs/')).sort();
    const undone = await made.run(`undo ${/([^/]+)\.jsonl$/.exec(run ?? '')?.[1] ?? ''} --yes -o json`);
    expect(JSON.parse(undone.stdout)).toMatchObject({ changes: [] });
    expect(names(made, 'tags')).toEqual(['a']);
  });

  it('gives an address back to who had it, when the other one has let go of it', async () => {
    const made = bench('empty');
    const agents = (anna: string, bob: string): string =>
      `agents: { anna@a.example: { addresses: ["tel:${anna}"] }, bob@a.example: { addresses: ["tel:${bob}"] } }`;
    const owners = (): unknown =>
      made.emulator.world.tables.agents
        .of(made.account.customer_id)
        .filter(({ username }) => username.endsWith('@a.example'))
        .map(({ username, addresses }) => [username, addresses[0]?.target])
        .sort();
    await made.run('apply --yes', { files: plan(agents('+14155550100', '+14155550101')) });
    const before = owners();
    await made.run('apply --yes', { files: plan(agents('+14155550102', '+14155550100')) });
    expect(owners()).not.toEqual(before);
    const { code, stderr } = await made.run('undo --yes');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(owners()).toEqual(before);
  });

  it('does not begin where the last administrator would go', async () => {
    const made = bench('empty');
    await made.run('apply --yes', {
      files: plan('agents: { anna@a.example: { permission: admin, addresses: ["tel:+14155550100"] } }'),
    });
    for (const agent of made.emulator.world.tables.agents.of(made.account.customer_id)) {
      if (agent.username !== 'anna@a.example') agent.permission = 16;
    }
    made.asked();
    const { code, stderr } = await made.run('undo --yes');
    expect(code).toBe(7);
    expect(stderr).toContain('no administrator would be left');
    expect(made.asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  it('keeps what was put to use since', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('flows: { Hold: {}, Main: {} }') });
    await made.run('apply --yes -f /other.yaml', {
      files: {
        '/other.yaml': 'queues: { Q: { wait_flow: "id:FLOW" } }'.replace('FLOW', flowId(made, 'Hold')),
      },
    });
    const [first] = [...made.files.keys()].filter((path) => path.includes('/runs/')).sort();
    const run = /([^/]+)\.jsonl$/.exec(first ?? '')?.[1] ?? '';
    const { stdout } = await made.run(`undo ${run} --yes -o json`);
    expect(JSON.parse(stdout)).toMatchObject({
      changes: [{ address: 'flows/Main', verb: 'delete' }],
      left: [{ address: 'flows/Hold', because: 'stays: still named by queue Q' }],
    });
  });
});

const flowId = (made: Bench, name: string): string =>
  made.emulator.world.tables.flows.of(made.account.customer_id).find((flow) => flow.name === name)?.id ?? '';
