import { utcDay } from '../../core/time.ts';
import type { Flow } from '../../api/wire.ts';
import { callSections, type AccountCalls } from '../calls.ts';
import { action, flow, id, phones, seen } from '../examples.ts';
import { countedInVariable, rewriting } from '../flow-repair.ts';
import type { Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { placeOf, wayOf, type Place, type WayThere } from '../places.ts';
import { actionName, endlessJumpIn, seenOn, wayWords } from '../ways.ts';

type Jump = Readonly<{ action: Place; loop_count: number; way: WayThere }>;

const jumpWords = ({ action: jump, loop_count, way }: Jump, where: string): string =>
  `jumps back at ${actionName(jump)} until the call is cut off, although it should do so ${loop_count} times: jumps are never counted ${where}${wayWords(way)}`;

const rounds = flow({
  actions: [
    action(31, 'talk', { text: 'Press 1' }),
    action(32, 'goto', { target_id: id(31), loop_count: 2 }),
    action(33, 'hangup'),
  ],
});

export const flowJumpEndless = defineRule({
  id: 'flow-jump-endless',
  title: 'a jump back never ends',
  category: 'flows',
  severity: 'critical',
  since: '0.4.0',
  needs: callSections,
  explores: true,
  server: ['counted_jumps'],
  why: 'The published server never counts down the `loop_count` of a goto, although its documentation says so: the jump is taken every time. Callers hear the same again and again until the 100 actions of a call are used up, and are cut off; what comes after the jump never runs.',
  fix: 'write out the rounds, or count them in a variable (`variable_set` of `${round}x`, then `condition_variable` on its length)',
  messages: {
    never_counted: (data: Jump & { seen_on: string }) =>
      jumpWords(data, `on this server: ${seenOn(data.seen_on)}`),
    maybe_not_counted: (data: Jump) =>
      jumpWords(data, 'on the published server, and no run shows whether this one counts them'),
  },
  repair: {
    does: 'counts the rounds in a variable, if it is the only jump of the flow and leads back within it',
  },
  variants: [{ severity: 'high', when: 'no run of this account shows what this server does' }],
  examples: {
    ok: () => [
      { name: 'a flow has no jump back', account: phones([flow()]) },
      {
        name: 'a flow jumps back twice, and runs show that this server counts jumps',
        account: phones([rounds], { activeflows: seen('counted_jumps', true) }),
      },
      {
        name: 'a flow jumps forward to its last action',
        account: phones([
          flow({ actions: [action(31, 'goto', { target_id: id(32), loop_count: 1 }), action(32, 'hangup')] }),
        ]),
      },
      {
        name: 'a jump back has a count of 0, so the flow never takes it',
        account: phones([flow({ actions: [action(31, 'goto', { target_id: id(31), loop_count: 0 })] })]),
      },
    ],
    bad: () => [
      {
        name: 'a flow jumps back twice, and no run shows whether this server counts jumps',
        account: phones([rounds]),
      },
      {
        name: 'a flow jumps back twice, and runs show that this server does not count jumps',
        account: phones([rounds], { activeflows: seen('counted_jumps', false) }),
      },
    ],
  },
  *check(_account, { calls }) {
    const fact = calls.evidence.counted_jumps;
    for (const { loop } of calls.loops()) {
      const jump = endlessJumpIn(loop.steps, calls);
      const row = jump && calls.flowOf(jump);
      if (jump === undefined || row === undefined) continue;
      const data = {
        action: placeOf(jump, calls),
        loop_count: Number(jump.option['loop_count']),
        way: wayOf(loop.way, calls),
      };
      yield {
        subject: calls.subjectOf(row),
        key: calls.keyOf(jump),
        ...(fact === undefined
          ? { messageId: 'maybe_not_counted', data, severity: 'high' }
          : { messageId: 'never_counted', data: { ...data, seen_on: utcDay(fact.at) } }),
        repair: repairOf(row, jump.index, calls),
      };
    }
  },
});

function repairOf(row: Flow, index: number, calls: AccountCalls): Repair | undefined {
  const rewrite = countedInVariable(row, index);
  return rewrite && rewriting(row, calls, 'a variable counts as many rounds on every server', { rewrite });
}
