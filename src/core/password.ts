/** How well a password withstands guessing, by zxcvbn. Heavy: import it only where a password is looked at. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';

/** Longer ones are judged by their beginning: the time it takes grows with the length. */
const LONGEST = 64;

let judge: ZxcvbnFactory | undefined;

/** Weak: guessed offline within hours; fair: within years; strong: not at all. */
export function passwordStrength(password: string): 'weak' | 'fair' | 'strong' {
  judge ??= new ZxcvbnFactory({ dictionary: { ...common, ...english }, graphs: adjacencyGraphs });
  const { score } = judge.check(password.slice(0, LONGEST));
  return score <= 2 ? 'weak' : score === 3 ? 'fair' : 'strong';
}
