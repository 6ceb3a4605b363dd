/** `customers billing`: what pays for a customer, as platform staff sees it. */
import { ConflictError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { isSetId } from '../../../core/ids.ts';
import { printCard } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { customerBy } from '../../session/customers.ts';
import { billingRows } from '../billing/get.ts';

export async function customerBilling({ context, args: [word = ''] }: Call): Promise<ExitCode> {
  const api = await context.api({ readOnly: true });
  const customer = await customerBy(api, word);
  const id = customer.billing_account_id;
  if (!isSetId(id)) {
    throw new ConflictError(`${customer.name || customer.id} has no billing account`, {
      hint: 'a new account gets one within seconds; `voipbin customers update --billing-account` sets one',
    });
  }
  const account = await api.billingAccount.ofCustomer(id);
  await printCard(context, {
    title: account.name || account.id,
    rows: () => [
      ['Customer', `${customer.name || 'no name'} (${customer.id})`],
      // A new one has none, which means the same.
      ['Status', account.status || 'active'],
      ...billingRows(account, context.host.system.timeZone),
    ],
    raw: account,
  });
  return ExitCode.done;
}
