import { extension, id } from '../examples.ts';
import type { Some } from '../places.ts';
import { defineRule } from '../rule.ts';
import { extensionSubject } from '../subjects.ts';

/** Other extensions with the same password. */
type SharedWith = Readonly<{ shared_with: Some }>;

/** So many of them are named. */
const MOST_NAMES = 3;

const sharedWords = ({ shared_with: { count, first } }: SharedWith): string =>
  `${first.map(({ name }) => name).join(', ')}${count > first.length ? ', ...' : ''}`;

const alsoWords = (data: SharedWith): string =>
  data.shared_with.count === 0 ? '' : `, and the same as ${sharedWords(data)}`;

export const sipPasswordWeak = defineRule({
  id: 'sip-password-weak',
  title: 'the password of a SIP extension is weak',
  category: 'access',
  severity: 'high',
  since: '0.2.0',
  needs: ['extensions'],
  why: 'Bots try passwords on SIP extensions around the clock. Whoever finds one calls expensive numbers abroad until the credit is gone, usually on a weekend. Passwords are checked on this machine and stored nowhere.',
  fix: 'give the extension a new password, here and in the phone: `voipbin extensions update <extension> --password generate`',
  messages: {
    empty: (data: SharedWith) => `has an empty password${alsoWords(data)}`,
    same_as_extension: (data: SharedWith) => `has its own number as its password${alsoWords(data)}`,
    weak: (data: SharedWith) => `has a password that can be guessed within hours${alsoWords(data)}`,
    shared: (data: SharedWith) => `has the same password as ${sharedWords(data)}`,
  },
  variants: [{ severity: 'critical', when: 'the password is empty, or the number of the extension' }],
  examples: {
    ok: () => [
      { name: 'the password of an extension is strong', account: { extensions: [extension()] } },
      {
        name: 'the password of an extension is fair',
        account: { extensions: [extension({ password_class: 'fair' })] },
      },
    ],
    bad: () => [
      {
        name: 'an extension has an empty password',
        account: { extensions: [extension({ password_class: 'empty' })] },
      },
      {
        name: 'an extension has its own number as its password',
        account: { extensions: [extension({ password_class: 'same-as-extension' })] },
      },
      {
        name: 'the password of an extension can be guessed within hours',
        account: { extensions: [extension({ password_class: 'weak' })] },
      },
      {
        name: 'two extensions have the same password',
        account: {
          extensions: [
            extension({ password_group: 1 }),
            extension({ id: id(71), extension: '1002', password_group: 1 }),
          ],
        },
      },
    ],
  },
  *check({ extensions }) {
    for (const row of extensions) {
      const subject = extensionSubject(row);
      const sharing =
        row.password_group === null
          ? []
          : extensions.filter(
              ({ id: other, password_group }) => other !== row.id && password_group === row.password_group,
            );
      const first = sharing
        .slice(0, MOST_NAMES)
        .map(({ extension: digits, id: other }) => ({ id: other, name: digits || other }));
      const data = { shared_with: { count: sharing.length, first } };
      if (row.password_class === 'empty') yield { subject, messageId: 'empty', data, severity: 'critical' };
      else if (row.password_class === 'same-as-extension')
        yield { subject, messageId: 'same_as_extension', data, severity: 'critical' };
      else if (row.password_class === 'weak') yield { subject, messageId: 'weak', data };
      else if (sharing.length > 0) yield { subject, messageId: 'shared', data };
    }
  },
});
