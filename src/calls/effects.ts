/**
 * What an action does, by the facts in the call documentation of this project (seen on the genuine server).
 * An effect is data: following one call and exploring all of them read the same effects.
 */
import { isSetId, NIL_UUID } from '../core/ids.ts';
import type { CallAccount } from './account.ts';
import { conditionDatetimeFields, conditionVariableFields, variableHolds } from './conditions.ts';
import type { ConditionDatetime } from './conditions.ts';
import { connectingCode, waitingCode, type Code, type Step } from './code.ts';
import { decode, type Address } from './options.ts';
import { speakable } from './speech.ts';
import { DIGITS, fillOption, type Read } from './variables.ts';

/** `why` is for people, and says what is wrong. */
export type Effect =
  /** The next action runs immediately. `why`: it was passed over. */
  | { does: 'next'; why?: string; set?: readonly [name: string, value: string] }
  /** Continues with the action of that id, and fails where there is none. */
  | { does: 'jump'; to: string; why: string; set?: readonly [name: string, value: string] }
  | { does: 'compare-time'; option: ConditionDatetime; otherwise: string; why: string }
  | { does: 'compare-status'; status: string; otherwise: string; why: string }
  /** Runs other actions, then continues. */
  | { does: 'fetch'; code: Code }
  | { does: 'wait-in-queue'; queue: string; code: Code }
  | { does: 'connect'; destinations: readonly Address[]; code: Code }
  /** The run ends there and then; a call is hung up. */
  | { does: 'fail'; why: string }
  | { does: 'finish' }
  | { does: 'hang-up' }
  | { does: 'answer' }
  /** Over by itself. */
  | { does: 'speak'; text: string; language: string; stopsAtKey: boolean; goesOn: boolean }
  | { does: 'play'; urls: readonly string[] }
  | { does: 'sound'; ms: number }
  | { does: 'receive'; length: number; key: string; ms: number }
  /** Over when a time-out fires, which it does not on the published server. */
  | { does: 'wait'; ms: number; what: string }
  /** Never over. */
  | { does: 'block'; why: string }
  | { does: 'join' }
  | { does: 'conference' }
  | { does: 'ai' };

export interface Scene {
  account: CallAccount;
  /** Whether there is a call, or the flow was started without one. */
  inCall: boolean;
  read: Read;
}

/** How long an echo lasts that says nothing of it. */
const ECHO_MS = 180_000;
const BEEP_MS = 500;

const notUnderstood = 'its options cannot be understood';
const passedOver: Effect = { does: 'next', why: 'it does nothing here' };
const goesOn: Effect = { does: 'next' };
const misread: Effect = { does: 'next', why: notUnderstood };
const unreadable: Effect = { does: 'fail', why: notUnderstood };

/** What the action does now, with its variables filled in. */
export function effectOf(step: Step, scene: Scene): Effect {
  const effect = (scene.inCall ? inCall : withoutCall)[step.type] ?? everywhere[step.type];
  if (effect === undefined) return passedOver;
  return effect(step.filled ? fillOption(step.option, scene.read) : fillLists(step), scene, step);
}

/** Without variables, filling in changes only lists. */
function fillLists({ option }: Step): Step['option'] {
  return Object.values(option).some((value) => typeof value === 'object')
    ? fillOption(option, () => '')
    : option;
}

type Option = Step['option'];
type Meaning = (option: Option, scene: Scene, step: Step) => Effect;

const deciding: Readonly<Record<string, Meaning>> = {
  branch(option, { read }) {
    const decoded = decode(option, { variable: 'text', default_target_id: 'id', target_ids: 'ids' });
    if (decoded === undefined) return unreadable;
    const name = decoded.variable || DIGITS;
    const value = read(name) ?? '';
    const listed = Object.hasOwn(decoded.target_ids, value);
    const what = name === DIGITS ? (value === '' ? 'no key' : `the keys ${value}`) : `"${value}" in ${name}`;
    return {
      does: 'jump',
      to: (listed ? decoded.target_ids[value] : undefined) ?? decoded.default_target_id,
      why: listed ? `${what} leads to an action that does not exist` : `nothing is set up for ${what}`,
      set: [name, ''],
    };
  },
  goto(option) {
    const decoded = decode(option, { target_id: 'id', loop_count: 'whole' });
    if (decoded === undefined) return unreadable;
    if (decoded.loop_count <= 0) return goesOn;
    return { does: 'jump', to: decoded.target_id, why: 'it jumps to an action that does not exist' };
  },
  condition_variable(option) {
    const decoded = decode(option, conditionVariableFields);
    if (decoded === undefined) return unreadable;
    return variableHolds(decoded) ? goesOn : otherwise(decoded.false_target_id);
  },
  condition_datetime(option) {
    const weekdays = option['weekdays'];
    if (Array.isArray(weekdays) && weekdays.length > 0) {
      return { does: 'fail', why: 'a check of weekdays fails, whatever day it is' };
    }
    const decoded = decode(option, conditionDatetimeFields);
    if (decoded === undefined) return unreadable;
    const to = decoded.false_target_id;
    return { does: 'compare-time', option: decoded, otherwise: to, why: otherwise(to).why };
  },
  fetch_flow(option, { account }) {
    const decoded = decode(option, { flow_id: 'id' });
    if (decoded === undefined) return unreadable;
    const code = account.flows.get(decoded.flow_id);
    if (code === undefined) return { does: 'fail', why: missing('flow', decoded.flow_id) };
    return code.steps.length === 0 ? { does: 'next', why: 'that flow is empty' } : { does: 'fetch', code };
  },
  fetch(option) {
    const decoded = decode(option, { event_url: 'text', event_method: 'text' });
    if (decoded === undefined) return unreadable;
    if (decoded.event_url === '') return { does: 'fail', why: 'it has no address to ask' };
    return { does: 'next', why: `what ${decoded.event_url} answers cannot be known beforehand` };
  },
  stop: () => ({ does: 'finish' }),
};

const missing = (kind: string, id: string): string =>
  isSetId(id) ? `the ${kind} ${id} does not exist` : `it names no ${kind}`;

const otherwise = (to: string): { does: 'jump'; to: string; why: string } => ({
  does: 'jump',
  to,
  why: isSetId(to)
    ? 'the condition is false, and the action for that does not exist'
    : 'the condition is false, and nothing is set up for that',
});

const everywhere: Readonly<Record<string, Meaning>> = {
  ...deciding,
  variable_set(option) {
    const decoded = decode(option, { key: 'text', value: 'text' });
    return decoded === undefined ? misread : { does: 'next', set: [decoded.key, decoded.value] };
  },
  call(option) {
    const decoded = decode(option, {
      source: 'any',
      destinations: 'addresses',
      flow_id: 'id',
      chained: 'flag',
      early_execution: 'flag',
    });
    if (decoded === undefined) return unreadable;
    if (decoded.destinations.length > 0) return goesOn;
    return { does: 'block', why: 'it has nobody to call' };
  },
  webhook_send: () => goesOn,
  message_send: () => goesOn,
  email_send: () => goesOn,
  case_create: () => goesOn,
  conversation_send: () => goesOn,
  transcribe_recording: () => goesOn,
  empty: () => goesOn,
};

/** Only what differs: whatever speaks, listens, waits, joins or hangs up is passed over. */
const withoutCall: Readonly<Record<string, Meaning>> = {
  conversation_send: () => passedOver,
  transcribe_recording: () => passedOver,
  ai_summary: () => ({ does: 'fail', why: 'it needs a call' }),
  ai_task: () => ({ does: 'fail', why: 'it needs a call' }),
  ai_talk: () => ({ does: 'fail', why: 'it needs a call' }),
  block: () => ({ does: 'block', why: 'it waits until something outside lets it continue' }),
};

const inCall: Readonly<Record<string, Meaning>> = {
  answer: () => ({ does: 'answer' }),
  hangup(option) {
    const decoded = decode(option, { reason: 'text', reference_id: 'id' });
    return decoded === undefined ? misread : { does: 'hang-up' };
  },
  talk(option) {
    const decoded = decode(option, {
      text: 'text',
      language: 'text',
      provider: 'text',
      voice_id: 'text',
      digits_handle: 'text',
      async: 'flag',
    });
    if (decoded === undefined) return misread;
    const { text, language, digits_handle, async } = decoded;
    if (text.trim() === '') return { does: 'next', why: 'it has nothing to say' };
    if (!speakable(text)) return { does: 'next', why: 'its text cannot be spoken: it is not valid SSML' };
    return { does: 'speak', text, language, stopsAtKey: digits_handle === 'next', goesOn: async };
  },
  play(option) {
    const decoded = decode(option, { stream_urls: 'texts' });
    if (decoded === undefined) return misread;
    if (decoded.stream_urls.length === 0) return { does: 'next', why: 'it has nothing to play' };
    return { does: 'play', urls: decoded.stream_urls };
  },
  beep: () => ({ does: 'sound', ms: BEEP_MS }),
  sleep(option) {
    const decoded = decode(option, { duration: 'whole' });
    return decoded === undefined ? misread : pause(decoded.duration, 'a pause');
  },
  echo: (option) => echo(option),
  stream_echo: (option) => echo(option),
  digits_send(option) {
    const decoded = decode(option, { digits: 'text', duration: 'whole', interval: 'whole' });
    if (decoded === undefined) return misread;
    const { digits, duration, interval } = decoded;
    const ms = duration * digits.length + interval * Math.max(0, digits.length - 1);
    return pause(ms, `sending the keys ${digits}`);
  },
  digits_receive(option) {
    const decoded = decode(option, { duration: 'whole', key: 'text', length: 'whole' });
    if (decoded === undefined) return misread;
    return { does: 'receive', length: decoded.length, key: decoded.key, ms: decoded.duration };
  },
  amd(option) {
    const decoded = decode(option, { machine_handle: 'text', async: 'flag' });
    if (decoded === undefined) return misread;
    return decoded.async ? goesOn : { does: 'sound', ms: 0 };
  },
  recording_start: () => goesOn,
  recording_stop: () => goesOn,
  external_media_start: () => goesOn,
  external_media_stop: () => goesOn,
  transcribe_start: () => goesOn,
  condition_call_digits(option, { read }) {
    const decoded = decode(option, { length: 'whole', key: 'text', false_target_id: 'id' });
    if (decoded === undefined) return unreadable;
    const { length, key, false_target_id } = decoded;
    const digits = read(DIGITS) ?? '';
    const met = (length !== 0 && digits.length >= length) || (key !== '' && digits.includes(key));
    return met ? goesOn : otherwise(false_target_id);
  },
  condition_call_status(option) {
    const decoded = decode(option, { status: 'text', false_target_id: 'id' });
    if (decoded === undefined) return unreadable;
    const { status, false_target_id: to } = decoded;
    return { does: 'compare-status', status, otherwise: to, why: otherwise(to).why };
  },
  connect(option, { account }, { flow }) {
    const decoded = decode(option, {
      source: 'any',
      destinations: 'addresses',
      early_media: 'flag',
      relay_reason: 'flag',
    });
    if (decoded === undefined) return unreadable;
    const { destinations, relay_reason } = decoded;
    if (destinations.length === 0) return { does: 'fail', why: 'it has nobody to call' };
    const obstacles = destinations.map((address) => account.cannotRing(address));
    if (!obstacles.includes(undefined)) return { does: 'fail', why: obstacles[0] ?? '' };
    const relays = relay_reason && !destinations.some(({ type }) => type === 'agent');
    return { does: 'connect', destinations, code: connectingCode(flow, relays) };
  },
  queue_join(option, { account }, { flow }) {
    const decoded = decode(option, { queue_id: 'id' });
    if (decoded === undefined) return unreadable;
    const queue = account.queues.get(decoded.queue_id);
    if (queue === undefined) return { does: 'fail', why: missing('queue', decoded.queue_id) };
    const waitFlow = queue.wait_flow_id || NIL_UUID;
    return { does: 'wait-in-queue', queue: decoded.queue_id, code: waitingCode(flow, waitFlow) };
  },
  confbridge_join: (_option, _scene, { inserted }) => (inserted ? { does: 'join' } : misread),
  conference_join(option, { account }) {
    const decoded = decode(option, { conference_id: 'id' });
    if (decoded === undefined) return unreadable;
    if (account.conferences.has(decoded.conference_id)) return { does: 'conference' };
    return { does: 'fail', why: missing('conference', decoded.conference_id) };
  },
  ai_talk(option) {
    const decoded = decode(option, {
      ai_id: 'id',
      resume: 'flag',
      gender: 'text',
      language: 'text',
      duration: 'whole',
    });
    if (decoded === undefined) return unreadable;
    return isSetId(decoded.ai_id) ? { does: 'ai' } : { does: 'fail', why: 'it names no AI' };
  },
};

function echo(option: Option): Effect {
  const decoded = decode(option, { duration: 'whole' });
  if (decoded === undefined) return misread;
  return { does: 'wait', ms: decoded.duration > 0 ? decoded.duration : ECHO_MS, what: 'an echo' };
}

/** A time-out of 0 is not waited for, on any server. */
const pause = (ms: number, what: string): Effect => (ms > 0 ? { does: 'wait', ms, what } : goesOn);
