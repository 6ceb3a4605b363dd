/** Builds a seed's account row by row; other values are those that the server sets. */
import type { Action } from '../../api/wire.ts';
import { NIL_UUID } from '../../core/ids.ts';
import { DAY } from '../../core/time.ts';
import { emptyDataset } from '../dataset.ts';
import { Bits, plans } from '../platform.ts';
import type {
  AgentRow,
  BillingAccountRow,
  CustomerRow,
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

/** Fixed, and obviously not a secret: 35 characters, like the server's. */
const demoKey = (name: string): string => `vb_demo_${name}_${'0'.repeat(32)}`.slice(0, 35);

/** An account under construction: it starts with its owner, its billing account and its outbound settings. */
export class Builder {
  readonly world: SeedWorld;
  readonly data = emptyDataset();
  readonly customer: CustomerRow;
  readonly billing: BillingAccountRow;
  readonly #seedName: string;
  /** Rows of one day differ by a second, as people work. */
  #ticks = 0;

  constructor(
    world: SeedWorld,
    seedName: string,
    fields: Partial<CustomerRow> & { name: string; email: string },
    billing: Partial<BillingAccountRow> & { plan_type: string },
  ) {
    this.world = world;
    this.#seedName = seedName;
    this.customer = customerRow(world, this.daysAgo(400), this.#hex(16), fields);
    this.data.customers.push(this.customer);
    this.billing = billingRow({ ...this.#row(400), tm_update: this.daysAgo(1) }, this, billing);
    this.customer.billing_account_id = this.billing.id;
    this.data.billing_accounts.push(this.billing);
    this.data.outbound_configs.push({
      ...this.#row(400),
      tm_update: this.daysAgo(400),
      name: '',
      detail: '',
      destination_whitelist: [],
      codecs: '',
      default_outgoing_source_number_id: NIL_UUID,
    });
  }

  /** The moment a number of days ago, in microseconds since 1970. */
  daysAgo(days: number): number {
    return Math.round((this.world.now - days * DAY) * 1000);
  }

  tag(name: string, days = 390): TagRow {
    const tag = { ...this.#row(days), name, detail: '' };
    this.data.tags.push(tag);
    return tag;
  }

  agent(fields: Partial<AgentRow> & { name: string; username: string }, days = 380): AgentRow {
    const agent: AgentRow = {
      ...this.#agentRow(this.#row(days)),
      password: `demo-${fields.username.split('@')[0] ?? 'agent'}-1`,
      ...fields,
    };
    this.data.agents.push(agent);
    return agent;
  }

  flow(name: string, actions: readonly ActionSpec[], fields: Partial<FlowRow> = {}, days = 370): FlowRow {
    const flow: FlowRow = {
      ...this.#row(days),
      type: 'flow',
      name,
      detail: '',
      actions: compile(this.world, actions),
      direct_hash: this.#directHash(),
      on_complete_flow_id: NIL_UUID,
      ...fields,
    };
    this.data.flows.push(flow);
    return flow;
  }

  queue(fields: Partial<QueueRow> & { name: string }, days = 360): QueueRow {
    const queue: QueueRow = {
      ...this.#row(days),
      detail: '',
      routing_method: 'random',
      tag_ids: [],
      direct_hash: this.#directHash(),
      wait_flow_id: NIL_UUID,
      wait_timeout: 300_000,
      service_timeout: 3_600_000,
      wait_queuecall_ids: [],
      service_queuecall_ids: [],
      total_incoming_count: 0,
      total_serviced_count: 0,
      ...fields,
    };
    this.data.queues.push(queue);
    return queue;
  }

  number(fields: Partial<NumberRow> & { number: string }, days = 350): NumberRow {
    const isVirtual = fields.type === 'virtual';
    const common = this.#row(days);
    const number: NumberRow = {
      ...common,
      type: 'normal',
      call_flow_id: NIL_UUID,
      message_flow_id: NIL_UUID,
      name: '',
      detail: '',
      status: 'active',
      t38_enabled: !isVirtual,
      emergency_enabled: false,
      rtp_debug: false,
      tm_purchase: isVirtual ? null : common.tm_create,
      tm_renew: isVirtual ? null : this.daysAgo(days % 28),
      ...fields,
    };
    this.data.numbers.push(number);
    return number;
  }

  extension(extension: string, password: string, name: string): ExtensionRow {
    const made: ExtensionRow = {
      ...this.#row(340),
      name,
      detail: '',
      extension,
      domain_name: this.customer.id,
      username: extension,
      password,
      direct_hash: this.#directHash(),
    };
    this.data.extensions.push(made);
    return made;
  }

  accesskey(name: string, token: string, fromDays: number, untilDays: number): void {
    const tm_expire = this.daysAgo(-untilDays);
    this.data.accesskeys.push({ ...this.#row(fromDays), name, detail: '', token, tm_expire });
  }

  /** A text message between two numbers. */
  message(from: string, to: string, direction: 'inbound' | 'outbound', days: number): void {
    const destination = { type: 'tel', target: to };
    this.data.messages.push({
      type: 'sms',
      source: { type: 'tel', target: from },
      targets: [{ destination, status: 'delivered', parts: 1, tm_update: null }],
      text: 'Hello',
      direction,
      ...this.#row(days),
    });
  }

  /** Creates a builder, with what every account has, and the platform's staff. */
  finish(): SeededAccount {
    const { data, customer } = this;
    const accesskey = demoKey(this.#seedName);
    this.accesskey('demo', accesskey, 100, 200);
    const admin = this.agent({
      name: 'default admin',
      username: customer.email,
      detail: 'default agent account for admin permission',
      permission: Bits.admin,
      password: 'demo-admin-1',
      addresses: [],
    });
    const staff = this.#addStaff();
    // As for every customer, created with the account.
    if (data.storage_accounts.length === 0)
      data.storage_accounts.push({ ...this.#row(400), total_file_count: 0, total_file_size: 0 });
    const logins = [
      { ...admin, role: 'admin' },
      ...this.#firstWith(Bits.manager).map((agent) => ({ ...agent, role: 'manager' })),
      ...this.#firstWith(Bits.agent).map((agent) => ({ ...agent, role: 'agent' })),
      { ...staff, role: 'platform staff' },
    ].map(({ username, password, role }) => ({ username, password, role }));
    return { data, customer_id: customer.id, accesskey, logins };
  }

  #firstWith(bits: number): AgentRow[] {
    return this.data.agents
      .filter(({ permission, customer_id }) => permission === bits && customer_id === this.customer.id)
      .slice(0, 1);
  }

  /** The platform itself is a customer; its agent may see all others. */
  #addStaff(): AgentRow {
    const username = 'staff@voipbin.test';
    const owner = { name: 'VoIPBIN Platform', email: username };
    const platform = customerRow(this.world, this.daysAgo(900), this.#hex(16), owner);
    this.data.customers.push(platform);
    const staff: AgentRow = {
      ...this.#agentRow(this.#row(900, platform)),
      username,
      password: 'demo-staff-1',
      name: 'Platform Staff',
      permission: Bits.superAdmin,
    };
    this.data.agents.push(staff);
    return staff;
  }

  #agentRow(row: OwnedRow): Omit<AgentRow, 'name' | 'username' | 'password'> {
    return {
      ...row,
      detail: '',
      ring_method: 'ringall',
      status: 'offline',
      permission: Bits.agent,
      tag_ids: [],
      addresses: [],
      direct_hash: this.#directHash(),
    };
  }

  #row(days: number, { id: customer_id }: Pick<CustomerRow, 'id'> = this.customer): OwnedRow {
    this.#ticks += 1;
    const tm_create =
      this.daysAgo(days) + this.#ticks * 1_000_000 + Math.floor(this.world.random() * 1_000_000);
    return { id: this.world.uuid(), customer_id, tm_create, tm_update: null, tm_delete: null };
  }

  #directHash(): string {
    return `direct.${this.#hex(6)}`;
  }

  #hex(bytes: number): string {
    return Array.from({ length: bytes * 2 }, () => Math.floor(this.world.random() * 16).toString(16)).join(
      '',
    );
  }
}

interface OwnedRow {
  id: string;
  customer_id: string;
  tm_create: number;
  tm_update: null;
  tm_delete: null;
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
  builder: Builder,
  fields: Partial<BillingAccountRow> & { plan_type: string },
): BillingAccountRow {
  const today = new Date(builder.world.now);
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
    tm_last_topup: Math.max(month(0), builder.daysAgo(31)),
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
