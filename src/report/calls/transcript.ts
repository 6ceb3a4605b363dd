/** What a caller hears and does, line by line. */
import type { CallEvent, CallRun } from '../../calls/call.ts';
import type { ServerRuns } from '../../calls/servers.ts';
import { clean, plural, sentenceList, wrapped } from '../../core/text.ts';
import type { Paint } from '../paint.ts';
import { clockTime } from '../../core/time.ts';
import { byHours, endSentence, hoursAnswer, sentenceOf, type Names } from './words.ts';

export interface TranscriptLine {
  /** Milliseconds since the beginning. */
  at: number;
  /** The flow's name; empty for what the caller does. */
  flow: string;
  text: string;
}

export function transcriptOf({ events }: CallRun, names: Names): TranscriptLine[] {
  const lines: TranscriptLine[] = [];
  for (const group of roundsOf(events)) {
    const start = lines.length;
    for (const events of byHours(group.events, ({ step }) => step, names)) {
      lines.push(...linesOf(events, names));
    }
    const [first] = lines.slice(start);
    if (group.repeats > 0 && first !== undefined) {
      lines.push({
        at: group.at,
        flow: first.flow,
        text: `the same again, ${plural(group.repeats, 'time')}`,
      });
    }
  }
  return lines;
}

function linesOf(events: readonly CallEvent[], names: Names): TranscriptLine[] {
  const answer = hoursAnswer(
    events.map(({ step }) => step),
    names,
  );
  const [first] = events;
  if (answer === undefined || first === undefined) return events.flatMap((event) => ownLines(event, names));
  return [{ at: first.at, flow: names.flow(first.step.flow), text: `opening hours: ${answer}` }];
}

function ownLines(event: CallEvent, names: Names): TranscriptLine[] {
  const { step, at, pressed, pressedAt = at } = event;
  const text = sentenceOf(event, names);
  const flow = names.flow(step.flow);
  const own = text === undefined ? [] : [{ at, flow, text }];
  if (pressed === '') return own;
  return [...own, { at: pressedAt, flow: '', text: `the caller presses ${clean(pressed)}` }];
}

interface Rounds {
  events: readonly CallEvent[];
  /** How many more times the same lines follow, and when that began. */
  repeats: number;
  at: number;
}

/** Shows a repeated group once, and counts the repeats. */
function roundsOf(events: readonly CallEvent[]): Rounds[] {
  const rounds: Rounds[] = [];
  let apart: CallEvent[] = [];
  for (let index = 0; index < events.length;) {
    const round = roundAt(events, index);
    if (round === undefined) {
      apart.push(...events.slice(index, index + 1));
      index += 1;
      continue;
    }
    const { length, repeats } = round;
    if (apart.length > 0) rounds.push({ events: apart, repeats: 0, at: 0 });
    apart = [];
    const at = events[index + length]?.at ?? 0;
    rounds.push({ events: events.slice(index, index + length), repeats, at });
    index += length * (repeats + 1);
  }
  return apart.length > 0 ? [...rounds, { events: apart, repeats: 0, at: 0 }] : rounds;
}

/** The shortest group that begins there and repeats: in a queue one repeat is enough, elsewhere two. */
function roundAt(
  events: readonly CallEvent[],
  start: number,
): { length: number; repeats: number } | undefined {
  const step = events[start]?.step;
  const least = step?.inserted === true && step.type === 'fetch_flow' ? 1 : 2;
  for (let length = 1; start + length * (least + 1) <= events.length; length += 1) {
    const isAgain = (index: number): boolean => isSame(events[index], events[index - length]);
    let end = start + length;
    while (end < events.length && isAgain(end)) end += 1;
    const repeats = Math.floor((end - start) / length) - 1;
    if (repeats >= least) return { length, repeats };
  }
  return undefined;
}

const isSame = (one: CallEvent | undefined, other: CallEvent | undefined): boolean =>
  one?.step === other?.step && one?.pressed === other?.pressed;

export const endOf = (run: CallRun, names: Names): string =>
  endSentence(run.end, names, { heard: run.events.some(isHeard), withWhom: withWhom(run, names) });

const isHeard = ({ effect }: CallEvent): boolean =>
  effect.does === 'speak' || effect.does === 'play' || effect.does === 'join';

/** With whom the last action that rang someone has connected the caller. */
function withWhom({ events }: CallRun, names: Names): string {
  const effects = events.map(({ effect }) => effect).reverse();
  for (const effect of effects) {
    if (effect.does === 'wait-in-queue') return ` with an agent of ${names.queue(effect.queue)}`;
    if (effect.does === 'connect') {
      return ` with ${sentenceList(
        effect.destinations.map((one) => clean(names.address(one, 'briefly'))),
        'or',
      )}`;
    }
  }
  return '';
}

/** Whether a caller is lost: cut off, or left waiting forever. */
export const losesCaller = ({ end }: CallRun): boolean =>
  end.kind === 'failed' || end.kind === 'limit' || end.kind === 'blocked';

/** The width of the column of times, and the minimum width of texts. */
const TIMES = 9;
const NARROWEST = 20;

function renderTranscript(run: CallRun, names: Names, paint: Paint, columns: number): string {
  const lines = transcriptOf(run, names);
  const width = Math.min(24, Math.max(0, ...lines.map(({ flow }) => flow.length)));
  const laid = (text: string, indent: number): string =>
    wrapped(text, Math.max(NARROWEST, columns - indent)).join(`\n${' '.repeat(indent)}`);
  const texts = lines.map(({ at, flow, text }) => {
    const name = paint.dim(flow.slice(0, width).padEnd(width));
    return `${clockTime(at).padStart(7)}  ${name}  ${laid(text, TIMES + width + 2)}`;
  });
  const end = laid(endOf(run, names), TIMES);
  const headline = losesCaller(run) ? paint.red(paint.bold(end)) : paint.bold(end);
  const known = run.events.every(({ lasts, effect }) => lasts !== undefined || effect.does === 'join');
  return [
    ...texts,
    ...(texts.length > 0 ? [''] : []),
    `${clockTime(run.ms).padStart(7)}  ${headline}`,
    paint.dim(
      ' '.repeat(TIMES) + laid(`${run.executed.length} of 100 actions used${known ? '' : UNKNOWN}`, TIMES),
    ),
    ...unpressedLines(run).map((text) => paint.dim(' '.repeat(TIMES) + laid(text, TIMES))),
  ].join('\n');
}

const unpressedLines = ({ unpressed }: CallRun): string[] =>
  unpressed.length === 0
    ? []
    : [`not pressed, since the call did not ask for more keys: ${sentenceList(unpressed.map(clean))}`];

const UNKNOWN = '; how long music or a recording lasts is not known, and not in the times';

/** @param kind `timeouts fire`. @param isFirst That of the published server. */
export const kindTitle = (kind: string, isFirst: boolean, paint: Paint, columns: number): string =>
  wrapped(`On a server where ${kind}${isFirst ? ' (as published)' : ''}:`, columns)
    .map((line) => paint.bold(line))
    .join('\n');

/**
 * On each kind of server, where they differ.
 * @param columns Of the terminal: longer lines are broken between words.
 */
export function renderRuns(
  [main, other]: ServerRuns,
  names: Names,
  paint: Paint,
  columns = Infinity,
): string {
  if (other === undefined) return renderTranscript(main.run, names, paint, columns);
  return [main, other]
    .map(
      ({ run, kind }) =>
        `${kindTitle(kind, run === main.run, paint, columns)}\n\n${renderTranscript(run, names, paint, columns)}`,
    )
    .join('\n\n');
}
