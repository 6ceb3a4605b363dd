import { isSetId } from '../../core/ids.ts';
import { action, flow, queue } from '../examples.ts';
import { graphOf, takesTime } from '../flow-graph.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';

export const queueWaitFlowNonblocking = defineRule({
  id: 'queue-wait-flow-nonblocking',
  title: 'the wait flow of a queue takes no time',
  category: 'routing',
  severity: 'critical',
  since: '0.2.0',
  needs: ['queues', 'flows'],
  why: 'The wait flow is repeated as long as the caller waits. When nothing in it takes time, a thousand steps are over in an instant, and the platform ends the call.',
  fix: 'put something that takes time into the wait flow: talk, play, or a sleep of some seconds',
  examples: {
    ok: [
      { name: 'it talks', account: { queues: [queue()], flows: [flow()] } },
      {
        name: 'it sleeps',
        account: {
          queues: [queue()],
          flows: [flow({ actions: [action(31, 'sleep', { duration: 10_000 })] })],
        },
      },
    ],
    bad: [
      {
        name: 'a webhook only',
        account: {
          queues: [queue()],
          flows: [flow({ actions: [action(31, 'webhook_send', { uri: 'https://x.example' })] })],
        },
      },
      { name: 'nothing at all', account: { queues: [queue()], flows: [flow({ actions: [] })] } },
      {
        name: 'a sleep that is never reached',
        account: {
          queues: [queue()],
          flows: [flow({ actions: [action(31, 'stop'), action(32, 'sleep', { duration: 10_000 })] })],
        },
      },
    ],
  },
  *check({ queues, flows }) {
    const byId = new Map(flows.map((row) => [row.id, row]));
    for (const row of queues) {
      const wait = isSetId(row.wait_flow_id) ? byId.get(row.wait_flow_id) : undefined;
      if (wait === undefined || row.tm_delete) continue;
      const { actions, reachable } = graphOf(wait);
      // What another flow does is its own affair; it may well take time.
      const rests = actions.some(
        (action, index) => reachable.has(index) && (takesTime(action) || action.type === 'fetch_flow'),
      );
      if (rests) continue;
      yield {
        subject: queueSubject(row),
        message: `waits in the flow ${wait.name || wait.id}, in which nothing takes time: callers are cut off at once`,
      };
    }
  },
});
