/** Converts a snapshot to the live account of a plan, and builds the snapshot that a plan would leave. */
import { DAY } from '../../core/time.ts';
import type { Section, Snapshot } from '../../snapshot/snapshot.ts';
import type { NamedKind } from '../../resources/index.ts';
import { withHoursFlows } from '../difference/hours.ts';
import { withValues, type Values, type Wire } from '../../resources/kind.ts';
import { manyKinds, singleKinds } from '../../resources/all.ts';
import { listsAfter } from './lists-after.ts';
import { liveFrom, type LiveAccount } from './live.ts';
import { emptyLock, type Lock } from '../file/lock.ts';
import { matchNames } from '../difference/match.ts';
import type { PlanFile } from '../file/read.ts';
import { declaredValues } from '../difference/steps.ts';

/** Sections that could not be read are empty, without a note. */
export function liveOf({ sections }: Snapshot): LiveAccount {
  const { customer } = sections;
  return liveFrom({
    customer: customer.state === 'loaded' ? customer.value : { id: '' },
    outbound: undefined,
    billing: undefined,
    rowsOf: (kind) => rowsOf(sections, kind),
  });
}

/** The account after `apply`, for the objects in the plan; nothing is deleted. */
export function accountAfter(plan: PlanFile, snapshot: Snapshot, lock: Lock = emptyLock('')): Snapshot {
  const { sections, takenAt } = snapshot;
  const live = liveOf(snapshot);
  const match = withHoursFlows(matchNames(plan, lock, live), plan, Math.floor(takenAt / DAY));
  const lists = listsAfter(match, live);
  const many = manyKinds.flatMap(({ kind }) => {
    if (sectionOf(sections, kind)?.state !== 'loaded') return [];
    // Opening hours are flows, too.
    const deleted = rowsOf(sections, kind).filter((row) => !isThere(row));
    const hours = kind === 'flows' ? lists.hours : [];
    return [[kind, { state: 'loaded', value: [...lists[kind], ...hours, ...deleted] }] as const];
  });
  const single = singleKinds.flatMap((kind) => {
    const name = kind.kind === 'account' ? 'customer' : 'outbound_config';
    const section = sections[name];
    const spec = plan.document[kind.kind] as Values | undefined;
    if (section.state !== 'loaded' || !section.value || spec === undefined) return [];
    const value = withValues(kind, section.value, declaredValues(kind, spec));
    return [[name, { state: 'loaded', value }] as const];
  });
  return {
    ...snapshot,
    sections: { ...sections, ...Object.fromEntries([...many, ...single]) } as Snapshot['sections'],
  };
}

/** Undefined for kinds that are not in snapshots. */
const sectionOf = (sections: Snapshot['sections'], kind: NamedKind): Section<unknown> | undefined =>
  (sections as Readonly<Record<string, Section<unknown> | undefined>>)[kind];

const rowsOf = (sections: Snapshot['sections'], kind: NamedKind): readonly Wire[] => {
  const section = sectionOf(sections, kind);
  return (section?.state === 'loaded' ? section.value : []) as readonly Wire[];
};

const isThere = ({ tm_delete }: Wire): boolean => !tm_delete;
