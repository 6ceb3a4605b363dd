import { describe, expect, it } from 'vitest';
import { retryDelay, type FailedAttempt } from '../../src/api/retry.ts';
import { TransportError } from '../../src/core/errors.ts';

const answered = (
  status: number,
  reason?: string,
  extra: Partial<Extract<FailedAttempt, { status: number }>> = {},
): FailedAttempt => ({
  status,
  reason,
  limited: false,
  retryAfterMs: undefined,
  ...extra,
});
const broke = (kind: TransportError['kind'], delivered: boolean): FailedAttempt => ({
  failure: new TransportError(kind, delivered, kind),
});
const limited = answered(429, 'RATE_LIMIT_EXCEEDED', { limited: true, retryAfterMs: 1000 });

describe('a request that is sent again', () => {
  it.each<[string, string, boolean, FailedAttempt, boolean]>([
    ['GET on 500', 'GET', false, answered(500, 'INTERNAL'), true],
    ['GET on 502 of a proxy', 'GET', false, answered(502), true],
    ['GET on 503', 'GET', false, answered(503, 'REQUEST_TIMEOUT'), true],
    ['GET on 504', 'GET', false, answered(504), true],
    ['GET on 501', 'GET', false, answered(501), false],
    ['GET on 404', 'GET', false, answered(404, 'AGENT_NOT_FOUND'), false],
    ['GET on a lost connection', 'GET', false, broke('reset', true), true],
    ['GET on a time-out', 'GET', false, broke('timeout', true), true],
    ['GET on a cut answer', 'GET', false, broke('cut', true), true],
    ['GET that was aborted', 'GET', false, broke('aborted', true), false],
    ['POST on 503', 'POST', false, answered(503, 'REQUEST_TIMEOUT'), false],
    ['POST on 500', 'POST', false, answered(500, 'INTERNAL'), false],
    ['POST on a lost reply', 'POST', false, broke('reset', true), false],
    ['POST on a time-out', 'POST', false, broke('timeout', true), false],
    ['POST that never left', 'POST', false, broke('connect', false), true],
    ['PUT on 503', 'PUT', false, answered(503), false],
    ['PUT that never left', 'PUT', false, broke('connect', false), true],
    ['DELETE on 500', 'DELETE', false, answered(500, 'INTERNAL'), false],
    ['GET on the rate limit', 'GET', false, limited, true],
    ['POST refused by the limiter itself', 'POST', false, limited, true],
    ['POST on a 429 from deeper down', 'POST', false, answered(429, 'RATE_LIMIT_EXCEEDED'), false],
    ['GET on a plan limit', 'GET', false, answered(429, 'RESOURCE_LIMIT_EXCEEDED'), false],
    ['POST on a plan limit', 'POST', false, answered(429, 'RESOURCE_LIMIT_EXCEEDED'), false],
    ['429 without a reason', 'GET', false, answered(429), false],
    ['401 with an access key', 'POST', true, answered(401, 'INVALID_CREDENTIALS'), true],
    ['401 with a token', 'GET', false, answered(401, 'INVALID_CREDENTIALS'), false],
    ['401 for want of a credential', 'GET', true, answered(401, 'AUTHENTICATION_REQUIRED'), false],
  ])('%s', (_name, method, byAccesskey, outcome, again) => {
    const delay = retryDelay({ method, attempt: 1, byAccesskey, outcome, random: 0.5 });

    expect(delay !== undefined).toBe(again);
  });

  it('is given up after four attempts, a refused key after three', () => {
    const at = (attempt: number, outcome: FailedAttempt) =>
      retryDelay({ method: 'GET', attempt, byAccesskey: true, outcome, random: 0.5 });
    expect(at(3, answered(503))).toBeDefined();
    expect(at(4, answered(503))).toBeUndefined();
    expect(at(2, answered(401, 'INVALID_CREDENTIALS'))).toBeDefined();
    expect(at(3, answered(401, 'INVALID_CREDENTIALS'))).toBeUndefined();
  });

  it('waits as long as the server says, and with full jitter where it says nothing', () => {
    const wait = (outcome: FailedAttempt, random: number) =>
      retryDelay({ method: 'GET', attempt: 1, byAccesskey: false, outcome, random });
    expect(wait(limited, 0)).toBe(1000);
    expect(wait(answered(429, 'RATE_LIMIT_EXCEEDED', { limited: true, retryAfterMs: 0 }), 0)).toBe(0);
    expect(wait(answered(503), 0)).toBe(0);
    expect(wait(answered(503), 1)).toBe(500);
  });
});
