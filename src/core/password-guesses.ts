/** How many guesses a password takes, by zxcvbn. Heavy: only `password.ts` loads it, where a password is hard to judge. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { firstRank, graphs, grouped, longest, ranks, sequences, step, words } from 'virtual:word-ranks';

const CAPITAL_A = 65;
const CAPITAL_Z = 90;

/** @returns zxcvbn's score, from 0 (too guessable) to 4 (very unguessable). */
export function makeScorer(): (password: string) => number {
  const judge = new ZxcvbnFactory({ dictionary: { ...sequences, words: [] }, graphs });
  // It makes these of lists, in which the place of a word is its rank: here several words have one rank.
  const { options } = judge as unknown as { options: Ranked };
  options.rankedDictionaries['words'] = rankByWord();
  options.rankedDictionariesMaxWordSize['words'] = longest;
  return (password) => judge.check(password).score;
}

/** What zxcvbn makes of its lists. */
interface Ranked {
  rankedDictionaries: Record<string, Record<string, number>>;
  rankedDictionariesMaxWordSize: Record<string, number>;
}

/** As zxcvbn asks for ranks. A password looks up words of few beginnings: the other groups are never read. */
function rankByWord(): Record<string, number> {
  // The first word of a group is written in full.
  const groups = new Map(words.map((group, index) => [group.slice(1, 1 + grouped), index]));
  const read = new Map<string, ReadonlyMap<string, number>>();
  return new Proxy<Record<string, number>>(
    {},
    {
      get(_, key) {
        const word = String(key);
        const first = word.slice(0, grouped);
        const index = groups.get(first);
        if (index === undefined) return undefined;
        const group = read.get(first) ?? readGroup(words[index] ?? '', ranks[index] ?? '');
        read.set(first, group);
        return group.get(word);
      },
    },
  );
}

function readGroup(group: string, powers: string): ReadonlyMap<string, number> {
  const read = new Map<string, number>();
  let word = '';
  for (let start = 0; start < group.length;) {
    const shared = group.charCodeAt(start) - CAPITAL_A;
    let end = start + 1;
    while (end < group.length && !isCapital(group.charCodeAt(end))) end += 1;
    word = word.slice(0, shared) + group.slice(start + 1, end);
    read.set(word, Math.round(step ** (powers.charCodeAt(read.size) - firstRank)));
    start = end;
  }
  return read;
}

const isCapital = (code: number): boolean => code >= CAPITAL_A && code <= CAPITAL_Z;
