import { flow, id } from '../examples.ts';
import { sameNames } from '../names.ts';
import { defineRule } from '../rule.ts';
import { flowSubject } from '../subjects.ts';

export const flowNameDuplicate = defineRule({
  id: 'flow-name-duplicate',
  title: 'several flows have the same name',
  category: 'flows',
  severity: 'low',
  since: '0.2.0',
  needs: ['flows'],
  why: 'People pick a flow by its name when they link a number or change an announcement. If two have the same name, it is the wrong one half of the time.',
  fix: 'give each flow its own name, or delete the copies',
  messages: {
    duplicate: ({ flow_ids }: { flow_ids: readonly string[] }) =>
      `is the name of ${flow_ids.length} flows: ${flow_ids.slice(0, 3).join(', ')}${flow_ids.length > 3 ? ', ...' : ''}`,
  },
  examples: {
    ok: () => [
      {
        name: 'two flows have different names',
        account: { flows: [flow(), flow({ id: id(35), name: 'Night' })] },
      },
      {
        name: 'two flows have no name',
        account: { flows: [flow({ name: '' }), flow({ id: id(35), name: '' })] },
      },
    ],
    bad: () => [
      {
        name: 'two flows have names that differ only by a capital letter and a space',
        account: { flows: [flow(), flow({ id: id(35), name: ' main menu' })] },
      },
    ],
  },
  *check({ flows }) {
    for (const { first, others } of sameNames(flows)) {
      yield {
        subject: flowSubject(first),
        messageId: 'duplicate',
        data: { flow_ids: [first, ...others].map((row) => row.id) },
      };
    }
  },
});
