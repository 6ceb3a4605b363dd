import { agent, customer } from '../examples.ts';
import { answersCalls, hasAddress, isDefaultAdmin } from '../people.ts';
import { defineRule } from '../rule.ts';
import { agentSubject } from '../subjects.ts';

export const agentUnreachable = defineRule({
  id: 'agent-unreachable',
  title: 'an agent has no phone',
  category: 'access',
  severity: 'high',
  since: '0.2.0',
  needs: ['agents', 'customer'],
  why: 'An agent without an address cannot be rung. A queue picks such an agent like any other, and the caller waits for a phone that does not exist.',
  fix: 'give the agent an address: `voipbin agents update <agent> --address tel:+<number>`, sip: or extension:',
  messages: { no_address: 'has no address: calls cannot reach this agent' },
  examples: {
    ok: () => [
      {
        name: 'an agent can be called at a phone number',
        account: { agents: [agent()], customer: customer() },
      },
      {
        name: 'an administrator who answers no calls has no address',
        account: { agents: [agent({ permission: 32, addresses: [] })], customer: customer() },
      },
    ],
    bad: () => [
      {
        name: 'an agent who answers calls has no address',
        account: { agents: [agent({ addresses: [] })], customer: customer() },
      },
      {
        name: 'an agent has an address of type "tel" without a phone number',
        account: { agents: [agent({ addresses: [{ type: 'tel' }] })], customer: customer() },
      },
    ],
  },
  *check({ agents, customer: account }) {
    for (const row of agents) {
      if (row.tm_delete || hasAddress(row) || !answersCalls(row) || isDefaultAdmin(row, account)) continue;
      yield { subject: agentSubject(row), messageId: 'no_address' };
    }
  },
});
