/** Which items of two lists are the same ones: a longest common subsequence. */

/** Index before, index after. */
export type Couple = readonly [before: number, after: number];

/** Beyond so many comparisons what lies between the same beginning and the same end counts as all new. */
const MOST = 4_000_000;

/** In the order of both lists. */
export function align(before: readonly string[], after: readonly string[]): Couple[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const middle = longestCommon(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  return [
    ...Array.from({ length: start }, (_, index): Couple => [index, index]),
    ...middle.map(([one, other]): Couple => [start + one, start + other]),
    ...Array.from({ length: end }, (_, index): Couple => [
      before.length - end + index,
      after.length - end + index,
    ]),
  ];
}

function longestCommon(before: readonly string[], after: readonly string[]): Couple[] {
  if (before.length * after.length > MOST) return [];
  const width = after.length + 1;
  /** How many the rests of both lists have in common. */
  const common = new Uint32Array((before.length + 1) * width);
  const at = (one: number, other: number): number => common[one * width + other] ?? 0;
  for (let one = before.length - 1; one >= 0; one -= 1) {
    for (let other = after.length - 1; other >= 0; other -= 1) {
      common[one * width + other] =
        before[one] === after[other]
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1));
    }
  }
  const couples: Couple[] = [];
  for (let one = 0, other = 0; one < before.length && other < after.length;) {
    if (before[one] === after[other]) {
      couples.push([one, other]);
      one += 1;
      other += 1;
    } else if (at(one + 1, other) >= at(one, other + 1)) one += 1;
    else other += 1;
  }
  return couples;
}
