/** `login`: ask or read, check against the server, say who it is, keep it. */
import { accesskeys, type NewAccesskey } from '../../../resources/accesskeys.ts';
import type { Api } from '../../../api/api.ts';
import type { Credential } from '../../../api/client.ts';
import { ApiError, AppError, CancelledError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { COLUMN, cutTo } from '../../../core/lengths.ts';
import { permissionText } from '../../../core/permissions.ts';
import { Secret } from '../../../core/secret.ts';
import { DAY, formatLocal, parseTime } from '../../../core/time.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { keyCredential, readKeyFile } from '../../session/credential.ts';
import { whoIs, type SignedIn } from '../../session/identity.ts';
import { checkProfileName, type Profile } from '../../session/profiles.ts';
import { askedProfile, keepNew } from './profile.ts';
import { withoutCredential, withProfile } from '../profile/profile.ts';
import type { LoginFlags } from './command.ts';

const KEY_LIFETIME_S = (90 * DAY) / 1000;

export async function login({ context, options }: Call<LoginFlags>): Promise<ExitCode> {
  context.expectNewProfile();
  checkLoginFlags(context, options);
  const credential = await obtain(context, options);
  const api = await context.apiWith(credential);
  const who = await identify(api);
  if (options.makeKey) refuseToMakeKey(who);
  const { apiUrl } = api.client;
  const first: Kept = { credential, expires: who.expires };
  if (context.flags.dryRun) {
    await report(context, who, first, apiUrl, undefined);
    return ExitCode.done;
  }
  const signIn = {
    who,
    apiUrl,
    // A new key takes the place of the old one; a token does not.
    keepsKey: credential.kind === 'accesskey' || options.makeKey === true,
  };
  // Before a key is made: a key that cannot be saved would be lost.
  const name = await keepNew(context, signIn, (existing) => profileOf(existing, apiUrl, who, first));
  const made = await offerKey(context, options, api, credential, who);
  const key = made instanceof AppError ? undefined : made;
  if (key !== undefined) {
    await context.changeConfig((latest) =>
      withProfile(latest, name, profileOf(latest.profiles[name], apiUrl, who, key)),
    );
  }
  await report(context, who, key ?? first, apiUrl, name);
  // What was asked for by a flag and could not be made is a failure; what was offered is not.
  return made instanceof AppError && options.makeKey ? made.exitCode : ExitCode.done;
}

/** @throws AppError for a sign-in that may not make access keys, before anything is saved. */
function refuseToMakeKey({ permissions }: SignedIn): void {
  if (permissions.includes('admin')) return;
  const who = permissions.includes('manager') ? 'a manager' : 'this agent';
  throw new AppError(
    'NOT_PERMITTED',
    ExitCode.denied,
    `${who} cannot create access keys; nothing was saved`,
    {
      hint: 'without --make-key a token for seven days is saved; for a key, ask an administrator',
    },
  );
}

function profileOf(existing: Profile | undefined, apiUrl: string, who: SignedIn, kept: Kept): Profile {
  const secret = kept.credential.secret.reveal();
  return {
    ...withoutCredential(existing ?? { api_url: apiUrl }),
    api_url: apiUrl,
    customer_id: who.customer.id,
    customer_name: who.customer.name || who.customer.id,
    ...(kept.credential.kind === 'accesskey'
      ? { access_key: secret, ...(kept.expires && { access_key_expires: kept.expires }) }
      : { token: secret, ...(who.agent?.username && { username: who.agent.username }) }),
  };
}

/** Everything that is wrong with the flags, before anything is asked or requested. */
function checkLoginFlags(context: Context, flags: LoginFlags): void {
  const asked = askedProfile(context);
  if (asked !== undefined) checkProfileName(asked);
  const problems: string[] = [];
  const keyWays = [
    flags.accessKeyStdin && '--access-key-stdin',
    flags.accessKeyFile && '--access-key-file',
    flags.username && '--username',
  ];
  const given = keyWays.filter(Boolean);
  if (given.length > 1) problems.push(`${given.join(' and ')} cannot be combined`);
  if (flags.passwordStdin && flags.passwordFile)
    problems.push('--password-stdin and --password-file cannot be combined');
  if ((flags.passwordStdin || flags.passwordFile) && !flags.username)
    problems.push('a password needs --username');
  if (flags.makeKey && (flags.accessKeyStdin || flags.accessKeyFile))
    problems.push('--make-key needs --username: it creates the key that you would sign in with');
  const { unasked } = context;
  if (unasked !== undefined) {
    if (given.length === 0)
      problems.push(`cannot ask ${unasked}: use --access-key-stdin, --access-key-file or --username`);
    if (flags.username && !flags.passwordStdin && !flags.passwordFile) {
      problems.push(`cannot ask ${unasked}: use --password-stdin or --password-file`);
    }
  }
  if (problems.length > 0)
    throw new UsageError(problems.join('\n'), { hint: '`voipbin login --help` lists the options' });
}

async function obtain(context: Context, flags: LoginFlags): Promise<Credential> {
  const { host } = context;
  if (flags.accessKeyStdin)
    return keyCredential(await host.io.stdin.readAll(), 'access key from standard input');
  if (flags.accessKeyFile !== undefined) {
    const text = await readKeyFile(flags.accessKeyFile, host, context.warn);
    return keyCredential(text, `access key from ${flags.accessKeyFile}`);
  }
  if (flags.username !== undefined)
    return byPassword(context, flags.username, await password(context, flags));
  const way = await host.prompter.select<'key' | 'password'>({
    ask: 'How do you sign in?',
    choices: [
      { name: 'Access key', value: 'key' },
      { name: 'User name and password', value: 'password' },
    ],
  });
  if (way === 'key') {
    const notEmpty = (answer: string): true | string =>
      answer.trim() !== '' || 'paste the key, it begins with vb_';
    return keyCredential(
      await host.prompter.secret({ ask: 'Access key:', check: notEmpty }),
      'access key that you typed',
    );
  }
  const username = await host.prompter.input({
    ask: 'User name (e-mail):',
    check: (answer) => answer.trim() !== '' || 'an e-mail address',
  });
  return byPassword(context, username.trim(), await host.prompter.secret({ ask: 'Password:' }));
}

async function password(context: Context, flags: LoginFlags): Promise<string> {
  const { host } = context;
  // One line break at the end belongs to the file, not to the password.
  const line = (text: string): string => text.replace(/\r?\n$/, '');
  if (flags.passwordStdin) return line(await host.io.stdin.readAll());
  if (flags.passwordFile !== undefined)
    return line(await readKeyFile(flags.passwordFile, host, context.warn));
  return host.prompter.secret({ ask: 'Password:' });
}

async function byPassword(context: Context, username: string, secret: string): Promise<Credential> {
  if (secret === '') throw new UsageError('the password is empty');
  const { token } = await (await context.apiWith(undefined)).login(username, secret);
  return { kind: 'token', secret: new Secret(token), source: `token of ${username}` };
}

async function identify(api: Api): Promise<SignedIn> {
  try {
    return await whoIs(api, 'it may be expired, deleted or mistyped: check it, and enter it again');
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'PERMISSION_DENIED') throw error;
    throw new AppError(
      'NOT_PERMITTED',
      ExitCode.denied,
      'this agent may not see the account; nothing was saved',
      {
        hint: 'this program needs the admin or the manager permission: ask an administrator for it, or for an access key',
        cause: error,
      },
    );
  }
}

interface Kept {
  credential: Credential;
  expires?: string | undefined;
}

/**
 * A token ends after seven days and cannot be renewed without the password: cron needs a key.
 *
 * @returns the new key, the reason why there is none, or undefined where none was wanted.
 */
async function offerKey(
  context: Context,
  flags: LoginFlags,
  api: Api,
  credential: Credential,
  who: SignedIn,
): Promise<Kept | AppError | undefined> {
  if (credential.kind !== 'token' || !who.permissions.includes('admin')) return undefined;
  const { host } = context;
  const wanted =
    flags.makeKey === true ||
    (context.interactive &&
      (await host.prompter.confirm({
        ask: 'Create an access key for this machine (90 days), so that cron needs no password?',
        default: true,
      })));
  if (!wanted) return undefined;
  try {
    const key = await api.of(accesskeys).create({
      name: cutTo(`voipbin-cli ${host.system.hostname}`, COLUMN),
      detail: 'made by voipbin login',
      expire: KEY_LIFETIME_S,
    } satisfies NewAccesskey);
    if (!key.token) throw new UsageError('the server created a key but did not show it');
    return {
      credential: { kind: 'accesskey', secret: new Secret(key.token), source: 'new access key' },
      expires: key.tm_expire ?? undefined,
    };
  } catch (error) {
    if (!(error instanceof AppError) || error instanceof CancelledError) throw error;
    await context.warn(
      `no access key was saved: ${error.message}; if one was created anyway, delete it in the console. The token is kept instead`,
    );
    return error;
  }
}

async function report(
  context: Context,
  who: SignedIn,
  kept: Kept,
  apiUrl: string,
  /** Absent under --dry-run. */
  name: string | undefined,
): Promise<void> {
  const ends = parseTime(kept.expires);
  const lines = [
    `signed in to ${who.customer.name || who.customer.id} (${who.customer.id})${who.agent ? ` as ${who.agent.username ?? who.agent.id}` : ''}`,
    `permissions: ${permissionText(who.permissions.join(', ')) || 'none'}; server: ${apiUrl}`,
    `${name === undefined ? 'dry run, nothing was kept' : `kept as profile ${name}, now in use, in ${context.store.path}`}: ${kept.credential.kind === 'accesskey' ? 'access key' : 'token'}` +
      (ends === undefined ? '' : `, valid until ${formatLocal(ends, context.host.system.timeZone)}`),
  ];
  for (const line of lines) await context.notice(line);
}
