/** How many guesses a password takes, by zxcvbn. Heavy: only `password.ts` loads it, where a password is hard to judge. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { firstRank, graphs, ranks, sequences, step, words } from 'virtual:word-ranks';

const CAPITAL_A = 65;
const CAPITAL_Z = 90;
/** So many letters of a word say in which group it is. */
const GROUPED = 2;

/** @returns zxcvbn's score, from 0 (too guessable) to 4 (very unguessable). */
export function makeScorer(): (password: string) => number {
  const judge = new ZxcvbnFactory({ dictionary: { ...sequences, words: [] }, graphs });
  const ranked = new RankedWords();
  // It makes these of lists, in which the place of a word is its rank: here several words have one rank.
  const { options } = judge as unknown as { options: Ranked };
  options.rankedDictionaries['words'] = ranked.byWord();
  options.rankedDictionariesMaxWordSize['words'] = ranked.longest;
  return (password) => judge.check(password).score;
}

/** What zxcvbn makes of its lists. */
interface Ranked {
  rankedDictionaries: Record<string, Record<string, number>>;
  rankedDictionariesMaxWordSize: Record<string, number>;
}

/** Words that begin with the same two letters: where they are in the lists, until somebody asks for one of them. */
interface Group {
  /** The first of `words` that belongs to it, and of `ranks`. */
  at: number;
  rank: number;
  read?: ReadonlyMap<string, number>;
}

/** A password looks up words of few beginnings: the others are never read. */
class RankedWords {
  readonly #groups = new Map<string, Group>();
  longest = 0;

  constructor() {
    let [rank, shared] = [-1, 0];
    let first = '';
    let start = 0;
    const measure = (end: number): void => {
      this.longest = Math.max(this.longest, shared + end - start - 1);
    };
    for (let at = 0; at < words.length; at += 1) {
      const code = words.charCodeAt(at);
      if (!isCapital(code)) continue;
      if (rank >= 0) measure(at);
      [rank, shared, start] = [rank + 1, code - CAPITAL_A, at];
      if (shared >= GROUPED) continue;
      first = first.slice(0, shared) + words.slice(at + 1, at + 1 + GROUPED - shared);
      this.#groups.set(first, { at, rank });
    }
    measure(words.length);
  }

  /** As zxcvbn asks for ranks. */
  byWord(): Record<string, number> {
    return new Proxy<Record<string, number>>({}, { get: (_, word) => this.#rankOf(String(word)) });
  }

  #rankOf(word: string): number | undefined {
    const first = word.slice(0, GROUPED);
    const group = this.#groups.get(first);
    if (group === undefined) return undefined;
    group.read ??= readGroup(group, first);
    return group.read.get(word);
  }
}

function readGroup({ at, rank }: Group, first: string): ReadonlyMap<string, number> {
  const read = new Map<string, number>();
  let word = first;
  for (let [start, index] = [at, rank]; start < words.length; index += 1) {
    const shared = words.charCodeAt(start) - CAPITAL_A;
    if (start > at && shared < GROUPED) break;
    let end = start + 1;
    while (end < words.length && !isCapital(words.charCodeAt(end))) end += 1;
    word = word.slice(0, shared) + words.slice(start + 1, end);
    read.set(word, Math.round(step ** (ranks.charCodeAt(index) - firstRank)));
    start = end;
  }
  return read;
}

const isCapital = (code: number): boolean => code >= CAPITAL_A && code <= CAPITAL_Z;
