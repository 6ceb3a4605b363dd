/** Which keys to try where a caller may press some: one of each kind that makes a difference. */
import { satisfies } from '../keypad.ts';
import type { Asked } from './questions.ts';

const KEYS = Array.from('0123456789*#');

interface Wanted {
  length: number;
  key: string;
}

/** Keys to press during speech, where only the last key is kept. `asked`: the questions about the digits. */
export const singleKeys = onceFor((asked: Asked): readonly string[] => {
  // The first key of a longer number: the rest may be received later.
  const first = asked.values.map((value) => value.charAt(0)).filter((key) => KEYS.includes(key));
  const others = KEYS.filter((key) => !first.includes(key));
  return asked.distinct([...first, ...extremesOf(others)]);
});

/** Keys that complete a `digits_receive` with the last of them, not earlier. */
export const completions = onceForEach((digits, wanted, asked) => {
  const ends = ['', ...Array.from(wanted.key)];
  const values = candidates(digits, wanted, asked)
    .flatMap((value) => ends.map((end) => `${value}${end}`))
    .filter((value) => completes(value, digits.length, wanted));
  return asked.distinct(values).map((value) => value.slice(digits.length));
});

/** Keys pressed before a timeout ends a `digits_receive`: too few, or none. */
export const partials = onceForEach((digits, wanted, asked) => {
  const values = candidates(digits, wanted, asked).filter(
    (value) => /^[0-9*#]*$/.test(value) && !satisfies(value, wanted),
  );
  return asked.distinct([digits, ...values]).map((value) => value.slice(digits.length));
});

function onceFor<T>(find: (asked: Asked) => T): (asked: Asked) => T {
  const found = new WeakMap<Asked, { result: T }>();
  return (asked) => {
    const known = found.get(asked);
    if (known !== undefined) return known.result;
    const result = find(asked);
    found.set(asked, { result });
    return result;
  };
}

type Find = (digits: string, wanted: Wanted, asked: Asked) => readonly string[];

function onceForEach(find: Find): Find {
  const known = onceFor(() => new Map<string, readonly string[]>());
  return (digits, wanted, asked) => {
    const key = `${wanted.length} ${wanted.key} ${digits}`;
    const before = known(asked).get(key);
    if (before !== undefined) return before;
    const result = find(digits, wanted, asked);
    known(asked).set(key, result);
    return result;
  };
}

function completes(value: string, from: number, wanted: Wanted): boolean {
  if (!/^[0-9*#A-D]*$/.test(value) || !satisfies(value, wanted)) return false;
  for (let length = from + 1; length < value.length; length += 1) {
    if (satisfies(value.slice(0, length), wanted)) return false;
  }
  return value.length > from;
}

/** Values that begin with `digits`: all that are compared with, and others of the wanted length or shorter. */
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

/** The first value, a large number, and the last value, which may not be a number. @param values in key order. */
const extremesOf = (values: readonly string[]): string[] => {
  const large = values.findLast((value) => value.endsWith('9'));
  return [values[0], large, values.at(-1)].filter((value) => value !== undefined);
};
