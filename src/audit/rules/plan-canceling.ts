/** A plan that was cancelled and will end. */
import { billingAccount } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { billingAccountSubject } from '../subjects.ts';

export const planCanceling = defineRule({
  id: 'plan-canceling',
  title: 'the plan was canceled',
  category: 'money',
  severity: 'high',
  since: '0.2.0',
  needs: ['billing_account'],
  why: 'A canceled plan ends with the period that is paid for. After that, the tokens and limits of a smaller plan apply: nothing can be created above them, and calls that tokens paid for cost credit.',
  fix: 'undo the cancellation in the console if it was a mistake, or prepare for the limits of the free plan',
  messages: {
    canceling: ({ plan_type }: { plan_type: string | null }) =>
      `has a canceled ${plan_type === null ? '' : `${plan_type} `}plan, which ends with the period that is paid for`,
  },
  examples: {
    ok: () => [
      {
        name: 'the plan of an account is active',
        account: { billing_account: billingAccount({ plan_status: 'active' }) },
      },
      {
        name: 'the plan of an account has an empty status, which means active',
        account: { billing_account: billingAccount({ plan_status: '' }) },
      },
    ],
    bad: () => [
      {
        name: 'the professional plan of an account was canceled',
        account: {
          billing_account: billingAccount({ plan_type: 'professional', plan_status: 'canceling' }),
        },
      },
      {
        name: 'the plan of an account was canceled, and the server does not report its name',
        account: { billing_account: billingAccount({ plan_type: null, plan_status: 'canceling' }) },
      },
    ],
  },
  *check({ billing_account: account }) {
    if (account.plan_status !== 'canceling') return;
    yield {
      subject: billingAccountSubject(account),
      messageId: 'canceling',
      data: { plan_type: account.plan_type || null },
    };
  },
});
