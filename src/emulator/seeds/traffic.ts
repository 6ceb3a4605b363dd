/** A past: calls with what they cost, what they ran and who served them, on the rhythm of working days. */
import { NIL_UUID } from '../../core/ids.ts';
import { DAY, HOUR } from '../../core/time.ts';
import { FINISH_ACTION, START_ACTION } from '../platform.ts';
import type { AgentRow, FlowRow, NumberRow } from '../records.ts';
import type { Builder } from './builder.ts';

export interface TrafficSpec {
  days: number;
  calls: number;
  numbers: readonly NumberRow[];
  agents: readonly AgentRow[];
  /** Credit at the beginning of the past; what it is now follows. Micro-USD. */
  openingCredit: number;
  /** Where outgoing calls go. */
  destinations: readonly string[];
}

const PRICE_PER_MINUTE = 10_000;

/** Adds the calls, oldest first, and leaves the billing account at what they left over. */
export function addTraffic(builder: Builder, spec: TrafficSpec): void {
  const { world, data, customer, billing } = builder;
  const starts = Array.from({ length: spec.calls }, () => startOf(builder, spec.days)).sort((a, b) => a - b);
  let credit = spec.openingCredit;
  const executedBy = untilQueues(builder);
  for (const start of starts) {
    const number = pick(builder, spec.numbers);
    const agent = pick(builder, spec.agents);
    const incoming = world.random() < 0.7;
    const answered = world.random() < 0.86;
    const seconds = answered ? 20 + Math.floor(world.random() * 400) : 0;
    const ids = { call: world.uuid(), activeflow: world.uuid() };
    const ended = start + (15 + seconds) * 1_000_000;
    const outside = { type: 'tel', target: pick(builder, spec.destinations) };
    const inside = { type: 'tel', target: number.number };
    data.calls.push({
      id: ids.call,
      customer_id: customer.id,
      owner_type: answered ? 'agent' : '',
      owner_id: answered ? agent.id : NIL_UUID,
      flow_id: number.call_flow_id,
      activeflow_id: ids.activeflow,
      type: 'flow',
      source: incoming ? outside : inside,
      destination: incoming ? inside : outside,
      status: 'hangup',
      direction: incoming ? 'incoming' : 'outgoing',
      hangup_by: answered ? 'remote' : 'local',
      hangup_reason: answered ? 'normal' : 'noanswer',
      tm_ringing: start + 1_000_000,
      tm_progressing: answered ? start + 15_000_000 : null,
      tm_hangup: ended,
      tm_create: start,
      tm_update: ended,
      tm_delete: null,
    });
    data.activeflows.push({
      id: ids.activeflow,
      customer_id: customer.id,
      flow_id: number.call_flow_id,
      status: 'ended',
      reference_type: 'call',
      reference_id: ids.call,
      reference_activeflow_id: NIL_UUID,
      on_complete_flow_id: NIL_UUID,
      current_action: FINISH_ACTION,
      executed_actions: incoming ? executedBy(number.call_flow_id) : [],
      tm_create: start,
      tm_update: ended,
      tm_delete: null,
    });
    if (incoming) addQueuecall(builder, ids.call, agent, start, answered ? seconds : undefined);
    const units = Math.ceil(seconds / 60);
    credit -= units * PRICE_PER_MINUTE;
    data.billings.push({
      id: world.uuid(),
      customer_id: customer.id,
      account_id: billing.id,
      transaction_type: 'usage',
      status: 'end',
      reference_type: 'call',
      reference_id: ids.call,
      cost_type: incoming ? 'call_pstn_incoming' : 'call_pstn_outgoing',
      usage_duration: seconds,
      billable_units: units,
      rate_token_per_unit: 0,
      rate_credit_per_unit: PRICE_PER_MINUTE,
      amount_token: 0,
      amount_credit: -units * PRICE_PER_MINUTE,
      balance_token_snapshot: billing.balance_token,
      balance_credit_snapshot: credit,
      idempotency_key: world.uuid(),
      tm_billing_start: start + 15_000_000,
      tm_billing_end: ended,
      tm_create: start + 15_000_000,
      tm_update: ended,
      tm_delete: null,
    });
  }
  billing.balance_credit = credit;
}

/** By flow, what its runs have executed: up to where callers wait; nothing of a flow without a queue. */
function untilQueues({ data }: Builder): (flow: string) => FlowRow['actions'] {
  const known = new Map(
    data.flows.map(({ id, actions }) => {
      const at = actions.findIndex(({ type }) => type === 'queue_join');
      return [id, at < 0 ? [] : [START_ACTION, ...actions.slice(0, at + 1)]];
    }),
  );
  return (flow) => known.get(flow) ?? [];
}

function addQueuecall(
  { world, data, customer }: Builder,
  callId: string,
  agent: AgentRow,
  start: number,
  seconds: number | undefined,
): void {
  const waited = 2000 + Math.floor(world.random() * 40_000);
  const served = start + waited * 1000;
  data.queuecalls.push({
    id: world.uuid(),
    customer_id: customer.id,
    reference_type: 'call',
    reference_id: callId,
    status: seconds === undefined ? 'abandoned' : 'done',
    service_agent_id: seconds === undefined ? NIL_UUID : agent.id,
    duration_waiting: waited,
    duration_service: seconds === undefined ? 0 : waited + seconds * 1000,
    tm_service: seconds === undefined ? null : served,
    tm_create: start + 5000,
    tm_update: served,
    tm_delete: null,
  });
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
