import {
  clearingProblem,
  CUSTOMER_LENGTHS,
  customerProblem,
  WEBHOOK_METHODS,
} from '../api/customer-checks.ts';
import { customerFields, type CustomerField } from '../api/customer-fields.ts';
import { customerPuts } from '../api/puts.ts';
import { isSetId, isUuid, NIL_UUID } from '../core/ids.ts';
import { quote } from '../core/yaml/reader.ts';
import { custom, field, flag, text, type Pattern } from './field.ts';
import { inMetadata, type SingleKind } from './kind.ts';

const about: Readonly<Record<CustomerField, string>> = {
  name: 'The name of the organization.',
  detail: 'What the account is for.',
  email: 'The contact e-mail address.',
  phone_number: 'The contact phone number, E.164.',
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
    patternErrorMessage: 'not a web address such as https://example.com',
  },
};

/** A field of the customer record. */
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

/** The server takes any id that exists, and none for "none". */
const billingAccount = custom<string>({
  schema: { description: 'The id of the billing account that pays.', type: 'string' },
  clearable: false,
  empty: NIL_UUID,
  read(reader) {
    const id = reader.text();
    if (id === undefined || (isUuid(id) && id !== NIL_UUID)) return id?.toLowerCase();
    reader.wrong(`${quote(id)} is not an id, such as 5e4a0680-804e-11ec-8477-2fea5968d85b`);
    return undefined;
  },
  toWire: (id) => id,
  fromWire: (wire) => (isSetId(wire as string | null | undefined) ? String(wire) : undefined),
  canonical: (wire) => (typeof wire === 'string' ? wire.toLowerCase() : NIL_UUID),
});

/** What the account of a customer has, whoever changes it. */
export const customerDescription = {
  fields: [
    ...customerFields.map(column),
    field('rtp_debug', flag('Records the media of all calls, for debugging.')),
  ],
  passing: [field('billing_account', billingAccount, 'billing_account_id')],
  noticed: ['webhook_method', 'webhook_uri'],
  ...inMetadata,
};

export const account: SingleKind = {
  kind: 'account',
  one: 'account',
  about: 'The account itself.',
  ...customerDescription,
  read: (api) => api.customer.get(),
  puts: customerPuts,
  write: (api, patch, expected) => api.customer.update(patch, { expected }),
};
