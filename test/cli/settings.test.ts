/** Flag, environment, profile, default: in this order, for each setting by itself. */
import { describe, expect, it } from 'vitest';
import type { SharedFlags } from '../../src/cli/program/flags.ts';
import type { Profile } from '../../src/cli/session/profiles.ts';
import { resolveSettings, sendable, type Env, type Settings } from '../../src/cli/session/settings.ts';

const profile: Profile = {
  api_url: 'https://profile.test',
  access_key: 'vb_profile',
  timeout: 10,
  rate: 2,
  ca_file: '/profile.pem',
  output: 'csv',
};
const env: Env = {
  VOIPBIN_API_URL: 'https://env.test/v1.0/',
  VOIPBIN_TIMEOUT: '20',
  VOIPBIN_CA_FILE: '/env.pem',
  VOIPBIN_OUTPUT: 'yaml',
};
const flags: SharedFlags = {
  apiUrl: 'https://flag.test',
  timeout: 30,
  rate: 3,
  caFile: '/flag.pem',
  output: 'json',
};

const settled = (of: { flags?: SharedFlags; env?: Env; profile?: Profile }): Settings =>
  resolveSettings(of.flags ?? {}, of.env ?? {}, {
    ...(of.profile && { current: 'p' }),
    profiles: of.profile ? { p: of.profile } : {},
  });
const valuesOf = ({ apiUrl, timeoutMs, rate, caFile, output }: Settings) => [
  apiUrl,
  timeoutMs,
  rate,
  caFile,
  output,
];

describe('a setting', () => {
  it('comes from the flag, else the environment, else the profile, else it is the default', () => {
    const own = { ...env, VOIPBIN_ACCESS_KEY: 'vb_a' };
    expect(valuesOf(settled({ flags, env: own, profile }))).toEqual([
      ...['https://flag.test', 30_000, 3, '/flag.pem', 'json'],
    ]);
    // There is no variable for the rate.
    expect(valuesOf(settled({ env: own, profile }))).toEqual([
      ...['https://env.test', 20_000, 2, '/env.pem', 'yaml'],
    ]);
    expect(valuesOf(settled({ profile }))).toEqual([
      ...['https://profile.test', 10_000, 2, '/profile.pem', 'csv'],
    ]);
    expect(valuesOf(settled({}))).toEqual([...['https://api.voipbin.net', 45_000, 10, undefined, 'table']]);
  });
});

describe('the variables of the access key', () => {
  const keys = (first: string, second: string): string[] => [
    ...settled({ env: { VOIPBIN_ACCESS_KEY: first, VN_ACCESS_KEY: second } }).warnings,
  ];

  it('may say the same', () => {
    expect(keys('vb_a', ' vb_a\n')).toEqual([]);
  });

  it('that differ are named', () => {
    expect(keys('vb_a', 'vb_b')).toEqual(['VN_ACCESS_KEY differs from VOIPBIN_ACCESS_KEY, which is used']);
  });
});

describe('a credential of a profile', () => {
  it.each<[string, { flags?: SharedFlags; env?: Env }]>([
    ['its own server', {}],
    ['its own server, written in another way', { flags: { apiUrl: 'https://profile.test/v1.0/' } }],
  ])('is sent to %s', (_server, of) => {
    expect(settled({ profile, ...of }).warnings).toEqual([]);
  });

  const kept = 'the access key from profile p belongs to https://profile.test, and is not sent to https://';
  it.each<[string, { flags?: SharedFlags; env?: Env }, string]>([
    ['of a flag', { flags: { apiUrl: 'https://flag.test' } }, `${kept}flag.test, which --api-url names`],
    ['of a variable', { env }, `${kept}env.test, which VOIPBIN_API_URL names`],
  ])('is not sent to a server %s', (_server, of, message) => {
    expect(() => sendable(settled({ profile, ...of }))).toThrow(message);
  });

  it('that is not used is sent nowhere', () => {
    expect(settled({ profile, env: { ...env, VOIPBIN_ACCESS_KEY: 'vb_a' } }).warnings).toEqual([]);
  });

  it('may be replaced by one of another server', () => {
    const config = { current: 'p', profiles: { p: profile } };
    expect(resolveSettings(flags, env, config, { profileMayBeNew: true }).warnings).toEqual([]);
  });
});

it.each([
  ['https://api.test', false],
  ['http://api.test', true],
  ['http://127.0.0.1:8080', false],
  ['http://[::1]:8080', false],
  ['http://localhost', false],
])('a credential for %s travels unencrypted: %s', (apiUrl, isWarned) => {
  const { warnings } = settled({ flags: { apiUrl }, env: { VOIPBIN_ACCESS_KEY: 'vb_a' } });

  expect(warnings.some((text) => text.includes('unencrypted'))).toBe(isWarned);
});
