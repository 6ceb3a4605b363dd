import { isSetId } from '../../core/ids.ts';
import { callFlowChooser, messageFlowChooser } from '../entrances.ts';
import { flow, id, number } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { numberSubject } from '../subjects.ts';

/** What a number sends to the flow of each field. */
const links = { call_flow_id: 'calls', message_flow_id: 'messages' } as const;

export const numberFlowMissing = defineRule({
  id: 'number-flow-missing',
  title: 'a number leads to a flow that does not exist',
  category: 'numbers',
  severity: 'critical',
  since: '0.1.0',
  needs: ['numbers', 'flows'],
  why: 'The server does not check the flow when a number is linked: a mistyped or deleted flow stays on the number, and callers reach no one.',
  fix: 'link the number to a flow that exists: `voipbin numbers link <number> <name>`',
  messages: {
    flow_missing: ({ field, flow_id }: { field: keyof typeof links; flow_id: string }) =>
      `sends ${links[field]} to flow ${flow_id}, which does not exist`,
  },
  repair: {
    does: 'links it to the only flow with its name, or to the one flow that all other numbers lead to, if that leads to every queue; for messages, to the one message flow that several others use',
    needs: ['queues'],
  },
  examples: {
    ok: () => [
      { name: 'a number leads to a flow that exists', account: { numbers: [number()], flows: [flow()] } },
    ],
    bad: () => [
      {
        name: 'a number leads to a flow that does not exist',
        account: { numbers: [number({ call_flow_id: id(99) })], flows: [flow()] },
      },
    ],
  },
  *check({ numbers, flows, queues }) {
    const choose = {
      call_flow_id: queues && callFlowChooser({ numbers, flows, queues }),
      message_flow_id: messageFlowChooser({ numbers, flows }),
    };
    const known = new Set(flows.map((row) => row.id));
    for (const row of numbers) {
      for (const field of ['call_flow_id', 'message_flow_id'] as const) {
        const target = row[field];
        if (isSetId(target) && !known.has(target)) {
          yield {
            subject: numberSubject(row),
            key: field,
            messageId: 'flow_missing',
            data: { field, flow_id: target },
            repair: choose[field]?.(row),
          };
        }
      }
    }
  },
});
