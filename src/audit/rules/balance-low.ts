import { formatUsd } from '../../core/money.ts';
import { billingAccount } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { billingAccountSubject } from '../subjects.ts';

/** Micro-USD. The renewal of one number takes five dollars. */
const LOW_CREDIT = 10_000_000;

export const balanceLow = defineRule({
  id: 'balance-low',
  title: 'the credit is nearly used up',
  category: 'money',
  severity: 'high',
  since: '0.1.0',
  needs: ['billing_account'],
  why: 'Outgoing calls, messages and the renewal of numbers are paid from credit. The platform has no warning of its own: without credit calls simply fail.',
  fix: 'add credit in the console',
  examples: {
    ok: [
      { name: 'a hundred dollars', account: { billing_account: billingAccount() } },
      {
        name: 'an unlimited plan',
        account: { billing_account: billingAccount({ plan_type: 'unlimited', balance_credit: 0 }) },
      },
    ],
    bad: [
      { name: 'four dollars', account: { billing_account: billingAccount({ balance_credit: 4_000_000 }) } },
      { name: 'below zero', account: { billing_account: billingAccount({ balance_credit: -1 }) } },
    ],
  },
  *check({ billing_account: account }) {
    const credit = account.balance_credit ?? 0;
    if (account.plan_type === 'unlimited' || credit >= LOW_CREDIT) return;
    yield {
      subject: billingAccountSubject(account),
      message: `has ${formatUsd(credit)} of credit left; below ${formatUsd(LOW_CREDIT)} is low`,
    };
  },
});
