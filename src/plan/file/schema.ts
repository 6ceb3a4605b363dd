/** The JSON Schema of plan files, for editors that complete and check while typing. */
import { actionSchema } from '../../resources/actions/schema.ts';
import { sentenceList } from '../../core/text.ts';
import type { Schema } from '../../resources/field.ts';
import {
  fieldsOfFile,
  secretWays,
  type ManyKind,
  type SecretField,
  type SingleKind,
} from '../../resources/kind.ts';
import { manyKinds, singleKinds } from '../../resources/all.ts';

/** Where the package has it. */
export const PLAN_SCHEMA_FILE = 'docs/voipbin.schema.json';

/** Draft 7, which editors support best. It allows what `readPlan` allows, except that names and numbers are unchecked. */
export function planSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Plan file of voipbin',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      version: { description: 'The version of this format.', const: 1 },
      ...Object.fromEntries(singleKinds.map((kind) => [kind.kind, objectSchema(kind, {})])),
      ...Object.fromEntries(
        manyKinds.map((kind) => [
          kind.kind,
          {
            description: kind.about,
            type: ['object', 'null'],
            ...(kind.namePattern !== undefined && { propertyNames: kind.namePattern }),
            additionalProperties: objectSchema(kind, othersOf(kind)),
          },
        ]),
      ),
    },
    definitions: { action: actionSchema() },
  };
}

function objectSchema(kind: ManyKind | SingleKind, others: Readonly<Record<string, Schema>>): Schema {
  return {
    description: kind.about,
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(fieldsOfFile(kind).map(({ key, schema }) => [key, schema])),
      ...others,
    },
  };
}

function othersOf(kind: ManyKind): Readonly<Record<string, Schema>> {
  return {
    id: {
      description: 'The object of the account that this is, where several have its name.',
      type: 'string',
      pattern: '^\\s*[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\s*$',
    },
    ...Object.fromEntries((kind.secrets ?? []).map((field) => [field.key, secretSchema(field)])),
    ...(kind.kind === 'numbers' && {
      virtual: { description: 'Any free virtual number; the name is then a word.', const: 'any' },
    }),
  };
}

function secretSchema(field: SecretField): Schema {
  const { about, generated, shown } = field;
  const ways = sentenceList(secretWays(field), 'or');
  const once = shown === undefined ? '. Used only when it is made.' : undefined;
  return {
    description: `Where ${about} comes from: ${ways}${once ?? (generated === undefined ? '.' : ', which is used only when it is made.')}`,
    type: 'string',
    pattern: `^\\s*(${generated === undefined ? '' : 'generate|'}env:[A-Za-z_][A-Za-z0-9_]*|file:.+)\\s*$`,
  };
}
