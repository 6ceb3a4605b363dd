/** "Enterprise Corp": the vendor's second scenario, as it should be. */
import { Bits } from '../platform.ts';
import type { Seed } from '../records.ts';
import { Builder } from './builder.ts';
import { addGroupcalls, addRecordedCall, addWaitingCaller } from './recent.ts';
import { addTraffic } from './traffic.ts';

const departments = [
  { name: 'Sales', agents: 3, number: '+18005551111' },
  { name: 'Support', agents: 2, number: '+18005552222' },
  { name: 'Billing', agents: 1, number: '+18005553333' },
] as const;

/** One department: tag, agents, wait flow, queue, entrance flow, number. */
export function addDepartment(
  builder: Builder,
  name: string,
  agents: number,
  number: string,
  domain: string,
) {
  const short = name.toLowerCase();
  const tag = builder.tag(short);
  const people = Array.from({ length: agents }, (_, index) =>
    builder.agent({
      name: `${name} ${index + 1}`,
      username: `${short}-${index + 1}@${domain}`,
      status: 'available',
      tag_ids: [tag.id],
      addresses: [{ type: 'sip', target: `${short}-${index + 1}@sip.${domain}` }],
      tm_update: builder.daysAgo(0.05),
    }),
  );
  const wait = builder.flow(`${name} waiting`, [
    [
      'talk',
      {
        text: `<speak>Please hold. Somebody will be with you shortly.${'<break time="10s"/>'.repeat(2)}</speak>`,
        language: 'en-US',
      },
    ],
  ]);
  const queue = builder.queue({
    name: `${name} Queue`,
    tag_ids: [tag.id],
    wait_flow_id: wait.id,
    total_incoming_count: 420,
    total_serviced_count: 401,
  });
  const entrance = builder.flow(`${name} Department`, [
    ['answer'],
    ['talk', { text: `Welcome to the ${short} department.`, language: 'en-US' }],
    ['queue_join', { queue_id: queue.id }],
    ['talk', { text: 'Nobody is free at the moment. Please call again.', language: 'en-US' }],
    ['hangup'],
  ]);
  const line = builder.number({
    number,
    name: `${name} line`,
    call_flow_id: entrance.id,
    message_flow_id: entrance.id,
  });
  return { tag, people, wait, queue, entrance, line };
}

export const departmentsSeed: Seed = {
  name: 'departments',
  about: 'Enterprise Corp: sales, support and billing, each with agents, a queue and a number',
  make(world) {
    const builder = new Builder(
      world,
      'departments',
      {
        name: 'Enterprise Corp',
        detail: 'Customer service of Enterprise Corp, three departments',
        email: 'it@enterprise.example',
        phone_number: '+18005551111',
        address: '1 Enterprise Way, Springfield',
        webhook_method: 'POST',
        webhook_uri: 'https://hooks.enterprise.example/voipbin',
      },
      { plan_type: 'basic', payment_method: 'credit card', paddle_customer_id: 'ctm_demo' },
    );
    const made = departments.map(({ name, agents, number }) =>
      addDepartment(builder, name, agents, number, 'enterprise.example'),
    );
    builder.agent({
      name: 'Dana Floor',
      username: 'dana@enterprise.example',
      permission: Bits.manager,
      password: 'demo-manager-1',
      status: 'available',
      tm_update: builder.daysAgo(0.1),
      tag_ids: made.map(({ tag }) => tag.id),
      addresses: [{ type: 'tel', target: '+14155550160' }],
    });
    const [outbound] = builder.data.outbound_configs;
    if (outbound) outbound.destination_whitelist = ['us'];
    builder.agent({
      name: 'Second admin',
      username: 'it-desk@enterprise.example',
      permission: Bits.admin,
      addresses: [{ type: 'tel', target: '+12065550161' }],
      tm_update: builder.daysAgo(3),
    });
    addTraffic(builder, {
      days: 30,
      calls: 300,
      numbers: made.map(({ line }) => line),
      agents: made.flatMap(({ people }) => people),
      openingCredit: 250_000_000,
      destinations: ['+14155550171', '+12125550172', '+13105550173'],
    });
    for (const { line } of made) addRecordedCall(builder, line);
    const [sales] = made;
    if (sales !== undefined) {
      addWaitingCaller(builder, { number: sales.line, flow: sales.entrance, queue: sales.queue }, 95);
      builder.message('+14155550171', sales.line.number, 'inbound', 2);
      builder.message(sales.line.number, '+14155550171', 'outbound', 1.9);
    }
    addGroupcalls(builder);
    return builder.finish();
  },
};
