/** `profile ...` and `logout`: what is saved on this machine. Nothing is requested. */
import { UsageError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { didYouMean } from '../../core/suggest.ts';
import { escaped } from '../../core/text.ts';
import type { Call } from '../command.ts';
import { printCard, printList } from '../output.ts';
import type { Config, Profile } from '../profiles.ts';
import { set } from '../settings.ts';

const kindOf = (profile: Profile): string =>
  profile.access_key_command
    ? 'access key command'
    : profile.access_key
      ? 'access key'
      : profile.token
        ? 'token'
        : 'signed out';

/** A profile without its secrets. */
function shown(config: Config, name: string, profile: Profile): Record<string, unknown> {
  const { access_key, token: _token, ...rest } = profile;
  return {
    name,
    current: config.current === name,
    credential: kindOf(profile),
    ...(access_key !== undefined && { access_key_prefix: access_key.slice(0, 11) }),
    ...rest,
  };
}

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
  return ExitCode.done;
}

export async function logout({ context }: Call): Promise<ExitCode> {
  const config = await context.config();
  const wanted = context.flags.profile ?? set(context.host.env['VOIPBIN_PROFILE']) ?? config.current;
  if (wanted === undefined) {
    await context.notice('nobody is signed in');
    return ExitCode.done;
  }
  const { name, profile } = find(config, wanted);
  await context.changeConfig((latest) =>
    withProfile(latest, name, withoutCredential(find(latest, name).profile)),
  );
  await context.notice(`signed out of ${profile.customer_name ?? profile.api_url} (profile ${name})`);
  return ExitCode.done;
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
      (names.length > 0 ? `there are ${names.join(', ')}` : 'run `voipbin login` first'),
  });
}
