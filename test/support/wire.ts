import { createApi, type Api } from '../../src/api/api.ts';
import { createClient, type ClientOptions } from '../../src/api/client.ts';
import { createLimiter } from '../../src/api/limiter.ts';
import type { Transport, WireRequest, WireResponse } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { fakeClock, fakeRandom } from './clock.ts';

export type Answer = (request: WireRequest) => WireResponse | Error;

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

/** The error envelope as the server writes it. */
export const refusal = (status: number, reason: string, extra: object = {}, headers = {}): WireResponse =>
  json(
    { error: { status: 'X', reason, message: 'Said so.', request_id: 'req_1', ...extra } },
    status,
    headers,
  );

/**
 * A server of scripted answers. It fails on a request too many, and `done()` fails on an answer that was never
 * asked for.
 */
export function scripted(...answers: (WireResponse | Error | Answer)[]) {
  const requests: WireRequest[] = [];
  const left = [...answers];
  const transport: Transport = (request) => {
    requests.push(request);
    const next = left.shift();
    if (next === undefined)
      return Promise.reject(new Error(`unexpected request ${request.method} ${request.url}`));
    const answer = typeof next === 'function' ? next(request) : next;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return {
    transport,
    requests,
    lines: () => requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`),
    done: () => {
      if (left.length > 0) throw new Error(`${left.length} answers were never asked for`);
    },
  };
}

/** An API over a transport, with a clock that does not wait. */
export function apiOver(transport: Transport, options: Partial<ClientOptions> = {}) {
  const clock = fakeClock();
  const client = createClient({
    transport,
    apiUrl: 'https://api.test',
    credential: { kind: 'accesskey', secret: new Secret('vb_secret'), source: 'access key from a test' },
    limiter: createLimiter(clock, 1000, 1000),
    clock,
    random: fakeRandom(),
    timeoutMs: 45_000,
    deadlineMs: 90_000,
    userAgent: 'test',
    ...options,
  });
  const api: Api = createApi(client, {});
  return { api, client, clock };
}
