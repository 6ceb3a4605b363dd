import { plural } from '../../core/text.ts';
import { action, flow, id } from '../examples.ts';
import { graphOf } from '../flow-graph.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

export const flowJumpMissing = defineRule({
  id: 'flow-jump-missing',
  title: 'a flow jumps to an action that does not exist',
  category: 'flows',
  severity: 'high',
  since: '0.2.0',
  needs: ['flows'],
  why: 'The server keeps the targets of branch, goto and conditions as they are written and checks none of them. A caller who takes such a way is cut off.',
  fix: 'point the jump at the id of an action of the same flow (PUT /flows/<id> with all its fields)',
  examples: {
    ok: [
      { name: 'no jumps', account: { flows: [flow()] } },
      {
        name: 'a branch to its own actions',
        account: {
          flows: [
            flow({
              actions: [
                action(31, 'branch', { target_ids: { '1': id(32) }, default_target_id: id(33) }),
                action(32, 'talk', { text: 'one' }),
                action(33, 'hangup'),
              ],
            }),
          ],
        },
      },
      {
        name: 'a target that is filled in when the flow runs',
        account: {
          flows: [flow({ actions: [action(31, 'goto', { target_id: '${next}', loop_count: 1 })] })],
        },
      },
    ],
    bad: [
      {
        name: 'a choice that leads nowhere',
        account: {
          flows: [
            flow({ actions: [action(31, 'branch', { target_ids: { '1': id(99) } }), action(32, 'hangup')] }),
          ],
        },
      },
      {
        name: 'a name where an id must stand',
        account: {
          flows: [flow({ actions: [action(31, 'condition_variable', { false_target_id: 'start' })] })],
        },
      },
    ],
  },
  *check({ flows }) {
    for (const row of flows) {
      const { lost, actions } = graphOf(row);
      const [first] = lost;
      if (first === undefined) continue;
      const more = lost.length > 1 ? `, and ${plural(lost.length - 1, 'more jump')} like it` : '';
      yield {
        subject: flowSubject(row),
        message: `action ${first.action + 1} (${actions[first.action]?.type ?? ''}) goes to ${first.target} by ${first.field}, which no action has${more}`,
      };
    }
  },
});
