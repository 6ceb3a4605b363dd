/** `/service_agents/talk_chats` and their messages: an agent sees the chats that it is a member of. */
import {
  addParticipant,
  anyChat,
  chatOf,
  isMember,
  participantsOf,
  showChat,
  showParticipant,
  type Chat,
} from '../chats.ts';
import { addressShape, goTime } from '../columns.ts';
import { denied, invalid, missing, ok, type EmulatorReply } from '../http.ts';
import { parseUuid } from '../ids.ts';
import {
  isLive,
  listPage,
  markDeleted,
  ownAgent,
  pageOf,
  pathId,
  touch,
  type Call,
  type Route,
} from '../route.ts';
import { addRow } from '../rows.ts';
import { show, type RowOf } from '../tables/index.ts';

type Message = RowOf<'talk_messages'>;

const TYPES = new Set(['direct', 'group', 'talk']);
const MESSAGE_TYPES = new Set(['normal', 'system']);

const findChat = (call: Call): Chat => chatOf(call, pathId(call));

/** The creator of a chat is a member; `tm_update` is set on creation. */
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
  const row = addRow(call, 'talk_chats', agent.customer_id, { type, name, detail }, updatedToo);
  for (const id of [agent.id, ...others]) addParticipant(call, row, id);
  return ok(showChat(call, row));
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
  return ok(showChat(call, row));
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

/** Channels are open to every agent of the customer. */
function join(call: Call): EmulatorReply {
  const row = anyChat(call, pathId(call));
  if (row.type !== 'talk') throw denied();
  return ok(showParticipant(addParticipant(call, row, ownAgent(call).id)));
}

function invite(call: Call): EmulatorReply {
  pathId(call);
  const { owner_id } = call.body({ owner_type: 'string', owner_id: 'string' });
  const row = findChat(call);
  const agent = call.world.tables.agents.get(parseUuid(owner_id) ?? '');
  if (agent?.customer_id !== row.customer_id) throw invalid();
  return ok(showParticipant(addParticipant(call, row, agent.id)));
}

function leave(call: Call): EmulatorReply {
  const id = pathId(call, 'participant_id');
  const participant = participantsOf(call, findChat(call)).find((row) => row.id === id);
  if (participant === undefined) throw missing();
  call.world.tables.talk_participants.remove(participant);
  return ok(showParticipant(participant));
}

/** The same reaction by the same agent counts once. */
function react(call: Call): EmulatorReply {
  pathId(call);
  const { emoji = '' } = call.body({ emoji: 'string' });
  const row = findMessage(call);
  const { reactions } = row.metadata;
  const owner_id = ownAgent(call).id;
  if (!reactions.some((one) => one.emoji === emoji && one.owner_id === owner_id)) {
    const reaction = { emoji, owner_type: 'agent', owner_id, tm_create: goTime(call.world.stamp()) } as const;
    row.metadata = { reactions: [...reactions, reaction] };
  }
  touch(call.world, row);
  return ok(show('talk_messages', row));
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
        wanted: (row) => isLive(row) && isMember(call, row, id),
        view: (row) => showChat(call, row),
      });
    },
  },
  { method: 'POST', path: chats, handle: createChat },
  { method: 'GET', path: `${chats}/{id}`, handle: (call) => ok(showChat(call, findChat(call))) },
  { method: 'PUT', path: `${chats}/{id}`, handle: change },
  {
    method: 'DELETE',
    path: `${chats}/{id}`,
    handle(call) {
      const row = findChat(call);
      markDeleted(call.world, row);
      return ok(showChat(call, row));
    },
  },
  {
    method: 'GET',
    path: '/v1.0/service_agents/talk_channels',
    handle(call) {
      pageOf(call);
      return listPage(call, 'talk_chats', {
        customerId: ownAgent(call).customer_id,
        wanted: (row) => isLive(row) && row.type === 'talk',
        view: (row) => showChat(call, row),
      });
    },
  },
  { method: 'POST', path: `${chats}/{id}/join`, handle: join },
  {
    method: 'GET',
    path: `${chats}/{id}/participants`,
    handle: (call) => ok(participantsOf(call, findChat(call)).map(showParticipant)),
  },
  { method: 'POST', path: `${chats}/{id}/participants`, handle: invite },
  { method: 'DELETE', path: `${chats}/{id}/participants/{participant_id}`, handle: leave },
  { method: 'POST', path: `${talk}/{id}/reactions`, handle: react },
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
