/** What a plan file says to others than its own account and its own people: ids of one account, and credentials. */
import { isUuid, NIL_UUID } from '../core/ids.ts';
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

/** Names of parameters that carry credentials, whole or as the last word: `token`, `x-api-key`. */
const SECRET_PARAMETER =
  /(^|[^a-z])(api-?key|access-?key|key|token|jwt|secret|pass(word|wd|phrase)?|pwd|auth(orization)?|sig(nature)?|credentials?|code|session(-?id)?)$/;

function credentialIn(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (isWritten(url.password)) return 'a password';
  if (url.password === '' && isWritten(url.username)) return 'a user name';
  const secret = [...url.searchParams].find(
    ([name, value]) => isWritten(value) && (SECRET_PARAMETER.test(inWords(name)) || isRandom(value)),
  );
  return secret === undefined ? undefined : `a credential (${secret[0]})`;
}

/** `apiKey`, `api_key` and `API-KEY` as `api-key`. */
const inWords = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();

/** A variable is filled in by the platform, and is not a secret of the file. */
const isWritten = (value: string): boolean => value !== '' && !decodeURIComponentSafely(value).includes('${');

function decodeURIComponentSafely(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Long, and of letters and digits like nothing that people name things by. */
const isRandom = (value: string): boolean =>
  /^(?=.*\d)(?=.*[a-z])[\w~.+/=-]{24,}$/i.test(value) && !isUuid(value);

function textsIn(value: unknown, path: YamlPath = []): { path: YamlPath; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
