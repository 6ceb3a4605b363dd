import { Permission } from '../../core/permissions.ts';
import { agent } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';

const KNOWN = Permission.agent | Permission.admin | Permission.manager | Permission.projectBits;

export const agentNoPermission = defineRule({
  id: 'agent-no-permission',
  title: 'an agent has no usable permission',
  category: 'access',
  severity: 'medium',
  since: '0.2.0',
  needs: ['agents'],
  why: 'A permission that is left out or mistyped becomes a meaningless number. The agent can sign in but is refused everything, and still counts against the plan.',
  fix: 'give the agent a permission: `voipbin agents update <agent> --permission agent`, manager or admin',
  messages: {
    no_permission: ({ permission }: { permission: number }) =>
      `has permission ${permission}, which allows nothing`,
  },
  examples: {
    ok: () => [{ name: 'an agent has the permission "agent"', account: { agents: [agent()] } }],
    bad: () => [
      { name: 'an agent has permission 0', account: { agents: [agent({ permission: 0 })] } },
      {
        name: 'an agent has permission 256, which has no meaning',
        account: { agents: [agent({ permission: 256 })] },
      },
    ],
  },
  *check({ agents }) {
    for (const row of agents) {
      if (row.tm_delete || ((row.permission ?? 0) & KNOWN) !== 0) continue;
      yield {
        subject: agentSubject(row),
        messageId: 'no_permission',
        data: { permission: row.permission ?? 0 },
      };
    }
  },
});
