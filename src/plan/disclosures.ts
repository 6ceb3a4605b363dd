/** What makes a plan file unfit to share: ids that only one account has, and credentials. */
import { isUuid, NIL_UUID } from '../core/ids.ts';
import { isSecretParameter, isWritten } from '../core/secret.ts';
import type { YamlPath } from '../core/yaml/parse.ts';
import { FINISH, START } from '../resources/actions/words.ts';

/** A comment on the line of an id that does not exist in another account. */
export const BOUND = 'bound to this account';

/** Keys whose ids stand for names, or whose values people write freely. */
const FREE_KEYS: ReadonlySet<unknown> = new Set(['id', 'name', 'detail', 'text', 'label']);
const RESERVED: ReadonlySet<string> = new Set([NIL_UUID, START, FINISH]);

/** Places in a plan file, as plain data, that name an object by id although no name in the file stands for it. */
export function boundIn(value: unknown): YamlPath[] {
  return textsIn(value)
    .filter(({ path, text }) => {
      const id = text.slice(text.lastIndexOf(':') + 1);
      return isUuid(id) && !RESERVED.has(id.toLowerCase()) && !FREE_KEYS.has(path.at(-1));
    })
    .map(({ path }) => path);
}

export interface Credential {
  path: YamlPath;
  /** For people: `a password`. */
  what: string;
}

/** URLs in a plan file with which any reader could sign in somewhere. */
export function credentialsIn(value: unknown): Credential[] {
  return textsIn(value).flatMap(({ path, text }) => {
    const found = [...text.matchAll(/https?:\/\/[^\s"'<>]+/gi)].flatMap(([url]) => credentialIn(url) ?? []);
    return found.slice(0, 1).map((what) => ({ path, what }));
  });
}

function credentialIn(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (isWritten(url.password)) return 'a password';
  if (url.password === '' && isWritten(url.username)) return 'a user name';
  const secret = [...url.searchParams].find(([name, value]) => isSecretParameter(name, value));
  return secret === undefined ? undefined : `a credential (${secret[0]})`;
}

function textsIn(value: unknown, path: YamlPath = []): { path: YamlPath; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
