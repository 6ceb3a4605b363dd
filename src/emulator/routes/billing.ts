/** `/billing_account`, `/billings`, and the plural for platform staff. */
import { internal, invalid, missing, ok, refuse, type EmulatorReply } from '../http.ts';
import { gate } from '../identity.ts';
import { book } from '../ledger.ts';
import type { BillingAccountRow } from '../records.ts';
import { bodyOf, refuseLong, replacement } from '../rows.ts';
import {
  ADMIN,
  billingAccountOf,
  isLive,
  listPage,
  pathId,
  STAFF,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { show } from '../tables/index.ts';

type FindAccount = (call: Call) => BillingAccountRow;
type View = (row: BillingAccountRow) => object;

const ownView: View = (row) => show('billing_accounts', row);
/** The raw account, as platform staff sees it. */
const staffView: View = (row) => ({
  ...ownView(row),
  status: row.status,
  paddle_subscription_id: row.paddle_subscription_id,
  paddle_customer_id: row.paddle_customer_id,
});

const ownAccount: FindAccount = (call) => {
  gate(call.identity, ADMIN, call.identity.customerId);
  const account = billingAccountOf(call.world, call.identity.customerId);
  if (account === undefined) throw refuse('FAILED_PRECONDITION', 'STATE_INVALID');
  return account;
};

/** For staff, by id: the permission is checked before the lookup. */
const anyAccount: FindAccount = (call) => {
  const id = pathId(call);
  gate(call.identity, STAFF, '');
  const account = call.world.tables.billing_accounts.get(id);
  if (account === undefined) throw missing('BILLING_ACCOUNT_NOT_FOUND');
  if (!isLive(account)) throw missing();
  return account;
};

/** Both updates replace the named fields without any check. */
const updates = (path: string, find: FindAccount, view: View): Route[] =>
  (
    [
      ['', ['name', 'detail']],
      ['/payment_info', ['payment_type', 'payment_method']],
    ] as const
  ).map(([part, fields]) => ({
    method: 'PUT',
    path: path + part,
    handle(call) {
      if ('id' in call.params) pathId(call);
      const values = replacement('billing_accounts', fields, bodyOf(call, 'billing_accounts', fields));
      const account = find(call);
      refuseLong('billing_accounts', values);
      Object.assign(account, values);
      touch(call.world, account);
      return ok(view(account));
    },
  }));

/** The amount in the body is in dollars. */
const adjust =
  (sign: 1 | -1) =>
  (call: Call): EmulatorReply => {
    const id = pathId(call);
    const { balance = 0 } = call.body({ balance: 'number' });
    gate(call.identity, STAFF, '');
    if (balance < 0) throw invalid();
    const account = call.world.tables.billing_accounts.get(id);
    if (account === undefined || !isLive(account)) throw missing();
    const amount = sign * Math.round(balance * 1_000_000);
    account.balance_credit += amount;
    touch(call.world, account);
    book(call.world, account, {
      transaction_type: 'adjustment',
      reference_type: 'credit_adjustment',
      reference_id: call.world.uuid(),
      amount_credit: amount,
    });
    return ok(staffView(account));
  };

const own = '/v1.0/billing_account';
const one = '/v1.0/billing_accounts/{id}';

export const billingRoutes: readonly Route[] = [
  { method: 'GET', path: own, handle: (call) => ok(ownView(ownAccount(call))) },
  ...updates(own, ownAccount, ownView),
  {
    method: 'POST',
    path: `${own}/paddle_portal_session`,
    handle(call) {
      const { paddle_customer_id } = ownAccount(call);
      if (paddle_customer_id === '') throw internal();
      // There is no payment provider here: the address leads nowhere.
      return ok({
        url: `https://customer-portal.paddle.invalid/${paddle_customer_id}?token=${call.world.uuid()}`,
      });
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
      const row = call.world.tables.billings.get(pathId(call, 'id', 'strict'));
      if (row === undefined) throw missing('BILLING_NOT_FOUND');
      gate(call.identity, ADMIN, row.customer_id);
      return ok(show('billings', row));
    },
  },
  {
    method: 'GET',
    path: '/v1.0/billing_accounts',
    handle: (call) =>
      listPage(call, 'billing_accounts', { customerId: undefined, bits: STAFF, view: staffView }),
  },
  { method: 'GET', path: one, handle: (call) => ok(staffView(anyAccount(call))) },
  ...updates(one, anyAccount, staffView),
  { method: 'POST', path: `${one}/balance_add_force`, handle: adjust(1) },
  { method: 'POST', path: `${one}/balance_subtract_force`, handle: adjust(-1) },
];
