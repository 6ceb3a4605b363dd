import { Permission } from '../../core/permissions.ts';
import { agent } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';

export const projectPermission = defineRule({
  id: 'project-permission',
  title: 'an agent has permissions of platform staff',
  category: 'access',
  severity: 'critical',
  since: '0.2.0',
  needs: ['agents'],
  why: 'The lowest four bits of a permission are reserved for platform staff: such an agent can read and change every account on the platform. The server does not check them when an agent is created.',
  fix: 'set the permission to one that an account can give: `voipbin agents update <agent> --permission agent`, manager or admin',
  messages: {
    staff_permission: ({ permission }: { permission: number }) =>
      `has permission ${permission}, which includes bits of platform staff`,
  },
  examples: {
    ok: () => [
      {
        name: 'an agent has the permissions agent, admin and manager',
        account: { agents: [agent({ permission: 112 })] },
      },
    ],
    bad: () => [
      {
        name: 'an agent has permission 65535, which contains every bit',
        account: { agents: [agent({ permission: 65_535 })] },
      },
      {
        name: 'an agent has permission 17, which contains one bit of platform staff',
        account: { agents: [agent({ permission: 17 })] },
      },
    ],
  },
  *check({ agents }) {
    for (const row of agents) {
      if (row.tm_delete || ((row.permission ?? 0) & Permission.projectBits) === 0) continue;
      yield {
        subject: agentSubject(row),
        messageId: 'staff_permission',
        data: { permission: row.permission ?? 0 },
      };
    }
  },
});
