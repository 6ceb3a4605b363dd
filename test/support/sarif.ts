/** The standard's own schema of SARIF 2.1.0. */
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

// The schema is of draft 04, which the validator reads as long as it is not asked to know the draft; one of its
// patterns is no pattern for Unicode's stricter grammar.
const { $schema: _draft, id: _id, ...schema } = sarifSchema;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);

export const validateSarif = ajv.compile(schema);
