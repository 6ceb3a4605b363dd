/** `/customer` for tenants, `/customers` for platform staff. */
import { isSetId, NIL_UUID } from '../../core/ids.ts';
import { internal, invalid, missing, denied, ok } from '../http.ts';
import { newDirectHash, parseUuid } from '../ids.ts';
import { gate, isStaff } from '../identity.ts';
import { Bits, delays, GUEST_CUSTOMER, plans } from '../platform.ts';
import type { CustomerRow } from '../records.ts';
import {
  ADMIN,
  ADMIN_OR_MANAGER,
  listPage,
  markDeleted,
  newRow,
  pathId,
  STAFF,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { views } from '../view.ts';
import type { World } from '../world.ts';

const record = {
  name: 'string',
  detail: 'string',
  email: 'string',
  phone_number: 'string',
  address: 'string',
  webhook_method: 'string',
  webhook_uri: 'string',
} as const;

type RecordBody = { [K in keyof typeof record]?: string };

/** Columns of the table, in characters; the only check that an update meets. */
const columnLength = (field: keyof typeof record): number =>
  field === 'address' ? 1024 : field === 'webhook_uri' ? 1023 : 255;

/** Every column is written: what was left out becomes empty. */
function replaceRecord(call: Call, customer: CustomerRow, body: RecordBody) {
  const fields = Object.keys(record) as (keyof typeof record)[];
  if (fields.some((field) => (body[field] ?? '').length > columnLength(field))) throw invalid();
  for (const field of fields) customer[field] = body[field] ?? '';
  touch(call.world, customer);
  return ok(views.customers(customer));
}

function ownCustomer(call: Call, bits: number): CustomerRow {
  const customer = call.world.customer(call.identity.customerId);
  if (customer === undefined) throw missing();
  gate(call.identity, bits, customer.id);
  return customer;
}

/** For staff, by the path's id: the permission goes before the look-up, and an unknown id is a 400. */
function anyCustomer(call: Call, id: string): CustomerRow {
  gate(call.identity, STAFF, '');
  const customer = call.world.customer(id);
  if (customer === undefined) throw invalid();
  return customer;
}

function setBillingAccount(call: Call, customer: CustomerRow, accountId: string) {
  const account = call.world.tables.billing_accounts.get(accountId);
  if (account === undefined) throw missing('BILLING_ACCOUNT_NOT_FOUND');
  if (account.tm_delete !== null) throw missing();
  if (!isStaff(call.identity) && account.customer_id !== customer.id) throw denied();
  customer.billing_account_id = account.id;
  touch(call.world, customer);
  return ok(views.customers(customer));
}

function billingAccountId(call: Call): string {
  const id = parseUuid(call.body({ billing_account_id: 'string' }).billing_account_id);
  if (!isSetId(id)) throw invalid('INVALID_ID');
  return id;
}

const own: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/customer',
    handle(call) {
      const customer = ownCustomer(call, ADMIN_OR_MANAGER);
      const secret = customer.webhook_secret;
      return ok({ ...views.customers(customer), ...(secret !== '' && { webhook_secret: secret }) });
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/customer',
    handle(call) {
      const body = call.body(record);
      return replaceRecord(call, ownCustomer(call, ADMIN), body);
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/customer/metadata',
    handle(call) {
      const { rtp_debug } = call.body({ rtp_debug: 'bool' });
      const customer = ownCustomer(call, ADMIN);
      customer.rtp_debug = rtp_debug ?? false;
      touch(call.world, customer);
      return ok(views.customers(customer));
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/customer/billing_account_id',
    handle(call) {
      const id = billingAccountId(call);
      return setBillingAccount(call, ownCustomer(call, ADMIN), id);
    },
  },
];

const staff: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/customers',
    handle: (call) => listPage(call, 'customers', { customerId: undefined, bits: STAFF }),
  },
  {
    method: 'POST',
    path: '/v1.0/customers',
    handle(call) {
      const body = call.body(record);
      gate(call.identity, STAFF, '');
      const customer = createCustomer(call.world, body, { status: 'active', email_verified: true });
      if (customer === undefined) throw internal();
      return ok(views.customers(customer));
    },
  },
  {
    method: 'GET',
    path: '/v1.0/customers/{id}',
    handle: (call) => ok(views.customers(anyCustomer(call, pathId(call)))),
  },
  {
    method: 'PUT',
    path: '/v1.0/customers/{id}',
    handle(call) {
      const id = pathId(call);
      const body = call.body(record);
      return replaceRecord(call, anyCustomer(call, id), body);
    },
  },
  {
    method: 'DELETE',
    path: '/v1.0/customers/{id}',
    handle(call) {
      const customer = anyCustomer(call, pathId(call));
      if (customer.id === GUEST_CUSTOMER) throw invalid();
      if (customer.tm_delete === null) {
        customer.status = 'deleted';
        markDeleted(call.world, customer);
      }
      return ok(views.customers(customer));
    },
  },
  {
    method: 'POST',
    path: '/v1.0/customers/{id}/freeze',
    handle(call) {
      const customer = anyCustomer(call, pathId(call));
      if (customer.status !== 'active' && customer.status !== 'frozen') throw invalid();
      if (customer.status === 'active') {
        customer.status = 'frozen';
        customer.tm_deletion_scheduled = call.world.stamp();
        touch(call.world, customer);
      }
      return ok(views.customers(customer));
    },
  },
  {
    method: 'POST',
    path: '/v1.0/customers/{id}/recover',
    handle(call) {
      const customer = anyCustomer(call, pathId(call));
      if (customer.status !== 'frozen') throw invalid();
      customer.status = 'active';
      customer.tm_deletion_scheduled = null;
      touch(call.world, customer);
      return ok(views.customers(customer));
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/customers/{id}/metadata',
    handle(call) {
      const id = pathId(call);
      const { rtp_debug } = call.body({ rtp_debug: 'bool' });
      const customer = anyCustomer(call, id);
      customer.rtp_debug = rtp_debug ?? false;
      touch(call.world, customer);
      return ok(views.customers(customer));
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/customers/{id}/billing_account_id',
    handle(call) {
      const id = pathId(call);
      const accountId = billingAccountId(call);
      return setBillingAccount(call, anyCustomer(call, id), accountId);
    },
  },
];

export const customerRoutes: readonly Route[] = [...own, ...staff];

/** No top-level domain is asked for: `admin@localhost` is an address (pkg/utilhandler/email.go). */
export function isEmail(text: string): boolean {
  return (
    /^[^\s@"(),:;<>[\]\\]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text) && !text.includes('..')
  );
}

/**
 * A new customer, or undefined when the e-mail address is none, or is taken by a customer or by any agent.
 * Its billing account and its first agent follow a moment later.
 */
export function createCustomer(
  world: World,
  body: RecordBody,
  state: Pick<CustomerRow, 'status' | 'email_verified'>,
): CustomerRow | undefined {
  const email = body.email ?? '';
  const { customers, agents } = world.tables;
  if (!isEmail(email)) return undefined;
  if (customers.all().some((row) => row.email === email && row.tm_delete === null)) return undefined;
  if (agents.all().some((row) => row.username === email && row.tm_delete === null)) return undefined;
  const id = world.uuid();
  const customer: CustomerRow = {
    ...newRow(world, id),
    id,
    name: body.name ?? '',
    detail: body.detail ?? '',
    email,
    phone_number: body.phone_number ?? '',
    address: body.address ?? '',
    webhook_method: body.webhook_method ?? '',
    webhook_uri: body.webhook_uri ?? '',
    webhook_secret: Buffer.from(world.random.bytes(16)).toString('hex'),
    billing_account_id: NIL_UUID,
    rtp_debug: false,
    ...state,
    identity_verification_status: 'none',
    tm_deletion_scheduled: null,
  };
  customers.insert(customer);
  createOutboundConfig(world, id);
  world.later(delays.customerCreated, () => {
    completeCustomer(world, customer, 'free');
  });
  return customer;
}

function createOutboundConfig(world: World, customerId: string): void {
  const row = newRow(world, customerId);
  world.tables.outbound_configs.insert({
    ...row,
    // Never null: it is set with the creation.
    tm_update: row.tm_create,
    name: '',
    detail: '',
    destination_whitelist: [],
    codecs: '',
    default_outgoing_source_number_id: NIL_UUID,
  });
}

/** What the events of a new customer lead to: a billing account with its first tokens, and the default admin. */
export function completeCustomer(world: World, customer: CustomerRow, plan: string): void {
  const tokens = plans['free']?.tokens ?? 0;
  const account = newRow(world, customer.id);
  const now = account.tm_create;
  world.tables.billing_accounts.insert({
    ...account,
    tm_update: now,
    name: 'basic billing account',
    detail: 'billing account for default use',
    plan_type: plan,
    plan_status: '',
    status: '',
    balance_credit: 0,
    balance_token: tokens,
    payment_type: 'prepaid',
    payment_method: '',
    paddle_subscription_id: '',
    paddle_customer_id: '',
    tm_last_topup: now,
    tm_next_topup: firstOfNextMonth(now),
  });
  const topUp = newRow(world, customer.id);
  world.tables.billings.insert({
    ...topUp,
    account_id: account.id,
    transaction_type: 'top_up',
    status: 'end',
    reference_type: 'monthly_allowance',
    reference_id: world.uuid(),
    cost_type: '',
    usage_duration: 0,
    billable_units: 0,
    rate_token_per_unit: 0,
    rate_credit_per_unit: 0,
    amount_token: tokens,
    amount_credit: 0,
    balance_token_snapshot: tokens,
    balance_credit_snapshot: 0,
    idempotency_key: topUp.id,
    tm_billing_start: topUp.tm_create,
    tm_billing_end: topUp.tm_create,
  });
  const agent = newRow(world, customer.id);
  world.tables.agents.insert({
    ...agent,
    username: customer.email,
    password: Buffer.from(world.random.bytes(12)).toString('base64url'),
    name: 'default admin',
    detail: 'default agent account for admin permission',
    ring_method: 'ringall',
    status: 'offline',
    permission: Bits.admin,
    tag_ids: [],
    addresses: [],
    direct_hash: newDirectHash(world.random),
  });
  customer.billing_account_id = account.id;
  touch(world, customer);
}

function firstOfNextMonth(micros: number): number {
  const date = new Date(micros / 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) * 1000;
}
