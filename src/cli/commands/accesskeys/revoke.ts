/** `logout --revoke`: the key of a profile is deleted with its own last request. */
import { isApiError } from '../../../api/client.ts';
import { ConflictError } from '../../../core/errors.ts';
import { keyCredential } from '../../session/credential.ts';
import type { Context } from '../../context.ts';
import { agreed } from '../../agreed.ts';
import { keyOf, listKeys, removeKey, titleOf } from './keys.ts';

/**
 * Asks, and deletes it.
 * @returns Whether the server no longer accepts it.
 */
export async function revokeOwn(context: Context, profile: string, text: string): Promise<boolean> {
  const api = await context.apiWith(keyCredential(text, `access key of profile ${profile}`));
  try {
    const own = keyOf(await listKeys(api), text);
    if (own === undefined) {
      throw new ConflictError(`the account does not list the access key of profile ${profile}`, {
        hint: '`voipbin logout` without --revoke forgets it',
      });
    }
    const agrees = await agreed(context, api, {
      lines: [
        `- delete ${titleOf(own)}  [cannot be undone]`,
        '    other programs that sign in with it no longer can',
      ],
      question: `Delete the access key of profile ${profile}? It cannot be undone.`,
    });
    if (!agrees) return false;
    await removeKey(api, own, true);
  } catch (error) {
    // It ended, or was deleted before.
    if (!isApiError(error, { status: 401 })) throw error;
    await context.notice('the server no longer accepts the access key');
    return true;
  }
  await context.notice('the access key was deleted on the server');
  return true;
}
