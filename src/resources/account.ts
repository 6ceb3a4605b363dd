import {
  clearingProblem,
  CUSTOMER_LENGTHS,
  customerProblem,
  WEBHOOK_METHODS,
} from '../api/customer-checks.ts';
import { customerFields, type CustomerField } from '../api/customer-fields.ts';
import type { Customer } from '../api/wire.ts';
import { field, flag, text, type Pattern } from './field.ts';
import type { SingleKind, Values } from './kind.ts';

const about: Readonly<Record<CustomerField, string>> = {
  name: 'The name of the organisation.',
  detail: 'What the account is for.',
  email: 'The contact e-mail address.',
  phone_number: 'The contact telephone number, E.164.',
  address: 'The postal address.',
  webhook_method: 'How events are sent.',
  webhook_uri: 'Where events are sent.',
};

/** For the editor. An empty text clears. */
const patterns: Readonly<Partial<Record<CustomerField, Pattern>>> = {
  email: { pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@.]+$', patternErrorMessage: 'not an e-mail address' },
  phone_number: {
    pattern: '^(\\+[1-9][0-9]{1,14})?$',
    patternErrorMessage: 'not E.164: a plus sign, the country, and digits only',
  },
  webhook_uri: {
    pattern: '^([hH][tT][tT][pP][sS]?://\\S.*)?$',
    patternErrorMessage: 'not a web address; it begins with https://',
  },
};

const column = (name: CustomerField) =>
  field(
    name,
    text(about[name], {
      length: CUSTOMER_LENGTHS[name],
      clearable: clearingProblem(name) === undefined,
      ...(name === 'webhook_method' && { words: WEBHOOK_METHODS }),
      isPhone: name === 'phone_number',
      check: (value) => customerProblem(name, value),
      ...(patterns[name] !== undefined && { pattern: patterns[name] }),
    }),
  );

const isRecord = (name: string): name is CustomerField =>
  (customerFields as readonly string[]).includes(name);

export const account: SingleKind = {
  kind: 'account',
  one: 'account',
  about: 'The account itself.',
  fields: [
    ...customerFields.map(column),
    field('rtp_debug', flag('Records the media of all calls, for debugging.')),
  ],
  noticed: ['webhook_method', 'webhook_uri'],
  current: (live) => ({ ...live, rtp_debug: (live as unknown as Customer).metadata?.rtp_debug }),
  read: (api) => api.customer.get(),
  write: (api, patch, expected) =>
    api.customer.change(
      undefined,
      {
        record: Object.fromEntries(Object.entries(patch).filter(([name]) => isRecord(name))),
        ...('rtp_debug' in patch && { rtpDebug: patch['rtp_debug'] === true }),
      },
      expected,
    ),
  requests: (patch: Values) => 1 + Number(Object.keys(patch).some(isRecord)) + Number('rtp_debug' in patch),
};
