import { formatLocal, parseTime } from '../../core/time.ts';
import { defineRule } from '../rule.ts';

const day = (time: string | undefined): string | undefined => {
  const millis = parseTime(time);
  return millis === undefined ? undefined : formatLocal(millis, 'UTC').slice(0, 10);
};

export const accountFrozen = defineRule({
  id: 'account-frozen',
  title: 'the account is frozen',
  category: 'account',
  severity: 'critical',
  since: '0.1.0',
  needs: ['standing'],
  why: 'A frozen account answers every request with a refusal, readings included, and is deleted with all its numbers 30 days after the freeze.',
  fix: 'cancel the freeze as an administrator with `voipbin customer recover`, or ask platform staff',
  examples: {
    ok: [{ name: 'an account in use', account: { standing: {} } }],
    bad: [
      {
        name: 'frozen, with its dates',
        account: { standing: { frozen: { since: '2026-11-11T08:00:00Z', until: '2026-12-11T08:00:00Z' } } },
      },
    ],
  },
  *check({ standing: { frozen } }) {
    if (frozen === undefined) return;
    const [since, until] = [day(frozen.since), day(frozen.until)];
    yield {
      subject: { kind: 'customer', id: 'account', name: 'the account' },
      fix: 'voipbin customer recover',
      message: `is frozen${since === undefined ? '' : ` since ${since}`}${until === undefined ? '' : ` and will be deleted on ${until}`}`,
    };
  },
});
