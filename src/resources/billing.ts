import { billingPuts } from '../api/puts.ts';
import { choice, field, text } from './field.ts';
import { detail, type SingleKind } from './kind.ts';

/** The server takes any text for the last two; these are the words that it knows (openapi, BillingManagerAccount). */
export const billing: SingleKind = {
  kind: 'billing',
  one: 'billing account',
  about: 'The account that pays.',
  fields: [
    field('name', text('The name of the billing account.')),
    field('detail', detail),
    field('payment_type', choice('How the account pays.', ['prepaid'])),
    field('payment_method', choice('The payment method.', ['credit card'])),
  ],
  noticed: [],
  read: (api) => api.billingAccount.get(),
  write: (api, patch, expected) => api.billingAccount.update(patch, { expected }),
  puts: billingPuts,
};
