/** "Globex Telecom": as much as an account can hold, for benchmarks. */
import { NIL_UUID } from '../../core/ids.ts';
import { Bits } from '../platform.ts';
import type { AgentRow, FlowRow, NumberRow, Seed, SeededAccount, SeedWorld, TagRow } from '../records.ts';
import { Builder } from './builder.ts';
import { addTraffic } from './traffic.ts';

/** The number of rows of each kind. */
export interface Size {
  agents: number;
  numbers: number;
  flows: number;
  queues: number;
  calls: number;
}

const fullSize: Size = { agents: 500, numbers: 1000, flows: 2000, queues: 100, calls: 100_000 };

/** The same account in any size; tests use a tenth of it. */
export function makeLarge(world: SeedWorld, size: Size): SeededAccount {
  const builder = new Builder(
    world,
    'large',
    {
      name: 'Globex Telecom',
      detail: 'Contact centres in four countries',
      email: 'telephony@globex.example',
      phone_number: '+12065550300',
      address: '1 Globex Plaza, Seattle',
      webhook_method: 'POST',
      webhook_uri: 'https://hooks.globex.example/voipbin',
    },
    { plan_type: 'unlimited', payment_method: 'credit card' },
  );
  const tags = Array.from({ length: size.queues }, (_, index) => builder.tag(`team ${index + 1}`));
  const agents: AgentRow[] = Array.from({ length: size.agents }, (_, index) =>
    builder.agent({
      name: `Agent ${index + 1}`,
      username: `agent-${index + 1}@globex.example`,
      status: 'available',
      permission: index < 2 ? Bits.admin | Bits.agent : Bits.agent,
      tag_ids: [tags[index % tags.length]?.id ?? NIL_UUID],
      addresses: [{ type: 'sip', target: `agent-${index + 1}@sip.globex.example` }],
      tm_update: builder.daysAgo(0.1),
    }),
  );
  const flows = addFlows(builder, tags, size);
  const numbers: NumberRow[] = Array.from({ length: size.numbers }, (_, index) =>
    builder.number({
      number: `+1206${String(5_000_000 + index)}`,
      name: `Line ${index + 1}`,
      call_flow_id: flows[index % flows.length]?.id ?? NIL_UUID,
      message_flow_id: flows[index % flows.length]?.id ?? NIL_UUID,
    }),
  );
  const [outbound] = builder.data.outbound_configs;
  if (outbound) outbound.destination_whitelist = ['us'];
  addTraffic(builder, {
    days: 30,
    calls: size.calls,
    numbers,
    agents,
    openingCredit: 90_000_000_000,
    destinations: ['+14155550171', '+12125550172', '+13105550173', '+12065550174'],
  });
  return builder.finish();
}

/** A queue for each tag, and flows that lead to them. */
function addFlows(builder: Builder, tags: readonly TagRow[], size: Size): FlowRow[] {
  const hold = builder.flow('Hold music', [
    ['play', { stream_urls: ['https://media.globex.example/hold.wav'] }],
  ]);
  const queues = tags.map((tag) =>
    builder.queue({
      name: `Queue ${tag.name}`,
      tag_ids: [tag.id],
      wait_flow_id: hold.id,
      total_incoming_count: 900,
      total_serviced_count: 860,
    }),
  );
  return Array.from({ length: size.flows - 1 }, (_, index) =>
    builder.flow(`Line ${index + 1}`, [
      ['answer'],
      ['talk', { text: `Welcome to line ${index + 1}.`, language: 'en-US' }],
      ['queue_join', { queue_id: queues[index % queues.length]?.id ?? NIL_UUID }],
      ['talk', { text: 'Please call again.', language: 'en-US' }],
      ['hangup'],
    ]),
  );
}

export const largeSeed: Seed = {
  name: 'large',
  about: 'Globex Telecom: 500 agents, 1,000 numbers, 2,000 flows, 100,000 calls, for benchmarks',
  make: (world) => makeLarge(world, fullSize),
};
