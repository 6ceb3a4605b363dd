/** Access keys are read, made and deleted here: each request that changes something is sent once, then looked up. */
import type { Api } from '../../../api/api.ts';
import { isApiError } from '../../../api/client.ts';
import type { Accesskey } from '../../../api/wire.ts';
import { ApiError, ConflictError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { findNamed } from '../../../core/find-named.ts';
import type { Clock } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { clean } from '../../../core/text.ts';
import { isUncertain, seenAfter } from '../../../plan/execution/certainty.ts';
import { isGone, sentOnce } from '../../../plan/execution/sent-once.ts';
import { accesskeys, type NewAccesskey } from '../../../resources/accesskeys.ts';
import { namesIn } from '../../../resources/kind.ts';
import { PREFIX_LENGTH } from '../../session/identity.ts';

/** All keys that were not deleted; expired ones are among them. */
export async function listKeys(api: Api): Promise<Accesskey[]> {
  const keys: Accesskey[] = [];
  for await (const key of api.of(accesskeys).list()) if (!key.tm_delete) keys.push(key);
  return keys;
}

/** By its name, its public beginning, its id or a beginning of that. */
export const findKey = (keys: readonly Accesskey[], word: string): Accesskey =>
  findNamed(word.replace(/\.+$/, ''), {
    one: 'access key',
    rows: keys,
    namesOf: (row) => namesIn(accesskeys, row),
  });

/** The key of this text, by its public beginning. */
export const keyOf = (keys: readonly Accesskey[], text: string): Accesskey | undefined =>
  keys.find(({ token_prefix }) => token_prefix === text.slice(0, PREFIX_LENGTH));

/** `access key ci (vb_abcdefgh...)`. */
export const titleOf = ({ name, token_prefix, id }: Accesskey): string =>
  `access key ${clean([name, token_prefix ? `(${token_prefix}...)` : `(${id})`].filter(Boolean).join(' '))}`;

export interface MadeKey {
  key: Accesskey;
  token: Secret;
}

/**
 * Makes a key.
 * @param before The keys that already exist.
 * @throws ApiError also where it was made and its text is lost: the server shows it once.
 */
export async function makeKey(
  api: Api,
  clock: Clock,
  body: NewAccesskey,
  before: readonly Accesskey[],
): Promise<MadeKey> {
  const known = new Set(before.map(({ id }) => id));
  let cause: ApiError | undefined;
  const { token, ...key } = await sentOnce<Accesskey>(
    clock,
    () => api.of(accesskeys).create(body),
    async (error) => {
      cause = error;
      return (await listKeys(api)).find(({ id, name }) => !known.has(id) && (name ?? '') === body.name);
    },
  );
  if (token) return { key, token: new Secret(token) };
  throw lost(key, cause);
}

function lost(key: Accesskey, cause?: ApiError): ApiError {
  const facts = cause?.facts ?? { method: 'POST', path: '/v1.0/accesskeys' };
  const message = `${titleOf(key)} was created, but the response that shows it was lost`;
  return new ApiError('UNEXPECTED', ExitCode.unreachable, message, facts, {
    hint: `delete it with \`voipbin accesskeys delete ${key.id}\`, then run the same command again`,
    cause,
  });
}

/**
 * Deletes a key; one that no longer already exists is deleted.
 * @param isOwn The request is signed in with this very key: a look afterwards is then refused.
 */
export async function removeKey(api: Api, { id }: Accesskey, isOwn = false): Promise<void> {
  try {
    await api.of(accesskeys).remove(id);
  } catch (error) {
    if (isGone(error)) return;
    if (!isUncertain(error)) throw error;
    const exists = await seenAfter(error, async () => {
      try {
        return (await listKeys(api)).some((key) => key.id === id);
      } catch (failure) {
        if (isOwn && isApiError(failure, { status: 401 })) return false;
        throw failure;
      }
    });
    if (exists) throw error;
  }
}

/** @throws ConflictError for a name that another key has. */
export function refuseTaken(keys: readonly Accesskey[], name: string): void {
  const taken = keys.find((key) => key.name === name);
  if (taken === undefined) return;
  throw new ConflictError(`${titleOf(taken)} already exists`, {
    hint: '`voipbin accesskeys rotate` replaces the key of a profile; otherwise choose another name',
  });
}
