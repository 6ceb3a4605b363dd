/** Numbers that the platform will release because their renewal cannot be paid. */
import { formatUsd } from '../../core/money.ts';
import { plural } from '../../core/text.ts';
import { billingAccount, id, number } from '../examples.ts';
import { RENEWAL_PRICE } from '../../snapshot/plans.ts';
import { nextRenewals, type Renewal } from '../renewals.ts';
import { defineRule } from '../rule.ts';
import { dayOf } from '../spending.ts';
import { billingAccountSubject } from '../subjects.ts';

export const numberRenewalUncovered = defineRule({
  id: 'number-renewal-uncovered',
  title: 'numbers will be lost for want of credit',
  category: 'numbers',
  severity: 'critical',
  since: '0.1.0',
  needs: ['numbers', 'billing_account'],
  why: 'A normal number is renewed every 28 days for five dollars of credit. When the credit does not cover it, the platform releases the number at once, and somebody else may take it.',
  fix: 'add credit in the console',
  examples: {
    ok: [
      {
        name: 'credit for all',
        account: { numbers: [number()], billing_account: billingAccount({ balance_credit: 5_000_000 }) },
      },
      {
        name: 'virtual numbers are free',
        account: {
          numbers: [number({ type: 'virtual', tm_renew: null })],
          billing_account: billingAccount({ balance_credit: 0 }),
        },
      },
      {
        name: 'an unlimited plan',
        account: {
          numbers: [number()],
          billing_account: billingAccount({ plan_type: 'unlimited', balance_credit: 0 }),
        },
      },
      {
        name: 'the second renewal in a month takes nothing',
        account: {
          numbers: [
            number({ tm_renew: '2026-11-01T01:00:00Z' }),
            number({ id: id(21), number: '+14155550121', tm_renew: '2026-11-05T01:00:00Z' }),
          ],
          billing_account: billingAccount({ balance_credit: 5_000_000 }),
        },
      },
      {
        name: 'a number that is gone already',
        account: {
          numbers: [number({ status: 'deleted', tm_delete: '2026-11-11T00:00:00Z' })],
          billing_account: billingAccount({ balance_credit: 0 }),
        },
      },
    ],
    bad: [
      {
        name: 'credit for one of two',
        account: {
          numbers: [number(), number({ id: id(21), number: '+14155550121' })],
          billing_account: billingAccount({ balance_credit: 9_999_999 }),
        },
      },
      {
        name: 'the credit must be there, even if nothing is taken',
        account: {
          numbers: [number({ tm_renew: '2026-11-01T01:00:00Z' })],
          billing_account: billingAccount({ balance_credit: 4_999_999 }),
        },
      },
      {
        name: 'bought this month: the renewal is billed for all that',
        account: {
          numbers: ['2026-11-01T01:00:00Z', '2026-11-01T02:00:00Z'].map((at, index) =>
            number({ id: id(20 + index), tm_purchase: at, tm_renew: at, tm_create: at }),
          ),
          billing_account: billingAccount({ balance_credit: 5_000_000 }),
        },
      },
      {
        name: 'a frozen billing account, as the staff of the platform sees it',
        account: {
          numbers: [number()],
          billing_account: billingAccount({ status: 'frozen', balance_credit: 900_000_000 }),
        },
      },
    ],
  },
  *check({ numbers, billing_account: account }, { now }) {
    const frozen = account.status === 'frozen' || account.status === 'deleted';
    if (account.plan_type === 'unlimited' && !frozen) return;
    const credit = account.balance_credit ?? 0;
    const due = nextRenewals(numbers, now);
    const lost = frozen ? due : uncovered(due, credit);
    const [first] = lost;
    if (first === undefined) return;
    const names = lost.slice(0, 3).map(({ row }) => row.number || row.id);
    const which = `${plural(lost.length, 'number')} (${names.join(', ')}${lost.length > names.length ? ', ...' : ''})`;
    const date = dayOf(first.at);
    yield {
      subject: billingAccountSubject(account),
      ...(frozen
        ? {
            message: `is ${account.status ?? ''}, so ${which} cannot be renewed; the first is lost on ${date}`,
            fix: 'ask the support of the platform to open the billing account again, before that day',
          }
        : {
            message: `does not cover the renewal of ${which}; the first is lost on ${date}`,
            fix: `add at least ${formatUsd(upToCents(neededFor(due) - credit))} of credit in the console, before that day`,
          }),
    };
  },
});

/** Those that find too little credit when their turn comes; nothing is taken for them. */
function uncovered(due: readonly Renewal[], credit: number): Renewal[] {
  let left = credit;
  return due.filter(({ price }) => {
    if (left < RENEWAL_PRICE) return true;
    left -= price;
    return false;
  });
}

/** Credit with which none is lost: each must find a whole price, even where it takes nothing. */
function neededFor(due: readonly Renewal[]): number {
  let taken = 0;
  let needed = 0;
  for (const { price } of due) {
    needed = Math.max(needed, taken + RENEWAL_PRICE);
    taken += price;
  }
  return needed;
}

const upToCents = (micros: number): number => Math.ceil(micros / 10_000) * 10_000;
