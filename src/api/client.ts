/**
 * One signed-in connection to the API: credential, pacing, retries, time limits, errors. It knows HTTP and the
 * envelope, and no resource.
 */
import { accepts } from '../core/accepts.ts';
import { schemaProblem } from '../core/schema-problem.ts';
import type * as z from 'zod/mini';
import { ApiError, TransportError, UsageError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { Clock, Random, Transport, WireResponse } from '../core/ports.ts';
import type { Secret } from '../core/secret.ts';
import { download, type Sink } from './download.ts';
import { brokenFor, brokenOff, failureOf, readEnvelope, unexpectedAnswer, type Asked } from './failure.ts';
import type { Limiter } from './limiter.ts';
import { retryDelay } from './retry.ts';

export interface Credential {
  kind: 'accesskey' | 'token';
  secret: Secret;
  /** Where it came from, for people: `access key from VOIPBIN_ACCESS_KEY`. */
  source: string;
}

export interface ClientOptions {
  transport: Transport;
  /** `https://api.voipbin.net`, without `/v1.0`. */
  apiUrl: string;
  credential?: Credential | undefined;
  limiter: Limiter;
  clock: Clock;
  random: Random;
  /** One attempt, milliseconds. The server itself may take 40 s to answer. */
  timeoutMs: number;
  /** One request with all its retries, in milliseconds; the time that the limiter makes it wait does not count. */
  deadlineMs: number;
  userAgent: string;
  signal?: AbortSignal | undefined;
  /** Refuse everything but GET before it leaves the program. */
  readOnly?: boolean;
  /** The maximum number of attempts; any further one is refused. */
  maxRequests?: number | undefined;
  /** Called for every attempt, for progress and `--verbose`. Contains no secret. */
  onAttempt?: ((attempt: Attempt) => void) | undefined;
}

export interface Attempt {
  method: string;
  path: string;
  requestId: string;
  /** Absent where there was no answer. */
  status?: number | undefined;
  /** The answer's header Date. */
  date?: string | undefined;
  durationMs: number;
}

/** How an answer is read: by its schema, or by `read`, for a success that need not be JSON. */
type Reading<T> =
  | { schema: z.ZodMiniType<T>; read?: undefined }
  | { read: (answer: WireResponse, about: Asked) => T; schema?: undefined };

type ApiRequest<T> = RequestFacts & Reading<T>;

interface RequestFacts {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1.0`, built with `path`. */
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  /** The path is next to `/v1.0`, not below it. */
  outside?: boolean;
  /** Added to the headers of every request; only `accept` can be replaced. Lower-case names. */
  headers?: Readonly<Record<string, string>>;
  /** Called with the last answer, whether it is a success or not. */
  onAnswer?: (answer: WireResponse) => void;
  /** Return a redirect as an answer. It is never followed. */
  redirects?: true;
  signal?: AbortSignal | undefined;
}

export interface Client {
  readonly apiUrl: string;
  readonly credential: Credential | undefined;
  /** The answer as the server sent it, after the schema has accepted it. */
  request: <T>(request: ApiRequest<T>) => Promise<T>;
  /** Attempts made so far. */
  readonly attempts: number;
  /** Downloads a file from the target of a redirect, without the credential. */
  download: (link: Secret, sink: Sink) => Promise<void>;
}

/**
 * A path with its ids in place: path`/agents/${id}/status`. An empty part is refused, because the server
 * redirects `/agents/` to the list.
 */
export function path(strings: TemplateStringsArray, ...parts: readonly string[]): string {
  return strings.reduce((text, string, index) => {
    if (index === 0) return string;
    const part = parts[index - 1] ?? '';
    if (part.trim() === '' || part === '.' || part === '..') throw new UsageError('an id is empty');
    return text + encodeURIComponent(part) + string;
  }, '');
}

export const createClient = (options: ClientOptions): Client => new PacedClient(options);

/** The result of one attempt. */
type Sent = { about: Asked } & (
  { response: WireResponse; failure?: undefined } | { failure: TransportError; response?: undefined }
);

class PacedClient implements Client {
  readonly apiUrl: string;
  readonly credential: Credential | undefined;
  attempts = 0;
  readonly #options: ClientOptions;
  readonly #host: string;
  /** Attempts, including those in progress. */
  #started = 0;
  /**
   * Why the host cannot be reached: set once a request has given up and no other had an answer. Later requests then
   * fail immediately.
   */
  #unreachable: TransportError | undefined;
  #answered = false;
  /** By the signal of a request. */
  readonly #signals = new WeakMap<AbortSignal, AbortSignal>();

  constructor(options: ClientOptions) {
    this.apiUrl = options.apiUrl;
    this.credential = options.credential;
    this.#options = options;
    this.#host = new URL(options.apiUrl).host;
  }

  download(link: Secret, sink: Sink): Promise<void> {
    return download(this.#options, link, sink);
  }

  async request<T>(asked: ApiRequest<T>): Promise<T> {
    const { clock, limiter, deadlineMs, timeoutMs, readOnly } = this.#options;
    if (readOnly && asked.method !== 'GET') {
      throw new Error(`a read-only run must not send ${asked.method} ${asked.path}`);
    }
    const signal = this.#signalOf(asked);
    let endsAt = clock.now() + deadlineMs;
    for (let attempt = 1; ; attempt += 1) {
      const queuedAt = clock.now();
      await limiter.acquire(signal);
      // The wait in the limiter is ours: it does not use up the time that the server has.
      endsAt += Math.max(0, clock.now() - queuedAt);
      this.#begin(asked);
      const sent = await this.#send(asked, Math.min(timeoutMs, endsAt - clock.now()), signal);
      this.#answered ||= sent.response !== undefined;
      if (sent.response !== undefined && isAnswer(asked, sent.response))
        return read(asked, sent.response, sent.about);
      const { delay, pause } = this.#afterFailed(asked, sent, attempt);
      if (delay === undefined || clock.now() + delay >= endsAt) throw this.#giveUp(asked, sent, signal);
      if (pause !== undefined) limiter.pause(pause);
      await clock.sleep(delay, signal);
    }
  }

  /** Ends with that of the client, and with its own; those of one reading have the latter in common. */
  #signalOf({ signal: own }: RequestFacts): AbortSignal | undefined {
    const { signal: all } = this.#options;
    if (all === undefined || own === undefined) return all ?? own;
    const known = this.#signals.get(own) ?? AbortSignal.any([all, own]);
    this.#signals.set(own, known);
    return known;
  }

  /** @throws ApiError if no more attempts are allowed. */
  #begin(asked: RequestFacts): void {
    const { maxRequests } = this.#options;
    if (this.#unreachable !== undefined) throw brokenOff(this.#about(asked), this.#host, this.#unreachable);
    if (maxRequests !== undefined && this.#started >= maxRequests) {
      throw budgetSpent(asked.method, placeOf(asked), maxRequests);
    }
    this.#started += 1;
  }

  /** How long to wait before this request is sent again, and before any request; undefined: do not send it again. */
  #afterFailed({ method }: RequestFacts, { response, failure }: Sent, attempt: number) {
    const outcome = response === undefined ? { failure } : { ...limits(response), status: response.status };
    const byAccesskey = this.credential?.kind === 'accesskey';
    const random = this.#options.random.number();
    return {
      delay: retryDelay({ method, attempt, byAccesskey, outcome, random }),
      pause: 'retryAfterMs' in outcome ? outcome.retryAfterMs : undefined,
    };
  }

  #giveUp(asked: RequestFacts, { about, response, failure }: Sent, signal: AbortSignal | undefined): Error {
    if (response === undefined) {
      if (failure.kind === 'connect' && !this.#answered) this.#unreachable = failure;
      return brokenFor(about, this.#host, failure, signal);
    }
    asked.onAnswer?.(response);
    return failureOf(about, response);
  }

  async #send(asked: RequestFacts, timeoutMs: number, signal: AbortSignal | undefined): Promise<Sent> {
    const { apiUrl, clock, transport } = this.#options;
    const about = this.#about(asked);
    const query = asked.query === undefined ? '' : `?${new URLSearchParams(asked.query).toString()}`;
    const startedAt = clock.now();
    try {
      const response = await transport({
        method: asked.method,
        url: `${apiUrl}${about.path}${query}`,
        headers: this.#headersFor(about.requestId, asked),
        body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
        timeoutMs: Math.max(1, timeoutMs),
        signal,
      });
      this.#report(about, startedAt, response);
      return { about, response };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      this.#report(about, startedAt);
      return { about, failure: error };
    }
  }

  #report(about: Asked, startedAt: number, response?: WireResponse): void {
    this.attempts += 1;
    const { status, headers } = response ?? {};
    const durationMs = this.#options.clock.now() - startedAt;
    this.#options.onAttempt?.({ ...about, status, date: headers?.['date'], durationMs });
  }

  #about(asked: RequestFacts): Asked {
    return {
      method: asked.method,
      path: placeOf(asked),
      requestId: newRequestId(this.#options.random),
      credential: this.credential?.source,
    };
  }

  #headersFor(
    requestId: string,
    { body, headers }: Pick<RequestFacts, 'body' | 'headers'>,
  ): Record<string, string> {
    const { credential } = this;
    return {
      accept: 'application/json',
      ...headers,
      'user-agent': this.#options.userAgent,
      'x-request-id': requestId,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      // A key is read from a cookie or from the URL, never from a header; a URL ends up in logs.
      ...(credential?.kind === 'accesskey' && { cookie: `accesskey=${credential.secret.reveal()}` }),
      ...(credential?.kind === 'token' && { authorization: `Bearer ${credential.secret.reveal()}` }),
    };
  }
}

const placeOf = (asked: RequestFacts): string => (asked.outside ? asked.path : `/v1.0${asked.path}`);

function read<T>(asked: ApiRequest<T>, response: WireResponse, about: Asked): T {
  asked.onAnswer?.(response);
  return asked.read === undefined ? parseAnswer(response, asked.schema, about) : asked.read(response, about);
}

const isAnswer = ({ redirects }: RequestFacts, { status }: WireResponse): boolean =>
  status >= 200 && status < (redirects === true ? 400 : 300);

function budgetSpent(method: string, requestPath: string, maxRequests: number): ApiError {
  return new ApiError(
    'REQUEST_LIMIT',
    ExitCode.unreachable,
    `the ${maxRequests} requests of --max-requests were used up`,
    { method, path: requestPath },
    { hint: 'allow more with --max-requests, or use a shorter period with --since' },
  );
}

function parseAnswer<T>(response: WireResponse, schema: z.ZodMiniType<T>, about: Asked): T {
  let value: unknown;
  try {
    value = JSON.parse(response.body);
  } catch {
    const kind = response.headers['content-type']?.split(';')[0] ?? 'no content type';
    throw unexpectedAnswer(
      about,
      response.status,
      response.body === '' ? 'an empty body' : `not JSON (${kind})`,
    );
  }
  if (accepts(schema)(value)) return value as T;
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  const problem = schemaProblem(issue, 'the whole body');
  throw unexpectedAnswer(about, response.status, issue?.path.length === 0 ? problem : `field ${problem}`);
}

function limits(response: WireResponse) {
  const envelope = readEnvelope(response.body);
  const seconds = response.headers['retry-after'];
  return {
    reason: envelope?.reason,
    limited: typeof envelope?.details[0]?.['limited_by'] === 'string',
    retryAfterMs:
      seconds !== undefined && /^\d{1,5}$/.test(seconds.trim()) ? Number(seconds) * 1000 : undefined,
  };
}

/** One per attempt, so that a report to the platform's staff names exactly the attempt that failed. */
function newRequestId(random: Random): string {
  // Not random bytes: it is not a secret, and loading Node's crypto takes a tenth of the time to the first request.
  const digits = Array.from({ length: 20 }, () => Math.floor(random.number() * 36).toString(36));
  return `vb_${digits.join('')}`;
}

/** True for an ApiError with this reason or status. */
export function isApiError(error: unknown, match: { reason?: string; status?: number }): error is ApiError {
  return (
    error instanceof ApiError &&
    (match.reason === undefined || error.reason === match.reason) &&
    (match.status === undefined || error.status === match.status)
  );
}
