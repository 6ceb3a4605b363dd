/** An account that costs money and has nothing to pay with. */
import { formatUsd, toCents } from '../../core/money.ts';
import { daily, spent } from '../example-spending.ts';
import { billingAccount, ledger } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { billingAccountSubject } from '../subjects.ts';

/** `spent_micro_usd`: in the time looked at. */
type Reasons = Readonly<{ plan_type: string; spent_micro_usd: number }>;

const reasonsOf = ({ plan_type: plan, spent_micro_usd: spending }: Reasons): string[] => [
  ...(plan === 'free' ? [] : [`the ${plan} plan costs money`]),
  ...(spending > 0 ? [`${formatUsd(spending)} of credit was spent lately`] : []),
];

const card = 'credit card';

export const paymentMethodMissing = defineRule({
  id: 'payment-method-missing',
  title: 'there is no payment method',
  category: 'money',
  severity: 'medium',
  since: '0.2.0',
  needs: ['billing_account', 'billings'],
  why: 'Credit runs out and plans renew, usually when no one is looking. Without a payment method on file, credit cannot be added quickly: calls fail and numbers are released meanwhile.',
  fix: 'add a payment method in the console, and record it: `voipbin billing update --payment-method "credit card"`',
  messages: {
    no_payment_method: (data: Reasons) => `has no payment method, although ${reasonsOf(data).join(' and ')}`,
  },
  traffic: {
    from: 'activity',
    direction: 'both',
    places: ['charges for usage that were paid from credit'],
    days: 28,
  },
  examples: {
    ok: () => [
      {
        name: 'an account on the professional plan has a credit card on file',
        account: {
          billing_account: billingAccount({
            plan_type: 'professional',
            payment_type: 'prepaid',
            payment_method: card,
          }),
          billings: ledger({ days: daily(20, { call_pstn_outgoing: spent(2_000_000) }) }),
        },
      },
      {
        name: 'an account on the free plan has no payment method and spends no credit',
        decoy: true,
        account: {
          billing_account: billingAccount({ plan_type: 'free', payment_type: 'prepaid', payment_method: '' }),
          billings: ledger({ days: daily(20, { call_vn: spent(0, 4) }) }),
        },
      },
      {
        name: 'an account on the unlimited plan has no payment method',
        account: {
          billing_account: billingAccount({ plan_type: 'unlimited', payment_method: '' }),
          billings: ledger({ days: daily(20, { sms: spent(10_000) }) }),
        },
      },
    ],
    bad: () => [
      {
        name: 'an account on the basic plan has no payment method',
        account: { billing_account: billingAccount({ payment_method: '' }), billings: ledger() },
      },
      {
        name: 'an account on the free plan has no payment method and spends credit',
        account: {
          billing_account: billingAccount({ plan_type: 'free', payment_method: null }),
          billings: ledger({ days: daily(20, { sms: spent(10_000) }) }),
        },
      },
    ],
  },
  *check({ billing_account: account, billings }) {
    if (account.plan_type === 'unlimited' || (account.payment_method ?? '').trim() !== '') return;
    const plan = account.plan_type || 'free';
    const credit = Object.values(billings.days)
      .flatMap((kinds) => Object.values(kinds))
      .reduce((sum, spending) => sum + spending.credit, 0);
    if (plan === 'free' && credit <= 0) return;
    yield {
      subject: billingAccountSubject(account),
      messageId: 'no_payment_method',
      data: { plan_type: plan, spent_micro_usd: toCents(Math.max(0, credit)) },
    };
  },
});
