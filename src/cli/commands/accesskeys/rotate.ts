/** `accesskeys rotate`: a new key in place of the one that a profile keeps. The old one works until the new one is kept. */
import type { Api } from '../../../api/api.ts';
import type { Credential } from '../../../api/client.ts';
import type { Accesskey } from '../../../api/wire.ts';
import { ConflictError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { formatLocal, SECOND } from '../../../core/time.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import type { Settings } from '../../session/settings.ts';
import { agreed } from '../../agreed.ts';
import { withProfile } from '../profile/profile.ts';
import { showKey } from './change.ts';
import { keyOf, listKeys, makeKey, removeKey, titleOf, type MadeKey } from './keys.ts';
import { lifetimeOf, sameLifetime } from './lifetime.ts';
import type { RotateFlags } from './command.ts';

export async function rotateKey({ context, options }: Call<RotateFlags>): Promise<ExitCode> {
  const { clock, system } = context.host;
  const asked = options.expires === undefined ? undefined : lifetimeOf(options.expires, clock.now());
  const { profile, text } = keptKey(context, await context.settings());
  const api = await context.api();
  const before = await listKeys(api);
  const old = keyOf(before, text);
  if (old === undefined) {
    throw new ConflictError(`the account does not list the access key of profile ${profile}`, {
      hint: 'run `voipbin accesskeys list`, then `voipbin login` with another key',
    });
  }
  const expire = asked ?? sameLifetime(old);
  const agrees = await agreed(context, api, {
    lines: [
      `+ create another key for ${titleOf(old)}`,
      `    valid until ${formatLocal(clock.now() + expire * SECOND, system.timeZone)}, kept in profile ${profile}`,
      ...(options.keepOld ? [] : [`- delete ${titleOf(old)}  [cannot be undone]`]),
    ],
    question: `Replace the access key of profile ${profile}?`,
  });
  if (!agrees) return ExitCode.done;
  const body = { name: old.name ?? '', detail: old.detail ?? '', expire };
  const made = await makeKey(api, clock, body, before);
  const fresh = await keep(context, api, { profile, text, made });
  if (!options.keepOld) await removeOld(fresh, old);
  const rest = options.keepOld ? `${titleOf(old)} stays valid` : `${titleOf(old)} deleted`;
  await showKey(context, 'created', made.key, [
    ['Profile', profile],
    ['Old key', rest],
  ]);
  return ExitCode.done;
}

/** @throws UsageError where the key is kept by someone else: it says how to replace it there. */
function keptKey(
  { flags }: Context,
  { credential, profileName }: Settings,
): { profile: string; text: string } {
  if (flags.demo !== undefined) throw new UsageError('the example account has no profile to keep a key in');
  if (credential?.kind === 'accesskey' && credential.profile !== undefined) {
    return { profile: credential.profile, text: credential.value };
  }
  if (credential === undefined) throw new UsageError('not signed in', { hint: 'run `voipbin login`' });
  if (credential.kind === 'token') {
    throw new UsageError(`you are signed in with the ${credential.source}, not with an access key`, {
      hint: '`voipbin accesskeys create` makes one',
    });
  }
  const own = profileName === undefined ? '' : `; --profile ${profileName} replaces the key of that profile`;
  throw new UsageError(`the ${credential.source} cannot be replaced where it is kept`, {
    hint: `run \`voipbin accesskeys create <name> --token-file <file>\`, put the new key in its place, then run \`voipbin accesskeys delete <old name>\`${own}`,
  });
}

/**
 * Verifies the new key and keeps it.
 * @returns The connection that is signed in with it.
 * @throws AppError after the new key was deleted again; the profile keeps the old one.
 */
async function keep(
  context: Context,
  api: Api,
  { profile, text, made }: { profile: string; text: string; made: MadeKey },
): Promise<Api> {
  try {
    const credential: Credential = {
      kind: 'accesskey',
      secret: made.token,
      source: `new access key of profile ${profile}`,
    };
    const fresh = await context.apiWith(credential);
    await fresh.customer.get();
    await context.changeConfig((latest) => {
      const now = latest.profiles[profile];
      if (now?.access_key !== text) {
        throw new ConflictError(`profile ${profile} was changed in the meantime, and was left as it is`);
      }
      const { access_key_expires: _old, ...rest } = now;
      const { tm_expire } = made.key;
      return withProfile(latest, profile, {
        ...rest,
        access_key: made.token.reveal(),
        ...(tm_expire && { access_key_expires: tm_expire }),
      });
    });
    return fresh;
  } catch (error) {
    await removeKey(api, made.key).catch(() =>
      context.warn(`${titleOf(made.key)} was created and is not in use: delete it`),
    );
    throw error;
  }
}

async function removeOld(api: Api, old: Accesskey): Promise<void> {
  try {
    await removeKey(api, old);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ConflictError(`the new key is in use, but ${titleOf(old)} was not deleted: ${error.message}`, {
      hint: `run \`voipbin accesskeys delete ${old.id}\``,
      cause: error,
    });
  }
}
