import { plural } from '../../core/text.ts';
import { DAY, parseTime } from '../../core/time.ts';
import { accesskey, daysAgo } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { accesskeySubject } from '../subjects.ts';

export const accesskeyExpiring = defineRule({
  id: 'accesskey-expiring',
  title: 'an access key is about to expire',
  category: 'access',
  severity: 'high',
  since: '0.2.0',
  needs: ['accesskeys'],
  why: 'When it expires, everything that uses it stops: the shop, the dialer, this audit in cron. The expiry date of a key cannot be changed; you can only create a new key.',
  fix: 'create another key (`voipbin accesskeys create <name> --expires 365d`), put it where the old one is used, then delete the old one: `voipbin accesskeys delete <accesskey>`',
  messages: {
    expiring: ({ days, tm_expire }: { days: number; tm_expire: string }) =>
      `expires ${days === 0 ? 'today' : `in ${plural(days, 'day')}`}, on ${tm_expire.slice(0, 10)}`,
  },
  thresholds: {
    days: { default: 14, unit: 'days', what: 'before a key expires, when reports begin' },
  },
  examples: {
    ok: () => [
      { name: 'an access key expires in 60 days', account: { accesskeys: [accesskey()] } },
      {
        name: 'an access key has already expired (reported by accesskey-expired)',
        account: { accesskeys: [accesskey({ tm_expire: daysAgo(1) })] },
      },
      {
        name: 'a deleted access key would have expired in 3 days',
        account: { accesskeys: [accesskey({ tm_expire: daysAgo(-3), tm_delete: daysAgo(1) })] },
      },
    ],
    bad: () => [
      {
        name: 'an access key expires in 6 days',
        account: { accesskeys: [accesskey({ tm_expire: daysAgo(-6) })] },
      },
    ],
  },
  *check({ accesskeys }, { now, thresholds }) {
    for (const row of accesskeys) {
      const end = parseTime(row.tm_expire);
      if (row.tm_delete || end === undefined || end <= now || end > now + thresholds.days * DAY) continue;
      yield {
        subject: accesskeySubject(row),
        messageId: 'expiring',
        data: { days: Math.floor((end - now) / DAY), tm_expire: new Date(end).toISOString() },
      };
    }
  },
});
