/** Opening hours as a plan file creates them: a flow that is valid for 365 days, and a flow that fetches it. */
import { DAY, utcDay } from '../../core/time.ts';
import type { FlowRow } from '../records.ts';
import type { ActionSpec, Builder } from './builder.ts';

const HOURS = { time_zone: 'UTC', open: 'daily 14:00-22:00' };

/** @param begun Days ago; the flow covers 365 days from then on. */
export function addHours(builder: Builder, name: string, begun: number): FlowRow {
  const dayAt = (days: number): string => utcDay(builder.world.now + days * DAY);
  const days = `${dayAt(-begun)} to ${dayAt(364 - begun)}`;
  const from = (hour: number, no: string): Record<string, unknown> => ({
    condition: '<=',
    hour,
    minute: -1,
    false_target_id: `@${no}`,
  });
  const answer = (value: string): ActionSpec => [
    'variable_set',
    { key: 'hours.answer', value },
    value,
    'end',
  ];
  return builder.flow(
    name,
    [
      ['condition_datetime', from(14, 'closed')],
      ['condition_datetime', from(22, 'open'), 'evening', 'closed'],
      answer('open'),
      answer('closed'),
      ['variable_set', { key: 'hours.days', value: days, hours: HOURS }, 'end'],
    ],
    { detail: `Opening hours of ${days}. Made by voipbin: change the plan file, not this flow.` },
    begun,
  );
}

/** A flow that checks the hours before it greets, and the number that leads to it. */
export function addEntrance(builder: Builder, name: string, line: string, hours: FlowRow): void {
  const entrance = builder.flow(name, [
    ['answer'],
    ['fetch_flow', { flow_id: hours.id }],
    [
      'condition_variable',
      {
        condition: '==',
        variable: '${hours.answer}',
        value_type: 'string',
        value_string: 'open',
        false_target_id: '@closed',
      },
    ],
    ['talk', { text: `Welcome to the ${name.toLowerCase()}.`, language: 'en-US' }],
    ['hangup'],
    ['talk', { text: 'We are closed. Please call between two and ten.', language: 'en-US' }, 'closed'],
    ['hangup'],
  ]);
  builder.number({ number: line, type: 'virtual', name: `${name} line`, call_flow_id: entrance.id }, 80);
}
