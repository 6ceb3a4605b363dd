/** The whole API as typed functions: one object per resource, field names as the API spells them. */
import type * as z from 'zod/mini';
import { AGENT_STATUSES } from '../core/agent-statuses.ts';
import { ApiError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { isApiError, type Client } from './client.ts';
import { checkedId, collection, creates, removes, updates, type Collection } from './collection.ts';
import { customerApi, customersApi } from './customer.ts';
import { readToken } from './token.ts';
import { readMergeWrite, type ReplacingPut } from './update.ts';
import * as wire from './wire.ts';

export interface ApiOptions {
  /** The account's id as the profile remembers it. */
  customerId?: string | undefined;
}

/** What makes an agent. The server asks for at least one address, and for `ringall`. */
export interface NewAgent {
  username: string;
  password: string;
  name: string;
  detail: string;
  ring_method: 'ringall';
  permission: number;
  tag_ids: string[];
  addresses: wire.Address[];
}

export type NewFlow = Pick<wire.Flow, 'name' | 'detail' | 'actions' | 'on_complete_flow_id'>;

const queueFields = [
  'name',
  'detail',
  'routing_method',
  'tag_ids',
  'wait_flow_id',
  'wait_timeout',
  'service_timeout',
] as const;

export type NewQueue = Pick<wire.Queue, (typeof queueFields)[number]>;

export type NewExtension = Pick<wire.Extension, 'extension' | 'password' | 'name' | 'detail'>;

/** `type` must be said: without it the number is bought. */
export interface NewNumber {
  number: string;
  type: 'normal' | 'virtual';
  name: string;
  detail: string;
  call_flow_id: string;
  message_flow_id: string;
}

/** What makes an access key. `expire` is in seconds from now, at least 86,400. */
export interface NewAccesskey {
  name: string;
  detail: string;
  expire: number;
}

export type Api = ReturnType<typeof createApi>;

const put = <K extends string>(
  part: string,
  fields: readonly K[],
  when?: readonly NoInfer<K>[],
): ReplacingPut<K> => ({ part, fields, ...(when && { when }) });

export function createApi(client: Client, options: ApiOptions = {}) {
  const own = <T>(place: string, schema: z.ZodMiniType<T>) => ({
    get: (request?: { signal?: AbortSignal | undefined }): Promise<T> =>
      client.request({ method: 'GET', path: place, schema, ...request }),
  });
  return {
    client,
    me: own('/me', wire.agent),
    customer: customerApi(client, () => ownCustomerId(client, options)),
    customers: customersApi(client),
    agents: {
      // The other filter, `tag_ids`, cannot ask for agents without a tag.
      ...collection(
        client,
        'agents',
        wire.agent,
        AGENT_STATUSES.map((status) => ({ status })),
      ),
      create: creates<wire.Agent, NewAgent>(client, 'agents', wire.agent),
      // The server shows no password: only another one can be set.
      update: updates(client, 'agents', wire.agent as z.ZodMiniType<wire.Agent & { password?: string }>, [
        put('', ['name', 'detail', 'ring_method']),
        put('tag_ids', ['tag_ids']),
        put('addresses', ['addresses']),
        put('permission', ['permission']),
        { ...put('status', ['status']), passing: true },
        put('password', ['password']),
      ]),
      remove: removes(client, 'agents', wire.agent),
    },
    numbers: {
      ...collection(client, 'numbers', wire.number),
      /** Without `type: "virtual"` this buys one. */
      create: creates<wire.Number, NewNumber>(client, 'numbers', wire.number),
      update: updates(client, 'numbers', wire.number, [
        // This one does not look whether the flows are there; the other one fails for a link that is left as it is.
        put('flow_ids', ['call_flow_id', 'message_flow_id']),
        put('', ['call_flow_id', 'message_flow_id', 'name', 'detail'], ['name', 'detail']),
        { ...put('metadata', ['metadata']), body: ({ metadata }) => metadata },
      ]),
      remove: removes(client, 'numbers', wire.number),
    },
    /** Numbers that could be had now; nothing is reserved. Normal ones: at most ten, of one country. */
    availableNumbers: (
      query: { type: 'virtual'; page_size: string } | { type: 'normal'; country_code: string },
    ) => client.request({ method: 'GET', path: '/available_numbers', query, schema: wire.availableNumbers }),
    flows: {
      ...collection(client, 'flows', wire.flow),
      create: creates<wire.Flow, NewFlow>(client, 'flows', wire.flow),
      update: updates(client, 'flows', wire.flow, [
        put('', ['name', 'detail', 'actions', 'on_complete_flow_id']),
      ]),
      remove: removes(client, 'flows', wire.flow),
    },
    queues: {
      ...collection(client, 'queues', wire.queue),
      create: creates<wire.Queue, NewQueue>(client, 'queues', wire.queue),
      update: updates(client, 'queues', wire.queue, [put('', queueFields)]),
      remove: removes(client, 'queues', wire.queue),
    },
    queuecalls: collection(client, 'queuecalls', wire.queuecall),
    tags: {
      ...withoutDeleted(collection(client, 'tags', wire.tag)),
      create: creates<wire.Tag, Pick<wire.Tag, 'name' | 'detail'>>(client, 'tags', wire.tag),
      update: updates(client, 'tags', wire.tag, [put('', ['name', 'detail'])]),
      remove: removes(client, 'tags', wire.tag),
    },
    billingAccount: {
      ...own('/billing_account', wire.billingAccount),
      update: (patch: Pick<wire.BillingAccount, 'name' | 'detail'>) =>
        readMergeWrite(
          client,
          { path: '/billing_account', schema: wire.billingAccount, puts: [put('', ['name', 'detail'])] },
          patch,
        ),
    },
    billings: collection(client, 'billings', wire.billing),
    accesskeys: {
      ...collection(client, 'accesskeys', wire.accesskey),
      create: creates<wire.Accesskey, NewAccesskey>(client, 'accesskeys', wire.accesskey),
      update: updates(client, 'accesskeys', wire.accesskey, [put('', ['name', 'detail'])]),
      remove: removes(client, 'accesskeys', wire.accesskey),
    },
    extensions: {
      ...collection(client, 'extensions', wire.extension),
      create: creates<wire.Extension, NewExtension>(client, 'extensions', wire.extension),
      update: updates(client, 'extensions', wire.extension, [
        { ...put('', ['name', 'detail', 'password']), needs: ['password'] },
      ]),
      remove: removes(client, 'extensions', wire.extension),
    },
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
      /** The one PUT of this API that leaves absent fields alone. */
      update: (
        patch: Partial<Pick<wire.OutboundConfig, 'name' | 'detail' | 'destination_whitelist' | 'codecs'>>,
      ) =>
        client.request({ method: 'PUT', path: '/outbound_config', body: patch, schema: wire.outboundConfig }),
    },
    calls: collection(client, 'calls', wire.call),
    activeflows: collection(client, 'activeflows', wire.activeflow),
    messages: collection(client, 'messages', wire.message),
    conferences: collection(client, 'conferences', wire.conference),
    campaigns: collection(client, 'campaigns', wire.campaign),
    conversationAccounts: collection(client, 'conversation_accounts', wire.conversationAccount),
    webchatWidgets: collection(client, 'webchat_widgets', wire.webchatWidget),
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
            hint: 'check both; this server answers the same while its user directory is down',
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

/** The list of tags holds deleted ones, too. A tag read by its id is shown as it is. */
function withoutDeleted<T extends { tm_delete?: string | null | undefined }>(
  tags: Collection<T>,
): Collection<T> & { listAll: Collection<T>['list'] } {
  return {
    ...tags,
    listAll: tags.list,
    async *list(options) {
      for await (const tag of tags.list(options)) if (!tag.tm_delete) yield tag;
    },
  };
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
