/** What in the account names an object, as far as it was read. */
import type { NamedKind } from './document.ts';
import { valuesOf } from './kind.ts';
import { manyKinds } from './kinds/index.ts';
import type { Live } from './live.ts';

export interface Referrer {
  id: string;
  /** For people: `queue Sales`. */
  title: string;
}

/** Ids stand in fields, lists and the options of actions: any text that is the id counts. */
export function referrersOf(kind: NamedKind, id: string, lists: Live['lists']): Referrer[] {
  return manyKinds.flatMap((other) =>
    lists[other.kind].flatMap((object) => {
      if (object.id === id && other.kind === kind) return [];
      const values = valuesOf(other, object);
      const named = other.fields.some(({ wire }) => holds(values[wire], id));
      const name = values[other.key];
      return named
        ? [{ id: object.id, title: `${other.one} ${typeof name === 'string' && name ? name : object.id}` }]
        : [];
    }),
  );
}

function holds(value: unknown, id: string): boolean {
  if (typeof value === 'string') return value.toLowerCase() === id;
  if (Array.isArray(value)) return value.some((item) => holds(item, id));
  return typeof value === 'object' && value !== null && Object.values(value).some((item) => holds(item, id));
}
