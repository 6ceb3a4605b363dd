import { NIL_UUID, isSetId } from '../../core/ids.ts';
import { id, number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { numberSubject } from '../subjects.ts';

export const numberWithoutFlow = defineRule({
  id: 'number-without-flow',
  title: 'a number leads nowhere',
  category: 'numbers',
  severity: 'high',
  since: '0.1.0',
  needs: ['numbers'],
  why: 'A call to a number without a call flow fails: the caller hears an error or nothing. Deleting a flow takes it off its numbers without a word. A number may have no flow on purpose, when it only serves as the caller id of outgoing calls.',
  fix: 'link the number to a flow (PUT /numbers/<id>/flow_ids with both ids)',
  examples: {
    ok: [
      { name: 'a call flow', account: { numbers: [number()] } },
      {
        name: 'messages only',
        account: { numbers: [number({ call_flow_id: NIL_UUID, message_flow_id: id(30) })] },
      },
    ],
    bad: [{ name: 'neither', account: { numbers: [number({ call_flow_id: NIL_UUID })] } }],
  },
  *check({ numbers }) {
    for (const row of numbers) {
      if (isSetId(row.call_flow_id) || isSetId(row.message_flow_id)) continue;
      yield {
        subject: numberSubject(row),
        message: 'has neither a call flow nor a message flow: callers reach nobody',
      };
    }
  },
});
