/** The real outside world, in one value. */
import { homedir, hostname } from 'node:os';
import { pathToFileURL } from 'node:url';
import { CancelledError } from '../../core/errors.ts';
import type { Files, Host, Probes, Prompter, Random, SystemFacts } from '../../core/ports.ts';
import { systemClock } from './clock.ts';
import { createIo } from './io.ts';

/** Builds the host of the shipped program. Everything that costs time is made when it is first asked for. */
/** @param packageFolder of the installed program. */
export function createHost(packageFolder: string): Host {
  const { signal, blocking } = endings();
  return {
    io: createIo(signal),
    env: process.env,
    clock: systemClock,
    random: systemRandom,
    files: lazyFiles,
    prompter: lazyPrompter(signal),
    system: Object.assign(systemFacts, { packageUrl: pathToFileURL(packageFolder).href }),
    run: async (argv, timeoutMs) => (await import('./run.ts')).createRun(signal)(argv, timeoutMs),
    probes: lazyProbes,
    signal,
    blocking,
    turn: nextTurn,
  };
}

/** Loaded for `doctor` only. */
const probes = async (): Promise<Probes> => (await import('./probes.ts')).systemProbes;

const lazyProbes: Probes = {
  machine: async () => (await probes()).machine(),
  addresses: async (hostname) => (await probes()).addresses(hostname),
  certificate: async (server) => (await probes()).certificate(server),
};

/** Loaded when the first file is touched: most commands touch none. */
const disk = async (): Promise<Files> => (await import('./files.ts')).systemFiles;

export const lazyFiles: Files = {
  read: async (path, most) => (await disk()).read(path, most),
  pieces: async (path) => (await disk()).pieces(path),
  write: async (path, text, mode) => (await disk()).write(path, text, mode),
  begin: async (path, mode) => (await disk()).begin(path, mode),
  isFolder: async (path) => (await disk()).isFolder(path),
  tryWrite: async (path) => (await disk()).tryWrite(path),
  append: async (path, text) => (await disk()).append(path, text),
  list: async (folder) => (await disk()).list(folder),
  mode: async (path) => (await disk()).mode(path),
  makePrivate: async (path) => (await disk()).makePrivate(path),
  isStream: async (path) => (await disk()).isStream(path),
  isSame: async (one, other) => (await disk()).isSame(one, other),
  remove: async (path) => (await disk()).remove(path),
  lock: async (path) => (await disk()).lock(path),
};

/** Loaded when the first question is asked. */
function lazyPrompter(signal: AbortSignal): Prompter {
  const person = async (): Promise<Prompter> =>
    (await import('./prompter.ts')).createPrompter({
      input: () => process.stdin,
      output: () => process.stderr,
      env: process.env,
      signal,
    });
  return {
    input: async (question) => (await person()).input(question),
    secret: async (question) => (await person()).secret(question),
    confirm: async (question) => (await person()).confirm(question),
    select: async (question) => (await person()).select(question),
    multiselect: async (question) => (await person()).multiselect(question),
  };
}

const systemRandom: Random = {
  number: () => Math.random(),
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

const systemFacts: Omit<SystemFacts, 'packageUrl'> = {
  get hostname() {
    return hostname();
  },
  get homedir() {
    // A container's user may have neither HOME nor an entry in the list of users.
    return attempt(homedir) ?? '/nonexistent';
  },
  get cwd() {
    // The folder may have been removed behind our back.
    return attempt(() => process.cwd()) ?? '/';
  },
  platform: process.platform,
  get timeZone() {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
  },
  nodeVersion: process.versions.node,
};

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Aborted on the first SIGINT or SIGTERM; the second one finds the default in place, which ends the process hard. */
function endings(): Pick<Host, 'signal' | 'blocking'> {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    controller.abort(new CancelledError(exitCodes[name as keyof typeof exitCodes]));
    // Not at once: inquirer's signal-exit, when it is the last listener, ends the process itself.
    setImmediate(ignore);
  };
  const listen = (): void => {
    for (const name of Object.keys(exitCodes)) process.on(name, onSignal);
  };
  const ignore = (): void => {
    for (const name of Object.keys(exitCodes)) process.off(name, onSignal);
  };
  listen();
  return {
    signal: controller.signal,
    async blocking(work) {
      // A signal that is in progress is heard in the second turn of the event loop at the latest.
      for (let turn = 0; turn < 2; turn += 1) await nextTurn();
      controller.signal.throwIfAborted();
      // The first process of a container has no default: there a signal is heard when the work is done.
      if (process.pid === 1) return work();
      ignore();
      try {
        return work();
      } finally {
        listen();
      }
    },
  };
}
