import type { Action } from '../../api/wire.ts';
import { MOST_ACTIONS } from '../../calls/call.ts';
import type { Step } from '../../calls/code.ts';
import type { Exploration } from '../../calls/explore/explore.ts';
import type { Way } from '../../calls/explore/found.ts';
import { callSections } from '../calls.ts';
import { action, flow, id, phones, queue } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { placeOf, wayOf, type Place, type WayThere } from '../places.ts';
import { actionName, wayWords } from '../ways.ts';

const talks = (count: number): Action[] =>
  Array.from({ length: count }, (_, index) => action(100 + index, 'talk', { text: 'one more' }));

export const flowTooLong = defineRule({
  id: 'flow-too-long',
  title: 'a call can need more than 100 actions',
  category: 'flows',
  severity: 'high',
  since: '0.4.0',
  needs: callSections,
  explores: true,
  why: 'A call may use 100 actions, including those of fetched flows and of waiting in a queue. Before the 101st it is cut off, without a word.',
  fix: 'shorten the path: say several sentences in one talk, and decide by one branch instead of many conditions',
  messages: {
    too_long: ({ action: last, way }: { action: Place; way: WayThere }) =>
      `has a path that needs more than ${MOST_ACTIONS} actions: the call is cut off at ${actionName(last)}${wayWords(way)}`,
  },
  examples: {
    ok: () => [
      { name: 'a flow runs exactly 100 actions', account: phones([flow({ actions: talks(MOST_ACTIONS) })]) },
      {
        name: 'a flow has more than 100 actions, but no call runs all of them',
        account: phones([
          flow({
            actions: [
              action(31, 'talk', { text: 'Press 1', digits_handle: 'next' }),
              action(32, 'branch', { target_ids: { '1': id(150) }, default_target_id: id(99) }),
              action(99, 'talk'),
              ...talks(100).map((one, index) => (index === 49 ? action(149, 'hangup') : one)),
            ],
          }),
        ]),
      },
      {
        name: 'a queue without a timeout has a wait flow of 110 actions (reported by queue-no-timeout)',
        account: phones(
          [
            flow({ actions: [action(31, 'queue_join', { queue_id: id(40) })] }),
            flow({ id: id(35), actions: talks(MOST_ACTIONS + 10) }),
          ],
          { queues: [queue({ wait_flow_id: id(35) })] },
        ),
      },
    ],
    bad: () => [
      {
        name: 'a call needs more than 100 actions unless the caller presses 1',
        account: phones([
          flow({
            actions: [
              action(31, 'talk', { text: 'Press 1 to hear less', digits_handle: 'next' }),
              action(32, 'branch', { target_ids: { '1': id(160) }, default_target_id: id(100) }),
              ...talks(MOST_ACTIONS + 10),
            ],
          }),
        ]),
      },
      {
        name: 'a flow runs 101 actions one after another',
        account: phones([flow({ actions: [...talks(MOST_ACTIONS), action(31, 'talk', { text: 'Bye' })] })]),
      },
      {
        name: 'a flow of 61 actions fetches a flow of 50 actions',
        account: phones([
          flow({ actions: [action(31, 'fetch_flow', { flow_id: id(35) }), ...talks(60)] }),
          flow({
            id: id(35),
            actions: Array.from({ length: 50 }, (_, n) => action(300 + n, 'talk', { text: 'a' })),
          }),
        ]),
      },
    ],
  },
  *check(_account, { calls }) {
    const told = new Set<string>();
    for (const { found } of calls.explored) {
      for (const { step, way } of [...found.tooLong, ...straightToTheLimit(found)]) {
        const row = calls.flowOf(step);
        if (row === undefined || told.has(row.id)) continue;
        told.add(row.id);
        const within = calls.keyWithin(row.id);
        yield {
          subject: calls.subjectOf(row),
          ...(within !== '' && { key: within }),
          messageId: 'too_long',
          data: { action: placeOf(step, calls), way: wayOf(way, calls) },
        };
      }
    }
  },
});

/** If even the shortest path is too long. The effect of waiting is found by queue-wait-cut-off. */
const straightToTheLimit = ({ ends }: Exploration): { step: Step; way: Way }[] =>
  ends.flatMap((end) =>
    end.kind === 'limit' && !end.waiting && end.step !== undefined ? [{ step: end.step, way: end.way }] : [],
  );
