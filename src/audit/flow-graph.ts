/**
 * What a flow can do when it runs: which action may follow which (models/action/option.go and the executor of
 * bin-flow-manager). Options are free maps; whatever is no text or no id is passed over.
 */
import type { Action, Flow } from '../api/wire.ts';
import { isSetId, isUuid } from '../core/ids.ts';

/** A way out of an action, within its flow. */
export interface Step {
  /** Index of the next action; undefined where the flow ends. */
  to: number | undefined;
  /** What takes this way: a digit, `default`, `otherwise`; absent where there is only one. */
  label?: string;
}

/** An id that a jump names and that no action of the flow has. */
export interface LostJump {
  action: number;
  /** Where it stands: `default_target_id`, `target_ids.1`, `next_id`. */
  field: string;
  target: string;
}

export interface FlowGraph {
  actions: readonly Action[];
  /** By index of the action. */
  steps: readonly (readonly Step[])[];
  lost: readonly LostJump[];
  /** Indexes of the actions that can be reached from the first one. */
  reachable: ReadonlySet<number>;
}

/** The platform's own words for start, finish and next (models/action/action.go). */
const RESERVED = /^00000000-0000-0000-0000-00000000000[0-3]$/;
const FINISH = '00000000-0000-0000-0000-000000000002';
/** Nothing follows these. */
const ENDINGS: ReadonlySet<string> = new Set(['hangup', 'stop']);
/** At most so many actions run in a row without any that takes time. */
const STEP_LIMIT = 1000;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export function graphOf(flow: Flow): FlowGraph {
  const actions = flow.actions ?? [];
  const indexOf = new Map(
    actions.map(({ id }, index) => [(id ?? '').toLowerCase(), index] as const).reverse(),
  );
  const lost: LostJump[] = [];
  const steps = actions.map((action, index): Step[] => {
    const after = index + 1 < actions.length ? index + 1 : undefined;
    /** Where an id leads; undefined where it is lost, which is told. */
    const jump = (field: string, target: string | undefined, label?: string): Step[] => {
      const id = target?.toLowerCase() ?? '';
      const named = label === undefined ? {} : { label };
      if (id === '' || id === FINISH)
        return id === '' ? [{ to: after, ...named }] : [{ to: undefined, ...named }];
      if (RESERVED.test(id)) return [{ to: id.endsWith('1') ? 0 : after, ...named }];
      const to = indexOf.get(id);
      if (to !== undefined) return [{ to, ...named }];
      // A variable is filled in when the flow runs.
      if (!id.includes('${')) lost.push({ action: index, field, target: target ?? '' });
      return [];
    };
    const option = action.option ?? {};
    const next = isSetId(action.next_id) ? jump('next_id', action.next_id) : [{ to: after }];
    switch (action.type) {
      case 'branch': {
        const targets = option['target_ids'];
        const cases = typeof targets === 'object' && targets !== null ? Object.entries(targets) : [];
        return [
          ...cases.flatMap(([value, target]) => jump(`target_ids.${value}`, text(target), value)),
          ...jump('default_target_id', text(option['default_target_id']), 'default'),
        ];
      }
      case 'goto': {
        const loops = Number(option['loop_count'] ?? 0);
        const target = jump('target_id', text(option['target_id']), 'again');
        // Without a count the jump is not taken; but a target that is lost is a fault all the same.
        return loops > 0 ? [...target, ...next] : next;
      }
      case 'condition_call_digits':
      case 'condition_call_status':
      case 'condition_datetime':
      case 'condition_variable':
        return [...next, ...jump('false_target_id', text(option['false_target_id']), 'otherwise')];
      default:
        return ENDINGS.has(action.type ?? '') ? [{ to: undefined }] : next;
    }
  });
  return { actions, steps, lost, reachable: reach(steps) };
}

function reach(steps: readonly (readonly Step[])[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const open = steps.length > 0 ? [0] : [];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    for (const { to } of steps[index] ?? []) if (to !== undefined) open.push(to);
  }
  return seen;
}

/** Whether an action takes time, so that a loop over it does no harm. */
export function takesTime({ type, option }: Action): boolean {
  const amount = (field: string): number => Number(option?.[field] ?? 0);
  switch (type) {
    case 'talk':
      return (text(option?.['text']) ?? '').trim() !== '' && option?.['async'] !== true;
    case 'play':
      return Array.isArray(option?.['stream_urls']) && option['stream_urls'].length > 0;
    case 'sleep':
    case 'echo':
    case 'stream_echo':
    case 'digits_receive':
      return amount('duration') > 0;
    case 'amd':
      return option?.['async'] !== true;
    case 'ai_talk':
    case 'beep':
    case 'block':
    case 'conference_join':
    case 'confbridge_join':
    case 'connect':
    case 'digits_send':
    case 'queue_join':
      return true;
    default:
      return false;
  }
}

/** Indexes of actions that run round and round with nothing that takes time: the platform ends such a call. */
export function busyLoop({ actions, steps, reachable }: FlowGraph): number[] | undefined {
  const harmless = (index: number): boolean => {
    const action = actions[index];
    return action === undefined || takesTime(action);
  };
  // Few goto rounds end by themselves.
  const ways = steps.map((options, index) => {
    const action = actions[index];
    const finite =
      action?.type === 'goto' && Number(action.option?.['loop_count'] ?? 0) < STEP_LIMIT / actions.length;
    return options.filter(({ label }) => !(finite && label === 'again'));
  });
  for (const start of reachable) {
    if (harmless(start)) continue;
    const path = new Map<number, number>();
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const { to } of ways[at] ?? []) {
        if (to === undefined || harmless(to)) continue;
        if (to === start) return backwards(path, at, start);
        if (path.has(to)) continue;
        path.set(to, at);
        open.push(to);
      }
    }
  }
  return undefined;
}

function backwards(path: ReadonlyMap<number, number>, from: number, start: number): number[] {
  const loop = [from];
  for (let at = from; at !== start;) {
    at = path.get(at) ?? start;
    loop.unshift(at);
  }
  return loop;
}

/** Something outside of the flow that one of its actions names. */
export interface Reference {
  kind: 'flow' | 'queue';
  /** As it stands there, lower case; nil or empty where there should be one. */
  id: string;
  /** The action's type, and the option: `queue_join.queue_id`. */
  where: string;
  /** Which keys lead there from the beginning: `1`, `2 > default`; empty where all do. */
  label: string;
  /** Whether a caller who comes here goes on there (`call` makes another call). */
  follows: boolean;
  reachable: boolean;
}

/** Options that hold an id, by action type; `required`: without one the action fails. */
const pointers: Readonly<
  Record<string, { option: string; kind: 'flow' | 'queue'; required: boolean; follows: boolean }>
> = {
  queue_join: { option: 'queue_id', kind: 'queue', required: true, follows: true },
  fetch_flow: { option: 'flow_id', kind: 'flow', required: true, follows: true },
  call: { option: 'flow_id', kind: 'flow', required: false, follows: false },
  ai_summary: { option: 'on_end_flow_id', kind: 'flow', required: false, follows: false },
  recording_start: { option: 'on_end_flow_id', kind: 'flow', required: false, follows: false },
  transcribe_start: { option: 'on_end_flow_id', kind: 'flow', required: false, follows: false },
  transcribe_recording: { option: 'on_end_flow_id', kind: 'flow', required: false, follows: false },
};

/** Everything that the actions name, those nested in `call` included. Ids that are filled in later are left out. */
export function actionReferences(graph: FlowGraph): Reference[] {
  const labels = labelsOf(graph);
  return graph.actions.flatMap((action, index) =>
    pointersOf(action).map((pointer) => ({
      ...pointer,
      label: labels.get(index) ?? '',
      reachable: graph.reachable.has(index),
    })),
  );
}

function pointersOf(action: Action): Omit<Reference, 'label' | 'reachable'>[] {
  const { type, option } = action;
  const nested = option?.['actions'];
  const deeper =
    type === 'call' && Array.isArray(nested)
      ? (nested as Action[])
          .filter((inner) => typeof inner === 'object' && inner !== null)
          .flatMap(pointersOf)
          .map((pointer) => ({ ...pointer, follows: false }))
      : [];
  const pointer = pointers[type ?? ''];
  if (pointer === undefined) return deeper;
  const id = (text(option?.[pointer.option]) ?? '').trim().toLowerCase();
  if (id.includes('${') || (!pointer.required && !isSetId(id))) return deeper;
  const { kind, follows } = pointer;
  return [{ kind, id, where: `${type ?? ''}.${pointer.option}`, follows }, ...deeper];
}

/** The keys on the shortest way to each action. */
function labelsOf({ steps }: FlowGraph): ReadonlyMap<number, string> {
  const labels = new Map<number, string>(steps.length > 0 ? [[0, '']] : []);
  const open = [0];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const { to, label } of steps[at] ?? []) {
      if (to === undefined || labels.has(to)) continue;
      const so = labels.get(at) ?? '';
      labels.set(to, label === undefined ? so : so === '' ? label : `${so} > ${label}`);
      open.push(to);
    }
  }
  return labels;
}

/** True for something that may be the id of an object. */
export const pointsSomewhere = (id: string): boolean => isUuid(id) && isSetId(id);
