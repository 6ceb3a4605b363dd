import { effectIn, takesTime } from '../afterwards.ts';
import { callSections } from '../calls.ts';
import { action, flow, id, phones } from '../examples.ts';
import { placeOf, wayOf, type Place, type WayThere } from '../places.ts';
import { defineRule } from '../rule.ts';
import { actionName, endlessJumpIn, wayWords } from '../ways.ts';

/** So many actions of a circle are named. */
const MOST_ACTIONS = 4;

const circleWords = (circle: readonly Place[]): string =>
  `${circle.slice(0, MOST_ACTIONS).map(actionName).join(' -> ')}${circle.length > MOST_ACTIONS ? ' -> ...' : ''}`;

export const flowBusyLoop = defineRule({
  id: 'flow-busy-loop',
  title: 'a flow can loop without taking time',
  category: 'flows',
  severity: 'high',
  since: '0.2.0',
  needs: callSections,
  explores: true,
  why: 'A loop in which no action takes time uses up the 100 actions of a call in an instant; then the call is cut off.',
  fix: 'put an action that takes time into the loop (talk, play), or add a way out',
  messages: {
    circles: ({ circle, way }: { circle: readonly Place[]; way: WayThere }) =>
      `loops without taking time, until the call is cut off: ${circleWords(circle)}${wayWords(way)}`,
  },
  examples: {
    ok: () => [
      {
        name: 'a menu repeats its announcement until the caller presses 1',
        account: phones([
          flow({
            actions: [
              action(31, 'talk', { text: 'Press 1' }),
              action(32, 'digits_receive', { duration: 5000, length: 1 }),
              action(33, 'branch', { target_ids: { '1': id(34) }, default_target_id: id(31) }),
              action(34, 'hangup'),
            ],
          }),
        ]),
      },
      {
        name: 'a flow counts three rounds in a variable and then hangs up',
        account: phones([
          flow({
            actions: [
              action(31, 'variable_set', { key: 'round', value: '${round}x' }),
              action(32, 'condition_variable', {
                ...{ variable: '${round}', condition: '>=', value_type: 'length', value_length: 3 },
                false_target_id: id(31),
              }),
              action(33, 'hangup'),
            ],
          }),
        ]),
      },
      {
        name: 'a flow jumps back a limited number of times (reported by flow-jump-endless)',
        account: phones([
          flow({
            actions: [
              action(31, 'variable_set', { key: 'a', value: '1' }),
              action(32, 'goto', { target_id: id(31), loop_count: 3 }),
              action(33, 'hangup'),
            ],
          }),
        ]),
      },
    ],
    bad: () => [
      {
        name: 'a flow sends a webhook and then branches back to it',
        account: phones([
          flow({
            actions: [
              action(31, 'webhook_send', { uri: 'https://x.example' }),
              action(32, 'branch', { target_ids: { '1': id(33) }, default_target_id: id(31) }),
              action(33, 'hangup'),
            ],
          }),
        ]),
      },
      {
        name: 'a flow repeats a pause of 0 seconds',
        account: phones([flow({ actions: [{ ...action(31, 'sleep', { duration: 0 }), next_id: id(31) }] })]),
      },
      {
        name: 'two flows fetch each other',
        account: phones([
          flow({ actions: [action(31, 'fetch_flow', { flow_id: id(35) })] }),
          flow({ id: id(35), actions: [action(36, 'fetch_flow', { flow_id: id(30) })] }),
        ]),
      },
    ],
  },
  *check(_account, { calls }) {
    for (const { loop } of calls.loops()) {
      const { steps, way } = loop;
      const own = steps.filter(({ inserted }) => !inserted);
      const [first] = own;
      const row = first && calls.flowOf(first);
      // A counted jump is a loop on some servers only: flow-jump-endless knows on which.
      if (first === undefined || row === undefined || endlessJumpIn(steps, calls) !== undefined) continue;
      if (steps.some((step) => takesTime(effectIn(step, calls.account)))) continue;
      yield {
        subject: calls.subjectOf(row),
        key: calls.keyOf(first),
        messageId: 'circles',
        data: { circle: own.map((step) => placeOf(step, calls)), way: wayOf(way, calls) },
      };
    }
  },
});
