/** Changes of single fields, for people, and what else such a change needs. */
import { maskSecrets } from '../../core/secret.ts';
import type { Field, FieldChange } from '../../resources/field.ts';
import type { Names } from '../../resources/names.ts';
import type { Match, Target } from './match.ts';

/** A field of a new object. */
export function newField(field: Field, value: unknown): readonly FieldChange[] {
  const changes = field.changes?.(undefined, { value, wanted: undefined });
  return (changes ?? [{ path: field.key, from: null, to: field.toPlain(value) }]).map(withoutCredentials);
}

/**
 * A field of an existing object.
 * @param declared The value in the file, and the value that the API should have.
 */
export function changesOf(
  field: Field,
  wire: unknown,
  declared: { value: unknown; wanted: unknown },
  names: Names,
): readonly FieldChange[] {
  const changes = field.changes?.({ wire, names }, declared);
  return changes?.map(withoutCredentials) ?? [fieldChange(field, wire, declared.value, names)];
}

export function fieldChange(field: Field, wire: unknown, value: unknown, names: Names): FieldChange {
  const before = field.fromWire(wire, names);
  const isEmpty = field.canonical(wire) === field.canonical(field.empty);
  return withoutCredentials({
    path: field.key,
    from: isEmpty ? null : before === undefined ? (wire ?? null) : field.toPlain(before),
    to: value === null ? null : field.toPlain(value),
  });
}

/** Hides credentials in addresses from readers of a plan, but still shows that a credential changes. */
function withoutCredentials({ path, from, to }: FieldChange): FieldChange {
  const [before, after] = [maskSecrets(from), maskSecrets(to)];
  const isOther = typeof after === 'string' && before === after && from !== to;
  return { path, from: before, to: isOther ? `${after} (another secret)` : after };
}

/** The changes that create what these fields name. */
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
