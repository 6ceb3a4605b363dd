/** Which item of a list each item of a changed list is, so that what is written next to it moves with it. */
import { isDeepStrictEqual } from 'node:util';
import { align } from '../align.ts';
import { likeness } from '../suggest.ts';

/**
 * Whether two items are one thing that was changed: `sure` by its name, wherever it went; `maybe` when nothing else
 * came in its place.
 * @param list The key that the list has in the map around it.
 */
export type Kinship = (list: string, before: unknown, after: unknown) => 'sure' | 'maybe' | undefined;

/** Beyond so many comparisons the first that may be is the one. */
const MANY = 10_000;

/** For each new item: the index of its old one; undefined if there is none. */
export function partnersOf(
  before: readonly unknown[],
  after: readonly unknown[],
  kinship: (before: unknown, after: unknown) => 'sure' | 'maybe' | undefined,
): (number | undefined)[] {
  const found = new Map<number, number>();
  const taken = new Set<number>();
  const couple = (one: number, other: number): void => {
    if (taken.has(one) || found.has(other)) return;
    taken.add(one);
    found.set(other, one);
  };
  const steady = align(
    before.map((item) => JSON.stringify(item)),
    after.map((item) => JSON.stringify(item)),
  );
  for (const [one, other] of steady) couple(one, other);
  for (const isOne of [
    (one: unknown, other: unknown) => kinship(one, other) === 'sure',
    (one: unknown, other: unknown) => isDeepStrictEqual(one, other),
  ]) {
    for (const [other, item] of after.entries()) {
      if (found.has(other)) continue;
      const one = before.findIndex((was, index) => !taken.has(index) && isOne(was, item));
      if (one >= 0) couple(one, other);
    }
  }
  let [fromOne, fromOther] = [0, 0];
  for (const [toOne, toOther] of [...steady, [before.length, after.length] as const]) {
    const ones = range(fromOne, toOne).filter((one) => !taken.has(one));
    const others = range(fromOther, toOther).filter((other) => !found.has(other));
    for (const [one, other] of likest(ones, others, before, after, kinship)) couple(one, other);
    [fromOne, fromOther] = [toOne + 1, toOther + 1];
  }
  return after.map((_, other) => found.get(other));
}

/** Those between two items that stayed: the likest first. */
function likest(
  ones: readonly number[],
  others: readonly number[],
  before: readonly unknown[],
  after: readonly unknown[],
  kinship: (before: unknown, after: unknown) => 'sure' | 'maybe' | undefined,
): (readonly [number, number])[] {
  const isMany = ones.length * others.length > MANY;
  const couples = ones.flatMap((one, i) =>
    others.flatMap((other, j) => {
      if (kinship(before[one], after[other]) === undefined) return [];
      const likeness = isMany ? 0 : likenessOf(before[one], after[other]);
      return [{ couple: [one, other] as const, likeness, apart: Math.abs(i - j) }];
    }),
  );
  return couples.sort((a, b) => b.likeness - a.likeness || a.apart - b.apart).map(({ couple }) => couple);
}

/** From 0 up: how much two maps have in common. */
function likenessOf(before: unknown, after: unknown): number {
  if (!isMapping(before) || !isMapping(after)) return 0;
  return Object.entries(after).reduce((sum, [key, value]) => sum + alike(before[key], value), 0);
}

function alike(before: unknown, after: unknown): number {
  if (isDeepStrictEqual(before, after)) return 1;
  if (typeof before !== 'string' || typeof after !== 'string') return 0;
  return likeness(before, after);
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
