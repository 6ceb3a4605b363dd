/** What runs that broke off left behind: objects that we made, which the lock file does not know yet. */
import { MINUTE, parseTime, SECOND } from '../core/time.ts';
import type { NamedKind } from './document.ts';
import type { Run, RunChange } from './journal.ts';
import type { Wire } from './kind.ts';
import { manyKind } from './kinds/index.ts';
import type { Live } from './live.ts';
import { draftLock, lockedIds, type Lock } from './lock.ts';

/** Something whose making was asked for, and that is not there: it may still come. */
export interface OpenCreate {
  kind: NamedKind;
  name: string;
  isPurchase: boolean;
  /** Milliseconds since 1970. */
  at: number;
  /** When it has come or never will. */
  settlesAt: number;
}

/** A purchase takes up to a minute at the carrier, after the server has stopped waiting for it. */
const PURCHASE_SETTLES = 2 * MINUTE;
/** The server itself may take 40 s to answer. */
const CREATE_SETTLES = 45 * SECOND;

export interface Folded {
  lock: Lock;
  adopted: readonly { kind: NamedKind; name: string; id: string }[];
  open: readonly OpenCreate[];
}

export function foldRuns(runs: readonly Run[], lock: Lock, live: Live): Folded {
  const draft = draftLock(lock);
  const adopted: Folded['adopted'][number][] = [];
  const open: OpenCreate[] = [];
  const known = new Set(lockedIds(lock).keys());
  for (const { begin, outcome, id } of runs.flatMap(({ changes }) => changes)) {
    const { kind: of, name, verb } = begin;
    if (of === 'account' || of === 'outbound' || outcome === 'failed') continue;
    if (verb === 'delete') {
      const isGone = !live.lists[of].some((object) => object.id === id);
      if (isGone && draft.get(of, name)?.id === id) draft.delete(of, name);
    }
    if (verb !== 'create') continue;
    const found =
      id === undefined ? madeBy(begin, live, known) : live.lists[of].filter((object) => object.id === id);
    const [object] = found;
    if (object === undefined && outcome === 'uncertain') open.push(openCreate(of, begin));
    // Of several nobody knows which: the plan file must say it.
    if (object === undefined || found.length > 1) continue;
    known.add(object.id);
    const number = of === 'numbers' ? { number: String(object['number']) } : {};
    draft.set(of, name, { id: object.id, made: true, ...number });
    adopted.push({ kind: of, name, id: object.id });
  }
  return { lock: draft.done(), adopted, open };
}

function openCreate(kind: NamedKind, { name, at, after }: RunChange['begin']): OpenCreate {
  const isPurchase = kind === 'numbers' && after?.['type'] === 'normal';
  const begun = parseTime(at) ?? 0;
  return {
    kind,
    name,
    isPurchase,
    at: begun,
    settlesAt: begun + (isPurchase ? PURCHASE_SETTLES : CREATE_SETTLES),
  };
}

/**
 * What a request whose answer was lost may have made: has the name, was not there before, and is nobody else's.
 * @param known Ids of what is somebody else's.
 */
export function madeBy(begin: RunChange['begin'], live: Live, known: ReadonlySet<string>): readonly Wire[] {
  const { kind, after, others = [] } = begin;
  if (kind === 'account' || kind === 'outbound') return [];
  const { key } = manyKind(kind);
  return live.lists[kind].filter(
    (object) => (object[key] ?? '') === after?.[key] && !others.includes(object.id) && !known.has(object.id),
  );
}
