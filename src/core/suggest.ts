import { closest, distance } from 'fastest-levenshtein';

/** `did you mean x?` for a word that is nearly one of the known; undefined when nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(word, known);
  return distance(word, near) <= Math.max(2, Math.floor(near.length / 3))
    ? `did you mean ${near}?`
    : undefined;
}
