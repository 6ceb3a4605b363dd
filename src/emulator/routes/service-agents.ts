/** `/service_agents`: what an agent may see of itself and its customer. Keys and delegates count as not signed in. */
import { goTime } from '../columns.ts';
import { missing, ok, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { NIL_UUID } from '../../core/ids.ts';
import { changeRow, ownAgents, routesOf, type Resource, type Update } from '../resource.ts';
import { isLive, listPage, ownAgent, pageOf, pathId, type Call, type Route } from '../route.ts';
import { show, type TableName } from '../tables/index.ts';
import { basics, setAddresses, setPassword } from './agents.ts';

const me = '/v1.0/service_agents/me';

/** `PUT` on the agent itself, or on a part of it. */
const setOwn = (path: string, update: Omit<Update<'agents'>, 'kind'>): Route => ({
  method: 'PUT',
  path,
  handle: (call) => changeRow(call, 'agents', ownAgent, { kind: 'replace', ...update }),
});

/** What every agent of the customer may read. */
function readable<T extends TableName>(resource: Resource<T>): Route[] {
  return routesOf({
    ...resource,
    path: `service_agents/${resource.table}`,
    gate: ownAgents,
    remove: false,
  });
}

/** All fields but the name, the detail and the times are zero values, and not reliable. */
function ownCustomer(call: Call): EmulatorReply {
  const customer = call.world.customer(ownAgent(call).customer_id);
  return ok({
    id: customer?.id,
    ...(customer?.name && { name: customer.name }),
    ...(customer?.detail && { detail: customer.detail }),
    billing_account_id: NIL_UUID,
    metadata: { rtp_debug: false },
    email_verified: false,
    status: '',
    identity_verification_status: '',
    tm_deletion_scheduled: null,
    tm_create: goTime(customer?.tm_create ?? null),
    tm_update: goTime(customer?.tm_update ?? null),
    tm_delete: goTime(customer?.tm_delete ?? null),
  });
}

const isOwned = ({ identity }: Call, row: { owner_type: string; owner_id: string }): boolean =>
  row.owner_type === 'agent' && row.owner_id === identity.agentId;

const ownExtensions = ({ identity }: Call): string[] =>
  (identity.addresses ?? [])
    .filter(({ type }) => type === 'extension')
    .map(({ target }) => parseUuid(target) ?? '');

/** Extensions that the agent's token lists as its own; others are "not found". */
const ownExtensionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/service_agents/extensions',
    handle(call) {
      pageOf(call);
      const { customer_id } = ownAgent(call);
      const wanted = ownExtensions(call);
      return listPage(call, 'extensions', {
        customerId: customer_id,
        wanted: (row) => isLive(row) && wanted.includes(row.id),
      });
    },
  },
  {
    method: 'GET',
    path: '/v1.0/service_agents/extensions/{id}',
    handle(call) {
      const id = pathId(call);
      ownAgent(call);
      const row = call.world.tables.extensions.get(id);
      if (row === undefined || !ownExtensions(call).includes(id)) throw missing();
      return ok(show('extensions', row));
    },
  },
];

export const serviceAgentRoutes: readonly Route[] = [
  { method: 'GET', path: me, handle: (call) => ok(show('agents', ownAgent(call))) },
  setOwn(me, basics),
  setOwn(`${me}/status`, { fields: ['status'] }),
  setOwn(`${me}/addresses`, setAddresses),
  setOwn(`${me}/password`, setPassword),
  ...readable({ table: 'agents', unknown: 'AGENT_NOT_FOUND' }),
  ...readable({ table: 'tags', unknown: 'TAG_NOT_FOUND', list: { wanted: () => () => true } }),
  ...readable({
    table: 'calls',
    unknown: 'CALL_NOT_FOUND',
    list: { wanted: (call) => (row) => isLive(row) && isOwned(call, row) },
  }),
  ...readable({ table: 'transcribes', unknown: 'TRANSCRIBE_NOT_FOUND', get: false }),
  ...readable({ table: 'aicalls', unknown: 'AICALL_NOT_FOUND', get: false }),
  ...ownExtensionRoutes,
  { method: 'GET', path: '/v1.0/service_agents/customer', handle: ownCustomer },
];
