/** What a caller meets, and whether that is what was expected. */
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/api/wire.ts';
import { accountOf } from '../../src/calls/account.ts';
import type { KnownServer } from '../../src/calls/server.ts';
import { readCalls } from '../../src/expect/read.ts';
import { followTestCall, judge } from '../../src/expect/judge.ts';

const id = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const talk = (text: string): Action => ({ type: 'talk', option: { text, language: 'en-US' } });
const join = (queue: number): Action => ({ type: 'queue_join', option: { queue_id: id(queue) } });
const connect = (type: string, target: string): Action => ({
  type: 'connect',
  option: { destinations: [{ type, target }] },
});
const hangup: Action = { type: 'hangup' };
const sleep: Action = { type: 'sleep', option: { duration: 5000 } };
const start: Action = { type: 'recording_start' };
const stop: Action = { type: 'recording_stop' };

/** The tag is what a queue and its agents share. */
const agent = (n: number, name: string, tag: number) => ({
  id: id(n),
  name,
  username: `${name.toLowerCase()}@acme.example`,
  status: 'offline',
  tag_ids: [id(tag)],
  addresses: [{ type: 'tel', target: `+1415555010${n}` }],
});

function failuresOf(actions: Action[], call: string, known: KnownServer = {}): string[] {
  const account = accountOf({
    flows: [
      { id: id(1), name: 'Main', actions },
      { id: id(2), name: 'Wait', actions: [talk('Please hold.')] },
    ],
    queues: [
      { id: id(3), name: 'Sales', tag_ids: [id(7)], wait_flow_id: id(2) },
      { id: id(4), name: 'Empty', tag_ids: [id(8)], wait_flow_id: id(2) },
    ],
    agents: [
      agent(5, 'Anna', 7),
      agent(6, 'Bob', 9),
      { ...agent(8, 'Carl', 10), addresses: [{ type: 'extension', target: id(20) }] },
    ],
    extensions: [{ id: id(20), extension: '1001' }],
    outbound: { id: id(9), destination_whitelist: ['us'] },
    countryOf: () => 'us',
  });
  const [read] = readCalls(`calls: [{ to: x, ${call} }]`, 'c.yaml').calls;
  if (read === undefined) throw new Error('no call');
  const runs = followTestCall(read, { flow: id(1), number: undefined }, { account, now: 0, known });
  return judge(read.expect, runs, account).map(
    ({ expected, happened, where }) =>
      `${expected} | ${happened.replace(/because .+/, 'because …')}${where === undefined ? '' : ` | ${where}`}`,
  );
}

const menu: Action[] = [
  { id: id(10), type: 'talk', option: { text: 'Sales: 1.', digits_handle: 'next' } },
  { id: id(11), type: 'branch', option: { target_ids: { '1': id(12) }, default_target_id: id(13) } },
  { id: id(12), ...join(3) },
  { id: id(13), ...talk('Goodbye &amp; thanks.') },
  { id: id(14), ...hangup },
];

describe('a call is fine', () => {
  it.each<[Action[], string]>([
    [menu, ''],
    [menu, 'expect: { says: [sales, goodbye & thanks], ends: hangup, within: 10s }'],
    [menu, 'press: 1, expect: { queue: Sales, agent: Anna, ends: agent }'],
    [menu, `press: 1, expect: { queue: ${id(3)}, agent: anna@acme.example, number: +1 415 555-0105 }`],
    [menu, 'press: 1, nobody_answers: true, expect: { agent: Anna, says: goodbye, ends: hangup }'],
    [menu, 'press: 1, nobody_free: true, expect: { says: please hold, ends: cut-off }'],
    [menu, 'press: 9, expect: { says: Goodbye }'],
    [[connect('tel', '+14155550199')], 'expect: { number: +14155550199, ends: agent }'],
    [[connect('agent', id(6))], 'expect: { number: +14155550106, agent: Bob }'],
    [[connect('agent', id(8))], 'expect: { number: 1001, agent: Carl }'],
    [[connect('extension', id(20))], 'expect: { number: "extension:1001", ends: agent }'],
    [[connect('sip', 'anna@acme.example')], 'expect: { number: "sip:anna@acme.example" }'],
    [[start, talk('Speak now.')], 'expect: { ends: recording }'],
    [[start, talk('Speak now.')], 'expect: { ends: hangup }'],
    [[sleep], 'expect: { ends: [waiting, hangup] }'],
    [[{ type: 'branch', option: {} }], 'expect: { ends: cut-off }'],
    [
      [
        {
          type: 'condition_variable',
          option: { variable: '${lang}', value_string: 'en', condition: '==', value_type: 'string' },
        },
      ],
      'variables: { lang: en }',
    ],
    [
      [
        {
          type: 'condition_variable',
          option: {
            variable: '${voipbin.call.source.target}',
            value_string: '+1',
            condition: '==',
            value_type: 'string',
          },
        },
      ],
      'from: +1',
    ],
  ])('%#: %j %s', (actions, call) => {
    expect(failuresOf(actions, call)).toEqual([]);
  });
});

describe('a call is not fine', () => {
  it.each<[Action[], string, string[]]>([
    [[{ type: 'branch', option: {} }], '', ['does not lose the caller | ends: cut-off, because …']],
    [
      [{ type: 'branch', option: {} }],
      'expect: { ends: [hangup, agent] }',
      ['ends: hangup or agent | ends: cut-off, because …'],
    ],
    [menu, 'expect: { ends: agent }', ['ends: agent | ends: hangup']],
    [menu, 'expect: { says: welcome }', ['says "welcome" | says "Sales: 1." and "Goodbye & thanks."']],
    [menu, 'expect: { says: /^sales/ }', ['says /^sales/ | says "Sales: 1." and "Goodbye & thanks."']],
    [[hangup], 'expect: { says: a }', ['says "a" | says nothing']],
    [menu, 'expect: { queue: Sales }', ['gets into the queue Sales | does not get into a queue']],
    [menu, 'press: 1, expect: { queue: Empty }', ['gets into the queue Empty | gets into Sales']],
    [
      menu,
      'press: 1, expect: { queue: Slaes }',
      ['gets into the queue Slaes | queue "Slaes" does not exist, did you mean Sales?'],
    ],
    [menu, 'press: 1, expect: { agent: Bob }', ['rings Bob | rings Anna']],
    [menu, 'expect: { agent: Bob }', ['rings Bob | rings no one']],
    [menu, 'press: 1, expect: { agent: Bod }', ['rings Bod | agent "Bod" does not exist, did you mean Bob?']],
    [menu, 'press: 1, expect: { number: +1999 }', ['rings +1999 | rings +14155550105']],
    [[connect('agent', id(8))], 'expect: { number: 1002 }', ['rings 1002 | rings 1001']],
    [menu, 'expect: { within: 1s }', ['is over within 1s | lasts 3.1s']],
    [[start, hangup], 'expect: { ends: recording }', ['ends: recording | ends: hangup']],
    // What is recorded is the talk, or is over before anything is said.
    [
      [start, join(3), hangup],
      'nobody_answers: true, expect: { ends: recording }',
      ['ends: recording | ends: hangup'],
    ],
    [[start, stop, talk('x')], 'expect: { ends: recording }', ['ends: recording | ends: hangup']],
    // A queue without agents has no free agent, whoever is free elsewhere.
    [[join(4)], '', ['does not lose the caller | ends: cut-off, because …']],
  ])('%#: %j %s', (actions, call, failures) => {
    expect(failuresOf(actions, call)).toEqual(failures);
  });
});

describe('where timeouts fire, and where they do not', () => {
  const lost = 'does not lose the caller | ends: waiting, because …';

  it('both are looked at where nobody knows', () => {
    expect(failuresOf([sleep], '')).toEqual([`${lost} | timeouts do not fire`]);
    expect(failuresOf([sleep], 'expect: { ends: waiting }')).toEqual([
      'ends: waiting | ends: hangup | timeouts fire',
    ]);
  });

  it('what fails alike is told once', () => {
    expect(failuresOf([talk('Hello.'), sleep], 'expect: { says: Bye }')).toEqual([
      'says "Bye" | says "Hello."',
      `${lost} | timeouts do not fire`,
    ]);
  });

  it('the one is looked at that it is', () => {
    expect(failuresOf([sleep], '', { timeouts: true })).toEqual([]);
    expect(failuresOf([sleep], '', { timeouts: false })).toEqual([lost]);
  });
});
