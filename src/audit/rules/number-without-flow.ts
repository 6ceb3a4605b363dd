import { NIL_UUID, isSetId } from '../../core/ids.ts';
import { callFlowChooser } from '../entrances.ts';
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
  why: 'A call to a number without a call flow fails: the caller hears an error or nothing. Deleting a flow silently removes it from its numbers. A number may have no flow on purpose, if it only serves as the caller ID of outgoing calls.',
  fix: 'link the number to a flow: `voipbin numbers link <number> <name>`',
  messages: { no_flow: 'has neither a call flow nor a message flow: callers reach no one' },
  repair: {
    does: 'links it to the only flow with its name, or to the one flow that all other numbers lead to, if that leads to every queue; a number that outgoing calls show is left as it is',
    needs: ['flows', 'queues', 'outbound_config'],
  },
  examples: {
    ok: () => [
      { name: 'a number leads to a flow for calls', account: { numbers: [number()] } },
      {
        name: 'a number leads only to a flow for messages',
        account: { numbers: [number({ call_flow_id: NIL_UUID, message_flow_id: id(30) })] },
      },
    ],
    bad: () => [
      {
        name: 'a number leads to no flow for calls or messages',
        account: { numbers: [number({ call_flow_id: NIL_UUID })] },
      },
    ],
  },
  *check({ numbers, flows, queues, outbound_config: config }) {
    const choose = flows && queues && callFlowChooser({ numbers, flows, queues });
    // It may have no flow on purpose.
    const shown = (row: { id: string }): boolean =>
      config === undefined || config?.default_outgoing_source_number_id === row.id;
    for (const row of numbers) {
      if (isSetId(row.call_flow_id) || isSetId(row.message_flow_id)) continue;
      yield {
        subject: numberSubject(row),
        messageId: 'no_flow',
        repair: shown(row) ? undefined : choose?.(row),
      };
    }
  },
});
