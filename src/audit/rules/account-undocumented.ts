import { customer } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

const PLACEHOLDER =
  /^(test|testing|example|sample|demo|default|todo|tbd|n\/?a|none|null|undefined|customer|account|name|detail|my company|company|asdf+|x+|-+|\.+)$/i;

const lacking = (text: string | null | undefined): boolean =>
  !text || text.trim() === '' || PLACEHOLDER.test(text.trim());

export const accountUndocumented = defineRule({
  id: 'account-undocumented',
  title: 'the account has no meaningful name or detail',
  category: 'account',
  severity: 'low',
  since: '0.1.0',
  needs: ['customer'],
  why: "Colleagues and the platform's support see the name and the detail first. Without them, no one knows whose account this is or what it is for.",
  fix: 'voipbin customer update --name "<company>" --detail "<what the account is for>"',
  messages: {
    undocumented: ({ fields }: { fields: readonly string[] }) =>
      `has no meaningful ${fields.join(' and no meaningful ')}`,
  },
  fixes: {
    undocumented: ({ fields }) =>
      `voipbin customer update ${fields.map((field) => `--${field} "..."`).join(' ')}`,
  },
  examples: {
    ok: () => [
      { name: 'an account has a meaningful name and detail text', account: { customer: customer() } },
    ],
    bad: () => [
      { name: 'an account has no detail text', account: { customer: customer({ detail: '' }) } },
      {
        name: 'an account has the placeholder "Test" as its name',
        account: { customer: customer({ name: 'Test' }) },
      },
    ],
  },
  *check({ customer: account }) {
    const fields = (['name', 'detail'] as const).filter((field) => lacking(account[field]));
    if (fields.length === 0) return;
    yield { subject: customerSubject(account), messageId: 'undocumented', data: { fields } };
  },
});
