/** The flags that many commands share, as data. A command accepts only the groups it can honour. */
import type { Command, Option } from 'commander';
import { seedNames } from './values.ts';

export interface FlagSpec {
  flags: string;
  help: string;
  choices?: readonly string[];
  /** Environment variable that says the same; shown in help. */
  env?: string;
  number?: boolean;
  /** What to do about a value that is not such a number. */
  hint?: string;
  /** A number without a fraction. */
  whole?: boolean;
  /** A whole number may be 0, too. */
  zero?: boolean;
  /** May be given several times. */
  repeatable?: boolean;
  /** One value may have several words, separated by commas. */
  commas?: boolean;
  /** The heading in the help; by default that of the command's own flags. */
  heading?: string;
  values?: Values | undefined;
}

/** What completion offers for a value, besides choices: files, saved sign-ins, or words that are always the same. */
export type Values = 'files' | 'profiles' | (() => ValueWords | Promise<ValueWords>);

/** After `html=<file>` a file is completed. `after`: what is offered depends on the command's first argument. */
export type ValueWords = readonly string[] | { after: Readonly<Record<string, readonly string[]>> };

export type FlagGroup = 'connection' | 'server' | 'output' | 'plainOutput' | 'write' | 'quiet';

/** Of a command that changes something. */
export const CHANGING: readonly FlagGroup[] = ['write', 'output', 'connection', 'quiet'];

export const outputFormats = ['table', 'json', 'jsonl', 'yaml', 'csv', 'markdown'] as const;
export type OutputFormat = (typeof outputFormats)[number];

const OUTPUT = 'Output:';

/** The flags of output of a command that also writes in formats of its own. */
export const outputOr = <const More extends readonly string[]>(more: More) =>
  [
    {
      flags: '-o, --output <format>',
      help: 'output format',
      choices: [...outputFormats, ...more],
      env: 'VOIPBIN_OUTPUT',
      heading: OUTPUT,
    },
    { flags: '--query <jmespath>', help: 'select from the whole answer with JMESPath', heading: OUTPUT },
    { flags: '--color <when>', help: 'colors', choices: ['auto', 'always', 'never'], heading: OUTPUT },
  ] as const satisfies readonly FlagSpec[];

/** Of a command that shows what happened in a time. */
export const windowFlags = [
  {
    flags: '--since <time>',
    help: 'start of the period: 90d, 12h, yesterday, or a date such as 2026-11-01 (30d)',
  },
  { flags: '--until <time>', help: 'end of the period: the same (now)' },
] as const satisfies readonly FlagSpec[];

const plainOutput: readonly FlagSpec[] = outputOr([]);
const server: readonly FlagSpec[] = [
  { flags: '--profile <name>', help: 'the saved sign-in to use', env: 'VOIPBIN_PROFILE', values: 'profiles' },
  { flags: '--api-url <url>', help: 'the server', env: 'VOIPBIN_API_URL' },
  {
    flags: '--timeout <seconds>',
    help: 'timeout per request in seconds (45)',
    env: 'VOIPBIN_TIMEOUT',
    number: true,
    hint: 'write the seconds of one request, such as 45; queues have --wait-timeout and --service-timeout',
  },
  { flags: '--rate <per-second>', help: 'maximum requests per second (10)', number: true },
  {
    flags: '--ca-file <pem>',
    help: 'PEM file with additional certificate authorities',
    env: 'VOIPBIN_CA_FILE',
  },
  { flags: '--verbose', help: 'log every request to standard error' },
];

export const flagGroups: Readonly<Record<FlagGroup, { title: string; flags: readonly FlagSpec[] }>> = {
  output: {
    title: OUTPUT,
    flags: [...plainOutput, { flags: '--show-secrets', help: 'do not mask secrets (only on a terminal)' }],
  },
  /** For what holds no secret. */
  plainOutput: { title: OUTPUT, flags: plainOutput },
  connection: {
    title: 'Connection:',
    flags: [
      ...server,
      { flags: '--as-customer <id>', help: 'platform staff: act for this account' },
      { flags: '--reason <text>', help: 'platform staff: why, for the record (10 to 200 characters)' },
      { flags: '--demo [seed]', help: 'a built-in example account instead of a server', values: seedNames },
    ],
  },
  /** For those who are not signed in yet. */
  server: { title: 'Connection:', flags: server },
  write: {
    title: 'Confirmation:',
    flags: [
      { flags: '--yes', help: 'answer yes to every question' },
      { flags: '--no-input', help: 'never ask anything', env: 'VOIPBIN_NO_INPUT' },
      { flags: '--dry-run', help: 'show what would be done, and do nothing' },
    ],
  },
  quiet: { title: OUTPUT, flags: [{ flags: '--quiet', help: 'no notices on standard error' }] },
};

export const versionFlag: FlagSpec = { flags: '-V, --version', help: 'the version of this program' };
export const helpFlag: FlagSpec = { flags: '-h, --help', help: 'help for a command' };

/** Each once: they may come before the command, too. */
export const sharedFlags: readonly FlagSpec[] = [
  ...new Set(Object.values(flagGroups).flatMap(({ flags }) => flags)),
];

/** What the shared flags come to, before environment and profile are looked at. */
export interface SharedFlags {
  output?: OutputFormat;
  query?: string;
  showSecrets?: boolean;
  color?: 'auto' | 'always' | 'never';
  profile?: string;
  apiUrl?: string;
  asCustomer?: string;
  reason?: string;
  /** True, or the name of a seed. */
  demo?: string | true;
  /** Seconds. */
  timeout?: number;
  /** Requests per second. */
  rate?: number;
  caFile?: string;
  verbose?: boolean;
  yes?: boolean;
  /** False when --no-input was given. */
  input?: boolean;
  dryRun?: boolean;
  quiet?: boolean;
}

/** Adds the groups' flags to a command. */
export function addFlags(
  command: Command,
  groups: readonly FlagGroup[],
  makeOption: (spec: FlagSpec) => Option,
): void {
  for (const group of groups) {
    const { title, flags } = flagGroups[group];
    for (const spec of flags) command.addOption(makeOption(spec).helpGroup(title));
  }
}
