/** Which flow a number is to lead to, where only one can be meant. */
import type { Flow, Number, Queue } from '../api/wire.ts';
import { accountOf } from '../calls/account.ts';
import { explore } from '../calls/explore/explore.ts';
import { DOCUMENTED } from '../calls/server.ts';
import { plural } from '../core/text.ts';
import { bareName } from './names.ts';
import { byId, sole, type Repair } from './repair.ts';

interface Routing {
  numbers: readonly Number[];
  flows: readonly Flow[];
  queues: readonly Queue[];
}

type Link = 'call_flow' | 'message_flow';

/** Undefined for a number without a clear choice of flow. */
export type Chooser = (row: Number) => Repair | undefined;

interface Entrance {
  flow: Flow;
  because: string;
}

/** For calls: the flow named like the number, otherwise the one that all numbers lead to. */
export function callFlowChooser(account: Routing): Chooser {
  const named = new Map<string, Flow[]>();
  for (const flow of account.flows) {
    const name = bareName(flow.name ?? '');
    named.set(name, [...(named.get(name) ?? []), flow]);
  }
  const common = commonCallFlow(account);
  return (row) => {
    const name = bareName(row.name ?? '');
    const own = name === '' ? undefined : named.get(name);
    if (own === undefined) return common && linkTo(row, 'call_flow', common);
    const flow = sole(own);
    if (flow === undefined || !isForCallers(flow, account)) return undefined;
    return linkTo(row, 'call_flow', { flow, because: 'it is the only flow named like the number' });
  };
}

/** For messages: the one flow of all numbers that have any, if they are several. */
export function messageFlowChooser(account: Omit<Routing, 'queues'>): Chooser {
  const used = flowsOf(account, 'message_flow_id');
  const flow = sole([...new Set(used)]);
  if (flow === undefined || used.length < 2 || !hasActions(flow)) return () => undefined;
  const because = `all ${used.length} numbers with a message flow have ${flow.name || flow.id}`;
  return (row) => linkTo(row, 'message_flow', { flow, because });
}

/**
 * The one flow that all numbers lead to. It must lead to every queue, so that callers can still reach everyone; without
 * queues, several numbers must have it, since a single one may belong to one person.
 */
function commonCallFlow(account: Routing): Entrance | undefined {
  const used = flowsOf(account, 'call_flow_id');
  const flow = sole([...new Set(used)]);
  if (flow === undefined || !hasActions(flow)) return undefined;
  const live = account.queues.filter(({ tm_delete }) => !tm_delete);
  const reached = live.length === 0 ? new Set<string>() : queuesFrom(flow, account);
  if (live.some(({ id }) => !reached.has(id.toLowerCase())) || (live.length === 0 && used.length < 2))
    return undefined;
  const numbers = used.length === 1 ? 'the one number' : `all ${plural(used.length, 'number')}`;
  const on = live.length === 0 ? '' : ', and it leads to every queue';
  return {
    flow,
    because: `${numbers} with a call flow ${used.length === 1 ? 'has' : 'have'} ${flow.name || flow.id}${on}`,
  };
}

/** Every queue that some call can get into. */
function queuesFrom(flow: Flow, { flows, queues }: Routing): ReadonlySet<string> {
  const setup = { flows: [flow.id], from: 0, inCall: true };
  const [found] = explore({ ...setup, servers: [DOCUMENTED] }, accountOf({ flows, queues }));
  return new Set(found.joins.map(({ queue }) => queue));
}

/** Once for each live number that has one which is there. */
function flowsOf({ numbers, flows }: Omit<Routing, 'queues'>, field: `${Link}_id`): Flow[] {
  const byId = new Map(flows.map((flow) => [flow.id, flow]));
  return numbers.flatMap((row) => (row.tm_delete ? [] : (byId.get(row[field] ?? '') ?? [])));
}

const hasActions = ({ actions }: Flow): boolean => (actions?.length ?? 0) > 0;

/** Neither for those who wait, nor for those who write. */
function isForCallers(flow: Flow, { numbers, queues }: Routing): boolean {
  return (
    hasActions(flow) &&
    !queues.some(({ wait_flow_id }) => wait_flow_id === flow.id) &&
    !numbers.some(({ message_flow_id }) => message_flow_id === flow.id)
  );
}

function linkTo({ id }: Number, link: Link, { flow, because }: Entrance): Repair {
  return { because, changes: [{ kind: 'numbers', id, set: { [link]: byId(flow.id) } }] };
}
