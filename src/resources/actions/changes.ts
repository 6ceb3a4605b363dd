/** The difference between two lists of actions, for people: action by action, option by option. */
import type { Action } from '../../api/wire.ts';
import type { FieldChange } from '../field.ts';
import type { ActionSpec } from '../document.ts';
import { flowsOrHours, type Names } from '../names.ts';
import { canonicalActions } from './canonical.ts';
import { decompileActions, madeUpLabel } from './decompile.ts';
import { unfolded } from './hours.ts';
import { wireOptions } from './lookup.ts';
import { partnersOf, type Partners } from './partners.ts';
import { actionToPlain } from './plain.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Actions of a flow that had none, as a plan file writes them. */
export function newActions(actions: readonly ActionSpec[]): FieldChange[] {
  return actions.map((action, index) => added(actionToPlain(action), index));
}

/**
 * Undefined where a file has no words for what is there.
 *
 * @param wire What is there.
 * @param declared What is declared.
 * @param wanted The same for the API.
 */
export function actionChanges(
  wire: unknown,
  declared: readonly ActionSpec[],
  wanted: readonly Action[],
  names: Names,
): FieldChange[] | undefined {
  const live = Array.isArray(wire) ? (wire as Action[]) : [];
  const actions = unfolded(declared);
  const partners = partnersOf(live, actions, wanted);
  const before = decompileActions(live, flowsOrHours(names), {
    labelOf: labelsLike(actions, partners),
    fold: false,
  });
  if (before === undefined) return undefined;
  const from = before.map(actionToPlain);
  const to = actions.map(actionToPlain);
  // Jumps are the same that lead to the same action, wherever it is now.
  const was = canonicalActions(live, (index) => partners.of(index) ?? `gone ${index}`) as Canonical[];
  const is = canonicalActions(wanted) as Canonical[];
  return partners.inOrder.flatMap(([one, other]) => {
    if (one === undefined) return other === undefined ? [] : [added(to[other] ?? {}, other)];
    if (other === undefined) return [{ path: `actions[${one}]`, from: from[one], to: null }];
    return changed(other, [was[one], from[one]], [is[other], to[other]]);
  });
}

const added = (action: Plain, index: number): FieldChange => ({
  path: `actions[${index}]`,
  from: null,
  to: action,
});

/** Targets of jumps keep their labels in the file; others get a unique label. */
function labelsLike(
  actions: readonly ActionSpec[],
  partners: Partners,
): (type: string, index: number) => string {
  const taken = new Set(actions.map(({ label }) => label));
  return (type, index) => {
    const partner = partners.of(index);
    const label = partner === undefined ? undefined : actions[partner]?.label;
    if (label !== undefined) return label;
    const madeUp = madeUpLabel(type, index);
    return taken.has(madeUp) ? `${madeUp} (before)` : madeUp;
  };
}

interface Canonical {
  type: string;
  next: unknown;
  option: readonly (readonly [wire: string, value: unknown])[];
}

type Side = readonly [canonical: Canonical | undefined, plain: Plain | undefined];

/** Two actions of one type. */
function changed(index: number, [was, from = {}]: Side, [is, to = {}]: Side): FieldChange[] {
  const before = textsOf(was);
  const after = textsOf(is);
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (wire) => before.get(wire) !== after.get(wire),
  );
  const known = wireOptions(is?.type);
  // What a file has no word for is under `extra`.
  const keys = differing.flatMap((wire) => {
    const key = wire === '' ? 'next' : (known.get(wire)?.key ?? 'extra');
    const elsewhere = [from, to].some(({ extra }) => Object.hasOwn(extra ?? {}, wire));
    return elsewhere ? [key, 'extra'] : [key];
  });
  return [...new Set(keys)]
    .filter((key) => Object.hasOwn(from, key) || Object.hasOwn(to, key))
    .map((key) => ({ path: `actions[${index}].${key}`, from: from[key] ?? null, to: to[key] ?? null }));
}

/** Options by what the API calls them; what follows is under nothing. */
function textsOf(action: Canonical | undefined): ReadonlyMap<string, string> {
  const entries = [['', action?.next ?? null] as const, ...(action?.option ?? [])];
  return new Map(entries.map(([key, value]) => [key, JSON.stringify(value)]));
}
