/** `customer update`: the own account, or, for platform staff, that of a customer. */
import { UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { account } from '../../../resources/account.ts';
import { customers } from '../../../resources/customers.ts';
import type { Call } from '../../program/command.ts';
import type { FlagSpec } from '../../program/flags.ts';
import { updateObject, updateSingle, type ChangeFlags } from '../objects/change.ts';
import { changingFlags, EDIT_PLAN } from '../objects/command.ts';

export const customerFlags: readonly FlagSpec[] = [...changingFlags(account), EDIT_PLAN];

export async function customerUpdate(call: Call<ChangeFlags>): Promise<ExitCode> {
  if (call.args[0] === undefined) return updateSingle(account, 'customer update')(call);
  if (call.options.editPlan) {
    throw new UsageError('--edit-plan works for your own account, not for that of a customer', {
      hint: 'leave one of them out; nothing was requested',
    });
  }
  return updateObject(customers)(call);
}
