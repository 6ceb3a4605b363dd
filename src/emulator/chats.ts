/** Chats between agents, and their members. */
import { denied, missing } from './http.ts';
import { isLive, ownAgent, type Call } from './route.ts';
import { addRow } from './rows.ts';
import { show, type RowOf } from './tables/index.ts';

export type Chat = RowOf<'talk_chats'>;
export type Participant = RowOf<'talk_participants'>;

export const participantsOf = ({ world }: Pick<Call, 'world'>, { id, customer_id }: Chat): Participant[] =>
  world.tables.talk_participants.of(customer_id).filter(({ chat_id }) => chat_id === id);

export const isMember = (call: Call, chat: Chat, agentId: string): boolean =>
  participantsOf(call, chat).some(({ owner_id }) => owner_id === agentId);

export const showChat = (call: Call, row: Chat): object => ({
  ...show('talk_chats', row),
  member_count: participantsOf(call, row).length,
});

/** At most once. */
export function addParticipant(call: Call, chat: Chat, ownerId: string): Participant {
  const found = participantsOf(call, chat).find(({ owner_id }) => owner_id === ownerId);
  const given = { owner_type: 'agent', owner_id: ownerId, chat_id: chat.id };
  return (
    found ??
    addRow(call, 'talk_participants', chat.customer_id, given, ({ tm_create }) => ({ tm_joined: tm_create }))
  );
}

export const showParticipant = (row: Participant): object => show('talk_participants', row);

/** @throws Refusal 404 for a chat that does not exist, or belongs to another customer */
export function anyChat(call: Call, id: string | undefined): Chat {
  const agent = ownAgent(call);
  const row = call.world.tables.talk_chats.get(id ?? '');
  if (row === undefined || !isLive(row) || row.customer_id !== agent.customer_id) throw missing();
  return row;
}

/** @throws Refusal 403 for an agent that is not a member */
export function chatOf(call: Call, id: string | undefined): Chat {
  const row = anyChat(call, id);
  if (!isMember(call, row, call.identity.agentId ?? '')) throw denied();
  return row;
}
