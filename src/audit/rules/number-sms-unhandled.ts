import { plural } from '../../core/text.ts';
import { isSetId } from '../../core/ids.ts';
import { messageFlowChooser } from '../entrances.ts';
import { id, messages, number, use } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { numberSubject } from '../subjects.ts';

export const numberSmsUnhandled = defineRule({
  id: 'number-sms-unhandled',
  title: 'no one reads the messages to a number',
  category: 'numbers',
  severity: 'medium',
  since: '0.2.0',
  needs: ['numbers', 'messages'],
  counted: { messages: ['received'] },
  why: 'People reply to text messages, and write to any number they know. Without a message flow, nothing runs when a message arrives: no reply, no webhook from a flow, no agent.',
  fix: 'link the number to a flow for messages: `voipbin numbers link <number> <name> --messages`',
  messages: {
    unhandled: ({ message_count }: { message_count: number }) =>
      `received ${plural(message_count, 'message')} in the period, but has no message flow`,
  },
  traffic: { from: 'activity', direction: 'in', places: ['messages to the number'], days: 28 },
  repair: {
    does: 'links it to the message flow that all other numbers with one use, if there are several',
    needs: ['flows'],
  },
  examples: {
    ok: () => [
      {
        name: 'a number with a message flow received 2 messages',
        account: {
          numbers: [number({ message_flow_id: id(30) })],
          messages: messages({ received: { '+14155550120': use(2) } }),
        },
      },
      {
        name: 'a number without a message flow sent messages but received nothing',
        account: { numbers: [number()], messages: messages({ numbers: { '+14155550120': use(9) } }) },
        decoy: true,
      },
      {
        name: 'a number without a message flow received no messages',
        account: { numbers: [number()], messages: messages() },
      },
    ],
    bad: () => [
      {
        name: 'a number without a message flow received 2 messages',
        account: { numbers: [number()], messages: messages({ received: { '+14155550120': use(2) } }) },
      },
    ],
  },
  *check({ numbers, messages: texts, flows }) {
    const choose = flows && messageFlowChooser({ numbers, flows });
    for (const row of numbers) {
      const found = texts.received?.[row.number ?? ''];
      if (found === undefined || row.tm_delete || isSetId(row.message_flow_id)) continue;
      yield {
        subject: numberSubject(row),
        messageId: 'unhandled',
        data: { message_count: found.count },
        repair: choose?.(row),
      };
    }
  },
});
