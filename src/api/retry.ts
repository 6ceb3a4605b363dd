import type { TransportError } from '../core/errors.ts';

/** The result of a failed attempt: an answer that is not a success, or no answer at all. */
export type FailedAttempt =
  | {
      status: number;
      /** `error.reason` of the envelope. */
      reason: string | undefined;
      /** Whether the limiter itself refused, before anything was done (`details[0].limited_by`). */
      limited: boolean;
      /** Header Retry-After, milliseconds. */
      retryAfterMs: number | undefined;
    }
  | { failure: TransportError };

export interface RetryQuestion {
  method: string;
  /** 1 for the first attempt. */
  attempt: number;
  /** An access key is looked up per request, and any failure of the look-up is a 401. */
  byAccesskey: boolean;
  outcome: FailedAttempt;
  /** In [0, 1). */
  random: number;
}

const MAX_ATTEMPTS = 4;
const MAX_ATTEMPTS_UNAUTHENTICATED = 3;
const BASE_MS = 250;
const CAP_MS = 8000;
const RETRYABLE_GET: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/**
 * How long to wait before the same request is sent again, in milliseconds; undefined: do not. A write is
 * repeated only where the server certainly did nothing, because POST /numbers buys a number and a 503 or a lost
 * reply says nothing about whether it did. A plan limit (429 RESOURCE_LIMIT_EXCEEDED) is final.
 */
export function retryDelay(question: RetryQuestion): number | undefined {
  const { method, attempt, byAccesskey, outcome, random } = question;
  if (attempt >= MAX_ATTEMPTS) return undefined;
  const backoff = Math.round(random * Math.min(CAP_MS, BASE_MS * 2 ** attempt));
  if ('failure' in outcome) {
    if (outcome.failure.kind === 'aborted') return undefined;
    return method === 'GET' || !outcome.failure.delivered ? backoff : undefined;
  }
  const { status, reason, limited, retryAfterMs } = outcome;
  if (status === 429) {
    if (reason !== 'RATE_LIMIT_EXCEEDED' || (method !== 'GET' && !limited)) return undefined;
    return retryAfterMs === undefined ? backoff : retryAfterMs + Math.round(random * BASE_MS);
  }
  if (status === 401 && byAccesskey && reason === 'INVALID_CREDENTIALS') {
    return attempt < MAX_ATTEMPTS_UNAUTHENTICATED ? backoff : undefined;
  }
  return method === 'GET' && RETRYABLE_GET.has(status) ? backoff : undefined;
}
