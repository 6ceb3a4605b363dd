import { plural } from '../../core/text.ts';
import { HOUR, parseTime } from '../../core/time.ts';
import { agent, calls, id, use } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';

export const agentStuckBusy = defineRule({
  id: 'agent-stuck-busy',
  title: 'an agent has been busy for hours',
  category: 'access',
  severity: 'high',
  since: '0.1.0',
  needs: ['agents', 'calls'],
  why: 'After a call the platform leaves an agent busy (or ringing) until someone sets the status again. Queues skip such an agent, so callers wait although someone could answer.',
  fix: 'run `voipbin agents update <agent> --status available`',
  messages: {
    stuck: ({ status, hours }: { status: string; hours: number }) =>
      `has been ${status} for ${hours < 48 ? plural(hours, 'hour') : plural(Math.floor(hours / 24), 'day')}; queues do not ring this agent`,
  },
  traffic: {
    from: 'silence',
    direction: 'both',
    places: ['ongoing calls of the agent'],
    // The call that keeps an agent busy began before the agent was busy.
    days: ({ hours = 0 }) => Math.max(2, Math.ceil(hours / 24) + 1),
  },
  thresholds: { hours: { default: 4, unit: 'hours', what: 'that an agent may be busy without a call' } },
  examples: {
    ok: () => [
      {
        name: 'an agent has been busy since yesterday, with a call that has not ended',
        decoy: true,
        account: {
          agents: [agent({ status: 'busy', tm_update: '2026-11-22T11:00:00Z' })],
          calls: calls({ live: { [id(10)]: use(1) } }),
        },
      },
      {
        name: 'an agent has been busy for an hour',
        account: { agents: [agent({ status: 'busy', tm_update: '2026-11-23T11:00:00Z' })], calls: calls() },
      },
      {
        name: 'an agent has been available for 22 days',
        account: { agents: [agent({ tm_update: '2026-11-01T11:00:00Z' })], calls: calls() },
      },
    ],
    bad: () => [
      {
        name: 'an agent has been busy since yesterday, without an ongoing call',
        account: { agents: [agent({ status: 'busy', tm_update: '2026-11-22T11:00:00Z' })], calls: calls() },
      },
      {
        name: 'an agent has been ringing since yesterday, without an ongoing call',
        account: {
          agents: [agent({ status: 'ringing', tm_update: '2026-11-22T11:00:00Z' })],
          calls: calls(),
        },
      },
    ],
  },
  *check({ agents, calls: traffic }, { now, thresholds }) {
    for (const row of agents) {
      if (row.status !== 'busy' && row.status !== 'ringing') continue;
      const since = parseTime(row.tm_update) ?? parseTime(row.tm_create);
      if (since === undefined || now - since < thresholds.hours * HOUR) continue;
      if (row.tm_delete || traffic.live[row.id] !== undefined) continue;
      yield {
        subject: agentSubject(row),
        messageId: 'stuck',
        data: { status: row.status, hours: Math.floor((now - since) / HOUR) },
      };
    }
  },
});
