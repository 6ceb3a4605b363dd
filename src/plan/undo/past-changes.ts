/** What a run did to the account, object by object. */
import { madeBy } from '../journal/fold.ts';
import type { Run, RunChange } from '../journal/journal.ts';
import type { ManyKind, SingleKind, Values, Wire } from '../../resources/kind.ts';
import { allKinds } from '../../resources/all.ts';
import { singleOf, type LiveAccount } from '../state/live.ts';
import type { Lock } from '../file/lock.ts';

/** Everything that a run did to one object. */
export interface PastChange {
  kind: SingleKind | ManyKind;
  name: string;
  verb: 'create' | 'update' | 'delete';
  /** Its first journal entry. */
  begin: RunChange['begin'];
  /** Whether the server refused it, even if it may have been carried out. */
  refused: boolean;
  /** Undefined if the answer was lost. */
  id: string | undefined;
  /** Its fields before the run; empty for a new object. */
  before: Values;
  /** Its fields after the run. */
  after: Values;
}

/** One for each object, in the order of the run. */
export function pastChangesOf({ changes }: Run): PastChange[] {
  const byObject = new Map<string, PastChange>();
  const deleted: PastChange[] = [];
  for (const change of changes) {
    if (change.outcome === 'failed') continue;
    const { begin } = change;
    const kind = allKinds.find((one) => one.kind === begin.kind);
    if (kind === undefined) continue;
    const key = `${begin.kind}/${begin.name}`;
    let known = byObject.get(key);
    if (known?.verb === 'delete' && begin.verb === 'create') {
      // The same name, but another object.
      deleted.push(known);
      byObject.delete(key);
      known = undefined;
    }
    byObject.set(key, known === undefined ? firstChange(change, kind) : moreOf(known, change));
  }
  return [...deleted, ...byObject.values()];
}

function firstChange({ begin, refused, id }: RunChange, kind: SingleKind | ManyKind): PastChange {
  const { name, verb, before = {}, after = {} } = begin;
  return { kind, name, verb, begin, refused, id, before, after };
}

function moreOf(past: PastChange, { begin, id }: RunChange): PastChange {
  return {
    ...past,
    id: id ?? past.id,
    // Created and then filled in counts as created; a retry may have used other values.
    verb: begin.verb === 'delete' ? 'delete' : past.verb,
    begin: begin.verb === 'create' ? begin : past.begin,
    before: { ...begin.before, ...past.before },
    after: { ...past.after, ...begin.after },
  };
}

/**
 * The objects that a run may have changed with it: usually one, several if an answer was lost.
 * @param taken Ids of objects that other runs are known to have created.
 */
export function objectsOf(
  { kind, name, begin, id }: PastChange,
  live: LiveAccount,
  lock: Lock,
  taken: ReadonlySet<string>,
): readonly Wire[] {
  if (!('key' in kind)) {
    const object = singleOf(live, kind);
    return object ? [object] : [];
  }
  if (id !== undefined) return live.lists[kind.kind].filter((object) => object.id === id);
  const others = Object.entries(lock.objects[kind.kind] ?? {}).filter(([other]) => other !== name);
  return madeBy(begin, live, new Set([...taken, ...others.map(([, { id: known }]) => known)]));
}
