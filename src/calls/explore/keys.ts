/** Which keys are tried where the caller may press some: those that make a difference, another one, and none. */
import { satisfies } from '../keypad.ts';

const KEYS = '0123456789*#';

/** During speech the last key is left: digits that are one key. */
export function singleKeys(compared: readonly string[], stopsAtKey: boolean): string[] {
  const keys = new Set<string>();
  for (const value of compared) {
    // After a speech that a key ends, the rest of a longer number may be waited for.
    const key = value.length === 1 || stopsAtKey ? value.charAt(0) : '';
    if (key !== '' && KEYS.includes(key)) keys.add(key);
  }
  const other = Array.from(KEYS).find((key) => !keys.has(key));
  return other === undefined ? [...keys] : [...keys, other];
}

interface Wanted {
  length: number;
  key: string;
}

/** What may be added to the digits so that they end a `digits_receive`, and not before. */
export function completions(digits: string, wanted: Wanted, compared: readonly string[]): string[] {
  const ends = wanted.key === '' ? [''] : ['', ...Array.from(wanted.key)];
  const candidates = [...compared, ...others(digits, wanted, compared)].flatMap((value) =>
    ends.map((end) => `${value}${end}`),
  );
  const added = candidates
    .filter((value) => value.startsWith(digits) && completes(value, digits.length, wanted))
    .map((value) => value.slice(digits.length));
  return [...new Set(added)];
}

/** What the digits may be when a timeout ends it: too few keys, or none. */
export function partials(digits: string, wanted: Wanted, compared: readonly string[]): string[] {
  const added = [...compared, ...others(digits, wanted, compared)]
    .filter((value) => value.startsWith(digits) && /^[0-9*#]*$/.test(value) && !satisfies(value, wanted))
    .map((value) => value.slice(digits.length));
  return [...new Set(['', ...added])];
}

function completes(value: string, from: number, wanted: Wanted): boolean {
  if (!/^[0-9*#A-D]*$/.test(value) || !satisfies(value, wanted)) return false;
  for (let length = from + 1; length < value.length; length += 1) {
    if (satisfies(value.slice(0, length), wanted)) return false;
  }
  return value.length > from;
}

/** Numbers that nothing is compared with: of the wanted length, and ended by a key before that. */
function others(digits: string, { length, key }: Wanted, compared: readonly string[]): string[] {
  const plain = Array.from(KEYS).filter((one) => !key.includes(one));
  const filled = plain
    .map((one) => digits + one.repeat(Math.max(1, length - digits.length)))
    .find((value) => !compared.includes(value));
  const short = plain
    .map((one) => digits + one)
    .find((value) => !compared.some((other) => other.startsWith(value)));
  return [filled, short, digits].filter((value) => value !== undefined);
}
