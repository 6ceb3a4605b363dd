/** `accesskeys create` and `delete`. */
import type { Api } from '../../../api/api.ts';
import type { Accesskey } from '../../../api/wire.ts';
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { COLUMN, tooLong } from '../../../core/lengths.ts';
import { clean } from '../../../core/text.ts';
import { formatLocal, parseTime, SECOND } from '../../../core/time.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { printCard } from '../../output.ts';
import { agreed } from '../../agreed.ts';
import { findKey, keyOf, listKeys, makeKey, refuseTaken, removeKey, titleOf } from './keys.ts';
import { lifetimeOf } from './lifetime.ts';
import { tokenOutlet } from './outlet.ts';
import type { CreateKeyFlags } from './command.ts';

export async function createKey({
  context,
  args: [name = ''],
  options,
}: Call<CreateKeyFlags>): Promise<ExitCode> {
  const { clock, system } = context.host;
  const long = name.trim() === '' ? 'is empty' : tooLong(name, COLUMN);
  if (long !== undefined) throw new UsageError(`the name of the key ${long}`);
  const expire = lifetimeOf(options.expires, clock.now());
  const api = await context.api();
  const before = await listKeys(api);
  refuseTaken(before, name);
  const ends = formatLocal(clock.now() + expire * SECOND, system.timeZone);
  const lines = [
    `+ create access key ${clean(name)}`,
    `    valid until ${ends}, with the rights of an administrator`,
  ];
  if (context.flags.dryRun) {
    await agreed(context, api, { lines, question: '' });
    return ExitCode.done;
  }
  const outlet = await tokenOutlet(context, options.tokenFile);
  let made;
  try {
    await agreed(context, api, { lines, question: 'Create this access key?' });
    made = await makeKey(api, clock, { name, detail: options.detail ?? '', expire }, before);
  } catch (error) {
    await outlet.drop();
    throw error;
  }
  try {
    await outlet.give(made.token);
  } catch (error) {
    // No one will ever see it.
    await removeKey(api, made.key);
    throw error;
  }
  await showKey(context, 'created', made.key, [['Key', outlet.place]]);
  return ExitCode.done;
}

export async function deleteKey({ context, args: [word = ''] }: Call): Promise<ExitCode> {
  const api = await context.api();
  const key = findKey(await listKeys(api), word);
  const isOwn = isKeyOf(api, key);
  const agrees = await agreed(context, api, {
    lines: [
      `- delete ${titleOf(key)}  [cannot be undone]`,
      '    programs that sign in with it no longer can',
      ...(isOwn ? ['    this command itself signs in with it'] : []),
    ],
    question: 'Delete this access key? It cannot be undone.',
  });
  if (!agrees) return ExitCode.done;
  await removeKey(api, key, isOwn);
  await showKey(context, 'deleted', key);
  return ExitCode.done;
}

/** Whether requests are signed in with this key. */
function isKeyOf({ client: { credential } }: Api, key: Accesskey): boolean {
  return credential?.kind === 'accesskey' && keyOf([key], credential.secret.reveal()) !== undefined;
}

/** What became of a key. */
export async function showKey(
  context: Context,
  verb: string,
  key: Accesskey,
  more: readonly (readonly [string, string])[] = [],
): Promise<void> {
  const ends = parseTime(key.tm_expire);
  const expires = ends === undefined ? 'never' : formatLocal(ends, context.host.system.timeZone);
  await printCard(context, {
    title: `${titleOf(key)} ${verb}`,
    rows: () => [['Id', key.id], ['Expires', expires], ...more],
    raw: key,
  });
}
