/** Checks of the fields of an account: the server itself checks none. */
import * as z from 'zod/mini';
import { maskCredentials } from '../core/secret.ts';
import { COLUMN, tooLong, type Length } from '../core/lengths.ts';
import { checkPhone } from '../core/phone.ts';
import type { CustomerField } from './customer-fields.ts';

/** The server refuses longer texts without saying which; details may have any length. */
export const CUSTOMER_LENGTHS: Readonly<Record<CustomerField, Length | null>> = {
  name: COLUMN,
  detail: null,
  email: COLUMN,
  phone_number: COLUMN,
  address: { max: 1024, unit: 'characters' },
  webhook_method: COLUMN,
  webhook_uri: { max: 1023, unit: 'characters' },
};

export const WEBHOOK_METHODS = ['POST', 'GET', 'PUT', 'DELETE'] as const;

/** Why a field must not be emptied, or undefined. The server would empty it, and no one could be reached any more. */
export function clearingProblem(field: CustomerField): string | undefined {
  return field === 'email' ? 'email cannot be cleared: an account needs a contact address' : undefined;
}

/** What is wrong with a value, or undefined. */
export function customerProblem(field: CustomerField, value: string): string | undefined {
  if (value.trim() === '') return 'is blank';
  const length = CUSTOMER_LENGTHS[field];
  const long = length === null ? undefined : tooLong(value, length);
  if (long !== undefined) return long;
  if (/[\u0000-\u001f\u007f-\u009f]/.test(value)) return 'contains control characters';
  switch (field) {
    case 'email':
      return z.email().safeParse(value).success
        ? undefined
        : `${JSON.stringify(value)} is not an e-mail address`;
    case 'phone_number':
      return checkPhone(value);
    case 'webhook_uri':
      return checkWebhook(value);
    case 'webhook_method':
      return (WEBHOOK_METHODS as readonly string[]).includes(value)
        ? undefined
        : `${JSON.stringify(value)} is not one of ${WEBHOOK_METHODS.join(', ')}`;
    case 'name':
    case 'detail':
    case 'address':
      return undefined;
  }
}

function checkWebhook(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return `${JSON.stringify(maskCredentials(value))} is not a web address such as https://example.com`;
  }
  return undefined;
}
