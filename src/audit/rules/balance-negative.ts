/** Credit below zero, which is more than low. */
import { formatUsd } from '../../core/money.ts';
import { billingAccount } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { billingAccountSubject } from '../subjects.ts';

export const balanceNegative = defineRule({
  id: 'balance-negative',
  title: 'the credit is below zero',
  category: 'money',
  severity: 'critical',
  since: '0.2.0',
  needs: ['billing_account'],
  why: 'Below zero calls, messages and recordings fail, and numbers that come up for renewal are released. After a refund it also means that the platform has frozen the billing account: this is not shown anywhere, and adding credit does not end it.',
  fix: 'add credit in the console; if purchases still fail, ask the support of the platform whether the billing account is frozen',
  messages: {
    negative: ({ balance_credit }: { balance_credit: number }) =>
      `is ${formatUsd(-balance_credit)} below zero: everything that costs credit is refused`,
  },
  fixes: {
    negative: ({ balance_credit }) =>
      `add more than ${formatUsd(-balance_credit)} of credit in the console; if purchases still fail, ask the support of the platform whether the billing account is frozen`,
  },
  examples: {
    ok: () => [
      {
        name: 'an account has a balance of $0',
        account: { billing_account: billingAccount({ balance_credit: 0 }) },
      },
      {
        name: 'an account on the unlimited plan has a balance of -$3',
        account: { billing_account: billingAccount({ plan_type: 'unlimited', balance_credit: -3_000_000 }) },
      },
      {
        name: 'the server does not report the balance of an account',
        account: { billing_account: billingAccount({ balance_credit: null }) },
      },
    ],
    bad: () => [
      {
        name: 'an account has a balance of -$1.25',
        account: { billing_account: billingAccount({ balance_credit: -1_250_000 }) },
      },
      {
        name: 'an account has a balance of -$0.000001',
        account: { billing_account: billingAccount({ balance_credit: -1 }) },
      },
    ],
  },
  *check({ billing_account: account }) {
    const credit = account.balance_credit ?? 0;
    if (account.plan_type === 'unlimited' || credit >= 0) return;
    yield {
      subject: billingAccountSubject(account),
      messageId: 'negative',
      data: { balance_credit: credit },
    };
  },
});
