/** Made by `bin/password-words.mjs` of the word lists of zxcvbn. */
declare module 'virtual:word-ranks' {
  /** How many letters words of one group begin with. */
  export const grouped: number;
  /**
   * Groups of sorted words. Each word is a capital letter, which says how much of the last word it begins with (A is none), and
   * the rest.
   */
  export const words: readonly string[];
  /** The same groups. A character for each word: its rank among the most frequent ones, as a power of `step`. */
  export const ranks: readonly string[];
  /** Letters of the longest word. */
  export const longest: number;
  export const step: number;
  /** The character code of the power 0. */
  export const firstRank: number;
  /** Words that follow one another, such as the months, by the name under which zxcvbn knows them. */
  export const sequences: Readonly<Record<string, (string | number)[]>>;
  /** Which keys are neighbors. */
  export const graphs: Readonly<Record<string, Readonly<Record<string, (string | null)[]>>>>;
}
