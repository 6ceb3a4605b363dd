import type { Code, Step } from '../../calls/code.ts';
import { waysOf } from '../../calls/explore/reading.ts';
import { plural } from '../../core/text.ts';
import { callSections } from '../calls.ts';
import { lossesIn } from '../losses.ts';
import { action, flow, id, phones } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';
import { placeOf, type Place } from '../places.ts';
import { actionName, isCountedJump } from '../ways.ts';

/** The indexes of the actions that never run, of how many. */
type Unreachable = Readonly<{ indexes: readonly number[]; action_count: number; first: Place }>;

export const flowUnreachableAction = defineRule({
  id: 'flow-unreachable-action',
  title: 'a flow has actions that can never run',
  category: 'flows',
  severity: 'low',
  since: '0.2.0',
  needs: callSections,
  explores: true,
  why: 'Actions after a hangup, or that no choice, key, or time leads to, never run, although someone believes that callers hear them. Often a choice of a menu was forgotten, or a condition is always true.',
  fix: 'add a branch that leads to the actions, or remove them',
  messages: {
    never_run: ({ indexes, action_count, first }: Unreachable) =>
      `has ${plural(indexes.length, 'action')} of ${action_count} that can never run; the first is ${actionName(first)}`,
  },
  examples: {
    ok: () => [
      {
        name: 'a menu leads to every action of a flow',
        account: phones([
          flow({
            actions: [
              action(31, 'talk', { text: 'Press 1', digits_handle: 'next' }),
              action(32, 'branch', { target_ids: { '1': id(34) }, default_target_id: id(33) }),
              action(33, 'hangup'),
              action(34, 'talk', { text: 'one' }),
            ],
          }),
        ]),
      },
      {
        name: 'a flow jumps to an action whose id comes from a variable',
        account: phones([
          flow({
            actions: [
              action(31, 'goto', { target_id: '${next}', loop_count: 1 }),
              action(32, 'hangup'),
              action(33, 'talk', { text: 'one' }),
            ],
          }),
        ]),
      },
      {
        name: 'a flow hangs up after it fetched a flow that already hangs up',
        account: phones([
          flow({ actions: [action(31, 'fetch_flow', { flow_id: id(2) }), action(32, 'hangup')] }),
          flow({ id: id(2), actions: [action(41, 'talk', { text: 'Bye' }), action(42, 'hangup')] }),
        ]),
      },
      {
        name: 'an action follows a weekday check that cuts off calls (reported by flow-weekdays)',
        account: phones([
          flow({
            actions: [
              action(31, 'condition_datetime', { condition: '==', weekdays: [1], false_target_id: id(33) }),
              action(32, 'hangup'),
              action(33, 'talk', { text: 'It is not Monday' }),
            ],
          }),
        ]),
      },
    ],
    bad: () => [
      {
        name: 'a flow has an action after a hangup',
        account: phones([flow({ actions: [action(31, 'hangup'), action(32, 'talk', { text: 'never' })] })]),
      },
      {
        name: 'an action is skipped because the one before it names a later one as the next',
        account: phones([
          flow({
            actions: [
              { ...action(31, 'answer'), next_id: id(33) },
              action(32, 'talk', { text: 'never' }),
              action(33, 'hangup'),
            ],
          }),
        ]),
      },
      {
        name: 'an action follows a check that the hour is later than 23',
        account: phones([
          flow({
            actions: [
              action(31, 'condition_datetime', {
                ...{ condition: '<', hour: 23, minute: -1 },
                false_target_id: id(33),
              }),
              action(32, 'talk', { text: 'never' }),
              action(33, 'hangup'),
            ],
          }),
        ]),
      },
    ],
  },
  *check({ flows }, { calls }) {
    if (calls.explored.some(({ found }) => found.cut)) return;
    const losses = lossesIn(calls, ({ kind }) => kind === 'failed' || kind === 'limit' || kind === 'blocked');
    const losing = new Set(losses.map(({ step }) => step));
    for (const row of flows) {
      const code = calls.account.flows.get(row.id.toLowerCase());
      const reached = calls.reachedIn(row.id);
      if (code === undefined || reached === undefined || reached.size === code.steps.length) continue;
      const open = reachableIn(code, reached, losing);
      const never = open === 'all' ? [] : code.steps.filter(({ index }) => open[index] !== 1);
      const [first] = never;
      if (first === undefined) continue;
      yield {
        subject: flowSubject(row),
        messageId: 'never_run',
        data: {
          indexes: never.map(({ index }) => index),
          action_count: code.steps.length,
          first: placeOf(first, calls),
        },
      };
    }
  },
});

/**
 * One finding for one cause: an action at which calls are cut off or stay counts as if it let them go on every way.
 * By index, 1 where an action counts as reached; `all`: a target is only known when it runs.
 */
function reachableIn(
  { steps, indexOf }: Code,
  reached: ReadonlySet<number>,
  losing: ReadonlySet<Step>,
): Uint8Array | 'all' {
  const found = new Uint8Array(steps.length);
  const open: Step[] = [];
  for (const step of steps) {
    const loses = losing.has(step);
    if (!loses && !reached.has(step.index)) continue;
    found[step.index] = 1;
    if (loses || mayLeadOn(step)) open.push(step);
  }
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { open: isOpen, jumps, follows } = waysOf(step);
    if (isOpen) return 'all';
    if (step.type === 'hangup') continue;
    const find = (index: number | undefined): void => {
      const next = index === undefined ? undefined : steps[index];
      if (next === undefined || found[next.index] === 1) return;
      found[next.index] = 1;
      open.push(next);
    };
    for (const id of jumps) find(indexOf.get(id));
    if (follows) find(step.index + 1);
  }
  return found;
}

/**
 * What a branch can take is the affair of flow-keys-unmatched, and what variables hold may come from outside; a queue
 * may have no wait flow; a counted jump ends on some servers; what follows a fetched flow is there for the day when
 * that one no longer hangs up.
 */
const mayLeadOn = (step: Step): boolean =>
  ['branch', 'condition_variable', 'fetch_flow', 'queue_join'].includes(step.type) ||
  isCountedJump(step) ||
  waysOf(step).open;
