/** The policy's JSON Schema, for editors that complete and check while one types. */
import { severities, type Rule, type Thresholds } from '../rule.ts';
import { POLICY_VERSION, weekdays } from './parse.ts';

/** Where the package has it. */
export const POLICY_SCHEMA_FILE = 'docs/voipbin.audit.schema.json';

/** The parts of a rule that are in the schema and the sample. */
export type DescribedRule = Pick<Rule, 'id' | 'title' | 'category' | 'severity' | 'why' | 'thresholds'>;

type Schema = Readonly<Record<string, unknown>>;

/** Draft 7, which is what editors know best. It allows what `parsePolicy` allows, but for zones and days. */
export function policySchema(rules: readonly DescribedRule[]): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Policy of voipbin audit',
    ...map('What an audit of this account checks, and how severe it is.', {
      version: { description: 'The version of this format.', const: POLICY_VERSION },
      rules: map(
        'Settings of single rules; a rule that is not listed keeps its defaults.',
        Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)])),
      ),
      hours: { ...hoursSchema, type: ['object', 'null'] },
      suppressions: {
        description: 'Known findings to ignore.',
        type: ['array', 'null'],
        items: suppressionSchema(rules),
      },
    }),
  };
}

function ruleSchema({ title, why, severity, thresholds }: DescribedRule): Schema {
  return map(`${title}\n\n${why}`, {
    enabled: { description: 'Whether the rule is checked.', type: 'boolean', default: true },
    severity: {
      description: `The severity; ${severity} by default.`,
      enum: [...severities].reverse(),
      default: severity,
    },
    thresholds: thresholdsSchema(thresholds),
  });
}

function thresholdsSchema(thresholds: Thresholds): Schema {
  const properties = Object.entries(thresholds).map(([name, { default: value, unit, what }]) => [
    name,
    { description: `${what} (${unit}; ${value} by default)`, type: 'number', minimum: 0, default: value },
  ]);
  const none = properties.length === 0 ? 'This rule has none.' : 'The thresholds of the rule.';
  return map(none, Object.fromEntries(properties) as Record<string, Schema>);
}

/** A map that may be left empty. */
function map(description: string, properties: Readonly<Record<string, Schema>>): Schema {
  return { description, type: ['object', 'null'], additionalProperties: false, properties };
}

const hoursSchema: Schema = {
  ...map('When someone should answer the phone.', {
    zone: { description: 'The time zone, such as Europe/Berlin.', type: 'string', pattern: '^[A-Za-z]' },
    days: {
      description: 'The days of the week.',
      type: 'array',
      items: { enum: weekdays },
      minItems: 1,
      uniqueItems: true,
    },
    from: {
      description: 'The first minute, "09:00".',
      type: 'string',
      pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
    },
    to: {
      description: 'The end, "17:00"; at or before the first minute it is on the next day.',
      type: 'string',
      pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
    },
  }),
  required: ['zone', 'days', 'from', 'to'],
};

function suppressionSchema(rules: readonly DescribedRule[]): Schema {
  const text = (description: string): Schema => ({ description, type: 'string', pattern: '\\S' });
  return {
    ...map('One object that one rule, or every rule, ignores.', {
      rule: { description: 'A rule, or * for every rule.', enum: [...rules.map(({ id }) => id), '*'] },
      id: text("The object's id."),
      name: text("A pattern for the object's name: * is any text, ? one character, in either case."),
      reason: text('Why it is accepted.'),
      owner: text('Who is responsible.'),
      expires: {
        description: 'The last day on which it applies (UTC), such as 2027-01-31.',
        type: 'string',
        pattern: '^\\d{4}-\\d\\d-\\d\\d$',
      },
    }),
    type: 'object',
    required: ['rule', 'reason', 'owner'],
    oneOf: [
      { title: 'by id', required: ['id'] },
      { title: 'by name', required: ['name'] },
    ],
  };
}
