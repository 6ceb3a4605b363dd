/** Downloads a file from the storage that the API redirects to: the address is the permission, no credential is sent. */
import { ApiError, TransportError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { Clock, Random, Transport, WireResponse } from '../core/ports.ts';
import { Secret } from '../core/secret.ts';
import { clean } from '../core/text.ts';
import { brokenFor, unexpectedAnswer, type Asked } from './failure.ts';
import { retryDelay } from './retry.ts';

/** Where the bytes of a file go. */
export interface Sink {
  /** Starts at the first byte; called again if an attempt broke off. */
  begin: () => Promise<void>;
  add: (bytes: Uint8Array) => Promise<void>;
}

/**
 * The address of a file, taken from a redirect. It is a secret: anyone who has it can download the file.
 *
 * @throws ApiError where it is not an address that may be followed.
 */
export function linkIn(
  { status, headers: { location = '' } }: WireResponse,
  about: Asked,
  apiUrl: string,
): Secret {
  const url = URL.canParse(location, apiUrl) ? new URL(location, apiUrl) : undefined;
  const wrong = (problem: string): ApiError => unexpectedAnswer(about, status, problem);
  if (status < 300 || status >= 400 || location === '' || url === undefined)
    throw wrong('no address of a file');
  const isOpen = url.protocol === 'http:' && new URL(apiUrl).protocol === 'http:';
  if (url.protocol !== 'https:' && !isOpen)
    throw wrong(`an address that is not https (${clean(url.protocol)})`);
  return new Secret(url.href);
}

interface Line {
  transport: Transport;
  clock: Clock;
  random: Random;
  /** For each piece, milliseconds. */
  timeoutMs: number;
  userAgent: string;
  signal?: AbortSignal | undefined;
  onAttempt?: ((attempt: Attempt) => void) | undefined;
}

interface Attempt {
  method: string;
  /** Without the query, which is the secret. */
  path: string;
  requestId: string;
  status?: number | undefined;
  durationMs: number;
}

/** Loads the whole file, or fails. @throws ApiError, and what the sink throws */
export async function download(line: Line, link: Secret, sink: Sink): Promise<void> {
  const { clock, random, signal } = line;
  const url = new URL(link.reveal());
  for (let attempt = 1; ; attempt += 1) {
    await sink.begin();
    const outcome = await attemptOf(line, url, sink);
    if (outcome === undefined) return;
    const delay = retryDelay({
      method: 'GET',
      attempt,
      byAccesskey: false,
      outcome:
        'failure' in outcome
          ? outcome
          : { ...outcome, reason: undefined, limited: false, retryAfterMs: undefined },
      random: random.number(),
    });
    if (delay === undefined) {
      if (!('failure' in outcome)) throw refused(url, outcome.status);
      const about = { method: 'GET', path: url.pathname, requestId: '', credential: undefined };
      throw brokenFor(about, url.host, outcome.failure, signal);
    }
    await clock.sleep(delay, signal);
  }
}

type Outcome = { status: number } | { failure: TransportError };

/** Undefined if the file arrived complete. */
async function attemptOf(line: Line, url: URL, sink: Sink): Promise<Outcome | undefined> {
  const { transport, clock, timeoutMs, userAgent, signal, onAttempt } = line;
  const startedAt = clock.now();
  const noted = (facts: Pick<Attempt, 'status'>): void => {
    const path = `${url.origin}${url.pathname}`;
    onAttempt?.({ method: 'GET', path, requestId: '', durationMs: clock.now() - startedAt, ...facts });
  };
  try {
    const { status } = await transport({
      method: 'GET',
      url: url.href,
      headers: { 'user-agent': userAgent },
      timeoutMs,
      signal,
      onPiece: (bytes) => sink.add(bytes),
    });
    noted({ status });
    return status === 200 ? undefined : { status };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    noted({});
    return { failure: error };
  }
}

function refused({ host, pathname }: URL, status: number): ApiError {
  const isOver = status === 400 || status === 403;
  return new ApiError(
    'FILE_NOT_LOADED',
    status === 404 ? ExitCode.notFound : ExitCode.unreachable,
    `${clean(host)}, where the server keeps the file, answered ${status}`,
    { method: 'GET', path: pathname, status, retryable: status >= 500 },
    {
      hint: isOver
        ? 'the address is valid for a day: run the command again, and check the clock of this machine'
        : 'try again in a minute',
    },
  );
}
