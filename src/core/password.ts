/** How well a password withstands guessing, by zxcvbn. Heavy: import it only where a password is looked at. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';

/** Longer ones are judged by their beginning: the time it takes grows with more than the length. */
const LONGEST = 32;

let judge: ZxcvbnFactory | undefined;

/** Weak: guessed offline within hours; fair: within years; strong: not at all. */
export function passwordStrength(password: string): 'weak' | 'fair' | 'strong' {
  if (looksRandom(password)) return 'strong';
  judge ??= new ZxcvbnFactory({ dictionary: { ...common, ...english }, graphs: adjacencyGraphs });
  const { score } = judge.check(password.slice(0, LONGEST));
  return score <= 2 ? 'weak' : score === 3 ? 'fair' : 'strong';
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
