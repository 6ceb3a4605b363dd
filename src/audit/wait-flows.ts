/** What callers hear while they wait, and which flow can stand in for one that does not work. */
import type { Flow, Queue } from '../api/wire.ts';
import { plural } from '../core/text.ts';
import { codeOfFlow } from '../calls/code.ts';
import { followCode } from '../calls/run.ts';
import type { CallSetup } from '../calls/call.ts';
import { PUBLISHED, type Server } from '../calls/server.ts';
import { waitIn, type Waiting } from '../calls/waiting.ts';
import type { AccountCalls } from './calls.ts';
import { bareName } from './names.ts';
import { byId, type Repair, type RepairAction, type RepairChange } from './repair.ts';

/** Whether the first time through it something takes time. */
export function takesItsTime(flow: Flow, { account, now }: AccountCalls): boolean {
  const setup = { flow: flow.id, moment: now, inCall: true, server: PUBLISHED };
  return followCode(codeOfFlow(flow), setup, account).events.some(({ lasts }) => lasts !== 0);
}

/**
 * What happens to callers while no agent is free, on each kind of server: for those who have used the most actions
 * when they enter the queue, each by the shortest path to one of the actions that lead there.
 */
export function waitsIn(
  queue: string,
  { account, now, servers, explored }: AccountCalls,
  playMs?: CallSetup['playMs'],
): (Waiting & { server: Server })[] {
  return servers.map((server) => {
    const calls = explored.filter((one) => one.origin !== 'run' && one.server === server);
    const joins = calls.flatMap(({ found }) => found.joins.filter((one) => one.queue === queue));
    const used = joins.reduce((most, join) => Math.max(most, join.used), 0);
    return { server, ...waitIn({ queue, used, moment: now, server, playMs }, account) };
  });
}

const HOLD_FLOW = 'Hold the line';

/**
 * A wait flow is repeated for as long as the caller waits: 33 rounds of one action use up a call, and last half an hour.
 * The pause is spoken, since a `sleep` never ends on the published server.
 */
export const holdActions: readonly RepairAction[] = [
  {
    type: 'talk',
    option: {
      text: `<speak>Please hold the line. You will be connected as soon as possible.${'<break time="10s"/>'.repeat(5)}</speak>`,
      language: 'en-US',
    },
  },
];

/** Gives the queue the wait flow of most others, or a new one if there is none. */
export function waitElsewhere(
  queue: Queue,
  queues: readonly Queue[],
  flows: readonly Flow[],
  calls: AccountCalls,
): Repair {
  const waitsIn = (id: string): RepairChange => ({ kind: 'queues', id: queue.id, set: { wait_flow: id } });
  const shared = sharedWaitFlow(queue, queues, flows, calls);
  if (shared !== undefined) {
    const { flow, count, all } = shared;
    const many = count === all ? `all ${plural(count, 'other queue')}` : `${count} of ${all} other queues`;
    return { because: `${many} wait in ${flow.name || flow.id}`, changes: [waitsIn(byId(flow.id))] };
  }
  const made = flows.find((flow) => flow.name === HOLD_FLOW && takesItsTime(flow, calls));
  if (made !== undefined) {
    return { because: 'a flow for just that exists already', changes: [waitsIn(byId(made.id))] };
  }
  const make = freeName(flows);
  const fields = { detail: 'What callers hear again and again while they wait', actions: holdActions };
  return {
    because: 'a new flow, as the queues share none: write in it what your callers should hear',
    changes: [{ kind: 'flows', make, fields }, waitsIn(make)],
  };
}

/** The flow in which more than half of the other queues wait, and at least two: one alone may be about its own queue. */
function sharedWaitFlow(
  queue: Queue,
  queues: readonly Queue[],
  flows: readonly Flow[],
  calls: AccountCalls,
): { flow: Flow; count: number; all: number } | undefined {
  const waited = new Set(queues.map(({ wait_flow_id }) => wait_flow_id));
  const usable = flows.filter((flow) => waited.has(flow.id) && takesItsTime(flow, calls));
  const usableById = new Map(usable.map((flow) => [flow.id, flow]));
  const used = queues
    .filter(({ id, tm_delete }) => !tm_delete && id !== queue.id)
    .flatMap(({ wait_flow_id }) => usableById.get(wait_flow_id ?? '') ?? []);
  const flow = used.find((one) => used.filter((other) => other === one).length > used.length / 2);
  const count = used.filter((one) => one === flow).length;
  return flow !== undefined && count > 1 ? { flow, count, all: used.length } : undefined;
}

/** A name that cannot be confused with that of another flow. */
function freeName(flows: readonly Flow[]): string {
  const taken = new Set(flows.map(({ name }) => bareName(name ?? '')));
  let name = HOLD_FLOW;
  for (let count = 2; taken.has(bareName(name)); count += 1) name = `${HOLD_FLOW} (${count})`;
  return name;
}
