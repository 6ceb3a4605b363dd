import { isSetId } from '../../core/ids.ts';
import { flow, id, number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { numberSubject } from '../subjects.ts';

const links = [
  ['call_flow_id', 'calls'],
  ['message_flow_id', 'messages'],
] as const;

export const numberFlowMissing = defineRule({
  id: 'number-flow-missing',
  title: 'a number leads to a flow that does not exist',
  category: 'numbers',
  severity: 'critical',
  since: '0.1.0',
  needs: ['numbers', 'flows'],
  why: 'The server does not look at the flow when a number is linked: a mistyped or deleted flow stays on the number, and callers reach nobody.',
  fix: 'link the number to a flow that exists (PUT /numbers/<id>/flow_ids with both ids)',
  examples: {
    ok: [{ name: 'a flow that is there', account: { numbers: [number()], flows: [flow()] } }],
    bad: [
      {
        name: 'a flow that is gone',
        account: { numbers: [number({ call_flow_id: id(99) })], flows: [flow()] },
      },
    ],
  },
  *check({ numbers, flows }) {
    const known = new Set(flows.map((row) => row.id));
    for (const row of numbers) {
      for (const [field, what] of links) {
        const target = row[field];
        if (isSetId(target) && !known.has(target)) {
          yield {
            subject: numberSubject(row),
            key: field,
            message: `sends ${what} to flow ${target}, which does not exist`,
          };
        }
      }
    }
  },
});
