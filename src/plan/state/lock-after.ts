/** The lock file after a run, or after part of it. */
import type { Planned } from '../difference/difference.ts';
import type { LiveAccount } from './live.ts';
import type { NamedKind } from '../../resources/index.ts';
import { draftLock, lockedIds, lockEntry, type Lock, type LockDraft } from '../file/lock.ts';
import { isGenerated } from '../difference/secrets.ts';
import type { Done } from '../execution/context.ts';

/** The entry of each name: existing objects, and created ones. */
export function lockAfter(
  { match, steps }: Planned,
  live: LiveAccount,
  lock: Lock,
  done: readonly Done[] = [],
): Lock {
  const known = lockedIds(lock);
  const draft = draftLock(lock);
  for (const target of match.targets) {
    const { kind, name, live: object } = target;
    if (object === undefined) continue;
    const { id } = object;
    keepLeftOver(draft, live, kind.kind, name, id);
    // What `apply` created stays marked as such under another name.
    const { made = false, generated = false } = known.get(id) ?? {};
    const entry = { id, key: object[kind.key], made, generated: generated && isGenerated(target) };
    draft.set(kind.kind, name, lockEntry(kind, entry));
  }
  const workOf = new Map(steps.map(({ change, work }) => [change, work]));
  for (const { change, id, key } of done) {
    const work = workOf.get(change);
    if (work?.do === 'create' && id !== undefined) {
      const { kind } = work.target;
      const entry = { id, key, made: true, generated: isGenerated(work.target) };
      draft.set(kind.kind, change.name, lockEntry(kind, entry));
    }
    if (work?.do === 'delete') draft.forget(work.kind.kind, work.live.id);
  }
  return draft.done();
}

/** An object that `apply` created can still be pruned after another object has taken its name. */
function keepLeftOver(draft: LockDraft, live: LiveAccount, kind: NamedKind, name: string, id: string): void {
  const before = draft.get(kind, name);
  if (before === undefined || before.id === id || !before.made) return;
  if (live.lists[kind].some((object) => object.id === before.id)) {
    draft.set(kind, `${name} (${before.id})`, before);
  }
}
