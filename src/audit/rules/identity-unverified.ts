import { customer } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

export const identityUnverified = defineRule({
  id: 'identity-unverified',
  title: 'the identity of the account is not verified',
  category: 'account',
  severity: 'medium',
  since: '0.2.0',
  needs: ['customer'],
  why: 'Only a verified account may buy telephone numbers. It is noticed on the day a number is needed, or has to be replaced.',
  fix: 'submit the documents for the identity check in the console',
  messages: {
    none: 'has not proved its identity: it cannot buy telephone numbers',
    pending: 'waits for its identity to be checked: until then it cannot buy telephone numbers',
    rejected: 'was refused when it proved its identity: it cannot buy telephone numbers',
  },
  fixes: { pending: "wait, or ask the platform's support" },
  variants: [
    { severity: 'low', when: 'the check is under way' },
    { severity: 'high', when: 'the check was refused' },
  ],
  examples: {
    ok: [
      {
        name: 'the identity of an account is verified',
        account: { customer: customer({ identity_verification_status: 'verified' }) },
      },
      {
        name: 'an older server does not report whether the identity is verified',
        account: { customer: customer() },
      },
      {
        name: 'the identity check of an account has the unknown status "in-review"',
        account: { customer: customer({ identity_verification_status: 'in-review' }) },
      },
    ],
    bad: [
      {
        name: 'the identity check of an account was never requested',
        account: { customer: customer({ identity_verification_status: 'none' }) },
      },
      {
        name: 'the identity check of an account is pending',
        account: { customer: customer({ identity_verification_status: 'pending' }) },
      },
      {
        name: 'the identity check of an account was rejected',
        account: { customer: customer({ identity_verification_status: 'rejected' }) },
      },
    ],
  },
  *check({ customer: account }) {
    const subject = customerSubject(account);
    const status = account.identity_verification_status;
    if (status === 'none') yield { subject, messageId: 'none' };
    if (status === 'pending') yield { subject, messageId: 'pending', severity: 'low' };
    if (status === 'rejected') yield { subject, messageId: 'rejected', severity: 'high' };
  },
});
