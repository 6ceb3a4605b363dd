/** Credit that is nearly used up. */
import { formatUsd } from '../../core/money.ts';
import { billingAccount } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { microsOf } from '../../usage/spending.ts';
import { billingAccountSubject } from '../subjects.ts';

export const balanceLow = defineRule({
  id: 'balance-low',
  title: 'the credit is nearly used up',
  category: 'money',
  severity: 'high',
  since: '0.1.0',
  needs: ['billing_account'],
  why: 'Outgoing calls, messages and the renewal of numbers are paid from credit. The platform does not warn: without credit, calls simply fail.',
  fix: 'add credit in the console',
  messages: {
    low: ({ balance_credit, low_micro_usd }: { balance_credit: number; low_micro_usd: number }) =>
      `has ${formatUsd(balance_credit)} of credit left; less than ${formatUsd(low_micro_usd)} is low`,
  },
  thresholds: { credit: { default: 10, unit: 'USD', what: 'of credit, below which it is low' } },
  examples: {
    ok: () => [
      { name: 'an account has $100 of credit', account: { billing_account: billingAccount() } },
      {
        name: 'an account has exactly $10 of credit',
        account: { billing_account: billingAccount({ balance_credit: 10_000_000 }) },
      },
      {
        name: 'an account has a negative balance (reported by balance-negative)',
        account: { billing_account: billingAccount({ balance_credit: -1 }) },
      },
      {
        name: 'an account on the unlimited plan has no credit',
        account: { billing_account: billingAccount({ plan_type: 'unlimited', balance_credit: 0 }) },
      },
    ],
    bad: () => [
      {
        name: 'an account has $4 of credit',
        account: { billing_account: billingAccount({ balance_credit: 4_000_000 }) },
      },
      {
        name: 'an account has no credit',
        account: { billing_account: billingAccount({ balance_credit: 0 }) },
      },
    ],
  },
  *check({ billing_account: account }, { thresholds }) {
    const credit = account.balance_credit ?? 0;
    const low = microsOf(thresholds.credit);
    if (account.plan_type === 'unlimited' || credit < 0 || credit >= low) return;
    yield {
      subject: billingAccountSubject(account),
      messageId: 'low',
      data: { balance_credit: credit, low_micro_usd: low },
    };
  },
});
