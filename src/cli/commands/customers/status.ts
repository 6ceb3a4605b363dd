/** `customers freeze` and `recover`: plans of one change, each of which undoes the other. */
import type { Customer } from '../../../api/wire.ts';
import { ConflictError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { customers } from '../../../resources/customers.ts';
import type { Wire } from '../../../resources/kind.ts';
import { findObject, planUpdate } from '../../../plan/one.ts';
import type { Call } from '../../program/command.ts';
import { change, kindsFor, type ChangeFlags } from '../objects/change.ts';
import { refuseProtected } from './protected.ts';

const setStatus =
  (verb: 'freeze' | 'recover', status: 'frozen' | 'active') =>
  ({ context, args: [word = ''], options }: Call<ChangeFlags>): Promise<ExitCode> =>
    change(context, `customers ${verb} ${word}`, options, {
      ...kindsFor(customers, word),
      planFor(live) {
        const customer = findObject(live, customers.kind, word);
        if (verb === 'freeze') refuseProtected(customer, live.customer.id);
        refuseOtherStatus(customer, verb);
        return planUpdate(customers, word, { typed: { status } }, live);
      },
    });

export const freezeCustomer = setStatus('freeze', 'frozen');
export const recoverCustomer = setStatus('recover', 'active');

/** The server says no more than 400. */
function refuseOtherStatus(customer: Wire, verb: string): void {
  const { status, name, email, id } = customer as Customer;
  if (status === 'active' || status === 'frozen') return;
  throw new ConflictError(
    `${name || email || id} is ${status || 'of no status'}, which ${verb} does not change`,
    {
      hint: 'only an active account can be frozen, and only a frozen one recovered',
    },
  );
}
