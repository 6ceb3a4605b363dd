/** `profile ...` and `logout`: what is saved on this machine. `logout --revoke` alone requests something. */
import { readToken } from '../../../api/token.ts';
import { pick } from '../../../api/update.ts';
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { clean, escaped, plural } from '../../../core/text.ts';
import { formatLocal, parseTime } from '../../../core/time.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { PREFIX_LENGTH } from '../../session/identity.ts';
import { printCard, printList } from '../../output.ts';
import { plainColumns } from '../../../report/tabular/csv-columns.ts';
import type { Config, Profile } from '../../session/profiles.ts';
import { set } from '../../session/settings.ts';
import type { LogoutFlags } from '../logout/command.ts';

const kindOf = (profile: Profile): string =>
  profile.access_key_command
    ? 'access key command'
    : profile.access_key
      ? 'access key'
      : profile.token
        ? 'token'
        : 'signed out';

/** What is shown of a profile. Of no other field, and so of no mistyped one, is it known that it holds no secret. */
const SHOWN = [
  'api_url',
  'access_key_expires',
  'access_key_command',
  'customer_id',
  'customer_name',
  'username',
  'output',
  'timeout',
  'rate',
  'ca_file',
] as const satisfies readonly (keyof Profile)[];

const SECRET = ['access_key', 'token'] as const satisfies readonly (keyof Profile)[];

/** A profile without its secrets. */
function shown(config: Config, name: string, profile: Profile): Record<string, unknown> {
  const { access_key } = profile;
  return {
    name,
    current: config.current === name,
    credential: kindOf(profile),
    ...(access_key !== undefined && { access_key_prefix: access_key.slice(0, PREFIX_LENGTH) }),
    ...pick(profile, SHOWN),
  };
}

const unknownFields = (profile: Profile): string[] =>
  Object.keys(profile).filter((field) => !([...SHOWN, ...SECRET] as string[]).includes(field));

export async function profileList({ context }: Call): Promise<ExitCode> {
  const config = await context.config();
  const rows = Object.entries(config.profiles)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, profile]) => shown(config, name, profile));
  await printList(context, {
    columns: [
      {
        key: 'name',
        title: 'NAME',
        value: (row) => `${String(row['name'])}${row['current'] === true ? ' *' : ''}`,
      },
      { key: 'customer_name', title: 'ACCOUNT' },
      { key: 'credential', title: 'CREDENTIAL' },
      { key: 'api_url', title: 'SERVER' },
    ],
    fields: () => plainColumns(['name', 'current', 'credential', 'access_key_prefix', ...SHOWN]),
    rows,
  });
  return ExitCode.done;
}

export async function profileShow({ context, args: [wanted] }: Call): Promise<ExitCode> {
  const config = await context.config();
  const { name, profile } = find(config, wanted ?? config.current);
  const raw = shown(config, name, profile);
  const rows = Object.entries(raw).map(([key, value]): [string, string] => [
    key,
    Array.isArray(value) ? value.join(' ') : String(value),
  ]);
  await printCard(context, { title: name, rows: () => [...rows, ['file', context.store.path]], raw });
  const unknown = unknownFields(profile);
  if (unknown.length > 0) {
    await context.warn(
      `profile ${name} has ${plural(unknown.length, 'field')} that this program does not know: ${unknown.map(clean).join(', ')}`,
    );
  }
  return ExitCode.done;
}

export async function profileUse({ context, args: [wanted] }: Call): Promise<ExitCode> {
  const config = await context.config();
  const { name, profile } = find(config, wanted);
  await context.changeConfig((latest) => ({ ...latest, current: find(latest, name).name }));
  await context.notice(`using ${name}: ${profile.customer_name ?? profile.api_url}`);
  return ExitCode.done;
}

export async function profileRemove({ context, args: [wanted] }: Call): Promise<ExitCode> {
  const config = await context.config();
  const { name, profile } = find(config, wanted);
  if (context.flags.dryRun) {
    await context.notice(`would remove profile ${name}`);
    return ExitCode.done;
  }
  await context.confirm(`Remove the profile ${name} (${profile.customer_name ?? profile.api_url})?`);
  await context.changeConfig((latest) => {
    const { [name]: _removed, ...profiles } = latest.profiles;
    const { current, ...rest } = latest;
    return { ...rest, profiles, ...(current !== undefined && current !== name && { current }) };
  });
  await context.notice(`removed ${name}`);
  await noticeOfValidity(context, profile);
  return ExitCode.done;
}

export async function logout({ context, options }: Call<LogoutFlags>): Promise<ExitCode> {
  const config = await context.config();
  const wanted = context.flags.profile ?? set(context.host.env['VOIPBIN_PROFILE']) ?? config.current;
  if (wanted === undefined) {
    await context.notice('no one is signed in');
    return ExitCode.done;
  }
  const { name, profile } = find(config, wanted);
  const isRevoked = options.revoke === true && (await revokeKey(context, name, profile));
  if (context.flags.dryRun) {
    await context.notice(`would sign out of ${profile.customer_name ?? profile.api_url} (profile ${name})`);
    return ExitCode.done;
  }
  await context.changeConfig((latest) =>
    withProfile(latest, name, withoutCredential(find(latest, name).profile)),
  );
  await context.notice(`signed out of ${profile.customer_name ?? profile.api_url} (profile ${name})`);
  if (!isRevoked) await noticeOfValidity(context, profile);
  return ExitCode.done;
}

/** @returns Whether the key of the profile is deleted on the server. */
async function revokeKey(context: Context, name: string, profile: Profile): Promise<boolean> {
  const { access_key } = profile;
  if (access_key === undefined) {
    throw new UsageError(`profile ${name} holds no access key that could be revoked`, {
      hint: '`voipbin logout` without --revoke forgets what it holds',
    });
  }
  const { revokeOwn } = await import('../accesskeys/revoke.ts');
  return revokeOwn(context, name, access_key);
}

/** What was forgotten on this machine is still accepted by the server. */
async function noticeOfValidity(context: Context, profile: Profile): Promise<void> {
  const { access_key, access_key_expires, token } = profile;
  const ends = parseTime(access_key_expires) ?? (token === undefined ? undefined : readToken(token)?.expires);
  const until = ends === undefined ? '' : ` until ${formatLocal(ends, context.host.system.timeZone)}`;
  if (access_key !== undefined) {
    const prefix = clean(access_key.slice(0, PREFIX_LENGTH));
    await context.notice(
      `the access key ${prefix}... stays valid on the server${until}: run \`voipbin accesskeys delete ${prefix}\` if others may know it`,
    );
  } else if (token !== undefined) {
    await context.notice(`the token stays valid on the server${until}: it cannot be revoked`);
  }
}

/** All settings of a profile but its way to a credential. */
export function withoutCredential(profile: Profile): Profile {
  const {
    access_key: _key,
    access_key_expires: _end,
    access_key_command: _command,
    token: _token,
    username: _user,
    ...rest
  } = profile;
  return rest;
}

/** The configuration with one profile more, or another one; it becomes the current one where there is none yet. */
export function withProfile(config: Config, name: string, profile: Profile): Config {
  return { ...config, current: config.current ?? name, profiles: { ...config.profiles, [name]: profile } };
}

function find(config: Config, name: string | undefined): { name: string; profile: Profile } {
  const names = Object.keys(config.profiles);
  const profile = name === undefined ? undefined : config.profiles[name];
  if (name !== undefined && profile !== undefined) return { name, profile };
  throw new UsageError(name === undefined ? 'no profile is in use' : `there is no profile ${escaped(name)}`, {
    hint:
      (name && didYouMean(name, names)) ||
      (names.length > 0 ? `choose one of: ${names.join(', ')}` : 'run `voipbin login` first'),
  });
}
