import { isSetId, NIL_UUID } from '../../core/ids.ts';
import { flow, id, queue } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';
import { waitElsewhere } from '../wait-flows.ts';

export const queueWaitFlowMissing = defineRule({
  id: 'queue-wait-flow-missing',
  title: 'a queue has no wait flow',
  category: 'routing',
  severity: 'critical',
  since: '0.1.0',
  needs: ['queues', 'flows'],
  why: 'Waiting callers are kept in the wait flow. Without one, or with one that was deleted, the call ends the moment it joins the queue, although the documentation says that none is needed.',
  fix: 'give the queue a wait flow that talks or plays: `voipbin queues update <queue> --wait-flow <name>`',
  messages: {
    no_wait_flow: 'has no wait flow: callers are cut off when they join',
    wait_flow_missing: ({ wait_flow_id }: { wait_flow_id: string }) =>
      `waits in flow ${wait_flow_id}, which does not exist: callers are cut off when they join`,
  },
  repair: {
    does: 'uses the wait flow of most other queues, if at least two share it; otherwise a new one, which asks callers to hold the line',
  },
  examples: {
    ok: () => [
      { name: 'a queue has a wait flow that exists', account: { queues: [queue()], flows: [flow()] } },
    ],
    bad: () => [
      {
        name: 'a queue has no wait flow',
        account: { queues: [queue({ wait_flow_id: NIL_UUID })], flows: [flow()] },
      },
      {
        name: 'a queue has a wait flow that no longer exists',
        account: { queues: [queue({ wait_flow_id: id(99) })], flows: [flow()] },
      },
    ],
  },
  *check({ queues, flows }, { calls }) {
    const known = new Set(flows.map((row) => row.id));
    for (const row of queues) {
      const target = row.wait_flow_id;
      if (isSetId(target) && known.has(target)) continue;
      yield {
        subject: queueSubject(row),
        ...(isSetId(target)
          ? { messageId: 'wait_flow_missing', data: { wait_flow_id: target } }
          : { messageId: 'no_wait_flow' }),
        repair: row.tm_delete ? undefined : waitElsewhere(row, queues, flows, calls),
      };
    }
  },
});
