/** `/customer` for tenants, `/customers` for platform staff. */
import { isSetId } from '../../core/ids.ts';
import { createCustomer, freeze, recover, removeCustomer } from '../customers.ts';
import { denied, internal, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { gate, isStaff } from '../identity.ts';
import { GUEST_CUSTOMER } from '../platform.ts';
import type { CustomerRow } from '../records.ts';
import { replacement, bodyOf, refuseLong } from '../rows.ts';
import {
  ADMIN,
  ADMIN_OR_MANAGER,
  isLive,
  listPage,
  pathId,
  STAFF,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { show } from '../tables/index.ts';

const record = [
  'name',
  'detail',
  'email',
  'phone_number',
  'address',
  'webhook_method',
  'webhook_uri',
] as const;

const shown = (customer: CustomerRow): EmulatorReply => ok(show('customers', customer));

/** Looks up the customer of a request: the caller's own, or by id for staff. */
type FindCustomer = (call: Call) => CustomerRow;

/** Writes every column: omitted ones become empty. Only the length is checked. */
const replaceRecord =
  (find: FindCustomer) =>
  (call: Call): EmulatorReply => {
    const values = replacement('customers', record, bodyOf(call, 'customers', record));
    const customer = find(call);
    refuseLong('customers', values, invalid);
    Object.assign(customer, values);
    touch(call.world, customer);
    return shown(customer);
  };

const setMetadata =
  (find: FindCustomer) =>
  (call: Call): EmulatorReply => {
    const { rtp_debug = false } = call.body({ rtp_debug: 'bool' });
    const customer = find(call);
    customer.rtp_debug = rtp_debug;
    touch(call.world, customer);
    return shown(customer);
  };

const setBillingAccount =
  (find: FindCustomer) =>
  (call: Call): EmulatorReply => {
    const id = parseUuid(call.body({ billing_account_id: 'string' }).billing_account_id);
    if (!isSetId(id)) throw invalid('INVALID_ID');
    const customer = find(call);
    const account = call.world.tables.billing_accounts.get(id);
    if (account === undefined) throw missing('BILLING_ACCOUNT_NOT_FOUND');
    if (!isLive(account)) throw missing();
    if (!isStaff(call.identity) && account.customer_id !== customer.id) throw denied();
    customer.billing_account_id = account.id;
    touch(call.world, customer);
    return shown(customer);
  };

function ownCustomer(call: Call, bits: number): CustomerRow {
  const customer = call.world.customer(call.identity.customerId);
  if (customer === undefined) throw missing();
  gate(call.identity, bits, customer.id);
  return customer;
}

/** For staff, by the id in the path: the permission is checked before the lookup; an unknown id is a 400. */
function anyCustomer(call: Call): CustomerRow {
  const id = pathId(call);
  gate(call.identity, STAFF, '');
  const customer = call.world.customer(id);
  if (customer === undefined) throw invalid();
  return customer;
}

/** For an administrator: the caller's own customer. */
const ownAsAdmin: FindCustomer = (call) => ownCustomer(call, ADMIN);
/** The id is checked before the body, the rest after it. */
const afterId =
  (handle: (call: Call) => EmulatorReply) =>
  (call: Call): EmulatorReply => {
    pathId(call);
    return handle(call);
  };

const own: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/customer',
    handle(call) {
      const customer = ownCustomer(call, ADMIN_OR_MANAGER);
      const secret = customer.webhook_secret;
      return ok({ ...show('customers', customer), ...(secret !== '' && { webhook_secret: secret }) });
    },
  },
  { method: 'PUT', path: '/v1.0/customer', handle: replaceRecord(ownAsAdmin) },
  { method: 'PUT', path: '/v1.0/customer/metadata', handle: setMetadata(ownAsAdmin) },
  { method: 'PUT', path: '/v1.0/customer/billing_account_id', handle: setBillingAccount(ownAsAdmin) },
];

const one = '/v1.0/customers/{id}';
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
      const body = bodyOf(call, 'customers', record);
      gate(call.identity, STAFF, '');
      refuseLong('customers', body);
      const customer = createCustomer(call.world, body, { status: 'active', email_verified: true });
      if (customer === undefined) throw internal();
      return shown(customer);
    },
  },
  { method: 'GET', path: one, handle: (call) => shown(anyCustomer(call)) },
  { method: 'PUT', path: one, handle: afterId(replaceRecord(anyCustomer)) },
  {
    method: 'DELETE',
    path: one,
    handle(call) {
      const customer = anyCustomer(call);
      if (customer.id === GUEST_CUSTOMER) throw invalid();
      if (isLive(customer)) removeCustomer(call.world, customer);
      return shown(customer);
    },
  },
  {
    method: 'POST',
    path: `${one}/freeze`,
    handle(call) {
      const customer = anyCustomer(call);
      if (customer.status !== 'active' && customer.status !== 'frozen') throw invalid();
      freeze(call.world, customer);
      return shown(customer);
    },
  },
  {
    method: 'POST',
    path: `${one}/recover`,
    handle(call) {
      const customer = anyCustomer(call);
      if (customer.status !== 'frozen') throw invalid();
      recover(call.world, customer);
      return shown(customer);
    },
  },
  { method: 'PUT', path: `${one}/metadata`, handle: afterId(setMetadata(anyCustomer)) },
  { method: 'PUT', path: `${one}/billing_account_id`, handle: afterId(setBillingAccount(anyCustomer)) },
];

export const customerRoutes: readonly Route[] = [...own, ...staff];
