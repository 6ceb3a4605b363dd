import type { Queue } from '../../api/wire.ts';
import { isSetId } from '../../core/ids.ts';
import { SECOND } from '../../core/time.ts';
import { callSections, type AccountCalls } from '../calls.ts';
import { action, flow, id, phones, queue, seen } from '../examples.ts';
import { onlyWhere, type OnlyWhere, type Ref } from '../places.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';
import { waitsIn } from '../wait-flows.ts';
import { durationWords, onlyWords } from '../ways.ts';

type Wait = Readonly<{
  promised_seconds: number;
  /** After which it ends. */
  seconds: number;
  wait_flow: Ref;
  only_where: OnlyWhere;
  /** For which a play was taken, where one is heard; else null. */
  play_seconds: number | null;
}>;

function waitWords({ promised_seconds, only_where, play_seconds }: Wait, how: string): string {
  const music = play_seconds === null ? '' : ` (a play taken for ${durationWords(play_seconds)})`;
  return `promises a wait of ${durationWords(promised_seconds)}, but ${how}${onlyWords(only_where)}${music}`;
}

const speaking = flow({ id: id(35), name: 'Hold', actions: [action(36, 'talk', { text: 'Please hold.' })] });
const long = '<speak>Please hold.<break time="10s"/></speak>';
const minutes = (count: number, fields: Partial<Queue> = {}): Queue =>
  queue({ wait_flow_id: id(35), wait_timeout: count * 60_000, ...fields });

export const queueWaitCutOff = defineRule({
  id: 'queue-wait-cut-off',
  title: 'a queue cuts callers off before its promised wait is over',
  category: 'routing',
  severity: 'high',
  since: '0.4.0',
  needs: callSections,
  server: ['timeouts'],
  why: 'While a caller waits, each round of the wait flow uses up its own actions and two more of the 100 that a call may use. When they are used up, the call is cut off, however long `wait_timeout` is.',
  fix: 'make a round of the wait flow longer, as one talk with pauses (`<speak>... <break time="10s"/></speak>`) or one long play, or promise a shorter wait',
  messages: {
    cut_off: (data: Wait & { actions_before: number }) =>
      waitWords(
        data,
        `cuts callers off after ${durationWords(data.seconds)}, when rounds of its wait flow ${data.wait_flow.name} have used up the 100 actions of a call${data.actions_before > 0 ? ` (${data.actions_before} before the wait)` : ''}`,
      ),
    hung_up: (data: Wait) =>
      waitWords(
        data,
        `hangs up on callers after ${durationWords(data.seconds)}, at the end of its wait flow ${data.wait_flow.name}`,
      ),
  },
  variants: [{ severity: 'medium', when: 'it depends on the kind of server, or on how long music lasts' }],
  thresholds: {
    play_seconds: {
      default: 60,
      unit: 'seconds',
      what: 'that one play is assumed to last, since its sounds are unknown',
    },
  },
  examples: {
    ok: () => [
      {
        name: 'a queue has a wait timeout of 5 minutes and a wait flow with long pauses',
        account: phones([flow({ id: id(35), actions: [action(36, 'talk', { text: long })] })], {
          queues: [minutes(5)],
        }),
      },
      {
        name: 'a queue has a wait timeout of 12 seconds and a short announcement',
        account: phones([speaking], { queues: [minutes(0.2)] }),
      },
      {
        name: 'a queue has no wait timeout and a short announcement',
        account: phones([speaking], { queues: [minutes(0)] }),
      },
      {
        name: 'a queue has a wait timeout of 30 minutes and plays music of unknown length',
        account: phones([flow({ id: id(35), actions: [action(36, 'play', { stream_urls: ['x'] })] })], {
          queues: [minutes(30)],
        }),
      },
      {
        name: 'a queue has a wait flow that takes no time (reported by queue-wait-flow-nonblocking)',
        account: phones([flow({ id: id(35), actions: [action(36, 'answer')] })], { queues: [minutes(5)] }),
      },
    ],
    bad: () => [
      {
        name: 'a queue has a wait timeout of 5 minutes but only a short announcement',
        account: phones([speaking], { queues: [minutes(5)] }),
      },
      {
        name: 'a 10-minute wait has a short announcement and a pause, and runs show that pauses end',
        account: phones(
          [
            flow({
              id: id(35),
              actions: [
                action(36, 'talk', { text: 'Please hold.' }),
                action(37, 'sleep', { duration: 5000 }),
              ],
            }),
          ],
          { queues: [minutes(10)], activeflows: seen('timeouts', true) },
        ),
      },
      {
        name: 'a 10-minute wait has a short announcement and a pause, and no run shows whether pauses end',
        account: phones(
          [
            flow({
              id: id(35),
              actions: [
                action(36, 'talk', { text: 'Please hold.' }),
                action(37, 'sleep', { duration: 5000 }),
              ],
            }),
          ],
          { queues: [minutes(10)] },
        ),
      },
      {
        name: 'a queue has a wait timeout of an hour and plays music of unknown length',
        account: phones([flow({ id: id(35), actions: [action(36, 'play', { stream_urls: ['x'] })] })], {
          queues: [minutes(60)],
        }),
      },
      {
        name: 'a queue has a wait timeout of 5 minutes, but its wait flow hangs up after one second',
        account: phones(
          [
            flow({
              id: id(35),
              actions: [action(36, 'talk', { text: 'Please hold.' }), action(37, 'hangup')],
            }),
          ],
          { queues: [minutes(5)] },
        ),
      },
    ],
  },
  *check({ queues }, { calls, thresholds }) {
    for (const row of queues) {
      const promised = row.wait_timeout ?? 0;
      if (row.tm_delete || promised <= 0 || !isSetId(row.wait_flow_id)) continue;
      const wait = shortestWait(row, thresholds.play_seconds * SECOND, calls);
      if (wait === undefined || wait.ms >= promised) continue;
      const { ms, end, vague, used, only } = wait;
      const data: Wait = {
        promised_seconds: promised / SECOND,
        seconds: ms / SECOND,
        wait_flow: { id: row.wait_flow_id, name: calls.nameOf(row.wait_flow_id) },
        only_where: onlyWhere(only),
        play_seconds: vague ? thresholds.play_seconds : null,
      };
      yield {
        subject: queueSubject(row),
        ...(end.kind === 'limit'
          ? { messageId: 'cut_off', data: { ...data, actions_before: used } }
          : { messageId: 'hung_up', data }),
        ...((vague || only !== undefined) && { severity: 'medium' as const }),
      };
    }
  },
});

/** On the kind of server that ends it first; undefined where none ends it, or it takes no time. */
function shortestWait(row: Queue, playMs: number, calls: AccountCalls) {
  const waits = waitsIn(row.id.toLowerCase(), calls, () => playMs);
  const over = waits.filter(({ end, ms }) => ms > 0 && ENDED.has(end.kind)).sort((a, b) => a.ms - b.ms);
  const [first] = over;
  if (first === undefined) return undefined;
  const faults = calls.unknown.filter((fault) => first.dependsOn.has(fault));
  return { ...first, only: over.length === waits.length ? undefined : { server: first.server, faults } };
}

const ENDED: ReadonlySet<string> = new Set(['limit', 'regular', 'hangup']);
