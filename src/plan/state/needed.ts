/** Objects that must not be deleted, because something that stays needs them. */
import { referrersTo, type Everything, type Referrer } from './referrers.ts';

/**
 * For each object to delete that is still needed, by id: what needs it. An object that is kept for another one also keeps
 * what it names itself.
 * @param account The account before anything is deleted.
 */
export function neededOf(
  ids: readonly string[],
  account: Everything,
): ReadonlyMap<string, readonly Referrer[]> {
  const going = new Set(ids);
  const referrers = referrersTo(going, account);
  const named = new Map<string, string[]>();
  for (const [id, users] of referrers) {
    for (const user of users) named.set(user.id, [...(named.get(user.id) ?? []), id]);
  }
  const staying = new Map<string, readonly Referrer[]>();
  const open = [...going];
  for (const id of open) {
    const users = (referrers.get(id) ?? []).filter((user) => !going.has(user.id));
    if (users.length === 0 || !going.delete(id)) continue;
    staying.set(id, users);
    open.push(...(named.get(id) ?? []));
  }
  return staying;
}

export const titlesOf = (users: readonly Referrer[]): string => users.map(({ title }) => title).join(', ');
