import type { Flow } from '../../api/wire.ts';
import { isSetId } from '../../core/ids.ts';
import { action, flow, queue } from '../examples.ts';
import { graphOf } from '../flow-graph.ts';
import { flowReferences } from '../references.ts';
import type { Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';
import { holdActions, takesItsTime, waitElsewhere } from '../wait-flows.ts';

export const queueWaitFlowNonblocking = defineRule({
  id: 'queue-wait-flow-nonblocking',
  title: 'the wait flow of a queue takes no time',
  category: 'routing',
  severity: 'critical',
  since: '0.2.0',
  needs: ['queues', 'flows'],
  why: 'The wait flow is repeated as long as the caller waits. When nothing in it takes time, a thousand steps are over in an instant, and the platform ends the call.',
  fix: 'put something that takes time into the wait flow: talk, play, or a sleep of some seconds',
  repair: {
    does: 'adds an announcement and a pause to the flow, where only queues use it; else lets the queue wait in the flow in which most other queues wait, at least two of them, or in a new one',
    needs: ['numbers', 'conferences', 'campaigns', 'conversation_accounts', 'webchat_widgets'],
  },
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
  *check({ queues, flows, numbers, conferences, campaigns, conversation_accounts, webchat_widgets }) {
    const readable = numbers && conferences && campaigns && conversation_accounts && webchat_widgets;
    const others = { conferences, campaigns, conversation_accounts, webchat_widgets };
    const used = readable && flowReferences({ numbers, flows, queues: [], ...others });
    const byId = new Map(flows.map((row) => [row.id, row]));
    for (const row of queues) {
      const wait = isSetId(row.wait_flow_id) ? byId.get(row.wait_flow_id) : undefined;
      if (wait === undefined || row.tm_delete) continue;
      if (takesItsTime(wait) || callsAnother(wait)) continue;
      yield {
        subject: queueSubject(row),
        message: `waits in the flow ${wait.name || wait.id}, in which nothing takes time: callers are cut off at once`,
        repair: used && (addPause(wait, byId, used) ?? waitElsewhere(row, queues, flows)),
      };
    }
  },
});

/** What another flow does is its own affair; it may well take time. */
function callsAnother(flow: Flow): boolean {
  const { actions, reachable } = graphOf(flow);
  return actions.some(({ type }, index) => reachable.has(index) && type === 'fetch_flow');
}

/** Behind what the flow does now; undefined where nobody would come there, or others than queues come there, too. */
function addPause(
  flow: Flow,
  byId: ReadonlyMap<string, Flow>,
  used: ReadonlySet<string>,
): Repair | undefined {
  const { actions, on_complete_flow_id: after } = flow;
  const longer = { ...flow, actions: [...(actions ?? []), ...holdActions] };
  // The server changes nothing in a flow whose successor is gone.
  const fixed = isSetId(after) && !byId.has(after);
  if (fixed || used.has(flow.id) || !takesItsTime(longer)) return undefined;
  return {
    because: 'only queues use the flow: it goes on doing what it does, then asks to hold the line, and waits',
    changes: [{ kind: 'flows', id: flow.id, append: holdActions }],
  };
}
