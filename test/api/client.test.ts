import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../src/api/limiter.ts';
import { path } from '../../src/api/client.ts';
import { readToken } from '../../src/api/token.ts';
import { ApiError, TransportError } from '../../src/core/errors.ts';
import type { Transport } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { fakeClock } from '../support/clock.ts';
import { apiOver, json, refusal, scripted } from '../support/wire.ts';

const anything = z.looseObject({});
const get = { method: 'GET', path: '/customer', schema: anything } as const;

describe('credentials on the wire', () => {
  it('an access key travels in a cookie, never in the address or another header', async () => {
    const server = scripted(json({ id: 'c' }));
    const { client } = apiOver(server.transport);

    await client.request({ ...get, query: { page_size: '100' } });

    const [request] = server.requests;
    expect(request?.headers['cookie']).toBe('accesskey=vb_secret');
    expect(request?.url).toBe('https://api.test/v1.0/customer?page_size=100');
    expect(JSON.stringify({ ...request, headers: { ...request?.headers, cookie: '' } })).not.toContain(
      'vb_secret',
    );
  });

  it('a token travels as Bearer', async () => {
    const server = scripted(json({ id: 'c' }));
    const credential = { kind: 'token', secret: new Secret('e.y.j'), source: 'test' } as const;
    const { client } = apiOver(server.transport, { credential });

    await client.request(get);

    expect(server.requests[0]?.headers['authorization']).toBe('Bearer e.y.j');
    expect(server.requests[0]?.headers['cookie']).toBeUndefined();
  });

  it('every attempt has its own request id, in the form that the server echoes', async () => {
    const server = scripted(refusal(503, 'SERVICE_UNAVAILABLE'), json({}));
    const { client } = apiOver(server.transport);

    await client.request(get);

    const ids = server.requests.map(({ headers }) => headers['x-request-id'] ?? '');
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  });

  it('no secret is in any error', async () => {
    const server = scripted(refusal(403, 'PERMISSION_DENIED'));
    const { client } = apiOver(server.transport);

    const error: unknown = await client.request(get).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(ApiError);
    expect(JSON.stringify(error) + String((error as ApiError).stack)).not.toContain('vb_secret');
  });
});

describe('refusals', () => {
  it.each([
    [401, 'INVALID_CREDENTIALS', 'NOT_SIGNED_IN', 4],
    [403, 'PERMISSION_DENIED', 'NOT_PERMITTED', 4],
    [403, 'ACCOUNT_FROZEN', 'ACCOUNT_FROZEN', 4],
    [404, 'AGENT_NOT_FOUND', 'NOT_FOUND', 5],
    [409, 'AGENT_ALREADY_EXISTS', 'CONFLICT', 7],
    [429, 'RESOURCE_LIMIT_EXCEEDED', 'PLAN_LIMIT', 8],
    [429, 'RATE_LIMIT_EXCEEDED', 'RATE_LIMIT', 8],
    [400, 'INVALID_ARGUMENT', 'REJECTED', 2],
    [500, 'INTERNAL', 'SERVER_ERROR', 3],
    [503, 'REQUEST_TIMEOUT', 'SERVER_ERROR', 3],
  ])('%d %s becomes %s, exit code %d', async (status, reason, code, exitCode) => {
    const { client } = apiOver(() => Promise.resolve(refusal(status, reason)));

    const error: unknown = await client
      .request({ ...get, method: 'PUT', body: {} })
      .catch((caught: unknown) => caught);

    expect(error).toMatchObject({ code, exitCode, facts: { status, reason, requestId: 'req_1' } });
  });

  it('a frozen account gives the dates of its freeze and its deletion', async () => {
    const details = [
      { deletion_scheduled_at: '2026-11-10T08:00:00Z', deletion_effective_at: '2026-12-10T08:00:00Z' },
    ];
    const { client } = apiOver(() => Promise.resolve(refusal(403, 'ACCOUNT_FROZEN', { details })));

    await expect(client.request(get)).rejects.toThrow(
      'frozen since 2026-11-10 and will be deleted on 2026-12-10',
    );
  });

  it.each([
    ['an empty body', { status: 400, headers: {}, body: '' }, /rejected .* with 400/],
    [
      'a proxy page',
      { status: 413, headers: { 'content-type': 'text/html' }, body: '<html>no</html>' },
      /with 413/,
    ],
    [
      'an envelope labelled as text',
      { ...refusal(400, 'INVALID_JSON_BODY'), headers: { 'content-type': 'text/plain' } },
      /Said so/,
    ],
    ['a redirect', { status: 301, headers: { location: '/v1.0/agents' }, body: '<a>' }, /redirected/],
    [
      'a success that is not JSON',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
      /unexpected.*not JSON \(text\/html\)/,
    ],
    ['a success without a body', { status: 200, headers: {}, body: '' }, /unexpected.*an empty body/],
  ])('%s is survived', async (_name, response, message) => {
    const { client } = apiOver(() => Promise.resolve(response));

    await expect(client.request({ ...get, method: 'PUT', body: {} })).rejects.toThrow(message);
  });

  it('a lost reply to a write says that it may have been made', async () => {
    const { client } = apiOver(() => Promise.reject(new TransportError('reset', true, 'socket closed')));

    await expect(client.request({ ...get, method: 'POST', body: {} })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      exitCode: 3,
      hint: expect.stringContaining('may have been made') as string,
    });
  });

  it('control characters in a message never reach the error', async () => {
    const { client } = apiOver(() => Promise.resolve(refusal(404, 'X', { message: 'a\u001b[31mb' })));

    await expect(client.request(get)).rejects.toThrow('a\\x1b[31mb');
  });
});

describe('timeouts and request rate', () => {
  it('a request with all its retries ends at the deadline', async () => {
    let asked = 0;
    const { client } = apiOver(
      () => {
        asked += 1;
        return Promise.resolve(
          refusal(
            429,
            'RATE_LIMIT_EXCEEDED',
            { details: [{ limited_by: 'customer' }] },
            { 'retry-after': '60' },
          ),
        );
      },
      { deadlineMs: 90_000 },
    );

    await expect(client.request(get)).rejects.toMatchObject({ code: 'RATE_LIMIT' });
    expect(asked).toBe(2);
  });

  it('waiting for the rate limit does not count as server silence: 480 requests at 4 a second are all answered', async () => {
    const clock = fakeClock();
    const given: number[] = [];
    const { client } = apiOver(
      async ({ timeoutMs }) => {
        given.push(timeoutMs);
        await clock.sleep(200);
        return json({});
      },
      { clock, limiter: createLimiter(clock, 4, 8) },
    );

    const startedAt = clock.now();
    await Promise.all(Array.from({ length: 480 }, () => client.request(get)));

    expect(new Set(given)).toEqual(new Set([45_000]));
    expect((clock.now() - startedAt) / 1000).toBeCloseTo((480 - 8) / 4, 0);
  });

  it('nor does the wait of a retry', async () => {
    const clock = fakeClock();
    let first = true;
    const given: number[] = [];
    const server: Transport = ({ url, timeoutMs }) => {
      given.push(timeoutMs);
      if (!url.endsWith('/customer') || !first) return Promise.resolve(json({}));
      first = false;
      return Promise.resolve(refusal(503, 'SERVICE_UNAVAILABLE'));
    };
    const { client } = apiOver(server, { clock, limiter: createLimiter(clock, 1, 1) });

    const asked = client.request(get);
    const others = Array.from({ length: 200 }, () => client.request({ ...get, path: '/agents' }));

    await expect(asked).resolves.toEqual({});
    await Promise.all(others);
    expect(Math.min(...given)).toBe(45_000);
    expect(clock.now()).toBeGreaterThan(Date.parse('2026-11-23T12:03:00Z'));
  });

  it('the silence of the server counts', async () => {
    const clock = fakeClock();
    const given: number[] = [];
    const silent: Transport = async ({ timeoutMs }) => {
      given.push(timeoutMs);
      await clock.sleep(timeoutMs);
      throw new TransportError('timeout', true, 'no answer in time');
    };
    const { client } = apiOver(silent, { clock });

    await expect(client.request(get)).rejects.toMatchObject({ code: 'TIMEOUT' });

    expect(given[0]).toBe(45_000);
    expect(given).toHaveLength(2);
    expect(given[1]).toBeLessThan(45_000);
  });

  it('Retry-After holds all requests, not only the one that was refused', async () => {
    const clock = fakeClock();
    const sentAt: [path: string, second: number][] = [];
    const startedAt = clock.now();
    const server: Transport = ({ url }) => {
      sentAt.push([new URL(url).pathname, (clock.now() - startedAt) / 1000]);
      return Promise.resolve(
        sentAt.length > 1
          ? json({})
          : refusal(
              429,
              'RATE_LIMIT_EXCEEDED',
              { details: [{ limited_by: 'customer' }] },
              { 'retry-after': '7' },
            ),
      );
    };
    const { client } = apiOver(server, { clock });

    const refused = client.request(get);
    await clock.sleep(1000);
    await Promise.all([refused, client.request({ ...get, path: '/agents' })]);

    expect(sentAt[0]).toEqual(['/v1.0/customer', 0]);
    const others = sentAt.slice(1);
    expect(others.map(([place]) => place).sort()).toEqual(['/v1.0/agents', '/v1.0/customer']);
    for (const [, second] of others) expect(second).toBeGreaterThanOrEqual(7);
  });

  it('a burst goes immediately, the rest at the rate', async () => {
    const clock = fakeClock(0);
    const limiter = createLimiter(clock, 10, 20);

    await Promise.all(Array.from({ length: 50 }, () => limiter.acquire()));

    expect(clock.now()).toBeGreaterThanOrEqual(3000);
    expect(clock.now()).toBeLessThan(3100);
  });

  it('unused requests are not saved: after a rest, the burst is no larger', async () => {
    const clock = fakeClock(0);
    const limiter = createLimiter(clock, 10, 20);
    await clock.sleep(60_000);

    await Promise.all(Array.from({ length: 50 }, () => limiter.acquire()));

    expect(clock.now()).toBeGreaterThanOrEqual(63_000);
  });

  it('a pause holds all requests', async () => {
    const clock = fakeClock(0);
    const limiter = createLimiter(clock, 10, 20);
    limiter.pause(5000);

    await limiter.acquire();

    expect(clock.now()).toBeGreaterThanOrEqual(5000);
  });

  it('an aborted wait lets the next one through', async () => {
    const limiter = createLimiter(fakeClock(0), 10, 1);
    const reason = new Error('stop');

    const stopped = limiter.acquire(AbortSignal.abort(reason));
    const next = limiter.acquire();

    await expect(stopped).rejects.toBe(reason);
    await expect(next).resolves.toBeUndefined();
  });

  it('a read-only run cannot send anything but GET', async () => {
    const server = scripted();
    const { client } = apiOver(server.transport, { readOnly: true });

    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      await expect(client.request({ ...get, method })).rejects.toThrow(/read-only/);
    }
    expect(server.requests).toEqual([]);
  });
});

describe('a host that cannot be reached', () => {
  const refused = () => new TransportError('connect', false, 'the connection was refused');

  it('is given up once: requests that still wait fail immediately', async () => {
    const clock = fakeClock();
    let sent = 0;
    const { client } = apiOver(
      () => {
        sent += 1;
        return Promise.reject(refused());
      },
      { clock, limiter: createLimiter(clock, 1, 1) },
    );

    const ended = await Promise.allSettled(Array.from({ length: 80 }, () => client.request(get)));

    for (const one of ended) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'UNREACHABLE', exitCode: 3 } });
    }
    const before = sent;
    await expect(client.request({ ...get, method: 'POST', body: {} })).rejects.toThrow('refused');
    expect(sent).toBe(before);
    expect(client.attempts).toBe(before);
  });

  it('loses nothing if it comes back during a retry', async () => {
    let sent = 0;
    const { client } = apiOver(() => {
      sent += 1;
      return sent <= 20 ? Promise.reject(refused()) : Promise.resolve(json({}));
    });

    const ended = await Promise.allSettled(Array.from({ length: 10 }, () => client.request(get)));

    expect(ended.map(({ status }) => status)).toEqual(Array(10).fill('fulfilled'));
  });

  it('is not one that has answered before: a later request is retried', async () => {
    let sent = 0;
    const { client } = apiOver(() => {
      sent += 1;
      return sent > 1 && sent <= 5 ? Promise.reject(refused()) : Promise.resolve(json({}));
    });

    await client.request(get);
    await expect(client.request(get)).rejects.toThrow('refused');
    await expect(client.request(get)).resolves.toEqual({});
  });

  it('is not one whose answer broke off', async () => {
    let sent = 0;
    const { client } = apiOver(() => {
      sent += 1;
      return sent <= 4 ? Promise.reject(new TransportError('cut', true, 'cut')) : Promise.resolve(json({}));
    });

    await expect(client.request(get)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(client.request(get)).resolves.toEqual({});
  });
});

describe('an account without outbound settings', () => {
  it('is a valid answer; a server that does not know the path is not', async () => {
    const server = scripted(
      refusal(404, 'RESOURCE_NOT_FOUND'),
      refusal(404, 'ROUTE_NOT_FOUND'),
      json({ id: 'o', codecs: 'PCMU' }),
    );
    const { api } = apiOver(server.transport);

    expect(await api.outboundConfig.find()).toBeNull();
    await expect(api.outboundConfig.find()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await api.outboundConfig.find()).toMatchObject({ codecs: 'PCMU' });
  });
});

describe('paths and tokens', () => {
  it('keep ids in their place', () => {
    expect(path`/agents/${'a/../b'}/status`).toBe('/agents/a%2F..%2Fb/status');
    for (const empty of ['', ' ', '.', '..']) expect(() => path`/agents/${empty}`).toThrow('an id is empty');
  });

  it('reads the claims of a token', () => {
    const claims = {
      type: 'agent',
      expire: '2026-11-30T00:00:00.000000Z',
      agent: { id: 'a', customer_id: 'c', permission: 32, username: 'u' },
    };
    const token = `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
    expect(readToken(token)).toEqual({
      type: 'agent',
      customerId: 'c',
      agentId: 'a',
      username: 'u',
      permission: 32,
      expires: Date.parse('2026-11-30T00:00:00Z'),
    });
    for (const bad of ['', 'x', 'a.b.c', 'a.bnVsbA.c']) expect(readToken(bad)).toBeUndefined();
  });
});
