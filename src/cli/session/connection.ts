/** Builds the signed-in connection of one run: the network or the embedded emulator, one limiter, one credential. */
import type { Attempt } from '../../api/client.ts';
import { createApi, ownCustomerId, type Api } from '../../api/api.ts';
import { createClient, type Client, type Credential } from '../../api/client.ts';
import { createLimiter, type Limiter } from '../../api/limiter.ts';
import { ApiError, AppError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { isUuid } from '../../core/ids.ts';
import type { Host, Transport } from '../../core/ports.ts';
import { clean } from '../../core/text.ts';
import { Secret } from '../../core/secret.ts';

import { readCredential } from './credential.ts';
import type { SharedFlags } from '../program/flags.ts';
import { DELEGATE_LIMIT, DELEGATE_RATE, type Settings } from './settings.ts';

const DEMO_RATE = 1000;

/**
 * How many requests may go at once: below the server's 33, so that a few that were held up on the way and arrive
 * together meet no limit.
 */
const burstOf = (rate: number): number => Math.max(rate, Math.min(2 * rate, 20));
/** Below the server's 16. */
const delegateBurstOf = (rate: number): number => Math.min(burstOf(rate), 12);
/** For one account of many: below the 17 and 33 that the server gives it. */
const ACCOUNT_RATE = 16;
const ACCOUNT_BURST = 24;
/** Delegate tokens per second: below the 10 that the server gives to one address. */
const SIGN_IN_RATE = 8;

interface Parts {
  host: Host;
  flags: SharedFlags;
  version: string;
  settings: Settings;
  warn: (text: string) => Promise<void>;
  announceDemo: () => Promise<void>;
}

export interface Connection {
  /** Requests per second. */
  rate: number;
  /** Signed in. */
  api: (needs?: ApiNeeds) => Promise<Api>;
  /** To act for one customer of many: each has a pace of its own, within that of the run. */
  actFor: (customerId: string) => ActingConnection;
  /** For people: the account for which platform staff acts. */
  actingFor: () => Promise<string>;
  /** The same server, with another credential or none. */
  apiWith: (credential: Credential | undefined, needs?: ApiNeeds) => Promise<Api>;
  close: () => Promise<void>;
}

export type ActingConnection = Pick<Connection, 'api' | 'rate'>;

/** The parts of a connection before the sign-in. */
interface Line {
  transport: Transport;
  apiUrl: string;
  /** Where the line brings its own. */
  credential?: Credential;
  close: () => Promise<void>;
}

export const connect = async (parts: Parts): Promise<Connection> =>
  new SignedIn(parts, await openLine(parts));

/** Whose requests these are, and at what pace they go. */
interface Identity {
  credential: Credential;
  limiter: Limiter;
}

class SignedIn implements Connection {
  readonly rate: number;
  readonly #parts: Parts;
  readonly #line: Line;
  readonly #limiter: Limiter;
  /** Requests per second that act for an account. */
  readonly #delegateRate: number;
  /** For requests of our own while many accounts are gone through. */
  readonly #ofOne: Limiter;
  readonly #signIns: Limiter;
  #own: Promise<Credential> | undefined;
  #mine: Promise<Identity> | undefined;

  constructor(parts: Parts, line: Line) {
    const { flags, settings } = parts;
    const { clock } = parts.host;
    // Nobody shares the example account.
    const rate = flags.demo !== undefined && !settings.rateGiven ? DEMO_RATE : settings.rate;
    this.#parts = parts;
    this.#line = line;
    this.#delegateRate = settings.rateGiven ? Math.min(settings.rate, DELEGATE_LIMIT) : DELEGATE_RATE;
    this.rate = flags.asCustomer === undefined ? rate : this.#delegateRate;
    this.#limiter = createLimiter(clock, rate, burstOf(rate));
    this.#ofOne = createLimiter(clock, ACCOUNT_RATE, ACCOUNT_BURST, this.#limiter);
    this.#signIns = createLimiter(clock, SIGN_IN_RATE, SIGN_IN_RATE, this.#limiter);
  }

  async api(needs?: ApiNeeds): Promise<Api> {
    const { credential, limiter } = await (this.#mine ??= this.#signIn());
    return this.#apiFor(credential, needs?.isOneOfMany === true ? this.#ofOne : limiter, needs);
  }

  actFor(customer: string): ActingConnection {
    const paced = this.#delegateLimiter(this.#limiter);
    let delegate: Promise<Credential> | undefined;
    const sign = async ({ signal }: ApiNeeds): Promise<Credential> => {
      const staff = this.#apiFor(await this.#ownCredential(), this.#signIns, { signal });
      return delegated(staff, customer, this.#parts.flags.reason ?? '');
    };
    return {
      rate: this.#delegateRate,
      api: async (needs = {}) => this.#apiFor(await (delegate ??= sign(needs)), paced, needs),
    };
  }

  async actingFor(): Promise<string> {
    const { customer, client } = await this.api();
    try {
      const { name, id } = await customer.get();
      return `${clean(name ?? '') || 'no name'} (${id})`;
    } catch (error) {
      // A frozen one shows nothing of itself.
      if (!(error instanceof ApiError)) throw error;
      return `customer ${ownCustomerId(client, {}) ?? ''}`;
    }
  }

  apiWith(credential: Credential | undefined, needs?: ApiNeeds): Promise<Api> {
    return Promise.resolve(this.#apiFor(credential, this.#limiter, needs));
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  async #signIn(): Promise<Identity> {
    const { asCustomer, reason, rate } = this.#parts.flags;
    const own = await this.#ownCredential();
    if (asCustomer === undefined || reason === undefined) return { credential: own, limiter: this.#limiter };
    if (rate !== undefined && rate > this.#delegateRate) {
      await this.#parts.warn(
        `--rate ${rate}: acting for an account, ${this.#delegateRate} requests/s are all there are`,
      );
    }
    const staff = this.#apiFor(own, this.#limiter);
    const credential = await delegated(staff, await customerId(staff, asCustomer), reason);
    return { credential, limiter: this.#delegateLimiter() };
  }

  #ownCredential(): Promise<Credential> {
    return (this.#own ??= this.#readOwn());
  }

  async #readOwn(): Promise<Credential> {
    const { settings, host, warn } = this.#parts;
    const own =
      this.#line.credential ?? (await readCredential(settings.credential, host, warn, settings.profile));
    if (own === undefined) throw notSignedIn();
    return own;
  }

  #delegateLimiter(within?: Limiter): Limiter {
    const { clock } = this.#parts.host;
    return createLimiter(clock, this.#delegateRate, delegateBurstOf(this.#delegateRate), within);
  }

  #apiFor(credential: Credential | undefined, limiter: Limiter, needs: ApiNeeds = {}): Api {
    const { credential: saved, profile } = this.#parts.settings;
    const own = saved && 'profile' in saved ? profile : undefined;
    return createApi(this.#clientFor(credential, limiter, needs), { customerId: own?.customer_id });
  }

  #clientFor(credential: Credential | undefined, limiter: Limiter, needs: ApiNeeds): Client {
    const { host, settings, version, flags } = this.#parts;
    return createClient({
      transport: this.#line.transport,
      apiUrl: this.#line.apiUrl,
      credential,
      limiter,
      clock: host.clock,
      random: host.random,
      timeoutMs: settings.timeoutMs,
      deadlineMs: settings.timeoutMs * 2,
      userAgent: `voipbin/${version} node/${host.system.nodeVersion}`,
      signal: needs.signal ?? host.signal,
      readOnly: needs.readOnly ?? false,
      maxRequests: needs.maxRequests,
      onAttempt: (attempt) => {
        needs.onAttempt?.(attempt);
        if (flags.verbose) void host.io.stderr.write(attemptLine(attempt));
      },
    });
  }
}

async function delegated(staff: Api, customer: string, reason: string): Promise<Credential> {
  const { token } = await staff.delegate(customer, reason);
  return { kind: 'token', secret: new Secret(token), source: `delegate token for ${customer}` };
}

function attemptLine({ method, path, status, durationMs, requestId }: Attempt): string {
  const id = requestId === '' ? '' : ` (${requestId})`;
  return `${method} ${path} -> ${status ?? 'no answer'} in ${durationMs} ms${id}\n`;
}

async function customerId(staff: Api, word: string): Promise<string> {
  if (isUuid(word)) return word;
  const { customerBy } = await import('./customers.ts');
  return (await customerBy(staff, word)).id;
}

async function openLine({ host, flags, settings, announceDemo }: Parts): Promise<Line> {
  if (flags.demo === undefined && host.transport)
    return { transport: host.transport, apiUrl: settings.apiUrl, close: () => Promise.resolve() };
  const line = flags.demo === undefined ? await openNetwork() : await openExample(flags.demo);
  const { inSmallMemory } = await import('../../api/memory.ts');
  return { ...line, transport: inSmallMemory(line.transport) };

  async function openExample(name: string | true): Promise<Line> {
    await announceDemo();
    const { openDemo } = await import('../demo.ts');
    return openDemo(name, host);
  }
  async function openNetwork(): Promise<Line> {
    const { createTransport } = await import('../../api/transport.ts');
    return {
      apiUrl: settings.apiUrl,
      ...(await createTransport({ env: host.env, caFile: settings.caFile })),
    };
  }
}

export function notSignedIn(): AppError {
  return new AppError('NOT_SIGNED_IN', ExitCode.denied, 'not signed in', {
    hint: 'run `voipbin login`, or set VOIPBIN_ACCESS_KEY; `--demo` shows everything on an example account',
  });
}

export interface ApiNeeds {
  /** Refuse everything but GET. */
  readOnly?: boolean;
  /** Told of every attempt. */
  onAttempt?: (attempt: Attempt) => void;
  /** No more attempts than this. */
  maxRequests?: number | undefined;
  /** The rate is for many accounts: no more of it than the server allows the own one. */
  isOneOfMany?: boolean;
  /** Ends requests, in place of Ctrl-C. */
  signal?: AbortSignal | undefined;
}
