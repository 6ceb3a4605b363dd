import { flow } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

export const flowEmpty = defineRule({
  id: 'flow-empty',
  title: 'a flow has no actions',
  category: 'flows',
  severity: 'medium',
  since: '0.1.0',
  needs: ['flows'],
  why: 'A call that reaches a flow without actions ends immediately: the caller hears nothing. An update that leaves out the actions silently empties a flow.',
  fix: 'give the flow actions, or delete it',
  messages: { empty: 'has no actions: a call that reaches it ends immediately' },
  examples: {
    ok: () => [{ name: 'a flow has one action', account: { flows: [flow()] } }],
    bad: () => [
      { name: 'a flow has an empty list of actions', account: { flows: [flow({ actions: [] })] } },
      {
        name: 'a flow has no list of actions, because the server omits empty lists',
        account: { flows: [flow({ actions: undefined })] },
      },
    ],
  },
  *check({ flows }) {
    for (const row of flows) {
      if ((row.actions?.length ?? 0) === 0) yield { subject: flowSubject(row), messageId: 'empty' };
    }
  },
});
