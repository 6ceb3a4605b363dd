import { describe, expect, it } from 'vitest';
import { control } from '../../src/emulator/control.ts';
import { emptyDataset } from '../../src/emulator/dataset.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import { faultKinds } from '../../src/emulator/faults.ts';
import { serve } from '../../src/emulator/server.ts';
import type { SeedWorld } from '../../src/emulator/records.ts';
import { seeds } from '../../src/emulator/seeds/index.ts';
import { makeLarge } from '../../src/emulator/seeds/large.ts';
import { createTenant, type TenantSpec } from '../../src/emulator/tenants.ts';
import { seededRandom, seedWorld } from '../../src/emulator/world.ts';
import { fakeClock } from '../support/clock.ts';

function emulate(spec: TenantSpec, options: Partial<EmulatorOptions> = {}) {
  const clock = fakeClock();
  const emulator = createEmulator({
    data: emptyDataset(),
    clock,
    random: seededRandom(3),
    limits: false,
    ...options,
  });
  const tenant = createTenant(emulator.world, spec);
  const ask = (method: string, path: string, body?: unknown, token = tenant.tokens.admin) => {
    const reply = emulator.handle({
      method,
      path,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = reply.body === '' ? {} : (JSON.parse(reply.body) as Record<string, never>);
    return { status: reply.status, headers: reply.headers, answer };
  };
  return { emulator, tenant, ask, clock };
}

/** Requests that are all sent before the first is answered. */
async function askAtOnce({ transport }: Emulator, count: number, path: string, token: string | undefined) {
  const request = {
    method: 'GET',
    url: `http://emulator.test${path}`,
    headers: { authorization: `Bearer ${token ?? ''}` },
    timeoutMs: 1000,
  } as const;
  return Promise.all(Array.from({ length: count }, () => transport(request)));
}

describe('limits', () => {
  it('60 requests at once on one customer: 33 are answered, the rest refused', async () => {
    const { emulator, tenant } = emulate({}, { limits: true });
    const replies = await askAtOnce(emulator, 60, '/v1.0/customer', tenant.tokens.admin);
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBe(27);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(JSON.parse(refused[0]?.body ?? '')).toMatchObject({
      error: { reason: 'RATE_LIMIT_EXCEEDED', details: [{ limited_by: 'customer' }] },
    });
  });

  it('whoever waits for each answer is never refused, though the clock stands still', () => {
    const { ask } = emulate({}, { limits: true });
    const replies = Array.from({ length: 60 }, () => ask('GET', '/v1.0/customer'));
    expect(replies.every(({ status }) => status === 200)).toBe(true);
  });

  it('a delegate has a smaller budget of its own', async () => {
    const { emulator, tenant, ask } = emulate({ delegate: true }, { limits: true });
    const replies = await askAtOnce(emulator, 20, '/v1.0/customer', tenant.tokens.delegate);
    expect(replies.filter(({ status }) => status === 200).length).toBe(16);
    expect(ask('GET', '/v1.0/customer').status).toBe(200);
  });
});

describe('what follows a moment later', () => {
  it('a bought number is charged', () => {
    const { ask, emulator } = emulate({ credit: 20_000_000, identity: 'verified' });
    expect(ask('POST', '/v1.0/numbers', { number: '+14155550100', type: 'normal' }).status).toBe(200);
    expect(ask('GET', '/v1.0/billing_account').answer['balance_credit']).toBe(20_000_000);
    emulator.advance(500);
    expect(ask('GET', '/v1.0/billing_account').answer['balance_credit']).toBe(15_000_000);
  });

  it('a frozen account can take the freeze back', () => {
    const { ask, tenant } = emulate({});
    ask('POST', `/v1.0/customers/${tenant.customer}/freeze`, undefined, tenant.tokens.super);
    expect(ask('GET', '/v1.0/agents').status).toBe(403);
    expect(ask('DELETE', '/auth/unregister').answer['status']).toBe('active');
    expect(ask('GET', '/v1.0/agents').status).toBe(200);
  });

  it('a token ends after seven days', () => {
    const { ask, emulator } = emulate({});
    emulator.advance(7 * 86_400_000 + 1000);
    expect(ask('GET', '/v1.0/customer').status).toBe(401);
  });
});

describe('doors that open for some', () => {
  it.each([
    ['GET', '/v1.0/service_agents/me', 'agent', 200],
    ['GET', '/v1.0/service_agents/agents', 'agent', 200],
    ['GET', '/v1.0/service_agents/customer', 'agent', 200],
    ['GET', '/v1.0/service_agents/me', 'delegate', 401],
    ['POST', '/v1.0/auth/signup', 'admin', 404],
    ['POST', '/v1.0/auth/signup', undefined, 401],
    ['GET', '/v1.0/agents', 'agent', 403],
  ] as const)('%s %s as %s: %d', (method, path, role, status) => {
    const { ask, tenant } = emulate({ agent: true, delegate: true });
    const token = role === undefined ? '' : tenant.tokens[role];
    expect(ask(method, path, method === 'POST' ? {} : undefined, token).status).toBe(status);
  });

  it('a text longer than its column is refused', () => {
    const { ask } = emulate({});
    expect(ask('PUT', '/v1.0/customer', { name: 'x'.repeat(256) }).status).toBe(400);
  });
});

const smallSize = { agents: 5, numbers: 10, flows: 20, queues: 2, calls: 1000 };

describe('seeds', () => {
  // The large one is for benchmarks: here it is made in a hundredth of its size.
  const quick = seeds.map((seed) =>
    seed.name === 'large' ? { ...seed, make: (world: SeedWorld) => makeLarge(world, smallSize) } : seed,
  );
  it.each(quick.map((seed) => [seed.name, seed] as const))(
    '%s is always the same, and its ids are unique',
    (_name, seed) => {
      const [one, two] = [seedWorld(seed, 1_764_000_000_000), seedWorld(seed, 1_764_000_000_000)];
      expect(one.account).toEqual(two.account);
      const ids = Object.values(one.account.data).flatMap((rows: readonly { id: string }[]) =>
        rows.map(({ id }) => id),
      );
      expect(new Set(ids).size).toBe(ids.length);
      expect(one.account.data.accesskeys.some(({ token }) => token === one.account.accesskey)).toBe(true);
      expect(one.account.accesskey).toMatch(/^vb_.{32}$/);
    },
  );

  it('messy is as large as it says', () => {
    const [messy] = seeds
      .filter(({ name }) => name === 'messy')
      .map((seed) => seedWorld(seed, 1_764_000_000_000).account);
    if (messy === undefined) throw new Error('no seed messy');
    const { data, customer_id } = messy;
    const own = (rows: readonly { customer_id: string }[]) =>
      rows.filter((row) => row.customer_id === customer_id).length;
    expect([own(data.agents), own(data.numbers), own(data.queues), own(data.calls)]).toEqual([
      41, 38, 8, 1366,
    ]);
    expect(own(data.flows)).toBeGreaterThanOrEqual(30);
  });
});

describe('over a socket', () => {
  it.each(faultKinds)('the fault %s strikes once', async (kind) => {
    const { emulator, tenant } = emulate({ accesskey: true });
    const server = await serve(emulator, { port: 0, sleep: () => Promise.resolve() });
    const order = await fetch(`${server.url}/_emulator/faults`, {
      method: 'POST',
      body: JSON.stringify({ path: '/v1.0/customer', kind }),
    });
    const ask = () =>
      fetch(`${server.url}/v1.0/customer`, {
        headers: { cookie: `accesskey=${tenant.accesskey ?? ''}` },
        signal: AbortSignal.timeout(300),
      })
        .then(
          async (answer) => `${answer.status} ${typeof (await answer.json())}`,
          () => 'broken',
        )
        .catch(() => 'no JSON');
    const [first, second] = [await ask(), await ask()];
    await server.close();
    expect(order.status).toBe(200);
    expect(second).toBe('200 object');
    if (kind !== 'late') expect(first).not.toBe('200 object');
  });

  it('a client that asks one thing at a time never meets the rate limit, one that asks all at once does', async () => {
    const { emulator, tenant } = emulate({ accesskey: true }, { limits: true });
    const server = await serve(emulator, { port: 0, sleep: () => Promise.resolve() });
    const ask = async (): Promise<number> => {
      const answer = await fetch(`${server.url}/v1.0/customer`, {
        headers: { cookie: `accesskey=${tenant.accesskey ?? ''}` },
      });
      await answer.arrayBuffer();
      return answer.status;
    };
    const slowly: number[] = [];
    for (let count = 0; count < 80; count += 1) slowly.push(await ask());
    const atOnce = await Promise.all(Array.from({ length: 80 }, ask));
    await server.close();
    expect(new Set(slowly)).toEqual(new Set([200]));
    expect(atOnce.filter((status) => status === 429).length).toBeGreaterThan(20);
  });

  it('answers nobody who comes by another name', async () => {
    const { emulator } = emulate({});
    const server = await serve(emulator, { port: 0, sleep: () => Promise.resolve() });
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${server.url}/ping`, { headers: { host: 'evil.example' } }, (answer) => {
        resolve(answer.statusCode);
      }).end();
    });
    await server.close();
    expect(status).toBe(403);
  });
});

describe('control endpoints', () => {
  function orders() {
    const { emulator, ask } = emulate({});
    const order = (method: string, path: string, body?: string): [number | undefined, unknown] => {
      const reply = control(emulator, { method, path: `/_emulator/${path}`, headers: {}, body });
      return [reply?.status, JSON.parse(reply?.body ?? 'null')];
    };
    return { emulator, ask, order };
  }

  it.each([
    ['tenants', '{"plan":"gold"}', 'plan must be one of free, basic, professional, unlimited'],
    ['tenants', '{"manager":1}', 'manager must be true or false'],
    [
      'tenants',
      '{"planet":"x"}',
      'planet is not known: use name, plan, credit, tokens, identity, manager, agent, accesskey, delegate, email',
    ],
    ['tenants', '[]', 'the body must be an object'],
    ['faults', '{"kind":"flood"}', `kind must be one of ${faultKinds.join(', ')}`],
    ['faults', '{"kind":"late","nth":0,"times":1.5}', 'nth must be 1 or more; times must be a whole number'],
    ['clock', '{"advance_ms":-1}', 'advance_ms must be 0 or more'],
    ['clock', '{}', 'advance_ms must be a whole number'],
    ['clock', 'x', 'the body is not JSON'],
  ])('%s %s: "%s"', (path, body, error) => {
    expect(orders().order('POST', path, body)).toEqual([400, { error }]);
  });

  it('name the others where one does not exist', () => {
    const { emulator, order } = orders();
    const [status, { error }] = order('PUT', 'nope', '{}') as [number, { error: string }];
    expect([status, error]).toEqual([404, expect.stringContaining('POST /_emulator/tenants')]);
    expect(control(emulator, { method: 'GET', path: '/v1.0/agents', headers: {} })).toBeUndefined();
  });

  it('make an account with everything that was asked for, in the names of the API', () => {
    const { order } = orders();
    const spec = { manager: true, agent: true, accesskey: true, delegate: true };
    const [status, tenant] = order('POST', 'tenants', JSON.stringify(spec)) as [number, object];
    expect([status, Object.keys(tenant).sort()]).toEqual([
      200,
      [
        'accesskey',
        'accesskey_id',
        'admin_agent',
        'billing',
        'customer',
        'email',
        'manager_agent',
        'plain_agent',
        'tokens',
      ],
    ]);
  });

  it('show the faults that may still strike, and clear them', () => {
    const { emulator, order } = orders();
    const fault = { path: '/v1.0/customer', kind: 'status-500', times: 2 };
    const strike = () =>
      emulator.answer({ method: 'GET', path: '/v1.0/customer', headers: {} }).reply?.status;
    expect(order('POST', 'faults', JSON.stringify(fault))).toEqual([200, [fault]]);
    expect([strike(), order('GET', 'faults')]).toEqual([500, [200, [fault]]]);
    expect([strike(), order('GET', 'faults')]).toEqual([500, [200, []]]);
    order('POST', 'faults', JSON.stringify(fault));
    expect(order('DELETE', 'faults')).toEqual([200, []]);
    expect(strike()).toBe(401);
  });

  it('show and advance the clock', () => {
    const { order } = orders();
    const [, { now }] = order('GET', 'clock') as [number, { now: string }];
    const [, later] = order('POST', 'clock', '{"advance_ms":1500}') as [number, { now: string }];
    expect(Date.parse(later.now) - Date.parse(now)).toBe(1500);
  });
});
