import { number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { numberSubject } from '../subjects.ts';

export const numberNotActive = defineRule({
  id: 'number-not-active',
  title: 'a number is not active',
  category: 'numbers',
  severity: 'high',
  since: '0.2.0',
  needs: ['numbers'],
  why: 'The status comes from the carrier, as of the day the number was bought. A number that was never active cannot be shown on outgoing calls, and may not receive any, but is still renewed.',
  fix: "ask the platform's support about the number; release it if it never became active",
  messages: {
    inactive: ({ status }: { status: string }) => `has the status ${status}: outgoing calls cannot show it`,
  },
  variants: [{ severity: 'medium', when: 'the carrier is still working on it' }],
  examples: {
    ok: () => [
      { name: 'a number is active', account: { numbers: [number()] } },
      {
        name: 'an older server does not report the status of a number',
        account: { numbers: [number({ status: '' })] },
      },
    ],
    bad: () => [
      { name: 'a number is still being ported', account: { numbers: [number({ status: 'port_pending' })] } },
      {
        name: 'the purchase of a number failed',
        account: { numbers: [number({ status: 'purchase_failed' })] },
      },
    ],
  },
  *check({ numbers }) {
    for (const row of numbers) {
      if (row.tm_delete || !row.status || row.status === 'active') continue;
      yield {
        subject: numberSubject(row),
        messageId: 'inactive',
        data: { status: row.status },
        ...(row.status.endsWith('_pending') && { severity: 'medium' as const }),
      };
    }
  },
});
