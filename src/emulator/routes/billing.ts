/** `/billing_account`, `/billings`, and the plural for platform staff. */
import { invalid, missing, ok, refuse } from '../http.ts';
import { gate } from '../identity.ts';
import type { BillingAccountRow } from '../records.ts';
import {
  ADMIN,
  billingAccountOf,
  listPage,
  newRow,
  pathId,
  STAFF,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { rawBillingAccount, views } from '../view.ts';

function ownAccount(call: Call): BillingAccountRow {
  gate(call.identity, ADMIN, call.identity.customerId);
  const account = billingAccountOf(call.world, call.identity.customerId);
  if (account === undefined) throw refuse('FAILED_PRECONDITION', 'STATE_INVALID');
  return account;
}

function anyAccount(call: Call): BillingAccountRow {
  const id = pathId(call);
  gate(call.identity, STAFF, '');
  const account = call.world.tables.billing_accounts.get(id);
  if (account === undefined) throw missing('BILLING_ACCOUNT_NOT_FOUND');
  if (account.tm_delete !== null) throw missing();
  return account;
}

/** The body is in dollars. */
function adjust(sign: 1 | -1) {
  return (call: Call) => {
    pathId(call);
    const { balance } = call.body({ balance: 'any' });
    const account = anyAccount(call);
    if (typeof balance !== 'number' || balance < 0) throw invalid();
    const amount = sign * Math.round(balance * 1_000_000);
    account.balance_credit += amount;
    touch(call.world, account);
    const common = newRow(call.world, account.customer_id);
    call.world.tables.billings.insert({
      ...common,
      account_id: account.id,
      transaction_type: 'adjustment',
      status: 'end',
      reference_type: 'credit_adjustment',
      reference_id: call.world.uuid(),
      cost_type: '',
      usage_duration: 0,
      billable_units: 0,
      rate_token_per_unit: 0,
      rate_credit_per_unit: 0,
      amount_token: 0,
      amount_credit: amount,
      balance_token_snapshot: account.balance_token,
      balance_credit_snapshot: account.balance_credit,
      idempotency_key: call.world.uuid(),
      tm_billing_start: common.tm_create,
      tm_billing_end: common.tm_create,
    });
    return ok(rawBillingAccount(account));
  };
}

export const billingRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/billing_account',
    handle: (call) => ok(views.billing_accounts(ownAccount(call))),
  },
  {
    method: 'PUT',
    path: '/v1.0/billing_account',
    handle(call) {
      const { name = '', detail = '' } = call.body({ name: 'string', detail: 'string' });
      const account = ownAccount(call);
      Object.assign(account, { name, detail });
      touch(call.world, account);
      return ok(views.billing_accounts(account));
    },
  },
  {
    method: 'PUT',
    path: '/v1.0/billing_account/payment_info',
    handle(call) {
      const { payment_type = '', payment_method = '' } = call.body({
        payment_type: 'string',
        payment_method: 'string',
      });
      const account = ownAccount(call);
      Object.assign(account, { payment_type, payment_method });
      touch(call.world, account);
      return ok(views.billing_accounts(account));
    },
  },
  {
    method: 'GET',
    path: '/v1.0/billings',
    handle: (call) => listPage(call, 'billings', { customerId: call.identity.customerId, bits: ADMIN }),
  },
  {
    method: 'GET',
    path: '/v1.0/billings/{id}',
    handle(call) {
      const row = call.world.tables.billings.get(pathId(call, 'id', 'INVALID_REQUEST_PARAMETER'));
      if (row === undefined) throw missing('BILLING_NOT_FOUND');
      gate(call.identity, ADMIN, row.customer_id);
      return ok(views.billings(row));
    },
  },
  {
    method: 'GET',
    path: '/v1.0/billing_accounts',
    handle: (call) =>
      listPage(call, 'billing_accounts', { customerId: undefined, bits: STAFF, view: rawBillingAccount }),
  },
  {
    method: 'GET',
    path: '/v1.0/billing_accounts/{id}',
    handle: (call) => ok(rawBillingAccount(anyAccount(call))),
  },
  { method: 'POST', path: '/v1.0/billing_accounts/{id}/balance_add_force', handle: adjust(1) },
  { method: 'POST', path: '/v1.0/billing_accounts/{id}/balance_subtract_force', handle: adjust(-1) },
];
