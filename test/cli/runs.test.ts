/** Runs of apply and undo that meet trouble: what the next one finds, and what a person is told. */
import { describe, expect, it } from 'vitest';
import { CancelledError, TransportError, UsageError } from '../../src/core/errors.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import type { Prompter, Transport } from '../../src/core/ports.ts';
import { bench, rich, type Bench } from '../support/program.ts';

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

describe('a journal', () => {
  const lose = async (): Promise<{ made: Bench; path: string }> => {
    const made = bench('empty');
    await made.run('apply --yes', {
      files: plan('tags: { a: {} }'),
      transport: lately(made, 'tags', 38_000),
    });
    const path = [...made.files.keys()].find((name) => name.includes('/runs/')) ?? '';
    return { made, path };
  };
  const change = (made: Bench, path: string, to: (text: string) => string): void => {
    const file = made.files.get(path);
    made.files.set(path, { mode: 0o600, text: to(file?.text ?? '') });
  };

  it('whose last line a crash cut off is gone on with, once', async () => {
    const { made, path } = await lose();
    change(made, path, (text) => text.slice(0, -5));

    const second = await made.run('apply --yes');
    expect({ code: second.code, stderr: second.stderr }).toMatchObject({ code: 0 });
    expect(made.files.get(path)?.text).toMatch(/\n\{"event":"end",[^\n]*"outcome":"settled"\}\n$/);
    const third = await made.run('apply --yes');
    expect({ code: third.code, stderr: third.stderr }).toEqual({ code: 0, stderr: '' });
    expect(names(made, 'tags')).toEqual(['a']);
  });

  it.each([
    ['of a kind that is unknown', (text: string) => text.replace('"event":"request"', '"event":"asked"')],
    ['that is damaged', (text: string) => text.replace('"event":"request"', '"event":"requ')],
  ])('with a line %s stops everything that relies on it', async (_, damage) => {
    const { made, path } = await lose();
    change(made, path, damage);
    made.asked();
    for (const command of ['plan', 'apply --yes', 'undo --yes']) {
      const { code, stderr } = await made.run(command);
      expect(code).toBe(2);
      expect(stderr).toContain(`line 3 of the journal ${path} cannot be read`);
    }
    expect(made.asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
  });
});

const buyer = (): Bench => rich(bench('empty'));

describe('a create whose answer is lost', () => {
  it('is not asked for again before it has had its time', async () => {
    const made = bench('empty');
    const first = await made.run('apply --yes', {
      files: plan('tags: { a: {}, b: {} }'),
      transport: lately(made, 'tags', 38_000),
    });
    expect(first.code).toBe(3);
    expect(first.stderr).toContain('the same command continues from here');
    expect(names(made, 'tags')).toEqual([]);

    const second = await made.run('apply --yes');

    expect(second.stderr).toMatch(/a(, b)? may have been made by a run that was interrupted: waiting \d+ s/);
    expect(second.code).toBe(0);
    // Nor does anything come later.
    made.emulator.advance(HOUR);
    made.emulator.world.settle();
    expect(names(made, 'tags').sort()).toEqual(['a', 'b']);
  });

  it('is certain where no connection was made: nobody waits for it', async () => {
    const made = bench('empty');
    const refused: Transport = (request) =>
      request.method === 'POST'
        ? Promise.reject(new TransportError('connect', false, 'connection refused'))
        : made.emulator.transport(request);
    const first = await made.run('apply --yes', { files: plan('tags: { a: {} }'), transport: refused });
    expect(first.code).toBe(3);
    expect(first.stderr).toMatch(/0 of 1 change made$/m);
    const second = await made.run('apply --yes');
    expect(second.code).toBe(0);
    expect(second.stderr).not.toContain('may have been made');
  });

  it('is not taken for one of the same name that is known', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('tags: { x: {} }') });
    const id = made.emulator.world.tables.tags.of(made.account.customer_id)[0]?.id ?? '';
    const { code } = await made.run('apply --yes', {
      files: plan(`tags: { one: { id: ${id}, name: x }, x: {} }`),
      transport: (request) =>
        request.method === 'POST'
          ? Promise.reject(new TransportError('reset', true, 'cut'))
          : made.emulator.transport(request),
    });
    expect(code).toBe(3);
    const lock = JSON.parse(made.files.get('/voipbin.lock.json')?.text ?? '{}') as { objects: object };
    expect(lock.objects).toEqual({ tags: { one: { id, made: true } } });
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

  const numbers = 'numbers: { "+14155550170": {} }';
  const wait = /may have been (bought|made) by a run that was interrupted/;

  it('that was refused is not spent: the refusal is looked up, and nobody waits for it again', async () => {
    const made = buyer();
    const files = { '/one.yaml': numbers, '/two.yaml': 'tags: { a: {} }' };
    made.emulator.addFault({ method: 'POST', path: '/v1.0/numbers', kind: 'status-500' });
    const refused = await made.run('apply --yes -f one.yaml', { files });
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('refused, and does not exist');

    const other = await made.run('apply --yes -f two.yaml');
    const again = await made.run('apply --yes -f one.yaml');

    for (const { code, stderr } of [other, again]) {
      expect(code).toBe(0);
      expect(stderr).not.toMatch(wait);
    }
    expect(names(made, 'numbers')).toEqual(['+14155550170']);
  });

  it('that may have been spent is waited for by a refusal that could not be looked up', async () => {
    const made = buyer();
    let isDown = false;
    const first = await made.run('apply --yes', {
      files: plan(numbers),
      transport: (request) => {
        if (isDown) return Promise.reject(new TransportError('timeout', true, 'nobody answers'));
        isDown = request.method === 'POST';
        const body = '{"error":{"status":"INTERNAL","reason":"INTERNAL","message":"x"}}';
        return isDown
          ? Promise.resolve({ status: 500, headers: {}, body })
          : made.emulator.transport(request);
      },
    });
    expect(first.code).toBe(3);
    expect((await made.run('apply --yes')).stderr).toMatch(wait);
  });

  it('that may have been spent holds up purchases, and nothing else', async () => {
    const made = buyer();
    await made.run('apply --yes -f one.yaml', {
      files: { '/one.yaml': numbers, '/two.yaml': 'tags: { a: {} }', '/three.yaml': numbers },
      transport: lately(made, 'numbers', 118_000),
    });
    expect((await made.run('apply --yes -f two.yaml')).stderr).not.toMatch(wait);
    expect((await made.run('apply --yes -f three.yaml')).stderr).toMatch(wait);
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

/** The order goes through, its answer does not come, and the platform loses sight of the number. */
const vanishing =
  (made: Bench): Transport =>
  async (request) => {
    if (request.method !== 'POST' || !request.url.endsWith('/numbers'))
      return made.emulator.transport(request);
    await made.emulator.transport(request);
    made.emulator.advance(1000);
    made.emulator.world.settle();
    for (const row of made.emulator.world.tables.numbers.all()) {
      const customer_id = '5e4a0680-804e-11ec-8477-2fea5968d85b';
      Object.assign(row, { customer_id, tm_delete: 1, number: 'lost' });
    }
    throw new TransportError('timeout', true, 'no answer in time');
  };

describe('a number that was paid for and is not there', () => {
  const text = 'numbers: { "+14155550170": {} }';

  it('is not forgotten by an undo, and stops nothing but purchases', async () => {
    const made = buyer();
    await made.run('apply --yes', { files: plan(text), transport: vanishing(made) });
    const undone = await made.run('undo --yes');
    expect(undone.stderr).toMatch(/a number was paid for and is not there \(ledger [0-9a-f-]{36}\)/);
    expect((await made.run('apply --yes')).code).toBe(7);
    expect((await made.run('apply --yes', { files: plan('tags: { a: {} }') })).code).toBe(0);
    expect(posts(made, 'numbers')).toBe(1);
  });

  it('is seen by a plan, too, but not before its time', async () => {
    const made = buyer();
    // Nothing is heard of it, and nothing can be asked any more.
    let isDown = false;
    await made.run('apply --yes', {
      files: plan(text),
      transport: async (request) => {
        if (isDown) throw new TransportError('reset', true, 'gone');
        isDown = request.method === 'POST';
        return vanishing(made)(request);
      },
    });
    expect(posts(made, 'numbers')).toBe(1);
    expect((await made.run('plan')).code).toBe(0);

    // Which waits for it.
    expect((await made.run('apply --yes')).code).toBe(7);
    const { code, stdout } = await made.run('plan --out /plan.json');

    expect(code).toBe(7);
    expect(stdout).toContain('1 number paid for and not in the account (ledger ');
    expect(made.files.has('/plan.json')).toBe(false);
  });

  it('is bought again when somebody says so', async () => {
    const made = buyer();
    await made.run('apply --yes', { files: plan(text), transport: vanishing(made) });
    const { stderr } = await made.run('apply --yes');
    const flag = /--accept-loss [0-9a-f-]{36}/.exec(stderr)?.[0] ?? '';
    expect((await made.run(`apply --yes ${flag}`)).code).toBe(0);
    expect(names(made, 'numbers')).toEqual(['+14155550170']);
  });

  it.each([-15 * MINUTE, 15 * MINUTE, 2 * HOUR])('is found by a clock that is off by %i ms', async (skew) => {
    const made = buyer();
    made.emulator.advance(skew);
    await made.run('apply --yes', { files: plan(text), transport: vanishing(made) });
    expect((await made.run('apply --yes')).code).toBe(7);
    expect(posts(made, 'numbers')).toBe(1);
  });
});

describe('what others have made', () => {
  it('is not taken for what was lost: neither adopted, nor pruned, nor taken back', async () => {
    const made = bench('empty');
    const rest = 'b: {}, c: {}, d: {}';
    await made.run('apply --yes -f /one.yaml', {
      files: { '/one.yaml': `tags: { sales: {}, ${rest} }` },
      transport: (request) =>
        request.method === 'POST'
          ? Promise.reject(new TransportError('reset', true, 'cut'))
          : made.emulator.transport(request),
    });
    const [first] = [...made.files.keys()].filter((path) => path.includes('/runs/')).sort();
    await made.run('apply --yes -f /two.yaml', { files: { '/two.yaml': 'tags: { sales: {} }' } });
    await made.run('apply --yes -f /one.yaml');
    expect(made.files.get('/one.lock.json')?.text).toMatch(/"sales": \{\s*"id": "[^"]*",\s*"made": false/);
    await made.run(`undo ${/([^/]+)\.jsonl$/.exec(first ?? '')?.[1] ?? ''} --yes`);
    await made.run('apply --yes --prune --allow-large-delete -f /one.yaml', {
      files: { '/one.yaml': `tags: { ${rest} }` },
    });
    expect(names(made, 'tags')).toContain('sales');
  });

  it('names what we made: it stays', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('flows: { f: {}, g: {}, h: {}, i: {} }') });
    const id = 'aaaaaaaa-0000-4000-8000-000000000001';
    const row = { id, customer_id: made.account.customer_id, tm_create: 1, tm_update: null, tm_delete: null };
    const line = {
      type: 'line',
      name: 'Line',
      detail: '',
      secret: '',
      token: '',
      provider_data: {},
      message_flow_id: flowId(made, 'f'),
    };
    made.emulator.world.tables.conversation_accounts.insert({ ...row, ...line });
    const { stdout } = await made.run('apply --yes --prune', {
      files: plan('flows: { g: {}, h: {}, i: {} }'),
    });
    expect(stdout).toContain('still used by conversation account Line');
    expect(names(made, 'flows')).toContain('f');
  });

  it('is another one when the server is another', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('tags: { a: {} }') });
    const staging = await made.run('undo --yes', { env: { VOIPBIN_API_URL: 'https://staging.example' } });
    expect(staging.code).toBe(7);
    expect((await made.run('undo --yes')).code).toBe(0);
    expect(names(made, 'tags')).toEqual([]);
  });
});

describe('one of a kind', () => {
  it('a virtual number whose making was answered by 500 and then done: not another one', async () => {
    const made = bench('empty');
    let asked = 0;
    await made.run('apply --yes', {
      files: plan('numbers: { o: { virtual: any } }'),
      transport: (request) => {
        const { method, url, headers, body } = request;
        if (method !== 'POST' || !url.endsWith('/numbers')) return made.emulator.transport(request);
        asked += 1;
        made.emulator.world.later(20_000, () => {
          made.emulator.handle({ method, path: new URL(url).pathname, headers, body });
        });
        return Promise.resolve({ status: 500, headers: {}, body: '' });
      },
    });
    expect(asked).toBe(1);
    expect((await made.run('apply --yes')).code).toBe(0);
    // Nor does anything come later.
    made.emulator.advance(HOUR);
    made.emulator.world.settle();
    expect(names(made, 'numbers')).toHaveLength(1);
    expect(names(made, 'numbers')).toEqual([expect.stringMatching(/^\+899/)]);
  });

  it('what is left over stays ours when another object takes its name', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('tags: { q: {}, w: {}, v: {}, u: {} }') });
    await made.run('apply --yes -f /hand.yaml', { files: { '/hand.yaml': 'tags: { other: {} }' } });
    const other = made.emulator.world.tables.tags.all().find(({ name }) => name === 'other')?.id ?? '';
    await made.run('apply --yes', { files: plan(`tags: { q: { id: ${other} }, w: {}, v: {}, u: {} }`) });
    const { stdout } = await made.run('plan --prune -o json');
    expect((JSON.parse(stdout) as { changes: { verb: string }[] }).changes.map(({ verb }) => verb)).toEqual([
      'delete',
    ]);
  });

  it('a section with nothing below says nothing, and nothing is pruned for it', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('tags: { a: {}, b: {} }') });
    await made.run('apply --yes --prune --allow-large-delete', { files: plan('tags:\n  # a: {}\n') });
    expect(names(made, 'tags')).toHaveLength(2);
    await made.run('apply --yes --prune --allow-large-delete', { files: plan('tags: {}') });
    expect(names(made, 'tags')).toEqual([]);
  });

  it('an extension whose password is not shown is not changed: it would lose it', async () => {
    const made = bench('empty');
    const env = { PW: 'Sup3rS3cretPw!xyz' };
    await made.run('apply --yes', { files: plan('extensions: { "1001": { password: env:PW } }'), env });
    const { code, stderr } = await made.run('apply --yes', {
      files: plan('extensions: { "1001": { detail: new, password: env:PW } }'),
      env,
      transport: async (request) => {
        const answer = await made.emulator.transport(request);
        return { ...answer, body: answer.body.replace(/"password":"[^"]*",?/g, '') };
      },
    });
    expect(code).toBe(7);
    expect(stderr).toContain('does not show its password, and would lose it');
    expect(made.emulator.world.tables.extensions.all().map(({ password }) => password)).toEqual([env.PW]);
  });

  it('names that look like what follows a create', async () => {
    const made = bench('empty');
    const flow = (to: string): string => `{ on_complete_flow: ${to}, actions: [{ type: answer }] }`;
    const text = `flows: { A: ${flow('B')}, B: ${flow('A')}, "A#fill": {}, "then/A": {}, "then/flows/B": {} }`;
    expect((await made.run('apply --yes', { files: plan(text) })).code).toBe(0);
    expect(names(made, 'flows')).toHaveLength(5);
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
    expect(stderr).toContain('was changed while the plan was being reviewed; nothing was done');
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
    expect(stderr).toContain('queues/q: changed by someone else in the meantime (detail), and not deleted');
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
    expect(stderr).toContain('error: interrupted: 1 of 2 changes made, 1 may have been made\n');
    expect(stderr).toContain('hint: the same command continues from here\n');
    expect(journals(made).join()).toContain('"code":"CANCELLED","uncertain":true');
    expect((await made.run('apply --yes')).code).toBe(0);
    expect([names(made, 'tags'), names(made, 'queues')]).toEqual([['a'], ['q']]);
  });

  it('on Ctrl-C: what was sent is answered first, so that it counts', async () => {
    const made = bench('empty');
    const controller = new AbortController();
    let sent = 0;
    const { code, stderr } = await made.run('apply --yes', {
      files: plan(`tags: { ${Array.from({ length: 13 }, (_, n) => `t${n}: {}`).join(', ')} }`),
      signal: controller.signal,
      async transport(request) {
        if (request.method === 'GET') return made.emulator.transport(request);
        const answer = await made.emulator.transport(request);
        sent += 1;
        if (sent !== 3) return answer;
        controller.abort(new CancelledError(130));
        // The others are on their way, too.
        if (request.signal?.aborted) throw new TransportError('aborted', true, 'aborted');
        return answer;
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain(
      'waiting up to 5 s for the last answers; press Ctrl-C again to stop immediately\n',
    );
    const [, counted = ''] = /interrupted: (\d+) of 13 changes made, /.exec(stderr) ?? [];
    expect(Number(counted)).toBeGreaterThanOrEqual(3);
    expect(names(made, 'tags')).toHaveLength(Number(counted));
    expect(
      journals(made)
        .join()
        .match(/"event":"done"/g),
    ).toHaveLength(Number(counted));
  });

  it('of a refusal: all that the server said', async () => {
    const made = bench('empty');
    made.emulator.addFault({ method: 'POST', path: '/v1.0/tags', kind: 'status-500' });
    const { code, stderr } = await made.run('apply --yes -o json', { files: plan('tags: { a: {} }') });
    expect(code).not.toBe(0);
    const line = stderr.trim().split('\n').at(-1) ?? '';
    expect((JSON.parse(line) as { error: object }).error).toMatchObject({
      status: expect.any(Number) as number,
      message: expect.stringContaining('0 of 1 change made') as string,
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
    expect(stderr).toContain('`voipbin apply -f /voipbin.yaml` continues from here');
    expect((await made.run('apply -f /voipbin.yaml --yes')).code).toBe(0);
    expect(names(made, 'tags')).toEqual(['a']);
  });
});

describe('undo', () => {
  it('called again does not go on to the run before; that one is undone by its name', async () => {
    const made = bench('empty');
    const first = await made.run('apply --yes -o json', { files: plan('queues: { q: {} }') });
    await made.run('apply --yes', { files: plan('queues: { q: { detail: two } }') });
    const undone = await made.run('undo --yes -o json');
    expect(JSON.parse(undone.stdout)).toMatchObject({
      format: 'voipbin.undo/1',
      changes: [{ address: 'queues/q', verb: 'update' }],
      left: [],
    });
    made.asked();
    const again = await made.run('undo --yes');
    expect(again.code).toBe(7);
    expect(again.stderr).toMatch(/the last run, \d{8}T\d{9}-\w{4}, was undone by \d{8}T\d{9}-\w{4}/);
    expect(again.stderr).toContain('run `voipbin undo --list` to see earlier runs');
    expect(made.asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
    expect(names(made, 'queues')).toEqual(['q']);

    const { run } = JSON.parse(first.stdout) as { run: string };
    expect((await made.run(`undo ${run} --yes`)).stdout).toContain('1 change undone');
    expect(names(made, 'queues')).toEqual([]);
  });

  it('of a run goes on where an earlier undo had to leave something alone', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('queues: { q: {} }') });
    const second = await made.run('apply --yes -o json', { files: plan('queues: { q: { detail: two } }') });
    const { run } = JSON.parse(second.stdout) as { run: string };
    const [queue] = made.emulator.world.tables.queues.of(made.account.customer_id);
    if (queue) queue.detail = 'three';
    expect((await made.run(`undo ${run} --yes`)).stdout).toContain('Left alone');
    if (queue) queue.detail = 'two';
    expect((await made.run(`undo ${run} --yes`)).stdout).toContain('1 change undone');
    expect(queue?.detail).toBe('');
  });

  it('of a run that was undone names the undo', async () => {
    const made = bench('empty');
    const first = await made.run('apply --yes -o json', { files: plan('queues: { q: {} }') });
    const { run } = JSON.parse(first.stdout) as { run: string };
    const undone = JSON.parse((await made.run(`undo ${run} --yes -o json`)).stdout) as { run: string };
    made.asked();
    for (const _time of [1, 2]) {
      const again = await made.run(`undo ${run} --yes`);
      expect(again.code).toBe(0);
      expect(again.stdout).toContain(`Nothing to undo: the run was already undone by ${undone.run}\n`);
    }
    expect(made.asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  it('of what is restored already says so', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('queues: { q: {} }') });
    await made.run('apply --yes', { files: plan('queues: { q: { detail: two } }') });
    const [queue] = made.emulator.world.tables.queues.of(made.account.customer_id);
    if (queue) queue.detail = '';
    const { code, stdout, stderr } = await made.run('undo --yes');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Nothing to undo');
  });

  it('of a deletion says each time that it cannot be undone, and does not list it as undone', async () => {
    const made = bench('departments');
    await made.run('numbers release +18005553333 --yes');
    for (const _time of [1, 2]) {
      const { code, stdout } = await made.run('undo --yes');
      expect(code).toBe(0);
      expect(stdout).toContain('was deleted, which cannot be undone');
    }
    expect(JSON.parse((await made.run('undo --list -o json')).stdout)).toMatchObject([{ state: 'done' }]);
  });

  it('--list shows the runs, newest first, and which are undone', async () => {
    const made = bench('empty');
    expect((await made.run('undo --list -o json')).stdout).toBe('[]\n');
    await made.run('apply --yes', { files: plan('tags: { a: {}, b: {} }') });
    await made.run('apply --yes', { files: plan('tags: { a: {}, b: {}, c: {} }') });
    made.emulator.addFault({ method: 'POST', path: '/v1.0/tags', kind: 'status-429-limit' });
    await made.run('apply --yes -f /other.yaml', { files: { '/other.yaml': 'tags: { x: {} }' } });
    await made.run('apply --yes -f /last.yaml', {
      files: { '/last.yaml': 'tags: { y: {} }' },
      transport: lately(made, 'tags', 38_000),
    });
    const { stdout } = await made.run('undo --list -o json');
    const rows = JSON.parse(stdout) as { run: string }[];
    expect(rows).toMatchObject([
      { file: '/last.yaml', changes: 1, state: 'broken off', resumes: [] },
      { file: '/other.yaml', changes: 0, state: 'failed', resumes: [] },
      { file: '/voipbin.yaml', changes: 1, state: 'done', resumes: [] },
      { file: '/voipbin.yaml', changes: 2, state: 'done', resumes: [] },
    ]);
    await made.run(`undo ${rows[2]?.run ?? ''} --yes`);
    const list = await made.run('undo --list -o json');
    const states = (JSON.parse(list.stdout) as { state: string }[]).map(({ state }) => state);
    expect(states).toEqual(['broken off', 'failed', 'undone', 'done']);
    expect((await made.run('undo --list')).stdout).toMatch(/ {2}voipbin\.yaml {2}/);
    const terminal = await made.run('undo --list', { terminal: true, columns: 60 });
    expect(terminal.stdout).toContain(rows[0]?.run);
    const one = await made.run(`undo ${rows[0]?.run.slice(0, -2) ?? ''} --dry-run`);
    expect(one.stdout + one.stderr).toContain(rows[0]?.run);
    const several = await made.run('undo 2026 --dry-run');
    expect([several.code, several.stderr]).toEqual([
      2,
      expect.stringContaining(`write the whole name: `) as string,
    ]);
    expect((await made.run(`undo --list ${rows[0]?.run ?? ''}`)).code).toBe(2);
  });

  it.each(['broke off', 'failed'])('of a run that %s and was resumed undoes it whole', async (how) => {
    const made = bench('empty');
    const two = plan('tags: { a: {} }\nqueues: { q: { tags: [a] } }');
    await made.run('apply --yes -f /before.yaml', { files: { '/before.yaml': 'tags: { z: {} }' } });
    if (how === 'failed')
      made.emulator.addFault({ method: 'POST', path: '/v1.0/queues', kind: 'status-429-limit' });
    await made.run('apply --yes', {
      files: two,
      ...(how === 'broke off' && { transport: lately(made, 'queues', 500) }),
    });
    expect(names(made, 'tags')).toEqual(['z', 'a']);
    made.emulator.advance(HOUR);
    const resumed = await made.run('apply --yes');
    expect(resumed.code).toBe(0);
    expect(names(made, 'queues')).toEqual(['q']);
    const shown = await made.run('undo --dry-run');
    expect(shown.stdout).toContain('- delete queue q');
    expect(shown.stdout).toContain('- delete tag a');
    expect((await made.run('undo --yes')).code).toBe(0);
    expect([names(made, 'tags'), names(made, 'queues')]).toEqual([['z'], []]);
    expect((await made.run('undo --yes')).code).toBe(7);
  });

  it('of a run that resumed another one: the list says so, and its name means both, too', async () => {
    const made = bench('empty');
    made.emulator.addFault({ method: 'POST', path: '/v1.0/queues', kind: 'status-429-limit' });
    const two = plan('tags: { a: {} }\nqueues: { q: { tags: [a] } }');
    expect((await made.run('apply --yes', { files: two })).code).not.toBe(0);
    expect((await made.run('apply --yes')).code).toBe(0);
    const { stdout } = await made.run('undo --list -o json');
    const rows = JSON.parse(stdout) as { run: string; state: string }[];
    expect(rows.map(({ state }) => state)).toEqual(['done', 'resumed']);
    const [last = '', first = ''] = rows.map(({ run }) => run);
    const shown = await made.run('undo --dry-run');
    expect(shown.stderr).toContain(`UTC, 1 change, with ${first}, which it resumed: 2 changes in all`);
    for (const name of [last, first]) expect(await made.run(`undo ${name} --dry-run`)).toEqual(shown);
  });

  it('names the run: when it was, of which file, and how many changes', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('tags: { a: {}, b: {} }') });
    const named = /\d{8}T\d{9}-\w{4}: apply of voipbin\.yaml, \d{4}-\d\d-\d\d \d\d:\d\d UTC, 2 changes/;
    expect((await made.run('undo --dry-run')).stderr).toMatch(named);
    expect((await made.run('undo', { terminal: true, answers: [false] })).stderr).toMatch(named);
    expect((await made.run('undo --yes')).stdout).toMatch(named);
  });

  it('says what the plan file still declares', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('tags: { a: {}, b: {} }') });
    const { stderr } = await made.run('undo --yes', { files: plan('tags: { b: {}, c: {} }') });
    expect(stderr).toContain('voipbin.yaml still declares tag b: edit it, or the next `voipbin apply`');
  });

  it('keeps what the run made where any field is not as the run left it', async () => {
    const made = bench('empty');
    await made.run('apply --yes', {
      files: plan(
        'numbers: { hotline: { virtual: any } }\nagents: { a@a.example: { addresses: ["tel:+14155550100"] } }',
      ),
    });
    const [number] = made.emulator.world.tables.numbers.of(made.account.customer_id);
    if (number) number.rtp_debug = true;
    const agent = made.emulator.world.tables.agents
      .of(made.account.customer_id)
      .find(({ username }) => username === 'a@a.example');
    if (agent) agent.detail = 'By hand';
    const { stdout } = await made.run('undo --yes -o json');
    expect(JSON.parse(stdout)).toMatchObject({
      changes: [],
      left: [
        { address: 'numbers/hotline', because: 'was changed since (rtp_debug), and is left as it is' },
        { address: 'agents/a@a.example', because: 'was changed since (detail), and is left as it is' },
      ],
    });
  });

  it('that failed is not done: the next one tries the same run again', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('tags: { a: {} }') });
    await made.run('apply --yes', { files: plan('tags: { a: {}, b: {} }') });
    made.emulator.addFault({ method: 'DELETE', path: '/v1.0/tags/*', kind: 'status-500' });
    const failed = await made.run('undo --yes');
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toMatch(/`voipbin undo \d{8}T\d{9}-\w{4}` continues from here/);
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

  it('is not carried out when somebody puts to use what it would delete', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('flows: { f: {} }\nqueues: { q: {} }') });
    const person: Prompter = {
      ...({} as Prompter),
      confirm: () => {
        const [queue] = made.emulator.world.tables.queues.of(made.account.customer_id);
        if (queue) queue.wait_flow_id = flowId(made, 'f');
        return Promise.resolve(true);
      },
    };
    expect((await made.run('undo', { terminal: true, person })).code).toBe(7);
    expect(names(made, 'flows')).toEqual(['f']);
  });

  it('names an object by what it is called now', async () => {
    const made = bench('empty');
    await made.run('apply --yes', { files: plan('tags: { sales: { name: X } }') });
    const { stdout } = await made.run('undo --dry-run');
    expect(stdout).toContain('- delete tag X (sales)');
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
      left: [{ address: 'flows/Hold', because: 'is kept: still used by queue Q' }],
    });
  });
});

const flowId = (made: Bench, name: string): string =>
  made.emulator.world.tables.flows.of(made.account.customer_id).find((flow) => flow.name === name)?.id ?? '';

it('what undo cannot restore is said before the change, and again by the undo', async () => {
  const made = bench('departments');
  const agent = made.emulator.world.tables.agents
    .all()
    .find(({ username }) => username.startsWith('sales-1'));
  Object.assign(agent ?? {}, { tag_ids: ['11111111-2222-4333-8444-555555555555'] });
  const line = `agents update ${agent?.username ?? ''} --tag sales`;

  const shown = await made.run(`${line} --dry-run`);
  await made.run(`${line} --yes`);
  const undone = await made.run('undo --yes');

  expect(shown.stdout).toContain(
    'tags contains something that no longer exists, which `voipbin undo` cannot restore',
  );
  expect(undone.stdout.replaceAll(/\s+/g, ' ')).toContain('cannot have its tags back');
  const other = await made.run('agents update sales-2@enterprise.example --tag support --dry-run');
  expect(other.stdout).not.toContain('cannot restore');
});

it('what undo cannot restore of two fields is one sentence', async () => {
  const made = bench('departments');
  const gone = '11111111-2222-4333-8444-555555555555';
  const [queue] = made.emulator.world.tables.queues.of(made.account.customer_id);
  Object.assign(queue ?? {}, { tag_ids: [gone], wait_flow_id: gone });

  const { stdout } = await made.run(
    `queues update ${queue?.id ?? ''} --tag sales --wait-flow "Sales waiting" --dry-run`,
  );

  expect(stdout).toContain('tags and wait_flow contain something that no longer exists');
});
