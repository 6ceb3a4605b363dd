/** Matches declared actions with live ones: by the id made from the label, or by what they do. */
import type { Action } from '../../api/wire.ts';
import type { ActionSpec } from '../document.ts';
import { align, type Couple } from '../../core/align.ts';
import { canonicalActions } from './canonical.ts';
import { lower } from './words.ts';

export interface Partners {
  /** The index of the declared action for a live one, wherever it is now. */
  of: (live: number) => number | undefined;
  /** Live and declared actions side by side: the same, changed, or only one of them. */
  inOrder: readonly (readonly [live: number | undefined, declared: number | undefined])[];
}

export function partnersOf(
  live: readonly Action[],
  actions: readonly ActionSpec[],
  wanted: readonly Action[],
): Partners {
  const byId = new Map(
    actions.flatMap(({ label }, index) => (label === undefined ? [] : [[lower(wanted[index]?.id), index]])),
  );
  const named = new Map<number, number>();
  const namers = new Map<number, number>();
  for (const [index, { id }] of live.entries()) {
    const declared = byId.get(lower(id));
    if (declared === undefined || namers.has(declared)) continue;
    named.set(index, declared);
    namers.set(declared, index);
  }
  // What goes by its label is that one, and no other that does the same.
  const couples = align(
    textsOf(live, (index) => named.get(index)),
    textsOf(wanted, (index) => (namers.has(index) ? index : undefined)),
  );
  const mayBe = (one: number, other: number): boolean =>
    live[one]?.type === wanted[other]?.type && named.get(one) === (namers.has(other) ? other : undefined);
  const inOrder = filled(couples, live.length, wanted.length, mayBe);
  const beside = new Map(
    inOrder.flatMap(([one, other]) => (one === undefined || other === undefined ? [] : [[one, other]])),
  );
  return { of: (index) => named.get(index) ?? beside.get(index), inOrder };
}

/** What each action does by itself: where it leads is not looked at, as that may have moved. */
function textsOf(actions: readonly Action[], name: (index: number) => number | undefined): string[] {
  return canonicalActions(actions, () => '').map((action, index) => JSON.stringify([name(index), action]));
}

/** Between those that are the same, the nearest that may be the same and changed. */
function filled(
  couples: readonly Couple[],
  before: number,
  after: number,
  mayBe: (one: number, other: number) => boolean,
): Partners['inOrder'] {
  const rows: [number | undefined, number | undefined][] = [];
  let one = 0;
  let other = 0;
  for (const [nextOne, nextOther] of [...couples, [before, after] as const]) {
    for (; one < nextOne; one += 1) {
      let like = other;
      while (like < nextOther && !mayBe(one, like)) like += 1;
      if (like === nextOther) {
        rows.push([one, undefined]);
        continue;
      }
      for (; other < like; other += 1) rows.push([undefined, other]);
      rows.push([one, other]);
      other += 1;
    }
    for (; other < nextOther; other += 1) rows.push([undefined, other]);
    if (nextOne < before) rows.push([nextOne, nextOther]);
    one = nextOne + 1;
    other = nextOther + 1;
  }
  return rows;
}
