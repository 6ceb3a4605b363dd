/** What a transcript says of one action, and of the end, to people who have never seen a flow. */
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/api/wire.ts';
import { accountOf } from '../../src/calls/account.ts';
import { followCall } from '../../src/calls/run.ts';
import { DOCUMENTED } from '../../src/calls/server.ts';
import { endOf, transcriptOf } from '../../src/report/calls/transcript.ts';
import type { Names } from '../../src/report/calls/words.ts';

const MAIN = 'cccccccc-0000-4000-8000-000000000000';
const NAMES: Names = {
  flow: () => 'Main',
  queue: () => 'Sales',
  team: () => [],
  address: ({ target }) => target,
  answerOf: () => undefined,
};

/** The lines of one action, and the end. */
const toldOf = (type: string, option: Action['option'], inCall = true): string[] =>
  linesOf([{ type, option }], inCall);

function linesOf(actions: Action[], inCall = true): string[] {
  const account = accountOf({ flows: [{ id: MAIN, name: 'Main', actions }] });
  const run = followCall({ flow: MAIN, moment: 0, inCall, server: DOCUMENTED }, account);
  const names = { ...NAMES, withoutCall: !inCall };
  return [...transcriptOf(run, names).map(({ text }) => text), endOf(run, names)];
}

describe('an action of a call', () => {
  it.each<[type: string, option: Action['option'], text: string]>([
    ['talk', { text: 5 }, 'skips talk, whose options cannot be understood'],
    ['sleep', { duration: '5' }, 'skips sleep, whose options cannot be understood'],
    ['sleep', { duration: 1500 }, 'pauses for 1.5 s'],
    ['echo', { duration: 3000 }, 'plays back what the caller says (3 s)'],
    ['digits_send', { digits: '12', duration: 500 }, 'sends keys (1 s)'],
    [
      'fetch',
      { event_url: 'https://a.test' },
      'asks https://a.test what to do next, which cannot be known beforehand',
    ],
    [
      'condition_datetime',
      { condition: 'is', hour: 9, minute: -1 },
      'checks whether the hour fits the unknown comparison "is" with 9 (UTC): no',
    ],
  ])('%s %j', (type, option, text) => {
    expect(toldOf(type, option)[0]).toBe(text);
  });

  it('says nothing of what does nothing in a call', () => {
    expect(toldOf('confbridge_join', undefined)).toHaveLength(1);
    expect(toldOf('block', undefined)).toHaveLength(1);
  });

  it('cuts the caller off where a variable is empty', () => {
    expect(toldOf('branch', { variable: 'x' })).toEqual([
      'CUT OFF: the call is hung up without a word, because nothing is set up for an empty x (action 1 of Main).',
    ]);
  });
});

describe('a run without a call', () => {
  it.each<[type: string, option: Action['option'], lines: string[]]>([
    ['talk', { text: 'Hello' }, ['skips talk, which needs a call', 'The run is over.']],
    ['ai_task', undefined, ['FAILED: the run ends, because it needs a call (action 1 of Main).']],
    ['block', undefined, ['BLOCKED: it waits until something outside lets it continue (action 1 of Main).']],
    [
      'goto',
      { target_id: '00000000-0000-0000-0000-000000000001', loop_count: 200 },
      ['FAILED: a run may use 100 actions, and all are used up (action 1 of Main).'],
    ],
  ])('%s', (type, option, lines) => {
    expect(toldOf(type, option, false)).toEqual(lines);
  });
});

describe('what goes round', () => {
  const idOf = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const rounds = (loop_count: number): string[] =>
    linesOf([
      { id: idOf(1), type: 'talk', option: { text: 'Welcome' } },
      { id: idOf(2), type: 'talk', option: { text: 'One' } },
      { id: idOf(3), type: 'talk', option: { text: 'Two' } },
      { id: idOf(4), type: 'goto', option: { target_id: idOf(2), loop_count } },
      { type: 'hangup' },
    ]);
  const [welcome, one, two] = ['Welcome', 'One', 'Two'].map(
    (text) => expect.stringMatching(new RegExp(`^says "${text}"`)) as string,
  );

  it('is said once, and then counted', () => {
    const after = ['hangs up', 'The platform hangs up.'];
    expect(rounds(3)).toEqual([welcome, one, two, 'the same again, 3 times', ...after]);
    expect(rounds(2)).toEqual([welcome, one, two, 'the same again, 2 times', ...after]);
  });

  it('is said twice where it comes only twice', () => {
    expect(rounds(1)).toEqual([welcome, one, two, one, two, 'hangs up', 'The platform hangs up.']);
  });

  it('is told on where it stops in the middle', () => {
    expect(rounds(200).slice(0, 5)).toEqual([welcome, one, two, 'the same again, 32 times', one]);
  });

  it('is counted from the first repetition on in a queue', () => {
    const queue = { id: idOf(90), wait_flow_id: idOf(91) };
    const texts = Array.from({ length: 40 }, (_, index) => `Line ${index + 1}`);
    const wait = texts.map((text, index) => ({ id: idOf(index + 10), type: 'talk', option: { text } }));
    const join = { id: idOf(1), type: 'queue_join', option: { queue_id: queue.id } };
    const account = accountOf({
      flows: [
        { id: MAIN, name: 'Main', actions: [join] },
        { id: queue.wait_flow_id, name: 'Wait', actions: wait },
      ],
      queues: [queue],
    });
    const run = followCall({ flow: MAIN, moment: 0, inCall: true, server: DOCUMENTED }, account);
    const lines = transcriptOf(run, NAMES).map(({ text }) => text);
    expect(lines[41]).toBe('the same again, 1 time');
    expect(lines.filter((line) => line.startsWith('says "Line 1"'))).toHaveLength(2);
  });
});
