/** Builds a seed's account row by row; what is not said is as the server makes it. */
import type { Action } from '../../api/wire.ts';
import { NIL_UUID } from '../../core/ids.ts';
import { DAY } from '../../core/time.ts';
import { emptyDataset } from '../dataset.ts';
import { Bits, plans } from '../platform.ts';
import type {
  AgentRow,
  BillingAccountRow,
  CustomerRow,
  Dataset,
  ExtensionRow,
  FlowRow,
  NumberRow,
  QueueRow,
  Row,
  SeededAccount,
  SeedWorld,
  TagRow,
} from '../records.ts';

export type ActionSpec = readonly [
  type: string,
  option?: Record<string, unknown>,
  label?: string,
  /** The label of the action that follows. */
  next?: string,
];

export interface Builder {
  world: SeedWorld;
  data: Dataset;
  customer: CustomerRow;
  billing: BillingAccountRow;
  /** A moment so many days ago, in microseconds. */
  daysAgo: (days: number) => number;
  tag: (name: string, days?: number) => TagRow;
  agent: (fields: Partial<AgentRow> & { name: string; username: string }, days?: number) => AgentRow;
  flow: (name: string, actions: readonly ActionSpec[], fields?: Partial<FlowRow>, days?: number) => FlowRow;
  queue: (fields: Partial<QueueRow> & { name: string }, days?: number) => QueueRow;
  number: (fields: Partial<NumberRow> & { number: string }, days?: number) => NumberRow;
  extension: (extension: string, password: string, name: string) => ExtensionRow;
  accesskey: (name: string, token: string, fromDays: number, untilDays: number) => void;
  /** A text message between two numbers. */
  message: (from: string, to: string, direction: 'inbound' | 'outbound', days: number) => void;
  finish: () => SeededAccount;
}

/** Fixed and obviously not a secret: 35 characters, as the server makes them. */
const demoKey = (name: string): string => `vb_demo_${name}_${'0'.repeat(32)}`.slice(0, 35);

/** Begins an account with its owner, its billing account and the platform's staff. */
export function buildAccount(
  world: SeedWorld,
  seedName: string,
  fields: Partial<CustomerRow> & { name: string; email: string },
  billing: Partial<BillingAccountRow> & { plan_type: string },
): Builder {
  const data = emptyDataset();
  const daysAgo = (days: number): number => Math.round((world.now - days * DAY) * 1000);
  // Rows of one day differ by a second, as people work.
  let ticks = 0;
  const row = (customerId: string, days: number) => {
    ticks += 1;
    const tm_create = daysAgo(days) + ticks * 1_000_000 + Math.floor(world.random() * 1_000_000);
    return { id: world.uuid(), customer_id: customerId, tm_create, tm_update: null, tm_delete: null };
  };
  const hex = (bytes: number): string =>
    Array.from({ length: bytes * 2 }, () => Math.floor(world.random() * 16).toString(16)).join('');
  const customer = customerRow(world, daysAgo(400), hex(16), fields);
  data.customers.push(customer);
  const account = billingRow({ ...row(customer.id, 400), tm_update: daysAgo(1) }, daysAgo, world, billing);
  customer.billing_account_id = account.id;
  data.billing_accounts.push(account);
  data.outbound_configs.push({
    ...row(customer.id, 400),
    tm_update: daysAgo(400),
    name: '',
    detail: '',
    destination_whitelist: [],
    codecs: '',
    default_outgoing_source_number_id: NIL_UUID,
  });

  const builder: Builder = {
    world,
    data,
    customer,
    billing: account,
    daysAgo,
    tag(name, days = 390) {
      const tag = { ...row(customer.id, days), name, detail: '' };
      data.tags.push(tag);
      return tag;
    },
    agent(spec, days = 380) {
      const agent: AgentRow = {
        ...row(customer.id, days),
        password: `demo-${spec.username.split('@')[0] ?? 'agent'}-1`,
        detail: '',
        ring_method: 'ringall',
        status: 'offline',
        permission: Bits.agent,
        tag_ids: [],
        addresses: [],
        direct_hash: `direct.${hex(6)}`,
        ...spec,
      };
      data.agents.push(agent);
      return agent;
    },
    flow(name, specs, extra = {}, days = 370) {
      const flow: FlowRow = {
        ...row(customer.id, days),
        type: 'flow',
        name,
        detail: '',
        actions: compile(world, specs),
        direct_hash: `direct.${hex(6)}`,
        on_complete_flow_id: NIL_UUID,
        ...extra,
      };
      data.flows.push(flow);
      return flow;
    },
    queue(spec, days = 360) {
      const queue: QueueRow = {
        ...row(customer.id, days),
        detail: '',
        routing_method: 'random',
        tag_ids: [],
        direct_hash: `direct.${hex(6)}`,
        wait_flow_id: NIL_UUID,
        wait_timeout: 300_000,
        service_timeout: 3_600_000,
        wait_queuecall_ids: [],
        service_queuecall_ids: [],
        total_incoming_count: 0,
        total_serviced_count: 0,
        ...spec,
      };
      data.queues.push(queue);
      return queue;
    },
    number(spec, days = 350) {
      const virtual = spec.type === 'virtual';
      const common = row(customer.id, days);
      const renewed = daysAgo(days % 28);
      const number: NumberRow = {
        ...common,
        type: 'normal',
        call_flow_id: NIL_UUID,
        message_flow_id: NIL_UUID,
        name: '',
        detail: '',
        status: 'active',
        t38_enabled: !virtual,
        emergency_enabled: false,
        rtp_debug: false,
        tm_purchase: virtual ? null : common.tm_create,
        tm_renew: virtual ? null : renewed,
        ...spec,
      };
      data.numbers.push(number);
      return number;
    },
    extension(extension, password, name) {
      const made: ExtensionRow = {
        ...row(customer.id, 340),
        name,
        detail: '',
        extension,
        domain_name: customer.id,
        username: extension,
        password,
        direct_hash: `direct.${hex(6)}`,
      };
      data.extensions.push(made);
      return made;
    },
    accesskey(name, token, fromDays, untilDays) {
      data.accesskeys.push({
        ...row(customer.id, fromDays),
        name,
        detail: '',
        token,
        tm_expire: daysAgo(-untilDays),
      });
    },
    message(from, to, direction, days) {
      data.messages.push({
        ...row(customer.id, days),
        type: 'sms',
        source: { type: 'tel', target: from },
        targets: [
          { destination: { type: 'tel', target: to }, status: 'delivered', parts: 1, tm_update: null },
        ],
        text: 'Hello',
        direction,
      });
    },
    finish() {
      const key = demoKey(seedName);
      builder.accesskey('demo', key, 100, 200);
      const admin = builder.agent({
        name: 'default admin',
        username: customer.email,
        detail: 'default agent account for admin permission',
        permission: Bits.admin,
        password: 'demo-admin-1',
        addresses: [],
      });
      const staff = addStaff(data, world, row, hex);
      // Like every customer's, made with the account.
      if (data.storage_accounts.length === 0)
        data.storage_accounts.push({ ...row(customer.id, 400), total_file_count: 0, total_file_size: 0 });
      const logins = [
        { username: admin.username, password: admin.password, role: 'admin' },
        ...data.agents
          .filter(({ permission, customer_id }) => permission === Bits.manager && customer_id === customer.id)
          .slice(0, 1)
          .map(({ username, password }) => ({ username, password, role: 'manager' })),
        ...data.agents
          .filter(({ permission, customer_id }) => permission === Bits.agent && customer_id === customer.id)
          .slice(0, 1)
          .map(({ username, password }) => ({ username, password, role: 'agent' })),
        { username: staff.username, password: staff.password, role: 'platform staff' },
      ];
      return { data, customer_id: customer.id, accesskey: key, logins };
    },
  };
  return builder;
}

function customerRow(
  world: SeedWorld,
  created: number,
  secret: string,
  fields: Partial<CustomerRow> & { name: string; email: string },
): CustomerRow {
  const id = world.uuid();
  return {
    id,
    customer_id: id,
    detail: '',
    phone_number: '',
    address: '',
    webhook_method: '',
    webhook_uri: '',
    webhook_secret: secret,
    billing_account_id: NIL_UUID,
    rtp_debug: false,
    email_verified: true,
    status: 'active',
    identity_verification_status: 'verified',
    tm_deletion_scheduled: null,
    tm_create: created,
    tm_update: created + 500_000,
    tm_delete: null,
    ...fields,
  };
}

function billingRow(
  common: Row,
  daysAgo: (days: number) => number,
  world: SeedWorld,
  fields: Partial<BillingAccountRow> & { plan_type: string },
): BillingAccountRow {
  const today = new Date(world.now);
  const month = (offset: number): number =>
    Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset, 1) * 1000;
  return {
    ...common,
    name: 'basic billing account',
    detail: 'billing account for default use',
    plan_status: '',
    status: '',
    balance_credit: 0,
    balance_token: plans[fields.plan_type]?.tokens ?? 0,
    payment_type: 'prepaid',
    payment_method: '',
    paddle_subscription_id: '',
    paddle_customer_id: '',
    tm_last_topup: Math.max(month(0), daysAgo(31)),
    tm_next_topup: month(1),
    ...fields,
  };
}

/** Actions with ids; in options, `@label` stands for the id of the action with that label. */
function compile(world: SeedWorld, specs: readonly ActionSpec[]): Action[] {
  const ids = specs.map(() => world.uuid());
  const byLabel = new Map(specs.map(([, , label], index) => [`@${label ?? ''}`, ids[index] ?? '']));
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return byLabel.get(value) ?? value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  };
  return specs.map(([type, option, , next], index) => ({
    id: ids[index] ?? '',
    next_id: byLabel.get(`@${next ?? 'none'}`) ?? NIL_UUID,
    type,
    ...(option && { option: resolve(option) as Record<string, unknown> }),
    tm_execute: null,
  }));
}

type MakeRow = (
  customerId: string,
  days: number,
) => { id: string; customer_id: string; tm_create: number; tm_update: null; tm_delete: null };

/** The platform itself is a customer, too; its agent may see all others. */
function addStaff(data: Dataset, world: SeedWorld, row: MakeRow, hex: (bytes: number) => string): AgentRow {
  const created = Math.round((world.now - 900 * DAY) * 1000);
  const platform = customerRow(world, created, hex(16), {
    name: 'VoIPBIN Platform',
    email: 'staff@voipbin.test',
  });
  data.customers.push(platform);
  const staff: AgentRow = {
    ...row(platform.id, 900),
    username: 'staff@voipbin.test',
    password: 'demo-staff-1',
    name: 'Platform Staff',
    detail: '',
    ring_method: 'ringall',
    status: 'offline',
    permission: Bits.superAdmin,
    tag_ids: [],
    addresses: [],
    direct_hash: `direct.${hex(6)}`,
  };
  data.agents.push(staff);
  return staff;
}
