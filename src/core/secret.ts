import { inspect } from 'node:util';

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

/** Fields of API objects that hold a secret: SIP passwords, access keys, the webhook secret. */
export const secretFields: ReadonlySet<string> = new Set(['password', 'token', 'webhook_secret']);

/** A copy of an API object with every secret in it masked, at any depth. Empty secrets stay empty. */
export function maskSecrets<T>(value: T): T {
  return mask(value) as T;
}

function mask(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mask);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretFields.has(key) && typeof item === 'string' && item !== '' ? MASK : mask(item),
    ]),
  );
}
