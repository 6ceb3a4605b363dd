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
  why: 'Only a verified account can buy phone numbers. Most people notice on the day they need a number, or have to replace one.',
  fix: 'submit the documents for the identity check in the console',
  messages: {
    none: 'has not verified its identity, so it cannot buy phone numbers',
    pending: 'is waiting for identity verification, and cannot buy phone numbers until then',
    rejected: 'failed identity verification, so it cannot buy phone numbers',
  },
  fixes: { pending: "wait, or ask the platform's support" },
  variants: [
    { severity: 'low', when: 'the check is in progress' },
    { severity: 'high', when: 'the check was rejected' },
  ],
  examples: {
    ok: () => [
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
    bad: () => [
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
