import { plural } from '../../core/text.ts';
import { Permission } from '../../core/permissions.ts';
import { agent, id } from '../examples.ts';
import { refOf, type Ref } from '../places.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';

const admins = (count: number, all: number) =>
  Array.from({ length: all }, (_, index) =>
    agent({ id: id(100 + index), name: `Agent ${index}`, permission: index < count ? 32 : 16 }),
  );

export const adminSurplus = defineRule({
  id: 'admin-surplus',
  title: 'many agents are administrators',
  category: 'access',
  severity: 'medium',
  since: '0.1.0',
  needs: ['agents'],
  why: 'An administrator can read all secrets of the account, spend its credit, and delete it. Each one is another password that can leak.',
  fix: 'remove the admin permission from agents who only answer calls: `voipbin agents update <who> --permission agent`',
  messages: {
    surplus: ({ agent_count, administrators }: { agent_count: number; administrators: readonly Ref[] }) =>
      `can do everything, among ${plural(agent_count, 'agent')}: ${administrators.map(({ name }) => name).join(', ')}`,
  },
  thresholds: {
    admins: { default: 3, unit: 'agents', what: 'that may be administrators in any account' },
    percent: {
      default: 10,
      unit: 'percent',
      what: 'of all agents that may be administrators in a large one',
    },
  },
  examples: {
    ok: () => [
      { name: '2 of 5 agents are administrators', account: { agents: admins(2, 5) } },
      { name: '4 of 100 agents are administrators', account: { agents: admins(4, 100) } },
    ],
    bad: () => [{ name: '7 of 40 agents are administrators', account: { agents: admins(7, 40) } }],
  },
  *check({ agents }, { thresholds }) {
    const live = agents.filter(({ tm_delete }) => !tm_delete);
    const found = live.filter(({ permission }) => ((permission ?? 0) & Permission.admin) !== 0);
    if (found.length <= thresholds.admins || found.length <= (live.length * thresholds.percent) / 100) return;
    const administrators = found
      .map((row) => refOf(agentSubject(row)))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    yield {
      subject: { kind: 'agents', id: 'admins', name: plural(found.length, 'administrator') },
      messageId: 'surplus',
      data: { agent_count: live.length, administrators },
    };
  },
});
