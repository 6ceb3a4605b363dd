import { customer, id, number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { customerSubject, numberSubject } from '../subjects.ts';

const because = 'captures are for short debugging sessions, and are easy to switch on again';

export const rtpDebugEnabled = defineRule({
  id: 'rtp-debug-enabled',
  title: 'the packets of calls are captured',
  category: 'account',
  severity: 'medium',
  since: '0.2.0',
  needs: ['customer', 'numbers'],
  why: 'With rtp_debug the platform stores the packets of every call, voices included. It is meant for short debugging sessions. Left on, it records callers without their knowledge and fills the storage.',
  fix: 'voipbin customer update --rtp-debug off',
  messages: {
    account: 'captures the packets of every call (rtp_debug)',
    number: 'captures the packets of its calls (rtp_debug)',
  },
  fixes: { number: 'run `voipbin numbers update <number> --rtp-debug off`' },
  repair: { does: 'switches it off' },
  examples: {
    ok: () => [
      {
        name: 'packet capture is off in an account',
        account: { customer: customer({ metadata: { rtp_debug: false } }), numbers: [number()] },
      },
      {
        name: 'packet capture was never set in an account',
        account: { customer: customer(), numbers: [number({ metadata: null })] },
      },
    ],
    bad: () => [
      {
        name: 'packet capture is on for all calls of an account',
        account: { customer: customer({ metadata: { rtp_debug: true } }), numbers: [] },
      },
      {
        name: 'packet capture is on for the calls of one number',
        account: { customer: customer(), numbers: [number({ id: id(21), metadata: { rtp_debug: true } })] },
      },
    ],
  },
  *check({ customer: account, numbers }) {
    if (account.metadata?.rtp_debug === true) {
      yield {
        subject: customerSubject(account),
        messageId: 'account',
        repair: { because, changes: [{ kind: 'account', set: { rtp_debug: false } }] },
      };
    }
    for (const row of numbers) {
      if (row.metadata?.rtp_debug !== true || row.tm_delete) continue;
      yield {
        subject: numberSubject(row),
        messageId: 'number',
        repair: { because, changes: [{ kind: 'numbers', id: row.id, set: { rtp_debug: false } }] },
      };
    }
  },
});
