import { sentenceList } from '../../core/text.ts';
import { customer } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

const contacts = [
  ['email', 'e-mail address', '--email'],
  ['phone_number', 'phone number', '--phone-number'],
  ['address', 'postal address', '--address'],
] as const;

type Lacking = Readonly<{ fields: readonly (typeof contacts)[number][0][] }>;

const lacking = (fields: Lacking['fields']) => contacts.filter(([field]) => fields.includes(field));

export const accountContactMissing = defineRule({
  id: 'account-contact-missing',
  title: 'the platform does not know how to reach you',
  category: 'account',
  severity: 'low',
  since: '0.2.0',
  needs: ['customer'],
  why: 'When a number is about to be lost, a bill cannot be paid or calls look like fraud, the platform tries to contact you. Without contact details it decides on its own.',
  fix: 'voipbin customer update --phone-number +14155550100 --address "..."',
  messages: {
    contact_missing: ({ fields }: Lacking) =>
      `has no ${sentenceList(
        lacking(fields).map(([, name]) => name),
        'and no',
      )}`,
  },
  fixes: {
    contact_missing: ({ fields }) =>
      `voipbin customer update ${lacking(fields)
        .map(([, , flag]) => `${flag} "..."`)
        .join(' ')}`,
  },
  examples: {
    ok: () => [
      {
        name: 'an account has an e-mail address, a phone number and a postal address',
        account: { customer: customer({ phone_number: '+14155550100', address: '1 Main St' }) },
      },
    ],
    bad: () => [
      { name: 'an account has no phone number', account: { customer: customer({ address: '1 Main St' }) } },
      {
        name: 'an account has only spaces as its phone number and postal address',
        account: { customer: customer({ phone_number: ' ', address: ' ' }) },
      },
    ],
  },
  *check({ customer: account }) {
    const missing = contacts.filter(([field]) => (account[field] ?? '').trim() === '');
    if (missing.length === 0) return;
    yield {
      subject: customerSubject(account),
      messageId: 'contact_missing',
      data: { fields: missing.map(([field]) => field) },
    };
  },
});
