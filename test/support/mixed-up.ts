/** Small accounts in a muddle: everything names something, and much of it is deleted, doubled, or was never there. */
import fc from 'fast-check';
import { NIL_UUID } from '../../src/core/ids.ts';
import type { Dataset, Row, SeededAccount } from '../../src/emulator/records.ts';

const idOf = (kind: string, n: number): string =>
  `${kind.repeat(8)}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const tagIds = [0, 1, 2, 9].map((n) => idOf('a', n));
const flowIds = [0, 1, 2, 9].map((n) => idOf('b', n));
const queueIds = [0, 1, 9].map((n) => idOf('c', n));

const name = fc.constantFrom(
  'Sales',
  'sales',
  'Sales queue',
  'Support',
  'Support',
  '',
  'Hold the line',
  'a: #b\n- c',
);
const flowId = fc.constantFrom(...flowIds, NIL_UUID);
const tags = fc.subarray([...tagIds, NIL_UUID], { maxLength: 2 });

const action = fc.oneof(
  fc.constant({ type: 'answer' }),
  fc.constant({ type: 'talk', option: { text: 'Hello' } }),
  fc.constant({ type: 'webhook_send', option: { uri: 'https://a.example', method: 'POST' } }),
  fc.constant({ type: 'stop' }),
  fc.constantFrom(...queueIds).map((id) => ({ type: 'queue_join', option: { queue_id: id } })),
  flowId.map((id) => ({ type: 'fetch_flow', option: { flow_id: id } })),
);

export const accountsArbitrary = fc.record({
  tags: fc.array(fc.record({ name, deleted: fc.boolean() }), { maxLength: 3 }),
  flows: fc.array(
    fc.record({ name, on_complete_flow_id: flowId, actions: fc.array(action, { maxLength: 3 }) }),
    {
      maxLength: 3,
    },
  ),
  queues: fc.array(
    fc.record({
      name,
      routing_method: fc.constantFrom('random', ''),
      tag_ids: tags,
      wait_flow_id: flowId,
      wait_timeout: fc.constantFrom(0, 60_000, 60_000),
    }),
    { maxLength: 3 },
  ),
  agents: fc.array(
    fc.record({ permission: fc.constantFrom(16, 16, 32), tag_ids: tags, reachable: fc.boolean() }),
    {
      maxLength: 3,
    },
  ),
  numbers: fc.array(
    fc.record({ name, call_flow_id: flowId, message_flow_id: flowId, rtp_debug: fc.boolean() }),
    { maxLength: 3 },
  ),
  webhook_uri: fc.constantFrom('', 'http://a.example/x', 'http://a.example:81/x', 'https://a.example'),
});

type MixedUp = typeof accountsArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** The account's data, with such objects in it. */
export function withMixedUp({ data, customer_id }: SeededAccount, mixed: MixedUp): Dataset {
  let ticks = Date.parse('2026-08-01T00:00:00Z') * 1000;
  const row = (kind: string, index: number): Row => {
    ticks += 1;
    return { id: idOf(kind, index), customer_id, tm_create: ticks, tm_update: null, tm_delete: null };
  };
  const direct_hash = 'direct.0123456789ab';
  return {
    ...data,
    customers: data.customers.map((customer) =>
      customer.id === customer_id
        ? { ...customer, webhook_uri: mixed.webhook_uri, webhook_method: 'POST' }
        : customer,
    ),
    tags: mixed.tags.map(({ name: called, deleted }, index) => ({
      ...row('a', index),
      name: called,
      detail: '',
      tm_delete: deleted ? ticks : null,
    })),
    flows: mixed.flows.map(({ actions, ...flow }, index) => ({
      ...row('b', index),
      type: 'flow',
      detail: '',
      direct_hash,
      ...flow,
      actions: actions.map((one, at) => ({ id: idOf('d', index * 10 + at), next_id: NIL_UUID, ...one })),
    })),
    queues: mixed.queues.map((queue, index) => ({
      ...row('c', index),
      detail: '',
      direct_hash,
      service_timeout: 0,
      wait_queuecall_ids: [],
      service_queuecall_ids: [],
      total_incoming_count: 0,
      total_serviced_count: 0,
      ...queue,
    })),
    agents: [
      ...data.agents,
      ...mixed.agents.map(({ reachable, ...agent }, index) => ({
        ...row('e', index),
        username: `agent-${index}@acme.example`,
        password: 'x',
        name: `Agent ${index}`,
        detail: '',
        ring_method: 'ringall',
        status: 'available',
        direct_hash,
        addresses: reachable ? [{ type: 'tel', target: `+1415555017${index}` }] : [],
        ...agent,
      })),
    ],
    numbers: mixed.numbers.map((number, index) => ({
      ...row('f', index),
      number: `+1415555016${index}`,
      type: 'normal' as const,
      detail: '',
      status: 'active',
      t38_enabled: false,
      emergency_enabled: false,
      tm_purchase: ticks,
      tm_renew: ticks,
      ...number,
    })),
  };
}
