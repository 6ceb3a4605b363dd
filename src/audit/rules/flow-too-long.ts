import type { Action } from '../../api/wire.ts';
import { MOST_ACTIONS } from '../../calls/call.ts';
import type { Step } from '../../calls/code.ts';
import type { Exploration, Way } from '../../calls/explore/explore.ts';
import { callSections } from '../calls.ts';
import { action, flow, id, phones } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';
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
  why: 'A call may use 100 actions, those of fetched flows and of waiting in a queue included. Before the one after that it is cut off, without a word.',
  fix: 'shorten the way: say several sentences in one talk, and decide by one branch instead of many conditions',
  examples: {
    ok: [
      { name: '100 actions', account: phones([flow({ actions: talks(MOST_ACTIONS) })]) },
      {
        name: 'more actions than that, and no way through all of them',
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
    ],
    bad: [
      {
        name: '101 actions',
        account: phones([flow({ actions: [...talks(MOST_ACTIONS), action(31, 'talk', { text: 'Bye' })] })]),
      },
      {
        name: 'with those of fetched flows',
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
        yield {
          subject: flowSubject(row),
          message: `has a way that needs more than ${MOST_ACTIONS} actions: the call is cut off at ${actionName(step)}${wayWords(way, calls)}`,
        };
      }
    }
  },
});

/** Ends by the limit to which no way is shorter, and that no loop leads to: loops have rules of their own. */
function straightToTheLimit({ ends, loops }: Exploration): { step: Step; way: Way }[] {
  const looping = new Set(loops.flatMap(({ steps }) => steps));
  return ends.flatMap(({ kind, step, waiting, way }) => {
    if (kind !== 'limit' || waiting || step === undefined) return [];
    const again = way.steps.some((one, index) => looping.has(one.step) && isBefore(way, index));
    return again ? [] : [{ step, way }];
  });
}

const isBefore = ({ steps }: Way, index: number): boolean =>
  steps.findIndex(({ step }) => step === steps[index]?.step) < index;
