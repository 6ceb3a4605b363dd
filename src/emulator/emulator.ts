/** The API in memory: it answers requests. Clock, randomness and sockets are passed in. */
import { TransportError } from '../core/errors.ts';
import type { Clock, Random, Transport } from '../core/ports.ts';
import { closeTables } from './dataset.ts';
import { createFaults, faultBreak, faultReply, happens, type FaultRule, type Faults } from './faults.ts';
import { bytesOf, missing, Refusal, type EmulatorReply, type EmulatorRequest } from './http.ts';
import { authenticate, refuseFrozen, type Identity } from './identity.ts';
import { createRateLimits, type RateLimits } from './limits.ts';
import type { Dataset } from './records.ts';
import { makeCall } from './route.ts';
import { matchRoute } from './router.ts';
import { createWorld, type World } from './world.ts';

export interface EmulatorOptions {
  data: Dataset;
  clock: Clock;
  random: Random;
  /** Whether the server's rate limits apply (yes). */
  limits?: boolean;
  /** The duration of every answer in milliseconds. */
  latencyMs?: number;
}

/** A logged request, without secrets. */
interface RecordedRequest {
  method: string;
  path: string;
  query: string;
  /** Absent if the connection was broken. */
  status?: number;
  request_id: string;
  credential: 'none' | Identity['kind'];
  fault?: string;
}

/** An answer, or how the connection breaks, with the delay. */
interface Outcome {
  reply?: EmulatorReply;
  broken?: TransportError;
  delayMs: number;
  fault?: FaultRule['kind'];
}

export interface Emulator {
  /** The answer to a request, without faults, for a client that sends one request at a time. */
  handle: (request: EmulatorRequest) => EmulatorReply;
  /** The outcome of a request, including faults. */
  answer: (request: EmulatorRequest) => Outcome;
  /** The emulator as a transport without a socket. */
  transport: Transport;
  readonly requests: readonly RecordedRequest[];
  addFault: (rule: FaultRule) => void;
  /** The faults to inject. */
  readonly faults: Pick<Faults, 'pending' | 'clear'>;
  advance: (ms: number) => void;
  /**
   * Says that the next request comes from a client that sends one request at a time. The genuine server is slow enough
   * that such a client never reaches a rate limit; the emulator lets the limiter's clock advance by the same time.
   */
  oneAtATime: () => void;
  world: World;
  /** Its whole state, for saving. */
  save: () => Dataset;
}

/** The shortest answer time of the genuine server in milliseconds: above 1000 / 17, at which its limit would apply. */
const USUAL_ANSWER_MS = 60;

export const createEmulator = (options: EmulatorOptions): Emulator => new EmulatedApi(options);

class EmulatedApi implements Emulator {
  readonly world: World;
  readonly requests: RecordedRequest[] = [];
  readonly faults = createFaults();
  readonly #options: EmulatorOptions;
  readonly #limits: RateLimits | undefined;
  /** The time that all answers would have taken on the genuine server, in milliseconds. */
  #grantedMs = 0;
  #underWay = 0;

  constructor(options: EmulatorOptions) {
    this.#options = options;
    this.world = createWorld(options.data, options.clock, options.random);
    this.#limits =
      options.limits === false ? undefined : createRateLimits(() => this.world.now() + this.#grantedMs);
  }

  addFault(rule: FaultRule): void {
    this.faults.add(rule);
  }

  advance(ms: number): void {
    this.world.advance(ms);
  }

  oneAtATime(): void {
    this.#grantedMs += USUAL_ANSWER_MS;
  }

  save(): Dataset {
    return closeTables(this.world.tables);
  }

  handle(request: EmulatorRequest): EmulatorReply {
    this.oneAtATime();
    return this.#reply(request);
  }

  answer(request: EmulatorRequest): Outcome {
    const { method } = request;
    const [path = ''] = request.path.split('?');
    const fault = this.faults.next(method, path);
    const delayMs = this.#options.latencyMs ?? 0;
    if (fault === undefined) return { reply: this.#reply(request), delayMs };
    const { kind } = fault;
    const carried = happens(kind) ? this.#reply(request) : undefined;
    const last = this.requests.at(-1);
    if (carried === undefined)
      this.requests.push({ method, path, query: '', request_id: '', credential: 'none', fault: kind });
    else if (last !== undefined) last.fault = kind;
    const given = faultReply(kind) ?? carried;
    const broken = faultBreak(kind);
    return {
      delayMs: delayMs + (kind === 'late' ? (fault.delay_ms ?? 1000) : 0),
      fault: kind,
      ...(given && { reply: given }),
      ...(broken && { broken }),
    };
  }

  readonly transport: Transport = async (request) => {
    this.#underWay += 1;
    if (this.#underWay === 1) this.oneAtATime();
    // Requests sent together with this one are counted before it ends.
    await Promise.resolve();
    try {
      return await this.#exchange(request);
    } finally {
      this.#underWay -= 1;
    }
  };

  async #exchange(request: Parameters<Transport>[0]): ReturnType<Transport> {
    const { method, url, headers, body, timeoutMs, signal, onPiece } = request;
    if (signal?.aborted) throw new TransportError('aborted', true, 'aborted');
    const target = new URL(url);
    const outcome = this.answer({ method, path: target.pathname + target.search, headers, body });
    const isTimeout = outcome.broken?.kind === 'timeout';
    const wait = isTimeout ? timeoutMs : Math.min(outcome.delayMs, timeoutMs);
    if (wait > 0) {
      await this.#options.clock.sleep(wait, signal).catch(() => {
        throw new TransportError('aborted', true, 'aborted');
      });
    }
    const given = outcome.reply ?? { status: 500, headers: {}, body: '' };
    const isTaken = onPiece !== undefined && given.status >= 200 && given.status < 300;
    const bytes = isTaken ? bytesOf(given) : Buffer.alloc(0);
    const half = Math.floor(bytes.length / 2);
    if (outcome.broken?.kind === 'cut' && isTaken) await onPiece(bytes.subarray(0, half));
    if (outcome.broken) throw outcome.broken;
    if (outcome.delayMs > timeoutMs) throw new TransportError('timeout', true, 'no answer in time');
    if (!isTaken) return given;
    for (const piece of [bytes.subarray(0, half), bytes.subarray(half)]) await onPiece(piece);
    return { ...given, body: '' };
  }

  #reply(request: EmulatorRequest): EmulatorReply {
    const { method } = request;
    this.world.settle();
    const [path = '', search = ''] = request.path.split('?');
    const found = matchRoute(method, path);
    const shorter = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : undefined;
    if (found === undefined && shorter !== undefined && matchRoute(method, shorter)) {
      return redirect(method, shorter, search);
    }
    const record: RecordedRequest = {
      method,
      path,
      query: search.replace(/(accesskey|token)=[^&]*/g, '$1=***'),
      request_id: requestIdOf(request, this.#options.random),
      credential: 'none',
    };
    this.requests.push(record);
    const answered = guarded(record.request_id, () => this.#carryOut(request, found, record));
    record.status = answered.status;
    const date = new Date(this.world.now()).toUTCString();
    return { ...answered, headers: { ...answered.headers, date, 'x-request-id': record.request_id } };
  }

  /** @throws Refusal */
  #carryOut(
    request: EmulatorRequest,
    found: ReturnType<typeof matchRoute>,
    record: RecordedRequest,
  ): EmulatorReply {
    const { world } = this;
    if (found === undefined) throw missing('ROUTE_NOT_FOUND');
    const { route, params } = found;
    const query = new URLSearchParams(request.path.split('?')[1] ?? '');
    const as = (identity: Identity): EmulatorReply =>
      route.handle(makeCall({ world, request, params, query, identity }));
    this.#limits?.byAddress(record.path.startsWith('/auth/'));
    if (route.access === 'none') return as({ kind: 'agent', customerId: '', permission: 0 });
    const identity = authenticate(world, request, query);
    record.credential = identity.kind;
    if (record.path.startsWith('/v1.0/')) this.#limits?.byCustomer(identity);
    if (route.access !== 'frozen') refuseFrozen(world, identity);
    return as(identity);
  }
}

function guarded(requestId: string, act: () => EmulatorReply): EmulatorReply {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) return error.reply(requestId);
    throw error;
  }
}

/** gin redirects a path with a trailing slash before any other check. */
function redirect(method: string, path: string, search: string): EmulatorReply {
  const location = search === '' ? path : `${path}?${search}`;
  const isGet = method === 'GET';
  return {
    status: isGet ? 301 : 307,
    headers: { location, ...(isGet && { 'content-type': 'text/html; charset=utf-8' }) },
    body: isGet ? `<a href="${location}">Moved Permanently</a>.\n\n` : '',
  };
}

/** A client's own id is echoed if it is harmless. */
function requestIdOf(request: EmulatorRequest, random: Random): string {
  const own = request.headers['x-request-id'];
  if (own !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(own)) return own;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `req_${[...random.bytes(26)].map((byte) => alphabet[byte % 32]).join('')}`;
}
