/** `emulator`: serves an example account on a loopback port until it is stopped. */
import { PRIVATE } from '../../../core/modes.ts';
import { resolve } from 'node:path';
import { isClosed, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { MOST_OF_OURS } from '../../../core/input-sizes.ts';
import { createEmulator } from '../../../emulator/emulator.ts';
import type { SeededAccount } from '../../../emulator/records.ts';
import { serve } from '../../../emulator/server.ts';
import { seedWorld } from '../../../emulator/world.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { seedNamed } from '../../seeds.ts';
import type { EmulatorFlags } from './command.ts';

const SAVE_AFTER_MS = 300;

export async function runEmulator({ context, options }: Call<EmulatorFlags>): Promise<ExitCode> {
  const { host } = context;
  const port = wholeNumber(options.port ?? '0', '--port', 65_535);
  const latencyMs = wholeNumber(options.latency ?? '0', '--latency', 600_000);
  const seed = await seedNamed(options.seed ?? 'messy');
  const { account: fresh } = await host.blocking(() => seedWorld(seed, host.clock.now()));
  const state = options.state === undefined ? undefined : resolve(host.system.cwd, options.state);
  const account = (await readState(context, state)) ?? fresh;
  const emulator = await host.blocking(() =>
    createEmulator({
      data: account.data,
      clock: host.clock,
      random: host.random,
      limits: options.limits !== false,
      latencyMs,
    }),
  );
  const saver = createSaver(async () => {
    if (state !== undefined)
      await host.files.write(state, JSON.stringify({ ...account, data: emulator.save() }), PRIVATE);
  }, host.clock.sleep);
  const server = await listen(
    () => serve(emulator, { port, sleep: (ms) => host.clock.sleep(ms), onWritten: saver.touch }),
    port,
  );
  try {
    await tell(context, server.url, account, options.output === 'json');
    await untilAborted(host.signal);
  } finally {
    await server.close();
    await saver.flush();
  }
  await context.notice('stopped');
  return ExitCode.done;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((done) => {
    signal.addEventListener('abort', done, { once: true });
  });
}

async function readState(context: Context, path: string | undefined): Promise<SeededAccount | undefined> {
  const text = path === undefined ? undefined : await context.host.files.read(path, MOST_OF_OURS);
  if (text === undefined) return undefined;
  try {
    const saved = JSON.parse(text) as SeededAccount;
    if (!Array.isArray(saved.data.customers)) throw new TypeError('no customers');
    return saved;
  } catch (cause) {
    throw new UsageError(`${path ?? ''} contains no emulator state`, {
      hint: 'name another file, or remove it',
      cause,
    });
  }
}

/** Saves soon after a change, not at every one, and once at the end. */
function createSaver(save: () => Promise<void>, sleep: (ms: number) => Promise<void>) {
  let dirty = false;
  let running: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    if (!dirty) return;
    dirty = false;
    await save();
  };
  return {
    touch: (): void => {
      if (dirty) return;
      dirty = true;
      running = running.then(() => sleep(SAVE_AFTER_MS)).then(flush);
    },
    flush: async (): Promise<void> => {
      dirty = true;
      await flush();
    },
  };
}

async function listen<T>(open: () => Promise<T>, port: number): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    throw new UsageError(
      `port ${port} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        hint: '--port 0 takes a free one',
        cause,
      },
    );
  }
}

/** Nobody may be reading: who starts it at a port of their choice knows the address. */
async function tell(context: Context, url: string, account: SeededAccount, asJson: boolean): Promise<void> {
  const text = asJson ? asJsonLine(url, account) : asText(url, account);
  try {
    await context.host.io.stdout.write(text);
  } catch (error) {
    if (!isClosed(error)) throw error;
  }
}

function asJsonLine(url: string, { accesskey: access_key, customer_id, logins }: SeededAccount): string {
  return `${JSON.stringify({ url, access_key, customer_id, logins })}\n`;
}

function asText(url: string, { accesskey: access_key, logins }: SeededAccount): string {
  const lines = [
    `VoIPBIN API on ${url}`,
    '',
    `  export VOIPBIN_API_URL=${url}`,
    `  export VOIPBIN_ACCESS_KEY=${access_key}`,
    '',
    ...logins.map(({ role, username, password }) => `  ${role.padEnd(15)} ${username}  ${password}`),
    '',
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}

function wholeNumber(text: string, flag: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new UsageError(`${flag} must be a whole number from 0 to ${most}, not ${JSON.stringify(text)}`);
}
