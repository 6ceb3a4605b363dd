import { utcDay } from '../../core/time.ts';
import type { Flow } from '../../api/wire.ts';
import type { Step } from '../../calls/code.ts';
import { callSections, type AccountCalls } from '../calls.ts';
import { lossesIn, type Loss } from '../losses.ts';
import { action, flow, id, phones, queue, seen } from '../examples.ts';
import { keyDuringTalk, rewriting, spokenPause } from '../flow-repair.ts';
import type { Repair } from '../repair.ts';
import { defineRule, type Severity } from '../rule.ts';
import type { Said } from '../sentences.ts';
import { placeOf, wayOf, type Place, type WayThere } from '../places.ts';
import { actionName, seenOn, wayWords } from '../ways.ts';

/** `waiting`: for an agent who is free. */
type Silence = Readonly<{ action: Place; waiting: boolean; way: WayThere }>;

const silenceWords = ({ action: place, waiting, way }: Silence, why: string): string =>
  `leaves callers${waiting ? ', while no agent is free,' : ''} in silence at ${actionName(place)}: ${why}${wayWords(way)}`;

const endWords = ({ action: { type } }: Silence): string =>
  type === 'digits_receive' ? 'only a key ends it' : 'it never ends';

const pausing = flow({ actions: [action(31, 'sleep', { duration: 3000 }), action(32, 'hangup')] });
const asking = flow({
  actions: [
    action(31, 'talk', { text: 'Press 1' }),
    action(32, 'digits_receive', { duration: 5000, length: 1 }),
    action(33, 'branch', { target_ids: {}, default_target_id: id(34) }),
    action(34, 'hangup'),
  ],
});

const messages = {
  nothing_ends_it: (data: Silence & { why: string }) => silenceWords(data, data.why),
  no_timeout: (data: Silence & { seen_on: string }) =>
    silenceWords(data, `${endWords(data)}, as timeouts do not fire on this server: ${seenOn(data.seen_on)}`),
  maybe_no_timeout: (data: Silence) =>
    silenceWords(
      data,
      `${endWords(data)} where timeouts do not fire, and no run shows whether they do on this server`,
    ),
};

export const flowWaitsForever = defineRule({
  id: 'flow-waits-forever',
  title: 'callers wait in silence without end',
  category: 'flows',
  severity: 'high',
  since: '0.4.0',
  needs: callSections,
  explores: true,
  server: ['timeouts'],
  why: 'On the published server no timeout ever fires: a pause, a wait for keys that the caller does not press, and sending keys never end. The caller hears nothing until they hang up. What is driven by events works on every server: speech and music that end, and keys that are pressed during them.',
  fix: 'replace the pause with speech that contains it (`<speak><break time="3s"/></speak>`), and the wait for keys with a talk with `digits_handle: next` before the branch',
  messages,
  repair: {
    does: 'speaks a pause of up to a minute in place of a sleep; lets one key end an announcement, with a pause at its end, in place of a digits_receive between it and a branch',
  },
  variants: [
    {
      severity: 'critical',
      when: 'runs of this account show that timeouts do not fire, or no server ends it',
    },
    { severity: 'medium', when: 'callers only wait like this until an agent is free' },
  ],
  examples: {
    ok: () => [
      { name: 'a flow only speaks, and continues when the speech ends', account: phones([flow()]) },
      {
        name: 'a flow pauses and waits for keys, and runs show that timeouts fire',
        account: phones([pausing, asking], { activeflows: seen('timeouts', true) }),
      },
      {
        name: 'a flow pauses for 0 seconds',
        account: phones([flow({ actions: [action(31, 'sleep', { duration: 0 })] })]),
      },
    ],
    bad: () => [
      {
        name: 'a flow pauses for 3 seconds, and no run shows whether timeouts fire',
        account: phones([pausing]),
      },
      { name: 'a flow waits for a key, and no run shows whether timeouts fire', account: phones([asking]) },
      {
        name: 'a flow pauses for 3 seconds, and runs show that timeouts do not fire',
        account: phones([pausing], { activeflows: seen('timeouts', false) }),
      },
      {
        name: 'a flow makes a call without a destination',
        account: phones([flow({ actions: [action(31, 'call')] })]),
      },
      {
        name: 'a wait flow pauses for 9 seconds while no agent is free',
        account: phones(
          [
            flow({ actions: [action(31, 'queue_join', { queue_id: id(40) })] }),
            flow({ id: id(35), name: 'Hold', actions: [action(36, 'sleep', { duration: 9000 })] }),
          ],
          { queues: [queue({ wait_flow_id: id(35) })] },
        ),
      },
    ],
  },
  *check(_account, { calls }) {
    for (const loss of lossesIn(calls, ({ kind }) => kind === 'blocked')) {
      const row = calls.flowOf(loss.step);
      if (row === undefined) continue;
      yield {
        subject: calls.subjectOf(row),
        key: calls.keyOf(loss.step),
        ...reasonOf(loss, calls),
        ...severityOf(loss, calls),
        repair: repairOf(row, loss.step, calls),
      };
    }
  },
});

function repairOf(row: Flow, { type, index }: Step, calls: AccountCalls): Repair | undefined {
  const pause = type === 'sleep' ? spokenPause(row, index) : undefined;
  const key = type === 'digits_receive' ? keyDuringTalk(row, index, calls) : undefined;
  if (pause !== undefined) {
    return rewriting(row, calls, 'a pause of the same length that is spoken ends on every server', {
      rewrite: pause,
    });
  }
  if (key === undefined) return undefined;
  const because =
    'the announcement ends at the first key, and waits for it at its end: that works on every server';
  return rewriting(row, calls, because, { rewrite: key });
}

function severityOf(loss: Loss, { evidence }: AccountCalls): { severity?: Severity } {
  if (loss.waiting) return { severity: 'medium' };
  return dependsOnTimeouts(loss.step) && evidence.timeouts === undefined ? {} : { severity: 'critical' };
}

/** Whether a newer server would end it. */
const dependsOnTimeouts = ({ type }: Step): boolean => type !== 'call' && type !== 'block';

function reasonOf(
  { step, whys: [why = ''], waiting, way }: Loss,
  calls: AccountCalls,
): Said<typeof messages> {
  const data = { action: placeOf(step, calls), waiting, way: wayOf(way, calls) };
  if (!dependsOnTimeouts(step)) return { messageId: 'nothing_ends_it', data: { ...data, why } };
  const shown = calls.evidence.timeouts;
  return shown === undefined
    ? { messageId: 'maybe_no_timeout', data }
    : { messageId: 'no_timeout', data: { ...data, seen_on: utcDay(shown.at) } };
}
