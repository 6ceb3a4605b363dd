/** Turns what the server (or the network) refused into an ApiError that says what to do. */
import { ApiError, CancelledError, type ApiErrorFacts, type TransportError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { WireResponse } from '../core/ports.ts';
import { clean } from '../core/text.ts';
import { GRACE, parseMicros, utcDay } from '../core/time.ts';
import { errorEnvelope } from './wire.ts';

export interface Envelope {
  status?: string | undefined;
  reason?: string | undefined;
  message?: string | undefined;
  requestId?: string | undefined;
  details: readonly Record<string, unknown>[];
}

/** The error envelope, whatever the content type; undefined for empty, HTML and unknown bodies. */
export function readEnvelope(body: string): Envelope | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const parsed = errorEnvelope.safeParse(value);
  if (!parsed.success) return undefined;
  const { status, reason, message, request_id, details } = parsed.data.error;
  return {
    status: status ?? undefined,
    reason: reason ?? undefined,
    message: message ?? undefined,
    requestId: request_id ?? undefined,
    details: details ?? [],
  };
}

export interface Asked {
  method: string;
  /** Without the query. */
  path: string;
  requestId: string;
  /** `access key from VOIPBIN_ACCESS_KEY`, for people. */
  credential: string | undefined;
}

/** The error for an answer that is not a success. */
export function failureOf(asked: Asked, response: WireResponse): ApiError {
  const envelope = readEnvelope(response.body);
  const reason = envelope?.reason;
  const facts: ApiErrorFacts = {
    method: asked.method,
    path: asked.path,
    status: response.status,
    reason,
    requestId: envelope?.requestId ?? response.headers['x-request-id'] ?? asked.requestId,
    details: envelope?.details,
    retryable: response.status === 503 || reason === 'RATE_LIMIT_EXCEEDED',
  };
  const { code, exitCode } = classify(response.status, reason);
  const { what, hint } = explain(asked, facts, envelope);
  return new ApiError(code, exitCode, what, facts, { hint });
}

/** The error for an exchange that broke off. */
export function brokenOff(asked: Asked, host: string, error: TransportError): ApiError {
  const facts: ApiErrorFacts = {
    method: asked.method,
    path: asked.path,
    requestId: asked.requestId,
    reason: error.kind,
    retryable: error.kind !== 'aborted',
  };
  const uncertain = asked.method !== 'GET' && error.delivered;
  return new ApiError(
    error.kind === 'timeout' ? 'TIMEOUT' : 'UNREACHABLE',
    ExitCode.unreachable,
    error.kind === 'timeout'
      ? `${host} did not answer ${asked.method} ${asked.path} in time`
      : `no answer from ${host} to ${asked.method} ${asked.path}: ${clean(error.message)}`,
    facts,
    {
      hint: uncertain
        ? 'the change may have been made anyway: read the object again before you repeat it'
        : 'check the address (--api-url), the network, the proxy settings and, for a private authority, --ca-file',
      cause: error,
    },
  );
}

/** The same, or the reason given by whoever canceled it. */
export function brokenFor(asked: Asked, host: string, error: TransportError, signal?: AbortSignal): Error {
  if (error.kind === 'aborted' && signal?.aborted)
    return signal.reason instanceof Error ? signal.reason : new CancelledError();
  return brokenOff(asked, host, error);
}

/** The error for a success whose body is not what the API describes. */
export function unexpectedAnswer(asked: Asked, status: number, problem: string): ApiError {
  return new ApiError(
    'UNEXPECTED_ANSWER',
    ExitCode.unreachable,
    `unexpected answer from the API to ${asked.method} ${asked.path}: ${problem}`,
    { method: asked.method, path: asked.path, status, requestId: asked.requestId, retryable: false },
    { hint: 'check that --api-url names a VoIPBIN API; if it does, report this with the request id' },
  );
}

function classify(status: number, reason: string | undefined): { code: string; exitCode: ExitCode } {
  if (reason === 'ACCOUNT_FROZEN') return { code: reason, exitCode: ExitCode.denied };
  if (reason === 'IDENTITY_VERIFICATION_REQUIRED') return { code: reason, exitCode: ExitCode.denied };
  switch (status) {
    case 401:
      return { code: 'NOT_SIGNED_IN', exitCode: ExitCode.denied };
    case 402:
    case 403:
      return { code: 'NOT_PERMITTED', exitCode: ExitCode.denied };
    case 404:
      return { code: 'NOT_FOUND', exitCode: ExitCode.notFound };
    case 409:
      return { code: 'CONFLICT', exitCode: ExitCode.conflict };
    case 429:
      return {
        code: reason === 'RESOURCE_LIMIT_EXCEEDED' ? 'PLAN_LIMIT' : 'RATE_LIMIT',
        exitCode: ExitCode.limited,
      };
    default:
      return status >= 400 && status < 500
        ? { code: 'REJECTED', exitCode: ExitCode.usage }
        : { code: 'SERVER_ERROR', exitCode: ExitCode.unreachable };
  }
}

function explain(
  asked: Asked,
  facts: ApiErrorFacts,
  envelope: Envelope | undefined,
): { what: string; hint?: string } {
  const request = `${asked.method} ${asked.path}`;
  const said = envelope?.message === undefined ? '' : `: ${clean(envelope.message).replace(/\.$/, '')}`;
  const status = facts.status ?? 0;
  if (facts.reason === 'ACCOUNT_FROZEN') return frozen(facts);
  if (facts.reason === 'IDENTITY_VERIFICATION_REQUIRED') {
    return {
      what: `the account's identity is not verified${said}`,
      hint: 'verify the identity in the console first',
    };
  }
  if (status === 401) return notAccepted(asked, facts);
  if (status === 403) {
    return {
      what: `not permitted: ${request}${said}`,
      hint: 'sign in with an access key or an agent that has the admin permission; an id of another account is refused the same way',
    };
  }
  if (status === 404) {
    const what = `not found: ${asked.path}${said}`;
    // The API usually says why; an answer without a reason may come from another server.
    return envelope === undefined ? { what, hint: 'check that --api-url names a VoIPBIN API' } : { what };
  }
  if (facts.reason === 'RESOURCE_LIMIT_EXCEEDED') {
    return {
      what: `the billing plan's limit is reached${said}`,
      hint: 'delete something, or choose a larger plan',
    };
  }
  if (status === 429) {
    return {
      what: `the rate limit was still exceeded after several tries at ${request}`,
      hint: 'something else uses the same account: wait a minute, or lower --rate',
    };
  }
  if (status >= 300 && status < 400) {
    return {
      what: `the server redirected ${request}, which the API never does for a valid request`,
      hint: 'check --api-url: scheme, host and port',
    };
  }
  if (status >= 500) {
    const business = asked.method !== 'GET' && facts.reason === 'INTERNAL';
    return {
      what: `the server failed with ${status} on ${request}${said}`,
      hint: business
        ? 'this server gives the same answer when it refuses: a plan limit, too little credit, a name or number that is taken'
        : 'try again in a minute; if it persists, report the request id',
    };
  }
  return { what: `the server rejected ${request} with ${status}${said}` };
}

function notAccepted(
  { method, path, credential }: Asked,
  { reason }: ApiErrorFacts,
): { what: string; hint: string } {
  const request = `${method} ${path}`;
  if (reason === 'AUTHENTICATION_REQUIRED') {
    return {
      what: `the server wants a different kind of sign-in for ${request}`,
      hint: 'run `voipbin login`',
    };
  }
  const by = credential === undefined ? 'the request' : `the ${credential}`;
  return {
    what: `the server did not accept ${by} for ${request}`,
    hint: 'it may be expired, deleted or mistyped: run `voipbin login`, or `voipbin whoami` to see which one is used',
  };
}

function frozen(facts: ApiErrorFacts): { what: string; hint: string } {
  const detail = facts.details?.[0];
  const read = (key: string): string | undefined => {
    const value = detail?.[key];
    return typeof value === 'string' ? value : undefined;
  };
  const since = parseMicros(read('deletion_scheduled_at'));
  const until =
    parseMicros(read('deletion_effective_at')) ?? (since === undefined ? undefined : since + GRACE * 1000);
  const day = (micros: number): string => utcDay(micros / 1000);
  return {
    what:
      'the account is frozen' +
      (since === undefined ? '' : ` since ${day(since)}`) +
      (until === undefined ? '' : ` and will be deleted on ${day(until)}`),
    hint: 'an administrator of the account can cancel that with `voipbin customer recover`; platform staff with `voipbin customers recover <customer>`',
  };
}
