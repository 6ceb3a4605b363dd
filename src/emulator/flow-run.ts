/**
 * Runs a flow without a call, as POST /activeflows does. The rules were seen on the genuine server; a rule that no run
 * shows follows its source (bin-flow-manager). No code is shared with the program that is tested against it.
 */
import type { Action } from '../api/wire.ts';
import { isSetId, NIL_UUID } from '../core/ids.ts';
import { readOption, type Option } from './flow-option.ts';
import { FINISH_ACTION, START_ACTION } from './platform.ts';

/** The most actions that a run may have: the next one fails it. */
const MOST_ACTIONS = 100;

export interface FlowRun {
  /** In running order, without the start and without the action that failed. */
  executed: readonly Action[];
  /** The action at which the run stopped: the finish, the one that failed, or the one that blocks. */
  current: Action;
  status: 'ended' | 'running';
}

export interface FlowRunOptions {
  /** The actions of another flow of the account, or undefined. */
  flowOf: (id: string) => readonly Action[] | undefined;
  /** Milliseconds since 1970. */
  now: number;
  /** The variables that the platform sets: `voipbin.activeflow.id` and so on. */
  variables?: Readonly<Record<string, string>>;
}

/** A list of actions that is running, and where it returns to. */
interface Frame {
  actions: readonly Action[];
  caller: Frame | undefined;
  /** The id of the action that fetched it. */
  returnsTo: string;
}

interface Place {
  frame: Frame;
  action: Action;
}

interface State {
  at: Place;
  variables: Map<string, string>;
  options: FlowRunOptions;
}

/** How a run continues after an action: on, at its regular end, failed, blocked, or elsewhere. */
type Outcome = 'next' | 'stop' | 'fail' | 'block' | Place;

export function runFlow(actions: readonly Action[], options: FlowRunOptions): FlowRun {
  const executed: Action[] = [];
  const [first] = actions;
  if (first === undefined) return { executed, current: FINISH_ACTION, status: 'ended' };
  const main: Frame = { actions, caller: undefined, returnsTo: NIL_UUID };
  const state: State = {
    at: { frame: main, action: first },
    variables: new Map(Object.entries(options.variables ?? {})),
    options,
  };
  for (;;) {
    const { action } = state.at;
    const outcome = perform(state);
    if (outcome === 'block') return { executed, current: action, status: 'running' };
    if (outcome === 'fail' || executed.length === MOST_ACTIONS) {
      return { executed, current: action, status: 'ended' };
    }
    executed.push(action);
    const next = outcome === 'stop' ? undefined : outcome === 'next' ? following(state.at) : outcome;
    if (next === undefined) return { executed, current: FINISH_ACTION, status: 'ended' };
    state.at = next;
  }
}

/** The next action: that of `next_id`, else the one after it, else the one after the action that fetched the list. */
function following(place: Place): Place | undefined {
  let frame: Frame | undefined = place.frame;
  let id: string = place.action.id ?? NIL_UUID;
  while (frame !== undefined) {
    // Found by id: of two actions with the same id, the first counts.
    const wanted = id;
    const index = frame.actions.findIndex((action) => action.id === wanted);
    const found = frame.actions[index];
    if (found === undefined) return undefined;
    if (isSetId(found.next_id)) return find(frame, found.next_id ?? NIL_UUID);
    const next = frame.actions[index + 1];
    if (next !== undefined) return find(frame, next.id ?? NIL_UUID);
    id = frame.returnsTo;
    frame = frame.caller;
  }
  return undefined;
}

/** Finds an action by id in this list, then in those that fetched it. Only the main list contains the start id. */
function find(from: Frame, id: string): Place | undefined {
  if (!isSetId(id)) return undefined;
  const [first] = from.actions;
  if (id === START_ACTION.id && from.caller === undefined && first !== undefined) {
    return { frame: from, action: first };
  }
  for (let frame: Frame | undefined = from; frame !== undefined; frame = frame.caller) {
    const action = frame.actions.find((one) => one.id === id);
    if (action !== undefined) return { frame, action };
  }
  return undefined;
}

/** Actions that need a call, and are skipped without one. */
const NEEDS_CALL: ReadonlySet<string> = new Set(
  (
    'amd answer beep condition_call_digits condition_call_status confbridge_join conference_join connect ' +
    'digits_receive digits_send echo external_media_start external_media_stop hangup mute play queue_join ' +
    'recording_start recording_stop sleep stream_echo talk transcribe_start transcribe_stop'
  ).split(' '),
);

/** Actions that need what the emulator does not have (an AI, a web address). */
const FAILS: ReadonlySet<string> = new Set(['ai_summary', 'ai_talk', 'ai_task', 'fetch']);

function perform(state: State): Outcome {
  const { action } = state.at;
  const type = action.type ?? '';
  if (NEEDS_CALL.has(type)) return 'next';
  if (FAILS.has(type)) return 'fail';
  const option = filled(action.option ?? {}, state.variables);
  switch (type) {
    case 'block':
      return 'block';
    case 'call':
      return call(option);
    case 'stop':
      return 'stop';
    case 'variable_set':
      setVariable(option, state.variables);
      return 'next';
    case 'goto':
      return goto(option, state);
    case 'branch':
      return branch(option, state);
    case 'condition_variable':
      return conditionVariable(option, state);
    case 'condition_datetime':
      return conditionDatetime(option, state);
    case 'fetch_flow':
      return fetchFlow(option, state);
    default:
      // Actions that send something: their failure does not end the run.
      return 'next';
  }
}

/** A name is on one line. Without a closing brace, the rest of the line contains no name either. */
const PLACEHOLDER = /\$\{([^}\n]*)(\}?)/g;

/** The limit of characters that variables fill into one text, since a variable may contain itself. */
const MOST_FILLED_IN = 100_000;

function filledText(text: string, variables: ReadonlyMap<string, string>): string {
  let left = MOST_FILLED_IN;
  return text.replace(PLACEHOLDER, (written, name: string, end: string) => {
    if (end === '') return written;
    const value = (variables.get(name) ?? '').slice(0, left);
    left -= value.length;
    return value;
  });
}

/** Fills variables into every text; in lists, values that are not text, list or map become text. */
function filled(option: Option, variables: ReadonlyMap<string, string>): Option {
  const inMap = (value: unknown): unknown => {
    if (typeof value === 'string') return filledText(value, variables);
    if (Array.isArray(value)) return value.map(inList);
    return typeof value === 'object' && value !== null ? filled(value as Option, variables) : value;
  };
  const inList = (value: unknown): unknown =>
    typeof value === 'string' || (typeof value === 'object' && value !== null) ? inMap(value) : String(value);
  return Object.fromEntries(Object.entries(option).map(([key, value]) => [key, inMap(value)]));
}

const jump = (id: string, { at }: State): Outcome => find(at.frame, id) ?? 'fail';

/** No one is called here. */
function call(option: Option): Outcome {
  const read = readOption(option, { source: 'map', destinations: 'maps', flow_id: 'id' });
  if (read === undefined) return 'fail';
  return read.destinations.length > 0 ? 'next' : 'block';
}

function setVariable(option: Option, variables: Map<string, string>): void {
  const read = readOption(option, { key: 'text', value: 'text' });
  // An option that cannot be read does not fail the run. A value is filled in a second time when it is stored.
  if (read !== undefined) variables.set(read.key, filledText(read.value, variables));
}

function goto(option: Option, state: State): Outcome {
  const read = readOption(option, { target_id: 'id', loop_count: 'whole' });
  if (read === undefined) return 'fail';
  // The server lowers a different count than it reads: above 0, the jump is taken every time.
  return read.loop_count <= 0 ? 'next' : jump(read.target_id, state);
}

function branch(option: Option, state: State): Outcome {
  const read = readOption(option, { variable: 'text', default_target_id: 'id', target_ids: 'ids' });
  if (read === undefined) return 'fail';
  const name = read.variable === '' ? 'voipbin.call.digits' : read.variable;
  const value = state.variables.get(name) ?? '';
  state.variables.set(name, '');
  return jump(read.target_ids.get(value) ?? read.default_target_id, state);
}

function conditionVariable(option: Option, state: State): Outcome {
  const read = readOption(option, {
    condition: 'text',
    variable: 'text',
    value_type: 'text',
    value_string: 'text',
    value_number: 'number',
    value_length: 'whole',
    false_target_id: 'id',
  });
  if (read === undefined) return 'fail';
  const { condition, variable } = read;
  const holds = (): boolean => {
    switch (read.value_type) {
      case 'string':
        return compares(condition, Buffer.compare(Buffer.from(variable), Buffer.from(read.value_string)));
      case 'number': {
        const number = parseFloat32(variable);
        return number !== undefined && compares(condition, number - Math.fround(read.value_number));
      }
      case 'length':
        return compares(condition, Buffer.byteLength(variable) - read.value_length);
      default:
        return false;
    }
  };
  return holds() ? 'next' : jump(read.false_target_id, state);
}

function parseFloat32(text: string): number | undefined {
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const number = Math.fround(Number(text));
  return Number.isFinite(number) ? number : undefined;
}

function conditionDatetime(option: Option, state: State): Outcome {
  const read = readOption(option, {
    condition: 'text',
    minute: 'whole',
    hour: 'whole',
    day: 'whole',
    month: 'whole',
    weekdays: 'wholes',
    false_target_id: 'id',
  });
  if (read === undefined) return 'fail';
  const now = new Date(state.options.now);
  const fields = [
    { asked: read.month, is: now.getUTCMonth() + 1, from: 1 },
    { asked: read.day, is: now.getUTCDate(), from: 1 },
    { asked: read.hour, is: now.getUTCHours(), from: 0 },
    { asked: read.minute, is: now.getUTCMinutes(), from: 0 },
  ];
  // The option is on the left: `hour > 9` is true before nine.
  const holds = fields.every(({ asked, is, from }) => asked < from || compares(read.condition, asked - is));
  return holds ? 'next' : jump(read.false_target_id, state);
}

function compares(condition: string, difference: number): boolean {
  switch (condition) {
    case '==':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    default:
      return false;
  }
}

function fetchFlow(option: Option, { at, options }: State): Outcome {
  const read = readOption(option, { flow_id: 'id' });
  const actions = read && options.flowOf(read.flow_id);
  if (actions === undefined) return 'fail';
  const [first] = actions;
  if (first === undefined) return 'next';
  return { frame: { actions, caller: at.frame, returnsTo: at.action.id ?? NIL_UUID }, action: first };
}
