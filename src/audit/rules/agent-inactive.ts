import { DAY, parseTime } from '../../core/time.ts';
import { agent, calls, customer, daysAgo, id, queuecalls, use } from '../examples.ts';
import { isDefaultAdmin } from '../people.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';

const quiet = { customer: customer(), calls: calls(), queuecalls: queuecalls() };
const old = { status: 'offline', tm_create: daysAgo(200), tm_update: daysAgo(100) };

type Idle = Readonly<{ days_unchanged: number }>;

const idleWords = ({ days_unchanged }: Idle): string =>
  `had no calls in the period, and was last changed ${days_unchanged} days ago`;

export const agentInactive = defineRule({
  id: 'agent-inactive',
  title: 'an agent is probably no longer used',
  category: 'access',
  severity: 'low',
  since: '0.2.0',
  needs: ['agents', 'calls', 'queuecalls', 'customer'],
  why: 'Accounts of people who left are an unwatched way in, and each one counts against the plan. The platform does not record the last sign-in; an agent that is offline and had no calls in the period is the best sign available.',
  fix: 'delete the agent, or ask the person',
  messages: {
    offline: (idle: Idle) => `is offline, ${idleWords(idle)}`,
    no_status: (idle: Idle) => `has no status, ${idleWords(idle)}`,
  },
  traffic: {
    from: 'silence',
    direction: 'both',
    places: ['calls of the agent', 'callers of queues that the agent answered', 'changes to the agent'],
    days: 28,
  },
  examples: {
    ok: () => [
      {
        name: 'an agent is offline but had a call 6 days ago',
        account: { ...quiet, agents: [agent(old)], calls: calls({ agents: { [id(10)]: use(1, 6) } }) },
      },
      {
        name: 'an agent is offline but took a call from a queue yesterday',
        account: { ...quiet, agents: [agent(old)], queuecalls: queuecalls({ agents: { [id(10)]: use(1) } }) },
      },
      {
        name: 'an agent is offline and received no calls, but made one 20 days ago',
        account: {
          ...quiet,
          agents: [agent(old)],
          calls: calls({ agents: { [id(10)]: use(1, 20) }, numbers: { '+14155550120': use(1, 20) } }),
        },
        decoy: true,
      },
      {
        name: 'an agent is available but had no calls',
        account: { ...quiet, agents: [agent({ ...old, status: 'available' })] },
      },
      {
        name: 'an agent is offline and had no calls, but was created 3 days ago',
        account: { ...quiet, agents: [agent({ status: 'offline', tm_create: daysAgo(3) })] },
      },
      {
        name: 'an agent is offline and had no calls, but was last changed 5 days ago',
        account: { ...quiet, agents: [agent({ ...old, tm_update: daysAgo(5) })] },
      },
      {
        name: 'the default administrator of the platform is offline and had no calls',
        account: {
          ...quiet,
          agents: [agent({ ...old, permission: 32, username: 'owner@acme.example', name: 'default admin' })],
        },
      },
    ],
    bad: () => [
      {
        name: 'an agent is offline, had no calls and was last changed 100 days ago',
        account: { ...quiet, agents: [agent(old)] },
      },
      {
        name: 'an agent has no status, had no calls and was last changed 100 days ago',
        account: { ...quiet, agents: [agent({ ...old, status: '' })] },
      },
      {
        name: 'an agent is offline, had no calls and has not changed since it was created 200 days ago',
        account: { ...quiet, agents: [agent({ ...old, tm_update: undefined })] },
      },
    ],
  },
  *check({ agents, calls: traffic, queuecalls: queued, customer: account }, { now, since }) {
    for (const row of agents) {
      const seen = parseTime(row.tm_update) ?? parseTime(row.tm_create) ?? now;
      const away = !row.status || row.status === 'offline';
      const active =
        traffic.agents[row.id] !== undefined || queued.agents[row.id] !== undefined || seen >= since;
      if (!away || active || row.tm_delete || isDefaultAdmin(row, account)) continue;
      yield {
        subject: agentSubject(row),
        messageId: row.status ? 'offline' : 'no_status',
        data: { days_unchanged: Math.floor((now - seen) / DAY) },
      };
    }
  },
});
