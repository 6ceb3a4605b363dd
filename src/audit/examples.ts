/** Building blocks for the examples of rules: complete objects, for which an example states only what matters. */
import type {
  Accesskey,
  Action,
  Agent,
  BillingAccount,
  Customer,
  Flow,
  Number,
  OutboundConfig,
  Queue,
  Tag,
} from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { DAY, utcDay } from '../core/time.ts';
import type { ServerFault } from '../snapshot/server-evidence.ts';
import type { Sections, SnapshotExtension } from '../snapshot/snapshot.ts';
import type {
  ActiveflowTraffic,
  CallTraffic,
  MessageTraffic,
  QueuecallTraffic,
  Use,
} from '../snapshot/traffic.ts';
import type { Ledger } from '../snapshot/ledger.ts';

/** The moment at which all examples play. */
export const EXAMPLE_NOW = Date.parse('2026-11-23T12:00:00Z');

/** So many days before that moment, as the API writes it. */
export const daysAgo = (days: number): string => new Date(EXAMPLE_NOW - days * DAY).toISOString();

/** Something that happened so often, last so many days ago. */
export const use = (count: number, lastDaysAgo = 1): Use => ({
  count,
  last: EXAMPLE_NOW - lastDaysAgo * DAY,
});

/** Well-formed ids for examples: `id(1)` is always the same. */
export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const customer = (fields: Partial<Customer> = {}): Customer => ({
  id: id(1),
  name: 'Acme Corporation',
  detail: 'Head office telephony',
  email: 'owner@acme.example',
  webhook_method: 'POST',
  webhook_uri: 'https://hooks.acme.example/voipbin',
  status: 'active',
  ...fields,
});

export const agent = (fields: Partial<Agent> = {}): Agent => ({
  id: id(10),
  username: 'ann@acme.example',
  name: 'Ann',
  status: 'available',
  permission: 16,
  tag_ids: [],
  addresses: [{ type: 'tel', target: '+14155550110' }],
  tm_create: '2026-01-01T00:00:00Z',
  ...fields,
});

export const number = (fields: Partial<Number> = {}): Number => ({
  id: id(20),
  number: '+14155550120',
  name: 'Main line',
  type: 'normal',
  status: 'active',
  call_flow_id: id(30),
  message_flow_id: NIL_UUID,
  tm_renew: '2026-11-10T00:00:00Z',
  tm_create: '2026-01-01T00:00:00Z',
  ...fields,
});

export const flow = (fields: Partial<Flow> = {}): Flow => ({
  id: id(30),
  name: 'Main menu',
  actions: [{ id: id(31), next_id: NIL_UUID, type: 'talk', option: { text: 'Welcome' } }],
  ...fields,
});

/** A flow of opening hours that covers the 365 days from a date on. */
export const hoursFlow = (from: string): Flow => {
  const last = utcDay(Date.parse(from) + 364 * DAY);
  return flow({
    name: 'Office',
    actions: [
      action(31, 'variable_set', { key: 'hours.answer', value: 'open' }),
      action(32, 'variable_set', {
        key: 'hours.days',
        value: `${from} to ${last}`,
        hours: { time_zone: 'Europe/Berlin', open: '24/7' },
      }),
    ],
  });
};

export const queue = (fields: Partial<Queue> = {}): Queue => ({
  id: id(40),
  name: 'Sales',
  routing_method: 'random',
  tag_ids: [id(50)],
  wait_flow_id: id(30),
  ...fields,
});

export const billingAccount = (fields: Partial<BillingAccount> = {}): BillingAccount => ({
  id: id(60),
  name: 'basic billing account',
  plan_type: 'basic',
  balance_credit: 100_000_000,
  balance_token: 500,
  ...fields,
});

export const tag = (fields: Partial<Tag> = {}): Tag => ({
  id: id(50),
  name: 'sales',
  detail: '',
  tm_create: '2026-01-01T00:00:00Z',
  tm_delete: null,
  ...fields,
});

export const extension = (fields: Partial<SnapshotExtension> = {}): SnapshotExtension => ({
  id: id(70),
  name: 'Front desk',
  extension: '1001',
  tm_create: '2026-01-01T00:00:00Z',
  password_class: 'strong',
  password_group: null,
  ...fields,
});

export const accesskey = (fields: Partial<Accesskey> = {}): Accesskey => ({
  id: id(80),
  name: 'nightly report',
  tm_create: daysAgo(30),
  tm_expire: daysAgo(-60),
  ...fields,
});

export const outbound = (fields: Partial<OutboundConfig> = {}): OutboundConfig => ({
  id: id(90),
  destination_whitelist: ['us'],
  default_outgoing_source_number_id: NIL_UUID,
  ...fields,
});

/** An action of a flow; `n` makes its id. */
export const action = (n: number, type: string, option: Action['option'] = {}): Action => ({
  id: id(n),
  next_id: NIL_UUID,
  type,
  option,
});

export const calls = (fields: Partial<CallTraffic> = {}): CallTraffic => ({
  rows: 0,
  numbers: {},
  flows: {},
  agents: {},
  destinations: {},
  live: {},
  dialled: {},
  expensive: {},
  ...fields,
});

export const activeflows = (fields: Partial<ActiveflowTraffic> = {}): ActiveflowTraffic => ({
  rows: 0,
  flows: {},
  queues: {},
  ...fields,
});

export const queuecalls = (fields: Partial<QueuecallTraffic> = {}): QueuecallTraffic => ({
  rows: 0,
  agents: {},
  statuses: {},
  ...fields,
});

export const messages = (fields: Partial<MessageTraffic> = {}): MessageTraffic => ({
  rows: 0,
  numbers: {},
  received: {},
  sent: {},
  ...fields,
});

export const ledger = (fields: Partial<Ledger> = {}): Ledger => ({
  rows: 0,
  days: {},
  balances: {},
  topUps: [],
  ...fields,
});

/** The day (UTC) so many days before the examples' moment, as the ledger names it. */
export const day = (before: number): string => daysAgo(before).slice(0, 10);

/** An account in which one number leads to flows; of everything else there is nothing. */
export const phones = (
  flows: readonly Flow[],
  more: Partial<Pick<Sections, 'queues' | 'agents' | 'activeflows'>> = {},
) => ({
  numbers: [number()],
  flows,
  queues: [],
  agents: [],
  ...more,
});

/** What the account's own runs show of the server. */
export const seen = (fault: ServerFault, works: boolean): ActiveflowTraffic =>
  activeflows({ server: { [fault]: { works, at: EXAMPLE_NOW - DAY, activeflow: id(95) } } });
