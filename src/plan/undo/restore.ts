/** Restores the old values of an object, except references to objects that no longer exist. */
import { maskSecrets } from '../../core/secret.ts';
import type { Change } from '../change.ts';
import type { FieldChange } from '../../resources/field.ts';
import { requestsFor } from '../../resources/kind.ts';
import { changesOf, fieldChange } from '../difference/fields.ts';
import type { Field } from '../../resources/field.ts';
import type { Names } from '../../resources/names.ts';
import { consequenceOf, valuesOf, type Values, type Wire } from '../../resources/kind.ts';
import { leadsNowhere } from '../state/dangling.ts';
import type { LiveAccount } from '../state/live.ts';
import { calledNow, titleOf } from '../title.ts';
import type { PastChange } from './past-changes.ts';

export interface Restore {
  /** Undefined if there is nothing to restore. */
  change: Change | undefined;
  patch: Values;
  /** Fields whose old value names something that no longer exists. */
  lost: readonly Field[];
}

/** @param fields The fields that have changed. */
export function restoreOf(
  past: PastChange,
  object: Wire,
  fields: readonly Field[],
  live: LiveAccount,
  names: Names,
): Restore {
  const { kind, name, before } = past;
  const now = valuesOf(kind, object);
  const lost = fields.filter((field) => leadsNowhere(field, before[field.wire], live, names));
  const back = fields.filter((field) => !lost.includes(field));
  const patch = Object.fromEntries(back.map(({ wire }) => [wire, before[wire]]));
  if (back.length === 0) return { change: undefined, patch, lost };
  const change: Change = {
    address: 'key' in kind ? `${kind.kind}/${name}` : kind.kind,
    verb: 'update',
    kind: kind.kind,
    name,
    title: titleOf(kind, 'key' in kind ? calledNow(kind, name, object) : name),
    id: object.id,
    fields: back.flatMap((field) => fieldBack(field, now[field.wire], before[field.wire], names)),
    ...consequenceOf(kind, patch),
    requests: requestsFor(kind, Object.keys(patch)),
    after: [],
  };
  return { change, patch, lost };
}

function fieldBack(field: Field, now: unknown, before: unknown, names: Names): readonly FieldChange[] {
  const isEmpty = field.canonical(before) === field.canonical(field.empty);
  const value = isEmpty ? null : field.fromWire(before, names);
  if (value !== undefined) return changesOf(field, now, { value, wanted: before }, names);
  // A plan file cannot express it: shown as in the API.
  return [{ ...fieldChange(field, now, null, names), to: maskSecrets(before) }];
}
