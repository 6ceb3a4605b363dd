import { formatUsd } from '../../core/money.ts';
import { parseTime } from '../../core/time.ts';
import { calls, daysAgo, id, messages, number, outbound, use } from '../examples.ts';
import { RENEWAL_DAYS } from '../../core/money.ts';
import { RENEWAL_PRICE, RENEWALS_PER_YEAR } from '../../snapshot/plans.ts';
import { defineRule } from '../rule.ts';
import { numberSubject } from '../subjects.ts';

const quiet = { calls: calls(), messages: messages(), outbound_config: outbound() };

export const numberUnused = defineRule({
  id: 'number-unused',
  title: 'a number is paid for but not used',
  category: 'numbers',
  severity: 'low',
  since: '0.2.0',
  needs: ['numbers', 'calls', 'messages', 'outbound_config'],
  why: 'Every normal number is renewed for $5.00 every 28 days, used or not. A number without a single call or message in the period is wasted money, unless you keep it on purpose.',
  fix: 'release the number (`voipbin numbers release <number>`; it may never be available again), or suppress this finding with a reason in the policy',
  messages: {
    virtual: 'had no calls or messages in the period; it costs nothing, but counts against the plan',
    paid: ({ yearly_micro_usd }: { yearly_micro_usd: number }) =>
      `had no calls or messages in the period, and costs ${formatUsd(yearly_micro_usd)} a year`,
  },
  traffic: {
    from: 'silence',
    direction: 'both',
    places: ['calls to the number', 'outgoing calls that show the number', 'messages to and from the number'],
    days: RENEWAL_DAYS,
  },
  examples: {
    ok: () => [
      {
        name: 'a number was called 3 times',
        account: { ...quiet, numbers: [number()], calls: calls({ numbers: { '+14155550120': use(3) } }) },
      },
      {
        name: 'a number had no calls but sent a message',
        decoy: true,
        account: {
          ...quiet,
          numbers: [number()],
          messages: messages({ numbers: { '+14155550120': use(1) } }),
        },
      },
      {
        name: 'a number had no calls, but outgoing calls show it by default',
        account: {
          ...quiet,
          numbers: [number()],
          outbound_config: outbound({ default_outgoing_source_number_id: id(20) }),
        },
      },
      {
        name: 'a number that had no calls was created 5 days ago',
        account: { ...quiet, numbers: [number({ tm_create: daysAgo(5) })] },
      },
    ],
    bad: () => [
      { name: 'a number had no calls and no messages', account: { ...quiet, numbers: [number()] } },
      {
        name: 'a virtual number had no calls and no messages',
        account: { ...quiet, numbers: [number({ type: 'virtual' })] },
      },
      {
        name: 'a number had no calls, and the account has no outbound configuration',
        account: { ...quiet, numbers: [number()], outbound_config: null },
      },
    ],
  },
  *check({ numbers, calls: traffic, messages: texts, outbound_config: config }, { since }) {
    for (const row of numbers) {
      const digits = row.number ?? '';
      const used =
        traffic.numbers[digits] !== undefined ||
        texts.numbers[digits] !== undefined ||
        config?.default_outgoing_source_number_id === row.id;
      if (used || row.tm_delete || (parseTime(row.tm_create) ?? 0) > since) continue;
      const subject = numberSubject(row);
      const yearly_micro_usd = RENEWAL_PRICE * RENEWALS_PER_YEAR;
      if (row.type === 'virtual') yield { subject, messageId: 'virtual' };
      else yield { subject, messageId: 'paid', data: { yearly_micro_usd } };
    }
  },
});
