/** Patterns on names: `*` is any text, `?` one character, anything else itself in either case. */

/**
 * Whether the pattern fits the whole text. Never looks back further than the last `*`, so the time is at
 * most the product of the two lengths.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const wanted = fold(pattern);
  const given = fold(text);
  let at = 0;
  let from = 0;
  let star = -1;
  let afterStar = 0;
  while (from < given.length) {
    if (wanted[at] === '*') {
      star = at++;
      afterStar = from;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[from])) {
      at++;
      from++;
    } else if (star >= 0) {
      // The last star takes one character more.
      at = star + 1;
      from = ++afterStar;
    } else return false;
  }
  return wanted.slice(at).every((char) => char === '*');
}

/** Characters, not halves of them; one by one, because the case of a whole word may change its length. */
function fold(text: string): string[] {
  return Array.from(text, (char) => char.toLowerCase());
}
