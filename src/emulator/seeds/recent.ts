/** Recent activity: a recorded call, with the run of its flow, and a call that is waiting now. */
import { NIL_UUID } from '../../core/ids.ts';
import { SECOND } from '../../core/time.ts';
import { FINISH_ACTION, START_ACTION } from '../platform.ts';
import type { FlowRow, NumberRow, QueueRow } from '../records.ts';
import type { Builder } from './builder.ts';

const MICROS = 1000;

/** The actions of a flow up to its `queue_join`. */
function untilQueue({ actions }: FlowRow): FlowRow['actions'] {
  const at = actions.findIndex(({ type }) => type === 'queue_join');
  return [START_ACTION, ...actions.slice(0, at < 0 ? actions.length : at + 1)];
}

/** Adds a recording of the newest answered call to a number, and the run of its flow. */
export function addRecordedCall({ world, data }: Builder, { number }: NumberRow): void {
  const call = data.calls.findLast(
    ({ direction, destination, tm_progressing }) =>
      direction === 'incoming' && destination.target === number && tm_progressing !== null,
  );
  const run = data.activeflows.find(({ id }) => id === call?.activeflow_id);
  const flow = data.flows.find(({ id }) => id === call?.flow_id);
  if (call === undefined || run === undefined || flow === undefined) return;
  run.executed_actions = untilQueue(flow);
  data.recordings.push({
    id: world.uuid(),
    customer_id: call.customer_id,
    owner_type: call.owner_type,
    owner_id: call.owner_id,
    activeflow_id: run.id,
    reference_type: 'call',
    reference_id: call.id,
    status: 'ended',
    format: 'wav',
    on_end_flow_id: NIL_UUID,
    tm_start: call.tm_progressing,
    tm_end: call.tm_hangup,
    tm_create: call.tm_progressing ?? call.tm_create,
    tm_update: call.tm_hangup,
    tm_delete: null,
  });
}

/** Adds a caller who is in a queue. @param seconds since the start of the call. */
export function addWaitingCaller(
  { world, data, customer }: Builder,
  line: { number: NumberRow; flow: FlowRow; queue: QueueRow },
  seconds: number,
): void {
  const { number, flow, queue } = line;
  const start = (world.now - seconds * SECOND) * MICROS;
  const joined = start + 5 * SECOND * MICROS;
  const ids = { call: world.uuid(), activeflow: world.uuid(), queuecall: world.uuid() };
  const times = { tm_create: start, tm_update: joined, tm_delete: null };
  data.calls.push({
    id: ids.call,
    customer_id: customer.id,
    owner_type: '',
    owner_id: NIL_UUID,
    flow_id: flow.id,
    activeflow_id: ids.activeflow,
    type: 'flow',
    source: { type: 'tel', target: '+14155550171' },
    destination: { type: 'tel', target: number.number },
    status: 'progressing',
    direction: 'incoming',
    hangup_by: '',
    hangup_reason: '',
    tm_ringing: start,
    tm_progressing: start + SECOND * MICROS,
    tm_hangup: null,
    ...times,
  });
  const executed = untilQueue(flow);
  data.activeflows.push({
    id: ids.activeflow,
    customer_id: customer.id,
    flow_id: flow.id,
    status: 'running',
    reference_type: 'call',
    reference_id: ids.call,
    reference_activeflow_id: NIL_UUID,
    on_complete_flow_id: NIL_UUID,
    current_action: executed.at(-1) ?? FINISH_ACTION,
    executed_actions: executed,
    ...times,
  });
  data.queuecalls.push({
    id: ids.queuecall,
    customer_id: customer.id,
    reference_type: 'call',
    reference_id: ids.call,
    status: 'waiting',
    service_agent_id: NIL_UUID,
    duration_waiting: 0,
    duration_service: 0,
    tm_service: null,
    ...times,
    tm_create: joined,
  });
  queue.wait_queuecall_ids = [...queue.wait_queuecall_ids, ids.queuecall];
}

/** Group calls: agents were rung for the recorded calls, and are being rung for the call that is waiting now. */
export function addGroupcalls({ world, data, customer }: Builder): void {
  const [agent] = data.agents.filter(({ id }) => data.recordings.some(({ owner_id }) => owner_id === id));
  const groups = [
    ...data.recordings.map(({ reference_id }) => ({ callId: reference_id, status: 'hangup' })),
    ...data.queuecalls
      .filter(({ status }) => status === 'waiting')
      .map(({ reference_id }) => ({ callId: reference_id, status: 'progressing' })),
  ];
  for (const { callId, status } of groups) {
    const call = data.calls.find(({ id }) => id === callId);
    if (call === undefined || agent === undefined) continue;
    const owner = call.owner_type === 'agent' ? call.owner_id : agent.id;
    data.groupcalls.push({
      id: world.uuid(),
      customer_id: customer.id,
      owner_type: 'agent',
      owner_id: owner,
      status,
      flow_id: call.flow_id,
      source: call.source,
      destinations: [{ type: 'agent', target: owner }],
      master_call_id: call.id,
      master_groupcall_id: NIL_UUID,
      ring_method: 'ring_all',
      answer_method: 'hangup_others',
      answer_call_id: NIL_UUID,
      call_ids: [],
      answer_groupcall_id: NIL_UUID,
      tm_create: call.tm_progressing ?? call.tm_create,
      tm_update: call.tm_hangup,
      tm_delete: null,
    });
  }
}
