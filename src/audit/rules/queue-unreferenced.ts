import type { Queue } from '../../api/wire.ts';
import { parseTime } from '../../core/time.ts';
import { action, activeflows, daysAgo, flow, id, queue, use } from '../examples.ts';
import { queueReferences } from '../../calls/references.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';

const old = queue({ tm_create: daysAgo(90) });
const nothing = { flows: [], campaigns: [], activeflows: activeflows() };

export const queueUnreferenced = defineRule({
  id: 'queue-unreferenced',
  title: 'no flow leads into a queue',
  category: 'routing',
  severity: 'low',
  since: '0.2.0',
  needs: ['queues', 'flows', 'campaigns', 'activeflows'],
  why: 'Its agents wait for calls that cannot arrive. Either a flow should join it and does not, or it is left over and counts against the plan. Calls to its direct address cannot be seen, so this is only probable.',
  fix: 'add a queue_join to the flow that should lead there, or delete the queue',
  messages: { unreferenced: 'is not used by any flow or campaign' },
  traffic: {
    from: 'silence',
    direction: 'in',
    places: ['runs of flows that joined the queue', 'callers that the queue has counted'],
    days: 28,
  },
  examples: {
    ok: () => [
      {
        name: 'a flow joins a queue',
        account: {
          ...nothing,
          queues: [old],
          flows: [flow({ actions: [action(31, 'queue_join', { queue_id: id(40) })] })],
        },
      },
      {
        name: 'a campaign uses a queue',
        account: { ...nothing, queues: [old], campaigns: [{ id: id(96), queue_id: id(40) }] },
      },
      {
        name: 'no flow joins a queue, but 3 runs of flows reached it',
        account: { ...nothing, queues: [old], activeflows: activeflows({ queues: { [id(40)]: use(3) } }) },
      },
      {
        name: 'no flow joins a queue, but it counted a caller',
        account: { ...nothing, queues: [{ ...old, total_incoming_count: 1 }] },
        decoy: true,
      },
      {
        name: 'no flow joins a queue, but a caller is waiting in it',
        account: { ...nothing, queues: [{ ...old, wait_queuecall_ids: [id(97)] }] },
        decoy: true,
      },
      {
        name: 'no flow joins a queue, but it is serving a caller',
        account: { ...nothing, queues: [{ ...old, service_queuecall_ids: [id(97)] }] },
        decoy: true,
      },
      {
        name: 'no flow joins a queue that was created yesterday',
        account: { ...nothing, queues: [queue({ tm_create: daysAgo(1) })] },
      },
    ],
    bad: () => [
      {
        name: 'no flow joins a queue, no campaign uses it, and it had no callers',
        account: { ...nothing, queues: [old], flows: [flow()] },
      },
    ],
  },
  *check({ queues, flows, campaigns, activeflows: run }, { since }) {
    const references = queueReferences({ flows, campaigns });
    for (const row of queues) {
      const used = references.has(row.id) || run.queues[row.id] !== undefined || hadCallers(row);
      if (used || row.tm_delete || (parseTime(row.tm_create) ?? 0) > since) continue;
      yield { subject: queueSubject(row), messageId: 'unreferenced' };
    }
  },
});

/** The queue counts whoever came, by whatever way. */
const hadCallers = ({ total_incoming_count, wait_queuecall_ids, service_queuecall_ids }: Queue): boolean =>
  (total_incoming_count ?? 0) + (wait_queuecall_ids?.length ?? 0) + (service_queuecall_ids?.length ?? 0) > 0;
