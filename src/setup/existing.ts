/** Declares an existing object in the plan file without changing it. */
import { isSetId } from '../core/ids.ts';
import type { NamedKind } from '../resources/index.ts';
import { manyKind } from '../resources/all.ts';
import { knownObjects, type Facts } from './facts.ts';
import type { Part } from './part.ts';

export interface Mention {
  /** What others name it by. */
  word: string;
  /** What must stand in the file for it. */
  part: Part;
}

/** An object by its id; one that no longer exists or has no usable name is named by the id itself. */
export function mention(facts: Facts, kind: NamedKind, id: string): Mention {
  const known = knownObjects(facts, kind).find(({ object }) => object.id === id);
  if (known === undefined) return { word: `id:${id}`, part: {} };
  const { name, object, ours } = known;
  if (ours) return { word: name, part: {} };
  const { key, renamable } = manyKind(kind);
  const own = object[key];
  const renamed = renamable && own !== name;
  const spec = { id, ...(renamed && { name: typeof own === 'string' && own !== '' ? own : null }) };
  return { word: name, part: { [kind]: { [name]: spec } } };
}

/** Several of them, without those that lead nowhere. */
export function mentionAll(facts: Facts, kind: NamedKind, ids: unknown): Mention[] {
  const list = Array.isArray(ids) ? (ids as unknown[]) : [];
  return list.flatMap((id) => (typeof id === 'string' && isSetId(id) ? [mention(facts, kind, id)] : []));
}
