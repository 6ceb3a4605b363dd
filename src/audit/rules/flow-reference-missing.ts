import { isSetId } from '../../core/ids.ts';
import { action, flow, id, queue } from '../examples.ts';
import { pointersIn } from '../../calls/references.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

/** What should be named, and the field in which it should be. */
type Reference = Readonly<{ kind: 'flow' | 'queue'; where: string }>;

export const flowReferenceMissing = defineRule({
  id: 'flow-reference-missing',
  title: 'a flow uses a queue or a flow that does not exist',
  category: 'flows',
  severity: 'critical',
  since: '0.2.0',
  needs: ['flows', 'queues'],
  why: 'Nothing checks which objects the actions of a flow name, and deleting a flow or a queue leaves its id in place. A call that reaches such an action ends.',
  fix: 'name a queue or flow that exists in that action: write it with `voipbin flows get <flow> -o yaml`, change it, and run `voipbin flows update <flow> --file <yaml>`',
  messages: {
    reference_missing: ({ kind, target_id, where }: Reference & { target_id: string }) =>
      `names the ${kind} ${target_id} in ${where}, which does not exist`,
    reference_unset: ({ kind, where }: Reference) => `names no ${kind} in ${where}`,
  },
  examples: {
    ok: () => [
      {
        name: 'a flow joins a queue that exists',
        account: {
          flows: [flow({ actions: [action(31, 'queue_join', { queue_id: id(40).toUpperCase() })] })],
          queues: [queue()],
        },
      },
      {
        name: 'a flow joins a queue whose id comes from a variable',
        account: {
          flows: [flow({ actions: [action(31, 'queue_join', { queue_id: '${queue.id}' })] })],
          queues: [],
        },
      },
      {
        name: 'a flow connects callers to an agent, not to a queue or a flow',
        account: {
          flows: [
            flow({ actions: [action(31, 'connect', { destinations: [{ type: 'agent', target: id(99) }] })] }),
          ],
          queues: [],
        },
      },
      {
        name: 'a flow makes a call that brings its own actions',
        account: {
          flows: [flow({ actions: [action(31, 'call', { actions: [action(32, 'hangup')] })] })],
          queues: [],
        },
      },
    ],
    bad: () => [
      {
        name: 'a flow joins a queue that no longer exists',
        account: { flows: [flow({ actions: [action(31, 'queue_join', { queue_id: id(99) })] })], queues: [] },
      },
      {
        name: 'a flow joins a queue but does not name one',
        account: { flows: [flow({ actions: [action(31, 'queue_join')] })], queues: [] },
      },
      {
        name: 'a flow makes a call whose actions fetch a flow that does not exist',
        account: {
          flows: [
            flow({
              actions: [action(31, 'call', { actions: [action(32, 'fetch_flow', { flow_id: id(99) })] })],
            }),
          ],
          queues: [],
        },
      },
      {
        name: 'a flow starts a flow that does not exist when it ends',
        account: { flows: [flow({ on_complete_flow_id: id(99) })], queues: [] },
      },
    ],
  },
  *check({ flows, queues }) {
    const known = {
      flow: new Set(flows.map((row) => row.id)),
      queue: new Set(queues.filter(({ tm_delete }) => !tm_delete).map((row) => row.id)),
    };
    for (const row of flows) {
      const named = [
        ...pointersIn(row),
        ...(isSetId(row.on_complete_flow_id)
          ? [{ kind: 'flow' as const, id: row.on_complete_flow_id, where: 'on_complete_flow_id' }]
          : []),
      ];
      const told = new Set<string>();
      for (const { kind, id: target, where } of named) {
        const key = `${where}:${target}`;
        if (kind === 'agent' || known[kind].has(target) || told.has(key)) continue;
        told.add(key);
        yield {
          subject: flowSubject(row),
          key,
          ...(isSetId(target)
            ? { messageId: 'reference_missing', data: { kind, target_id: target, where } }
            : { messageId: 'reference_unset', data: { kind, where } }),
        };
      }
    }
  },
});
