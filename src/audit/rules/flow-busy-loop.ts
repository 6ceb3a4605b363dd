import { action, flow, id } from '../examples.ts';
import { busyLoop, graphOf } from '../flow-graph.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

export const flowBusyLoop = defineRule({
  id: 'flow-busy-loop',
  title: 'a flow can run in circles',
  category: 'flows',
  severity: 'high',
  since: '0.2.0',
  needs: ['flows'],
  why: 'A circle of actions none of which takes time runs a thousand steps in an instant; then the platform ends the call.',
  fix: 'put an action that takes time into the circle (talk, play, sleep, digits_receive), or a goto with a loop count',
  examples: {
    ok: [
      {
        name: 'a menu that asks again',
        account: {
          flows: [
            flow({
              actions: [
                action(31, 'talk', { text: 'Press 1' }),
                action(32, 'digits_receive', { duration: 5000, length: 1 }),
                action(33, 'branch', { target_ids: { '1': id(34) }, default_target_id: id(31) }),
                action(34, 'hangup'),
              ],
            }),
          ],
        },
      },
      {
        name: 'three rounds and no more',
        account: {
          flows: [
            flow({
              actions: [
                action(31, 'variable_set', { key: 'a', value: '1' }),
                action(32, 'goto', { target_id: id(31), loop_count: 3 }),
                action(33, 'hangup'),
              ],
            }),
          ],
        },
      },
    ],
    bad: [
      {
        name: 'a branch back to a webhook',
        account: {
          flows: [
            flow({
              actions: [
                action(31, 'webhook_send', { uri: 'https://x.example' }),
                action(32, 'branch', { target_ids: { '1': id(33) }, default_target_id: id(31) }),
                action(33, 'hangup'),
              ],
            }),
          ],
        },
      },
      {
        name: 'a pause of no length',
        account: {
          flows: [flow({ actions: [{ ...action(31, 'sleep', { duration: 0 }), next_id: id(31) }] })],
        },
      },
    ],
  },
  *check({ flows }) {
    for (const row of flows) {
      const graph = graphOf(row);
      const loop = busyLoop(graph);
      if (loop === undefined) continue;
      const steps = loop.slice(0, 4).map((index) => `${index + 1} (${graph.actions[index]?.type ?? ''})`);
      yield {
        subject: flowSubject(row),
        message: `runs in circles without taking time: actions ${steps.join(' -> ')}${loop.length > 4 ? ' -> ...' : ''}`,
      };
    }
  },
});
