/** `/service_agents/talk_chats` and their messages: an agent sees the chats that it is a member of. */
import { addressShape } from '../columns.ts';
import { denied, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import { isLive, listPage, markDeleted, pageOf, pathId, touch, type Call, type Route } from '../route.ts';
import { addRow } from '../rows.ts';
import { show, type RowOf } from '../tables/index.ts';
import { ownAgent } from './service-agents.ts';

type Chat = RowOf<'talk_chats'>;
type Message = RowOf<'talk_messages'>;

const TYPES = new Set(['direct', 'group', 'talk']);
const MESSAGE_TYPES = new Set(['normal', 'system']);

const shown = (row: Chat): object => ({ ...show('talk_chats', row), member_count: row.member_ids.length });

/** @throws Refusal 404; 403 for who is not a member */
function chatOf(call: Call, id: string | undefined): Chat {
  const agent = ownAgent(call);
  const row = call.world.tables.talk_chats.get(id ?? '');
  if (row === undefined || !isLive(row)) throw missing();
  if (!row.member_ids.includes(agent.id)) throw denied();
  return row;
}

const findChat = (call: Call): Chat => chatOf(call, pathId(call));

/** Whoever makes a chat is in it; `tm_update` is set with the creation. */
function createChat(call: Call): EmulatorReply {
  const {
    type = '',
    name = '',
    detail = '',
    participants = [],
  } = call.body({
    type: 'string',
    name: 'string',
    detail: 'string',
    participants: { list: { owner_type: 'string', owner_id: 'string' } },
  });
  const agent = ownAgent(call);
  if (!TYPES.has(type)) throw invalid();
  const others = participants.map(({ owner_id }) => parseUuid(owner_id) ?? '').filter(Boolean);
  const member_ids = [...new Set([agent.id, ...others])];
  const row = addRow(call, 'talk_chats', agent.customer_id, { type, name, detail, member_ids }, updatedToo);
  return ok(shown(row));
}

const updatedToo = ({ tm_create }: { tm_create: number }): { tm_update: number } => ({
  tm_update: tm_create,
});

function change(call: Call): EmulatorReply {
  pathId(call);
  const given = call.body({ name: 'string', detail: 'string' });
  const row = findChat(call);
  Object.assign(row, given);
  touch(call.world, row);
  return ok(shown(row));
}

function createMessage(call: Call): EmulatorReply {
  const {
    chat_id,
    type = '',
    text = '',
    medias = [],
  } = call.body({
    chat_id: 'string',
    parent_id: 'string',
    type: 'string',
    text: 'string',
    medias: { list: addressShape },
  });
  const chat = chatOf(call, parseUuid(chat_id));
  if (!MESSAGE_TYPES.has(type)) throw invalid();
  const given = {
    owner_type: 'agent',
    owner_id: call.identity.agentId ?? '',
    chat_id: chat.id,
    type,
    text,
    medias,
  };
  return ok(show('talk_messages', addRow(call, 'talk_messages', chat.customer_id, given, updatedToo)));
}

function messages(call: Call): EmulatorReply {
  pageOf(call);
  const id = call.query.get('chat_id');
  if (id === null) throw invalid('MISSING_REQUEST_PARAMETER');
  const chat = chatOf(call, parseUuid(id));
  return listPage(call, 'talk_messages', {
    customerId: chat.customer_id,
    wanted: (row) => isLive(row) && row.chat_id === chat.id,
  });
}

function findMessage(call: Call): Message {
  const id = pathId(call);
  ownAgent(call);
  const row = call.world.tables.talk_messages.get(id);
  if (row === undefined || !isLive(row)) throw missing();
  chatOf(call, row.chat_id);
  return row;
}

const chats = '/v1.0/service_agents/talk_chats';
const talk = '/v1.0/service_agents/talk_messages';

export const talkRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: chats,
    handle(call) {
      pageOf(call);
      const { id, customer_id } = ownAgent(call);
      return listPage(call, 'talk_chats', {
        customerId: customer_id,
        wanted: (row) => isLive(row) && row.member_ids.includes(id),
        view: shown,
      });
    },
  },
  { method: 'POST', path: chats, handle: createChat },
  { method: 'GET', path: `${chats}/{id}`, handle: (call) => ok(shown(findChat(call))) },
  { method: 'PUT', path: `${chats}/{id}`, handle: change },
  {
    method: 'DELETE',
    path: `${chats}/{id}`,
    handle(call) {
      const row = findChat(call);
      markDeleted(call.world, row);
      return ok(shown(row));
    },
  },
  { method: 'GET', path: talk, handle: messages },
  { method: 'POST', path: talk, handle: createMessage },
  { method: 'GET', path: `${talk}/{id}`, handle: (call) => ok(show('talk_messages', findMessage(call))) },
  {
    method: 'DELETE',
    path: `${talk}/{id}`,
    handle(call) {
      const row = findMessage(call);
      markDeleted(call.world, row);
      return ok(show('talk_messages', row));
    },
  },
];
