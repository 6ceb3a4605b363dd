/** The facts of a machine and an account with which nothing is wrong. */
import { ExitCode } from '../../src/core/exit-codes.ts';
import type { Facts, Failure, KnownCredential, KnownSettings, ScheduledJob } from '../../src/doctor/facts.ts';

export const NOW = Date.parse('2026-11-23T12:00:00Z');
const DAY = 86_400_000;

export const usualSettings: KnownSettings = {
  apiUrl: 'https://api.voipbin.net',
  timeoutMs: 45_000,
  rate: 10,
  output: 'table',
  caFile: undefined,
  profile: 'main',
  customer: { id: 'c1', name: 'Acme' },
  sources: {
    profile: 'the current one',
    apiUrl: 'profile main',
    timeout: 'default',
    rate: 'default',
    caFile: 'default',
    output: 'default',
  },
  isInTheClear: false,
};

export const usualCredential: KnownCredential = {
  kind: 'accesskey',
  source: 'access key from profile main',
  from: 'profile',
  claims: undefined,
  warnings: [],
};

export const fewOf = (rows: number, limited = rows) => ({ known: { rows, limited, more: false } });

export const usualFacts: Facts = {
  now: NOW,
  timeZone: 'UTC',
  version: '1.2.3',
  platform: 'linux',
  nodeVersion: '22.11.0',
  homedir: '/home/anna',
  env: { HOME: '/home/anna', PATH: '/usr/bin:/bin' },
  knownVariables: ['VOIPBIN_ACCESS_KEY', 'VOIPBIN_PROFILE', 'VOIPBIN_CONFIG_DIR', 'VOIPBIN_API_KEY'],
  keyVariables: ['VOIPBIN_ACCESS_KEY', 'VOIPBIN_API_KEY'],
  machine: {
    node: '/usr/bin/node',
    script: '/usr/bin/voipbin',
    user: 'anna',
    home: '/home/anna',
    isRoot: false,
    timeZone: 'Europe/Berlin',
    hasSystemd: true,
    hasCrontab: true,
  },
  state: { path: '/home/anna/.local/state/voipbin', mode: 0o700, problem: undefined },
  config: {
    path: '/home/anna/.config/voipbin/config.json',
    exists: true,
    mode: 0o600,
    folderMode: 0o700,
    broken: undefined,
    problems: [],
    profiles: ['main'],
  },
  settings: { known: usualSettings },
  isDemo: false,
  authorities: { known: undefined },
  addresses: { known: ['192.0.2.1'] },
  certificate: { known: { problem: undefined, issuer: 'Example CA', validTo: NOW + 90 * DAY } },
  ping: { known: { serverTime: NOW } },
  durations: [80, 120, 100],
  requests: { sent: 10, refused: 0 },
  credential: { known: usualCredential },
  expires: { known: NOW + 100 * DAY },
  customer: { known: { id: 'c1', name: 'Acme', status: 'active' } },
  agent: { known: undefined },
  billing: { known: { id: 'b1', plan_type: 'basic', balance_credit: 12_340_000, balance_token: 10 } },
  counts: {
    agents: fewOf(3),
    conferences: fewOf(0),
    extensions: fewOf(2),
    flows: fewOf(4),
    numbers: fewOf(2, 1),
    queues: fewOf(1),
  },
  job: undefined,
};

export const usualJob: ScheduledJob = {
  schedule: {
    node: '/usr/bin/node',
    script: '/usr/bin/voipbin',
    words: ['audit', '--new-only', '--quiet'],
    env: {},
    hour: 3,
    minute: 17,
    home: '/home/anna',
    isRoot: false,
  },
  withheld: [],
  missingOn: [],
  twiceOn: [],
  canRun: true,
  trial: { known: 0 },
};

export const failedWith = (parts: Partial<Failure>): { failed: Failure } => ({
  failed: {
    message: 'it failed',
    hint: undefined,
    exitCode: ExitCode.unreachable,
    reason: undefined,
    status: undefined,
    ...parts,
  },
});
