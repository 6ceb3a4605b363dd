/** What changes in single fields, for people, and what else such a change asks for. */
import type { Action } from '../../api/wire.ts';
import { actionChanges, newActions } from '../actions/changes.ts';
import type { FieldChange } from '../change.ts';
import type { ActionSpec } from '../document.ts';
import type { Field, Names } from '../field.ts';
import type { ManyKind } from '../kind.ts';
import type { Match, Target } from '../match.ts';

/** A field of something new. */
export function newField(field: Field, value: unknown): FieldChange[] {
  if (field.wire === 'actions') return newActions(value as readonly ActionSpec[]);
  return [{ path: field.key, from: null, to: field.toPlain(value) }];
}

/**
 * A field of something that is there; a list of actions is told action by action.
 *
 * @param wanted What the API is to have.
 */
export function changesOf(
  field: Field,
  wire: unknown,
  { value, wanted }: { value: unknown; wanted: unknown },
  names: Names,
): FieldChange[] {
  const single = (): FieldChange[] => [fieldChange(field, wire, value, names)];
  if (field.wire !== 'actions') return single();
  return (
    actionChanges(wire, (value ?? []) as readonly ActionSpec[], wanted as readonly Action[], names) ??
    single()
  );
}

export function fieldChange(field: Field, wire: unknown, value: unknown, names: Names): FieldChange {
  const before = field.fromWire(wire, names);
  const isEmpty = field.canonical(wire) === field.canonical(field.empty);
  return {
    path: field.key,
    from: isEmpty ? null : before === undefined ? (wire ?? null) : field.toPlain(before),
    to: value === null ? null : field.toPlain(value),
  };
}

/** The changes that make what these fields name. */
export function dependencies(target: Target, fields: readonly Field[], match: Match): string[] {
  const named = fields.flatMap((field) => {
    const value = target.spec[field.key];
    return value === undefined || value === null ? [] : field.references(value);
  });
  const fresh = named
    .map(({ kind, name }) => match.target(kind, name))
    .filter((other) => other !== undefined && other.live === undefined && other.address !== target.address);
  return [...new Set(fresh.map((other) => other?.address ?? ''))];
}

/** One to read it, and one for each group of fields. */
export function requestsFor(kind: ManyKind, wires: readonly string[]): number {
  return 1 + kind.writes.filter((group) => group.some((wire) => wires.includes(wire))).length;
}
