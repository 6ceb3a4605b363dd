/** The JSON Schema of calls files, for editors that complete and check while one types. */
import { durationPattern } from '../core/yaml/durations.ts';
import { CALLS_VERSION, endingMeanings, endings } from './calls-file.ts';

/** Where the package has it. */
export const CALLS_SCHEMA_FILE = 'docs/voipbin.calls.schema.json';

type Schema = Readonly<Record<string, unknown>>;

/** Draft 7, which is what editors know best. It allows what `readCalls` allows, but for zones, times and patterns. */
export function callsSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Calls file of voipbin test',
    description: 'Calls, and their expected results.',
    type: 'object',
    additionalProperties: false,
    required: ['calls'],
    properties: {
      version: { description: 'The version of this format.', const: CALLS_VERSION },
      time_zone: {
        description: 'The time zone of every `at` that names none.',
        type: 'string',
        pattern: '\\S',
        examples: ['Europe/Berlin', 'America/New_York'],
      },
      calls: { description: 'The calls.', type: 'array', minItems: 1, items: callSchema },
    },
  };
}

/** To YAML a phone number is a number. */
const word = (description: string, examples: readonly string[]): Schema => ({
  description,
  type: ['string', 'number'],
  pattern: '\\S',
  examples,
});

const flag = (description: string): Schema => ({ description, type: 'boolean', default: false });

/** One, or a list of them. */
const oneOrMore = (description: string, item: Schema, minItems = 0): Schema => ({
  description,
  anyOf: [
    { title: 'one', ...item },
    { title: 'several', type: 'array', items: item, minItems },
  ],
});

const expectSchema: Schema = {
  description:
    'The expected result of the call. Being cut off or left waiting always fails it, unless `ends` says so.',
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    says: oneOrMore(
      'What the caller hears: part of a text, in upper or lower case, or a /pattern/. With a list, all of it.',
      {
        type: 'string',
        pattern: '\\S',
        examples: ['For sales press 1', '/we are (now )?closed/i'],
      },
    ),
    queue: word('The queue that the caller gets into, by name or id.', ['Sales']),
    agent: word('An agent who is rung, by name, user name or id.', ['Anna Berg', 'anna@acme.example']),
    number: word('A phone number, extension or SIP address that is rung.', ['+14155550101', '101']),
    ends: oneOrMore(
      `How the call ends, or one of several. ${endings.map((one) => `${one}: ${endingMeanings[one]}.`).join(' ')}`,
      { enum: endings },
      1,
    ),
    within: {
      description: 'The end, or the answer, comes within this time. Music and recordings are not counted.',
      type: 'string',
      pattern: durationPattern,
      examples: ['30s', '2m'],
    },
  },
};

/** Keys, or keys at a time. */
const PRESS = ' *([0-9*#A-D]*|[0-9*#A-D]+ *@ *([0-9]+m([0-9]+([.][0-9]+)?s)?|[0-9]+([.][0-9]+)?s)) *';

const callSchema: Schema = {
  description: 'A call.',
  type: 'object',
  additionalProperties: false,
  required: ['to'],
  properties: {
    name: word('What the call is called in reports; unique.', ['Sales, closed']),
    to: word('The number that is called, or a flow, by name or id.', ['+493012345678', 'Main line']),
    at: {
      description:
        'When the call arrives, with its time zone or in `time_zone`. If absent, when the test runs.',
      type: 'string',
      pattern: '^\\s*\\d{4}-\\d{2}-\\d{2}',
      examples: ['2026-12-24 18:30', '2026-12-24 18:30 Europe/Berlin', '2026-12-24T18:30+01:00'],
    },
    from: word('Who calls.', ['+4915112345678']),
    press: {
      description:
        'The keys that the caller presses at each question, comma-separated; an empty part presses none. `1@3s` presses a key 3 seconds into the call.',
      type: ['string', 'number'],
      pattern: `^(?=.*\\S)${PRESS}(,${PRESS})*$`,
      examples: ['1', '2,12#', '1@3s'],
    },
    nobody_answers: flag('No one who is rung answers.'),
    nobody_free: flag(
      'No agent becomes free: callers wait in a queue. Without it, every queue with agents has a free one.',
    ),
    variables: {
      description: 'Variables that are set before the call.',
      type: ['object', 'null'],
      additionalProperties: { type: ['string', 'number'] },
    },
    expect: expectSchema,
  },
};
