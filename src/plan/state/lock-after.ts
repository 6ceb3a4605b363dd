/** The lock file behind a run, or behind a part of it. */
import type { Planned } from '../difference/difference.ts';
import type { Live } from './live.ts';
import type { NamedKind } from '../../resources/index.ts';
import { draftLock, lockedIds, type Lock, type LockDraft } from '../file/lock.ts';
import type { Done } from '../execution/context.ts';

/** What is known of each name: what is there, and what was made. */
export function lockAfter(
  { match, steps }: Planned,
  live: Live,
  lock: Lock,
  done: readonly Done[] = [],
): Lock {
  const numbers = new Map(live.lists.numbers.map((row) => [row.id, row['number']]));
  const numberOf = (number: unknown): { number?: string } => (typeof number === 'string' ? { number } : {});
  const known = lockedIds(lock);
  const draft = draftLock(lock);
  for (const { kind, name, live: object } of match.targets) {
    if (object === undefined) continue;
    const { id } = object;
    keepLeftOver(draft, live, kind.kind, name, id);
    // What we made stays ours under another name.
    draft.set(kind.kind, name, { id, made: known.get(id)?.made ?? false, ...numberOf(numbers.get(id)) });
  }
  const workOf = new Map(steps.map(({ change, work }) => [change, work]));
  for (const { change, id, key } of done) {
    const work = workOf.get(change);
    if (work?.do === 'create' && id !== undefined) {
      const { kind } = work.target.kind;
      draft.set(kind, change.name, { id, made: true, ...(kind === 'numbers' ? numberOf(key) : {}) });
    }
    if (work?.do === 'delete') draft.forget(work.kind.kind, work.live.id);
  }
  return draft.done();
}

/** What we made, and what another object has taken the name of, stays ours to be pruned. */
function keepLeftOver(draft: LockDraft, live: Live, kind: NamedKind, name: string, id: string): void {
  const before = draft.get(kind, name);
  if (before === undefined || before.id === id || !before.made) return;
  if (live.lists[kind].some((object) => object.id === before.id)) {
    draft.set(kind, `${name} (${before.id})`, before);
  }
}
