/** Charges for numbers: the purchase, and the nightly renewal, in which numbers may be lost. */
import { NIL_UUID } from '../core/ids.ts';
import { idWithin } from './ids.ts';
import { chargeUsage } from './ledger.ts';
import { NUMBER_PRICE } from './platform.ts';
import type { NumberRow } from './records.ts';
import { billingAccountOf, markDeleted, touch } from './route.ts';
import type { World } from './world.ts';

/** Charges the price of a number, and adds a ledger entry. */
export function chargeNumber(world: World, row: NumberRow, kind: 'number' | 'number_renew'): void {
  chargeUsage(world, row.customer_id, {
    reference_type: kind,
    reference_id: kind === 'number' ? row.id : renewalId(row, world.now() * 1000),
    cost_type: kind,
    rate_credit_per_unit: NUMBER_PRICE,
    tm_billing_start: kind === 'number' ? row.tm_create : (row.tm_renew ?? world.stamp()),
  });
}

/**
 * Renews the numbers of all customers that were last renewed before a moment, newest first. A number is lost if the
 * credit does not cover its price. As seen on a genuine server, each charge is booked after the next number was
 * checked: one number more is kept than the credit pays for.
 *
 * @param before Microseconds since 1970.
 * @returns The numbers that were renewed.
 */
export function renewNumbers(world: World, before: number): NumberRow[] {
  const due = world.tables.numbers
    .all()
    .filter((row) => row.type === 'normal' && row.tm_delete === null && (row.tm_renew ?? before) < before)
    .sort((a, b) => b.tm_create - a.tm_create);
  const unbooked = new Map<string, () => void>();
  const renewed: NumberRow[] = [];
  for (const row of due) {
    const account = billingAccountOf(world, row.customer_id);
    const unlimited = account?.plan_type === 'unlimited';
    const covered = account !== undefined && (unlimited || account.balance_credit >= NUMBER_PRICE);
    unbooked.get(row.customer_id)?.();
    unbooked.delete(row.customer_id);
    if (!covered || account.status === 'frozen') {
      markDeleted(world, row);
      row.status = 'deleted';
      continue;
    }
    if (!unlimited && !wasRenewedThisMonth(world, row)) {
      unbooked.set(row.customer_id, () => {
        chargeNumber(world, row, 'number_renew');
      });
    }
    row.tm_renew = world.stamp();
    touch(world, row);
    renewed.push(row);
  }
  for (const book of unbooked.values()) book();
  return renewed;
}

/**
 * The reference id of a renewal: one id per number and calendar month (UTC), so that a second renewal costs
 * nothing (pkg/billinghandler/event.go). @param at Microseconds since 1970.
 */
const renewalId = ({ id }: NumberRow, at: number): string =>
  idWithin(NIL_UUID, `${id}:renew:${new Date(at / 1000).toISOString().slice(0, 7)}`);

function wasRenewedThisMonth(world: World, row: NumberRow): boolean {
  const id = renewalId(row, world.now() * 1000);
  return world.tables.billings
    .of(row.customer_id)
    .some(({ reference_id, cost_type }) => reference_id === id && cost_type === 'number_renew');
}
