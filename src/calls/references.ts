/** Which objects refer to which flow, queue and agent. The server has no reverse lookup: all lists are needed. */
import type {
  Action,
  Campaign,
  Conference,
  ConversationAccount,
  Flow,
  Number,
  Queue,
  WebchatWidget,
} from '../api/wire.ts';
import { isSetId } from '../core/ids.ts';
import { addressOf } from './options.ts';
import { hasPlaceholder } from './variables.ts';

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

/** The objects that the actions of a flow or a campaign name, including those nested in `call`. */
const named = (row: Pick<Flow, 'actions'>, kind: Pointer['kind']): string[] =>
  pointersIn(row).flatMap((pointer) => (pointer.kind === kind ? pointer.id : []));

/** Something outside of the flow that one of its actions names. */
export interface Pointer {
  kind: 'flow' | 'queue' | 'agent';
  /** As written, in lower case; nil or empty if a required id is missing. */
  id: string;
  /** The action's type, and the option: `queue_join.queue_id`, `connect.destinations`. */
  where: string;
  /** What starts there: another call, or a run without a call; undefined if the caller continues there. */
  starts?: 'call' | 'run';
}

/** Options that hold an id, by action type; `required`: without one the action fails. */
const options: Readonly<
  Record<string, Pick<Pointer, 'kind' | 'starts'> & { option: string; required: boolean }>
> = {
  queue_join: { option: 'queue_id', kind: 'queue', required: true },
  fetch_flow: { option: 'flow_id', kind: 'flow', required: true },
  call: { option: 'flow_id', kind: 'flow', required: false, starts: 'call' },
  ai_summary: { option: 'on_end_flow_id', kind: 'flow', required: false, starts: 'run' },
  recording_start: { option: 'on_end_flow_id', kind: 'flow', required: false, starts: 'run' },
  transcribe_start: { option: 'on_end_flow_id', kind: 'flow', required: false, starts: 'run' },
  transcribe_recording: { option: 'on_end_flow_id', kind: 'flow', required: false, starts: 'run' },
};

/** Cached: several rules need the pointers of every flow. */
const known = new WeakMap<readonly Action[], readonly Pointer[]>();

/** Everything that the actions of a flow or a campaign name. */
export function pointersIn({ actions }: Pick<Flow, 'actions'>): readonly Pointer[] {
  if (!actions) return NOTHING;
  const pointers = known.get(actions) ?? actions.flatMap(pointersOf);
  known.set(actions, pointers);
  return pointers;
}

/**
 * Everything that an action names, including actions nested in `call`: a flow or a queue, and agents who are called
 * directly, not as part of a queue. Ids that come from variables are left out.
 */
function pointersOf(action: Action): readonly Pointer[] {
  // Most actions name nothing.
  if (options[action.type ?? ''] === undefined && action.option?.['destinations'] === undefined)
    return NOTHING;
  const deeper = nestedIn(action)
    .flatMap(pointersOf)
    .map((pointer) => ({ ...pointer, starts: pointer.starts ?? 'call' }) as const);
  return [...idOf(action), ...agentsOf(action), ...deeper];
}

const NOTHING: readonly never[] = [];

function nestedIn({ type, option }: Action): Action[] {
  const nested = option?.['actions'];
  if (type !== 'call' || !Array.isArray(nested)) return [];
  return (nested as Action[]).filter((inner) => typeof inner === 'object' && inner !== null);
}

function idOf({ type, option }: Action): Pointer[] {
  const found = options[type ?? ''];
  if (found === undefined) return [];
  const { option: name, required, ...pointer } = found;
  const value = option?.[name];
  const id = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (hasPlaceholder(id) || (!required && !isSetId(id))) return [];
  return [{ id, where: `${type ?? ''}.${name}`, ...pointer }];
}

/** The platform decodes all destinations or none; here an unreadable one does not hide the others. */
function agentsOf({ type, option }: Action): Pointer[] {
  const destinations = option?.['destinations'];
  if (!Array.isArray(destinations)) return [];
  return destinations.flatMap((item: unknown): Pointer[] => {
    const address = addressOf(item);
    if (address?.type !== 'agent') return [];
    const id = address.target.trim().toLowerCase();
    if (hasPlaceholder(id) || !isSetId(id)) return [];
    const pointer = { kind: 'agent', id, where: `${type ?? ''}.destinations` } as const;
    return [type === 'call' ? { ...pointer, starts: 'call' } : pointer];
  });
}
