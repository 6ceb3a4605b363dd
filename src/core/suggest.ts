import { closest, distance } from 'fastest-levenshtein';

/** `did you mean x?` for a word that is nearly one of the known; undefined when nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  // What differs in length by more is no slip of the finger; thousands of names need not be compared.
  const alike = known.filter((one) => Math.abs(one.length - word.length) <= Math.max(2, one.length / 3));
  if (alike.length === 0) return undefined;
  const near = closest(word, alike);
  return distance(word, near) <= Math.max(2, Math.floor(near.length / 3))
    ? `did you mean ${near}?`
    : undefined;
}
