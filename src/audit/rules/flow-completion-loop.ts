import { isSetId } from '../../core/ids.ts';
import { flow, id } from '../examples.ts';
import { refOf, type Ref } from '../places.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

export const flowCompletionLoop = defineRule({
  id: 'flow-completion-loop',
  title: 'flows start each other without end',
  category: 'flows',
  severity: 'high',
  since: '0.2.0',
  needs: ['flows'],
  why: 'A flow that has ended starts the one in its on_complete_flow_id. If that leads back to the first, every call starts an endless chain of runs, with all their messages and webhooks.',
  fix: 'clear it in one of the flows: `voipbin flows update <flow> --clear on-complete-flow`',
  messages: {
    ring: ({ flows }: { flows: readonly Ref[] }) =>
      `starts itself again when it ends: ${[...flows, ...flows.slice(0, 1)].map(({ name }) => name).join(' -> ')}`,
  },
  repair: {
    does: 'clears on_complete_flow of a flow that starts itself; not of several that start each other',
  },
  examples: {
    ok: () => [
      {
        name: 'a flow starts a second flow when it ends, and the second one starts no other',
        account: { flows: [flow({ on_complete_flow_id: id(35) }), flow({ id: id(35), name: 'Survey' })] },
      },
    ],
    bad: () => [
      {
        name: 'a flow starts itself again when it ends',
        account: { flows: [flow({ on_complete_flow_id: id(30) })] },
      },
      {
        name: 'two flows start each other when they end',
        account: {
          flows: [
            flow({ on_complete_flow_id: id(35) }),
            flow({ id: id(35), name: 'Survey', on_complete_flow_id: id(30) }),
          ],
        },
      },
    ],
  },
  *check({ flows }) {
    const byId = new Map(flows.map((row) => [row.id, row]));
    const told = new Set<string>();
    for (const row of flows) {
      const chain = [row];
      const onChain = new Set([row.id]);
      for (let at = row; isSetId(at.on_complete_flow_id);) {
        const next = byId.get(at.on_complete_flow_id);
        if (next === undefined) break;
        if (next.id === row.id) {
          // Every flow of the ring finds the same ring.
          if (!chain.some(({ id: member }) => told.has(member))) {
            yield {
              subject: flowSubject(row),
              messageId: 'ring',
              data: { flows: chain.map((member) => refOf(flowSubject(member))) },
              ...(chain.length === 1 && {
                repair: {
                  because: 'nothing comes after a flow that only starts itself again',
                  changes: [{ kind: 'flows', id: row.id, set: { on_complete_flow: null } }],
                },
              }),
            };
          }
          for (const { id: member } of chain) told.add(member);
          break;
        }
        if (onChain.has(next.id)) break;
        chain.push(next);
        onChain.add(next.id);
        at = next;
      }
    }
  },
});
