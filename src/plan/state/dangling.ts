/** Objects that a step names by `id:` and the account does not have. Names without `id:` are in the file, and will exist. */
import { isSetId } from '../../core/ids.ts';
import type { Field } from '../../resources/field.ts';
import type { NamedKind } from '../../resources/index.ts';
import { manyKind } from '../../resources/all.ts';
import type { Lists } from '../../resources/kind.ts';
import type { Names } from '../../resources/names.ts';
import type { LiveAccount } from './live.ts';
import { idIn } from '../../resources/references.ts';
import { declaredFields, type Step } from '../difference/steps.ts';

export interface Dangling {
  step: Step;
  /** The field of the plan file. */
  key: string;
  /** For people: `flow`. */
  one: string;
  id: string;
  /** Whether the step must not be sent: the server refuses it, or the object could not work. */
  refused: boolean;
}

/** The server accepts unknown ids in tags and actions: agents and callers then find nothing. */
const TAKEN_AS_THEY_COME = new Set(['tags', 'actions']);

/** Whether the account has an object of that kind and id. */
export function presenceIn(lists: Lists): (kind: NamedKind, id: string) => boolean {
  const known = new Map<NamedKind, ReadonlySet<string>>();
  return (kind, id) => {
    // Opening hours are a flow, too.
    const objects = kind === 'flows' ? [...lists.flows, ...lists.hours] : lists[kind];
    const ids = known.get(kind) ?? new Set(objects.map((object) => object.id));
    known.set(kind, ids);
    return ids.has(id);
  };
}

/**
 * Whether an API value names something that no longer exists. It can be left as it is, but not written again: the server
 * would take the id for "none", or refuse it without a reason.
 */
export function leadsNowhere(
  field: Field,
  wire: unknown,
  { lists }: Pick<LiveAccount, 'lists'>,
  names: Names,
): boolean {
  const word = field.fromWire(wire, names);
  if (word === undefined) return false;
  const isThere = presenceIn(lists);
  return field.references(word).some(({ kind, name }) => {
    const id = idIn(name);
    return isSetId(id) && !isThere(kind, id);
  });
}

export function danglingIn(steps: readonly Step[], { lists }: LiveAccount): Dangling[] {
  const isThere = presenceIn(lists);
  return steps.flatMap((step) => {
    const { work } = step;
    if (work.do !== 'create' && work.do !== 'update') return [];
    const { target } = work;
    // Fields that a new object cannot have immediately are set by another step.
    const fields =
      work.do === 'update'
        ? work.fields
        : declaredFields(target).filter(({ wire }) => wire in target.kind.defaults && !work.later.has(wire));
    return fields.flatMap(({ key, references }) => {
      const value = target.spec[key];
      const named = value === undefined || value === null ? [] : references(value);
      const lost = named.flatMap(({ kind, name }) => {
        const id = idIn(name);
        return isSetId(id) && !isThere(kind, id) ? [`${manyKind(kind).one} ${id}`] : [];
      });
      return [...new Set(lost)].map((text): Dangling => {
        const [one = '', id = ''] = text.split(' ');
        return { step, key, one, id, refused: !TAKEN_AS_THEY_COME.has(key) };
      });
    });
  });
}
