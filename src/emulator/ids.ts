import { createHash } from 'node:crypto';
import type { Random } from '../core/ports.ts';
import { NIL_UUID } from '../core/ids.ts';

/** A version-4 UUID from given randomness. */
export function newUuid(random: Random): string {
  return uuidOf(random.bytes(16), 4);
}

/** A version-5 UUID: always the same for one text and namespace. The platform uses such ids in its billing. */
export function idWithin(namespace: string, words: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  return uuidOf(createHash('sha1').update(space).update(words).digest().subarray(0, 16), 5);
}

function uuidOf(given: Uint8Array, version: 4 | 5): string {
  const bytes = Buffer.from(given);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** As the server parses ids: any case, braces, `urn:uuid:` and missing dashes are accepted. Undefined: not an id. */
export function parseUuid(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const plain = text.startsWith('urn:uuid:') ? text.slice(9) : text.replace(/^\{(.*)\}$/, '$1');
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(plain)) return plain.toLowerCase();
  if (!/^[0-9a-f]{32}$/i.test(plain)) return undefined;
  const hex = plain.toLowerCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The trap of bodies: any text that is not an id silently means "none". */
export function uuidOrNil(text: unknown): string {
  return parseUuid(text) ?? NIL_UUID;
}

export const newDirectHash = (random: Random): string =>
  `direct.${Buffer.from(random.bytes(6)).toString('hex')}`;
export const newAccesskey = (random: Random): string =>
  `vb_${Buffer.from(random.bytes(24)).toString('base64url')}`;
