import { distance } from 'fastest-levenshtein';

/** `did you mean x?` for a word that is nearly one of the known, in either case; undefined when nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  let best: { one: string; far: number } | undefined;
  for (const one of known) {
    const slip = slipIn(one);
    // A larger difference in length is not a typing error; thousands of names need not be compared.
    if (Math.abs(one.length - word.length) > slip) continue;
    const [typed, wanted] = [word.toLowerCase(), one.toLowerCase()];
    const far = isSwap(typed, wanted) ? 1 : distance(typed, wanted);
    // The shortest words become one another by changing every letter.
    const isNear = far <= slip && far < Math.max(one.length, word.length);
    if (isNear && (best === undefined || far < best.far)) best = { one, far };
  }
  return best && `did you mean ${best.one}?`;
}

/** How many letters of it may be wrong. */
function slipIn(one: string): number {
  // Numbers, and addresses of one domain, are alike by nature: only a slip of the fingers makes one of another.
  if (/^\+?\d+$/.test(one)) return 1;
  const local = one.indexOf('@');
  if (local > 0) return local < LONG ? 1 : 2;
  // A short word with two wrong letters cannot be guessed: `html` is not `yaml`.
  return one.length <= 4 ? 1 : Math.max(2, Math.floor(one.length / 3));
}

/** So many letters before the @ are many. */
const LONG = 8;

/** Two neighbouring letters in the wrong order are one slip of the fingers: `tlak` is `talk` rather than `play`. */
function isSwap(word: string, one: string): boolean {
  let at = 0;
  while (at < word.length && word[at] === one[at]) at += 1;
  return `${word.slice(0, at)}${word[at + 1] ?? ''}${word[at] ?? ''}${word.slice(at + 2)}` === one;
}

/** How alike two texts are: 1 for the same, 0 for nothing in common. */
export function likeness(one: string, other: string): number {
  return 1 - distance(one, other) / Math.max(one.length, other.length, 1);
}
