/** The account: one's own at `/customer`, any at `/customers/<id>` for platform staff. */
import { ApiError, UsageError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { isApiError, path, type Client } from './client.ts';
import { checkedId } from './collection.ts';
import { customerPuts } from './puts.ts';
import { explainBillingAccount, explainUnknown } from './refusals.ts';
import { readMergeWrite, type UpdateOptions } from './update.ts';
import { customer, type Customer } from './wire.ts';

export interface CustomerApi {
  /** The account: one's own, or (platform staff, older servers) the one with this id. */
  get: (id?: string) => Promise<Customer>;
  /** Changes one's own account, as `readMergeWrite` does. */
  update: (patch: Partial<Customer>, options: UpdateOptions<Customer>) => Promise<Customer>;
  /** Cancels the freeze of one's own account; the server answers an empty 400 if it is not frozen. */
  recover: () => Promise<Customer>;
}

/**
 * @param ownId the account's id as far as it is known without asking, for servers from before `GET /customer`.
 */
export function customerApi(client: Client, ownId: () => string | undefined): CustomerApi {
  let oldServer = false;
  const at = (id: string | undefined): string => {
    if (id !== undefined) return path`/customers/${checkedId(id)}`;
    return oldServer ? path`/customers/${ownIdOf(ownId)}` : '/customer';
  };

  /** Runs at the path of the account; falls back once, when the server does not know `/customer`. */
  const located = async <T>(id: string | undefined, act: (place: string) => Promise<T>): Promise<T> => {
    try {
      return await act(at(id));
    } catch (error) {
      if (id === undefined && !oldServer && isApiError(error, { reason: 'ROUTE_NOT_FOUND' })) {
        oldServer = true;
        return act(at(id));
      }
      throw id === undefined ? error : explainById(error, id);
    }
  };
  const get = (id: string | undefined): Promise<Customer> =>
    located(id, async (place) => {
      try {
        return await client.request({ method: 'GET', path: place, schema: customer });
      } catch (error) {
        throw id === undefined ? error : explainUnknown(error, 'customer', id);
      }
    });
  return {
    get,
    update: (patch, options) =>
      located(undefined, async (place) => {
        try {
          const what = { path: place, schema: customer, puts: customerPuts, called: 'the account' };
          return await readMergeWrite(client, what, patch, options);
        } catch (error) {
          throw explainBillingAccount(error);
        }
      }),
    recover: () =>
      client.request({ method: 'DELETE', path: '/auth/unregister', outside: true, schema: customer }),
  };
}

function ownIdOf(ownId: () => string | undefined): string {
  const id = ownId();
  if (id !== undefined) return id;
  throw new UsageError('this server does not know GET /customer, and the account id is not known', {
    hint: 'name the account: `voipbin customer get <customer-id>`, or sign in with user name and password',
  });
}

/** `/customers/<id>` answers 403 to every tenant, even for its own id. */
function explainById(error: unknown, id: string): unknown {
  if (!isApiError(error, { status: 403, reason: 'PERMISSION_DENIED' })) return error;
  return new ApiError(
    'NOT_PERMITTED',
    ExitCode.denied,
    `only platform staff may name an account by its id (${id})`,
    error.facts,
    {
      hint: 'leave the id out to work on your own account: `voipbin customer get`, `voipbin customer update`',
      cause: error,
    },
  );
}
