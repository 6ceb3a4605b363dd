/** The whole API as typed functions, field names as the API spells them. */
import type * as z from 'zod/mini';
import type { Secret } from '../core/secret.ts';
import { billingAccountApi } from './billing.ts';
import { isApiError, path, type Client } from './client.ts';
import { checkedId, collection, type ApiResource, type Collection } from './collection.ts';
import { customerApi } from './customer.ts';
import { linkIn } from './download.ts';
import type { ListedRow } from './pages.ts';
import { outboundPuts } from './puts.ts';
import { signInApi } from './sign-in.ts';
import { readToken } from './token.ts';
import { readMergeWrite, type UpdateOptions } from './update.ts';
import * as wire from './wire.ts';

export interface ApiOptions {
  /** The account's id as the profile remembers it. */
  customerId?: string | undefined;
}

export type Api = ReturnType<typeof createApi>;

export const createApi = (client: Client, options: ApiOptions = {}) => ({
  client,
  me: single(client, '/me', wire.agent),
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
  /** Numbers that can be bought now; none is reserved. Normal ones: at most ten, from one country. */
  availableNumbers: (
    query: { type: 'virtual'; page_size: string } | { type: 'normal'; country_code: string },
  ) => client.request({ method: 'GET', path: '/available_numbers', query, schema: wire.availableNumbers }),
  billingAccount: billingAccountApi(client),
  outboundConfig: outboundConfigApi(client),
  storageAccount: single(client, '/storage_account', wire.storageAccount),
  ...signInApi(client),
});

/** Something of which an account has exactly one. */
const single = <T>(client: Client, place: string, schema: z.ZodMiniType<T>) => ({
  get: (): Promise<T> => client.request({ method: 'GET', path: place, schema }),
});

function outboundConfigApi(client: Client) {
  const { get } = single(client, '/outbound_config', wire.outboundConfig);
  const described = {
    path: '/outbound_config',
    schema: wire.outboundConfig,
    puts: outboundPuts,
    called: 'the outbound settings',
  };
  return {
    get,
    /** Null if the account has none. A server that does not know the path says nothing about that: it throws. */
    find: async () => {
      try {
        return await get();
      } catch (error) {
        if (isApiError(error, { status: 404, reason: 'RESOURCE_NOT_FOUND' })) return null;
        throw error;
      }
    },
    update: (patch: Partial<wire.OutboundConfig>, options?: UpdateOptions<wire.OutboundConfig>) =>
      readMergeWrite(client, described, patch, options),
  };
}

/** The account's id without asking the server: from the token, or as remembered. */
export function ownCustomerId(client: Client, options: ApiOptions): string | undefined {
  const { credential } = client;
  const claimed =
    credential?.kind === 'token' ? readToken(credential.secret.reveal())?.customerId : undefined;
  return claimed ?? options.customerId;
}
