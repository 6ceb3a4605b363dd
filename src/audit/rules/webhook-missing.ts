import { customer } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

export const webhookMissing = defineRule({
  id: 'webhook-missing',
  title: 'events of the account are sent nowhere',
  category: 'account',
  severity: 'low',
  since: '0.2.0',
  needs: ['customer'],
  why: 'The platform reports calls, messages, and lost numbers only by webhook. Without one, no one finds out that a number was deleted or an agent was created.',
  fix: 'voipbin customer update --webhook-method POST --webhook-uri https://...',
  messages: { no_webhook: 'has no webhook, so no one is notified of what happens in it' },
  examples: {
    ok: () => [{ name: 'an account has a webhook', account: { customer: customer() } }],
    bad: () => [
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
