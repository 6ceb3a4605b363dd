/** The billing ledger: each row holds the balance after it. */
import type { BillingAccountRow, BillingRow } from './records.ts';
import { addRow } from './rows.ts';
import { billingAccountOf } from './route.ts';
import type { World } from './world.ts';

type Entry = Partial<BillingRow> & Pick<BillingRow, 'transaction_type' | 'reference_type' | 'reference_id'>;

/** Adds a ledger entry, after the account was changed. */
export function book(world: World, account: BillingAccountRow, entry: Entry): void {
  addRow({ world }, 'billings', account.customer_id, entry, ({ id, tm_create }) => ({
    account_id: account.id,
    status: 'end' as const,
    balance_token_snapshot: account.balance_token,
    balance_credit_snapshot: account.balance_credit,
    idempotency_key: id,
    tm_billing_start: tm_create,
    tm_billing_end: tm_create,
  }));
}

type Usage = Omit<Entry, 'transaction_type'> & Pick<BillingRow, 'cost_type' | 'rate_credit_per_unit'>;

/** An entry for one unit of something that costs credit. It starts and ends at one moment, so it counts as updated. */
export function chargeUsage(world: World, customerId: string, usage: Usage): void {
  const account = billingAccountOf(world, customerId);
  if (account === undefined) return;
  account.balance_credit -= usage.rate_credit_per_unit;
  book(world, account, {
    transaction_type: 'usage',
    billable_units: 1,
    amount_credit: -usage.rate_credit_per_unit,
    tm_update: world.stamp(),
    ...usage,
  });
}
