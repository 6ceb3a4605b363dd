/** The whole program in this process: a host without a terminal, the emulator instead of a network. */
import { setImmediate } from 'node:timers/promises';
import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import { AppError, UsageError } from '../../src/core/errors.ts';
import { ExitCode } from '../../src/core/exit-codes.ts';
import type { Files, Host, Probes, Prompter, Transport } from '../../src/core/ports.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { SeededAccount } from '../../src/emulator/records.ts';
import { seeds } from '../../src/emulator/seeds/index.ts';
import { seededRandom, seedWorld } from '../../src/emulator/world.ts';
import { fakeClock } from './clock.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

export interface Bench {
  emulator: Emulator;
  account: SeededAccount;
  /** Runs `voipbin <line>`; words in double quotes stay together. */
  run: (line: string, options?: RunOptions) => Promise<Result>;
  /** Requests since the last look: `GET /v1.0/customer`. */
  asked: () => string[];
  clock: ReturnType<typeof fakeClock>;
  /** Every file that was there or was written, over all runs. */
  files: Map<string, { text: string; mode: number }>;
}

/** A server that refuses or breaks what is asked of these paths. */
export const without =
  ({ emulator }: Pick<Bench, 'emulator'>, status: number, ...paths: string[]): Transport =>
  (request) =>
    paths.some((path) => request.url.includes(`/v1.0/${path}`))
      ? Promise.resolve({ status, headers: {}, body: '' })
      : emulator.transport(request);

export interface RunOptions {
  env?: Record<string, string>;
  /** A terminal at all three ends. */
  terminal?: boolean;
  /** What is typed, in order; an unexpected question fails, and so does an answer that is left over. */
  answers?: unknown[];
  /** Somebody who listens to the questions, in place of such a list. */
  person?: Prompter;
  input?: string;
  columns?: number;
  files?: Record<string, string>;
  /** Instead of the emulator's own. */
  transport?: Transport;
  /** The disk as it is for this run. */
  disk?: (files: Files) => Files;
  /** Called with what is written to standard output and standard error, in the order in which a terminal shows it. */
  onShow?: (text: string) => void;
  /** Called before anything is written to standard output. */
  onWrite?: () => void;
  /** Standard output takes nothing, as `/dev/full`. */
  full?: boolean;
  /** Ctrl-C and the like; nobody presses it unless said. */
  signal?: AbortSignal;
  /** What `doctor` looks at, where it is not as usual. */
  probes?: Partial<Probes>;
  /** Runs another program. */
  runs?: Host['run'];
  /** Facts of the system that are not as usual. */
  system?: Partial<Host['system']>;
  /** Locks that somebody else holds. */
  held?: string[];
  /** The process is killed as it sends its nth request, or when that was carried out and not yet answered. */
  killed?: { at: number; carriedOut: boolean; onDeath?: () => void };
}

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

const made = new Map<string, SeededAccount>();

/** A seed's account, made once: the emulator works on a copy of its data. */
function accountOf(seedName: string): SeededAccount {
  const seed = seeds.find(({ name }) => name === seedName);
  if (seed === undefined) throw new Error(`no seed ${seedName}`);
  const account = made.get(seedName) ?? seedWorld(seed, NOW).account;
  made.set(seedName, account);
  return account;
}

/** A program signed in to a seed's account. */
export function bench(seedName: string, server?: Parameters<typeof benchOf>[1]): Bench {
  return benchOf(accountOf(seedName), server);
}

/** The account may buy numbers, and has the means. `credit`: micro-USD. */
export function rich(made: Bench, { plan = 'basic', credit = 100_000_000 } = {}): Bench {
  const { billing_accounts, customers } = made.emulator.world.tables;
  for (const account of billing_accounts.all())
    Object.assign(account, { plan_type: plan, balance_credit: credit });
  for (const customer of customers.all()) customer.identity_verification_status = 'verified';
  return made;
}

/** A program signed in to an account, on one clock with the server. */
export function benchOf(
  account: SeededAccount,
  server: Pick<EmulatorOptions, 'limits' | 'latencyMs'> = { limits: false },
): Bench {
  const random = seededRandom(1);
  const clock = fakeClock(NOW);
  const emulator = createEmulator({ data: account.data, clock, random, ...server });
  let seen = 0;
  const files: Bench['files'] = new Map();
  return {
    clock,
    files,
    emulator,
    account,
    asked: () => {
      const fresh = emulator.requests.slice(seen).map(({ method, path }) => `${method} ${path}`);
      seen = emulator.requests.length;
      return fresh;
    },
    run: async (line, options = {}) => {
      const out = { stdout: '', stderr: '' };
      for (const [path, text] of Object.entries(options.files ?? {})) files.set(path, { text, mode: 0o644 });
      const terminal = options.terminal === true;
      const output = (name: 'stdout' | 'stderr') => ({
        isTTY: terminal,
        ...(terminal && { columns: options.columns ?? 100 }),
        write: (text: string) => {
          if (options.full && name === 'stdout')
            return Promise.reject(
              new AppError('OUTPUT_FAILED', ExitCode.usage, 'cannot write to standard output'),
            );
          if (name === 'stdout') options.onWrite?.();
          out[name] += text;
          options.onShow?.(text);
          return Promise.resolve();
        },
      });
      const answers = [...(options.answers ?? [])];
      const life = mortal(
        options.killed,
        options.transport ?? emulator.transport,
        (options.disk ?? same)(memoryFiles(files, options.held)),
      );
      const host: Host = {
        io: {
          stdout: output('stdout'),
          stderr: output('stderr'),
          stdin: { isTTY: terminal, readAll: () => Promise.resolve(options.input ?? '') },
        },
        env: { VOIPBIN_ACCESS_KEY: account.accesskey, VOIPBIN_CONFIG_DIR: '/nonexistent', ...options.env },
        clock,
        random,
        files: life.files,
        prompter: options.person ?? scriptedPrompter(answers),
        system: {
          hostname: 'desk',
          homedir: '/nonexistent',
          cwd: '/',
          platform: 'linux',
          timeZone: 'UTC',
          nodeVersion: '20.18.1',
          packageUrl: 'file:///usr/lib/voipbin',
          ...options.system,
        },
        run: options.runs ?? (() => Promise.reject(new Error('no programs here'))),
        probes: { ...usualProbes, ...options.probes },
        transport: life.transport,
        signal: options.signal ?? new AbortController().signal,
        blocking: (work) => Promise.resolve(work()),
        turn: () => setImmediate(),
      };
      const code = await main(words(line), host);
      if (answers.length > 0) throw new Error(`${answers.length} answers were never asked for`);
      return { code, ...out };
    },
  };
}

/** What the platform's staff signs in with. */
export const staffEnv = (made: Bench): Promise<Record<string, string>> => signedInAs(made, 'platform staff');

/** The token of an agent of the seed. */
export async function signedInAs(
  { account, emulator }: Bench,
  wanted: string,
): Promise<Record<string, string>> {
  const agent = account.logins.find(({ role }) => role === wanted);
  const login = await emulator.transport({
    method: 'POST',
    url: 'https://x/auth/login',
    headers: {},
    body: JSON.stringify({ username: agent?.username, password: agent?.password }),
    timeoutMs: 1000,
  });
  const { token } = JSON.parse(login.body) as { token: string };
  return { VOIPBIN_ACCESS_KEY: '', VOIPBIN_TOKEN: token };
}

/** Runs commands as who may: those on the accounts of customers as platform staff. */
export function permitted(made: Bench): Bench['run'] {
  let staff: Promise<Record<string, string>> | undefined;
  return async (line, options = {}) => {
    if (!/^(voipbin )?customers /.test(line)) return made.run(line, options);
    staff ??= staffEnv(made);
    return made.run(line, { ...options, env: { ...options.env, ...(await staff) } });
  };
}

/** A machine with cron, and a server that can be trusted. */
export const usualProbes: Probes = {
  machine: () =>
    Promise.resolve({
      node: '/usr/bin/node',
      script: '/usr/bin/voipbin',
      user: 'anna',
      home: '/nonexistent',
      isRoot: false,
      timeZone: 'UTC',
      hasSystemd: true,
      hasCrontab: true,
    }),
  addresses: () => Promise.resolve(['192.0.2.1']),
  certificate: () =>
    Promise.resolve({ problem: undefined, issuer: 'Example CA', validTo: NOW + 90 * 86_400_000 }),
};

const same = (files: Files): Files => files;

/** A process that may be killed: from then on nothing of it reaches the network or the disk. */
function mortal(
  killed: RunOptions['killed'],
  transport: Transport,
  files: Files,
): Pick<Host, 'files'> & { transport: Transport } {
  if (killed === undefined) return { transport, files };
  const state = { sent: 0, dead: false };
  const alive = <T>(act: () => Promise<T>): Promise<T> =>
    state.dead ? Promise.reject(new Error('killed')) : act();
  return {
    transport: (request) =>
      alive(async () => {
        state.sent += 1;
        if (state.sent !== killed.at) return transport(request);
        state.dead = true;
        killed.onDeath?.();
        if (killed.carriedOut) await transport(request);
        throw new Error('killed');
      }),
    files: {
      ...files,
      append: (path, text) => alive(() => files.append(path, text)),
      write: (path, text, mode) => alive(() => files.write(path, text, mode)),
    },
  };
}

const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

function scriptedPrompter(answers: unknown[]): Prompter {
  const next = <T>({ ask }: { ask: string }): Promise<T> => {
    if (answers.length === 0) return Promise.reject(new Error(`unexpected question: ${ask}`));
    return Promise.resolve(answers.shift() as T);
  };
  return { input: next, secret: next, confirm: next, select: next, multiselect: next };
}

function memoryFiles(files: Bench['files'], held: readonly string[] = []): Files {
  const locks = new Set<string>(held);
  const isStream = (path: string): boolean => path.startsWith('/dev/');
  return {
    lock: (path) => {
      if (locks.has(path)) return Promise.resolve({ holder: { pid: 4711, host: 'desk' } });
      locks.add(path);
      return Promise.resolve({ release: () => Promise.resolve(void locks.delete(path)) });
    },
    read: (path) => Promise.resolve(files.get(path)?.text),
    pieces: (path) => {
      const text = files.get(path)?.text;
      return Promise.resolve(text === undefined ? undefined : Readable.from(text.match(/.{1,999}/gsu) ?? []));
    },
    write: (path, text, mode) => Promise.resolve(void files.set(path, { text, mode })),
    begin: (path, mode) => {
      const pieces: Uint8Array[] = [];
      return Promise.resolve({
        add: (bytes) => Promise.resolve(void pieces.push(bytes)),
        keep: () => {
          const whole = Buffer.concat(pieces);
          const text = whole.toString(isUtf8(whole) ? 'utf8' : 'latin1');
          return Promise.resolve(void files.set(path, { text, mode }));
        },
        discard: () => Promise.resolve(),
      });
    },
    isFolder: (path) => Promise.resolve([...files.keys()].some((file) => file.startsWith(`${path}/`))),
    tryWrite: () => Promise.resolve(),
    append: (path, text) => {
      const { text: before, mode } = files.get(path) ?? { text: '', mode: 0o600 };
      return Promise.resolve(void files.set(path, { text: before + text, mode }));
    },
    list: (folder) => {
      const inside = `${folder.replace(/\/$/, '')}/`;
      const names = [...files.keys()].filter((path) => path.startsWith(inside));
      const first = names.map((path) => path.slice(inside.length).split('/')[0] ?? '');
      return Promise.resolve([...new Set(first)].sort());
    },
    mode: (path) => Promise.resolve(files.get(path)?.mode),
    makePrivate: (path) => {
      if (isStream(path)) return Promise.reject(new UsageError(`${path} is no ordinary file`));
      return Promise.resolve(void files.set(path, { text: files.get(path)?.text ?? '', mode: 0o600 }));
    },
    isStream: (path) => Promise.resolve(isStream(path)),
    isSame: (one, other) => Promise.resolve(one === other),
    remove: (path) => Promise.resolve(void files.delete(path)),
  };
}
