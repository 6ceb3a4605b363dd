/** What a caller can press: every key of every menu that a call gets to. */
import type { CallEvent, CallRun } from '../calls/call.ts';
import type { Step } from '../calls/code.ts';
import { DIGITS } from '../calls/variables.ts';

/** Menus in menus. */
const DEEPEST = 3;
/** Far more than a caller would listen to. */
const MOST_WAYS = 50;
/** Places at which a flow listens before it asks. */
const MOST_BEFORE = 3;

/** Pressing nothing is the first. @param follow The call in which that is pressed. */
export function waysOf(follow: (presses: readonly string[]) => CallRun): (readonly string[])[] {
  interface Way {
    presses: readonly string[];
    depth: number;
    /** Menus at which something was pressed: whoever comes back to one has heard it. */
    passed: ReadonlySet<Step>;
  }
  const ways: Way[] = [{ presses: [], depth: 0, passed: new Set() }];
  for (const { presses, depth, passed } of ways) {
    if (depth === DEEPEST) continue;
    const menu = follow(presses).events.find((event) => isMenu(event) && !passed.has(event.step))?.step;
    if (menu === undefined) continue;
    for (const key of keysOf(menu)) {
      const next = pressedAt(menu, key, presses, follow);
      if (next === undefined || ways.length >= MOST_WAYS) continue;
      ways.push({ presses: next, depth: depth + 1, passed: new Set([...passed, menu]) });
    }
  }
  return ways.map(({ presses }) => presses);
}

/** A branch on what was pressed, if it has keys. */
const isMenu = ({ step, effect }: CallEvent): boolean =>
  step.type === 'branch' &&
  effect.does === 'jump' &&
  (step.option['variable'] || DIGITS) === DIGITS &&
  keysOf(step).length > 0;

const keysOf = ({ option }: Step): string[] =>
  Object.keys(option['target_ids'] ?? {}).filter((keys) => /^[0-9*#A-D]+$/.test(keys));

/** What is pressed at places before the menu is nothing; undefined where the key never gets there. */
function pressedAt(
  menu: Step,
  key: string,
  before: readonly string[],
  follow: (presses: readonly string[]) => CallRun,
): string[] | undefined {
  const tries = Array.from({ length: MOST_BEFORE + 1 }, (_, count) => [
    ...before,
    ...Array.from({ length: count }, () => ''),
    key,
  ]);
  return tries.find((presses) =>
    follow(presses).events.some(
      ({ step, effect }) => step === menu && effect.does === 'jump' && effect.value === key,
    ),
  );
}
