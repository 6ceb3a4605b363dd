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

function uuidOf(bytes: Uint8Array, version: 4 | 5): string {
  for (let index = 0; index < 16; index += 1) {
    const byte = bytes[index] ?? 0;
    if (index === 6) writeHex(index, (byte & 0x0f) | (version << 4));
    else if (index === 8) writeHex(index, (byte & 0x3f) | 0x80);
    else writeHex(index, byte);
  }
  return uuidText.toString('latin1');
}

/** An account has thousands of ids: each is written here, not put together from texts. */
const uuidText = Buffer.from(NIL_UUID, 'latin1');
/** Where the digits of each byte of an id are. */
const uuidPlaces = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1');

function writeHex(index: number, byte: number): void {
  const place = uuidPlaces[index] ?? 0;
  uuidText[place] = HEX_DIGITS[byte >> 4] ?? 0;
  uuidText[place + 1] = HEX_DIGITS[byte & 0x0f] ?? 0;
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
