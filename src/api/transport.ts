/** The network: the only file that knows undici. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Agent, EnvHttpProxyAgent, errors, type Dispatcher } from 'undici';
import { TransportError, UsageError, type TransportFailure } from '../core/errors.ts';
import type { Transport } from '../core/ports.ts';
import { CONNECT_TIMEOUT_MS, connectionProblems } from './connection-problems.ts';
import { isProxyAddress, proxiesOf } from './proxy.ts';

export interface NetworkOptions {
  /** Environment, for the proxy settings. */
  env: Readonly<Record<string, string | undefined>>;
  /** PEM file with additional trusted authorities. */
  caFile?: string | undefined;
}

/** A text that is larger than this is not an answer of this API. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** A keep-alive connection pool, with the proxies of the environment. */
export async function createTransport(options: NetworkOptions): Promise<{
  transport: Transport;
  close: () => Promise<void>;
}> {
  // undici parses HTTP with WebAssembly; the process would not exit before V8 had optimized it, for no benefit.
  setFlagsFromString('--liftoff-only');
  const dispatcher = createDispatcher(options, await authorities(options.caFile));
  const transport: Transport = async ({ method, url, headers, body, timeoutMs, signal, onPiece }) => {
    const timeout = onPiece === undefined ? wholeTimeout(timeoutMs) : pieceTimeout(timeoutMs);
    const anySignal = signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]);
    const target = new URL(url);
    const taken: { error?: Error } = {};
    let started = false;
    try {
      const response = await dispatcher.request({
        origin: target.origin,
        path: target.pathname + target.search,
        method,
        headers,
        body: body ?? null,
        signal: anySignal,
      });
      started = true;
      const { statusCode: status } = response;
      const isTaken = onPiece !== undefined && status >= 200 && status < 300;
      const take = async (bytes: Uint8Array): Promise<void> => {
        await onPiece?.(bytes).catch((error: unknown) => {
          taken.error = error instanceof Error ? error : new Error(String(error));
          throw error;
        });
        timeout.moved();
      };
      const text = isTaken ? await readPieces(response.body, take) : await readBody(response.body);
      return { status, headers: flatten(response.headers), body: text };
    } catch (error) {
      if (taken.error !== undefined) throw taken.error;
      const aborted = signal?.aborted === true;
      const timedOut = timeout.signal.aborted;
      throw translate(error, { aborted, timedOut, started, target, env: options.env });
    } finally {
      timeout.stop();
    }
  };
  // Not close(): that waits for a peer that may never answer.
  return { transport, close: () => dispatcher.destroy() };
}

/** Node's own authorities and those of the file; undefined where Node's own are enough. */
async function authorities(caFile: string | undefined): Promise<string[] | undefined> {
  if (caFile === undefined) return undefined;
  const further = readAuthorities(caFile);
  // Loaded only here: accessing it makes Node decode some hundred certificates.
  const { rootCertificates } = await import('node:tls');
  return [...rootCertificates, further];
}

function createDispatcher({ env }: NetworkOptions, ca: string[] | undefined): Dispatcher {
  const connect = { timeout: CONNECT_TIMEOUT_MS, ...(ca !== undefined && { ca }) };
  const common = { connect, headersTimeout: 0, bodyTimeout: 0 };
  const { http, https, except } = proxiesOf(env);
  if (!http && !https) return new Agent(common);
  for (const proxy of [http, https]) {
    if (proxy && !isProxyAddress(proxy)) {
      throw new UsageError('HTTP_PROXY or HTTPS_PROXY is not a web address', {
        hint: 'write it with a scheme: http://proxy:3128',
      });
    }
  }
  return new EnvHttpProxyAgent({
    ...common,
    // Empty rather than absent: otherwise undici would read the environment of the process.
    httpProxy: http ?? '',
    httpsProxy: https ?? http ?? '',
    noProxy: except ?? '',
    ...(ca !== undefined && { requestTls: { ca } }),
  });
}

/** The proxy that this failure to connect is about, without its password; undefined where it is about the server. */
function failedProxy(error: unknown, target: URL, env: NetworkOptions['env']): string | undefined {
  const { hostname, port } = (error instanceof AggregateError ? error.errors[0] : error) as {
    hostname?: string;
    port?: number;
  };
  const { http, https } = proxiesOf(env);
  return [http, https]
    .map((text) => (text && URL.canParse(text) ? new URL(text) : undefined))
    .find(
      (proxy) =>
        proxy !== undefined &&
        (hostname === proxy.hostname || (port === portOf(proxy) && port !== portOf(target))),
    )?.origin;
}

const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === 'https:' ? 443 : 80));

function readAuthorities(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read the CA file ${file}`, { cause });
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new UsageError(`${file} contains no PEM certificate`, {
      hint: 'it must contain -----BEGIN CERTIFICATE-----',
    });
  }
  return text;
}

async function readBody(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new RangeError(`the answer is longer than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readPieces(
  body: AsyncIterable<unknown>,
  take: (bytes: Uint8Array) => Promise<void>,
): Promise<string> {
  for await (const chunk of body) await take(chunk as Buffer);
  return '';
}

const wholeTimeout = (ms: number) => ({
  signal: AbortSignal.timeout(ms),
  moved: () => undefined,
  stop: () => undefined,
});

/** Ends a transfer that has not progressed for this long (up to twice as long, if it had progressed before). */
function pieceTimeout(ms: number) {
  const controller = new AbortController();
  const state = { hasMoved: false, isOver: false };
  const wait = (): void => {
    AbortSignal.timeout(ms).addEventListener('abort', () => {
      if (state.isOver) return;
      if (!state.hasMoved) controller.abort();
      state.hasMoved = false;
      if (!controller.signal.aborted) wait();
    });
  };
  wait();
  return {
    signal: controller.signal,
    moved: () => {
      state.hasMoved = true;
    },
    stop: () => {
      state.isOver = true;
    },
  };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function translate(
  error: unknown,
  state: {
    aborted: boolean;
    timedOut: boolean;
    started: boolean;
    target: URL;
    env: NetworkOptions['env'];
  },
): TransportError {
  const message = error instanceof Error ? error.message : String(error);
  if (state.aborted) return new TransportError('aborted', true, 'aborted', error);
  if (state.timedOut) return new TransportError('timeout', true, 'no answer in time', error);
  const code = codeOf(error);
  if (code !== undefined && Object.hasOwn(connectionProblems, code)) {
    const proxy = failedProxy(error, state.target, state.env);
    const words = `${connectionProblems[code] ?? message} (${code})`;
    const what = proxy === undefined ? words : `the proxy ${proxy} cannot be reached: ${words}`;
    return new TransportError('connect', false, what, error);
  }
  const kind: TransportFailure = state.started ? 'cut' : 'reset';
  return new TransportError(
    kind,
    true,
    state.started ? 'the answer was cut short' : message || 'connection lost',
    error,
  );
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof errors.UndiciError) return error.code;
  return codeOf(error.cause);
}
