import type { Number } from '../api/wire.ts';
import { NIL_UUID } from '../core/ids.ts';
import { checkPhone } from '../core/phone.ts';
import { quote } from '../core/yaml/reader.ts';
import { field, flag, reference, text } from './field.ts';
import { detail, resource, type ManyKind } from './kind.ts';

/** Virtual numbers are +899 and nine digits; those that begin with 000 are the platform's (models/number/validate.go). */
export const isVirtual = (number: string): boolean => number.startsWith('+899');

function checkNumber(number: string): string | undefined {
  if (!isVirtual(number)) return checkPhone(number);
  return /^\+899(?!000)\d{9}$/.test(number)
    ? undefined
    : `${quote(number)} is no virtual number: +899 and nine digits, of which the first three are not 000`;
}

export const numbersKind: ManyKind = {
  kind: 'numbers',
  one: 'number',
  about: 'Telephone numbers. Those that begin with +899 are virtual and free; others are bought.',
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
  takesPassword: false,
  checkName: checkNumber,
  defaults: { name: '', detail: '', call_flow_id: NIL_UUID, message_flow_id: NIL_UUID },
  writes: [['call_flow_id', 'message_flow_id'], ['name', 'detail'], ['rtp_debug']],
  current: (live) => ({ ...live, rtp_debug: (live as unknown as Number).metadata?.rtp_debug }),
  resource: (api) => ({
    ...resource(api.numbers),
    update: (id, { rtp_debug, ...patch }, options) =>
      resource(api.numbers).update(
        id,
        { ...patch, ...(rtp_debug !== undefined && { metadata: { rtp_debug } }) },
        options,
      ),
  }),
  costs: (number) => !isVirtual(number),
};
