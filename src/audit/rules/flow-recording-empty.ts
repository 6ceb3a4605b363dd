import { endsSilently } from '../afterwards.ts';
import { callSections } from '../calls.ts';
import { action, flow, phones } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { placeOf, type Place } from '../places.ts';
import { actionName } from '../ways.ts';

const start = action(32, 'recording_start', { format: 'wav' });
const ask = action(31, 'talk', { text: 'Leave a message after the tone.' });

export const flowRecordingEmpty = defineRule({
  id: 'flow-recording-empty',
  title: 'a recording ends before anyone can speak',
  category: 'flows',
  severity: 'high',
  since: '0.4.0',
  needs: callSections,
  explores: true,
  why: 'A recording starts and the flow continues immediately. Without an action that takes time the call is over before the caller has said a word, and the message is empty.',
  fix: 'add something that leaves time to speak after `recording_start`, and works where timeouts do not fire: a talk with long pauses that a key ends, or a long play',
  messages: {
    no_time: ({ action: recording }: { action: Place }) =>
      `starts a recording at ${actionName(recording)}, and ends it before the caller has time to speak`,
  },
  examples: {
    ok: () => [
      {
        name: 'a flow starts a recording, followed by speech with a pause of 10 seconds',
        account: phones([
          flow({ actions: [ask, start, action(33, 'talk', { text: '<speak><break time="10s"/></speak>' })] }),
        ]),
      },
      {
        name: 'a flow starts a recording before the first announcement, to record the whole call',
        account: phones([flow({ actions: [start, ask, action(33, 'hangup')] })]),
      },
      {
        name: 'a flow starts a recording after a hangup, so no call gets there',
        account: phones([flow({ actions: [action(33, 'hangup'), start] })]),
      },
    ],
    bad: () => [
      {
        name: 'a flow starts a recording as its last action',
        account: phones([flow({ actions: [ask, start] })]),
      },
      {
        name: 'a flow starts a recording, beeps and hangs up',
        account: phones([flow({ actions: [ask, start, action(33, 'beep'), action(34, 'hangup')] })]),
      },
      {
        name: 'a flow starts a recording and stops it immediately',
        account: phones([
          flow({ actions: [start, action(33, 'recording_stop'), action(34, 'talk', { text: 'Thank you' })] }),
        ]),
      },
    ],
  },
  *check(_account, { calls }) {
    for (const row of calls.lists) {
      for (const step of calls.account.flows.get(row.id.toLowerCase())?.steps ?? []) {
        if (step.type !== 'recording_start' || !calls.isCalled(step)) continue;
        if (!endsSilently(step, calls.account, 'recording_stop')) continue;
        yield {
          subject: calls.subjectOf(row),
          key: calls.keyOf(step),
          messageId: 'no_time',
          data: { action: placeOf(step, calls) },
        };
      }
    }
  },
});
