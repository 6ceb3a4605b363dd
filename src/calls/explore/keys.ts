/** Which keys are tried where the caller may press some: one of each kind that makes a difference. */
import { satisfies } from '../keypad.ts';
import type { Asked } from './questions.ts';

const KEYS = Array.from('0123456789*#');

interface Wanted {
  length: number;
  key: string;
}

/** During speech the last key is left: digits that are one key. `asked`: what may be asked of the digits. */
export function singleKeys(asked: Asked | undefined): string[] {
  if (asked === undefined) return [];
  // The rest of a longer number may be waited for.
  const first = asked.values.map((value) => value.charAt(0)).filter((key) => KEYS.includes(key));
  const others = KEYS.filter((key) => !first.includes(key));
  return asked.toldApart([...first, ...extremesOf(others)]);
}

/** What may be added to the digits so that they end a `digits_receive`, and not before. */
export function completions(digits: string, wanted: Wanted, asked: Asked): string[] {
  const ends = ['', ...Array.from(wanted.key)];
  const values = candidates(digits, wanted, asked)
    .flatMap((value) => ends.map((end) => `${value}${end}`))
    .filter((value) => completes(value, digits.length, wanted));
  return asked.toldApart(values).map((value) => value.slice(digits.length));
}

/** What the digits may be when a timeout ends it: too few keys, or none. */
export function partials(digits: string, wanted: Wanted, asked: Asked): string[] {
  const values = candidates(digits, wanted, asked).filter(
    (value) => /^[0-9*#]*$/.test(value) && !satisfies(value, wanted),
  );
  return asked.toldApart([digits, ...values]).map((value) => value.slice(digits.length));
}

function completes(value: string, from: number, wanted: Wanted): boolean {
  if (!/^[0-9*#A-D]*$/.test(value) || !satisfies(value, wanted)) return false;
  for (let length = from + 1; length < value.length; length += 1) {
    if (satisfies(value.slice(0, length), wanted)) return false;
  }
  return value.length > from;
}

/** Digits that begin with those that are there: all that are compared with, and others, of the wanted length and short. */
function candidates(digits: string, { length, key }: Wanted, { values }: Asked): string[] {
  const padded = values.map((value) => value.padStart(length, '0'));
  const plain = KEYS.filter((one) => !key.includes(one));
  const missing = Math.max(1, length - digits.length);
  const filled = plain.map((one) => digits + one.repeat(missing)).filter((value) => !values.includes(value));
  const short = plain
    .map((one) => digits + one)
    .filter((value) => !values.some((other) => other.startsWith(value)));
  return [...values, ...padded, ...extremesOf(filled), ...extremesOf(short), digits].filter((value) =>
    value.startsWith(digits),
  );
}

/** Of values in the order of the keys: the first, a large number, and the last, which need not be a number. */
const extremesOf = (values: readonly string[]): string[] => {
  const large = values.findLast((value) => value.endsWith('9'));
  return [values[0], large, values.at(-1)].filter((value) => value !== undefined);
};
