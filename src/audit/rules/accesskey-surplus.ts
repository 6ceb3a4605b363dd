import { parseTime } from '../../core/time.ts';
import { accesskey, customer, daysAgo, id } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject } from '../subjects.ts';

const keys = (count: number) =>
  Array.from({ length: count }, (_, index) => accesskey({ id: id(200 + index), name: `key ${index}` }));

export const accesskeySurplus = defineRule({
  id: 'accesskey-surplus',
  title: 'there are many access keys',
  category: 'access',
  severity: 'low',
  since: '0.2.0',
  needs: ['accesskeys', 'customer'],
  why: 'Every key has full administrator rights. With many keys, no one knows what each is for, and old ones are never revoked.',
  fix: 'delete the keys that no one can name a use for',
  messages: {
    surplus: ({ accesskey_count }: { accesskey_count: number }) =>
      `has ${accesskey_count} working access keys`,
  },
  thresholds: { keys: { default: 5, unit: 'keys', what: 'that are not reported' } },
  examples: {
    ok: () => [
      { name: 'an account has 5 valid access keys', account: { accesskeys: keys(5), customer: customer() } },
      {
        name: 'an account has 5 valid access keys and an expired one',
        account: {
          accesskeys: [...keys(5), accesskey({ id: id(300), tm_expire: daysAgo(1) })],
          customer: customer(),
        },
      },
    ],
    bad: () => [
      { name: 'an account has 8 valid access keys', account: { accesskeys: keys(8), customer: customer() } },
    ],
  },
  *check({ accesskeys, customer: account }, { now, thresholds }) {
    const live = accesskeys.filter(
      ({ tm_expire, tm_delete }) => !tm_delete && (parseTime(tm_expire) ?? Infinity) > now,
    );
    if (live.length <= thresholds.keys) return;
    yield {
      subject: customerSubject(account),
      messageId: 'surplus',
      data: { accesskey_count: live.length },
    };
  },
});
