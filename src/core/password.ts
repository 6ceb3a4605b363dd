/** How well a password withstands guessing. */
import { remembered } from './remembered.ts';

/** Weak: guessed offline within hours; fair: within years; strong: not at all. */
export type Strength = 'weak' | 'fair' | 'strong';

/** Longer ones are judged by their beginning: the time it takes grows with more than the length. */
const LONGEST = 32;
/** zxcvbn counts 10 guesses for an unknown character: up to this many characters are always weak. */
const WEAK = 8;

/**
 * A judge of these passwords. The word lists are loaded only if one of them is not plainly weak or random.
 */
export async function judgeOf(passwords: Iterable<string>): Promise<(password: string) => Strength> {
  const isHard = Array.from(passwords).some((password) => plainStrength(password) === undefined);
  const scoreOf = isHard ? await loadScorer() : () => 0;
  return (password) => {
    const plain = plainStrength(password);
    if (plain !== undefined) return plain;
    const score = scoreOf(password.slice(0, LONGEST));
    return score <= 2 ? 'weak' : score === 3 ? 'fair' : 'strong';
  };
}

export const passwordStrength = async (password: string): Promise<Strength> =>
  (await judgeOf([password]))(password);

/** Extensions often share a password, and a setup looks at each of its own several times. */
const MOST = 1000;
let scorer: Promise<(password: string) => number> | undefined;

function loadScorer(): Promise<(password: string) => number> {
  scorer ??= import('./password-guesses.ts').then(({ makeScorer }) => remembered(makeScorer(), MOST));
  return scorer;
}

/** What needs no word list to be known. */
function plainStrength(password: string): Strength | undefined {
  if (password.length <= WEAK) return 'weak';
  return looksRandom(password) ? 'strong' : undefined;
}

/** From these lengths on chance alone is strong: 24 letters and digits are 142 bits, 32 hexadecimal digits 128. */
const RANDOM = 24;
const RANDOM_HEX = 32;

/**
 * Whether a long password can only be random: hardly a run of three comes again, and letters and digits take turns as no
 * word, date or pattern has them. Such passwords are common, and looking each up costs up to a second.
 */
function looksRandom(password: string): boolean {
  const isHex = /^[0-9a-f]+$/i.test(password) && /\d/.test(password) && /[a-f]/i.test(password);
  const isMixed = [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(password));
  if (password.length < (isMixed ? RANDOM : isHex ? RANDOM_HEX : Infinity)) return false;
  const characters = Array.from(password);
  const runs = characters.slice(2).map((_, index) => characters.slice(index, index + 3).join(''));
  const turns = characters.filter((one, index) => kindOf(one) !== kindOf(characters[index - 1] ?? one));
  return (
    new Set(characters).size >= 12 &&
    new Set(runs).size >= runs.length - 3 &&
    turns.length >= characters.length * 0.3
  );
}

function kindOf(character: string): string {
  if (/[a-z]/.test(character)) return 'lower';
  if (/[A-Z]/.test(character)) return 'upper';
  return /\d/.test(character) ? 'digit' : 'other';
}
