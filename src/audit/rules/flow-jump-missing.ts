import type { Step } from '../../calls/code.ts';
import { plural } from '../../core/text.ts';
import { callSections, type AccountCalls } from '../calls.ts';
import { lossesIn } from '../losses.ts';
import { action, flow, id, phones } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { placeOf, wayOf, type Place, type WayThere } from '../places.ts';
import { actionName, wayWords } from '../ways.ts';

type MissingJump = Readonly<{
  action: Place;
  /** Why, once for each jump: a clause each. */
  whys: readonly string[];
  way: WayThere;
}>;

export const flowJumpMissing = defineRule({
  id: 'flow-jump-missing',
  title: 'a flow jumps to an action that does not exist',
  category: 'flows',
  severity: 'high',
  since: '0.2.0',
  needs: callSections,
  explores: true,
  why: 'The server stores the targets of branch, goto, and conditions as written, and checks none of them. A caller who takes such a path is cut off.',
  fix: 'point the jump at an action of the same flow: write it with `voipbin flows get <flow> -o yaml`, change it, and run `voipbin flows update <flow> --file <yaml>`',
  messages: {
    jump_missing: ({ action: jump, whys: [why = '', ...others], way }: MissingJump) => {
      const more = others.length === 0 ? '' : `, and ${plural(others.length, 'more jump')} like it`;
      return `cuts callers off at ${actionName(jump)}: ${why}${more}${wayWords(way)}`;
    },
    next_missing: ({ action: last, next_id }: { action: Place; next_id: string }) =>
      `hangs up after ${actionName(last)}: its next_id ${next_id} does not exist`,
  },
  examples: {
    ok: () => [
      { name: 'a flow has no jumps', account: phones([flow()]) },
      {
        name: 'a branch leads only to actions of its own flow',
        account: phones([
          flow({
            actions: [
              action(31, 'branch', { target_ids: { '1': id(32) }, default_target_id: id(33) }),
              action(32, 'talk', { text: 'one' }),
              action(33, 'hangup'),
            ],
          }),
        ]),
      },
      {
        name: 'a fetched flow jumps to an action of the flow that fetched it',
        account: phones([
          flow({ actions: [action(31, 'fetch_flow', { flow_id: id(35) }), action(32, 'hangup')] }),
          flow({ id: id(35), actions: [action(36, 'goto', { target_id: id(32), loop_count: 1 })] }),
        ]),
      },
      {
        name: 'a jump to an action that does not exist has no count, so the flow never takes it',
        account: phones([
          flow({ actions: [action(31, 'talk', { text: 'a' }), action(32, 'goto', { target_id: id(99) })] }),
        ]),
      },
      {
        name: 'a condition has no action for the result "false" (reported by flow-cuts-off)',
        account: phones([flow({ actions: [action(31, 'condition_variable')] })]),
      },
      {
        name: 'the next_id of an action is the id that marks the end of a flow',
        account: phones([
          flow({ actions: [{ ...action(31, 'answer'), next_id: '00000000-0000-0000-0000-000000000002' }] }),
        ]),
      },
    ],
    bad: () => [
      {
        name: 'a key in a menu leads to an action that does not exist',
        account: phones([
          flow({
            actions: [
              action(30, 'talk', { text: 'Press 1' }),
              action(31, 'branch', { target_ids: { '1': id(99) }, default_target_id: id(32) }),
              action(32, 'hangup'),
            ],
          }),
        ]),
      },
      {
        name: 'a condition leads to an action that does not exist when it is false',
        account: phones([flow({ actions: [action(31, 'condition_variable', { false_target_id: id(99) })] })]),
      },
      {
        name: 'the next_id of an action is the id of an action that does not exist',
        account: phones([flow({ actions: [{ ...action(31, 'answer'), next_id: id(99) }] })]),
      },
    ],
  },
  *check(_account, { calls }) {
    const lost = new Set<string>();
    for (const { step, way, whys } of lossesIn(calls, ({ isMissing }) => isMissing)) {
      const row = calls.flowOf(step);
      if (row === undefined) continue;
      lost.add(row.id);
      yield {
        subject: calls.subjectOf(row),
        key: calls.keyOf(step),
        messageId: 'jump_missing',
        data: { action: placeOf(step, calls), whys, way: wayOf(way, calls) },
      };
    }
    for (const row of calls.lists) {
      const step = lost.has(row.id) ? undefined : lostNext(row.id, calls);
      if (step === undefined) continue;
      yield {
        subject: calls.subjectOf(row),
        key: calls.keyOf(step),
        messageId: 'next_missing',
        data: { action: placeOf(step, calls), next_id: step.next ?? '' },
      };
    }
  },
});

/** The platform's own ids for the first action, the end, and the following action. */
const RESERVED = /^0{8}-0{4}-0{4}-0{4}-0{11}[0-3]$/;

/** A next action that does not exist hangs the call up, as the regular end does: few will have meant that. */
function lostNext(flow: string, calls: AccountCalls): Step | undefined {
  const { flows } = calls.account;
  const code = flows.get(flow.toLowerCase());
  const isAnywhere = (id: string): boolean => [...flows.values()].some(({ indexOf }) => indexOf.has(id));
  const isLost = (step: Step): boolean =>
    step.next !== undefined &&
    code?.after[step.index] === undefined &&
    !RESERVED.test(step.next) &&
    calls.isReached(step) &&
    !isAnywhere(step.next);
  return code?.steps.find(isLost);
}
