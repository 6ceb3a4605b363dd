/** The API in memory: a request in, an answer out. No clock, randomness or socket of its own. */
import { TransportError } from '../core/errors.ts';
import type { Clock, Random, Transport } from '../core/ports.ts';
import { closeTables } from './dataset.ts';
import { createFaults, faultBreak, faultReply, happens, type FaultRule, type Faults } from './faults.ts';
import { bytesOf, missing, Refusal, type EmulatorReply, type EmulatorRequest } from './http.ts';
import { authenticate, refuseFrozen, type Identity } from './identity.ts';
import { createRateLimits } from './limits.ts';
import type { Dataset } from './records.ts';
import { makeCall, type Route } from './route.ts';
import { matchRoute } from './router.ts';
import { createWorld, type World } from './world.ts';

export interface EmulatorOptions {
  data: Dataset;
  clock: Clock;
  random: Random;
  /** The server's rate limits; on unless said. */
  limits?: boolean;
  /** How long every answer takes, milliseconds. */
  latencyMs?: number;
}

/** What was asked, without any secret. */
interface RecordedRequest {
  method: string;
  path: string;
  query: string;
  /** Absent where the connection was broken. */
  status?: number;
  request_id: string;
  credential: 'none' | Identity['kind'];
  fault?: string;
}

/** An answer, or how the connection is to break; with the time it takes. */
interface Outcome {
  reply?: EmulatorReply;
  broken?: TransportError;
  delayMs: number;
  fault?: FaultRule['kind'];
}

export interface Emulator {
  /** The answer to a request, faults aside, for a client that asks one thing at a time. */
  handle: (request: EmulatorRequest) => EmulatorReply;
  /** What becomes of a request, faults included. */
  answer: (request: EmulatorRequest) => Outcome;
  /** The same as a transport without a socket. */
  transport: Transport;
  readonly requests: readonly RecordedRequest[];
  addFault: (rule: FaultRule) => void;
  /** The faults that were ordered. */
  readonly faults: Pick<Faults, 'pending' | 'clear'>;
  advance: (ms: number) => void;
  /**
   * The next request comes from a client that asks one thing at a time. On the genuine server each answer takes its
   * time, so that such a client never meets a rate limit; here it would, if the limiter were not given that time.
   */
  oneAtATime: () => void;
  world: World;
  /** Everything it holds, to be saved. */
  save: () => Dataset;
}

/** What the genuine server takes for an answer, at the least: above 1000 / 17, where its limit would begin to be felt. */
const USUAL_ANSWER_MS = 60;

export function createEmulator(options: EmulatorOptions): Emulator {
  const world = createWorld(options.data, options.clock, options.random);
  let grantedMs = 0;
  const limits = options.limits === false ? undefined : createRateLimits(() => world.now() + grantedMs);
  const oneAtATime = (): void => {
    grantedMs += USUAL_ANSWER_MS;
  };
  const faults = createFaults();
  const requests: RecordedRequest[] = [];
  const reply = (request: EmulatorRequest): EmulatorReply => {
    world.settle();
    const [path = '', search = ''] = request.path.split('?');
    const found = matchRoute(request.method, path);
    if (
      found === undefined &&
      path.length > 1 &&
      path.endsWith('/') &&
      matchRoute(request.method, path.slice(0, -1))
    ) {
      return redirect(request.method, path.slice(0, -1), search);
    }
    const requestId = requestIdOf(request, options.random);
    const record: RecordedRequest = {
      method: request.method,
      path,
      query: search.replace(/(accesskey|token)=[^&]*/g, '$1=***'),
      request_id: requestId,
      credential: 'none',
    };
    requests.push(record);
    const answered = guarded(requestId, () => {
      if (found === undefined) throw missing('ROUTE_NOT_FOUND');
      limits?.byAddress(path.startsWith('/auth/'));
      if (found.route.access === 'none')
        return run(found.route, found.params, { kind: 'agent', customerId: '', permission: 0 });
      const identity = authenticate(world, request);
      record.credential = identity.kind;
      if (path.startsWith('/v1.0/')) limits?.byCustomer(identity);
      if (found.route.access !== 'frozen') refuseFrozen(world, identity);
      return run(found.route, found.params, identity);
    });
    record.status = answered.status;
    const date = new Date(world.now()).toUTCString();
    return { ...answered, headers: { ...answered.headers, date, 'x-request-id': requestId } };

    function run(route: Route, params: Record<string, string>, identity: Identity): EmulatorReply {
      return route.handle(makeCall({ world, request, params, query: new URLSearchParams(search), identity }));
    }
  };

  const answer = (request: EmulatorRequest): Outcome => {
    const path = request.path.split('?')[0] ?? '';
    const fault = faults.next(request.method, path);
    const delayMs = options.latencyMs ?? 0;
    if (fault === undefined) return { reply: reply(request), delayMs };
    const carried = happens(fault.kind) ? reply(request) : undefined;
    const given = faultReply(fault.kind) ?? carried;
    if (carried === undefined) {
      requests.push({
        method: request.method,
        path,
        query: '',
        request_id: '',
        credential: 'none',
        fault: fault.kind,
      });
    } else {
      const last = requests.at(-1);
      if (last !== undefined) last.fault = fault.kind;
    }
    const broken = faultBreak(fault.kind);
    return {
      delayMs: delayMs + (fault.kind === 'late' ? (fault.delay_ms ?? 1000) : 0),
      fault: fault.kind,
      ...(given && { reply: given }),
      ...(broken && { broken }),
    };
  };

  let underWay = 0;
  const transport: Transport = async (request) => {
    underWay += 1;
    if (underWay === 1) oneAtATime();
    // Requests sent together with this one are counted before it ends.
    await Promise.resolve();
    try {
      return await exchange(request);
    } finally {
      underWay -= 1;
    }
  };
  const exchange: Transport = async ({ method, url, headers, body, timeoutMs, signal, onPiece }) => {
    if (signal?.aborted) throw new TransportError('aborted', true, 'aborted');
    const target = new URL(url);
    const outcome = answer({ method, path: target.pathname + target.search, headers, body });
    const isTimeout = outcome.broken?.kind === 'timeout';
    const wait = isTimeout ? timeoutMs : Math.min(outcome.delayMs, timeoutMs);
    if (wait > 0) {
      await options.clock.sleep(wait, signal).catch(() => {
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
  };

  return {
    handle(request) {
      oneAtATime();
      return reply(request);
    },
    answer,
    transport,
    requests,
    addFault: faults.add,
    faults,
    advance: world.advance,
    oneAtATime,
    world,
    save: () => closeTables(world.tables),
  };
}

function guarded(requestId: string, act: () => EmulatorReply): EmulatorReply {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) return error.reply(requestId);
    throw error;
  }
}

/** gin redirects a path with a slash too many, before anything else is looked at. */
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
