import { number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { numberSubject } from '../subjects.ts';

export const numberUnnamed = defineRule({
  id: 'number-unnamed',
  title: 'a number has no name',
  category: 'numbers',
  severity: 'low',
  since: '0.2.0',
  needs: ['numbers'],
  why: 'A year from now, no one will know where the number is printed. Numbers without a name are released by mistake, or kept for fear of that.',
  fix: 'name the number after what it is for: `voipbin numbers update <number> --name <text>`',
  messages: { no_name: 'has no name', own_digits: 'has its own digits as its name' },
  examples: {
    ok: () => [{ name: 'a number is named "Main line"', account: { numbers: [number()] } }],
    bad: () => [
      { name: 'a number has an empty name', account: { numbers: [number({ name: '' })] } },
      {
        name: 'a number has its own digits as its name',
        account: { numbers: [number({ name: '+1 415 555 0120' })] },
      },
    ],
  },
  *check({ numbers }) {
    for (const row of numbers) {
      const name = (row.name ?? '').trim();
      const digits = (text: string): string => text.replace(/\D/g, '');
      const itself = name !== '' && /^[\d\s+().-]+$/.test(name) && digits(name) === digits(row.number ?? '');
      if (row.tm_delete || (name !== '' && !itself)) continue;
      yield {
        subject: numberSubject(row),
        messageId: itself ? 'own_digits' : 'no_name',
      };
    }
  },
});
