/** From the flags of `customer update` to what is to change: checked, since the server checks nothing. */
import type { CustomerChanges, CustomerPatch } from '../../../api/customer.ts';
import { clearingProblem, customerProblem } from '../../../api/customer-checks.ts';
import { customerFields, type CustomerField } from '../../../api/customer-fields.ts';
import type { Customer } from '../../../api/wire.ts';
import { UsageError } from '../../../core/errors.ts';
import { isUuid, NIL_UUID } from '../../../core/ids.ts';

export interface CustomerFlags {
  name?: string;
  detail?: string;
  email?: string;
  phoneNumber?: string;
  address?: string;
  webhookMethod?: string;
  webhookUri?: string;
  rtpDebug?: 'on' | 'off';
  billingAccount?: string;
  clear?: string[];
}

/** One field as it is and as it will be. */
export interface FieldChange {
  field: string;
  from: string;
  to: string;
}

const flagOf: Readonly<Record<CustomerField, keyof CustomerFlags>> = {
  name: 'name',
  detail: 'detail',
  email: 'email',
  phone_number: 'phoneNumber',
  address: 'address',
  webhook_method: 'webhookMethod',
  webhook_uri: 'webhookUri',
};

/** @throws UsageError with every problem at once. */
export function readChanges(flags: CustomerFlags): CustomerChanges {
  const record: CustomerPatch = {};
  const problems: string[] = [];
  for (const field of customerFields) {
    const value = flags[flagOf[field]];
    if (typeof value !== 'string') continue;
    const flag = `--${field.replace('_', '-')}`;
    const problem = problemWith(field, value);
    if (problem === undefined) record[field] = value;
    else problems.push(`${flag}: ${problem}`);
  }
  for (const name of flags.clear ?? []) {
    const field = name.replace('-', '_') as CustomerField;
    if (record[field] !== undefined) problems.push(`--clear ${name}: the same field is also given a value`);
    const problem = clearingProblem(field);
    if (problem !== undefined) problems.push(`--clear ${name}: ${problem}; --email gives it another`);
    record[field] = '';
  }
  if (
    flags.billingAccount !== undefined &&
    (!isUuid(flags.billingAccount) || flags.billingAccount === NIL_UUID)
  ) {
    problems.push(`--billing-account: ${JSON.stringify(flags.billingAccount)} is not an id`);
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'), { hint: 'nothing was requested' });
  const changes: CustomerChanges = {
    ...(Object.keys(record).length > 0 && { record }),
    ...(flags.rtpDebug !== undefined && { rtpDebug: flags.rtpDebug === 'on' }),
    ...(flags.billingAccount !== undefined && { billingAccountId: flags.billingAccount.toLowerCase() }),
  };
  if (Object.keys(changes).length === 0) {
    throw new UsageError('nothing to change was named', {
      hint: 'name a field, such as --name, --detail or --clear address; --help lists all',
    });
  }
  return changes;
}

function problemWith(field: CustomerField, value: string): string | undefined {
  if (value.trim() === '')
    return clearingProblem(field) ?? `empty; to empty a field, write --clear ${field.replace('_', '-')}`;
  return customerProblem(field, value);
}

/** What would really change, and what is to be written for it. Fields that already are as wanted are left out. */
export function planChanges(
  current: Customer,
  wanted: CustomerChanges,
): { changes: CustomerChanges; fields: FieldChange[] } {
  const fields: FieldChange[] = [];
  const changes: CustomerChanges = {};
  const record: CustomerPatch = {};
  for (const field of customerFields) {
    const to = wanted.record?.[field];
    const from = current[field] ?? '';
    if (to === undefined || to === null || to === from) continue;
    record[field] = to;
    fields.push({ field, from, to });
  }
  if (Object.keys(record).length > 0) changes.record = record;
  const debug = current.metadata?.rtp_debug ?? false;
  if (wanted.rtpDebug !== undefined && wanted.rtpDebug !== debug) {
    changes.rtpDebug = wanted.rtpDebug;
    fields.push({ field: 'rtp_debug', from: debug ? 'on' : 'off', to: wanted.rtpDebug ? 'on' : 'off' });
  }
  const billing = current.billing_account_id ?? '';
  if (wanted.billingAccountId !== undefined && wanted.billingAccountId !== billing) {
    changes.billingAccountId = wanted.billingAccountId;
    fields.push({ field: 'billing_account_id', from: billing, to: wanted.billingAccountId });
  }
  return { changes, fields };
}
