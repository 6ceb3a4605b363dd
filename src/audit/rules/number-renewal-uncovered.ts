import { formatUsd } from '../../core/money.ts';
import { plural } from '../../core/text.ts';
import { DAY, formatLocal, parseTime } from '../../core/time.ts';
import { billingAccount, id, number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { billingAccountSubject } from '../subjects.ts';

/** Micro-USD of credit per renewal (bin-billing-manager, cost_type.go). */
const RENEWAL_PRICE = 5_000_000;
/** The daily job renews what was renewed longer ago than this. */
const RENEWAL_EVERY = 28 * DAY;
/** How far ahead to look: every number comes up once. */
const HORIZON = 28 * DAY;

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
    ],
    bad: [
      {
        name: 'credit for one of two',
        account: {
          numbers: [number(), number({ id: id(21), number: '+14155550121' })],
          billing_account: billingAccount({ balance_credit: 9_999_999 }),
        },
      },
    ],
  },
  *check({ numbers, billing_account: account }, { now }) {
    if (account.plan_type === 'unlimited') return;
    const due = numbers
      .filter(({ type }) => type === 'normal')
      .flatMap((row) => {
        const renewed = parseTime(row.tm_renew) ?? parseTime(row.tm_purchase) ?? parseTime(row.tm_create);
        return renewed === undefined ? [] : [{ row, at: renewed + RENEWAL_EVERY }];
      })
      .filter(({ at }) => at <= now + HORIZON)
      .sort((a, b) => a.at - b.at || (a.row.id < b.row.id ? -1 : 1));
    const covered = Math.max(0, Math.floor((account.balance_credit ?? 0) / RENEWAL_PRICE));
    const first = due[covered];
    if (first === undefined) return;
    const lost = due.slice(covered);
    const missing = due.length * RENEWAL_PRICE - (account.balance_credit ?? 0);
    const names = lost.slice(0, 3).map(({ row }) => row.number || row.id);
    yield {
      subject: billingAccountSubject(account),
      message:
        `does not cover the renewal of ${plural(lost.length, 'number')} (${names.join(', ')}${lost.length > 3 ? ', ...' : ''}); ` +
        `the first is lost on ${formatLocal(Math.max(first.at, now), 'UTC').slice(0, 10)}`,
      fix: `add at least ${formatUsd(missing)} of credit in the console, before that day`,
    };
  },
});
