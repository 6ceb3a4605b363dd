/** Conversations with visitors of a web page: created with a session, or with its first message. */
import { startFlow } from './activeflows.ts';
import { isLive } from './route.ts';
import { addRow } from './rows.ts';
import type { RowOf } from './tables/index.ts';
import type { World } from './world.ts';

type Session = RowOf<'webchat_sessions'>;
type Conversation = RowOf<'conversations'>;

/** Creates the conversation of a session, and starts the flow that the widget names. */
export function startConversation(world: World, session: Session, flowId: string): void {
  const conversation = conversationOf(world, session);
  const flow = world.tables.flows.get(flowId);
  if (flow === undefined || !isLive(flow)) return;
  startFlow(world, flow, { reference_type: 'conversation', reference_id: conversation.id });
}

/** The conversation of a session, created if missing. */
export function conversationOf(world: World, { id, customer_id, peer, local }: Session): Conversation {
  return (
    world.tables.conversations.of(customer_id).find((row) => row.peer.target === id) ??
    addRow({ world }, 'conversations', customer_id, {
      name: `Webchat · ${id}`,
      detail: 'Webchat conversation',
      type: 'webchat',
      self: local,
      peer,
    })
  );
}

/** A message to the visitor; it has one id in the conversation and in the chat. */
export function addMessage(
  world: World,
  { id: conversation_id, customer_id, type, self, peer }: Conversation,
  text: string,
  id: string,
): RowOf<'conversation_messages'> {
  return addRow({ world }, 'conversation_messages', customer_id, {
    id,
    conversation_id,
    direction: 'outgoing',
    status: 'done',
    reference_type: type,
    reference_id: id,
    source: self,
    destination: peer,
    text,
  });
}
