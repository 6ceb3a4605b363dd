/** How the sections of a picture wait for one another. */
import { describe, expect, it } from 'vitest';
import { TransportError, type TransportFailure } from '../../src/core/errors.ts';
import type { Clock, Transport } from '../../src/core/ports.ts';
import { createLimiter, type Limiter } from '../../src/api/limiter.ts';
import { collect, type Estimate } from '../../src/snapshot/collect.ts';
import { createMeter } from '../../src/snapshot/meter.ts';
import { readSections } from '../../src/snapshot/snapshot.ts';
import { fakeClock } from '../support/clock.ts';
import { apiOver, json, refusal } from '../support/wire.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time that passes only when nobody is faster: a sleep lasts for some turns of the event loop. */
function slowClock(turns: number): Clock {
  const clock = fakeClock();
  return {
    now: clock.now,
    async sleep(ms, signal) {
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      await clock.sleep(ms, signal);
    },
  };
}

const pathOf = (url: string): string => new URL(url).pathname;

it('a credential that is refused is asked about with one section only', async () => {
  const asked = new Set<string>();
  const transport: Transport = ({ url }) => {
    asked.add(pathOf(url));
    return Promise.resolve(
      json({ error: { status: 'UNAUTHENTICATED', reason: 'INVALID_CREDENTIALS' } }, 401),
    );
  };
  const looking = collect(apiOver(transport).api, { clock: slowClock(50), since: 0, meter: createMeter() });
  await expect(looking).rejects.toMatchObject({ status: 401 });
  expect([...asked]).toEqual(['/v1.0/customer']);
});

it('a first section that does not answer holds up no other', async () => {
  const asked = new Set<string>();
  let answer = (): void => undefined;
  const late = new Promise<void>((resolve) => (answer = resolve));
  const transport: Transport = async ({ url }) => {
    const path = pathOf(url);
    asked.add(path);
    if (path === '/v1.0/customer') await late;
    else if (path === '/v1.0/tags') answer();
    return json({ id: '1', result: [] });
  };
  const { sections } = await collect(apiOver(transport).api, {
    clock: slowClock(5),
    since: 0,
    meter: createMeter(),
  });
  expect(asked.size).toBeGreaterThan(15);
  expect(sections.customer.state).toBe('loaded');
});

describe('a server that gives nothing', () => {
  const down = (kind: TransportFailure): TransportError =>
    new TransportError(kind, kind !== 'connect', 'refused');

  it.each([
    ['connect', ['/v1.0/customer']],
    ['reset', ['/v1.0/customer', '/v1.0/agents']],
  ] as const)('because of a failure to %s is asked for %j only', async (kind, paths) => {
    const asked: string[] = [];
    const transport: Transport = async ({ url }) => {
      asked.push(pathOf(url));
      // The second attempt takes longer than the head start.
      for (let turn = 0; turn < (asked.length === 1 ? 1 : 30); turn += 1) await nextTurn();
      throw down(kind);
    };
    const meter = createMeter();
    const { api } = apiOver(transport, { onAttempt: meter.onAttempt });
    const looking = collect(api, { clock: slowClock(10), since: 0, meter });
    await expect(looking).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect([...new Set(asked)]).toEqual(paths);
    expect(asked.length).toBeLessThanOrEqual(8);
  });

  it('and is silent is given up with the first request, whatever the others wait for', async () => {
    const meter = createMeter();
    let silent = (): void => undefined;
    const over = new Promise<never>(
      (_, reject) =>
        (silent = () => {
          reject(down('timeout'));
        }),
    );
    const transport: Transport = async ({ url }) => {
      if (pathOf(url) !== '/v1.0/customer') return new Promise(() => undefined);
      return over;
    };
    const { api } = apiOver(transport, { onAttempt: meter.onAttempt });
    const looking = collect(api, { clock: slowClock(2), since: 0, meter });
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    silent();
    await expect(looking).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('but failures is one failure, and no picture of them', async () => {
    const meter = createMeter();
    const { api } = apiOver(() => Promise.resolve({ status: 502, headers: {}, body: '<html>' }), {
      onAttempt: meter.onAttempt,
    });
    await expect(collect(api, { clock: slowClock(50), since: 0, meter })).rejects.toMatchObject({
      code: 'SERVER_ERROR',
    });
  });

  it('to this sign-in is a picture that says so', async () => {
    const meter = createMeter();
    const { api } = apiOver(() => Promise.resolve(refusal(403, 'PERMISSION_DENIED')), {
      onAttempt: meter.onAttempt,
    });
    const { sections } = await collect(api, { clock: slowClock(50), since: 0, meter });
    expect(sections.numbers).toMatchObject({ state: 'unavailable', denied: true });
  });
});

it('a frozen account is asked once, and says since when', async () => {
  const asked: string[] = [];
  const details = [
    { deletion_scheduled_at: '2026-11-11T08:00:00Z', deletion_effective_at: '2026-12-11T08:00:00Z' },
  ];
  const meter = createMeter();
  const { api } = apiOver(
    ({ url }) => {
      asked.push(pathOf(url));
      return Promise.resolve(refusal(403, 'ACCOUNT_FROZEN', { details }));
    },
    { onAttempt: meter.onAttempt },
  );
  const picture = await collect(api, { clock: slowClock(50), since: 0, meter });
  expect(asked).toEqual(['/v1.0/customer']);
  expect(picture.requests).toBe(1);
  expect(picture.sections.standing).toEqual({
    state: 'loaded',
    value: { frozen: { since: '2026-11-11T08:00:00Z', until: '2026-12-11T08:00:00Z' } },
  });
  expect(picture.sections.billings).toMatchObject({ reason: 'the account is frozen', denied: true });
  expect(picture.readings.billings).toEqual({ rows: null, requests: 0, request_id: null });
});

const NOW = Date.parse('2026-11-23T12:00:00Z');
const MONTH = 30 * 86_400_000;
/** So many rows in each list of traffic, evenly over a month; one row in each other list. */
function account(traffic: Record<string, number>) {
  const asked: string[] = [];
  const transport: Transport = ({ url }) => {
    const { pathname, searchParams } = new URL(url);
    const name = pathname.split('/')[2] ?? '';
    asked.push(name);
    if (['customer', 'billing_account', 'outbound_config', 'storage_account'].includes(name))
      return Promise.resolve(json({ id: name }));
    const token = Date.parse(searchParams.get('page_token') ?? '');
    const count = traffic[name] ?? 1;
    const rows = Array.from(
      { length: count },
      (_, index) => NOW - Math.floor(((index + 0.5) * MONTH) / count),
    )
      .filter((at) => at < token)
      .slice(0, 100)
      .map((at) => ({ id: `${name}-${at}`, tm_create: new Date(at).toISOString() }));
    return Promise.resolve(json({ result: rows, next_page_token: rows.at(-1)?.tm_create ?? '' }));
  };
  return { asked, transport };
}

it('no list has more requests waiting for their turn than slices are read', async () => {
  const { transport } = account({ calls: 4000, billings: 4000 });
  const clock = fakeClock(NOW);
  const limiter = createLimiter(clock, 4, 4);
  let waiting = 0;
  let most = 0;
  const counting: Limiter = {
    pause: (ms) => {
      limiter.pause(ms);
    },
    async acquire(signal) {
      waiting += 1;
      most = Math.max(most, waiting);
      await limiter.acquire(signal);
      waiting -= 1;
    },
  };
  const { api } = apiOver(transport, { clock, limiter: counting });
  const wanted = ['calls', 'billings'] as const;
  const { sections } = await collect(api, {
    ...{ clock, wanted, readers: 3, since: NOW - MONTH, meter: createMeter() },
  });
  expect(sections.billings.state).toBe('loaded');
  expect(most).toBe(2 * 3);
});

describe('with few requests', () => {
  async function picture(traffic: Record<string, number>, maxRequests?: number) {
    const { asked, transport } = account(traffic);
    const meter = createMeter();
    const clock = fakeClock(NOW);
    const { api } = apiOver(transport, { onAttempt: meter.onAttempt, maxRequests });
    const estimates: Estimate[] = [];
    const { sections, requests } = await collect(api, {
      ...{ clock, meter, maxRequests, since: NOW - MONTH },
      onEstimate: (one) => estimates.push(one),
    });
    const missing = readSections.filter((name) => sections[name].state !== 'loaded');
    return { asked, sections, requests, missing, estimates };
  }

  const busy = { calls: 3000, activeflows: 3000, billings: 1500, messages: 150, queuecalls: 20 };

  it('short lists come whole, then the traffic that fits; the rest says what it would take', async () => {
    const { missing, sections, requests, estimates } = await picture(busy, 70);
    expect(missing).toEqual(['calls', 'activeflows']);
    expect(requests).toBeLessThanOrEqual(70);
    const { calls } = sections;
    const reason = calls.state === 'unavailable' ? calls.reason : '';
    const needed = Number(
      /^--max-requests leaves out calls, which would take about (\d+) more requests$/.exec(reason)?.[1],
    );
    expect(needed).toBeGreaterThan(24);
    expect(needed).toBeLessThan(45);
    expect(estimates).toHaveLength(1);
    expect(estimates[0]?.leftOut.map(({ name }) => name).sort()).toEqual(['activeflows', 'calls']);
    expect(estimates[0]?.leftOut.find(({ name }) => name === 'calls')?.requests).toBe(needed);
  });

  it('with enough of them nothing is left out, and it takes no more than without a limit', async () => {
    const free = await picture(busy);
    const { missing, requests, estimates } = await picture(busy, free.requests + 20);
    expect([free.missing, missing, estimates[0]?.leftOut]).toEqual([[], [], []]);
    expect(requests).toBeLessThanOrEqual(free.requests + 5);
    expect(Math.abs((estimates[0]?.requests ?? 0) - requests)).toBeLessThan(requests * 0.3);
  });

  it('one list is finished before the next one begins', async () => {
    const { asked, missing, sections } = await picture(busy, 11);
    expect(asked).toEqual([
      ...[
        'customer',
        'agents',
        'agents',
        'numbers',
        'numbers',
        'flows',
        'flows',
        'queues',
        'queues',
        'tags',
        'tags',
      ],
    ]);
    expect(missing.slice(0, 3)).toEqual(['extensions', 'accesskeys', 'billing_account']);
    expect(sections.billings).toMatchObject({
      code: 'REQUEST_LIMIT',
      denied: false,
      reason: '--max-requests leaves out billings, which would take more requests',
    });
  });

  it('a list that breaks off in the middle says so, too', async () => {
    const { sections, requests } = await picture({}, 4);
    expect(requests).toBe(4);
    expect(sections.agents.state).toBe('loaded');
    expect(sections.numbers).toMatchObject({
      code: 'REQUEST_LIMIT',
      reason: '--max-requests leaves out numbers, which would take about 1 more request',
    });
  });
});
