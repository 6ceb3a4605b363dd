/** The account's money: its billing account, and the payment provider's pages. */
import { ApiError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { isApiError, path, type Client } from './client.ts';
import { checkedId } from './collection.ts';
import { billingPuts } from './puts.ts';
import { explainStaffOnly } from './refusals.ts';
import { readMergeWrite, type UpdateOptions } from './update.ts';
import * as wire from './wire.ts';

const OWN = { path: '/billing_account', schema: wire.billingAccount } as const;

export const billingAccountApi = (client: Client) => ({
  get: (): Promise<wire.BillingAccount> => client.request({ method: 'GET', ...OWN }).catch(explainNoBilling),
  update: (patch: Partial<wire.BillingAccount>, options?: UpdateOptions<wire.BillingAccount>) =>
    readMergeWrite(client, { ...OWN, puts: billingPuts }, patch, options).catch(explainNoBilling),
  /**
   * A signed-in address of the payment provider's pages: cards, invoices, the subscription. The server fails with 500
   * where the provider knows no such customer, which the billing account shows.
   */
  portal: async () => {
    try {
      const asked = { method: 'POST', path: '/billing_account/paddle_portal_session' } as const;
      return await client.request({ ...asked, schema: wire.portalSession });
    } catch (error) {
      if (!isApiError(error, { status: 500 })) return explainNoBilling(error);
      const account = await client.request({ method: 'GET', ...OWN });
      throw account.paddle_customer_id ? error : explainNoPayment(error);
    }
  },
  /** The billing account of any customer, with the status that its owner cannot see: platform staff only. */
  ofCustomer: (id: string) =>
    client
      .request({ method: 'GET', path: path`/billing_accounts/${checkedId(id)}`, schema: wire.billingAccount })
      .catch((error: unknown) => {
        throw explainStaffOnly(error);
      }),
});

/** A new account has none for some seconds. */
function explainNoBilling(error: unknown): never {
  if (!isApiError(error, { status: 409, reason: 'STATE_INVALID' })) throw error;
  throw new ApiError('NOT_FOUND', ExitCode.notFound, 'the account has no billing account', error.facts, {
    hint: 'a new account gets one within seconds: try again; if there is still none, ask the platform for it',
    cause: error,
  });
}

function explainNoPayment(error: ApiError): ApiError {
  return new ApiError(
    'NOT_FOUND',
    ExitCode.notFound,
    'the payment provider does not know the account: nothing was ever paid',
    error.facts,
    { hint: 'buy credit or choose a plan in the console first', cause: error },
  );
}
