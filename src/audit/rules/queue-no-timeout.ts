import { queue } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';

export const queueNoTimeout = defineRule({
  id: 'queue-no-timeout',
  title: 'callers wait in a queue for ever',
  category: 'routing',
  severity: 'medium',
  since: '0.2.0',
  needs: ['queues'],
  why: 'Without a limit a caller waits until he gives up, at night and at the weekend too, every minute is paid for, and what the flow has for that case never comes.',
  fix: 'give the queue a wait_timeout in milliseconds (PUT /queues/<id> with all its fields), and let the flow go on after queue_join',
  examples: {
    ok: [{ name: 'five minutes', account: { queues: [queue({ wait_timeout: 300_000 })] } }],
    bad: [
      {
        name: 'none, as the server leaves it out',
        account: { queues: [queue({ wait_timeout: undefined })] },
      },
      { name: 'less than none', account: { queues: [queue({ wait_timeout: -1 })] } },
    ],
  },
  *check({ queues }) {
    for (const row of queues) {
      if (row.tm_delete || (row.wait_timeout ?? 0) > 0) continue;
      yield { subject: queueSubject(row), message: 'has no wait timeout: callers wait until they give up' };
    }
  },
});
