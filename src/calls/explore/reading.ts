/** What can be said of an action before it runs: where it may lead, and which variables it reads to decide that. */
import type { CallAccount } from '../account.ts';
import { MOST_ACTIONS } from '../call.ts';
import { START, type Code, type Step } from '../code.ts';
import { parseId } from '../options.ts';
import { DIGITS, hasPlaceholder, namesIn } from '../variables.ts';

/** Where a step may lead, whatever the variables are. */
export interface Ways {
  /** Ids that it may jump to, in its list or outwards. */
  jumps: readonly string[];
  /** Whether the following action may be next. */
  follows: boolean;
  /** Ids of flows that it may run first. */
  fetches: readonly string[];
  /** A target or a flow is only known when it runs. */
  open: boolean;
}

export interface Reading {
  /**
   * Indexes of the actions of its list that it may jump to; that of the default of a branch twice, since many values
   * may lead there.
   */
  inside: readonly number[];
  /** Ids that it may jump to, and that are not in its list; that of the first action is elsewhere, too. */
  outside: readonly string[];
  /** Whether the following action may be next. */
  follows: boolean;
  /** A target or a flow is only known when it runs. */
  open: boolean;
  /** Flows that it may run first. */
  fetched: readonly Code[];
  /** Whether it waits for an agent in them. */
  waits: boolean;
  /** The names that it reads to decide something. */
  reads: readonly string[];
  /** What it does to variables. */
  setting: Setting;
}

/** What one step does to variables. */
export interface Setting {
  /** The variable that it sets. */
  key: string | undefined;
  /** The names that this and its value are made of. */
  made: readonly string[];
  /** Whether it only adds to the end of the variable. */
  adds: boolean;
}

/** Whether the call was answered is kept like a variable; only a condition on the call's status asks for it. */
export const ANSWERED = '#answered';

const JUMPS = '#jumps ';

/** How often a counted jump was taken is kept like a variable, which its own list of actions keeps to itself. */
export const jumpsOf = ({ index }: Pick<Step, 'index'>): string => `${JUMPS}${index}`;

/** Whether a variable is unknown to all other lists: fresh in each fetched flow, and gone after it. */
export const isLocal = (name: string): boolean => name.startsWith(JUMPS);

/** So many ways are told apart in which the jumps of one list have been taken. */
const MOST_COUNTS = 100;
const countable = new WeakMap<Code, boolean>();

/** Whether the jumps of a list can be counted; else each may end after any round. */
export function countsJumps(code: Code): boolean {
  const known = countable.get(code);
  if (known !== undefined) return known;
  const ways = code.steps.reduce((count, step) => count * (1 + timesOf(step)), 1);
  countable.set(code, ways <= MOST_COUNTS);
  return ways <= MOST_COUNTS;
}

/** How often a jump is taken that may be over before all actions are used; 0 for any other action. */
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

/** Most actions have none of most things. */
const NONE: readonly never[] = [];
const NOTHING: Setting = { key: undefined, made: NONE, adds: false };

/** That of an action of which only the following one can come. */
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

/** Types of actions that may have another reading, whatever their options are. */
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

/** As the platform reads ids. */
const idOf = (value: unknown): string => parseId(text(value)) ?? text(value).toLowerCase();

export function waysOf(step: Step): Ways {
  const { type, option, next } = step;
  const targets = targetsOf(step);
  const goesOn = type !== 'stop' && type !== 'branch';
  const fetches = type === 'fetch_flow' ? [idOf(option['flow_id'])] : NONE;
  const queue = type === 'queue_join' ? text(option['queue_id']) : '';
  return {
    jumps: goesOn && next !== undefined ? [...targets, next] : targets,
    follows: goesOn && next === undefined,
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
    inside: inside.length === 0 ? NONE : inside,
    outside: outside.length === 0 ? NONE : outside,
    follows,
    open,
    // A copy: what `flatMap` makes has room for 17.
    fetched: flows.length === 0 ? NONE : flows.flatMap((id) => account.flows.get(id) ?? []).slice(),
    waits,
    reads: readsOf(step),
    setting: settingOf(step),
  };
}

function waitFlowsOf({ option }: Step, { queues }: CallAccount): readonly string[] {
  const flow = queues.get(idOf(option['queue_id']))?.wait_flow_id;
  return flow ? [flow.toLowerCase()] : NONE;
}

/** Ids that its options name. */
function targetsOf({ type, option }: Step): readonly string[] {
  if (CONDITIONS.has(type)) return [idOf(option['false_target_id'])];
  if (type === 'goto') return [idOf(option['target_id'])];
  if (type !== 'branch') return NONE;
  const listed = Object.values((option['target_ids'] ?? {}) as Record<string, unknown>);
  return [...listed, option['default_target_id']].map(idOf);
}

/** The names that one step reads to decide something. */
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
