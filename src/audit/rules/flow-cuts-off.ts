import { asksForWeekdays } from '../../snapshot/server-evidence.ts';
import { plural } from '../../core/text.ts';
import { takesTime, effectIn } from '../afterwards.ts';
import { callSections, type AccountCalls } from '../calls.ts';
import { lossesIn, type Loss } from '../losses.ts';
import { action, flow, id, number, phones } from '../examples.ts';
import { defineRule, type ProblemOf } from '../rule.ts';
import type { Subject } from '../subjects.ts';
import { onlyWhere, placeOf, wayOf, type OnlyWhere, type Place, type WayThere } from '../places.ts';
import { actionName, endlessJumpIn, onlyWords, wayWords } from '../ways.ts';

const menu = (actions: Parameters<typeof action>[2]) =>
  flow({
    actions: [
      action(31, 'talk', { text: 'Press 1 or 2', digits_handle: 'next' }),
      action(32, 'branch', actions),
      action(33, 'talk', { text: 'one' }),
      action(34, 'hangup'),
    ],
  });

type CutOff = Readonly<{
  action: Place;
  /** Why, once for each cause: a clause each. */
  whys: readonly string[];
  only_where: OnlyWhere;
  way: WayThere;
}>;

function cutOffWords({ action: place, whys: [why = '', ...others], only_where, way }: CutOff): string {
  const more = others.length === 0 ? '' : `, and ${plural(others.length, 'more case')} like it`;
  return `${actionName(place)}${onlyWords(only_where)}: ${why}${more}${wayWords(way)}`;
}

const messages = {
  cut_off: (data: CutOff) => `cuts callers off at ${cutOffWords(data)}`,
  run_ends: (data: CutOff) => `ends early at ${cutOffWords(data)}`,
  endless_menu: ({ action: place, way }: { action: Place; way: WayThere }) =>
    `goes back to ${actionName(place)} for as long as the caller presses nothing, until the 100 actions of a call are used up: then the call is cut off${wayWords(way)}`,
};

export const flowCutsOff = defineRule({
  id: 'flow-cuts-off',
  title: 'callers are cut off',
  category: 'flows',
  severity: 'critical',
  since: '0.4.0',
  needs: callSections,
  explores: true,
  server: ['timeouts', 'weekdays', 'counted_jumps'],
  why: 'An action that cannot decide or connect ends the call immediately, without a word: a key for which nothing is set up, a condition without an action for "no", a call to no one. The caller thinks that the line went dead.',
  fix: 'set up what the message says is missing: a `default_target_id` for a branch, a `false_target_id` for a condition, someone to call',
  messages,
  fixes: {
    endless_menu:
      'repeat it two or three times by writing out the rounds, then end with an announcement and a hangup',
  },
  variants: [
    { severity: 'high', when: 'no number leads there, or it depends on the kind of server' },
    {
      severity: 'low',
      when: 'only callers who press nothing get there, after they have heard everything many times',
    },
  ],
  examples: {
    ok: () => [
      {
        name: 'a menu has an action for key 1 and a default for all other keys',
        account: phones([menu({ target_ids: { '1': id(33) }, default_target_id: id(34) })]),
      },
      {
        name: 'a menu has a default action that does not exist (reported by flow-jump-missing)',
        account: phones([menu({ target_ids: { '1': id(33) }, default_target_id: id(99) })]),
      },
      {
        name: 'a flow joins a queue that does not exist (reported by flow-reference-missing)',
        account: phones([flow({ actions: [action(31, 'queue_join', { queue_id: id(99) })] })]),
      },
      {
        name: 'a menu repeats its announcement when the caller presses 1',
        account: phones([
          flow({
            actions: [
              action(31, 'talk', { text: 'Press 1 to hear this again', digits_handle: 'next' }),
              action(32, 'branch', { target_ids: { '1': id(31) }, default_target_id: id(33) }),
              action(33, 'hangup'),
            ],
          }),
        ]),
      },
    ],
    bad: () => [
      {
        name: 'a menu has an action for key 1 but no default for other keys',
        account: phones([menu({ target_ids: { '1': id(33) } })]),
      },
      {
        name: 'a flow checks whether the hour is 9 but has no action for other hours',
        account: phones([
          flow({ actions: [action(31, 'condition_datetime', { condition: '==', hour: 9 })] }),
        ]),
      },
      {
        name: 'a flow connects callers to an empty list of destinations',
        account: phones([flow({ actions: [action(31, 'connect', { destinations: [] })] })]),
      },
      {
        name: 'a flow that no number leads to has a menu without a default',
        account: { ...phones([menu({ target_ids: { '1': id(33) } })]), numbers: [] },
      },
      {
        name: 'a flow for text messages has an action that needs a call',
        account: {
          ...phones([flow({ actions: [action(31, 'ai_talk')] })]),
          numbers: [number({ call_flow_id: null, message_flow_id: id(30) })],
        },
      },
      {
        name: 'a menu repeats for as long as the caller presses no key',
        account: phones([menu({ target_ids: { '1': id(33) }, default_target_id: id(31) })]),
      },
    ],
  },
  *check(_account, { calls }) {
    for (const loss of lossesIn(calls, (end) => end.kind === 'failed' && !isReportedElsewhere(end, calls))) {
      const row = calls.flowOf(loss.step);
      if (row !== undefined) yield problemOf(loss, calls.subjectOf(row), calls);
    }
    yield* endlessMenus(calls);
  },
});

/**
 * One finding for one cause: what names an object or an action that does not exist is found by the rules that say
 * which (flow-reference-missing, flow-jump-missing, queue-wait-flow-missing), and a check of weekdays by
 * flow-weekdays, which knows whether this server can do it.
 */
function isReportedElsewhere(
  { step, isMissing }: { step: Loss['step']; isMissing: boolean },
  { evidence }: AccountCalls,
): boolean {
  const names = step.type === 'fetch_flow' || step.type === 'queue_join';
  const fails = asksForWeekdays(step) && evidence.weekdays?.works !== true;
  return step.inserted || (names && !step.filled) || isMissing || fails;
}

function problemOf(loss: Loss, subject: Subject, calls: AccountCalls): ProblemOf<typeof messages> {
  const { step, whys, origin, only } = loss;
  const sure = origin === 'number' && only === undefined;
  return {
    subject,
    key: calls.keyOf(step),
    messageId: origin === 'run' ? 'run_ends' : 'cut_off',
    data: {
      action: placeOf(step, calls),
      whys,
      only_where: onlyWhere(only),
      way: wayOf(loss.way, calls),
    },
    ...(!sure && { severity: 'high' as const }),
  };
}

/** Counted jumps and loops that take no time have rules of their own. */
function* endlessMenus(calls: AccountCalls): Iterable<ProblemOf<typeof messages>> {
  for (const { loop, origin } of calls.loops()) {
    const { steps, silent, waiting, way } = loop;
    const [first] = steps;
    const row = first && calls.flowOf(first);
    if (
      first === undefined ||
      row === undefined ||
      !silent ||
      waiting ||
      origin === 'run' ||
      endlessJumpIn(steps, calls) !== undefined
    )
      continue;
    if (!steps.some((step) => takesTime(effectIn(step, calls.account)))) continue;
    yield {
      subject: calls.subjectOf(row),
      key: `again ${calls.keyOf(first)}`,
      messageId: 'endless_menu',
      data: { action: placeOf(first, calls), way: wayOf(way, calls) },
      severity: 'low',
    };
  }
}
