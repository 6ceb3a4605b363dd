import * as wire from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { checkPhone } from '../core/phone.ts';
import { quote } from '../core/yaml/reader.ts';
import { id, linked, name, status } from './columns.ts';
import { field, flag, reference, text } from './field.ts';
import { oneOf } from './index.ts';
import { detail, inMetadata, type ManyKind } from './kind.ts';

/** Virtual numbers are +899 and nine digits; those that begin with 000 are the platform's (models/number/validate.go). */
export const isVirtual = (number: string): boolean => number.startsWith('+899');

function checkNumber(number: string): string | undefined {
  if (!isVirtual(number)) return checkPhone(number);
  return /^\+899(?!000)\d{9}$/.test(number)
    ? undefined
    : `${quote(number)} is not a virtual number: +899 and nine digits that do not begin with 000`;
}

export const numbers: ManyKind<wire.Number> = {
  kind: 'numbers',
  one: oneOf('numbers'),
  path: 'numbers',
  wire: wire.number,
  puts: [
    // This one does not look whether the flows are there; the other one fails for a link that is left as it is.
    { part: 'flow_ids', fields: ['call_flow_id', 'message_flow_id'] },
    {
      part: '',
      fields: ['call_flow_id', 'message_flow_id', 'name', 'detail'],
      when: ['name', 'detail'],
      looksAt: ['call_flow_id', 'message_flow_id'],
    },
    { part: 'metadata', fields: ['metadata'], body: ({ metadata }) => metadata },
  ],
  about: 'Phone numbers. Those that begin with +899 are virtual and free; others are bought.',
  fields: [
    field('name', text('What it is for, in a word.')),
    field('detail', detail),
    field('call_flow', reference('What happens with calls', 'flows'), 'call_flow_id'),
    field('message_flow', reference('What happens with text messages', 'flows'), 'message_flow_id'),
    field('rtp_debug', flag('Records the media of its calls, for debugging.')),
  ],
  noticed: ['call_flow_id', 'message_flow_id'],
  key: 'number',
  renamable: false,
  checkName: checkNumber,
  defaults: { name: '', detail: '', call_flow_id: NIL_UUID, message_flow_id: NIL_UUID },
  ...inMetadata,
  limited: { as: 'virtual_numbers', counts: ({ type }) => type === 'virtual' },
  suspect: 'or the number is taken, or the credit is too small, or your plan allows no more virtual numbers',
  columns: [
    { key: 'number', title: 'NUMBER' },
    name,
    { key: 'type', title: 'TYPE' },
    status,
    linked('call_flow_id', 'CALL FLOW', 'flows'),
    linked('message_flow_id', 'MESSAGE FLOW', 'flows'),
    id,
  ],
  filters: [
    {
      flag: { flags: '--flow <flow>', help: 'only numbers whose calls or messages this flow answers' },
      refers: 'flows',
      valuesOf: ({ call_flow_id, message_flow_id }) => [call_flow_id, message_flow_id],
    },
  ],
  // Numbers are bought and released: what costs money, or is lost for good, has a word of its own.
  examples: { update: '+14155550100 --name "Main line"' },
  costs: (number) => !isVirtual(number),
  implies: (number) => ({ type: isVirtual(number) ? 'virtual' : 'normal' }),
  keyInLock: 'number',
  beginsCalls: true,
};
