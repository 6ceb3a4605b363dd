import { customer } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

export const webhookNotHttps = defineRule({
  id: 'webhook-not-https',
  title: 'events are sent in the clear',
  category: 'account',
  severity: 'high',
  since: '0.1.0',
  needs: ['customer'],
  why: 'The webhook carries who called whom and when, and what messages said. Without https everybody on the way can read and change it.',
  fix: 'voipbin customer update --webhook-uri https://...',
  examples: {
    ok: [
      { name: 'https', account: { customer: customer() } },
      { name: 'no webhook', account: { customer: customer({ webhook_uri: undefined }) } },
    ],
    bad: [
      { name: 'http', account: { customer: customer({ webhook_uri: 'http://hooks.acme.example/voipbin' }) } },
    ],
  },
  *check({ customer: account }) {
    const uri = account.webhook_uri;
    if (!uri || /^https:\/\//i.test(uri)) return;
    const secured = uri.replace(/^http:/i, 'https:');
    yield {
      subject: customerSubject(account),
      message: `sends its events to ${uri}, which is not https`,
      fix: `voipbin customer update --webhook-uri ${/^https:\/\/[\w./:-]+$/.test(secured) ? secured : 'https://...'}`,
    };
  },
});
