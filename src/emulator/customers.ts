/** The life cycle of a customer: each change, and what follows a moment later. */
import { book } from './ledger.ts';
import { Bits, delays, plans } from './platform.ts';
import type { AgentRow, BillingAccountRow, CustomerRow } from './records.ts';
import { addRow } from './rows.ts';
import { isLive, liveRows, markDeleted, touch } from './route.ts';
import type { World } from './world.ts';

export type CustomerFields = Partial<
  Pick<
    CustomerRow,
    'name' | 'detail' | 'email' | 'phone_number' | 'address' | 'webhook_method' | 'webhook_uri'
  >
>;

/** A top-level domain is not required: `admin@localhost` is valid (pkg/utilhandler/email.go). */
export function isEmail(text: string): boolean {
  return (
    /^[^\s@"(),:;<>[\]\\]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text) && !text.includes('..')
  );
}

/**
 * A new customer, or undefined if the e-mail address is not valid, or is taken by a customer or by any agent.
 * Its billing account and its first agent follow a moment later.
 */
export function createCustomer(
  world: World,
  fields: CustomerFields,
  state: Pick<CustomerRow, 'status' | 'email_verified'>,
): CustomerRow | undefined {
  const email = fields.email ?? '';
  const { customers, agents } = world.tables;
  if (!isEmail(email)) return undefined;
  if (customers.all().some((row) => row.email === email && isLive(row))) return undefined;
  if (agents.all().some((row) => row.username === email && isLive(row))) return undefined;
  const customer = addCustomer(world, { ...fields, ...state });
  world.later(delays.customerCreated, () => {
    completeCustomer(world, customer, 'free');
  });
  return customer;
}

/** The row itself, with its empty outbound configuration. */
export function addCustomer(world: World, fields: Partial<CustomerRow>): CustomerRow {
  const id = world.uuid();
  const customer = addRow({ world }, 'customers', id, { ...fields, id }, () => ({
    webhook_secret: Buffer.from(world.random.bytes(16)).toString('hex'),
    identity_verification_status: 'none' as const,
  }));
  addOutboundConfig(world, id);
  return customer;
}

/** `tm_update` is set on creation. */
export function addOutboundConfig(world: World, customerId: string, given = {}) {
  return addRow({ world }, 'outbound_configs', customerId, given, ({ tm_create }) => ({
    tm_update: tm_create,
  }));
}

/** What follows the creation of a customer: a billing account with its first tokens, the default admin, storage. */
export function completeCustomer(world: World, customer: CustomerRow, plan: string): void {
  const account = addBillingAccount(world, customer.id, plan);
  addRow({ world }, 'agents', customer.id, {
    username: customer.email,
    password: Buffer.from(world.random.bytes(12)).toString('base64url'),
    name: 'default admin',
    detail: 'default agent account for admin permission',
    ring_method: 'ringall',
    status: 'offline',
    permission: Bits.admin,
  });
  addRow({ world }, 'storage_accounts', customer.id, {});
  customer.billing_account_id = account.id;
  touch(world, customer);
}

function addBillingAccount(world: World, customerId: string, plan: string): BillingAccountRow {
  const tokens = plans['free']?.tokens ?? 0;
  const account = addRow(
    { world },
    'billing_accounts',
    customerId,
    {
      name: 'basic billing account',
      detail: 'billing account for default use',
      plan_type: plan,
      balance_token: tokens,
      payment_type: 'prepaid',
    },
    ({ tm_create }) => ({
      tm_update: tm_create,
      tm_last_topup: tm_create,
      tm_next_topup: firstOfNextMonth(tm_create),
    }),
  );
  book(world, account, {
    transaction_type: 'top_up',
    reference_type: 'monthly_allowance',
    reference_id: world.uuid(),
    amount_token: tokens,
  });
  return account;
}

function firstOfNextMonth(micros: number): number {
  const date = new Date(micros / 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) * 1000;
}

/** Does nothing if the customer is already frozen. */
export function freeze(world: World, customer: CustomerRow): void {
  if (customer.status === 'frozen') return;
  customer.status = 'frozen';
  customer.tm_deletion_scheduled = world.stamp();
  touch(world, customer);
  changeAccounts(world, customer, 'frozen');
}

export function recover(world: World, customer: CustomerRow): void {
  customer.status = 'active';
  customer.tm_deletion_scheduled = null;
  touch(world, customer);
  changeAccounts(world, customer, 'active');
}

function changeAccounts(world: World, customer: CustomerRow, status: string): void {
  world.later(delays.customerChanged, () => {
    for (const account of liveRows(world.tables.billing_accounts, customer.id)) {
      account.status = status;
      touch(world, account);
    }
  });
}

/** Access keys stay valid: the platform does not revoke them. */
export function removeCustomer(world: World, customer: CustomerRow): void {
  customer.status = 'deleted';
  markDeleted(world, customer);
  world.later(delays.customerChanged, () => {
    const { agents, billing_accounts, outbound_configs } = world.tables;
    for (const row of liveRows<AgentRow>(agents, customer.id)) {
      markDeleted(world, row);
      row.addresses = [];
    }
    for (const row of liveRows(billing_accounts, customer.id)) {
      row.status = 'deleted';
      markDeleted(world, row);
    }
    for (const row of liveRows(outbound_configs, customer.id)) markDeleted(world, row);
  });
}
