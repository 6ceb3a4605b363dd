import { customerProblem } from '../api/customer-checks.ts';
import { customerFields } from '../api/customer-fields.ts';
import { customerPuts } from '../api/puts.ts';
import { explainBillingAccount, explainStaffOnly, explainUnknown } from '../api/refusals.ts';
import * as wire from '../api/wire.ts';
import { formatLocal, GRACE, parseTime } from '../core/time.ts';
import { customerDescription } from './account.ts';
import { created, id, name, type Reading, type Row } from './columns.ts';
import { choice, field } from './field.ts';
import { oneOf } from './index.ts';
import type { ManyKind } from './kind.ts';

/** `freeze` and `recover` set it, and no flag. */
const status = {
  ...choice('Whether it is in use.', ['active', 'frozen'], { clearable: false }),
  flag: { takes: 'file' as const },
};

/** A frozen one is deleted a while after the freeze. */
function standing(row: Row, { timeZone }: Reading): string {
  const since = parseTime(row['tm_deletion_scheduled'] as string | null);
  const state = (row['status'] as string) || '-';
  return since === undefined
    ? state
    : `${state}, deleted on ${formatLocal(since + GRACE, timeZone).slice(0, 10)}`;
}

/** Accounts as platform staff sees them. Anybody may give an account the e-mail address of another one. */
export const customers: ManyKind<wire.Customer> = {
  kind: 'customers',
  one: oneOf('customers'),
  path: 'customers',
  staffOnly: true,
  wire: wire.customer,
  puts: [
    ...customerPuts,
    {
      part: ({ status: wanted }) => (wanted === 'frozen' ? 'freeze' : 'recover'),
      method: 'POST',
      fields: ['status'],
      body: () => undefined,
    },
  ],
  explain: (error, one) =>
    explainStaffOnly(
      one === undefined ? explainBillingAccount(error) : explainUnknown(error, 'customer', one),
    ),
  about: 'The accounts of customers, by their e-mail address.',
  ...customerDescription,
  passing: [...customerDescription.passing, field('status', status)],
  noticed: [...customerDescription.noticed, 'status'],
  key: 'email',
  renamable: false,
  checkName: (email) => customerProblem('email', email),
  called(live) {
    const { name: called, email, id: own } = live as wire.Customer;
    return `${called || 'without a name'} (${email || own})`;
  },
  brings: 'a billing account and an administrator follow, who signs in with the e-mail address',
  loses:
    'its agents cannot sign in any more, and its phone numbers, settings and billing account go with it; its access keys stay valid until they end',
  entails: ({ status: wanted }) =>
    wanted === 'frozen'
      ? {
          because:
            'its agents and access keys are refused, its callers are not served, and it is deleted 30 days later unless it is recovered',
        }
      : undefined,
  defaults: Object.fromEntries(customerFields.map((one) => [one, ''])),
  suspect: 'or the e-mail address is taken, by another account or as the user name of an agent',
  columns: [
    name,
    { key: 'email', title: 'E-MAIL' },
    { key: 'status', title: 'STATUS', value: standing },
    { key: 'identity_verification_status', title: 'IDENTITY' },
    created,
    id,
  ],
  filters: [
    {
      flag: {
        flags: '--status <status>',
        help: 'only accounts of this status',
        choices: ['active', 'frozen', 'initial', 'expired'],
      },
      valuesOf: (row) => [row['status']],
    },
  ],
};
