import { DAY, parseTime } from '../../core/time.ts';
import { accesskey, daysAgo } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { accesskeySubject } from '../subjects.ts';

export const accesskeyLongLived = defineRule({
  id: 'accesskey-long-lived',
  title: 'an access key is valid for years',
  category: 'access',
  severity: 'medium',
  since: '0.2.0',
  needs: ['accesskeys'],
  why: 'An access key has full administrator rights, which cannot be restricted. A key that leaked into a log, or that a former colleague kept, works until it expires, and nothing shows that it is used.',
  fix: 'replace it with one that expires within a year',
  messages: {
    never_expires: 'never expires',
    long_lived: ({ days, tm_expire }: { days: number; tm_expire: string }) =>
      `is valid for ${days} days, until ${tm_expire.slice(0, 10)}`,
  },
  thresholds: { days: { default: 400, unit: 'days', what: 'that a key may be valid in total' } },
  examples: {
    ok: () => [
      { name: 'an access key is valid for 90 days in total', account: { accesskeys: [accesskey()] } },
      {
        name: 'an access key that was valid for more than two years has expired',
        account: { accesskeys: [accesskey({ tm_create: daysAgo(900), tm_expire: daysAgo(1) })] },
      },
    ],
    bad: () => [
      {
        name: 'an access key is valid for another ten years',
        account: { accesskeys: [accesskey({ tm_expire: daysAgo(-3650) })] },
      },
      { name: 'an access key never expires', account: { accesskeys: [accesskey({ tm_expire: null })] } },
    ],
  },
  *check({ accesskeys }, { now, thresholds }) {
    for (const row of accesskeys) {
      const made = parseTime(row.tm_create);
      const end = parseTime(row.tm_expire);
      if (row.tm_delete || made === undefined || (end !== undefined && end <= now)) continue;
      const subject = accesskeySubject(row);
      if (end === undefined) {
        yield { subject, messageId: 'never_expires' };
        continue;
      }
      const days = Math.round((end - made) / DAY);
      if (days <= thresholds.days) continue;
      yield { subject, messageId: 'long_lived', data: { days, tm_expire: new Date(end).toISOString() } };
    }
  },
});
