/** Reports to a watchdog (healthchecks.io and its like) that a run began, and how it ended. Never changes how it ends. */
import { AppError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { Transport } from '../../../core/ports.ts';
import type { Context } from '../../context.ts';

const TIMEOUT_MS = 5000;
const TRIES = 2;

export interface Ping {
  start: () => Promise<void>;
  end: (exitCode: ExitCode, text: string) => Promise<void>;
  /** The end by an error. */
  fail: (error: unknown) => Promise<void>;
  close: () => Promise<void>;
}

const silent: Ping = {
  start: () => Promise.resolve(),
  end: () => Promise.resolve(),
  fail: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** @throws UsageError for what is not a web address. */
export async function createPing(context: Context, address: string | undefined): Promise<Ping> {
  if (address === undefined || address === '') return silent;
  const url = parse(address);
  const { host } = context;
  const line = host.transport
    ? { transport: host.transport, close: () => Promise.resolve() }
    : await openLine(context);
  const send = (suffix: string, body: string): Promise<void> =>
    post(context, line.transport, new URL(`${url.href.replace(/\/$/, '')}${suffix}`), body);
  const end = (exitCode: number, text: string): Promise<void> => send(`/${exitCode}`, text);
  return {
    start: () => send('/start', ''),
    end,
    fail: (error) =>
      end(
        error instanceof AppError ? error.exitCode : ExitCode.bug,
        error instanceof Error ? `error: ${error.message}\n` : '',
      ),
    close: line.close,
  };
}

function parse(address: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(address);
  } catch {
    // Reported below, like every other wrong one; the text may hold a secret.
  }
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new UsageError('--ping is not a web address', { hint: 'it looks like https://hc-ping.com/<id>' });
}

async function openLine({ host, settings }: Context) {
  const { createTransport } = await import('../../../api/transport.ts');
  return createTransport({ env: host.env, caFile: (await settings()).caFile });
}

async function post(context: Context, transport: Transport, url: URL, body: string): Promise<void> {
  let reason = '';
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      const { status } = await transport({
        method: 'POST',
        url: url.href,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'user-agent': `voipbin/${context.version}` },
        body,
        timeoutMs: TIMEOUT_MS,
      });
      if (status >= 200 && status < 300) return;
      reason = `it answered ${status}`;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  // The path is the watchdog's secret.
  await context.warn(`the watchdog at ${url.origin} did not get the report (${reason})`);
}
