/** Describes the actions of a call in plain words. */
import type { CallEvent, End } from '../../calls/call.ts';
import type { Step } from '../../calls/code.ts';
import type { ConditionDatetime } from '../../calls/conditions.ts';
import type { Choice } from '../../calls/explore/graph.ts';
import type { Effect } from '../../calls/effects/effect.ts';
import type { Address } from '../../calls/options.ts';
import type { Waiting } from '../../calls/waiting.ts';
import { clean, sentenceList, spokenText } from '../../core/text.ts';

/** Whether this action joins the caller with the person who was rung. */
export const isJoin = ({ inserted, type }: Pick<Step, 'inserted' | 'type'>): boolean =>
  inserted && type === 'confbridge_join';

/** What sentences are made of: names for ids, who may answer in a queue, whether there is a call. */
export interface Names {
  flow: (id: string) => string;
  queue: (id: string) => string;
  /** `Ann (available, +14155550101)`, `Bob (away)`. */
  team: (queue: string) => readonly string[];
  /** Who is rung there: `+14155550101`, `extension:1001`, an agent as in a team; `briefly`: by name alone. */
  address: (address: Address, how?: 'briefly') => string;
  /** The variable in which a flow of opening hours leaves its answer; undefined for every other flow. */
  answerOf: (flow: string) => string | undefined;
  /** There is no caller who hears anything or can be cut off. */
  withoutCall?: boolean;
}

/** `open` or `closed` for the steps of one flow of opening hours; undefined for others, and without an answer. */
export function hoursAnswer(steps: readonly Step[], names: Names): string | undefined {
  const [first] = steps;
  const variable = first && names.answerOf(first.flow);
  if (first === undefined || variable === undefined) return undefined;
  const answer = steps.findLast(({ type, option }) => type === 'variable_set' && option['key'] === variable);
  return answer && clean(String(answer.option['value']));
}

/** Groups neighboring elements that belong to the same flow of opening hours. */
export function byHours<T>(elements: readonly T[], stepOf: (element: T) => Step, names: Names): T[][] {
  const groups: T[][] = [];
  for (const element of elements) {
    const { flow } = stepOf(element);
    const open = groups.at(-1);
    const [first] = open ?? [];
    const joins = first !== undefined && stepOf(first).flow === flow && names.answerOf(flow) !== undefined;
    if (joins) open?.push(element);
    else groups.push([element]);
  }
  return groups;
}

function duration(ms: number): string {
  if (ms < 2000) return `${Number((ms / 1000).toFixed(1))} s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  return `${Math.round(ms / 60_000)} minutes`;
}

const quoted = (text: string): string => `"${clean(text)}"`;

/** The most agents of a queue that are named. */
const MOST_NAMED = 5;

/** What actions do that can be described by their type alone. */
const DOES: Readonly<Record<string, string>> = {
  recording_start: 'starts a recording',
  recording_stop: 'stops the recording',
  transcribe_start: 'starts a transcription',
  transcribe_stop: 'stops the transcription',
  transcribe_recording: 'transcribes the recording',
  message_send: 'sends a text message',
  email_send: 'sends an e-mail',
  webhook_send: 'sends an event to a web address',
  conversation_send: 'sends a chat message',
  case_create: 'opens a case',
  call: 'makes another call',
  external_media_start: 'streams the audio to another system',
  external_media_stop: 'stops streaming the audio',
};

/** One line of a transcript; undefined for actions that no one notices. */
export function sentenceOf(
  { step, effect, lasts, taken, pressed }: CallEvent,
  names: Names,
): string | undefined {
  switch (effect.does) {
    case 'answer':
      return 'answers the call';
    case 'speak':
      if (effect.stopsAtKey && pressed !== '') return `${speech(effect.text)} (cut short by the key)`;
      return `${speech(effect.text)}${lastsFor(effect.goesOn ? undefined : lasts)}`;
    case 'play':
      return `plays ${sentenceList(effect.urls.map(clean))}${lastsFor(lasts)}`;
    case 'sound':
      return step.type === 'beep' ? 'beeps' : 'checks whether a machine has answered';
    case 'receive':
      return lasts === 0 ? undefined : 'waits for keys';
    case 'wait':
      if (step.type === 'sleep') return `pauses for ${duration(effect.ms)}`;
      return `${step.type === 'digits_send' ? 'sends keys' : 'plays back what the caller says'} (${duration(effect.ms)})`;
    case 'fetch':
      return step.inserted || names.answerOf(effect.code.flow) !== undefined
        ? undefined
        : `continues in ${names.flow(effect.code.flow)}`;
    case 'wait-in-queue': {
      const team = names.team(effect.queue);
      const shown =
        team.length > MOST_NAMED ? [...team.slice(0, MOST_NAMED), `${team.length - MOST_NAMED} more`] : team;
      const rings = team.length === 0 ? 'which has no agents' : `whose agents are ${sentenceList(shown)}`;
      return `puts the caller in the queue ${names.queue(effect.queue)}, ${rings}`;
    }
    case 'connect':
      return `calls ${sentenceList(effect.destinations.map((one) => clean(names.address(one))))}`;
    case 'compare-time':
      return `checks whether ${timeWords(effect.option)}${taken === undefined ? '' : taken === 'true' ? ': yes' : ': no'}`;
    case 'join':
      return taken === 'nobody' ? 'rings for a minute, and no one answers' : 'rings, and is answered';
    case 'conference':
      return 'puts the caller in a conference';
    case 'ai':
      return 'connects the caller with an AI assistant';
    case 'hang-up':
      return 'hangs up';
    case 'next':
      return passed(step.type, effect, names);
    default:
      return undefined;
  }
}

/** A text may contain only pauses, such as the time that a caller has to speak into a recording. */
function speech(text: string): string {
  const words = spokenText(text);
  return words === '' ? 'says nothing' : `says ${quoted(words)}`;
}

/** If an agent is free immediately, the text is cut short before any of it is heard. */
function lastsFor(ms: number | undefined): string {
  if (ms === undefined) return '';
  return ms === 0 ? ' (cut short)' : ` (about ${duration(ms)})`;
}

function passed(
  type: string,
  { why, passed: how, unspoken }: Extract<Effect, { does: 'next' }>,
  { withoutCall = false }: Names,
): string | undefined {
  if (why === undefined) return DOES[type];
  if (how === 'misread') return `skips ${type}, whose options cannot be understood`;
  if (how === 'by type') return withoutCall ? `skips ${type}, which needs a call` : undefined;
  if (unspoken !== undefined) {
    return `cannot say ${quoted(unspoken)}: the caller hears nothing (a & in a text must be written &amp;, a < must be written &lt;)`;
  }
  return type === 'fetch' || type === 'talk' || type === 'play' ? why.replace(/^it /, '') : undefined;
}

const COMPARED: Readonly<Record<string, string>> = {
  '==': 'is',
  '!=': 'is not',
  // The platform compares the other way around: the option with the time.
  '>': 'is before',
  '>=': 'is at most',
  '<': 'is after',
  '<=': 'is at least',
};

/** With the numbers that the platform has for them, from Monday on. */
const WEEKDAYS = [
  ['Monday', 1],
  ['Tuesday', 2],
  ['Wednesday', 3],
  ['Thursday', 4],
  ['Friday', 5],
  ['Saturday', 6],
  ['Sunday', 0],
] as const;

/** `Monday to Friday or Sunday`. */
function weekdayWords(weekdays: readonly number[]): string {
  const spans: string[][] = [[]];
  for (const [name, weekday] of WEEKDAYS) {
    if (weekdays.includes(weekday)) spans.at(-1)?.push(name);
    else spans.push([]);
  }
  const words = spans.flatMap((days) =>
    days.length > 2 ? [`${days[0] ?? ''} to ${days.at(-1) ?? ''}`] : days,
  );
  return words.length === 0 ? 'no day' : sentenceList(words, 'or');
}

/** `the hour is 9 and the minute is at least 30 (UTC)`. */
function timeWords(option: ConditionDatetime): string {
  const { condition, month, day, hour, minute, weekdays } = option;
  const compared = COMPARED[condition] ?? `fits the unknown comparison ${quoted(condition)} with`;
  const fields = [
    weekdays.length > 0 ? `it is ${weekdayWords(weekdays)}` : '',
    month > 0 ? `the month ${compared} ${month}` : '',
    day > 0 ? `the day ${compared} ${day}` : '',
    hour >= 0 ? `the hour ${compared} ${hour}` : '',
    minute >= 0 ? `the minute ${compared} ${minute}` : '',
  ].filter((field) => field !== '');
  return fields.length === 0 ? 'it is any time' : `${sentenceList(fields)} (UTC)`;
}

/** A decision from outside, in words. */
export function choiceWords(choice: Choice): string {
  switch (choice.kind) {
    case 'press':
      return `press ${choice.keys}`;
    case 'no-key':
      return 'press nothing';
    case 'time':
      return `${choice.holds ? 'when' : 'unless'} ${timeWords(choice.asked)}`;
    case 'value':
      if (choice.other === true) return `${choice.name} is anything else`;
      return choice.value === '' ? `${choice.name} is empty` : `${choice.name} is ${clean(choice.value)}`;
    case 'agent-free':
      return 'an agent is free';
    case 'round':
      return choice.again ? 'one more round' : 'after the last round';
  }
}

/** How a call ends, as a headline. */
export function endSentence(
  { kind, why, step }: Pick<End, 'kind' | 'why' | 'step'>,
  names: Names,
  { heard = true, withWhom = '' } = {},
): string {
  switch (kind) {
    case 'regular':
    case 'hangup':
      if (names.withoutCall === true) return 'The run is over.';
      return heard ? 'The platform hangs up.' : 'The platform hangs up, and the caller has heard nothing.';
    case 'agent':
      return `The caller is connected${withWhom}.`;
    case 'conference':
      return 'The caller is in the conference.';
    case 'caller-hung-up':
      return 'The caller hangs up.';
    case 'failed':
      if (names.withoutCall === true) return `FAILED: the run ends, because ${why}${placeOf(step, names)}.`;
      return `CUT OFF: the call is hung up without a word, because ${why}${placeOf(step, names)}.`;
    case 'limit':
      if (names.withoutCall === true)
        return `FAILED: a run may use 100 actions, and all are used up${placeOf(step, names)}.`;
      return `CUT OFF: a call may use 100 actions, waiting included, and all are used up${placeOf(step, names)}.`;
    case 'blocked':
      if (names.withoutCall === true) return `BLOCKED: ${why}${placeOf(step, names)}.`;
      return `SILENCE without end: ${why}${placeOf(step, names)}.`;
  }
}

/** How a loop ends, after what stays in it. */
export const loopEnd = ({ withoutCall = false }: Names): string =>
  `until 100 actions are used, and ${withoutCall ? 'then fails' : 'is then cut off'}.`;

/** What happens to a caller in a queue when no agent is free. */
export function waitWords({ used, ms, rounds, end, vague }: Waiting, queue: string, names: Names): string {
  const times = rounds > 1 ? `, or ${rounds} rounds,` : '';
  const before = end.kind === 'limit' && used > 0 ? ` (${used} of 100 actions used before)` : '';
  const after = `after ${duration(ms)}${times} at most${vague ? ' (music and recordings not counted)' : ''}`;
  return `Waiting in ${queue} while no agent is free, ${after}${before}: ${endSentence(end, names)}`;
}

function placeOf(step: End['step'], names: Names): string {
  if (step === undefined || step.inserted) return '';
  return ` (action ${step.index + 1} of ${names.flow(step.flow)})`;
}
