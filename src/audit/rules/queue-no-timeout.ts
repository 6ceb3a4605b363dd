import type { Flow, Queue } from '../../api/wire.ts';
import { hasPlaceholder } from '../../calls/variables.ts';
import { endsSilently } from '../afterwards.ts';
import type { AccountCalls } from '../calls.ts';
import { SECOND } from '../../core/time.ts';
import { action, flow, queue } from '../examples.ts';
import { sole, type Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import type { Said } from '../sentences.ts';
import { queueSubject } from '../subjects.ts';
import { waitsIn } from '../wait-flows.ts';
import { durationWords } from '../ways.ts';

const messages = {
  endless: 'has no wait timeout: callers wait until they give up',
  cut_off: ({ cut_off_seconds }: { cut_off_seconds: number }) =>
    `has no wait timeout: callers wait until they give up, or are cut off after ${durationWords(cut_off_seconds)}, when the 100 actions of a call are used up`,
};

export const queueNoTimeout = defineRule({
  id: 'queue-no-timeout',
  title: 'callers wait in a queue without a limit',
  category: 'routing',
  severity: 'medium',
  since: '0.2.0',
  needs: ['queues', 'flows'],
  why: 'Without a limit callers wait until they give up, at night and on weekends too, and every minute costs money. Nothing takes them out of the queue: when the rounds of the wait flow have used up the 100 actions of a call, they are cut off.',
  fix: 'give the queue a wait timeout (`voipbin queues update <queue> --wait-timeout 5m`), and let something follow queue_join; the platform does not end every wait by it, so the wait flow must last that long',
  messages,
  repair: {
    does: 'gives it the timeout of all other queues that have one, if at least two have the same and every flow that leads there continues after queue_join',
  },
  examples: {
    ok: () => [
      {
        name: 'a queue has a wait timeout of 5 minutes',
        account: { queues: [queue({ wait_timeout: 300_000 })], flows: [flow()] },
      },
    ],
    bad: () => [
      {
        name: 'a queue has no wait timeout',
        account: { queues: [queue({ wait_timeout: undefined })], flows: [flow()] },
      },
      {
        name: 'a queue has no wait timeout, and its wait flow plays music of unknown length',
        account: {
          queues: [queue({ wait_timeout: undefined })],
          flows: [
            flow({ actions: [action(31, 'play', { stream_urls: ['https://media.acme.example/hold.wav'] })] }),
          ],
        },
      },
      {
        name: 'a queue has a negative wait timeout',
        account: { queues: [queue({ wait_timeout: -1 })], flows: [flow()] },
      },
    ],
  },
  *check({ queues, flows }, { calls }) {
    for (const row of queues) {
      if (row.tm_delete || (row.wait_timeout ?? 0) > 0) continue;
      yield {
        subject: queueSubject(row),
        ...endOf(row, calls),
        repair: repairOf(row, queues, flows, calls),
      };
    }
  },
});

function repairOf(
  row: Queue,
  queues: readonly Queue[],
  flows: readonly Flow[],
  calls: AccountCalls,
): Repair | undefined {
  const limits = queues.flatMap(({ wait_timeout, tm_delete }) =>
    !tm_delete && (wait_timeout ?? 0) > 0 ? [wait_timeout ?? 0] : [],
  );
  const limit = sole([...new Set(limits)]);
  if (limit === undefined || limits.length < 2 || !flows.every((flow) => goesOn(flow, row.id, calls)))
    return undefined;
  return {
    because: `all ${limits.length} queues with a limit have this one`,
    changes: [{ kind: 'queues', id: row.id, set: { wait_timeout: limit } }],
  };
}

/** Whether a caller whose time is up in the queue hears anything more. */
const goesOn = ({ id }: Flow, queueId: string, { account }: AccountCalls): boolean =>
  (account.flows.get(id.toLowerCase())?.steps ?? []).every(
    (step) =>
      step.type !== 'queue_join' ||
      !mayName(step.option['queue_id'], queueId) ||
      !endsSilently(step, account),
  );

/** A variable may turn out to be any queue. */
const mayName = (value: unknown, id: string): boolean =>
  typeof value === 'string' && (hasPlaceholder(value) || value.toLowerCase() === id);

/** What happens to callers who keep waiting. */
function endOf(row: Queue, calls: AccountCalls): Said<typeof messages> {
  const waits = waitsIn(row.id.toLowerCase(), calls)
    .filter(({ end, ms, vague }) => end.kind === 'limit' && ms > 0 && !vague)
    .map(({ ms }) => ms);
  return waits.length === 0
    ? { messageId: 'endless' }
    : { messageId: 'cut_off', data: { cut_off_seconds: Math.min(...waits) / SECOND } };
}
