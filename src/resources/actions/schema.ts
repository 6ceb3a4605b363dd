/** Actions for editors that know JSON Schema. */
import { sentenceList } from '../../core/text.ts';
import { durationSchema } from '../../core/yaml/durations.ts';
import type { Schema } from '../field.ts';
import { actionType } from './lookup.ts';
import { actionTypes, addressTypes, type OptionType } from './types.ts';
import { RESERVED_KEYS, weekdays } from './words.ts';

export function actionsSchema(): Schema {
  return {
    description: 'What happens, one after the other.',
    type: ['array', 'null'],
    items: { $ref: '#/definitions/action' },
  };
}

/** The definition that every list of actions refers to. */
export function actionSchema(): Schema {
  const types = Object.keys(actionTypes);
  const label: Schema = { description: 'The label of an action of this flow.', type: 'string' };
  return {
    type: 'object',
    required: ['type'],
    properties: {
      type: {
        description: types.map(describe).join('\n'),
        enum: types,
      },
      label: { description: 'A name of your own, for jumps.', type: 'string' },
      next: {
        ...label,
        description: 'The label of the action that follows; the next in the list if left out.',
      },
      extra: {
        description: 'Options that this file format does not cover, as the API spells them.',
        type: 'object',
      },
    },
    allOf: Object.entries(actionTypes).map(([type, { options, required, ofFile }]) => ({
      if: { properties: { type: { const: type } } },
      then: {
        title: type,
        ...(ofFile === true && { required: required?.flat() }),
        properties: {
          ...Object.fromEntries(RESERVED_KEYS.map((key) => [key, true])),
          ...Object.fromEntries(
            Object.entries(options).map(([key, option]) => [key, optionSchema(option.type)]),
          ),
        },
        additionalProperties: false,
      },
    })),
  };
}

/** `talk: says a text (needs text)`. It is only said: the server takes an action without, and so does a file. */
function describe(type: string): string {
  const { about, required = [] } = actionType(type) ?? { about: '' };
  const needs = required.map((keys) => (typeof keys === 'string' ? keys : keys.join(' or ')));
  return `${type}: ${about}${needs.length === 0 ? '' : ` (needs ${sentenceList(needs)})`}`;
}

const addressSchema: Schema = {
  description:
    'tel:+14155550100, sip:anna@example.com, agent: and a name under agents, extension: and one under extensions.',
  anyOf: [
    { title: 'address', type: 'string', pattern: `^\\s*((${addressTypes.join('|')}):\\s*\\S|\\+[0-9])` },
    { title: 'phone number', type: 'integer' },
    {
      title: 'address with a name',
      type: 'object',
      required: ['type'],
      additionalProperties: false,
      properties: {
        type: { enum: addressTypes },
        target: { type: ['string', 'integer'] },
        ...Object.fromEntries(['target_name', 'name', 'detail'].map((key) => [key, { type: 'string' }])),
      },
    },
  ],
};

function optionSchema(type: OptionType): Schema | true {
  if (typeof type !== 'string') return { enum: [...type, null] };
  const list = (items: Schema): Schema => ({ type: ['array', 'null'], items });
  switch (type) {
    case 'text':
      return { type: ['string', 'null'] };
    case 'id':
      return { description: 'An id, or a variable.', type: ['string', 'null'] };
    case 'flag':
      return { type: ['boolean', 'null'] };
    case 'integer':
      return { type: ['integer', 'null'] };
    case 'ms':
    case 's':
      return durationSchema('30s, 5m, 1h.');
    case 'texts':
      return list({ type: 'string' });
    case 'weekdays':
      return list({ enum: weekdays });
    case 'address':
      return {
        anyOf: [
          { title: 'address', ...addressSchema },
          { title: 'cleared', type: 'null' },
        ],
      };
    case 'addresses':
      return list(addressSchema);
    case 'actions':
      return list({ $ref: '#/definitions/action' });
    case 'target':
      return { description: 'The label of an action of this flow.', type: ['string', 'null'] };
    case 'targets':
      return {
        description: 'What is pressed, and the label it leads to.',
        type: ['object', 'null'],
        additionalProperties: { type: 'string' },
      };
    case 'queue':
      return { description: 'A name under queues.', type: ['string', 'null'] };
    case 'flow':
      return { description: 'A name under flows.', type: ['string', 'null'] };
    case 'hours':
      return { description: 'A name under hours.', type: 'string' };
    case 'any':
      return true;
  }
}
