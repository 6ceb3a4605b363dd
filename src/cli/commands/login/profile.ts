/** The name under which a sign-in is kept: nothing that cannot be recreated is replaced without a question. */
import { UsageError } from '../../../core/errors.ts';
import { parseTime } from '../../../core/time.ts';
import type { Context } from '../../context.ts';
import type { SignedIn } from '../../session/identity.ts';
import type { Config, Profile } from '../../session/profiles.ts';
import { withProfile } from '../profile/profile.ts';
import { set } from '../../session/settings.ts';

interface NewSignIn {
  who: SignedIn;
  apiUrl: string;
  /** Whether it brings an access key, and not only a token for seven days. */
  keepsKey: boolean;
}

/**
 * Chooses a name and saves the profile under it; tries again if the name was taken in the meantime.
 *
 * @param profile What is to be kept, from what there is under the name.
 */
export async function keepNew(
  context: Context,
  signIn: NewSignIn,
  profile: (existing: Profile | undefined) => Profile,
): Promise<string> {
  let config = await context.config();
  for (;;) {
    const name = await chooseProfile(context, config, signIn);
    const seen = JSON.stringify(config.profiles[name]);
    let isTaken = false;
    config = await context.changeConfig((latest) => {
      const existing = latest.profiles[name];
      isTaken = JSON.stringify(existing) !== seen;
      return isTaken ? latest : { ...withProfile(latest, name, profile(existing)), current: name };
    });
    if (!isTaken) return name;
  }
}

/**
 * The name from --profile or VOIPBIN_PROFILE, else `default`, else one made from the account's name.
 *
 * @throws RefusedError if the named profile contains something else, and no one agrees to replace it.
 */
async function chooseProfile(context: Context, config: Config, signIn: NewSignIn): Promise<string> {
  const { flags, host } = context;
  const now = host.clock.now();
  const lost = (name: string): Loss | undefined =>
    Object.hasOwn(config.unread ?? {}, name)
      ? { why: 'is in the file but cannot be read', sameAccount: false }
      : lossOf(config.profiles[name], signIn, now);
  const asked = askedProfile(context);
  if (asked !== undefined) {
    const loss = lost(asked);
    if (loss !== undefined) await context.confirm(`Profile ${asked} ${loss.why}. Replace it?`);
    return asked;
  }
  const loss = lost('default');
  if (loss === undefined) return 'default';
  if (loss.sameAccount && context.interactive) {
    const question = { ask: `Profile default ${loss.why}. Replace it?`, default: true };
    if (flags.yes || (await host.prompter.confirm(question))) return 'default';
  }
  const base = slug(signIn.who.customer.name ?? '');
  const names = [base, ...Array.from({ length: 98 }, (_, index) => `${base}-${index + 2}`)];
  const free = names.find((name) => lost(name) === undefined);
  if (free !== undefined) return free;
  throw new UsageError('every name for the profile is taken', { hint: 'choose one with --profile' });
}

/** The name that was given, if one was. */
export const askedProfile = ({ flags, host }: Context): string | undefined =>
  flags.profile ?? set(host.env['VOIPBIN_PROFILE']);

interface Loss {
  why: string;
  sameAccount: boolean;
}

function lossOf(existing: Profile | undefined, signIn: NewSignIn, now: number): Loss | undefined {
  if (existing === undefined) return undefined;
  const { access_key, access_key_command, token, customer_id, customer_name } = existing;
  const isKnown = customer_id !== undefined;
  const sameAccount = customer_id === signIn.who.customer.id && existing.api_url === signIn.apiUrl;
  if (isKnown && !sameAccount) {
    return { why: `belongs to ${customer_name ?? 'another account'}`, sameAccount };
  }
  if (access_key_command !== undefined) return { why: 'gets its access key from a program', sameAccount };
  if (!isKnown && (access_key ?? token) !== undefined) {
    return { why: 'contains the sign-in of an unknown account', sameAccount };
  }
  const hasEnded = (parseTime(existing.access_key_expires) ?? Infinity) <= now;
  return access_key !== undefined && !hasEnded && !signIn.keepsKey
    ? { why: 'contains an access key, which is shown only once', sameAccount }
    : undefined;
}

function slug(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return words === '' ? 'account' : words;
}
