/** The whole API as typed functions, field names as the API spells them. */
import type * as z from 'zod/mini';
import { ApiError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { Secret } from '../core/secret.ts';
import { isApiError, path, type Client } from './client.ts';
import { checkedId, collection, type ApiResource, type Collection } from './collection.ts';
import { customerApi } from './customer.ts';
import { linkIn } from './download.ts';
import type { ListedRow } from './pages.ts';
import { billingPuts, outboundPuts } from './puts.ts';
import { explainStaffOnly } from './refusals.ts';
import { readToken } from './token.ts';
import { readMergeWrite, type UpdateOptions } from './update.ts';
import * as wire from './wire.ts';

export interface ApiOptions {
  /** The account's id as the profile remembers it. */
  customerId?: string | undefined;
}

export type Api = ReturnType<typeof createApi>;

export function createApi(client: Client, options: ApiOptions = {}) {
  const own = <T>(place: string, schema: z.ZodMiniType<T>) => ({
    get: (): Promise<T> => client.request({ method: 'GET', path: place, schema }),
  });
  return {
    client,
    me: own('/me', wire.agent),
    customer: customerApi(client, () => ownCustomerId(client, options)),
    /** A resource, by its description. */
    of: <T extends ListedRow>(resource: ApiResource<T>): Collection<T> => collection(client, resource),
    /** Where a recording's audio is: valid for a day, and for whoever has it. */
    recordingFile: (id: string): Promise<Secret> =>
      client.request({
        method: 'GET',
        path: path`/recordingfiles/${checkedId(id)}`,
        redirects: true,
        read: (answer, about) => linkIn(answer, about, client.apiUrl),
      }),
    /** Numbers that could be had now; nothing is reserved. Normal ones: at most ten, of one country. */
    availableNumbers: (
      query: { type: 'virtual'; page_size: string } | { type: 'normal'; country_code: string },
    ) => client.request({ method: 'GET', path: '/available_numbers', query, schema: wire.availableNumbers }),
    billingAccount: {
      get: () => own('/billing_account', wire.billingAccount).get().catch(explainNoBilling),
      update: (patch: Partial<wire.BillingAccount>, options?: UpdateOptions<wire.BillingAccount>) =>
        readMergeWrite(
          client,
          { path: '/billing_account', schema: wire.billingAccount, puts: billingPuts },
          patch,
          options,
        ).catch(explainNoBilling),
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
          const account = await own('/billing_account', wire.billingAccount).get();
          throw account.paddle_customer_id ? error : explainNoPayment(error);
        }
      },
    },
    /** That of any customer, with the status that its owner does not see: platform staff only. */
    billingAccountOf: (id: string) =>
      client
        .request({
          method: 'GET',
          path: path`/billing_accounts/${checkedId(id)}`,
          schema: wire.billingAccount,
        })
        .catch((error: unknown) => {
          throw explainStaffOnly(error);
        }),
    outboundConfig: {
      ...own('/outbound_config', wire.outboundConfig),
      /** Null where the account has none. A server that does not know the path has not answered that. */
      find: async () => {
        try {
          return await own('/outbound_config', wire.outboundConfig).get();
        } catch (error) {
          if (isApiError(error, { status: 404, reason: 'RESOURCE_NOT_FOUND' })) return null;
          throw error;
        }
      },
      update: (patch: Partial<wire.OutboundConfig>, options?: UpdateOptions<wire.OutboundConfig>) =>
        readMergeWrite(
          client,
          {
            path: '/outbound_config',
            schema: wire.outboundConfig,
            puts: outboundPuts,
            called: 'the outbound settings',
          },
          patch,
          options,
        ),
    },
    storageAccount: own('/storage_account', wire.storageAccount),

    /** A token for a user name and password; every refusal, outages included, is an empty 400. */
    login: async (username: string, password: string) => {
      try {
        return await client.request({
          method: 'POST',
          path: '/auth/login',
          outside: true,
          body: { username, password },
          schema: wire.login,
        });
      } catch (error) {
        if (!isApiError(error, { status: 400 })) throw error;
        throw new ApiError(
          'NOT_SIGNED_IN',
          ExitCode.denied,
          `the server did not accept user name and password of ${username}`,
          error.facts,
          {
            hint: 'check both; the server gives the same answer while its user directory is down',
            cause: error,
          },
        );
      }
    },
    /** A token to act for a tenant: platform staff only, good for eight hours, `reason` is kept on record. */
    delegate: async (customerId: string, reason: string) => {
      try {
        return await client.request({
          method: 'POST',
          path: '/auth/delegate',
          outside: true,
          body: { customer_id: checkedId(customerId), reason },
          schema: wire.delegate,
        });
      } catch (error) {
        throw explainDelegate(error, customerId);
      }
    },
  };
}

/** The account's id without asking the server: from the token, or as remembered. */
export function ownCustomerId(client: Client, options: ApiOptions): string | undefined {
  const { credential } = client;
  const claimed =
    credential?.kind === 'token' ? readToken(credential.secret.reveal())?.customerId : undefined;
  return claimed ?? options.customerId;
}

/** A new account is without one for some seconds. */
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

function explainDelegate(error: unknown, customerId: string): unknown {
  if (!(error instanceof ApiError)) return error;
  const say = (code: string, exitCode: ExitCode, message: string, hint: string): ApiError =>
    new ApiError(code, exitCode, message, error.facts, { hint, cause: error });
  switch (error.status) {
    case 403:
      return say(
        'NOT_PERMITTED',
        ExitCode.denied,
        'only platform staff may act for another account',
        'leave --as-customer out',
      );
    case 404:
      return say('NOT_FOUND', ExitCode.notFound, `there is no customer ${customerId}`, 'check the id');
    case 422:
      return say(
        'USAGE',
        ExitCode.usage,
        'the server did not accept the reason',
        'give 10 to 200 characters of plain ASCII with --reason',
      );
    default:
      return error;
  }
}
