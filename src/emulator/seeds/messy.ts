/** "Acme Corporation": a real company's account, with what goes wrong in real accounts. The default of `--demo`. */
import { NIL_UUID } from '../../core/ids.ts';
import { DAY } from '../../core/time.ts';
import { Bits } from '../platform.ts';
import type { AgentRow, FlowRow, NumberRow, QueueRow, Seed } from '../records.ts';
import { Builder } from './builder.ts';
import { addFaults, addFraud, addOpeningHours } from './messy-faults.ts';
import { addMisuse } from './misuse.ts';
import { addOutreach } from './outreach.ts';
import { addGroupcalls, addRecordedCall } from './recent.ts';
import { addTraffic } from './traffic.ts';

const people = [
  [
    'Sales',
    'Ann Carter',
    'Ben Okafor',
    'Carla Gómez',
    'David Kim',
    'Elena Petrova',
    'Frank Wu',
    'Grace Hill',
    'Hugo Martin',
  ],
  [
    'Support',
    'Liam Murphy',
    'Maya Singh',
    'Noah Fischer',
    'Olga Ivanova',
    'Paul Weber',
    'Quinn Adams',
    'Rosa Díaz',
    'Sam Lee',
    'Umar Khan',
  ],
  ['Billing', 'Xenia Papadaki', 'Yusuf Demir', 'Zoë Müller', 'Łukasz Nowak', 'Chris Page'],
  ['Field', 'Dora Fox', 'Eric Sand', 'Finn Berg', 'Gina Rossi', 'Hanna Kuusi', 'Kofi Mensah', 'Lena Ahlgren'],
] as const;

const ADMINS = new Set(['Ann Carter', 'Liam Murphy', 'Maya Singh', 'Paul Weber', 'Zoë Müller', 'Dora Fox']);
const STUCK: Readonly<Record<string, number>> = { 'Grace Hill': 3, 'Olga Ivanova': 0.4, 'Yusuf Demir': 12 };

export const messySeed: Seed = {
  name: 'messy',
  about: 'Acme Corporation: some 40 agents and 30 numbers, 90 days of calls, and things wrong with them',
  make(world) {
    const builder = new Builder(
      world,
      'messy',
      {
        name: 'Acme Corporation',
        email: 'owner@acme.example',
        phone_number: '+14155550100',
        address: '1 Main St, San Francisco',
        webhook_method: 'POST',
        webhook_uri: 'http://hooks.acme.example/voipbin',
        tm_create: Math.round((world.now - 1500 * DAY) * 1000),
      },
      { plan_type: 'basic' },
    );
    const agents = addPeople(builder);
    const lines = addRouting(builder);
    const [outbound] = builder.data.outbound_configs;
    if (outbound) outbound.destination_whitelist = ['us', 'gb', 'de', 'cu', 'so'];
    builder.extension('1001', '1001', 'Reception');
    builder.extension('1002', 'forklift', 'Warehouse');
    builder.extension('1003', 'forklift', 'Loading dock');
    builder.accesskey('crm', 'vb_demo_messy_crm_00000000000000000', 350, 6);
    builder.accesskey('wallboard', 'vb_demo_messy_wallboard_00000000000', 900, 2500);
    addTraffic(builder, {
      days: 90,
      calls: 1200,
      numbers: lines,
      agents,
      openingCredit: 0,
      destinations: [
        '+14155550171',
        '+12125550172',
        '+442071838750',
        '+4930901820',
        '+13105550173',
        '+12065550174',
      ],
    });
    addFaults(builder, lines);
    const [line] = lines;
    if (line) addFraud(builder, line);
    addOpeningHours(builder);
    leaveCredit(builder, 7_420_000);
    for (const recorded of lines.slice(0, 2)) addRecordedCall(builder, recorded);
    const account = builder.finish();
    addOutreach(builder, {
      source: '+14155550100',
      queueId: idOf(builder.data.queues, 'Sales'),
      flowId: idOf(builder.data.flows, 'Messages'),
    });
    addGroupcalls(builder);
    if (line) addMisuse(builder, line);
    return account;
  },
};

const idOf = (rows: readonly { id: string; name: string }[], name: string): string =>
  rows.find((row) => row.name === name)?.id ?? NIL_UUID;

function addPeople(builder: Builder): AgentRow[] {
  const all: AgentRow[] = [];
  for (const [department, ...names] of people) {
    const tag = builder.tag(department.toLowerCase());
    for (const name of names) {
      const stuckDays = STUCK[name];
      const user = name
        .toLowerCase()
        .replace('ł', 'l')
        .normalize('NFD')
        .replace(/[^a-z ]/g, '')
        .replace(' ', '.');
      all.push(
        builder.agent({
          name,
          username: `${user}@acme.example`,
          permission: ADMINS.has(name) ? Bits.admin | Bits.agent : Bits.agent,
          status:
            stuckDays !== undefined
              ? 'busy'
              : ((['available', 'available', 'away', 'offline'] as const)[all.length % 4] ?? 'offline'),
          // The field service was set up last, and its agents were never tagged.
          tag_ids: department === 'Field' ? [] : [tag.id],
          addresses: [{ type: 'tel', target: `+1415555${String(200 + all.length).padStart(4, '0')}` }],
          tm_update: builder.daysAgo(stuckDays ?? 0.05),
        }),
      );
    }
  }
  builder.agent({
    name: 'Morgan Reed',
    username: 'morgan.reed@acme.example',
    permission: Bits.manager,
    password: 'demo-manager-1',
    status: 'away',
    addresses: [{ type: 'tel', target: '+14155550299' }],
  });
  return all;
}

const hello = (text: string) => ['talk', { text, language: 'en-US' }] as const;

/** Adds flows, queues and numbers. @returns the numbers that are called. */
function addRouting(builder: Builder): NumberRow[] {
  const tagId = (name: string): string => idOf(builder.data.tags, name);
  const music = builder.flow('Hold music', [
    ['play', { stream_urls: ['https://media.acme.example/hold.wav'] }],
  ]);
  const queue = (name: string, tag: string, wait = music.id) =>
    builder.queue({
      name,
      tag_ids: [tagId(tag)],
      wait_flow_id: wait,
      total_incoming_count: 900,
      total_serviced_count: 790,
    });
  const fieldTag = builder.tag('field-service');
  const queues = {
    sales: queue('Sales', 'sales'),
    support: queue('Support', 'support'),
    billing: queue('Billing', 'billing'),
    vip: queue('VIP', 'sales'),
    returns: queue('Returns', 'support', NIL_UUID),
    field: builder.queue({ name: 'Field Service', tag_ids: [fieldTag.id], wait_flow_id: music.id }),
  };
  const join = (name: string, queueId: string) =>
    builder.flow(name, [
      ['answer'],
      hello(`Welcome to ${name}.`),
      ['queue_join', { queue_id: queueId }],
      hello('Please call again.'),
      ['hangup'],
    ]);
  const entrances = [
    join('Sales line', queues.sales.id),
    join('Support line', queues.support.id),
    join('Billing line', queues.billing.id),
    join('VIP line', queues.vip.id),
    join('Returns line', queues.returns.id),
    join('Field line', queues.field.id),
  ];
  const menu = addMenu(builder, queues);
  const message = builder.flow('Messages', [
    ['webhook_send', { uri: 'https://hooks.acme.example/sms', method: 'POST' }],
  ]);
  builder.flow('Christmas 2024', []);
  builder.flow('New menu (draft)', []);
  for (let index = 1; index <= 20; index += 1) {
    builder.flow(index % 5 === 0 ? 'Copy of Main menu' : `Campaign ${2024 + (index % 3)}-${index}`, [
      ['answer'],
      hello(`Campaign ${index}.`),
      ['hangup'],
    ]);
  }
  return addNumbers(builder, [menu.id, ...entrances.map(({ id }) => id)], message.id);
}

function addMenu(
  builder: Builder,
  queues: Readonly<Record<'sales' | 'support' | 'billing', QueueRow>>,
): FlowRow {
  return builder.flow('Main menu', [
    ['answer'],
    [
      'talk',
      { text: 'Press 1 for sales, 2 for support, 3 for billing.', language: 'en-US', digits_handle: 'next' },
    ],
    ['digits_receive', { duration: 5000, length: 1 }],
    [
      'branch',
      { target_ids: { '1': '@sales', '2': '@support', '3': '@billing' }, default_target_id: '@sorry' },
    ],
    ['queue_join', { queue_id: queues.sales.id }, 'sales'],
    ['queue_join', { queue_id: queues.support.id }, 'support'],
    ['queue_join', { queue_id: queues.billing.id }, 'billing'],
    ['talk', { text: 'Sorry, that was no choice.', language: 'en-US' }, 'sorry'],
    ['hangup'],
  ]);
}

function addNumbers(builder: Builder, flowIds: readonly string[], messageFlowId: string): NumberRow[] {
  const names = ['Main line', 'Sales', 'Support', 'Billing', 'VIP', 'Returns', 'Field service'];
  const called = flowIds.map((flowId, index) =>
    builder.number(
      {
        number: `+1415555010${index}`,
        name: names[index] ?? '',
        call_flow_id: flowId,
        message_flow_id: index < 3 ? messageFlowId : NIL_UUID,
      },
      100 + index * 3,
    ),
  );
  for (let index = 0; index < 7; index += 1) {
    builder.number(
      { number: `+1415555012${index}`, name: `Campaign ${index + 1}`, call_flow_id: flowIds[0] ?? NIL_UUID },
      60 + index * 3,
    );
  }
  builder.number({ number: '+14155550140', name: 'Old fax', call_flow_id: builder.world.uuid() }, 330);
  for (const [index, name] of ['Trade fair', '', 'Reserve 1'].entries())
    builder.number({ number: `+1415555014${index + 1}`, name }, 200 + index);
  for (let index = 0; index < 6; index += 1) {
    builder.number(
      {
        number: `+89900100000${index}`,
        type: 'virtual',
        name: `Office ${index + 1}`,
        call_flow_id: flowIds[index] ?? NIL_UUID,
      },
      80,
    );
  }
  builder.number({ number: '+899001000009', type: 'virtual', name: 'Spare' }, 80);
  return called;
}

/** Shifts the ledger so that its last entry matches the current balance. */
function leaveCredit({ data, billing }: Builder, credit: number): void {
  const shift = credit - billing.balance_credit;
  for (const row of data.billings) row.balance_credit_snapshot += shift;
  billing.balance_credit = credit;
}
