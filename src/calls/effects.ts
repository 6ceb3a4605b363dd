/**
 * What an action does, by the facts in the call documentation of this project (seen on the genuine server).
 * An effect is data: following one call and exploring all of them read the same effects.
 */
import { isSetId, NIL_UUID } from '../core/ids.ts';
import type { ServerFault } from '../snapshot/server-evidence.ts';
import type { CallAccount } from './account.ts';
import {
  asksForWeekdays,
  conditionDatetimeFields,
  conditionVariableFields,
  variableHolds,
} from './conditions.ts';
import type { ConditionDatetime } from './conditions.ts';
import { connectingCode, waitingCode, type Code, type Step } from './code.ts';
import { decoderOf, type Address, type Decoded, type FieldType } from './options.ts';
import { speakable } from './speech.ts';
import { DIGITS, fillOption, type Read } from './variables.ts';

/** `why` is for people, and says what is wrong. */
export type Effect =
  /** The next action runs immediately. `why`: it was passed over. `unspoken`: a text that cannot be spoken. */
  | { does: 'next'; why?: string; unspoken?: string; set?: readonly [name: string, value: string] }
  /** Continues with the action of that id, and fails where there is none. */
  | {
      does: 'jump';
      to: string;
      why: string;
      set?: readonly [name: string, value: string];
      /** Of a branch: what it looked at, and whether that is listed. */
      value?: string;
      listed?: boolean;
    }
  /** Continues there so many times, and then with the next action; every time, on a server that does not count. */
  | { does: 'jump-counted'; to: string; times: number; why: string }
  /** Where it asks for weekdays, it fails on a server that cannot check them. */
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
  /** Over when a timeout fires, which it does not on the published server. */
  | { does: 'wait'; ms: number; what: string }
  /** Never over. */
  | { does: 'block'; why: string }
  | { does: 'join' }
  | { does: 'conference' }
  | { does: 'ai' };

/** What of the server decides what comes of an effect. */
export function faultOf(effect: Effect): ServerFault | undefined {
  switch (effect.does) {
    case 'wait':
      return 'timeouts';
    case 'receive':
      return effect.ms > 0 ? 'timeouts' : undefined;
    case 'compare-time':
      return asksForWeekdays(effect.option) ? 'weekdays' : undefined;
    case 'jump-counted':
      return 'counted_jumps';
    default:
      return undefined;
  }
}

/** Why it is over where that does not work. */
export function lossBy(effect: Effect): string {
  switch (effect.does) {
    case 'wait':
      return `${effect.what} never ends on this server`;
    case 'receive':
      return 'it waits for keys, and nothing but a key ends that on this server';
    default:
      return 'a check of weekdays fails on this server, whatever day it is';
  }
}

export interface Scene {
  account: CallAccount;
  /** Whether there is a call, or the flow was started without one. */
  inCall: boolean;
  read: Read;
}

/** How long an echo lasts that says nothing of it. */
const ECHO_MS = 180_000;
const BEEP_MS = 500;

/** What the reason ends with where an action names one that does not exist. */
export const LOST_TARGET = 'an action that does not exist';

const notUnderstood = 'its options cannot be understood';
const passedOver: Effect = { does: 'next', why: 'it does nothing here' };
const goesOn: Effect = { does: 'next' };
const misread: Effect = { does: 'next', why: notUnderstood };
const unreadable: Effect = { does: 'fail', why: notUnderstood };

/** What the action does now, with its variables filled in. */
export function effectOf(step: Step, scene: Scene): Effect {
  const meaning = (scene.inCall ? inCall : withoutCall).get(step.type) ?? everywhere.get(step.type);
  return meaning === undefined ? passedOver : meaning(step, scene);
}

type Meaning = (step: Step, scene: Scene) => Effect;
type Fields = Readonly<Record<string, FieldType>>;

const byType = (meanings: Readonly<Record<string, Meaning>>): ReadonlyMap<string, Meaning> =>
  new Map(Object.entries(meanings));

/** What an action means by its options, and what becomes of it when they cannot be understood. */
function meaning<const F extends Fields>(
  fields: F,
  whenMisread: Effect,
  means: (option: Decoded<F>, scene: Scene, step: Step) => Effect,
): Meaning {
  const decode = decoderOf(fields);
  const effect = (step: Step, scene: Scene): Effect => {
    const option = decode(fillOption(step.option, scene.read));
    return option === undefined ? whenMisread : means(option, scene, step);
  };
  // What reads no variable is the same each time.
  const once = eachOnce(effect);
  return (step, scene) => (step.filled ? effect(step, scene) : once(step, scene));
}

/** The same where it is a variable that decides, which the options only name. */
function reading<const F extends Fields>(
  fields: F,
  means: (option: Decoded<F>, scene: Scene, step: Step) => Effect,
): Meaning {
  const decode = decoderOf(fields);
  const decoded = ({ option }: Step, { read }: Scene): Decoded<F> | undefined =>
    decode(fillOption(option, read));
  const once = eachOnce(decoded);
  return (step, scene) => {
    const option = step.filled ? decoded(step, scene) : once(step, scene);
    return option === undefined ? unreadable : means(option, scene, step);
  };
}

/** Keeps with an action what was found out of it in an account. */
function eachOnce<T>(find: (step: Step, scene: Scene) => T): (step: Step, scene: Scene) => T {
  return (step, scene) => {
    const { known } = step;
    if (known?.account === scene.account && known.by === find) return known.found as T;
    const found = find(step, scene);
    step.known = { account: scene.account, by: find, found };
    return found;
  };
}

const always =
  (effect: Effect): Meaning =>
  () =>
    effect;

const deciding: Readonly<Record<string, Meaning>> = {
  branch: reading(
    { variable: 'text', default_target_id: 'id', target_ids: 'ids' },
    ({ variable, default_target_id, target_ids }, { read }) => {
      const name = variable || DIGITS;
      const value = read(name) ?? '';
      const listed = Object.hasOwn(target_ids, value);
      const to = (listed ? target_ids[value] : undefined) ?? default_target_id;
      return new BranchTaken(to, name, value, listed);
    },
  ),
  goto: meaning({ target_id: 'id', loop_count: 'whole' }, unreadable, ({ target_id, loop_count }) =>
    loop_count <= 0
      ? goesOn
      : { does: 'jump-counted', to: target_id, times: loop_count, why: `it jumps to ${LOST_TARGET}` },
  ),
  condition_variable: meaning(conditionVariableFields, unreadable, (option) =>
    variableHolds(option) ? goesOn : otherwise(option.false_target_id),
  ),
  condition_datetime: meaning(conditionDatetimeFields, unreadable, (option) => ({
    does: 'compare-time',
    option,
    otherwise: option.false_target_id,
    why: otherwise(option.false_target_id).why,
  })),
  fetch_flow: meaning({ flow_id: 'id' }, unreadable, ({ flow_id }, { account }, step) => {
    const code = account.flows.get(flow_id);
    if (code === undefined) {
      const why = step.inserted ? 'the queue has no wait flow' : missing('flow', flow_id);
      return { does: 'fail', why };
    }
    return code.steps.length === 0 ? { does: 'next', why: 'that flow is empty' } : { does: 'fetch', code };
  }),
  fetch: meaning({ event_url: 'text', event_method: 'text' }, unreadable, ({ event_url }) =>
    event_url === ''
      ? { does: 'fail', why: 'it has no address to ask' }
      : { does: 'next', why: `what ${event_url} answers cannot be known beforehand` },
  ),
  stop: always({ does: 'finish' }),
};

/** Why it would fail is hardly ever asked. */
class BranchTaken {
  readonly does = 'jump';
  readonly to: string;
  readonly set: readonly [name: string, value: string];
  readonly value: string;
  readonly listed: boolean;

  constructor(to: string, name: string, value: string, listed: boolean) {
    this.to = to;
    this.set = name === DIGITS ? DIGITS_EMPTIED : [name, ''];
    this.value = value;
    this.listed = listed;
  }

  get why(): string {
    const { to, set, value } = this;
    const [name] = set;
    const keys = value === '' ? 'a caller who presses nothing' : `the ${keyWord(value)} ${value}`;
    const what = name === DIGITS ? keys : `"${value}" in ${name}`;
    return isSetId(to) ? `the way for ${what} leads to ${LOST_TARGET}` : `nothing is set up for ${what}`;
  }
}

const DIGITS_EMPTIED = [DIGITS, ''] as const;

const keyWord = (keys: string): string => (keys.length === 1 ? 'key' : 'keys');

const missing = (kind: string, id: string): string =>
  isSetId(id) ? `the ${kind} ${id} does not exist` : `it names no ${kind}`;

function otherwise(to: string): { does: 'jump'; to: string; why: string } {
  const why = isSetId(to)
    ? `the condition is false, and the way for that leads to ${LOST_TARGET}`
    : 'the condition is false, and nothing is set up for that';
  return { does: 'jump', to, why };
}

const everywhere = byType({
  ...deciding,
  variable_set: meaning({ key: 'text', value: 'text' }, misread, ({ key, value }) => ({
    does: 'next',
    set: [key, value],
  })),
  call: meaning(
    { source: 'any', destinations: 'addresses', flow_id: 'id', chained: 'flag', early_execution: 'flag' },
    unreadable,
    ({ destinations }) =>
      destinations.length > 0 ? goesOn : { does: 'block', why: 'it has nobody to call' },
  ),
  webhook_send: always(goesOn),
  message_send: always(goesOn),
  email_send: always(goesOn),
  case_create: always(goesOn),
  conversation_send: always(goesOn),
  transcribe_recording: always(goesOn),
  empty: always(goesOn),
});

const needsCall = always({ does: 'fail', why: 'it needs a call' });

/** Only what differs: whatever speaks, listens, waits, joins or hangs up is passed over. */
const withoutCall = byType({
  conversation_send: always(passedOver),
  transcribe_recording: always(passedOver),
  ai_summary: needsCall,
  ai_task: needsCall,
  ai_talk: needsCall,
  block: always({ does: 'block', why: 'it waits until something outside lets it continue' }),
});

const echo = meaning({ duration: 'whole' }, misread, ({ duration }) => ({
  does: 'wait',
  ms: duration > 0 ? duration : ECHO_MS,
  what: 'an echo',
}));

const speaking = meaning(
  {
    text: 'text',
    language: 'text',
    provider: 'text',
    voice_id: 'text',
    digits_handle: 'text',
    async: 'flag',
  },
  misread,
  ({ text, language, digits_handle, async }) => {
    if (text.trim() === '') return { does: 'next', why: 'it has nothing to say' };
    if (!speakable(text))
      return { does: 'next', why: 'its text cannot be spoken: it is not valid SSML', unspoken: text };
    return { does: 'speak', text, language, stopsAtKey: digits_handle === 'next', goesOn: async };
  },
);

const connecting = meaning(
  { source: 'any', destinations: 'addresses', early_media: 'flag', relay_reason: 'flag' },
  unreadable,
  ({ destinations, relay_reason }, { account }, { flow, index }) => {
    if (destinations.length === 0) return { does: 'fail', why: 'it has nobody to call' };
    const obstacles = destinations.map((address) => account.cannotRing(address));
    if (!obstacles.includes(undefined)) return { does: 'fail', why: obstacles[0] ?? '' };
    const relays = relay_reason && !destinations.some(({ type }) => type === 'agent');
    const key = `${flow} ${index} ${relays ? 'relay' : 'connect'}`;
    return {
      does: 'connect',
      destinations,
      code: inserted(account, key, () => connectingCode(flow, relays)),
    };
  },
);

const queueing = meaning({ queue_id: 'id' }, unreadable, ({ queue_id }, { account }, { flow, index }) => {
  const queue = account.queues.get(queue_id);
  if (queue === undefined) return { does: 'fail', why: missing('queue', queue_id) };
  const waitFlow = queue.wait_flow_id || NIL_UUID;
  const code = inserted(account, `${flow} ${index} ${queue_id}`, () => waitingCode(flow, waitFlow));
  return { does: 'wait-in-queue', queue: queue_id, code };
});

const inCall = byType({
  answer: always({ does: 'answer' }),
  hangup: meaning({ reason: 'text', reference_id: 'id' }, misread, () => ({ does: 'hang-up' })),
  talk: speaking,
  play: meaning({ stream_urls: 'texts' }, misread, ({ stream_urls: urls }) =>
    urls.length === 0 ? { does: 'next', why: 'it has nothing to play' } : { does: 'play', urls },
  ),
  beep: always({ does: 'sound', ms: BEEP_MS }),
  sleep: meaning({ duration: 'whole' }, misread, ({ duration }) => pause(duration, 'a pause')),
  echo,
  stream_echo: echo,
  digits_send: meaning(
    { digits: 'text', duration: 'whole', interval: 'whole' },
    misread,
    ({ digits, duration, interval }) =>
      pause(
        duration * digits.length + interval * Math.max(0, digits.length - 1),
        `sending the keys ${digits}`,
      ),
  ),
  digits_receive: meaning(
    { duration: 'whole', key: 'text', length: 'whole' },
    misread,
    ({ duration: ms, key, length }) => ({ does: 'receive', length, key, ms }),
  ),
  amd: meaning({ machine_handle: 'text', async: 'flag' }, misread, ({ async }) =>
    async ? goesOn : { does: 'sound', ms: 0 },
  ),
  recording_start: always(goesOn),
  recording_stop: always(goesOn),
  external_media_start: always(goesOn),
  external_media_stop: always(goesOn),
  transcribe_start: always(goesOn),
  condition_call_digits: reading(
    { length: 'whole', key: 'text', false_target_id: 'id' },
    ({ length, key, false_target_id }, { read }) => {
      const digits = read(DIGITS) ?? '';
      const met = (length !== 0 && digits.length >= length) || (key !== '' && digits.includes(key));
      return met ? goesOn : otherwise(false_target_id);
    },
  ),
  condition_call_status: meaning(
    { status: 'text', false_target_id: 'id' },
    unreadable,
    ({ status, false_target_id: to }) => ({
      does: 'compare-status',
      status,
      otherwise: to,
      why: otherwise(to).why,
    }),
  ),
  connect: connecting,
  queue_join: queueing,
  confbridge_join: ({ inserted: own }) => (own ? { does: 'join' } : misread),
  conference_join: meaning({ conference_id: 'id' }, unreadable, ({ conference_id: id }, { account }) =>
    account.conferences.has(id) ? { does: 'conference' } : { does: 'fail', why: missing('conference', id) },
  ),
  ai_talk: meaning(
    { ai_id: 'id', resume: 'flag', gender: 'text', language: 'text', duration: 'whole' },
    unreadable,
    ({ ai_id }) => (isSetId(ai_id) ? { does: 'ai' } : { does: 'fail', why: 'it names no AI' }),
  ),
});

/** What the platform puts in for one action is the same list each time. */
function inserted(account: CallAccount, key: string, make: () => Code): Code {
  const code = account.inserted.get(key) ?? make();
  account.inserted.set(key, code);
  return code;
}

/** A timeout of 0 is not waited for, on any server. */
const pause = (ms: number, what: string): Effect => (ms > 0 ? { does: 'wait', ms, what } : goesOn);
