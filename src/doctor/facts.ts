/** What is known of a machine, the way to the server and the account, when the checks begin. Plain data. */
import type { TokenClaims } from '../api/token.ts';
import type { Agent, BillingAccount, Customer } from '../api/wire.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Certificate, Machine } from '../core/ports.ts';
import type { Schedule } from './schedule.ts';

export interface Facts {
  /** Milliseconds since 1970. */
  now: number;
  /** Of times in texts. */
  timeZone: string;
  version: string;
  platform: NodeJS.Platform;
  nodeVersion: string;
  homedir: string;
  /** Its values may be secrets: no text may hold one. */
  env: Readonly<Record<string, string | undefined>>;
  /** Every variable that this program reads. */
  knownVariables: readonly string[];
  /** Variables that contain an access key; the one in use comes first. */
  keyVariables: readonly string[];
  machine: Machine;
  state: StateFolder;
  config: ConfigFile;
  settings: Learned<KnownSettings>;
  /** The example account in place of a server: there is no network. */
  isDemo: boolean;
  authorities: Learned<string | undefined>;
  addresses: Learned<readonly string[]>;
  certificate: Learned<Certificate>;
  /** An answer of any kind. */
  ping: Learned<{ serverTime: number | undefined }>;
  /** Milliseconds, one for each request. */
  durations: readonly number[];
  requests: { sent: number; refused: number };
  credential: Learned<KnownCredential>;
  /** When the credential ends; undefined: never. */
  expires: Learned<number | undefined>;
  customer: Learned<Customer>;
  /** Who signed in; undefined for a key. */
  agent: Learned<Agent | undefined>;
  billing: Learned<BillingAccount>;
  counts: Readonly<Record<Counted, Learned<Count>>>;
  /** For `--cron`. */
  job: ScheduledJob | undefined;
}

export interface ScheduledJob {
  schedule: Schedule;
  /** Variables that are set here and that the job lacks, because they hold a secret. */
  withheld: readonly string[];
  /** Whether both programs are there and can be run. */
  canRun: boolean;
  /** The exit code of `whoami`, run as cron runs the job. */
  trial: Learned<number>;
  /** The days of the next year, such as `2027-03-28`, on which its time does not exist, or comes twice. */
  missingOn: readonly string[];
  twiceOn: readonly string[];
}

/** What was found out, why that failed, or why it was not tried. */
export type Learned<T> = { known: T } | { failed: Failure } | { skipped: string };

export interface Failure {
  message: string;
  hint: string | undefined;
  exitCode: ExitCode;
  /** The API's `error.reason`. */
  reason: string | undefined;
  status: number | undefined;
}

export interface StateFolder {
  path: string;
  /** Absent where the folder does not exist yet. */
  mode: number | undefined;
  /** Why nothing can be written there. */
  problem: string | undefined;
}

export interface ConfigFile {
  path: string;
  exists: boolean;
  /** Permission bits of the file and of its folder. */
  mode: number | undefined;
  folderMode: number | undefined;
  /** What is wrong with all of it. */
  broken: string | undefined;
  /** What is wrong with single profiles. */
  problems: readonly string[];
  profiles: readonly string[];
}

export interface KnownSettings {
  apiUrl: string;
  timeoutMs: number;
  rate: number;
  output: string;
  caFile: string | undefined;
  profile: string | undefined;
  /** The account for which the profile was saved. */
  customer: { id: string; name: string } | undefined;
  sources: Readonly<Record<'profile' | 'apiUrl' | 'timeout' | 'rate' | 'caFile' | 'output', string>>;
  /** The server is another machine, and its address is not https. */
  isInTheClear: boolean;
}

export interface KnownCredential {
  kind: 'accesskey' | 'token';
  /** `access key from profile main`. */
  source: string;
  /** Where it is kept. */
  from: 'variable' | 'file' | 'profile' | 'command' | 'demo';
  /** Of a token. */
  claims: TokenClaims | undefined;
  warnings: readonly string[];
}

/** What is counted of the account. */
export const countedKinds = ['agents', 'conferences', 'extensions', 'flows', 'numbers', 'queues'] as const;
export type Counted = (typeof countedKinds)[number];

/** What each count is. */
export async function eachCount<T>(countOf: (kind: Counted) => T | Promise<T>): Promise<Record<Counted, T>> {
  const counts = await Promise.all(countedKinds.map(async (kind) => [kind, await countOf(kind)] as const));
  return Object.fromEntries(counts) as Record<Counted, T>;
}

/** No further than the largest limit of a plan. */
export interface Count {
  rows: number;
  /** Of these, those that count for a limit. */
  limited: number;
  more: boolean;
}
