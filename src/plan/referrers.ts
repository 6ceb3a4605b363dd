/** What in the account names an object, as far as it was read. */
import type { NamedKind } from './document.ts';
import { valuesOf, type Wire } from './kind.ts';
import { manyKinds } from './kinds/index.ts';

export interface Referrer {
  id: string;
  /** For people: `queue Sales`. */
  title: string;
}

/** By the id of what is named. Ids stand in fields, lists and the options of actions: any text that is one counts. */
export function referrersTo(
  wanted: ReadonlySet<string>,
  lists: Readonly<Record<NamedKind, readonly Wire[]>>,
): ReadonlyMap<string, readonly Referrer[]> {
  const referrers = new Map<string, Referrer[]>();
  for (const kind of manyKinds) {
    for (const object of lists[kind.kind]) {
      const values = valuesOf(kind, object);
      const ids = new Set<string>();
      for (const { wire } of kind.fields) collectIds(values[wire], wanted, ids);
      if (ids.size === 0) continue;
      const name = values[kind.key];
      const title = `${kind.one} ${typeof name === 'string' && name ? name : object.id}`;
      for (const id of ids) {
        const known = referrers.get(id);
        if (known === undefined) referrers.set(id, [{ id: object.id, title }]);
        else known.push({ id: object.id, title });
      }
    }
  }
  return referrers;
}

function collectIds(value: unknown, wanted: ReadonlySet<string>, ids: Set<string>): void {
  if (typeof value === 'string') {
    const id = value.toLowerCase();
    if (wanted.has(id)) ids.add(id);
  } else if (Array.isArray(value)) for (const item of value) collectIds(item, wanted, ids);
  else if (typeof value === 'object' && value !== null) collectIds(Object.values(value), wanted, ids);
}
