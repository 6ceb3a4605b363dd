/** The vendor's review checklist as data: agents, numbers, flows, billing. */
import type { Flow } from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { permissionNames } from '../core/permissions.ts';
import { parseMicros } from '../core/time.ts';
import type { SectionName, Snapshot } from '../snapshot/snapshot.ts';
import { flowReferences } from '../calls/references.ts';

/** A part that could not be read says why. */
export type Part<T> = ({ available: true } & T) | { available: false; reason: string };

export interface Review {
  agents: Part<{ count: number; by_status: Counts; by_permission: Counts }>;
  numbers: Part<{ count: number; by_type: Counts; by_status: Counts; linked: number; unlinked: number }>;
  flows: Part<{
    count: number;
    with_actions: number;
    without_actions: number;
    /** RFC 3339, as the API sent it; null without flows. */
    last_updated: string | null;
    /** Null (unknown) if numbers or queues could not be read. */
    referenced: number | null;
    unreferenced: number | null;
  }>;
  billing: Part<{
    plan: string | null;
    plan_status: string;
    /** Micro-USD. */
    credit: number;
    tokens: number;
    last_topup: string | null;
    next_topup: string | null;
  }>;
}

export type Counts = Readonly<Record<string, number>>;

export function reviewOf(snapshot: Snapshot): Review {
  const { sections } = snapshot;
  const part = <K extends SectionName, T>(name: K, make: (value: SectionValue<K>) => T): Part<T> => {
    const section = sections[name];
    return section.state === 'loaded'
      ? { available: true, ...make(section.value) }
      : { available: false, reason: section.reason };
  };
  return {
    agents: part('agents', (agents) => ({
      count: agents.length,
      by_status: countBy(agents.map(({ status }) => status || 'none')),
      by_permission: countBy(agents.map(({ permission }) => permissionNames(permission).join('+') || 'none')),
    })),
    numbers: part('numbers', (numbers) => {
      const linked = numbers.filter(
        (row) => isSetId(row.call_flow_id) || isSetId(row.message_flow_id),
      ).length;
      return {
        count: numbers.length,
        by_type: countBy(numbers.map(({ type }) => type || 'none')),
        by_status: countBy(numbers.map(({ status }) => status || 'none')),
        linked,
        unlinked: numbers.length - linked,
      };
    }),
    flows: part('flows', (flows) => {
      const withActions = flows.filter(({ actions }) => (actions?.length ?? 0) > 0).length;
      const referenced = countReferenced(snapshot, flows);
      return {
        count: flows.length,
        with_actions: withActions,
        without_actions: flows.length - withActions,
        last_updated: lastUpdated(flows),
        referenced,
        unreferenced: referenced === null ? null : flows.length - referenced,
      };
    }),
    billing: part('billing_account', (account) => ({
      plan: account.plan_type || null,
      // The server leaves it empty on new accounts; it means active.
      plan_status: account.plan_status || 'active',
      credit: account.balance_credit ?? 0,
      tokens: account.balance_token ?? 0,
      last_topup: account.tm_last_topup ?? null,
      next_topup: account.tm_next_topup ?? null,
    })),
  };
}

type SectionValue<K extends SectionName> = Extract<Snapshot['sections'][K], { state: 'loaded' }>['value'];

/** Sorted by name, so that two reports of one account read alike. */
function countBy(names: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `tm_update` stays empty until the first change: then the creation is the last one. */
function lastUpdated(flows: readonly Flow[]): string | null {
  const latest = flows
    .map((flow) => flow.tm_update || flow.tm_create || '')
    .reduce((a, b) => ((parseMicros(b) ?? 0) > (parseMicros(a) ?? 0) ? b : a), '');
  return latest === '' ? null : latest;
}

function countReferenced({ sections: { numbers, queues } }: Snapshot, flows: readonly Flow[]): number | null {
  if (numbers.state !== 'loaded' || queues.state !== 'loaded') return null;
  const references = flowReferences({ numbers: numbers.value, queues: queues.value, flows });
  return flows.filter(({ id }) => references.has(id)).length;
}
