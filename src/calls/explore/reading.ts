/** The static reading of an action: where it may lead, and which variables it reads to decide that. */
import type { CallAccount } from '../account.ts';
import { MOST_ACTIONS } from '../call.ts';
import { START, type Code, type Step } from '../code.ts';
import { parseId } from '../options.ts';
import { DIGITS, hasPlaceholder, namesIn } from '../variables.ts';

/** Where a step may lead, for any values of the variables. */
export interface Ways {
  /** Ids that it may jump to, inside or outside of its list. */
  jumps: readonly string[];
  /** Whether the following action may be next. */
  follows: boolean;
  /** Ids of flows that it may run first. */
  fetches: readonly string[];
  /** Whether a target or a flow is only known at run time. */
  open: boolean;
}

export interface Reading {
  /**
   * Indexes of the actions of its list that it may jump to. The default of a branch is listed twice, since many values
   * may lead there.
   */
  inside: readonly number[];
  /** Ids that it may jump to outside of its list. The reserved start id counts as outside, too. */
  outside: readonly string[];
  /** Whether the following action may be next. */
  follows: boolean;
  /** Whether a target or a flow is only known at run time. */
  open: boolean;
  /** Flows that it may run first. */
  fetched: readonly Code[];
  /** Whether callers wait for an agent in them. */
  waits: boolean;
  /** The names of the variables that it reads to decide something. */
  reads: readonly string[];
  /** What it does to variables. */
  setting: Setting;
}

/** What one step does to variables. */
export interface Setting {
  /** The variable that it sets. */
  key: string | undefined;
  /** The names of the variables inside that name and its value. */
  made: readonly string[];
  /** Whether it only appends to the variable. */
  adds: boolean;
}

/** A variable of the exploration: whether the call was answered. Only `condition_call_status` reads it. */
export const ANSWERED = '#answered';

const JUMPS = '#jumps ';

/** A variable of the exploration, local to one list of actions: how often a counted jump was taken. */
export const jumpsOf = ({ index }: Pick<Step, 'index'>): string => `${JUMPS}${index}`;

/** Whether a variable is local to one list of actions: new in each fetched flow, and dropped after it. */
export const isLocal = (name: string): boolean => name.startsWith(JUMPS);

/** The largest number of combinations of jump counts that are distinguished in one list. */
const MOST_COUNTS = 100;
const countable = new WeakMap<Code, boolean>();

/** Whether the jumps of a list are counted; if not, each may end after any round. */
export function countsJumps(code: Code): boolean {
  const known = countable.get(code);
  if (known !== undefined) return known;
  const ways = code.steps.reduce((count, step) => count * (1 + timesOf(step)), 1);
  countable.set(code, ways <= MOST_COUNTS);
  return ways <= MOST_COUNTS;
}

/** The number of rounds of a jump that can end before the action limit; 0 for any other action. */
function timesOf({ type, option }: Step): number {
  const times = type === 'goto' ? Number(option['loop_count']) : 0;
  return times > 0 && times < MOST_ACTIONS ? times : 0;
}

export const CONDITIONS: ReadonlySet<string> = new Set([
  'condition_variable',
  'condition_datetime',
  'condition_call_digits',
  'condition_call_status',
]);

/** Types of actions whose options decide where a run continues. */
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

/** Shared empty values, which most actions have. */
const NONE: readonly never[] = [];
const NOTHING: Setting = { key: undefined, made: NONE, adds: false };

/** The reading of an action that only continues with the following one. */
export const PLAIN: Reading = {
  inside: NONE,
  outside: NONE,
  follows: true,
  open: false,
  fetched: NONE,
  waits: false,
  reads: NONE,
  setting: NOTHING,
};

/** Types of actions whose reading may differ from `PLAIN` for any options. */
const PARTICULAR: ReadonlySet<string> = new Set([
  ...CONDITIONS,
  'branch',
  'goto',
  'stop',
  'fetch_flow',
  'queue_join',
  'variable_set',
  'digits_receive',
]);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** An id as the platform reads it. */
const idOf = (value: unknown): string => parseId(text(value)) ?? text(value).toLowerCase();

export function waysOf(step: Step): Ways {
  const { type, option, next } = step;
  const targets = targetsOf(step);
  const continues = type !== 'stop' && type !== 'branch';
  const fetches = type === 'fetch_flow' ? [idOf(option['flow_id'])] : NONE;
  const queue = type === 'queue_join' ? text(option['queue_id']) : '';
  return {
    jumps: continues && next !== undefined ? [...targets, next] : targets,
    follows: continues && next === undefined,
    fetches,
    open: step.filled && [queue, ...fetches, ...targets].some(hasPlaceholder),
  };
}

export function readingOf(step: Step, { indexOf }: Code, account: CallAccount): Reading {
  const { type, next, filled } = step;
  if (next === undefined && !PARTICULAR.has(type) && !(filled && DECIDING.has(type))) return PLAIN;
  const { jumps, follows, fetches, open } = waysOf(step);
  const waits = type === 'queue_join';
  const flows = waits ? waitFlowsOf(step, account) : fetches;
  const inside: number[] = [];
  const outside: string[] = [];
  for (const id of jumps) {
    const index = indexOf.get(id) ?? (id === START ? 0 : undefined);
    if (index === undefined || id === START) outside.push(id);
    if (index !== undefined) inside.push(index);
    if (index !== undefined && type === 'branch' && id === jumps.at(-1)) inside.push(index);
  }
  return {
    inside: trimmed(inside),
    outside: trimmed(outside),
    follows,
    open,
    fetched: trimmed(flows.flatMap((id) => account.flows.get(id) ?? [])),
    waits,
    reads: readsOf(step),
    setting: settingOf(step),
  };
}

/** A copy that saves memory: a list that grew has room for 17 items. */
const trimmed = <T>(items: readonly T[]): readonly T[] => (items.length === 0 ? NONE : items.slice());

function waitFlowsOf({ option }: Step, { queues }: CallAccount): readonly string[] {
  const flow = queues.get(idOf(option['queue_id']))?.wait_flow_id;
  return flow ? [flow.toLowerCase()] : NONE;
}

/** The action ids that its options name. */
function targetsOf({ type, option }: Step): readonly string[] {
  if (CONDITIONS.has(type)) return [idOf(option['false_target_id'])];
  if (type === 'goto') return [idOf(option['target_id'])];
  if (type !== 'branch') return NONE;
  const listed = Object.values((option['target_ids'] ?? {}) as Record<string, unknown>);
  return [...listed, option['default_target_id']].map(idOf);
}

/** The names of the variables that a step reads to decide something. */
export function readsOf(step: Step): readonly string[] {
  const { type, option, filled } = step;
  const own = readByType(step);
  if (!filled || !DECIDING.has(type)) return own;
  return [...new Set([...Object.values(option).flatMap(namesInside), ...own])];
}

const ONLY_DIGITS: readonly string[] = [DIGITS];
const ONLY_ANSWERED: readonly string[] = [ANSWERED];

function readByType(step: Step): readonly string[] {
  const { type, option } = step;
  switch (type) {
    case 'branch': {
      const name = text(option['variable']) || DIGITS;
      return name === DIGITS ? ONLY_DIGITS : [name];
    }
    case 'condition_call_digits':
    case 'digits_receive':
      return ONLY_DIGITS;
    case 'condition_call_status':
      return ONLY_ANSWERED;
    case 'goto':
      return timesOf(step) > 0 ? [jumpsOf(step)] : NONE;
    default:
      return NONE;
  }
}

const EMPTIED: Setting = { key: DIGITS, made: NONE, adds: false };

function settingOf({ type, option }: Step): Setting {
  if (type === 'branch') {
    const key = text(option['variable']) || DIGITS;
    return key === DIGITS ? EMPTIED : { key, made: NONE, adds: false };
  }
  if (type !== 'variable_set') return NOTHING;
  const { key = '', value = '' } = option;
  if (typeof key !== 'string' || typeof value !== 'string') return NOTHING;
  const made = [...namesIn(key), ...namesIn(value)];
  return { key, made, adds: made.length === 1 && value.startsWith(`\${${key}}`) };
}

function namesInside(value: unknown): string[] {
  if (typeof value === 'string') return namesIn(value);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesInside) : [];
}
