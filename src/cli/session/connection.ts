/** Builds the signed-in connection of one run: the network or the embedded emulator, one limiter, one credential. */
import type { Attempt } from '../../api/client.ts';
import { createApi, type Api } from '../../api/api.ts';
import { createClient, type Client, type Credential } from '../../api/client.ts';
import { createLimiter, type Limiter } from '../../api/limiter.ts';
import { AppError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { Host, Transport } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';

import { readCredential } from './credential.ts';
import type { SharedFlags } from '../program/flags.ts';
import { DELEGATE_RATE, type Settings } from './settings.ts';

const DEMO_RATE = 1000;

/**
 * How many requests may go at once: below the server's 33 (16 for delegate tokens, which are paced at 4 a second),
 * so that a few that were held up on the way and arrive together meet no limit.
 */
const burstOf = (rate: number): number => Math.max(rate, Math.min(2 * rate, 20));

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
  /** The same server, with another credential or none. */
  apiWith: (credential: Credential | undefined, needs?: ApiNeeds) => Promise<Api>;
  close: () => Promise<void>;
}

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
          `${method} ${path} -> ${status ?? 'no answer'} in ${durationMs} ms (${requestId})\n`,
        );
      },
    });
  const apiOf = (client: Client): Api => {
    const profileOfCredential =
      settings.credential && 'profile' in settings.credential ? settings.profile : undefined;
    return createApi(client, { customerId: profileOfCredential?.customer_id });
  };

  const signIn = async (): Promise<{ credential: Credential; limiter: Limiter }> => {
    const own =
      line.credential ?? (await readCredential(settings.credential, host, parts.warn, settings.profile));
    if (own === undefined) throw notSignedIn();
    if (flags.asCustomer === undefined || flags.reason === undefined) return { credential: own, limiter };
    const answer = await apiOf(clientFor(own, limiter)).delegate(flags.asCustomer, flags.reason);
    const rate = settings.rateGiven ? settings.rate : DELEGATE_RATE;
    return {
      credential: {
        kind: 'token',
        secret: new Secret(answer.token),
        source: `delegate token for ${flags.asCustomer}`,
      },
      limiter: createLimiter(host.clock, rate, burstOf(rate)),
    };
  };

  return {
    rate: flags.asCustomer === undefined || settings.rateGiven ? rate : DELEGATE_RATE,
    async api(needs) {
      const { credential, limiter: paced } = await (mine ??= signIn());
      return apiOf(clientFor(credential, paced, needs));
    },
    apiWith: (credential, needs) => Promise.resolve(apiOf(clientFor(credential, limiter, needs))),
    close: line.close,
  };
}

async function openLine({ host, flags, settings, notice }: Parts): Promise<Line> {
  if (flags.demo !== undefined) {
    const { openDemo } = await import('../demo.ts');
    return openDemo(flags.demo === true ? 'messy' : flags.demo, host, notice);
  }
  if (host.transport)
    return { transport: host.transport, apiUrl: settings.apiUrl, close: () => Promise.resolve() };
  const { createTransport } = await import('../../api/transport.ts');
  return { apiUrl: settings.apiUrl, ...(await createTransport({ env: host.env, caFile: settings.caFile })) };
}

function notSignedIn(): AppError {
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
  /** Ends requests, in place of Ctrl-C. */
  signal?: AbortSignal;
}
