import { AGENT_STATUSES } from '../../core/agent-statuses.ts';
import { agent } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';

const KNOWN: ReadonlySet<string> = new Set(AGENT_STATUSES);

export const agentStatusUnknown = defineRule({
  id: 'agent-status-unknown',
  title: 'an agent has an unknown status',
  category: 'access',
  severity: 'medium',
  since: '0.2.0',
  needs: ['agents'],
  why: 'The server accepts any text as a status. Queues ring only agents that are "available", so an agent that is "Available" or "online" waits for calls that never come.',
  fix: 'set a status that queues know: `voipbin agents update <agent> --status available`, away, busy or offline',
  messages: {
    unknown_status: ({ status }: { status: string }) =>
      `has the status "${status}", which queues do not know`,
    no_status: 'has no status',
  },
  examples: {
    ok: () => [
      { name: 'an agent is available', account: { agents: [agent()] } },
      {
        name: 'a deleted agent has an unknown status',
        account: { agents: [agent({ status: 'x', tm_delete: '2026-02-01T00:00:00Z' })] },
      },
    ],
    bad: () => [
      { name: 'an agent has the status "online"', account: { agents: [agent({ status: 'online' })] } },
      {
        name: 'an agent has the status "Available", with a capital letter',
        account: { agents: [agent({ status: 'Available' })] },
      },
      { name: 'an agent has no status', account: { agents: [agent({ status: '' })] } },
    ],
  },
  *check({ agents }) {
    for (const row of agents) {
      if (row.tm_delete || KNOWN.has(row.status ?? '')) continue;
      const subject = agentSubject(row);
      if (row.status) yield { subject, messageId: 'unknown_status', data: { status: row.status } };
      else yield { subject, messageId: 'no_status' };
    }
  },
});
