/** Each check, over facts: what it finds, and what to do then. */
import { describe, expect, it } from 'vitest';
import { ExitCode, worstExitCode } from '../../src/core/exit-codes.ts';
import { exitCodesOf, type Result, type Status } from '../../src/doctor/check.ts';
import { checks, jobChecks } from '../../src/doctor/checks/index.ts';
import type { Facts } from '../../src/doctor/facts.ts';
import { answersOf } from '../../src/doctor/symptoms.ts';
import {
  failedWith,
  fewOf,
  NOW,
  usualCredential,
  usualFacts,
  usualJob,
  usualSettings,
} from '../support/facts-of-doctor.ts';

const DAY = 86_400_000;

const look = (facts: Partial<Facts>, all = checks): Result[] =>
  all.map(({ id, area, look: judge }) => ({ id, area, ...judge({ ...usualFacts, ...facts }) }));
const resultOf = (id: string, facts: Partial<Facts>, all = checks): Result => {
  const found = look(facts, all).find((result) => result.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
};

const { machine, config, env } = usualFacts;
const settings = (parts: Partial<typeof usualSettings>): Partial<Facts> => ({
  settings: { known: { ...usualSettings, ...parts } },
});
const variables = (more: Record<string, string>): Partial<Facts> => ({ env: { ...env, ...more } });
const token = {
  ...usualCredential,
  kind: 'token',
  source: 'token from VOIPBIN_TOKEN',
  from: 'variable',
} as const;
const claims = (permission: number) => ({
  type: 'agent',
  customerId: 'c1',
  agentId: 'a1',
  username: 'anna',
  permission,
  expires: NOW + DAY,
});
const billing = (parts: object): Partial<Facts> => ({
  billing: { known: { id: 'b1', plan_type: 'basic', balance_credit: 5_000_000, ...parts } },
});

type Row = [what: string, id: string, facts: Partial<Facts>, status: Status, said: string, hint?: string];

const rows: Row[] = [
  ['a Node.js that is supported', 'node', {}, 'ok', 'Node.js 22.11.0 (/usr/bin/node)'],
  [
    'one that is not',
    'node',
    { nodeVersion: '20.18.1' },
    'warning',
    'since 2026-04-30',
    'install Node.js 22 or newer',
  ],
  ['one from the future', 'node', { nodeVersion: '40.0.0' }, 'ok', '40.0.0'],
  ['no HOME, and a home', 'home', { env: {} }, 'warning', 'HOME is not set: /home/anna', 'set HOME'],
  [
    'no home at all',
    'home',
    { env: {}, homedir: '/nonexistent' },
    'failure',
    'has no home folder',
    'set HOME',
  ],
  ['a folder in its place', 'home', { env: { VOIPBIN_CONFIG_DIR: '/c' } }, 'ok', 'takes its place'],
  [
    'a state folder for all',
    'state-folder',
    { state: { path: '/s', mode: 0o755, problem: undefined } },
    'warning',
    '(0755)',
    'chmod 700 /s',
  ],
  [
    'one that is not there yet',
    'state-folder',
    { state: { path: '/s', mode: undefined, problem: undefined } },
    'ok',
    '/s is created',
  ],
  [
    'one that cannot be written',
    'state-folder',
    { state: { path: '/s', mode: 0o500, problem: 'cannot write /s' } },
    'failure',
    'cannot write /s',
    'XDG_STATE_HOME',
  ],

  ['no configuration', 'config-file', { config: { ...config, exists: false } }, 'ok', 'nothing is saved'],
  [
    'a broken one',
    'config-file',
    { config: { ...config, broken: 'is broken: not JSON' } },
    'failure',
    'is broken: not JSON',
    'repair it',
  ],
  [
    'a profile that makes no sense',
    'config-file',
    { config: { ...config, problems: ['profile "x" is left out'] } },
    'failure',
    'profile "x"',
    'repair the profile',
  ],
  [
    'a file that others can read',
    'config-modes',
    { config: { ...config, mode: 0o644 } },
    'warning',
    '(0644)',
    'chmod 600',
  ],
  [
    'the same on Windows',
    'config-modes',
    { config: { ...config, mode: 0o666 }, platform: 'win32' },
    'ok',
    'Windows',
  ],
  [
    'a variable that nothing reads',
    'variables',
    variables({ VOIPBIN_ACESS_KEY: 'vb_x' }),
    'warning',
    'VOIPBIN_ACESS_KEY',
    'did you mean VOIPBIN_ACCESS_KEY?',
  ],
  [
    'two keys',
    'variables',
    variables({ VOIPBIN_ACCESS_KEY: 'a', VOIPBIN_API_KEY: 'b' }),
    'warning',
    'VOIPBIN_API_KEY differs',
    'unset VOIPBIN_API_KEY',
  ],
  [
    'the same key twice',
    'variables',
    variables({ VOIPBIN_ACCESS_KEY: 'a', VOIPBIN_API_KEY: 'a ' }),
    'ok',
    'set: VOIPBIN_ACCESS_KEY',
  ],
  [
    'no verification of TLS',
    'variables',
    variables({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    'warning',
    'can read the credential',
    '--ca-file',
  ],
  [
    'a server in the clear',
    'server',
    settings({ apiUrl: 'http://x.example', isInTheClear: true }),
    'warning',
    'is not https',
    'https address',
  ],
  [
    'where settings come from',
    'settings',
    settings({ rate: 5, sources: { ...usualSettings.sources, rate: '--rate' } }),
    'ok',
    '5 requests/s (--rate)',
  ],
  [
    'settings that make no sense',
    'settings',
    { settings: failedWith({ message: 'there is no profile x', hint: 'sign in', exitCode: 2 }) },
    'failure',
    'there is no profile x',
    'sign in',
  ],

  ['no proxy', 'proxy', {}, 'ok', 'none is set'],
  [
    'a proxy with a password',
    'proxy',
    variables({ HTTPS_PROXY: 'http://u:pw@proxy:3128' }),
    'ok',
    'http://proxy:3128 (HTTPS_PROXY)',
  ],
  [
    'a proxy for others',
    'proxy',
    variables({ https_proxy: 'http://proxy:3128', no_proxy: '.voipbin.net' }),
    'ok',
    'NO_PROXY excludes the server',
  ],
  [
    'a proxy without a scheme',
    'proxy',
    variables({ HTTPS_PROXY: 'proxy:3128' }),
    'failure',
    'is not a web address',
    'http://proxy:3128',
  ],
  [
    'ALL_PROXY',
    'proxy',
    variables({ ALL_PROXY: 'http://proxy:3128' }),
    'warning',
    'not supported',
    'set HTTPS_PROXY',
  ],
  [
    'a network in NO_PROXY',
    'proxy',
    variables({ HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.0.0.0/8' }),
    'warning',
    '10.0.0.0/8',
    'name hosts',
  ],
  [
    'no such file of authorities',
    'ca',
    { authorities: failedWith({ message: 'the CA file x does not exist', exitCode: 2 }) },
    'failure',
    'does not exist',
    '--ca-file',
  ],
  [
    'a name that does not exist',
    'dns',
    { addresses: failedWith({ message: 'the host name does not exist (ENOTFOUND)' }) },
    'failure',
    'ENOTFOUND',
    '--api-url',
  ],
  [
    'a name that the proxy looks up',
    'dns',
    { ...variables({ HTTPS_PROXY: 'http://p:1' }), addresses: failedWith({}) },
    'ok',
    'the proxy looks',
  ],
  [
    'an address',
    'dns',
    { ...settings({ apiUrl: 'https://[2001:db8::1]' }), addresses: failedWith({}) },
    'ok',
    'no name to look up',
  ],
  [
    'no TLS',
    'tls',
    { ...settings({ apiUrl: 'http://127.0.0.1:8080' }), certificate: failedWith({}) },
    'ok',
    'not used',
  ],
  [
    'TLS without a name',
    'tls',
    { addresses: failedWith({}), certificate: failedWith({}) },
    'not checked',
    'cannot be looked up',
  ],
  [
    'an unknown authority',
    'tls',
    {
      certificate: { known: { problem: 'SELF_SIGNED_CERT_IN_CHAIN', issuer: 'Zed Inc', validTo: NOW + DAY } },
    },
    'failure',
    'issued by Zed Inc',
    '--ca-file',
  ],
  [
    'an expired certificate',
    'tls',
    { certificate: { known: { problem: 'CERT_HAS_EXPIRED', issuer: 'Zed Inc', validTo: NOW - DAY } } },
    'failure',
    'has expired',
    'check the clock',
  ],
  [
    'a certificate for another host',
    'tls',
    {
      certificate: {
        known: { problem: 'ERR_TLS_CERT_ALTNAME_INVALID', issuer: 'Zed Inc', validTo: NOW + DAY },
      },
    },
    'failure',
    'another host name',
    'check the address',
  ],
  [
    'a certificate that ends soon',
    'tls',
    { certificate: { known: { problem: undefined, issuer: 'Zed Inc', validTo: NOW + 13 * DAY } } },
    'warning',
    'expires soon',
    'renew',
  ],
  [
    'no answer',
    'reachable',
    { ping: failedWith({ message: 'no answer from x', hint: 'check the network' }) },
    'failure',
    'no answer from x',
    'check the network',
  ],
  [
    'a clock that is right',
    'clock',
    { ping: { known: { serverTime: NOW - 9000 } } },
    'ok',
    'less than 10 s off',
  ],
  [
    'a clock that is ahead',
    'clock',
    { ping: { known: { serverTime: NOW - 60_000 } } },
    'warning',
    '60 s fast',
    'set the clock',
  ],
  [
    'a clock that is far behind',
    'clock',
    { ping: { known: { serverTime: NOW + 600_000 } } },
    'failure',
    '600 s slow',
    'set the clock',
  ],
  [
    'a server that does not say the time',
    'clock',
    { ping: { known: { serverTime: undefined } } },
    'not checked',
    'does not return',
    'compare',
  ],
  [
    'a server that does not answer',
    'clock',
    { ping: failedWith({}) },
    'not checked',
    'the server does not answer',
  ],
  ['quick answers', 'latency', {}, 'ok', '100 ms per request (slowest 120 ms)'],
  ['slow answers', 'latency', { durations: [3000, 2500, 100] }, 'warning', '2500 ms', '--timeout'],

  [
    'no credential',
    'credential',
    { credential: failedWith({ message: 'not signed in', hint: 'run login', exitCode: 4 }) },
    'failure',
    'not signed in',
    'run login',
  ],
  [
    'a key in a file for all',
    'credential',
    {
      credential: {
        known: {
          ...usualCredential,
          from: 'file',
          warnings: ['key.txt can be read by other users of this machine: chmod 600 key.txt'],
        },
      },
    },
    'warning',
    'chmod 600 key.txt',
    'run the command',
  ],
  [
    'a key that is refused',
    'accepted',
    {
      customer: failedWith({
        message: 'the server did not accept the key',
        status: 401,
        exitCode: 4,
        hint: 'run login',
      }),
    },
    'failure',
    'did not accept',
    'run login',
  ],
  [
    'a server that failed',
    'accepted',
    { customer: failedWith({ message: 'the server failed with 500', status: 500 }) },
    'not checked',
    'failed with 500',
  ],
  [
    'a key that ends soon',
    'expiry',
    { expires: { known: NOW + 13 * DAY } },
    'warning',
    '2026-12-06',
    'accesskeys rotate',
  ],
  [
    'a token that ends soon',
    'expiry',
    { expires: { known: NOW + DAY / 2 }, credential: { known: token } },
    'warning',
    '2026-11-24',
    'voipbin login',
  ],
  ['one that has ended', 'expiry', { expires: { known: NOW } }, 'failure', 'it ended on', 'voipbin login'],
  ['one that never ends', 'expiry', { expires: { known: undefined } }, 'ok', 'never ends'],
  [
    'an end that is not known',
    'expiry',
    { expires: failedWith({ message: 'not permitted' }) },
    'not checked',
    'not permitted',
  ],
  [
    'an agent without permissions',
    'may-read',
    { customer: failedWith({ status: 403, reason: 'PERMISSION_DENIED' }) },
    'failure',
    'admin or manager',
    'sign in as an admin',
  ],
  [
    'a frozen account',
    'may-read',
    { customer: failedWith({ status: 403, reason: 'ACCOUNT_FROZEN' }) },
    'not checked',
    'cannot be read',
  ],
  ['a key', 'may-change', {}, 'ok', 'admin: may change'],
  [
    'a manager',
    'may-change',
    { credential: { known: { ...token, claims: claims(0x40) } } },
    'warning',
    'manager: only an admin',
    'ask one for an access key',
  ],
  [
    'a token of an admin',
    'may-change',
    { credential: { known: { ...token, claims: claims(0x20) } } },
    'ok',
    'admin',
  ],
  [
    'a delegate',
    'may-change',
    { credential: { known: { ...token, claims: { ...claims(0), type: 'delegate' } } } },
    'ok',
    'admin',
  ],
  [
    'requests that met the limit',
    'rate-limit',
    { requests: { sent: 10, refused: 3 } },
    'warning',
    '3 of 10 requests',
    '--rate',
  ],
  ['no requests', 'rate-limit', { requests: { sent: 0, refused: 0 } }, 'not checked', 'no request was sent'],

  ['the account', 'account', {}, 'ok', 'Acme (c1)'],
  [
    'another account than the profile says',
    'account',
    settings({ customer: { id: 'c2', name: 'Old' } }),
    'warning',
    'saved for Old (c2)',
    'voipbin profile list',
  ],
  [
    'a key from a variable, for another account',
    'account',
    {
      ...settings({ customer: { id: 'c2', name: 'Old' } }),
      credential: { known: { ...usualCredential, from: 'variable' } },
    },
    'ok',
    'Acme',
  ],
  [
    'an account that is frozen',
    'status',
    {
      customer: failedWith({
        message: 'the account has been frozen since 2026-11-11',
        status: 403,
        reason: 'ACCOUNT_FROZEN',
      }),
    },
    'failure',
    'has been frozen since',
    'voipbin customer recover',
  ],
  [
    'an account that is new',
    'status',
    { customer: { known: { id: 'c1', status: 'initial' } } },
    'warning',
    'not verified',
    'open the link',
  ],
  [
    'an account that is expired',
    'status',
    { customer: { known: { id: 'c1', status: 'expired' } } },
    'failure',
    'expired',
    'support',
  ],
  [
    'a status that no one knows',
    'status',
    { customer: { known: { id: 'c1', status: 'suspended' } } },
    'failure',
    'suspended',
    'support',
  ],
  ['credit', 'billing', {}, 'ok', 'basic plan, credit $12.34, 10 tokens'],
  ['no credit left', 'billing', billing({ balance_credit: 0 }), 'warning', 'is refused', 'add credit'],
  ['a debt', 'billing', billing({ balance_credit: -1_000_000 }), 'failure', '$1.00 below zero', 'reactivate'],
  [
    'a debt of an unlimited plan',
    'billing',
    billing({ balance_credit: -1_000_000, plan_type: 'unlimited' }),
    'ok',
    'unlimited plan',
  ],
  [
    'a plan that ends',
    'billing',
    billing({ plan_status: 'canceling' }),
    'warning',
    'is canceled',
    'in the console',
  ],
  [
    'a manager who may not read it',
    'billing',
    { billing: failedWith({ status: 403 }) },
    'not checked',
    'only an admin',
  ],
  ['what is visible', 'resources', {}, 'ok', '3 agents, 2 numbers, 4 flows and 1 queue'],
  [
    'nothing visible',
    'resources',
    {
      counts: {
        ...usualFacts.counts,
        agents: fewOf(0),
        numbers: fewOf(0),
        flows: fewOf(0),
        queues: fewOf(0),
      },
    },
    'warning',
    'no numbers, flows or queues',
    'voipbin whoami',
  ],
  [
    'a list that failed',
    'resources',
    { counts: { ...usualFacts.counts, flows: failedWith({ message: 'no flows' }) } },
    'not checked',
    'no flows',
  ],
  ['limits far away', 'limits', {}, 'ok', 'less than 80 %'],
  [
    'a limit that is near',
    'limits',
    { counts: { ...usualFacts.counts, agents: fewOf(40), numbers: fewOf(90, 50) } },
    'warning',
    '40 of 50 agents, 50 of 50 virtual numbers',
    'larger plan',
  ],
  [
    'a limit nearly near',
    'limits',
    { counts: { ...usualFacts.counts, agents: fewOf(39) } },
    'ok',
    'less than 80 %',
  ],
  ['a plan without limits', 'limits', billing({ plan_type: 'unlimited' }), 'ok', 'no limits that are known'],

  ['a node that cron finds', 'cron-path', {}, 'ok', 'cron finds node in /usr/bin'],
  [
    'a node that it does not find',
    'cron-path',
    { machine: { ...machine, node: '/home/anna/.nvm/versions/node/v22.11.0/bin/node' } },
    'warning',
    'does not look in',
    'doctor --cron',
  ],
  [
    'npx',
    'cron-path',
    { machine: { ...machine, script: '/home/anna/.npm/_npx/1f/node_modules/.bin/voipbin' } },
    'warning',
    'cache of npx',
    'npm install -g',
  ],
  ['the time zone', 'cron-time-zone', {}, 'ok', 'Europe/Berlin, the time zone of the system'],
  [
    'another one in this shell',
    'cron-time-zone',
    variables({ TZ: ':UTC' }),
    'warning',
    'and not UTC of this shell',
    'choose the time',
  ],
  [
    'a system that does not say',
    'cron-time-zone',
    { ...variables({ TZ: 'UTC' }), machine: { ...machine, timeZone: undefined } },
    'not checked',
    'is not known',
    'date',
  ],
  [
    'a key of this shell',
    'cron-credential',
    {
      credential: {
        known: { ...usualCredential, from: 'variable', source: 'access key from VOIPBIN_ACCESS_KEY' },
      },
    },
    'warning',
    'only this shell has it',
    '--access-key-stdin',
  ],
  [
    'a token',
    'cron-credential',
    { credential: { known: { ...token, from: 'profile' } } },
    'warning',
    'seven days',
    'access key',
  ],
];

describe('a check', () => {
  it.each(rows)('%s (%s)', (_what, id, facts, status, said, hint) => {
    const result = resultOf(id, facts);

    expect(result).toMatchObject({ status, message: expect.stringContaining(said) as string });
    if (hint === undefined) expect(result.hint).toBeUndefined();
    else expect(result.hint).toContain(hint);
  });

  it('is in the table, every one of them', () => {
    const tested = new Set(rows.map(([, id]) => id));
    const alwaysOk = ['version', 'profile', 'cron-home'];
    expect(checks.map(({ id }) => id).filter((id) => !tested.has(id) && !alwaysOk.includes(id))).toEqual([]);
  });

  it('finds nothing wrong where nothing is', () => {
    const results = look({});
    expect(results.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
    expect(worstExitCode(exitCodesOf(results))).toBe(ExitCode.done);
  });

  it('says what to do of every warning and failure', () => {
    const silent = rows
      .filter(([, , , status]) => status === 'warning' || status === 'failure')
      .filter(([, , , , , hint]) => hint === undefined);
    expect(silent).toEqual([]);
  });

  it('shows no value of the environment that may be a secret', () => {
    const secret = 'S3CRET';
    const env = Object.fromEntries(
      ['VOIPBIN_ACCESS_KEY', 'VOIPBIN_API_KEY', 'VOIPBIN_TOKEN', 'VOIPBIN_PING_URL', 'VOIPBIN_ACESS_KEY'].map(
        (name, at) => [name, `${secret}${at}`],
      ),
    );
    const proxies = { HTTPS_PROXY: `http://anna:${secret}@proxy:3128`, ALL_PROXY: `http://u:${secret}@p:1` };
    for (const facts of [
      variables(env),
      variables(proxies),
      variables({ HTTP_PROXY: `anna:${secret}@proxy` }),
    ]) {
      expect(JSON.stringify(look(facts))).not.toContain(secret);
    }
  });
});

describe('without a network', () => {
  const skipped = { skipped: 'the server does not answer' };
  const nowhere = failedWith({ message: 'the host name cannot be looked up at the moment (EAI_AGAIN)' });
  const facts: Partial<Facts> = {
    addresses: nowhere,
    certificate: nowhere,
    ping: nowhere,
    durations: [],
    requests: { sent: 4, refused: 0 },
    customer: skipped,
    agent: skipped,
    expires: skipped,
    billing: skipped,
    counts: {
      agents: skipped,
      conferences: skipped,
      extensions: skipped,
      flows: skipped,
      numbers: skipped,
      queues: skipped,
    },
  };

  it('nothing of the server or of the account is fine', () => {
    const results = look(facts);
    const fine = results.filter(({ status }) => status === 'ok').map(({ id }) => id);
    const needNetwork = results
      .filter(({ area }) => area === 'account')
      .map(({ id }) => id)
      .concat([
        'dns',
        'tls',
        'reachable',
        'clock',
        'latency',
        'accepted',
        'expiry',
        'may-read',
        'may-change',
      ]);
    expect(needNetwork.filter((id) => fine.includes(id))).toEqual([]);
    expect(worstExitCode(exitCodesOf(results))).toBe(ExitCode.unreachable);
  });

  it('no symptom has the answer that all is well', () => {
    expect(answersOf(look(facts)).map(({ status }) => status)).not.toContain('ok');
  });
});

describe('exit codes', () => {
  it.each<[what: string, facts: Partial<Facts>, code: number]>([
    ['a warning', { nodeVersion: '20.18.1' }, 0],
    [
      'settings that make no sense, and all that hangs on them',
      { settings: failedWith({ exitCode: 2 }), ping: { skipped: 'x' } },
      2,
    ],
    ['no answer', { ping: failedWith({ exitCode: 3 }) }, 3],
    ['not signed in', { credential: failedWith({ exitCode: 4 }), ping: failedWith({ exitCode: 3 }) }, 4],
    ['something unknown, and nothing wrong', { billing: failedWith({ status: 403, exitCode: 4 }) }, 3],
  ])('%s', (_what, facts, code) => {
    expect(worstExitCode(exitCodesOf(look(facts)))).toBe(code);
  });
});

describe('the symptoms of the vendor', () => {
  const answer = (symptom: string, facts: Partial<Facts>) =>
    answersOf(look(facts)).find((one) => one.symptom === symptom);

  it('all are well with a healthy account', () => {
    expect(answersOf(look({})).map(({ symptom, status }) => [symptom, status])).toEqual([
      ['cannot access customer data', 'ok'],
      ['resources are not visible', 'ok'],
      ['account is suspended', 'ok'],
      ['account cannot be updated', 'ok'],
    ]);
  });

  const refused = failedWith({ message: 'not accepted', status: 401, exitCode: 4, hint: 'run login' });
  const denied = failedWith({ status: 403, reason: 'PERMISSION_DENIED', exitCode: 4 });
  const frozen = failedWith({ message: 'the account is frozen', status: 403, reason: 'ACCOUNT_FROZEN' });
  const manager = { credential: { known: { ...token, claims: claims(0x40) } } };

  it.each<[symptom: string, why: string, facts: Partial<Facts>, status: Status, check: string, hint: string]>(
    [
      [
        'cannot access customer data',
        'the token is not valid',
        { customer: refused },
        'failure',
        'accepted',
        'run login',
      ],
      [
        'cannot access customer data',
        'no admin permission',
        { customer: denied },
        'failure',
        'may-read',
        'sign in as an admin',
      ],
      [
        'resources are not visible',
        'another account',
        settings({ customer: { id: 'c2', name: 'Old' } }),
        'warning',
        'account',
        'voipbin profile list',
      ],
      [
        'resources are not visible',
        'nothing exists',
        {
          counts: {
            ...usualFacts.counts,
            numbers: fewOf(0),
            flows: fewOf(0),
            queues: fewOf(0),
          },
        },
        'warning',
        'resources',
        'voipbin whoami',
      ],
      ['account is suspended', 'frozen', { customer: frozen }, 'failure', 'status', 'customer recover'],
      ['account is suspended', 'billing', billing({ balance_credit: -1 }), 'failure', 'billing', 'support'],
      ['account cannot be updated', 'not an admin', manager, 'warning', 'may-change', 'sign in as an admin'],
    ],
  )('%s: %s', (symptom, _why, facts, status, check, hint) => {
    expect(answer(symptom, facts)).toMatchObject({
      status,
      check,
      hint: expect.stringContaining(hint) as string,
    });
  });

  it('a manager reads without a warning', () => {
    expect(answer('cannot access customer data', manager)?.status).toBe('ok');
  });

  it('fields that nobody can change are named', () => {
    expect(answer('account cannot be updated', {})?.answer).toContain('id, status, dates and verification');
  });
});

describe('a job', () => {
  const job = (parts: Partial<typeof usualJob>, facts: Partial<Facts> = {}): Partial<Facts> => ({
    ...facts,
    job: { ...usualJob, ...parts },
  });
  const fromVariable = { credential: { known: { ...usualCredential, from: 'variable' as const } } };

  it('with which nothing is wrong', () => {
    expect(look(job({}), jobChecks).filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  it.each<Row>([
    [
      'a program that is not there',
      'cron-path',
      job({ canRun: false, trial: { skipped: 'x' } }),
      'failure',
      'cannot be run',
      'install',
    ],
    [
      'a path with a line break',
      'cron-path',
      job({ schedule: { ...usualJob.schedule, words: ['audit', 'a\nb'] } }),
      'failure',
      'line break',
      'another path',
    ],
    [
      'a Node.js of nvm',
      'cron-path',
      job({}, { machine: { ...machine, node: '/home/anna/.nvm/versions/node/v22.11.0/bin/node' } }),
      'ok',
      'exist',
      'after an update',
    ],
    [
      'a key that cron does not have',
      'cron-credential',
      job({ trial: { known: 4 } }, fromVariable),
      'failure',
      'cron does not',
      '--access-key-stdin',
    ],
    [
      'another key in its place',
      'cron-credential',
      job({}, fromVariable),
      'warning',
      'with another one',
      '--access-key-stdin',
    ],
    [
      'a secret that it lacks',
      'cron-variables',
      job({ withheld: ['VOIPBIN_PING_URL'] }),
      'warning',
      'not VOIPBIN_PING_URL',
      '0600',
    ],
    [
      'no cron',
      'cron-service',
      job({}, { machine: { ...machine, hasCrontab: false, hasSystemd: false } }),
      'warning',
      'neither',
      'install cron',
    ],
    [
      'a trial that is not signed in',
      'cron-trial',
      job({ trial: { known: 4 } }),
      'failure',
      'ended with 4 (not signed in',
      'voipbin doctor',
    ],
    [
      'a trial that no shell can start',
      'cron-trial',
      job({ trial: { known: 127 } }),
      'failure',
      'ended with 127',
      'voipbin doctor',
    ],
    [
      'a trial that was not made',
      'cron-trial',
      job({ trial: { skipped: 'the job cannot be run' } }),
      'not checked',
      'cannot be run',
    ],
    ['its time', 'cron-time-zone', job({}), 'ok', '03:17 is in Europe/Berlin'],
    [
      'a time at which clocks change',
      'cron-time-zone',
      job({ missingOn: ['2027-03-28'], twiceOn: ['2027-10-31'] }),
      'warning',
      'the system; that time does not exist on 2027-03-28 and occurs twice on 2027-10-31, when the clocks change',
      '--at 5:30',
    ],
  ])('%s (%s)', (_what, id, facts, status, said, hint) => {
    const result = resultOf(id, facts, jobChecks);
    expect(result).toMatchObject({ status, message: expect.stringContaining(said) as string });
    if (hint === undefined) expect(result.hint).toBeUndefined();
    else expect(result.hint).toContain(hint);
  });
});
