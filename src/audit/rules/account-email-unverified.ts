import { customer } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

export const accountEmailUnverified = defineRule({
  id: 'account-email-unverified',
  title: "the account's e-mail address was never confirmed",
  category: 'account',
  severity: 'medium',
  since: '0.2.0',
  needs: ['customer'],
  why: 'Password resets, the warning before a deletion and everything else from the platform go to this address. One that was never confirmed may belong to nobody, or to somebody else.',
  fix: 'open the link in the confirmation mail, or set another address: voipbin customer update --email <address>',
  messages: {
    unverified: ({ email }: { email: string | null }) =>
      `has not confirmed its e-mail address${email === null ? '' : ` ${email}`}`,
  },
  examples: {
    ok: [
      {
        name: 'the e-mail address of an account is confirmed',
        account: { customer: customer({ email_verified: true }) },
      },
      {
        name: 'an older server does not report whether the e-mail address is confirmed',
        account: { customer: customer() },
      },
    ],
    bad: [
      {
        name: 'the e-mail address of an account is not confirmed',
        account: { customer: customer({ email_verified: false }) },
      },
    ],
  },
  *check({ customer: account }) {
    if (account.email_verified !== false) return;
    yield {
      subject: customerSubject(account),
      messageId: 'unverified',
      data: { email: account.email || null },
    };
  },
});
