/** What a run did to the account, object by object. */
import { madeBy } from '../journal/fold.ts';
import type { Run, RunChange } from '../journal/journal.ts';
import type { ManyKind, SingleKind, Values, Wire } from '../../resources/kind.ts';
import { allKinds } from '../../resources/all.ts';
import { singleOf, type Live } from '../state/live.ts';
import type { Lock } from '../file/lock.ts';

/** Everything that a run did to one object. */
export interface Deed {
  kind: SingleKind | ManyKind;
  name: string;
  verb: 'create' | 'update' | 'delete';
  /** How it began. */
  begin: RunChange['begin'];
  /** Whether the server has refused it, for all that may have come of it. */
  refused: boolean;
  /** Undefined where the answer was lost. */
  id: string | undefined;
  /** Its fields before the run; nothing for what was made. */
  before: Values;
  /** Its fields behind the run. */
  after: Values;
}

/** One for each object, in the order in which the run came to them. */
export function deedsOf({ changes }: Run): Deed[] {
  const deeds = new Map<string, Deed>();
  const deleted: Deed[] = [];
  for (const change of changes) {
    if (change.outcome === 'failed') continue;
    const { begin } = change;
    const kind = allKinds.find((one) => one.kind === begin.kind);
    if (kind === undefined) continue;
    const key = `${begin.kind}/${begin.name}`;
    let known = deeds.get(key);
    if (known?.verb === 'delete' && begin.verb === 'create') {
      // Of one name, and another object.
      deleted.push(known);
      deeds.delete(key);
      known = undefined;
    }
    deeds.set(key, known === undefined ? firstDeed(change, kind) : moreOf(known, change));
  }
  return [...deleted, ...deeds.values()];
}

function firstDeed({ begin, refused, id }: RunChange, kind: SingleKind | ManyKind): Deed {
  const { name, verb, before = {}, after = {} } = begin;
  return { kind, name, verb, begin, refused, id, before, after };
}

function moreOf(deed: Deed, { begin, id }: RunChange): Deed {
  return {
    ...deed,
    id: id ?? deed.id,
    // What was made and then filled was made; what was tried again was tried with other values.
    verb: begin.verb === 'delete' ? 'delete' : deed.verb,
    begin: begin.verb === 'create' ? begin : deed.begin,
    before: { ...begin.before, ...deed.before },
    after: { ...deed.after, ...begin.after },
  };
}

/**
 * The objects that a deed may have been done to: one, mostly; several where an answer was lost.
 * @param taken Ids of what other runs are known to have made.
 */
export function objectsOf(
  { kind, name, begin, id }: Deed,
  live: Live,
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
