/** What a plan file says to others than its own account and its own people: ids of one account, and credentials. */
import { isUuid, NIL_UUID } from '../core/ids.ts';
import { isSecretParameter, isWritten } from '../core/secret.ts';
import type { YamlPath } from '../core/yaml/parse.ts';
import { FINISH, START } from '../resources/actions/words.ts';

/** On the line of an id that leads nowhere in another account. */
export const BOUND = 'bound to this account';

/** Ids that stand for names, and words that people write. */
const FREE_KEYS: ReadonlySet<unknown> = new Set(['id', 'name', 'detail', 'text', 'label']);
const RESERVED: ReadonlySet<string> = new Set([NIL_UUID, START, FINISH]);

/** Where a plan file, as plain data, names an object by an id that no name of the file stands for. */
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

/** Web addresses in a plan file that let whoever reads it sign in somewhere. */
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
