import { inspect } from 'node:util';
import { isUuid } from './ids.ts';

const MASK = '***';

/** A secret that cannot be printed by accident: every way of turning it into text gives `***`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself, for the one place that sends it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}

/** Fields of API objects that hold a secret, or what calls can be placed or accounts entered with, at any depth. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'access_key',
  'accesskey',
  'app_secret',
  'direct_hash',
  'engine_key',
  'password',
  'provider_data',
  'secret',
  'token',
  'webhook_secret',
]);

/** Within what holds a secret, and known to everybody. */
const PUBLIC_MEMBERS: ReadonlySet<string> = new Set(['phone_number_id']);

/** Whether a field of that name holds a secret. */
export const isSecretField = (name: string): boolean => SECRET_FIELDS.has(name);

/** From the user name to the last `@` before the host. A variable is filled in by the platform. */
const URL_PASSWORD = /(:\/\/[^\s/?#:@]*:)(?!\$\{)[^\s/?#]+@/g;

/** A parameter of a web address: `?token=abc`. */
const PARAMETER = /([?&#])([^\s"'<>?&#=]+)=([^\s"'<>&#]*)/g;

/** A text in which web addresses have no credential: `https://user:***@hooks.example.com/in?token=***`. */
export const maskCredentials = (text: string): string =>
  text.includes('://')
    ? text
        .replace(URL_PASSWORD, `$1${MASK}@`)
        .replace(PARAMETER, (whole, sign: string, name: string, value: string) =>
          isSecretParameter(decoded(name), decoded(value)) ? `${sign}${name}=${MASK}` : whole,
        )
    : text;

/** Where `maskCredentials` has been. */
const MASKED = /:\/\/[^\s/?#:@]*:\*\*\*@|[?&#][^\s"'<>?&#=]+=\*\*\*(?![^\s"'<>&#])/;

/**
 * Whether a text anywhere in it has lost a credential of its address, or a field its secret: it was shown or kept
 * without, and must not be written to an account.
 */
export function hasMasked(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('://') && MASKED.test(value);
  return (
    isObject(value) &&
    Object.entries(value).some(([key, item]) => (SECRET_FIELDS.has(key) && item === MASK) || hasMasked(item))
  );
}

/** Names of parameters that carry credentials, whole or as the last word: `token`, `x-api-key`. */
const SECRET_PARAMETER =
  /(^|[^a-z])(api-?key|access-?key|key|token|jwt|secret|pass(word|wd|phrase)?|pwd|auth(orization)?|sig(nature)?|credentials?|code|session(-?id)?)$/;

/** Whether a parameter of a web address is a credential: it is called so, or looks like one. */
export const isSecretParameter = (name: string, value: string): boolean =>
  isWritten(value) && (SECRET_PARAMETER.test(inWords(name)) || isRandom(value));

/** A variable is filled in by the platform, and is not a secret. */
export const isWritten = (value: string): boolean => value !== '' && !decoded(value).includes('${');

/** `apiKey`, `api_key` and `API-KEY` as `api-key`. */
const inWords = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();

/** Long, and of letters and digits like nothing that people name things by. */
const isRandom = (value: string): boolean =>
  /^(?=.*\d)(?=.*[a-z])[\w~.+/=-]{24,}$/i.test(value) && !isUuid(value);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A copy of an API object with every secret in it masked, at any depth. Empty secrets stay empty. */
export function maskSecrets<T>(value: T): T {
  return mask(value, false) as T;
}

/** @param isSecret Whether the value is, or is within, one of the fields. */
function mask(value: unknown, isSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => mask(item, isSecret));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        mask(item, (isSecret && !PUBLIC_MEMBERS.has(key)) || SECRET_FIELDS.has(key)),
      ]),
    );
  }
  if (isSecret) return isEmpty(value) || typeof value === 'boolean' ? value : MASK;
  return typeof value === 'string' ? maskCredentials(value) : value;
}

const isEmpty = (value: unknown): boolean => value === '' || value === null || value === undefined;

/** Part of a secret: shown, so that people recognize the key, and kept nowhere. */
const SECRET_PARTS: ReadonlySet<string> = new Set(['token_prefix']);

const isKept = (key: string): boolean => !SECRET_FIELDS.has(key) && !SECRET_PARTS.has(key);

/**
 * Without the fields that hold a secret or a part of one, at any depth, and without credentials in addresses. What holds
 * none is not copied: rows as `JSON.parse` made them take the least memory.
 */
export function withoutSecrets<T>(value: T): T {
  return omit(value) as T;
}

function omit(value: unknown): unknown {
  if (!isObject(value)) return typeof value === 'string' ? maskCredentials(value) : value;
  if (Array.isArray(value)) {
    const items: unknown[] = value.map(omit);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value);
  const kept = entries.filter(([key]) => isKept(key)).map(([key, item]) => [key, omit(item)] as const);
  const isSame =
    kept.length === entries.length && kept.every(([, item], index) => item === entries[index]?.[1]);
  return isSame ? value : Object.fromEntries(kept);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
