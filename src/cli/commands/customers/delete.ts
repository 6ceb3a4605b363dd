/** `customers delete`: says what goes with the account, and takes its name for a yes. */
import type { Api } from '../../../api/api.ts';
import type { Customer } from '../../../api/wire.ts';
import { ApiError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { isSetId } from '../../../core/ids.ts';
import { formatUsd } from '../../../core/money.ts';
import { clean } from '../../../core/text.ts';
import { customers } from '../../../resources/customers.ts';
import { planDelete } from '../../../plan/one.ts';
import type { Context } from '../../context.ts';
import type { Call } from '../../program/command.ts';
import { customerBy } from '../../session/customers.ts';
import { change, type ChangeFlags } from '../objects/change.ts';
import { refuseProtected } from './protected.ts';

export async function deleteCustomer({
  context,
  args: [word = ''],
  options,
}: Call<ChangeFlags>): Promise<ExitCode> {
  const api = await context.api();
  const customer = await customerBy(api, word);
  await sayCredit(context, api, customer);
  const { kind } = customers;
  return change(context, `customers delete ${word}`, options, {
    kinds: [kind],
    alone: { kind, id: customer.id },
    prune: true,
    word: clean(customer.name || customer.email || customer.id).trim(),
    planFor(live) {
      refuseProtected(customer, live.customer.id);
      return planDelete(customers, customer.id, live);
    },
  });
}

/** Nobody gets it back. */
async function sayCredit(context: Context, api: Api, { billing_account_id: id }: Customer): Promise<void> {
  if (!isSetId(id)) return;
  try {
    const { plan_type, balance_credit } = await api.billingAccount.ofCustomer(id);
    await context.notice(
      `its billing account has the plan ${plan_type || 'none'} and ${formatUsd(balance_credit ?? 0)} of credit`,
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await context.warn(`its billing account could not be read: ${error.message}`);
  }
}
