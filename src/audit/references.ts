/** Who refers to which flow and queue. The server has no reverse look-up: it takes all lists together. */
import type {
  Campaign,
  Conference,
  ConversationAccount,
  Flow,
  Number,
  Queue,
  WebchatWidget,
} from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { actionReferences, graphOf } from './flow-graph.ts';

/** Everything that can name a flow or a queue. */
export interface Referrers {
  numbers: readonly Number[];
  flows: readonly Flow[];
  queues: readonly Queue[];
  conferences?: readonly Conference[] | undefined;
  campaigns?: readonly Campaign[] | undefined;
  conversation_accounts?: readonly ConversationAccount[] | undefined;
  webchat_widgets?: readonly WebchatWidget[] | undefined;
}

/** Ids of every flow that something names. A flow naming itself does not count. */
export function flowReferences(from: Referrers): ReadonlySet<string> {
  const fromFlows = from.flows.flatMap((flow) =>
    [flow.on_complete_flow_id, ...named(flow, 'flow')].filter((id) => id !== flow.id),
  );
  return new Set(
    [
      ...from.numbers.flatMap((row) => [row.call_flow_id, row.message_flow_id]),
      ...from.queues.map((row) => row.wait_flow_id),
      ...fromFlows,
      ...(from.conferences ?? []).flatMap((row) => [row.pre_flow_id, row.post_flow_id]),
      ...(from.campaigns ?? []).flatMap((row) => named(row, 'flow')),
      ...(from.conversation_accounts ?? []).map((row) => row.message_flow_id),
      ...(from.webchat_widgets ?? []).flatMap((row) => [row.session_flow_id, row.message_flow_id]),
    ].filter(isSetId),
  );
}

/** Ids of every queue that a flow or a campaign names. */
export function queueReferences(from: Pick<Referrers, 'flows' | 'campaigns'>): ReadonlySet<string> {
  return new Set(
    [
      ...from.flows.flatMap((row) => named(row, 'queue')),
      ...(from.campaigns ?? []).flatMap((row) => [row.queue_id, ...named(row, 'queue')]),
    ].filter(isSetId),
  );
}

/** What the actions of a flow or a campaign name, those nested in `call` included. */
function named(row: Pick<Flow, 'id' | 'actions'>, kind: 'flow' | 'queue'): string[] {
  return actionReferences(graphOf({ id: row.id, actions: row.actions }))
    .filter((reference) => reference.kind === kind)
    .map(({ id }) => id);
}
