import type { Flow, Queue } from '../../api/wire.ts';
import { queue } from '../examples.ts';
import { graphOf } from '../flow-graph.ts';
import { sole, type Repair } from '../repair.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';

export const queueNoTimeout = defineRule({
  id: 'queue-no-timeout',
  title: 'callers wait in a queue for ever',
  category: 'routing',
  severity: 'medium',
  since: '0.2.0',
  needs: ['queues'],
  why: 'Without a limit a caller waits until he gives up, at night and at the weekend too, every minute is paid for, and what the flow has for that case never comes.',
  fix: 'give the queue a wait_timeout in milliseconds (PUT /queues/<id> with all its fields), and let the flow go on after queue_join',
  repair: {
    does: 'gives it the time that all other queues with a limit have, at least two of them, where every flow that leads there goes on after queue_join',
    needs: ['flows'],
  },
  examples: {
    ok: [{ name: 'five minutes', account: { queues: [queue({ wait_timeout: 300_000 })] } }],
    bad: [
      {
        name: 'none, as the server leaves it out',
        account: { queues: [queue({ wait_timeout: undefined })] },
      },
      { name: 'less than none', account: { queues: [queue({ wait_timeout: -1 })] } },
    ],
  },
  *check({ queues, flows }) {
    for (const row of queues) {
      if (row.tm_delete || (row.wait_timeout ?? 0) > 0) continue;
      yield {
        subject: queueSubject(row),
        message: 'has no wait timeout: callers wait until they give up',
        repair: flows && repairOf(row, queues, flows),
      };
    }
  },
});

function repairOf(row: Queue, queues: readonly Queue[], flows: readonly Flow[]): Repair | undefined {
  const limits = queues.flatMap(({ wait_timeout, tm_delete }) =>
    !tm_delete && (wait_timeout ?? 0) > 0 ? [wait_timeout ?? 0] : [],
  );
  const limit = sole([...new Set(limits)]);
  if (limit === undefined || limits.length < 2 || !flows.every((flow) => goesOn(flow, row.id)))
    return undefined;
  return {
    because: `all ${limits.length} queues with a limit have this one`,
    changes: [{ kind: 'queues', id: row.id, set: { wait_timeout: limit } }],
  };
}

/** Whether a caller whose time is up in the queue hears anything more. */
function goesOn(flow: Flow, queueId: string): boolean {
  const { actions, steps } = graphOf(flow);
  return actions.every(
    ({ type, option }, index) =>
      type !== 'queue_join' ||
      !mayName(option?.['queue_id'], queueId) ||
      steps[index]?.some(({ to }) => to !== undefined),
  );
}

/** A variable may turn out to be any queue. */
const mayName = (value: unknown, id: string): boolean =>
  typeof value === 'string' && (value.includes('${') || value.toLowerCase() === id);
