import { parseTime } from '../../core/time.ts';
import { accesskey, daysAgo } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { accesskeySubject } from '../subjects.ts';

export const accesskeyExpired = defineRule({
  id: 'accesskey-expired',
  title: 'an access key has expired',
  category: 'access',
  severity: 'low',
  since: '0.2.0',
  needs: ['accesskeys'],
  why: 'It no longer works: either the program that used it has been failing since, or it is left over and hides the keys that matter.',
  fix: 'find out what used it, then delete the key',
  messages: {
    expired: ({ tm_expire }: { tm_expire: string }) => `expired on ${tm_expire.slice(0, 10)}`,
  },
  examples: {
    ok: () => [{ name: 'an access key expires in 60 days', account: { accesskeys: [accesskey()] } }],
    bad: () => [
      {
        name: 'an access key expired yesterday',
        account: { accesskeys: [accesskey({ tm_expire: daysAgo(1) })] },
      },
    ],
  },
  *check({ accesskeys }, { now }) {
    for (const row of accesskeys) {
      const end = parseTime(row.tm_expire);
      if (row.tm_delete || end === undefined || end > now) continue;
      yield {
        subject: accesskeySubject(row),
        messageId: 'expired',
        data: { tm_expire: new Date(end).toISOString() },
      };
    }
  },
});
