/**
 * The outside world, in one value. `main(argv, host)` receives it, tests build their own, and only
 * src/cli/system/ touches the real thing.
 */
export interface Host {
  io: Io;
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  random: Random;
  files: Files;
  prompter: Prompter;
  system: SystemFacts;
  /** Runs a program without a shell and gives its standard output. Rejects on failure or after `timeoutMs`. */
  run: (argv: readonly string[], timeoutMs: number) => Promise<string>;
  /** Replaces the network. Absent: the real one is built from the settings when it is first needed. */
  transport?: Transport;
  probes: Probes;
  /** Aborted on SIGINT and SIGTERM, with the exit code (130, 143) as its reason. */
  signal: AbortSignal;
  /**
   * Does what may take long without a pause, and therefore cannot be aborted: SIGINT and SIGTERM then end the process
   * itself. Rejects with the signal's reason when that is aborted before.
   */
  blocking: <T>(work: () => T) => Promise<T>;
  /** Resolves in the next turn of the event loop: what is waiting, such as Ctrl-C, comes first. */
  turn: () => Promise<void>;
}

export interface SystemFacts {
  hostname: string;
  homedir: string;
  cwd: string;
  platform: NodeJS.Platform;
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  nodeVersion: string;
  /** The folder of the installed program, with what is shipped with it: `file:///usr/lib/voipbin`. */
  packageUrl: string;
}

/** Looks at the machine and at the way to a server, for diagnosis. Nothing else needs them. */
export interface Probes {
  machine: () => Promise<Machine>;
  /** Addresses of a host name. An error has a code of the system. */
  addresses: (hostname: string) => Promise<string[]>;
  /** What a server shows for itself, trusted or not. An error has a code of the system. */
  certificate: (server: TlsServer) => Promise<Certificate>;
}

/** Paths are absolute. */
export interface Machine {
  /** The running Node.js. */
  node: string;
  /** The program that it was started with. */
  script: string;
  user: string | undefined;
  /** The home that the system has for the user, whatever HOME says. */
  home: string | undefined;
  /** Whether the user is root. */
  isRoot: boolean;
  /** The time zone of the system, whatever TZ says; undefined where it is not known. */
  timeZone: string | undefined;
  /** Whether systemd runs the services of this machine. */
  hasSystemd: boolean;
  /** Whether there is a program `crontab`. */
  hasCrontab: boolean;
}

export interface TlsServer {
  hostname: string;
  port: number;
  /** The address of the proxy on the way. */
  proxy: string | undefined;
  /** More authorities than those of Node.js, PEM. */
  authorities: string | undefined;
  timeoutMs: number;
  signal: AbortSignal;
}

export interface Certificate {
  /** Why it is not trusted: a code of OpenSSL. */
  problem: string | undefined;
  issuer: string;
  /** Milliseconds since 1970. */
  validTo: number;
}

export interface Output {
  /** Resolves when all of the text has left the program, and rejects where some of it could not. */
  write: (text: string) => Promise<void>;
  isTTY: boolean;
  /** Width of the terminal; absent where there is none. */
  columns?: number | undefined;
}

export interface Io {
  stdout: Output;
  stderr: Output;
  /** `most` bytes (`MOST_READ`) are read, as of a file. */
  stdin: { isTTY: boolean; readAll: (most?: number) => Promise<string> };
}

export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Rejects with the signal's reason when aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface Random {
  /** In [0, 1). */
  number: () => number;
  bytes: (count: number) => Uint8Array;
}

/** Files as this program needs them. Paths are absolute. */
export interface Files {
  /** Undefined where there is no such file. One of more than `most` bytes (`MOST_READ`) is refused. */
  read: (path: string, most?: number) => Promise<string | undefined>;
  /** The same of a file of any size, in pieces; it stays open until they are read. */
  pieces: (path: string) => Promise<AsyncIterable<string> | undefined>;
  /**
   * Atomic: a temporary file in the same folder, then a rename. The folder is made, mode 0700. A file that is there is
   * never opened to more people than before.
   */
  write: (path: string, text: string, mode: number) => Promise<void>;
  /** The same, for what comes in pieces. */
  begin: (path: string, mode: number) => Promise<NewFile>;
  /** Fails where `write` would, as far as can be seen beforehand, and where it would have to make the folder. */
  tryWrite: (path: string) => Promise<void>;
  /** Adds all of it or nothing to the end, and returns only when the disk has it. File and folder are made, modes 0600 and 0700. */
  append: (path: string, text: string) => Promise<void>;
  isFolder: (path: string) => Promise<boolean>;
  /** Names in a folder, sorted; none where there is no such folder. */
  list: (folder: string) => Promise<string[]>;
  /** Permission bits, or undefined where there is no such file. */
  mode: (path: string) => Promise<number | undefined>;
  /** Sees to it that there is an ordinary file that only its owner can read, which is we. Fails where it cannot. */
  makePrivate: (path: string) => Promise<void>;
  /** Whether it is a pipe or a device: something to write into, with nothing in it to lose. */
  isStream: (path: string) => Promise<boolean>;
  /** Whether two paths lead to one file, be it there or not. */
  isSame: (one: string, other: string) => Promise<boolean>;
  remove: (path: string) => Promise<void>;
  /** Takes a lock that other processes respect. The lock of a process of this machine that died is taken over. */
  lock: (path: string) => Promise<Locking>;
}

/** A file in the making: its name is only given to the whole of it. */
export interface NewFile {
  add: (bytes: Uint8Array) => Promise<void>;
  /** Everything was added. */
  keep: () => Promise<void>;
  /** Nothing of it stays. */
  discard: () => Promise<void>;
}

/** What became of taking a lock: the way to give it back, or who has it. */
export type Locking = { release: () => Promise<void> } | { holder: LockHolder };

/** Undefined where it does not say. */
export interface LockHolder {
  pid: number | undefined;
  host: string | undefined;
}

/** Questions to a person. Never called without a terminal. Rejects with CancelledError on Ctrl-C. */
export interface Prompter {
  input: (question: Question & { default?: string; check?: Check }) => Promise<string>;
  secret: (question: Question & { check?: Check }) => Promise<string>;
  confirm: (question: Question & { default: boolean }) => Promise<boolean>;
  select: <T>(question: Question & { choices: readonly Choice<T>[]; default?: T }) => Promise<T>;
  multiselect: <T>(question: Question & { choices: readonly Choice<T>[] }) => Promise<T[]>;
}

interface Question {
  ask: string;
}

/** True, or what is wrong with the answer. */
export type Check = (answer: string) => true | string;

export interface Choice<T> {
  name: string;
  value: T;
  detail?: string;
}

/** One HTTP request. `url` is absolute and holds no secret; header names are lower-case. */
export interface WireRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** How long this one attempt may take. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /**
   * Takes the bytes of a success, piece by piece, in place of `body`, which is empty then. `timeoutMs` is for each piece.
   * What it throws ends the request.
   */
  onPiece?: ((bytes: Uint8Array) => Promise<void>) | undefined;
}

/** One HTTP answer. Header names are lower-case; a body that is not UTF-8 has its bad bytes replaced. */
export interface WireResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Rejects with TransportError alone, and with what `onPiece` throws. */
export type Transport = (request: WireRequest) => Promise<WireResponse>;
