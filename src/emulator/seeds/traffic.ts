/** A call history: calls with their costs, flow runs and agents, distributed over working days. */
import { NIL_UUID } from '../../core/ids.ts';
import { DAY, HOUR } from '../../core/time.ts';
import { FINISH_ACTION, START_ACTION } from '../platform.ts';
import type { AgentRow, BillingRow, FlowRow, NumberRow } from '../records.ts';
import type { RowOf } from '../tables/index.ts';
import type { Builder } from './builder.ts';

export interface TrafficSpec {
  days: number;
  calls: number;
  numbers: readonly NumberRow[];
  agents: readonly AgentRow[];
  /** Credit before the first call, in micro-USD; the current credit follows from it. */
  openingCredit: number;
  /** Where outgoing calls go. */
  destinations: readonly string[];
}

const PRICE_PER_MINUTE = 10_000;

/** One call of the history; times in microseconds since 1970. */
interface PastCall {
  id: string;
  activeflow_id: string;
  incoming: boolean;
  number: NumberRow;
  /** Who answered it; undefined if no one did. */
  agent: AgentRow | undefined;
  outside: string;
  seconds: number;
  start: number;
  ended: number;
}

/** Adds the calls, oldest first, and sets the billing account to the remaining credit. */
export function addTraffic(builder: Builder, spec: TrafficSpec): void {
  const { world, data, billing } = builder;
  const starts = Array.from({ length: spec.calls }, () => startOf(builder, spec.days)).sort((a, b) => a - b);
  billing.balance_credit = spec.openingCredit;
  const executedBy = untilQueues(builder);
  for (const start of starts) {
    const number = pick(builder, spec.numbers);
    const agent = pick(builder, spec.agents);
    const incoming = world.random() < 0.7;
    const isAnswered = world.random() < 0.86;
    const seconds = isAnswered ? 20 + Math.floor(world.random() * 400) : 0;
    const call: PastCall = {
      id: world.uuid(),
      activeflow_id: world.uuid(),
      incoming,
      number,
      agent: isAnswered ? agent : undefined,
      seconds,
      outside: pick(builder, spec.destinations),
      start,
      ended: start + (15 + seconds) * 1_000_000,
    };
    data.calls.push(callRow(builder, call));
    data.activeflows.push(activeflowRow(builder, call, incoming ? executedBy(number.call_flow_id) : []));
    if (incoming) data.queuecalls.push(queuecallRow(builder, call));
    data.billings.push(charge(builder, call));
  }
}

function callRow({ customer }: Builder, call: PastCall): RowOf<'calls'> {
  const { id, activeflow_id, incoming, number, agent, start, ended } = call;
  const outside = { type: 'tel', target: call.outside };
  const inside = { type: 'tel', target: number.number };
  return {
    id,
    customer_id: customer.id,
    owner_type: agent ? 'agent' : '',
    owner_id: agent?.id ?? NIL_UUID,
    flow_id: number.call_flow_id,
    activeflow_id,
    type: 'flow',
    source: incoming ? outside : inside,
    destination: incoming ? inside : outside,
    status: 'hangup',
    direction: incoming ? 'incoming' : 'outgoing',
    hangup_by: agent ? 'remote' : 'local',
    hangup_reason: agent ? 'normal' : 'noanswer',
    tm_ringing: start + 1_000_000,
    tm_progressing: agent ? start + 15_000_000 : null,
    tm_hangup: ended,
    tm_create: start,
    tm_update: ended,
    tm_delete: null,
  };
}

const activeflowRow = (
  { customer }: Builder,
  { id, activeflow_id, number, start, ended }: PastCall,
  executed_actions: FlowRow['actions'],
): RowOf<'activeflows'> => ({
  id: activeflow_id,
  customer_id: customer.id,
  flow_id: number.call_flow_id,
  status: 'ended',
  reference_type: 'call',
  reference_id: id,
  reference_activeflow_id: NIL_UUID,
  on_complete_flow_id: NIL_UUID,
  current_action: FINISH_ACTION,
  executed_actions,
  tm_create: start,
  tm_update: ended,
  tm_delete: null,
});

/** The ledger entry of a call, which reduces the credit. */
function charge({ world, customer, billing }: Builder, call: PastCall): BillingRow {
  const { id, incoming, seconds, start, ended } = call;
  const units = Math.ceil(seconds / 60);
  billing.balance_credit -= units * PRICE_PER_MINUTE;
  return {
    id: world.uuid(),
    customer_id: customer.id,
    account_id: billing.id,
    transaction_type: 'usage',
    status: 'end',
    reference_type: 'call',
    reference_id: id,
    cost_type: incoming ? 'call_pstn_incoming' : 'call_pstn_outgoing',
    usage_duration: seconds,
    billable_units: units,
    rate_token_per_unit: 0,
    rate_credit_per_unit: PRICE_PER_MINUTE,
    amount_token: 0,
    amount_credit: -units * PRICE_PER_MINUTE,
    balance_token_snapshot: billing.balance_token,
    balance_credit_snapshot: billing.balance_credit,
    idempotency_key: world.uuid(),
    tm_billing_start: start + 15_000_000,
    tm_billing_end: ended,
    tm_create: start + 15_000_000,
    tm_update: ended,
    tm_delete: null,
  };
}

/** By flow: the executed actions of its runs, up to the queue; none for a flow without a queue. */
function untilQueues({ data }: Builder): (flow: string) => FlowRow['actions'] {
  const known = new Map(
    data.flows.map(({ id, actions }) => {
      const at = actions.findIndex(({ type }) => type === 'queue_join');
      return [id, at < 0 ? [] : [START_ACTION, ...actions.slice(0, at + 1)]];
    }),
  );
  return (flow) => known.get(flow) ?? [];
}

function queuecallRow(
  { world, customer }: Builder,
  { id, agent, seconds, start }: PastCall,
): RowOf<'queuecalls'> {
  const waited = 2000 + Math.floor(world.random() * 40_000);
  const served = start + waited * 1000;
  return {
    id: world.uuid(),
    customer_id: customer.id,
    reference_type: 'call',
    reference_id: id,
    status: agent ? 'done' : 'abandoned',
    service_agent_id: agent?.id ?? NIL_UUID,
    duration_waiting: waited,
    duration_service: agent ? waited + seconds * 1000 : 0,
    tm_service: agent ? served : null,
    tm_create: start + 5000,
    tm_update: served,
    tm_delete: null,
  };
}

/** Mostly between nine and five, rarely at weekends; microseconds since 1970. */
function startOf({ world }: Builder, days: number): number {
  for (;;) {
    const at = world.now - 10 * 60_000 - Math.floor(world.random() * days * DAY);
    const date = new Date(at);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    const hour = Math.floor((at % DAY) / HOUR);
    const busy = hour >= 9 && hour < 17 ? 1 : 0.08;
    if (world.random() < busy * (weekend ? 0.1 : 1)) return at * 1000 + Math.floor(world.random() * 1000);
  }
}

function pick<T>({ world }: Builder, items: readonly T[]): T {
  const item = items[Math.floor(world.random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
