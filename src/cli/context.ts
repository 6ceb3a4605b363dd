/** What a command works with: built from the host and the shared flags, each part once and only when asked for. */
import type { Api } from '../api/api.ts';
import type { Credential } from '../api/client.ts';
import { DeclinedError, RefusedError, UsageError } from '../core/errors.ts';
import type { Host } from '../core/ports.ts';
import { escaped } from '../core/text.ts';
import type { Paint } from '../report/paint.ts';
import type { ActingConnection, ApiNeeds, Connection } from './session/connection.ts';
import type { SharedFlags } from './program/flags.ts';
import type { Config, ConfigStore } from './session/profiles.ts';
import { colourLevel, createPaint } from './system/paint.ts';
import { resolveSettings, sendable, whyUnasked, type Settings } from './session/settings.ts';
import { linesFor } from './terminal.ts';

export interface Context {
  readonly host: Host;
  readonly flags: SharedFlags;
  readonly version: string;
  readonly store: ConfigStore;
  /** The configuration file as it is. */
  config: () => Promise<Config>;
  /** Changes the configuration file, from what it says by now; answers with what it says then. */
  changeConfig: (change: (config: Config) => Config) => Promise<Config>;
  settings: () => Promise<Settings>;
  /** For the command that creates profiles: the named one need not exist yet. */
  expectNewProfile: () => void;
  /** Signed in. */
  api: (options?: ApiNeeds) => Promise<Api>;
  /** To the same server without, or with another, credential. */
  apiWith: (credential: Credential | undefined) => Promise<Api>;
  /** Requests per second of this run. */
  rate: () => Promise<number>;
  /** To standard error; silent under --quiet. */
  notice: (text: string) => Promise<void>;
  /**
   * Says, once, that the account is an example; nothing of any other. A command that does so before it loads the rest of
   * itself is not taken for one that hangs.
   * @throws UsageError for an example that does not exist.
   */
  announceDemo: () => Promise<void>;
  /** To standard error, always. */
  warn: (text: string) => Promise<void>;
  /** Whether questions may be asked. */
  interactive: boolean;
  /** Why not, for people: `without a terminal`. */
  unasked: string | undefined;
  /**
   * Returns only when a person (or --yes) said yes.
   * @param word What must be typed in place of a yes.
   */
  confirm: (question: string, word?: string) => Promise<void>;
  paint: (stream: 'stdout' | 'stderr') => Promise<Paint>;
  /**
   * The same, acting for one customer of many: over the same connection, in silence but for warnings, which name the
   * customer. To close it is for the whole.
   * @param signal Ends its requests, in place of Ctrl-C.
   */
  actFor: (customer: { id: string; name: string }, signal: AbortSignal) => Context;
  /** Closes connections. */
  close: () => Promise<void>;
}

export function createContext(host: Host, flags: SharedFlags, version: string, store: ConfigStore): Context {
  const unasked = whyUnasked(flags, host);
  const { warn, notice, announceDemo } = noticesOf(host, flags);
  const tellingOnce = warningOnce(warn);
  const config = once(() => tellingOnce((tell) => store.load(tell)));
  let profileMayBeNew = false;
  const settings = once(async () => {
    // The embedded example account needs no profile, and must not be refused for the lack of one.
    const saved = flags.demo ? { profiles: {} } : await config();
    const resolved = resolveSettings(flags, host.env, saved, { profileMayBeNew });
    for (const warning of resolved.warnings) await warn(warning);
    return resolved;
  });
  let opened: Promise<Connection> | undefined;
  const open = async (): Promise<Connection> => {
    const { connect } = await import('./session/connection.ts');
    return connect({ host, flags, version, settings: sendable(await settings()), warn, announceDemo });
  };
  const connection = (): Promise<Connection> => (opened ??= open());

  const context: Context = {
    host,
    flags,
    version,
    store,
    config,
    changeConfig: (change) => tellingOnce((tell) => store.update(change, tell)),
    settings,
    expectNewProfile() {
      profileMayBeNew = true;
    },
    api: async (needs) => (await connection()).api(needs),
    apiWith: async (credential) => (await connection()).apiWith(credential),
    rate: async () => (await connection()).rate,
    notice,
    announceDemo,
    warn,
    interactive: unasked === undefined,
    unasked,
    confirm: (question, word) =>
      confirmed(question, word, {
        ...{ prompter: host.prompter, flags, unasked },
        actingFor: async () => (await connection()).actingFor(),
      }),
    paint: (stream) => createPaint(colourLevel(flags.color, host.env, host.io[stream].isTTY)),
    actFor: (customer, signal) => {
      const acting = once(async () => (await connection()).actFor(customer.id));
      return actingContext(context, acting, customer, signal);
    },
    close: async () => {
      // A connection that could not be opened has already been reported.
      await (await opened?.catch(() => undefined))?.close();
    },
  };
  return context;
}

/** What is said on standard error. */
function noticesOf({ io }: Host, flags: SharedFlags): Pick<Context, 'warn' | 'notice' | 'announceDemo'> {
  const notice = async (text: string): Promise<void> => {
    if (!flags.quiet) await io.stderr.write(linesFor(io.stderr, text));
  };
  return {
    warn: async (text) => io.stderr.write(linesFor(io.stderr, `warning: ${text}`)),
    notice,
    announceDemo: once(async () => {
      if (flags.demo !== undefined) await (await import('./demo.ts')).announce(flags.demo, notice);
    }),
  };
}

function actingContext(
  context: Context,
  acting: () => Promise<ActingConnection>,
  { id, name }: { id: string; name: string },
  signal: AbortSignal,
): Context {
  return {
    ...context,
    host: { ...context.host, signal },
    flags: { ...context.flags, asCustomer: id, quiet: true },
    api: async (needs) => (await acting()).api({ signal, ...needs }),
    rate: async () => (await acting()).rate,
    notice: () => Promise.resolve(),
    warn: (text) => context.warn(`${name}: ${text}`),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

type Act<T> = (warn: (message: string) => void) => Promise<T>;

/** Does something, then prints its warnings, each one once. */
function warningOnce(warn: (text: string) => Promise<void>): <T>(act: Act<T>) => Promise<T> {
  const warned = new Set<string>();
  return async (act) => {
    const warnings: string[] = [];
    const result = await act((message) => warnings.push(message));
    for (const warning of warnings) if (!warned.has(warning)) await warn(warning);
    for (const warning of warnings) warned.add(warning);
    return result;
  };
}

/** @throws RefusedError Unless a person, or --yes, says yes. */
async function confirmed(
  question: string,
  word: string | undefined,
  { prompter, flags, unasked, actingFor }: Asking,
): Promise<void> {
  if (flags.yes) return;
  if (unasked !== undefined) {
    throw new RefusedError('nothing was changed: confirmation needed', {
      hint: `add --yes to run ${unasked}`,
    });
  }
  // Whose account it is must be plain to someone who acts for many.
  const ask = flags.asCustomer === undefined ? question : `${await actingFor()}: ${question}`;
  if (word === undefined) {
    if (!(await prompter.confirm({ ask, default: false }))) throw new DeclinedError('nothing was changed');
    return;
  }
  const typed = await prompter.input({ ask: `${ask} Type ${word} to confirm` });
  if (typed.trim() !== word) throw new RefusedError(`nothing was changed: ${escaped(typed)} is not ${word}`);
}

interface Asking {
  prompter: Host['prompter'];
  flags: SharedFlags;
  unasked: string | undefined;
  /** For people: the account for which platform staff acts. */
  actingFor: () => Promise<string>;
}

/**
 * @param flags A staff reason is given for one customer, or for the many that `audit --customers` goes through.
 * @throws UsageError for flags that only make sense together.
 */
export function checkFlags(flags: SharedFlags & { customers?: unknown }): void {
  const { asCustomer, customers, reason } = flags;
  const hint = 'write 10 to 200 characters of plain ASCII; the platform records them';
  if (asCustomer !== undefined && reason === undefined) {
    throw new UsageError('--as-customer needs --reason', { hint });
  }
  if (reason === undefined) return;
  if (asCustomer === undefined && customers === undefined) {
    throw new UsageError('--reason goes with --as-customer');
  }
  // The server's own measure; to be refused there costs a request for each account.
  if (!/^[ -~]{10,200}$/.test(reason))
    throw new UsageError('--reason is too short, too long or not plain ASCII', { hint });
}
