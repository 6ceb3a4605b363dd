/** Objects created by interrupted runs, which the lock file does not have yet. */
import { CLOCK_SKEW, MINUTE, parseTime, SECOND } from '../../core/time.ts';
import type { NamedKind } from '../../resources/index.ts';
import type { Run, RunChange } from './journal.ts';
import type { Wire } from '../../resources/kind.ts';
import { isSingle, manyKind } from '../../resources/all.ts';
import type { LiveAccount } from '../state/live.ts';
import { draftLock, lockedIds, lockEntry, type Lock } from '../file/lock.ts';

/** An object whose creation was requested, and that does not exist: it may still appear. */
export interface OpenCreate {
  kind: NamedKind;
  name: string;
  isPurchase: boolean;
  /** Milliseconds since 1970. */
  at: number;
  /** The time by which it exists, or never will. */
  settlesAt: number;
}

/** The carrier takes up to a minute for a purchase, even after the server has stopped waiting for it. */
const PURCHASE_SETTLES = 2 * MINUTE;
/** The server itself may take 40 s to answer. */
const CREATE_SETTLES = 45 * SECOND;

export interface Folded {
  lock: Lock;
  adopted: readonly { kind: NamedKind; name: string; id: string }[];
  open: readonly OpenCreate[];
}

/** @param taken Ids of objects that other runs are known to have created. */
export function foldRuns(
  runs: readonly Run[],
  lock: Lock,
  live: LiveAccount,
  taken: ReadonlySet<string> = new Set(),
): Folded {
  const draft = draftLock(lock);
  const adopted: Folded['adopted'][number][] = [];
  const open: OpenCreate[] = [];
  const known = new Set([...lockedIds(lock).keys(), ...taken, ...madeIn(runs)]);
  for (const { begin, outcome, id } of runs.flatMap(({ changes }) => changes)) {
    const { kind: of, name, verb } = begin;
    if (isSingle(of) || outcome === 'failed') continue;
    const isThere = (wanted: string | undefined): boolean => live.lists[of].some((one) => one.id === wanted);
    if (verb === 'delete' && id !== undefined && !isThere(id)) draft.forget(of, id);
    if (verb !== 'create') continue;
    // The lock file may already have it.
    if (id === undefined && isThere(draft.get(of, name)?.id)) continue;
    const found =
      id === undefined ? madeBy(begin, live, known) : live.lists[of].filter((object) => object.id === id);
    const [object] = found;
    if (object === undefined && outcome === 'uncertain') open.push(openCreate(of, begin));
    // If there are several, the plan file must say which.
    if (object === undefined || found.length > 1) continue;
    known.add(object.id);
    const kind = manyKind(of);
    // Whether its password was generated, the journal does not know: the file does.
    const generated = kind.secrets !== undefined;
    draft.set(of, name, lockEntry(kind, { id: object.id, key: object[kind.key], made: true, generated }));
    adopted.push({ kind: of, name, id: object.id });
  }
  return { lock: draft.done(), adopted, open };
}

/** Whether the outcome of a creation is unknown. */
export const hasLostCreates = ({ changes }: Run): boolean =>
  changes.some(({ begin, outcome, id }) => begin.verb === 'create' && outcome === 'uncertain' && !id);

/** Ids of objects that runs are known to have created. */
export function madeIn(runs: readonly Run[]): Set<string> {
  const made = runs.flatMap(({ changes }) =>
    changes.flatMap(({ begin, id }) => (begin.verb === 'create' && id !== undefined ? [id] : [])),
  );
  return new Set(made);
}

function openCreate(kind: NamedKind, { name, at, after }: RunChange['begin']): OpenCreate {
  const { key, costs } = manyKind(kind);
  const isPurchase = costs?.(String(after?.[key])) === true;
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
 * Objects that a request whose answer was lost may have created: they have the name, did not exist before, were created
 * at that time, and belong to no one else. If the clocks differ too much, none is found, and objects are matched by name.
 * @param known Ids of objects that belong to others.
 */
export function madeBy(
  begin: RunChange['begin'],
  live: LiveAccount,
  known: ReadonlySet<string>,
): readonly Wire[] {
  const { kind, name, after, others = [] } = begin;
  if (isSingle(kind)) return [];
  const { key } = manyKind(kind);
  const { at, settlesAt } = openCreate(kind, begin);
  return live.lists[kind].filter((object) => {
    const made = parseTime(object['tm_create'] as string | null | undefined);
    const isTimely = made !== undefined && made > at - CLOCK_SKEW && made < settlesAt + CLOCK_SKEW;
    const isNew = !others.includes(object.id) && !known.has(object.id);
    return (object[key] ?? '') === (after?.[key] ?? name) && isTimely && isNew;
  });
}
