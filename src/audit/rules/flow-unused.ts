import { parseTime } from '../../core/time.ts';
import { activeflows, calls, daysAgo, flow, id, number, use } from '../examples.ts';
import { flowReferences } from '../../calls/references.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

const nothingElse = {
  queues: [],
  conferences: [],
  campaigns: [],
  conversation_accounts: [],
  webchat_widgets: [],
  activeflows: activeflows(),
  calls: calls(),
};
const old = daysAgo(90);

export const flowUnused = defineRule({
  id: 'flow-unused',
  title: 'a flow is probably not used',
  category: 'flows',
  severity: 'low',
  since: '0.2.0',
  needs: [
    'flows',
    'numbers',
    'queues',
    'conferences',
    'campaigns',
    'conversation_accounts',
    'webchat_widgets',
    'activeflows',
    'calls',
  ],
  why: 'Flows that nothing leads to and no one has run hide those that matter, and are changed by mistake. Programs that start a flow by its id or direct address cannot be seen, so this is only probable.',
  fix: 'delete the flow if no one knows what it is for',
  messages: {
    unused: 'is probably not used: nothing leads to it, and it did not run in the period',
  },
  traffic: {
    from: 'silence',
    direction: 'both',
    places: ['calls that ran the flow', 'runs for messages, by the API and as part of other flows'],
    days: 28,
  },
  examples: {
    ok: () => [
      {
        name: 'a number leads to a flow',
        account: { ...nothingElse, flows: [flow({ tm_create: old })], numbers: [number()] },
      },
      {
        name: 'no number leads to a flow, but it ran yesterday',
        account: {
          ...nothingElse,
          flows: [flow({ tm_create: old })],
          numbers: [],
          activeflows: activeflows({ flows: { [id(30)]: use(1) } }),
        },
      },
      {
        name: 'only an outgoing call ran a flow, 25 days ago',
        account: {
          ...nothingElse,
          flows: [flow({ tm_create: old })],
          numbers: [],
          calls: calls({ flows: { [id(30)]: use(1, 25) } }),
        },
        decoy: true,
      },
      {
        name: 'a webchat widget starts a flow',
        account: {
          ...nothingElse,
          flows: [flow({ tm_create: old })],
          numbers: [],
          webchat_widgets: [{ id: id(95), session_flow_id: id(30) }],
        },
      },
      {
        name: 'no number leads to a flow that was created 2 days ago',
        account: { ...nothingElse, flows: [flow({ tm_create: daysAgo(2) })], numbers: [] },
      },
    ],
    bad: () => [
      {
        name: 'nothing leads to a flow, and it did not run',
        account: {
          ...nothingElse,
          flows: [flow({ tm_create: old })],
          numbers: [number({ call_flow_id: id(99) })],
        },
      },
      {
        name: 'a flow that did not run is started only by itself',
        account: {
          ...nothingElse,
          flows: [flow({ tm_create: old, on_complete_flow_id: id(30) })],
          numbers: [],
        },
      },
    ],
  },
  *check(account, { since }) {
    const references = flowReferences(account);
    for (const row of account.flows) {
      const used =
        references.has(row.id) ||
        account.activeflows.flows[row.id] !== undefined ||
        account.calls.flows[row.id] !== undefined;
      if (used || (parseTime(row.tm_create) ?? 0) > since) continue;
      yield {
        subject: flowSubject(row),
        messageId: 'unused',
      };
    }
  },
});
