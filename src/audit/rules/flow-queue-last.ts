import type { Flow } from '../../api/wire.ts';
import type { Step } from '../../calls/code.ts';
import { effectIn, endsSilently } from '../afterwards.ts';
import { callSections, type AccountCalls } from '../calls.ts';
import { action, agent, flow, id, phones, queue } from '../examples.ts';
import { isFetched, languageOf, rewriting } from '../flow-repair.ts';
import type { Repair, RepairAction } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { placeOf, type Place } from '../places.ts';
import { actionName } from '../ways.ts';

const hold = flow({ id: id(35), name: 'Hold', actions: [action(36, 'talk', { text: 'Please hold.' })] });
const staffed = { queues: [queue({ wait_flow_id: id(35) })], agents: [agent({ tag_ids: [id(50)] })] };
const join = action(31, 'queue_join', { queue_id: id(40) });

export const flowQueueLast = defineRule({
  id: 'flow-queue-last',
  title: 'nothing comes after a queue',
  category: 'flows',
  severity: 'medium',
  since: '0.4.0',
  needs: callSections,
  explores: true,
  why: 'When an agent is free, the call leaves the queue and rings them. If they do not answer, the caller does not go back to waiting: the flow continues after `queue_join`. If nothing follows, the call ends without a word.',
  fix: 'let something follow `queue_join`: a second try, an announcement and a hangup, or voicemail',
  messages: {
    nothing_after: ({ action: last }: { action: Place }) =>
      `has nothing for the caller after ${actionName(last)}: if the agent does not answer, the call ends without a word`,
  },
  repair: {
    does: 'says that no one is free, and hangs up, if the queue is the last action of a flow that speaks English and that no other flow fetches',
  },
  examples: {
    ok: () => [
      {
        name: 'a flow plays an announcement after a queue',
        account: phones(
          [flow({ actions: [join, action(32, 'talk', { text: 'Call again' })] }), hold],
          staffed,
        ),
      },
      {
        name: 'a flow joins a queue, and the flow that fetched it plays an announcement afterwards',
        account: phones(
          [
            flow({
              actions: [
                action(32, 'fetch_flow', { flow_id: id(37) }),
                action(33, 'talk', { text: 'Please call again' }),
              ],
            }),
            flow({ id: id(37), name: 'Sales', actions: [join] }),
            hold,
          ],
          staffed,
        ),
      },
      {
        name: 'a flow joins a queue after a hangup, so no call gets there',
        account: phones([flow({ actions: [action(33, 'hangup'), join] }), hold], staffed),
      },
      {
        name: 'a flow joins a queue that does not exist (reported by flow-reference-missing)',
        account: phones([flow({ actions: [join] })]),
      },
    ],
    bad: () => [
      { name: 'a flow ends after a queue', account: phones([flow({ actions: [join] }), hold], staffed) },
      {
        name: 'a flow hangs up after a queue without an announcement',
        account: phones(
          [flow({ actions: [join, action(32, 'webhook_send'), action(33, 'hangup')] }), hold],
          staffed,
        ),
      },
      {
        name: 'a fetched flow ends after a queue, and so does the flow that fetched it',
        account: phones(
          [
            flow({ actions: [action(32, 'fetch_flow', { flow_id: id(37) })] }),
            flow({ id: id(37), name: 'Sales', actions: [join] }),
            hold,
          ],
          staffed,
        ),
      },
    ],
  },
  *check(_account, { calls }) {
    for (const row of calls.lists) {
      for (const step of lastQueues(row, calls)) {
        yield {
          subject: calls.subjectOf(row),
          key: calls.keyOf(step),
          messageId: 'nothing_after',
          data: { action: placeOf(step, calls) },
          repair: repairOf(row, step, calls),
        };
      }
    }
  },
});

function lastQueues(row: Flow, calls: AccountCalls): Step[] {
  const code = calls.account.flows.get(row.id.toLowerCase());
  const joins = (code?.steps ?? []).filter((step) => step.type === 'queue_join' && calls.isCalled(step));
  // A queue that does not exist cuts off the call: nothing follows it.
  return joins.filter(
    (step) => effectIn(step, calls.account).does === 'wait-in-queue' && endsSilently(step, calls.account),
  );
}

const WORDS = 'Unfortunately, no one can take your call at the moment. Please call again later.';

function repairOf(row: Flow, { index, next }: Step, calls: AccountCalls): Repair | undefined {
  const language = languageOf(row) ?? 'en-US';
  const isLast = index === (row.actions?.length ?? 0) - 1 && next === undefined;
  if (!isLast || isFetched(row, calls) || !language.toLowerCase().startsWith('en')) return undefined;
  const append: RepairAction[] = [
    { type: 'talk', option: { text: WORDS, language } },
    { type: 'hangup', option: {} },
  ];
  return rewriting(row, calls, 'the queue is the last action: an announcement and a hangup can only help', {
    append,
  });
}
