/** A snapshot as a plan looks at an account, and the snapshot of the account as a plan would leave it. */
import { DAY } from '../../../../core/time.ts';
import type { Sections, Snapshot } from '../../../../snapshot/snapshot.ts';
import type { PlanDocument } from '../../../../plan/document.ts';
import { stableId } from '../../../../plan/ids.ts';
import type { Values, Wire } from '../../../../plan/kind.ts';
import { withHoursFlows } from '../../../../plan/hours.ts';
import { accountKind } from '../../../../plan/kinds/account.ts';
import { manyKinds } from '../../../../plan/kinds/index.ts';
import { withHours, type Live } from '../../../../plan/live.ts';
import { emptyLock } from '../../../../plan/lock.ts';
import { idsOf, matchNames, type Match, type Target } from '../../../../plan/match.ts';
import type { PlanFile } from '../../../../plan/read.ts';
import { declaredFields, wantedValues } from '../../../../plan/steps.ts';

/** What was read; what could not be read is empty, and nothing is said of it. */
export function liveOf({ sections }: Snapshot): Live {
  const { customer } = sections;
  const lists = manyKinds.map(({ kind }) => {
    if (kind === 'hours') return [kind, []];
    const section = sections[kind];
    const rows = (section.state === 'loaded' ? section.value : []) as readonly Wire[];
    return [kind, rows.filter((row) => !row['tm_delete'])];
  });
  return {
    customer: customer.state === 'loaded' ? customer.value : { id: '' },
    outbound: undefined,
    billing: undefined,
    others: [],
    unseen: [],
    lists: withHours(Object.fromEntries(lists) as Live['lists']),
  };
}

/** The account after `apply`, as far as the plan speaks of it. */
export function accountAfter(plan: PlanFile, snapshot: Snapshot): Snapshot {
  const today = Math.floor(snapshot.takenAt / DAY);
  const match = withHoursFlows(matchNames(plan, emptyLock(''), liveOf(snapshot)), plan, today);
  const { customer } = snapshot.sections;
  const many = manyKinds.flatMap(({ kind }) => {
    // Opening hours are flows, too.
    if (kind === 'hours') return [];
    const kinds = kind === 'flows' ? ['flows', 'hours'] : [kind];
    const section = snapshot.sections[kind];
    if (section.state !== 'loaded') return [];
    const targets = match.targets.filter((target) => kinds.includes(target.kind.kind));
    const changed = new Map(targets.map((target) => [target.live?.id, target]));
    const rows = (section.value as readonly Wire[]).map((row) => {
      const target = changed.get(row.id);
      return target === undefined ? row : withValues(row, valuesAfter(target, match));
    });
    const made = targets
      .filter(({ live }) => live === undefined)
      .map((target) => ({
        id: stableId(target.address),
        ...target.kind.defaults,
        ...valuesAfter(target, match),
      }));
    return [[kind, { state: 'loaded', value: [...rows, ...made] }] as const];
  });
  const own =
    customer.state === 'loaded'
      ? { customer: { state: 'loaded', value: withValues(customer.value, accountValues(plan.document)) } }
      : {};
  return {
    ...snapshot,
    sections: { ...snapshot.sections, ...own, ...Object.fromEntries(many) } as Snapshot['sections'],
  };
}

const valuesAfter = (target: Target, match: Match): Values =>
  wantedValues(target, declaredFields(target), idsOf(match));

function accountValues({ account = {} }: PlanDocument): Values {
  return Object.fromEntries(
    Object.entries(account).map(([key, value]) => {
      const field = accountKind.fields.find((one) => one.key === key);
      return [field?.wire ?? key, value ?? field?.empty];
    }),
  );
}

/** Where the API keeps `rtp_debug`, a plan file has it beside the others. */
function withValues<T extends Sections['customer'] | Wire>(row: T, { rtp_debug, ...values }: Values): T {
  const metadata = row['metadata'] as object | null | undefined;
  return {
    ...row,
    ...values,
    ...(rtp_debug !== undefined && { metadata: { ...metadata, rtp_debug } }),
  };
}
