/** The account: one's own at `/customer`, any at `/customers/<id>` for platform staff. */
import { ApiError, UsageError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { isApiError, path, type Client } from './client.ts';
import { checkedId, collection, type Collection } from './collection.ts';
import { customerFields, type CustomerField } from './customer-fields.ts';
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
   * Writes what is to change, with as few requests as that takes. The account is read first: when it is not as
   * `expected` any more, nothing is written. `onWritten` is told of each request that succeeded.
   *
   * @throws ConflictError when somebody else has changed it.
   */
  change: (
    id: string | undefined,
    changes: CustomerChanges,
    expected: Customer,
    onWritten?: (part: keyof CustomerChanges) => void,
  ) => Promise<void>;
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
    located(id, (place) => client.request({ method: 'GET', path: place, schema: customer }));
  const put = (id: string | undefined, part: string, body: unknown): Promise<Customer> =>
    located(id, (place) =>
      client.request({ method: 'PUT', path: `${place}${part}`, body, schema: customer }),
    );

  return {
    get,
    async change(id, { record, rtpDebug, billingAccountId }, expected, onWritten) {
      const billing = billingAccountId === undefined ? undefined : checkedId(billingAccountId);
      const current = await get(id);
      refuseChanged('the account', expected, current);
      if (record !== undefined && Object.keys(record).length > 0) {
        await put(id, '', mergeFields(current, record, customerFields));
        onWritten?.('record');
      }
      if (rtpDebug !== undefined) {
        await put(id, '/metadata', { rtp_debug: rtpDebug });
        onWritten?.('rtpDebug');
      }
      if (billing !== undefined) {
        await put(id, '/billing_account_id', { billing_account_id: billing });
        onWritten?.('billingAccountId');
      }
    },
  };
}

function ownIdOf(ownId: () => string | undefined): string {
  const id = ownId();
  if (id !== undefined) return id;
  throw new UsageError('this server is older than GET /customer, and the account id is not known', {
    hint: 'name the account: `voipbin customer get <customer-id>`, or sign in with user name and password',
  });
}

/** `/customers/<id>` answers 403 to every tenant, even for its own id, and 400 for an id that does not exist. */
function explainById(error: unknown, id: string): unknown {
  if (isApiError(error, { status: 403, reason: 'PERMISSION_DENIED' })) {
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
  if (isApiError(error, { status: 400, reason: 'INVALID_ARGUMENT' })) {
    return new ApiError('NOT_FOUND', ExitCode.notFound, `there is no customer ${id}`, error.facts, {
      cause: error,
    });
  }
  return error;
}

/** Platform staff only. */
export interface CustomersApi extends Collection<Customer> {
  freeze: (id: string) => Promise<Customer>;
  recover: (id: string) => Promise<Customer>;
}

export function customersApi(client: Client): CustomersApi {
  const verb = (name: string) => (id: string) =>
    client.request({
      method: 'POST',
      path: `${path`/customers/${checkedId(id)}`}/${name}`,
      schema: customer,
    });
  return {
    ...collection(client, { path: 'customers', wire: customer }),
    freeze: verb('freeze'),
    recover: verb('recover'),
  };
}
