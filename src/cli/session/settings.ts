/** From flags, environment and profile to the settings of one run: flag, then environment, then profile, then default. */
import { UsageError } from '../../core/errors.ts';
import type { Host } from '../../core/ports.ts';
import { didYouMean } from '../../core/suggest.ts';
import { escaped } from '../../core/text.ts';
import { outputFormats, type OutputFormat, type SharedFlags } from '../program/flags.ts';
import type { Config, Profile } from './profiles.ts';

export const DEFAULT_API_URL = 'https://api.voipbin.net';
const DEFAULT_TIMEOUT_S = 45;
const DEFAULT_RATE = 10;
/** Requests/s that delegate tokens of one account have together (the server's own default). */
export const DELEGATE_LIMIT = 8;
/** Of these, what one run takes. */
export const DELEGATE_RATE = 4;

export type Env = Readonly<Record<string, string | undefined>>;

/** Where a credential comes from; nothing is read or run yet. */
export type CredentialSource =
  | { kind: 'accesskey'; value: string; source: string; profile?: string }
  | { kind: 'token'; value: string; source: string; profile?: string }
  | { kind: 'file'; path: string; source: string }
  | { kind: 'command'; argv: readonly string[]; source: string; profile: string };

export interface Settings {
  /** Without `/v1.0` and without a slash at the end. */
  apiUrl: string;
  credential: CredentialSource | undefined;
  /** The profile in use, if there is one. */
  profileName: string | undefined;
  profile: Profile | undefined;
  timeoutMs: number;
  /** Requests per second. */
  rate: number;
  /** Whether the rate was chosen by the user. */
  rateGiven: boolean;
  caFile: string | undefined;
  output: OutputFormat;
  /** Where each comes from, for people: a flag, a variable, a profile, or `default`. */
  sources: Readonly<Record<SourcedSetting, string>>;
  warnings: readonly string[];
  /** Why the credential is not sent to that server; what sends nothing works all the same. */
  misplaced: UsageError | undefined;
}

type SourcedSetting = 'profile' | 'apiUrl' | 'timeout' | 'rate' | 'caFile' | 'output';

/** @throws UsageError for a profile that does not exist, and for values that make no sense. */
export function resolveSettings(
  flags: SharedFlags,
  env: Env,
  config: Config,
  options: { profileMayBeNew?: boolean } = {},
): Settings {
  const warnings: string[] = [];
  const chosen = chooseProfile(flags, env, config, options.profileMayBeNew === true);
  const { profileName, profile } = chosen;
  const credential = chooseCredential(flags, env, profileName, profile, warnings);
  const { server, timeout, rate, caFile, output } = chooseValues(flags, env, chosen);
  const apiUrl = checkedUrl(server.value ?? DEFAULT_API_URL);
  if (credential !== undefined && isInTheClear(apiUrl)) {
    warnings.push(`${apiUrl} is not https: the credential is sent unencrypted`);
  }
  const home = profile === undefined ? apiUrl : checkedUrl(profile.api_url);
  const isMisplaced =
    credential !== undefined && 'profile' in credential && home !== apiUrl && !options.profileMayBeNew;
  return {
    apiUrl,
    credential,
    profileName,
    profile,
    timeoutMs: (timeout.value ?? DEFAULT_TIMEOUT_S) * 1000,
    rate: rate.value ?? DEFAULT_RATE,
    rateGiven: rate.value !== undefined,
    caFile: caFile.value,
    // A flag was checked where it was parsed: some commands have formats of their own.
    output: flags.output ?? checkedOutput(output.value),
    sources: {
      profile: chosen.source,
      apiUrl: server.source,
      timeout: timeout.source,
      rate: rate.source,
      caFile: caFile.source,
      output: output.source,
    },
    warnings,
    misplaced: isMisplaced ? misplacedError(credential, { home, apiUrl, names: server.source }) : undefined,
  };
}

/** Each from the first place that names it. */
function chooseValues(
  flags: SharedFlags,
  env: Env,
  { profileName, profile }: ReturnType<typeof chooseProfile>,
) {
  const ofProfile = `profile ${profileName ?? ''}`;
  const server = firstOf(
    [flags.apiUrl, '--api-url'],
    [set(env['VOIPBIN_API_URL']), 'VOIPBIN_API_URL'],
    [profile?.api_url, ofProfile],
  );
  const timeout = firstOf(
    [flags.timeout, '--timeout'],
    [flags.timeout === undefined ? numberFrom(env, 'VOIPBIN_TIMEOUT') : undefined, 'VOIPBIN_TIMEOUT'],
    [profile?.timeout, ofProfile],
  );
  const rate = firstOf([flags.rate, '--rate'], [profile?.rate, ofProfile]);
  const caFile = firstOf(
    [flags.caFile, '--ca-file'],
    [set(env['VOIPBIN_CA_FILE']), 'VOIPBIN_CA_FILE'],
    [profile?.ca_file, ofProfile],
  );
  const output = firstOf(
    [flags.output, '--output'],
    [set(env['VOIPBIN_OUTPUT']), 'VOIPBIN_OUTPUT'],
    [profile?.output, ofProfile],
  );
  return { server, timeout, rate, caFile, output };
}

const misplacedError = (
  { source }: CredentialSource,
  { home, apiUrl, names }: { home: string; apiUrl: string; names: string },
): UsageError =>
  new UsageError(`the ${source} belongs to ${home}, and is not sent to ${apiUrl}, which ${names} names`, {
    hint: `run \`voipbin login --api-url ${apiUrl} --profile <name>\`, or set VOIPBIN_ACCESS_KEY to a key of that server`,
  });

/** Settings to connect with. @throws UsageError where that would send a credential to another server than its own. */
export function sendable(settings: Settings): Settings {
  if (settings.misplaced !== undefined) throw settings.misplaced;
  return settings;
}

/** The first that is there, with where it comes from. */
function firstOf<T>(...choices: readonly (readonly [value: T | undefined, source: string])[]): {
  value: T | undefined;
  source: string;
} {
  const [value, source = 'default'] = choices.find(([one]) => one !== undefined) ?? [undefined];
  return { value, source };
}

function chooseProfile(flags: SharedFlags, env: Env, config: Config, mayBeNew: boolean) {
  const { value: asked, source } = firstOf(
    [flags.profile, '--profile'],
    [set(env['VOIPBIN_PROFILE']), 'VOIPBIN_PROFILE'],
  );
  const profileName = asked ?? config.current;
  const profile = profileName === undefined ? undefined : config.profiles[profileName];
  if (asked !== undefined && profile === undefined && !mayBeNew) {
    const names = Object.keys(config.profiles);
    throw new UsageError(`there is no profile ${escaped(asked)}`, {
      hint:
        didYouMean(asked, names) ??
        (names.length > 0 ? `choose one of: ${names.join(', ')}` : 'run `voipbin login` first'),
    });
  }
  return {
    profileName: profile === undefined ? undefined : profileName,
    profile,
    source: asked === undefined ? 'the current one' : source,
  };
}

/** The first one set is used. */
export const KEY_VARIABLES = ['VOIPBIN_ACCESS_KEY', 'VOIPBIN_API_KEY', 'VN_ACCESS_KEY'] as const;

function chooseCredential(
  flags: SharedFlags,
  env: Env,
  profileName: string | undefined,
  profile: Profile | undefined,
  warnings: string[],
): CredentialSource | undefined {
  const fromProfile = profileCredential(profileName, profile);
  // A profile named on the command line is a flag, and flags go before the environment.
  if (flags.profile !== undefined) return fromProfile;
  const keys = KEY_VARIABLES.filter((name) => set(env[name]) !== undefined);
  const [first] = keys;
  if (first !== undefined) {
    const others = keys.filter((name) => env[name]?.trim() !== env[first]?.trim());
    if (others.length > 0) warnings.push(`${others.join(' and ')} differs from ${first}, which is used`);
    return { kind: 'accesskey', value: set(env[first]) ?? '', source: `access key from ${first}` };
  }
  const file = set(env['VOIPBIN_ACCESS_KEY_FILE']);
  if (file !== undefined)
    return { kind: 'file', path: file, source: `access key from ${file} (VOIPBIN_ACCESS_KEY_FILE)` };
  const token = set(env['VOIPBIN_TOKEN']);
  if (token !== undefined) return { kind: 'token', value: token, source: 'token from VOIPBIN_TOKEN' };
  return fromProfile;
}

function profileCredential(
  name: string | undefined,
  profile: Profile | undefined,
): CredentialSource | undefined {
  if (name === undefined || profile === undefined) return undefined;
  const of = `profile ${name}`;
  if (profile.access_key_command !== undefined) {
    return {
      kind: 'command',
      argv: profile.access_key_command,
      source: `access key from the command of ${of}`,
      profile: name,
    };
  }
  if (profile.access_key !== undefined) {
    return { kind: 'accesskey', value: profile.access_key, source: `access key from ${of}`, profile: name };
  }
  if (profile.token !== undefined)
    return { kind: 'token', value: profile.token, source: `token from ${of}`, profile: name };
  return undefined;
}

/** @throws UsageError unless it is an http(s) address without a secret, a query or a fragment. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new UsageError(`${JSON.stringify(text)} is not the address of a server`, {
      hint: `write it as in ${DEFAULT_API_URL}`,
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('the server address must not hold a user name or password', {
      hint: 'use `voipbin login`',
    });
  }
  if (url.search !== '' || url.hash !== '')
    throw new UsageError('the server address must not hold a query or fragment');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v1\.0$/, '');
}

/** On the way to another machine everybody can read it. */
export function isInTheClear(apiUrl: string): boolean {
  const { protocol, hostname } = new URL(apiUrl);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function checkedOutput(wanted: string | undefined): OutputFormat {
  if (wanted === undefined) return 'table';
  const known = outputFormats.find((format) => format === wanted);
  if (known !== undefined) return known;
  throw new UsageError(`there is no output format ${JSON.stringify(wanted)} (VOIPBIN_OUTPUT or profile)`, {
    hint: didYouMean(wanted, outputFormats) ?? `choose one of: ${outputFormats.join(', ')}`,
  });
}

function numberFrom(env: Env, name: string): number | undefined {
  const text = set(env[name]);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`${name} must be a number above 0, not ${JSON.stringify(text)}`);
}

/** An empty variable is an absent one. */
export function set(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/**
 * Why no question may be asked, for people; undefined where a person can answer: they must be there, at both ends, and
 * must not have said otherwise.
 */
export function whyUnasked(flags: SharedFlags, { env, io }: Pick<Host, 'env' | 'io'>): string | undefined {
  if (flags.input === false) return 'with --no-input';
  if (!io.stdin.isTTY || !io.stderr.isTTY) return 'without a terminal';
  const variable = ['VOIPBIN_NO_INPUT', 'CI'].find((name) => set(env[name]) !== undefined);
  return variable && `while ${variable} is set`;
}
