import { agent, action, flow, id, number, queue, tag } from '../examples.ts';
import { callPaths, deadPaths, describePath } from '../paths.ts';
import { defineRule } from '../rule.ts';
import { numberSubject } from '../subjects.ts';

const sound = {
  numbers: [number()],
  flows: [flow({ actions: [action(31, 'queue_join', { queue_id: id(40) })] })],
  queues: [queue()],
  tags: [tag()],
  agents: [agent({ tag_ids: [id(50)] })],
};

export const callPathBroken = defineRule({
  id: 'call-path-broken',
  title: 'a way that callers can take ends with nobody',
  category: 'routing',
  severity: 'critical',
  since: '0.2.0',
  needs: ['numbers', 'flows', 'queues', 'tags', 'agents'],
  why: 'Every object looks fine by itself, and yet a caller who presses 3 reaches a queue that nobody answers. This walks from each number over all branches to the agents, and names the whole way.',
  fix: 'mend the last object on the way: give the queue agents or a wait flow, the flow actions, the jump a target',
  examples: {
    ok: [
      { name: 'a way to an agent', account: sound },
      {
        name: 'an announcement is an answer',
        account: { ...sound, flows: [flow()], queues: [], tags: [], agents: [] },
      },
      {
        name: 'a number without a flow: another rule says so',
        account: { ...sound, numbers: [number({ call_flow_id: undefined })] },
      },
      {
        name: 'a number with a flow that is gone: another rule says so',
        account: { ...sound, numbers: [number({ call_flow_id: id(99) })] },
      },
    ],
    bad: [
      { name: 'a queue without agents behind a menu', account: { ...sound, agents: [] } },
      {
        name: 'a queue without a wait flow',
        account: { ...sound, queues: [queue({ wait_flow_id: undefined })] },
      },
      { name: 'a queue that is gone', account: { ...sound, queues: [] } },
      {
        name: 'a choice that leads nowhere',
        account: {
          ...sound,
          flows: [
            flow({
              actions: [action(31, 'branch', { target_ids: { '3': id(99) } }), action(32, 'hangup')],
            }),
          ],
        },
      },
    ],
  },
  *check(account) {
    const rows = new Map(account.numbers.map((row) => [row.id, row]));
    for (const path of deadPaths(callPaths(account))) {
      const row = rows.get(path.number);
      const end = path.nodes.at(-1);
      // A number that leads to no flow at all has a rule of its own.
      if (row === undefined || end === undefined || (end.kind === 'missing' && path.nodes.length === 2))
        continue;
      yield {
        subject: numberSubject(row),
        key: end.id,
        message: `reaches nobody by ${describePath(path)}: ${end.note ?? 'a dead end'}`,
      };
    }
  },
});
