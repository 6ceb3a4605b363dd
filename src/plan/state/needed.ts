/** What must not be deleted: something that stays needs it. */
import { referrersTo, type Everything, type Referrer } from './referrers.ts';

/**
 * Who needs what is to be deleted, by id; what nobody needs is not in it. What stays for the sake of another keeps
 * what it names itself.
 * @param account As it will be when nothing is deleted yet.
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
