/** The server's rate limits: token buckets per client address and per customer. */
import { refuse } from './http.ts';
import type { Identity } from './identity.ts';
import { tiers } from './platform.ts';

export interface RateLimits {
  /** @throws Refusal 429 */
  byAddress: (auth: boolean) => void;
  /** @throws Refusal 429 */
  byCustomer: (identity: Identity) => void;
}

interface Bucket {
  tokens: number;
  at: number;
}

export function createRateLimits(now: () => number): RateLimits {
  const buckets = new Map<string, Bucket>();
  const take = (key: string, { rate, burst }: { rate: number; burst: number }, limitedBy: string): void => {
    const bucket = buckets.get(key) ?? { tokens: burst, at: now() };
    buckets.set(key, bucket);
    bucket.tokens = Math.min(burst, bucket.tokens + ((now() - bucket.at) / 1000) * rate);
    bucket.at = now();
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return;
    }
    throw refuse('RESOURCE_EXHAUSTED', 'RATE_LIMIT_EXCEEDED', {
      details: [{ limited_by: limitedBy }],
      headers: { 'retry-after': String(Math.ceil((1 - bucket.tokens) / rate)) },
    });
  };
  return {
    // One process has one client address: the loopback.
    byAddress(auth) {
      take(auth ? 'ip auth' : 'ip', auth ? tiers.authIp : tiers.v1Ip, 'ip');
    },
    byCustomer({ kind, customerId }) {
      const tier = kind === 'delegate' ? 'delegate' : 'customer';
      take(`${tier} ${customerId}`, tiers[tier], 'customer');
    },
  };
}
