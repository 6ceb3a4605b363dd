/** How the account, its billing account and its outgoing settings are changed: the fields of each PUT, which empties those left out. */
import { customerFields, type CustomerField } from './customer-fields.ts';
import type { ReplacingPut } from './update.ts';

export const customerPuts: readonly ReplacingPut<CustomerField | 'metadata' | 'billing_account_id'>[] = [
  { part: '', fields: customerFields },
  { part: 'metadata', fields: ['metadata'], body: ({ metadata }) => metadata },
  { part: 'billing_account_id', fields: ['billing_account_id'] },
];

/** Plan, credit and tokens cannot be changed. */
export const billingPuts: readonly ReplacingPut<'name' | 'detail' | 'payment_type' | 'payment_method'>[] = [
  { part: '', fields: ['name', 'detail'] },
  { part: 'payment_info', fields: ['payment_type', 'payment_method'] },
];

/** The one PUT of this API that leaves absent fields alone. */
export const outboundPuts: readonly ReplacingPut<'name' | 'detail' | 'destination_whitelist' | 'codecs'>[] = [
  { part: '', fields: ['name', 'detail', 'destination_whitelist', 'codecs'], isPartial: true },
];
