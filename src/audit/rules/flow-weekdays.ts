import { utcDay } from '../../core/time.ts';
import type { Action, Flow } from '../../api/wire.ts';
import { asksForWeekdays } from '../../snapshot/server-evidence.ts';
import { plural } from '../../core/text.ts';
import { action, flow, id, phones, seen } from '../examples.ts';
import type { AccountCalls } from '../calls.ts';
import { defineRule } from '../rule.ts';
import { rewriting, withOption } from '../flow-repair.ts';
import type { Repair } from '../repair.ts';
import { placeOf, type Place } from '../places.ts';
import { actionName, seenOn } from '../ways.ts';

const checkWords = ([first, ...others]: readonly Place[]): string =>
  `checks weekdays in ${first === undefined ? '' : actionName(first)}${others.length === 0 ? '' : ` and ${plural(others.length, 'more action')}`}`;

const office = flow({
  actions: [
    action(31, 'condition_datetime', {
      ...{ condition: '<=', hour: 9, minute: -1, weekdays: [1, 2, 3, 4, 5] },
      false_target_id: id(33),
    }),
    action(32, 'talk', { text: 'Good morning' }),
    action(33, 'hangup'),
  ],
});
const { flows } = phones([office]);

export const flowWeekdays = defineRule({
  id: 'flow-weekdays',
  title: 'a weekday check cuts off every call',
  category: 'flows',
  severity: 'critical',
  since: '0.4.0',
  needs: ['flows'],
  server: ['weekdays'],
  why: 'The published server cannot read the `weekdays` of a condition, although its documentation describes them: whoever reaches such an action is cut off, on every day of the week.',
  fix: 'remove the weekdays and check dates instead: `hours` in a plan file generates such a flow from opening hours (see `voipbin hours`)',
  messages: {
    cut_off: ({ actions, seen_on }: { actions: readonly Place[]; seen_on: string }) =>
      `${checkWords(actions)}: this server cuts the call off there: ${seenOn(seen_on)}`,
    maybe_cut_off: ({ actions }: { actions: readonly Place[] }) =>
      `${checkWords(actions)}: the published server cuts the call off there, and no run shows whether this one does`,
  },
  repair: { does: 'removes the weekdays if all seven are listed, so that they decide nothing' },
  variants: [{ severity: 'high', when: 'no run of this account shows what this server does' }],
  examples: {
    ok: () => [
      { name: 'a flow does not check weekdays', account: { flows: [flow()] } },
      {
        name: 'a time check has an empty list of weekdays',
        account: { flows: [flow({ actions: [action(31, 'condition_datetime', { weekdays: [] })] })] },
      },
      {
        name: 'a flow checks weekdays, and runs show that this server supports it',
        account: { flows, ...{ activeflows: seen('weekdays', true) } },
      },
    ],
    bad: () => [
      {
        name: 'a flow checks for Monday to Friday, and no run shows whether this server supports it',
        account: { flows },
      },
      {
        name: 'a flow checks for Monday to Friday, and runs show that this server does not support it',
        account: { flows, ...{ activeflows: seen('weekdays', false) } },
      },
    ],
  },
  *check(_account, { calls }) {
    const fact = calls.evidence.weekdays;
    if (fact?.works === true) return;
    for (const row of calls.lists) {
      const actions = (row.actions ?? []).flatMap((one: Action, index) =>
        asksForWeekdays(one) ? [placeOf({ ...one, flow: row.id, index, type: one.type ?? '' }, calls)] : [],
      );
      if (actions.length === 0) continue;
      const within = calls.keyWithin(row.id);
      yield {
        subject: calls.subjectOf(row),
        ...(within !== '' && { key: within }),
        ...(fact === undefined
          ? { messageId: 'maybe_cut_off', data: { actions }, severity: 'high' }
          : { messageId: 'cut_off', data: { actions, seen_on: utcDay(fact.at) } }),
        repair: repairOf(row, calls),
      };
    }
  },
});

/** Weekdays cannot be asked for in another way within one flow; only what asks for every day asks for nothing. */
function repairOf(row: Flow, calls: AccountCalls): Repair | undefined {
  const asking = (row.actions ?? []).flatMap((one, index) => (asksForWeekdays(one) ? [{ one, index }] : []));
  const isAlways = ({ one }: { one: Action }): boolean =>
    new Set(one.option?.['weekdays'] as unknown[]).size === 7;
  if (!asking.every(isAlways)) return undefined;
  return rewriting(row, calls, 'all seven weekdays are every day', {
    rewrite: asking.map(({ one, index }) => ({ index, actions: [withOption(one, { weekdays: [] })] })),
  });
}
