/** The account: one's own at `/customer`, any at `/customers/<id>` for platform staff. */
import { ApiError, UsageError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { isApiError, path, type Client } from './client.ts';
import { checkedId } from './collection.ts';
import { customerFields, type CustomerField } from './customer-fields.ts';
import { explainBillingAccount, explainUnknown } from './refusals.ts';
import { mergeFields, refuseChanged } from './update.ts';
import { customer, type Customer } from './wire.ts';

export type CustomerPatch = Partial<Pick<Customer, CustomerField>>;

/** What can be changed of an account; each part is a request of its own. */
export interface CustomerChanges {
  record?: CustomerPatch;
  rtpDebug?: boolean;
  billingAccountId?: string;
}

export interface CustomerApi {
  /** The account: one's own, or (platform staff, older servers) the one with this id. */
  get: (id?: string) => Promise<Customer>;
  /**
   * Writes what is to change of one's own account, with as few requests as that takes. It is read first: when it is not as
   * `expected` any more, nothing is written.
   *
   * @returns The account as the last request left it.
   * @throws ConflictError when somebody else has changed it.
   */
  change: (changes: CustomerChanges, expected: Customer) => Promise<Customer>;
  /** Takes the freeze of one's own account back; refused with an empty 400 where it is not frozen. */
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
  const put = (part: string, body: unknown): Promise<Customer> =>
    located(undefined, (place) =>
      client.request({ method: 'PUT', path: `${place}${part}`, body, schema: customer }),
    );

  return {
    get,
    async change({ record, rtpDebug, billingAccountId }, expected) {
      const billing = billingAccountId === undefined ? undefined : checkedId(billingAccountId);
      let current = await get(undefined);
      refuseChanged('the account', expected, current);
      if (record !== undefined && Object.keys(record).length > 0) {
        current = await put('', mergeFields(current, record, customerFields));
      }
      if (rtpDebug !== undefined) current = await put('/metadata', { rtp_debug: rtpDebug });
      if (billing !== undefined) {
        const body = { billing_account_id: billing };
        current = await put('/billing_account_id', body).catch((error: unknown) => {
          throw explainBillingAccount(error);
        });
      }
      return current;
    },
    recover: () =>
      client.request({ method: 'DELETE', path: '/auth/unregister', outside: true, schema: customer }),
  };
}

function ownIdOf(ownId: () => string | undefined): string {
  const id = ownId();
  if (id !== undefined) return id;
  throw new UsageError('this server is older than GET /customer, and the account id is not known', {
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
