import { plural } from '../../core/text.ts';
import { HOUR, parseTime } from '../../core/time.ts';
import { agent } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';

/** No call lasts as long. */
const STUCK_AFTER = 4 * HOUR;

export const agentStuckBusy = defineRule({
  id: 'agent-stuck-busy',
  title: 'an agent has been busy for hours',
  category: 'access',
  severity: 'high',
  since: '0.1.0',
  needs: ['agents'],
  why: 'After a call the platform leaves an agent busy (or ringing) until somebody sets the status again. A queue passes over such an agent, so callers wait although somebody is there.',
  fix: "set the agent's status to available (PUT /agents/<id>/status)",
  examples: {
    ok: [
      {
        name: 'busy for an hour',
        account: { agents: [agent({ status: 'busy', tm_update: '2026-11-23T11:00:00Z' })] },
      },
      { name: 'available for days', account: { agents: [agent({ tm_update: '2026-11-01T11:00:00Z' })] } },
    ],
    bad: [
      {
        name: 'busy since yesterday',
        account: { agents: [agent({ status: 'busy', tm_update: '2026-11-22T11:00:00Z' })] },
      },
      {
        name: 'ringing since yesterday',
        account: { agents: [agent({ status: 'ringing', tm_update: '2026-11-22T11:00:00Z' })] },
      },
    ],
  },
  *check({ agents }, { now }) {
    for (const row of agents) {
      if (row.status !== 'busy' && row.status !== 'ringing') continue;
      const since = parseTime(row.tm_update) ?? parseTime(row.tm_create);
      if (since === undefined || now - since < STUCK_AFTER) continue;
      const hours = Math.floor((now - since) / HOUR);
      yield {
        subject: agentSubject(row),
        message: `has been ${row.status} for ${hours < 48 ? plural(hours, 'hour') : plural(Math.floor(hours / 24), 'day')}; queues pass it over`,
      };
    }
  },
});
