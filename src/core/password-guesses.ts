/** How many guesses a password takes, by zxcvbn. Heavy: only `password.ts` loads it, where a password is hard to judge. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { firstRank, graphs, ranks, sequences, step, words } from 'virtual:word-ranks';

const CAPITAL_A = 65;
const CAPITAL_Z = 90;

/** @returns zxcvbn's score, from 0 (too guessable) to 4 (very unguessable). */
export function makeScorer(): (password: string) => number {
  const judge = new ZxcvbnFactory({ dictionary: { ...sequences, words: [] }, graphs });
  const { ranked, longest } = rankedWords();
  // It makes these of lists, in which the place of a word is its rank: here several words have one rank.
  const { options } = judge as unknown as { options: Ranked };
  options.rankedDictionaries['words'] = ranked;
  options.rankedDictionariesMaxWordSize['words'] = longest;
  return (password) => judge.check(password).score;
}

/** What zxcvbn makes of its lists. */
interface Ranked {
  rankedDictionaries: Record<string, Record<string, number>>;
  rankedDictionariesMaxWordSize: Record<string, number>;
}

function rankedWords(): { ranked: Record<string, number>; longest: number } {
  const ranked = Object.create(null) as Record<string, number>;
  let longest = 0;
  let word = '';
  let at = 0;
  for (const rank of ranks) {
    let end = at + 1;
    while (end < words.length && !isCapital(words.charCodeAt(end))) end += 1;
    word = word.slice(0, words.charCodeAt(at) - CAPITAL_A) + words.slice(at + 1, end);
    ranked[word] = Math.round(step ** (rank.charCodeAt(0) - firstRank));
    longest = Math.max(longest, word.length);
    at = end;
  }
  return { ranked, longest };
}

const isCapital = (code: number): boolean => code >= CAPITAL_A && code <= CAPITAL_Z;
