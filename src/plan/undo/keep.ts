/** What must stay, though the run has made it: somebody needs it now. */
import type { ManyKind, Values, Wire } from '../kind.ts';
import { manyKinds } from '../kinds/index.ts';
import type { Live } from '../live.ts';
import { referrersOf } from '../referrers.ts';

export interface Removal {
  kind: ManyKind;
  live: Wire;
}

/**
 * The objects that something else in the account names, which is not deleted itself, by their ids; each with what
 * names it. What is kept keeps what it names.
 * @param restored Values that objects get back, by their ids.
 */
export function neededBy(
  removals: readonly Removal[],
  live: Live,
  restored: ReadonlyMap<string, Values>,
): ReadonlyMap<string, readonly string[]> {
  const lists = Object.fromEntries(
    manyKinds.map(({ kind }) => [
      kind,
      live.lists[kind].map((object) => ({ ...object, ...restored.get(object.id) })),
    ]),
  ) as unknown as Live['lists'];
  const users = removals.map(({ kind, live: { id } }) => ({ id, users: referrersOf(kind.kind, id, lists) }));
  const gone = new Set(removals.map(({ live: { id } }) => id));
  const kept = new Map<string, readonly string[]>();
  for (let before = -1; before < kept.size;) {
    before = kept.size;
    for (const { id, users: all } of users) {
      const staying = all.filter((user) => !gone.has(user.id));
      if (!gone.has(id) || staying.length === 0) continue;
      gone.delete(id);
      kept.set(
        id,
        staying.map(({ title }) => title),
      );
    }
  }
  return kept;
}
