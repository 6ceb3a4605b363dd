import type { Flow } from '../../api/wire.ts';
import { isSetId } from '../../core/ids.ts';
import { action, flow, queue } from '../examples.ts';
import type { AccountCalls } from '../calls.ts';
import { flowReferences } from '../../calls/references.ts';
import { refOf, type Ref } from '../places.ts';
import type { Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { flowSubject, queueSubject } from '../subjects.ts';
import { holdActions, takesItsTime, waitElsewhere } from '../wait-flows.ts';

export const queueWaitFlowNonblocking = defineRule({
  id: 'queue-wait-flow-nonblocking',
  title: 'the wait flow of a queue takes no time',
  category: 'routing',
  severity: 'critical',
  since: '0.2.0',
  needs: ['queues', 'flows'],
  why: 'The wait flow is repeated as long as the caller waits. When nothing in it takes time, the 100 actions of a call are used up in an instant, and the caller is cut off.',
  fix: 'put something that takes time into the wait flow: a talk or a play',
  messages: {
    instant: ({ wait_flow }: { wait_flow: Ref }) =>
      `waits in the flow ${wait_flow.name}, in which nothing takes time: callers are cut off immediately`,
  },
  repair: {
    does: 'adds an announcement with a pause to the flow, if only queues use it; otherwise uses the wait flow of most other queues, if at least two share it, or a new one',
    needs: ['numbers', 'conferences', 'campaigns', 'conversation_accounts', 'webchat_widgets'],
  },
  examples: {
    ok: () => [
      { name: 'the wait flow of a queue speaks', account: { queues: [queue()], flows: [flow()] } },
      {
        name: 'the wait flow of a queue pauses for 10 seconds',
        account: {
          queues: [queue()],
          flows: [flow({ actions: [action(31, 'sleep', { duration: 10_000 })] })],
        },
      },
    ],
    bad: () => [
      {
        name: 'the wait flow of a queue only sends a webhook',
        account: {
          queues: [queue()],
          flows: [flow({ actions: [action(31, 'webhook_send', { uri: 'https://x.example' })] })],
        },
      },
      {
        name: 'the wait flow of a queue has no actions',
        account: { queues: [queue()], flows: [flow({ actions: [] })] },
      },
      {
        name: 'the wait flow of a queue stops before it reaches a pause',
        account: {
          queues: [queue()],
          flows: [flow({ actions: [action(31, 'stop'), action(32, 'sleep', { duration: 10_000 })] })],
        },
      },
    ],
  },
  *check(
    { queues, flows, numbers, conferences, campaigns, conversation_accounts, webchat_widgets },
    { calls },
  ) {
    const readable = numbers && conferences && campaigns && conversation_accounts && webchat_widgets;
    const others = { conferences, campaigns, conversation_accounts, webchat_widgets };
    const used = readable && flowReferences({ numbers, flows, queues: [], ...others });
    const byId = new Map(flows.map((row) => [row.id, row]));
    for (const row of queues) {
      const wait = isSetId(row.wait_flow_id) ? byId.get(row.wait_flow_id) : undefined;
      if (wait === undefined || row.tm_delete) continue;
      if (takesItsTime(wait, calls)) continue;
      yield {
        subject: queueSubject(row),
        messageId: 'instant',
        data: { wait_flow: refOf(flowSubject(wait)) },
        repair: used && (addPause(wait, byId, used, calls) ?? waitElsewhere(row, queues, flows, calls)),
      };
    }
  },
});

/** After what the flow does now; undefined where nobody would come there, or others than queues come there, too. */
function addPause(
  flow: Flow,
  byId: ReadonlyMap<string, Flow>,
  used: ReadonlySet<string>,
  calls: AccountCalls,
): Repair | undefined {
  const { actions, on_complete_flow_id: after } = flow;
  const longer = { ...flow, actions: [...(actions ?? []), ...holdActions] };
  // The server changes nothing in a flow whose successor is gone.
  const fixed = isSetId(after) && !byId.has(after);
  if (fixed || used.has(flow.id) || !takesItsTime(longer, calls)) return undefined;
  return {
    because:
      'only queues use the flow: it still does what it does now, then asks callers to hold the line, and pauses',
    changes: [{ kind: 'flows', id: flow.id, append: holdActions }],
  };
}
