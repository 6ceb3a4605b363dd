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
  notice: (text: string) => Promise<void>;
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

/** What lies behind the connection, before anybody has signed in. */
interface Line {
  transport: Transport;
  apiUrl: string;
  /** Where the line brings its own. */
  credential?: Credential;
  close: () => Promise<void>;
}

export async function connect(parts: Parts): Promise<Connection> {
  const { host, flags, settings } = parts;
  const line = await openLine(parts);
  // Nobody shares the example account.
  const rate = flags.demo !== undefined && !settings.rateGiven ? DEMO_RATE : settings.rate;
  const limiter = createLimiter(host.clock, rate, burstOf(rate));
  let mine: Promise<{ credential: Credential; limiter: Limiter }> | undefined;

  const clientFor = (credential: Credential | undefined, paced: Limiter, needs: ApiNeeds = {}): Client =>
    createClient({
      transport: line.transport,
      apiUrl: line.apiUrl,
      credential,
      limiter: paced,
      clock: host.clock,
      random: host.random,
      timeoutMs: settings.timeoutMs,
      deadlineMs: settings.timeoutMs * 2,
      userAgent: `voipbin/${parts.version} node/${host.system.nodeVersion}`,
      signal: needs.signal ?? host.signal,
      readOnly: needs.readOnly ?? false,
      maxRequests: needs.maxRequests,
      onAttempt: (attempt) => {
        needs.onAttempt?.(attempt);
        if (!flags.verbose) return;
        const { method, path, status, durationMs, requestId } = attempt;
        void host.io.stderr.write(
          `${method} ${path} -> ${status ?? 'no answer'} in ${durationMs} ms${requestId === '' ? '' : ` (${requestId})`}\n`,
        );
      },
    });
  const apiOf = (client: Client): Api => {
    const profileOfCredential =
      settings.credential && 'profile' in settings.credential ? settings.profile : undefined;
    return createApi(client, { customerId: profileOfCredential?.customer_id });
  };

  const delegateRate = settings.rateGiven ? Math.min(settings.rate, DELEGATE_LIMIT) : DELEGATE_RATE;
  const delegateLimiter = (within?: Limiter): Limiter =>
    createLimiter(host.clock, delegateRate, delegateBurstOf(delegateRate), within);
  const delegated = async (staff: Api, customer: string, reason: string): Promise<Credential> => {
    const { token } = await staff.delegate(customer, reason);
    return { kind: 'token', secret: new Secret(token), source: `delegate token for ${customer}` };
  };
  const readOwn = async (): Promise<Credential> => {
    const own =
      line.credential ?? (await readCredential(settings.credential, host, parts.warn, settings.profile));
    if (own === undefined) throw notSignedIn();
    return own;
  };
  let ownOnce: Promise<Credential> | undefined;
  const ownCredential = (): Promise<Credential> => (ownOnce ??= readOwn());
  const signIn = async (): Promise<{ credential: Credential; limiter: Limiter }> => {
    const own = await ownCredential();
    if (flags.asCustomer === undefined || flags.reason === undefined) return { credential: own, limiter };
    if (flags.rate !== undefined && flags.rate > delegateRate) {
      await parts.warn(
        `--rate ${flags.rate}: acting for an account, ${delegateRate} requests/s are all there are`,
      );
    }
    const staff = apiOf(clientFor(own, limiter));
    const id = await customerId(staff, flags.asCustomer);
    return { credential: await delegated(staff, id, flags.reason), limiter: delegateLimiter() };
  };
  const ofOne = createLimiter(host.clock, ACCOUNT_RATE, ACCOUNT_BURST, limiter);
  const signIns = createLimiter(host.clock, SIGN_IN_RATE, SIGN_IN_RATE, limiter);
  const actFor = (customer: string): ActingConnection => {
    const paced = delegateLimiter(limiter);
    let delegate: Promise<Credential> | undefined;
    const sign = async ({ signal }: ApiNeeds): Promise<Credential> => {
      const staff = apiOf(clientFor(await ownCredential(), signIns, { signal }));
      return delegated(staff, customer, flags.reason ?? '');
    };
    return {
      rate: delegateRate,
      api: async (needs = {}) => apiOf(clientFor(await (delegate ??= sign(needs)), paced, needs)),
    };
  };
  const api = async (needs?: ApiNeeds): Promise<Api> => {
    const { credential, limiter: paced } = await (mine ??= signIn());
    return apiOf(clientFor(credential, needs?.isOneOfMany === true ? ofOne : paced, needs));
  };

  return {
    rate: flags.asCustomer === undefined ? rate : delegateRate,
    api,
    actFor,
    async actingFor() {
      const { customer, client } = await api();
      try {
        const { name, id } = await customer.get();
        return `${clean(name ?? '') || 'no name'} (${id})`;
      } catch (error) {
        // A frozen one shows nothing of itself.
        if (!(error instanceof ApiError)) throw error;
        return `customer ${ownCustomerId(client, {}) ?? ''}`;
      }
    },
    apiWith: (credential, needs) => Promise.resolve(apiOf(clientFor(credential, limiter, needs))),
    close: line.close,
  };
}

async function customerId(staff: Api, word: string): Promise<string> {
  if (isUuid(word)) return word;
  const { customerBy } = await import('./customers.ts');
  return (await customerBy(staff, word)).id;
}

async function openLine({ host, flags, settings, notice }: Parts): Promise<Line> {
  if (flags.demo === undefined && host.transport)
    return { transport: host.transport, apiUrl: settings.apiUrl, close: () => Promise.resolve() };
  const line = flags.demo === undefined ? await openNetwork() : await openExample(flags.demo);
  const { inSmallMemory } = await import('../../api/memory.ts');
  return { ...line, transport: inSmallMemory(line.transport) };

  async function openExample(name: string | true): Promise<Line> {
    const { openDemo } = await import('../demo.ts');
    return openDemo(name === true ? 'messy' : name, host, notice);
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
