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
  why: 'Password resets, deletion warnings, and all other mail from the platform go to this address. An address that was never confirmed may not exist, or may belong to someone else.',
  fix: 'open the link in the confirmation e-mail, or set another address: voipbin customer update --email <address>',
  messages: {
    unverified: ({ email }: { email: string | null }) =>
      `has not confirmed its e-mail address${email === null ? '' : ` ${email}`}`,
  },
  examples: {
    ok: () => [
      {
        name: 'the e-mail address of an account is confirmed',
        account: { customer: customer({ email_verified: true }) },
      },
      {
        name: 'an older server does not report whether the e-mail address is confirmed',
        account: { customer: customer() },
      },
    ],
    bad: () => [
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
