import { customer } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

export const webhookMissing = defineRule({
  id: 'webhook-missing',
  title: 'events of the account go nowhere',
  category: 'account',
  severity: 'low',
  since: '0.2.0',
  needs: ['customer'],
  why: 'Calls, messages and lost numbers are told by webhook only. Without one nobody hears of a number that was deleted, or of an agent that was made.',
  fix: 'voipbin customer update --webhook-method POST --webhook-uri https://...',
  messages: { no_webhook: 'has no webhook: nobody is told what happens in it' },
  examples: {
    ok: [{ name: 'an account has a webhook', account: { customer: customer() } }],
    bad: [
      {
        name: 'an account has an empty webhook address',
        account: { customer: customer({ webhook_uri: '' }) },
      },
      {
        name: 'an account has no webhook address',
        account: { customer: customer({ webhook_uri: undefined }) },
      },
    ],
  },
  *check({ customer: account }) {
    if ((account.webhook_uri ?? '').trim() !== '') return;
    yield { subject: customerSubject(account), messageId: 'no_webhook' };
  },
});
