/** Names that people would take for one another. */

export interface Named {
  id: string;
  name?: string | null | undefined;
  tm_create?: string | null | undefined;
  tm_delete?: string | null | undefined;
}

export interface SameNames<T> {
  /** The oldest of them. */
  first: T;
  others: readonly T[];
}

const plain = (name: string): string => name.trim().toLowerCase();

/** Live rows of one name, upper and lower case being one. Rows without a name are left out. */
export function sameNames<T extends Named>(rows: readonly T[], keyOf = plain): SameNames<T>[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row.name ?? '');
    if (key === '' || row.tm_delete) continue;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group.sort((a, b) => order(a, b));
    return first === undefined || others.length === 0 ? [] : [{ first, others }];
  });
}

/** The name without what people leave out or add: spaces, dashes, underscores, dots. */
export const bareName = (name: string): string => plain(name).replace(/[\s\-_.]+/g, '');

function order(a: Named, b: Named): number {
  const key = ({ tm_create, id }: Named): string => `${tm_create ?? ''} ${id}`;
  return key(a) < key(b) ? -1 : 1;
}
