import { queue } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';

export const queueAnswerRate = defineRule({
  id: 'queue-answer-rate',
  title: 'many callers of a queue are never answered',
  category: 'routing',
  severity: 'medium',
  since: '0.2.0',
  needs: ['queues'],
  why: 'Callers who give up call the competition. The platform counts the callers who joined and who were served since the queue was created; the rest gave up, were thrown out, or timed out.',
  fix: 'add agents at the busy hours, shorten the wait flow, or offer a callback',
  messages: {
    low_answer_rate: ({
      answered,
      callers,
      percent,
    }: {
      answered: number;
      callers: number;
      percent: number;
    }) => `answered ${answered} of ${callers} callers (${percent} %)`,
  },
  traffic: {
    from: 'activity',
    direction: 'in',
    places: ['callers that the queue has counted since it was created'],
    days: 0,
  },
  thresholds: {
    percent: { default: 80, unit: 'percent', what: 'of calls answered, below which a queue is reported' },
    calls: { default: 50, unit: 'calls', what: 'that are needed before a rate means anything' },
  },
  examples: {
    ok: () => [
      {
        name: 'a queue answered 90 of 100 callers',
        account: { queues: [queue({ total_incoming_count: 100, total_serviced_count: 90 })] },
      },
      {
        name: 'a queue had only 10 callers, too few for a rate',
        account: { queues: [queue({ total_incoming_count: 10 })] },
      },
      {
        name: 'a queue answered 38 of 50 callers, and 4 are still waiting',
        decoy: true,
        account: {
          queues: [
            queue({
              total_incoming_count: 50,
              total_serviced_count: 38,
              wait_queuecall_ids: ['a', 'b', 'c', 'd'],
            }),
          ],
        },
      },
    ],
    bad: () => [
      {
        name: 'a queue answered 450 of 900 callers',
        account: { queues: [queue({ total_incoming_count: 900, total_serviced_count: 450 })] },
      },
      {
        name: 'a queue answered 0 of 60 callers',
        account: { queues: [queue({ total_incoming_count: 60 })] },
      },
    ],
  },
  *check({ queues }, { thresholds }) {
    for (const row of queues) {
      const came = (row.total_incoming_count ?? 0) - (row.wait_queuecall_ids?.length ?? 0);
      const served = row.total_serviced_count ?? 0;
      if (row.tm_delete || (row.total_incoming_count ?? 0) < thresholds.calls || came <= 0) continue;
      const percent = Math.round((served / came) * 100);
      if (percent >= thresholds.percent) continue;
      yield {
        subject: queueSubject(row),
        messageId: 'low_answer_rate',
        data: { answered: served, callers: came, percent },
      };
    }
  },
});
