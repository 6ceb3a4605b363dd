/** What can be said of an action before it runs: where it may lead, and which variables it reads to decide that. */
import type { Step } from '../code.ts';
import { DIGITS, hasPlaceholder, namesIn } from '../variables.ts';

/** Where a step may lead without leaving its list: for analysis, whatever the variables are. */
export interface Ways {
  /** Ids that it may jump to, in this list or outwards. */
  jumps: readonly string[];
  /** Whether the following action may be next. */
  follows: boolean;
  /** Flows that it may run first. */
  fetches: readonly string[];
  /** A target, a flow or a name is only known when it runs. */
  open: boolean;
}

const CONDITIONS: ReadonlySet<string> = new Set([
  'condition_variable',
  'condition_datetime',
  'condition_call_digits',
  'condition_call_status',
]);

/** Actions whose options decide where a run goes. */
const DECIDING: ReadonlySet<string> = new Set([
  ...CONDITIONS,
  'branch',
  'goto',
  'fetch_flow',
  'queue_join',
  'connect',
  'conference_join',
  'ai_talk',
  'call',
  'sleep',
  'digits_receive',
  'digits_send',
]);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const known = new WeakMap<Step, Ways>();

export function waysOf(step: Step): Ways {
  const ways = known.get(step) ?? lookForWays(step);
  known.set(step, ways);
  return ways;
}

function lookForWays({ type, option, next }: Step): Ways {
  const onwards = { jumps: next === undefined ? [] : [next], follows: next === undefined };
  const jumping = (targets: readonly unknown[], after = onwards): Ways => {
    const ids = targets.map((target) => text(target).toLowerCase());
    const open = ids.some(hasPlaceholder);
    return { jumps: [...ids, ...after.jumps], follows: after.follows, fetches: [], open };
  };
  const nowhere = { jumps: [], follows: false };
  if (CONDITIONS.has(type)) return jumping([option['false_target_id']]);
  switch (type) {
    case 'branch': {
      const targets = Object.values((option['target_ids'] ?? {}) as Record<string, unknown>);
      return jumping([...targets, option['default_target_id']], nowhere);
    }
    case 'goto':
      return jumping([option['target_id']]);
    case 'fetch_flow': {
      const flow = text(option['flow_id']).toLowerCase();
      return { ...onwards, fetches: [flow], open: hasPlaceholder(flow) };
    }
    case 'stop':
      return { ...nowhere, fetches: [], open: false };
    default:
      return { ...onwards, fetches: [], open: false };
  }
}

/** The names that one step reads to decide something. */
export function readsOf({ type, option }: Step): string[] {
  const names = DECIDING.has(type) ? Object.values(option).flatMap(namesInside) : [];
  if (type === 'condition_call_digits' || type === 'digits_receive') names.push(DIGITS);
  if (type === 'branch') names.push(text(option['variable']) || DIGITS);
  return names;
}

function namesInside(value: unknown): string[] {
  if (typeof value === 'string') return namesIn(value);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesInside) : [];
}
