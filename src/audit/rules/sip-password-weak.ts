import { extension, id } from '../examples.ts';
import { defineRule, type Severity } from '../rule.ts';
import { extensionSubject } from '../subjects.ts';
import type { PasswordClass } from '../../snapshot/snapshot.ts';

const said: Readonly<Partial<Record<PasswordClass, { severity: Severity; message: string }>>> = {
  empty: { severity: 'critical', message: 'has an empty password' },
  'same-as-extension': { severity: 'critical', message: 'has its own number for a password' },
  weak: { severity: 'high', message: 'has a password that is guessed within hours' },
};

export const sipPasswordWeak = defineRule({
  id: 'sip-password-weak',
  title: 'the password of a SIP extension is weak',
  category: 'access',
  severity: 'high',
  since: '0.2.0',
  needs: ['extensions'],
  why: 'Machines try passwords on SIP extensions day and night. Whoever finds one calls expensive numbers abroad until the credit is gone, mostly at the weekend. Passwords are judged on this machine and kept nowhere.',
  fix: 'give the extension another password, here and in the telephone: `voipbin extensions update <extension> --password generate`',
  variants: [{ severity: 'critical', when: 'the password is empty, or the number of the extension' }],
  examples: {
    ok: [
      { name: 'strong', account: { extensions: [extension()] } },
      { name: 'fair', account: { extensions: [extension({ password_class: 'fair' })] } },
    ],
    bad: [
      { name: 'empty', account: { extensions: [extension({ password_class: 'empty' })] } },
      {
        name: 'its own number',
        account: { extensions: [extension({ password_class: 'same-as-extension' })] },
      },
      {
        name: 'the same as another',
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
      const found = said[row.password_class];
      const sharing =
        row.password_group === null
          ? []
          : extensions.filter(
              ({ id: other, password_group }) => other !== row.id && password_group === row.password_group,
            );
      const names = sharing.slice(0, 3).map(({ extension: digits, id: other }) => digits || other);
      const shared = `${names.join(', ')}${sharing.length > 3 ? ', ...' : ''}`;
      if (found !== undefined) {
        const also = sharing.length === 0 ? '' : `, and the same as ${shared}`;
        yield { subject, severity: found.severity, message: `${found.message}${also}` };
      } else if (sharing.length > 0) {
        yield { subject, message: `has the same password as ${shared}` };
      }
    }
  },
});
