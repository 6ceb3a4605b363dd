import { formatLocal, parseTime } from '../../core/time.ts';
import { defineRule } from '../rule.ts';

/** UTC. */
const day = (time: string | undefined): string | null => {
  const millis = parseTime(time);
  return millis === undefined ? null : formatLocal(millis, 'UTC').slice(0, 10);
};

export const accountFrozen = defineRule({
  id: 'account-frozen',
  title: 'the account is frozen',
  category: 'account',
  severity: 'critical',
  since: '0.1.0',
  needs: ['standing'],
  why: 'A frozen account refuses every request, including reads, and is deleted with all its numbers 30 days after the freeze.',
  fix: 'cancel the freeze as an administrator with `voipbin customer recover`, or ask platform staff',
  messages: {
    frozen: ({ frozen_on, deletion_on }: { frozen_on: string | null; deletion_on: string | null }) =>
      `${frozen_on === null ? 'is frozen' : `has been frozen since ${frozen_on}`}${deletion_on === null ? '' : ` and will be deleted on ${deletion_on}`}`,
  },
  fixes: { frozen: 'voipbin customer recover' },
  examples: {
    ok: () => [{ name: 'an account is not frozen', account: { standing: {} } }],
    bad: () => [
      {
        name: 'an account has been frozen since 2026-11-11 and will be deleted on 2026-12-11',
        account: { standing: { frozen: { since: '2026-11-11T08:00:00Z', until: '2026-12-11T08:00:00Z' } } },
      },
    ],
  },
  *check({ standing: { frozen } }) {
    if (frozen === undefined) return;
    yield {
      subject: { kind: 'customer', id: 'account', name: 'the account' },
      messageId: 'frozen',
      data: { frozen_on: day(frozen.since), deletion_on: day(frozen.until) },
    };
  },
});
