import { maskCredentials } from '../../core/secret.ts';
import { customer } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

export const webhookNotHttps = defineRule({
  id: 'webhook-not-https',
  title: 'events are sent unencrypted',
  category: 'account',
  severity: 'high',
  since: '0.1.0',
  needs: ['customer'],
  why: 'Webhooks say who called whom and when, and what messages said. Without https, anyone on the network path can read and change them.',
  fix: 'voipbin customer update --webhook-uri https://...',
  messages: {
    not_https: ({ webhook_uri }: { webhook_uri: string }) =>
      `sends its events to ${webhook_uri}, which is not https`,
  },
  fixes: {
    not_https: ({ webhook_uri }) => {
      const uri = securedUri(webhook_uri);
      return `voipbin customer update --webhook-uri ${/^https:\/\/[\w./:-]+$/.test(uri) ? uri : 'https://...'}`;
    },
  },
  repair: {
    does: 'changes http to https, if the address has a host name, and neither a port nor a password',
  },
  examples: {
    ok: () => [
      { name: 'the webhook of an account uses HTTPS', account: { customer: customer() } },
      { name: 'an account has no webhook', account: { customer: customer({ webhook_uri: undefined }) } },
    ],
    bad: () => [
      {
        name: 'the webhook of an account uses HTTP',
        account: { customer: customer({ webhook_uri: 'http://hooks.acme.example/voipbin' }) },
      },
    ],
  },
  *check({ customer: account }) {
    const uri = account.webhook_uri;
    if (!uri || /^https:\/\//i.test(uri)) return;
    const secured = securedUri(uri);
    yield {
      subject: customerSubject(account),
      messageId: 'not_https',
      data: { webhook_uri: maskCredentials(uri) },
      ...(isLikely(secured) && {
        repair: {
          because: 'the same address with https; check that it answers there, or events are lost',
          changes: [{ kind: 'account', set: { webhook_uri: secured } }],
        },
      }),
    };
  },
});

const securedUri = (uri: string): string => uri.replace(/^http:/i, 'https:');

/** Whether https can be there: another port has another service, and bare addresses have no certificates. */
function isLikely(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname, port, username, password } = new URL(uri);
  return (
    protocol === 'https:' && /\.[a-z][a-z0-9-]*$/i.test(hostname) && `${port}${username}${password}` === ''
  );
}
