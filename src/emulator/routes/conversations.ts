/** `/conversation_accounts` and `/conversations`: partial updates; one that changes nothing answers an empty object. */
import { isSetId, NIL_UUID } from '../../core/ids.ts';
import { addMessage } from '../conversations.ts';
import { denied, invalid, ok, type EmulatorReply } from '../http.ts';
import { mayAct } from '../identity.ts';
import { changeRow, finder, ownAgents, routesOf, type Find } from '../resource.ts';
import {
  ADMIN_OR_MANAGER,
  isLive,
  listPage,
  pageOf,
  pathId,
  queryId,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { addRow, emptyRow } from '../rows.ts';
import { show, type RowOf } from '../tables/index.ts';

type Conversation = RowOf<'conversations'>;

const ACCOUNT_TYPES = new Set(['line', 'sms', 'whatsapp']);
/** The fields that the account of a carrier requires. */
const NEEDS_PROVIDER_DATA = new Set(['whatsapp']);

const accountFields = ['name', 'detail', 'secret', 'token', 'provider_data', 'message_flow_id'] as const;

const conversation: Find<'conversations'> = { table: 'conversations', unknown: 'CONVERSATION_NOT_FOUND' };
/** The owner sees its conversations under `/service_agents`, and may give them up on any path. */
const isOwner = ({ identity }: Call, row: Conversation): boolean =>
  identity.kind === 'agent' && row.owner_type === 'agent' && row.owner_id === identity.agentId;

/** An owner must be an agent of the customer; an empty id removes the owner. */
function checkOwner(call: Call, given: Partial<Conversation>, row: Conversation): void {
  if (given.owner_id === undefined) return;
  const agent = call.world.tables.agents.get(given.owner_id);
  if (isSetId(given.owner_id) && agent?.customer_id !== row.customer_id) throw invalid('AGENT_NOT_FOUND');
  given.owner_type = isSetId(given.owner_id) ? 'agent' : '';
}

function list(call: Call): EmulatorReply {
  const owner = queryId(call, 'owner_id');
  const { customerId, kind, agentId } = call.identity;
  pageOf(call);
  const isOwn = kind === 'agent' && owner !== undefined && owner === agentId;
  if (!mayAct(call.identity, ADMIN_OR_MANAGER, customerId) && !isOwn) throw denied();
  return listPage(call, 'conversations', {
    customerId,
    wanted: (row) => isLive(row) && (owner === undefined || row.owner_id === owner),
  });
}

const unassign =
  (find: Find<'conversations'>) =>
  (call: Call): EmulatorReply => {
    const row = finder({ ...find, ids: 'binding', allows: isOwner })(call);
    Object.assign(row, { owner_type: '', owner_id: NIL_UUID });
    touch(call.world, row);
    return ok(show('conversations', row));
  };

/** A message to a visitor of a web page is added to the chat, too. */
function send(call: Call, row: Conversation): EmulatorReply {
  const { text = '' } = call.body({ text: 'string', medias: { list: {} } });
  const { world } = call;
  const session = world.tables.webchat_sessions.get(row.peer.target ?? '');
  const id = world.uuid();
  const message = addMessage(world, row, text, id);
  if (session !== undefined) {
    const { widget_id } = session;
    const sent = { id, widget_id, session_id: session.id, direction: 'outbound', status: 'sent', text };
    addRow(call, 'webchat_messages', row.customer_id, sent);
  }
  return ok(show('conversation_messages', message));
}

/** The messages of a conversation, for those who may read it. */
const messages = (path: string, find: (call: Call) => Conversation): Route[] => [
  {
    method: 'GET',
    path: `${path}/{id}/messages`,
    handle(call) {
      const { id, customer_id } = find(call);
      return listPage(call, 'conversation_messages', {
        customerId: customer_id,
        wanted: (row) => isLive(row) && row.conversation_id === id,
      });
    },
  },
  { method: 'POST', path: `${path}/{id}/messages`, handle: (call) => send(call, find(call)) },
  { method: 'POST', path: `${path}/{id}/unassign`, handle: unassign({ ...conversation }) },
];

const update = {
  kind: 'partial' as const,
  fields: ['owner_type', 'owner_id', 'name', 'detail'] as const,
  check: checkOwner,
  nothing: () => show('conversations', emptyRow('conversations')),
};
/** An agent's own conversations need no permission. */
const own: Find<'conversations'> = {
  ...conversation,
  gate: { ...ownAgents, check: () => undefined },
};
function findOwn(call: Call): Conversation {
  const row = finder(own)(call);
  if (!isOwner(call, row)) throw denied();
  return row;
}

const agentsPath = '/v1.0/service_agents/conversations';
export const conversationRoutes: readonly Route[] = [
  ...routesOf({
    table: 'conversation_accounts',
    unknown: 'CONVERSATION_ACCOUNT_NOT_FOUND',
    create: {
      fields: ['type', ...accountFields],
      check(_call, { type = '', provider_data = {} }) {
        const isBare = Object.keys(provider_data).length === 0;
        if (!ACCOUNT_TYPES.has(type) || (NEEDS_PROVIDER_DATA.has(type) && isBare)) throw invalid();
      },
    },
    update: {
      kind: 'partial',
      fields: accountFields,
      nothing: () => show('conversation_accounts', emptyRow('conversation_accounts')),
    },
  }),
  { method: 'GET', path: '/v1.0/conversations', handle: list },
  ...routesOf({ ...conversation, list: false, remove: false, update }),
  ...messages('/v1.0/conversations', finder(conversation)),
  {
    method: 'GET',
    path: agentsPath,
    handle(call) {
      pageOf(call);
      ownAgents.enter(call);
      return listPage(call, 'conversations', {
        customerId: call.identity.customerId,
        wanted: (row) => isLive(row) && isOwner(call, row),
      });
    },
  },
  { method: 'GET', path: `${agentsPath}/{id}`, handle: (call) => ok(show('conversations', findOwn(call))) },
  {
    method: 'PUT',
    path: `${agentsPath}/{id}`,
    handle(call) {
      pathId(call);
      return changeRow(call, 'conversations', findOwn, update);
    },
  },
  ...messages(agentsPath, findOwn),
];
