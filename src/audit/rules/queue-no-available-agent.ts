import { plural } from '../../core/text.ts';
import { agent, id, queue } from '../examples.ts';
import { isOpen } from '../hours.ts';
import { defineRule } from '../rule.ts';
import { queueSubject } from '../subjects.ts';
import { teamOf } from '../../calls/teams.ts';

/** How many agents of the queue have each status. */
type Statuses = Readonly<Record<string, number>>;

const statusWords = (statuses: Statuses): string =>
  Object.entries(statuses)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');

const always = { zone: 'UTC', days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 };
/** The examples play at noon. */
const nights = { zone: 'UTC', days: [0, 1, 2, 3, 4, 5, 6], from: 22 * 60, to: 6 * 60 };
const away = agent({ tag_ids: [id(50)], status: 'away' });

export const queueNoAvailableAgent = defineRule({
  id: 'queue-no-available-agent',
  title: 'no agent of a queue is available',
  category: 'routing',
  severity: 'high',
  since: '0.2.0',
  needs: ['queues', 'agents'],
  why: 'A queue rings available agents only. When all of its agents are away, busy or offline during business hours, or while callers wait, no one answers. Business hours come from the policy; without them only waiting callers count.',
  fix: 'set the status of an agent to available (`voipbin agents update <who> --status available`), or change the business hours in the policy',
  messages: {
    callers_wait: ({ waiting_count, statuses }: { waiting_count: number; statuses: Statuses }) =>
      `has ${plural(waiting_count, 'waiting caller')} and no available agent (${statusWords(statuses)})`,
    business_hours: ({ statuses }: { statuses: Statuses }) =>
      `has no available agent during business hours (${statusWords(statuses)})`,
  },
  variants: [{ severity: 'critical', when: 'callers are waiting' }],
  examples: {
    ok: () => [
      {
        name: 'one of two agents of a queue is available',
        account: { queues: [queue()], agents: [away, agent({ id: id(11), tag_ids: [id(50)] })] },
        hours: always,
      },
      {
        name: 'all agents of a queue are away outside business hours',
        account: { queues: [queue()], agents: [away] },
        hours: nights,
      },
      {
        name: 'all agents of a queue are away, and no business hours are set',
        account: { queues: [queue()], agents: [away] },
      },
      {
        name: 'a queue has no agents (reported by queue-no-agent)',
        account: { queues: [queue()], agents: [] },
        hours: always,
      },
    ],
    bad: () => [
      {
        name: 'all agents of a queue are away during business hours',
        account: { queues: [queue()], agents: [away] },
        hours: always,
      },
      {
        name: 'a caller waits in a queue whose agents are all away',
        account: { queues: [queue({ wait_queuecall_ids: [id(44)] })], agents: [away] },
      },
    ],
  },
  *check({ queues, agents }, { now, hours }) {
    const open = hours !== undefined && isOpen(hours, now);
    for (const row of queues) {
      const waiting = row.wait_queuecall_ids?.length ?? 0;
      if (row.tm_delete || (!open && waiting === 0)) continue;
      const team = teamOf(row, agents);
      if (team.length === 0 || team.some(({ status }) => status === 'available')) continue;
      const subject = queueSubject(row);
      const counts = new Map<string, number>();
      for (const { status } of team) counts.set(status || 'none', (counts.get(status || 'none') ?? 0) + 1);
      const statuses = Object.fromEntries(counts);
      if (waiting > 0)
        yield {
          subject,
          messageId: 'callers_wait',
          data: { waiting_count: waiting, statuses },
          severity: 'critical',
        };
      else yield { subject, messageId: 'business_hours', data: { statuses } };
    }
  },
});
