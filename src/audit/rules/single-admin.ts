import { Permission } from '../../core/permissions.ts';
import { agent, id } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';

export const singleAdmin = defineRule({
  id: 'single-admin',
  title: 'only one person can manage the account',
  category: 'access',
  severity: 'medium',
  since: '0.2.0',
  needs: ['agents'],
  why: 'If the only administrator leaves, or loses both the password and the mailbox, no one can add credit, change permissions, or revoke an access key.',
  fix: 'give a second person the admin permission: `voipbin agents update <who> --permission agent+admin`',
  messages: { only_admin: 'is the only administrator of the account' },
  examples: {
    ok: () => [
      {
        name: 'an account has two administrators',
        account: { agents: [agent({ permission: 32 }), agent({ id: id(11), permission: 48 })] },
      },
      {
        name: 'an account has no administrator, which the platform does not allow',
        account: { agents: [agent()] },
      },
    ],
    bad: () => [
      {
        name: 'one of two agents is an administrator',
        account: { agents: [agent({ permission: 48 }), agent({ id: id(11) })] },
      },
      {
        name: 'one of two administrators is deleted',
        account: {
          agents: [
            agent({ permission: 32 }),
            agent({ id: id(11), permission: 32, tm_delete: '2026-02-01T00:00:00Z' }),
          ],
        },
      },
    ],
  },
  *check({ agents }) {
    const admins = agents.filter(
      ({ permission, tm_delete }) => !tm_delete && ((permission ?? 0) & Permission.admin) !== 0,
    );
    const [only, other] = admins;
    if (only === undefined || other !== undefined) return;
    yield { subject: agentSubject(only), messageId: 'only_admin' };
  },
});
