import { queue } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';

const EFFECT = 'callers are thrown out when an agent is free';

export const queueRoutingInvalid = defineRule({
  id: 'queue-routing-invalid',
  title: 'a queue throws its callers out',
  category: 'routing',
  severity: 'critical',
  since: '0.2.0',
  needs: ['queues'],
  why: 'The only routing method of this platform is random. With any other, including the empty one that an update without it silently sets, waiting callers are thrown out of the queue as soon as an agent is free.',
  fix: 'run `voipbin queues update <queue> --routing-method random`',
  messages: {
    no_method: `has no routing method: ${EFFECT}`,
    invalid_method: ({ routing_method }: { routing_method: string }) =>
      `has the routing method ${routing_method}: ${EFFECT}`,
  },
  repair: { does: 'sets it to random' },
  examples: {
    ok: () => [{ name: 'a queue has the routing method "random"', account: { queues: [queue()] } }],
    bad: () => [
      {
        name: 'a queue has no routing method',
        account: { queues: [queue({ routing_method: undefined })] },
      },
      {
        name: 'a queue has the unknown routing method "longest-idle"',
        account: { queues: [queue({ routing_method: 'longest-idle' })] },
      },
    ],
  },
  *check({ queues }) {
    for (const row of queues) {
      if (row.tm_delete || row.routing_method === 'random') continue;
      yield {
        subject: queueSubject(row),
        ...(row.routing_method
          ? { messageId: 'invalid_method', data: { routing_method: row.routing_method } }
          : { messageId: 'no_method' }),
        repair: {
          because: 'random is the only method that the platform has',
          changes: [{ kind: 'queues', id: row.id, set: { routing_method: 'random' } }],
        },
      };
    }
  },
});
