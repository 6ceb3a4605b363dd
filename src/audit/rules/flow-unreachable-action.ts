import { plural } from '../../core/text.ts';
import { action, flow, id } from '../examples.ts';
import { graphOf } from '../flow-graph.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

export const flowUnreachableAction = defineRule({
  id: 'flow-unreachable-action',
  title: 'a flow has actions that can never run',
  category: 'flows',
  severity: 'low',
  since: '0.2.0',
  needs: ['flows'],
  why: 'Actions behind a hangup, or that no choice leads to, never run: somebody believes that callers hear them. Often it is a menu whose last choice was forgotten.',
  fix: 'lead to the actions with a branch, or take them out',
  examples: {
    ok: [
      {
        name: 'everything is reached',
        account: {
          flows: [
            flow({
              actions: [
                action(31, 'branch', { target_ids: { '1': id(33) }, default_target_id: id(32) }),
                action(32, 'hangup'),
                action(33, 'talk', { text: 'one' }),
              ],
            }),
          ],
        },
      },
    ],
    bad: [
      {
        name: 'behind a hangup',
        account: {
          flows: [flow({ actions: [action(31, 'hangup'), action(32, 'talk', { text: 'never' })] })],
        },
      },
      {
        name: 'jumped over by next_id',
        account: {
          flows: [
            flow({
              actions: [
                { ...action(31, 'answer'), next_id: id(33) },
                action(32, 'talk', { text: 'never' }),
                action(33, 'hangup'),
              ],
            }),
          ],
        },
      },
    ],
  },
  *check({ flows }) {
    for (const row of flows) {
      const { actions, reachable } = graphOf(row);
      const never = actions.map((_, index) => index).filter((index) => !reachable.has(index));
      const [first] = never;
      if (first === undefined) continue;
      yield {
        subject: flowSubject(row),
        message: `has ${plural(never.length, 'action')} of ${actions.length} that can never run; the first is action ${first + 1} (${actions[first]?.type ?? ''})`,
      };
    }
  },
});
