/**
 * How flows run in cases that no recorded run covers: variations of recorded runs, and rules from the platform's
 * source. Runs without a call are checked with both executors, the program's and the emulator's.
 */
import { describe, expect, it } from 'vitest';
import type { Action, Agent, Extension, Flow, Queue } from '../../src/api/wire.ts';
import { accountOf, type AccountRows } from '../../src/calls/account.ts';
import type { CallRun, CallSetup } from '../../src/calls/call.ts';
import { followCall } from '../../src/calls/run.ts';
import { PUBLISHED } from '../../src/calls/server.ts';
import { storedActions } from '../../src/emulator/actions.ts';
import { runFlow } from '../../src/emulator/flow-run.ts';

const NOW = '2026-11-28T15:30:00Z';
const NIL = '00000000-0000-0000-0000-000000000000';
const START = '00000000-0000-0000-0000-000000000001';
const FINISH = '00000000-0000-0000-0000-000000000002';
const NEXT = '00000000-0000-0000-0000-000000000003';

const id = (number: number): string => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`;
const flowId = (number: number): string => `cccccccc-0000-4000-8000-${String(number).padStart(12, '0')}`;
const MAIN = flowId(0);
const LOST = id(77);

type Option = Record<string, unknown>;
const act = (number: number, type: string, option?: Option, next?: string): Action => ({
  id: id(number),
  type,
  ...(option && { option }),
  ...(next !== undefined && { next_id: next }),
});
const set = (number: number, key = 'mark', value = String(number), next?: string): Action =>
  act(number, 'variable_set', { key, value }, next);
const stop = (number: number): Action => act(number, 'stop');
const fetch = (number: number, flow: number): Action => act(number, 'fetch_flow', { flow_id: flowId(flow) });
/** A number of actions in a row. */
const many = (first: number, count: number): Action[] =>
  Array.from({ length: count }, (_, index) => set(first + index));

const numberOf = (action: { id?: string | null | undefined }): number => Number(String(action.id).slice(-6));

/** `1 2 regular`; `100 actions, limit 5`. */
function summary(executed: readonly (number | string)[], end: string, last?: number | string): string {
  const ran = executed.length > 20 ? `${executed.length} actions,` : executed.join(' ');
  return `${ran} ${end} ${last ?? ''}`.trim();
}

/** The summary of a run of the program's executor. */
function tellRun({ executed, end }: CallRun): string {
  const name = (step: CallRun['executed'][number]): number | string =>
    step.inserted ? step.type : numberOf(step);
  return summary(executed.map(name), end.kind, end.step && name(end.step));
}

/** Each list of actions is a flow; the first one runs. */
type Lists = readonly (readonly Action[])[];
const flowsOf = (lists: Lists): Flow[] =>
  lists.map((actions, index) => ({ id: flowId(index), name: `Flow ${index}`, actions: [...actions] }));

function follow(lists: Lists, setup: Partial<CallSetup> = {}, rows: Partial<AccountRows> = {}): string {
  const whole = { flow: MAIN, moment: Date.parse(NOW), inCall: true, server: PUBLISHED, ...setup };
  return tellRun(followCall(whole, accountOf({ flows: flowsOf(lists), ...rows })));
}

/** The result of both executors for a run without a call. */
function runBoth(lists: Lists, at = NOW): string[] {
  const now = Date.parse(at);
  const stored = new Map(lists.map((actions, index) => [flowId(index), storedActions(actions, () => LOST)]));
  const flowOf = (wanted: string): readonly Action[] | undefined => stored.get(wanted);
  const { executed, current, status } = runFlow(flowOf(MAIN) ?? [], { flowOf, now });
  const isOver = current.id === FINISH;
  const failed = executed.length === 100 ? 'limit' : 'failed';
  const end = status === 'running' ? 'blocked' : isOver ? 'regular' : failed;
  const emulated = summary(executed.map(numberOf), end, isOver ? undefined : numberOf(current));
  return [follow(lists, { inCall: false, moment: now }), emulated];
}

type Row = readonly [fact: string, lists: Lists, result: string, at?: string];
const both = (name: string, rows: readonly Row[]): void => {
  describe(name, () => {
    it.each(rows.map(([fact, ...row]) => [fact, row] as const))('%s', (_fact, [lists, result, at]) => {
      expect(runBoth(lists, at)).toEqual([result, result]);
    });
  });
};

/** 1 and 2 where it holds, 3 where it does not. */
const decision = (type: string, option: Option): Lists => [
  [act(1, type, { false_target_id: id(3), ...option }), stop(2), set(3)],
];
const YES = '1 2 regular';
const NO = '1 3 regular';
const FAILED = 'failed 1';

both('a run', [
  ['of 100 actions ends regularly', [many(1, 100)], '100 actions, regular'],
  ['of 100 actions, the last of which is a stop', [[...many(1, 99), stop(100)]], '100 actions, regular'],
  [
    'does not end regularly with a stop as the 101st',
    [[...many(1, 100), stop(101)]],
    '100 actions, limit 101',
  ],
  ['counts fetched actions', [[fetch(1, 1), ...many(2, 50)], many(101, 49)], '100 actions, regular'],
  [
    'counts fetched actions, one too many',
    [[fetch(1, 1), ...many(2, 50)], many(101, 50)],
    '100 actions, limit 51',
  ],
  ['counts skipped actions', [[...many(1, 100), act(101, 'talk')]], '100 actions, limit 101'],
  ['blocks even at the 101st action', [[...many(1, 100), act(101, 'block')]], '100 actions, blocked 101'],
  ['fetches itself to the end', [[set(1), fetch(2, 0)]], '100 actions, limit 1'],
  ['fetches an empty flow at the end', [[fetch(1, 1)], []], '1 regular'],
  ['fetches a flow of nil', [[act(1, 'fetch_flow', { flow_id: NIL })]], FAILED],
  ['fetches no flow', [[act(1, 'fetch_flow')]], FAILED],
  [
    'ends if a fetched flow names an action that does not exist',
    [
      [fetch(1, 1), set(2)],
      [set(11, 'a', '', LOST), set(12)],
    ],
    '1 11 regular',
  ],
  [
    'ends if a fetched flow names the finish',
    [[fetch(1, 1), set(2)], [set(11, 'a', '', FINISH)]],
    '1 11 regular',
  ],
  [
    'ends if a fetched flow names the next action',
    [[fetch(1, 1), set(2)], [set(11, 'a', '', NEXT)]],
    '1 11 regular',
  ],
  [
    'ends if a fetched flow names the start',
    [[fetch(1, 1), set(2)], [set(11, 'a', '', START)]],
    '1 11 regular',
  ],
  ['continues if next_id is nil', [[set(1, 'a', '', NIL), set(2)]], '1 2 regular'],
  [
    'continues with its first action if next_id is the start',
    [[set(1), set(2, 'a', '', START)]],
    '100 actions, limit 1',
  ],
  [
    'follows next_id of the action that fetched',
    [[{ ...fetch(1, 1), next_id: id(3) }, set(2), set(3)], [set(11)]],
    '1 11 3 regular',
  ],
  [
    'jumps out of two flows, and continues there',
    [[fetch(1, 1), set(2), set(3)], [fetch(11, 2), set(12)], [set(21, 'a', '', id(3))]],
    '1 11 21 3 regular',
  ],
  [
    'jumps out with a goto, too',
    [[fetch(1, 1), set(2), set(3)], [act(11, 'goto', { target_id: id(3), loop_count: 1 })]],
    '1 11 3 regular',
  ],
  [
    'never jumps in with a goto',
    [[act(1, 'goto', { target_id: id(11), loop_count: 1 }), fetch(2, 1)], [set(11)]],
    FAILED,
  ],
  [
    'prefers an inner action to an outer one with the same id',
    [
      [fetch(1, 1), set(2), set(3)],
      [set(11, 'a', '', id(3)), set(12), { ...set(3), next_id: FINISH }],
    ],
    '1 11 3 regular',
  ],
  [
    'finds ids in upper case',
    [[set(1, 'a', '', id(3).toUpperCase()), set(2), { ...set(3), id: id(3) }]],
    '1 3 regular',
  ],
]);

both('without a call, actions', [
  ...(
    'amd answer beep condition_call_digits condition_call_status conference_join confbridge_join connect ' +
    'conversation_send digits_receive digits_send echo external_media_start external_media_stop hangup mute play ' +
    'queue_join recording_start recording_stop sleep stream_echo talk transcribe_start transcribe_stop ' +
    'transcribe_recording webhook_send message_send email_send case_create variable_set'
  )
    .split(' ')
    .map((type): Row => [`are passed over: ${type}`, [[set(1), act(2, type), set(3)]], '1 2 3 regular']),
  ...['ai_summary', 'ai_talk', 'ai_task', 'fetch', 'fetch_flow', 'branch'].map((type): Row => [
    `fail: ${type}`,
    [[set(1), act(2, type), set(3)]],
    '1 failed 2',
  ]),
  ...['block', 'call'].map((type): Row => [
    `block: ${type}`,
    [[set(1), act(2, type), set(3)]],
    '1 blocked 2',
  ]),
  [
    'that send something may fail without effect on the run',
    [
      [
        act(1, 'webhook_send', { data: {} }),
        act(2, 'message_send', { text: 1 }),
        act(3, 'email_send', { destinations: 'x' }),
      ],
    ],
    '1 2 3 regular',
  ],
  [
    'of a call are skipped, whatever their options',
    [
      [
        act(1, 'hangup', { reason: 1 }),
        act(2, 'connect', { destinations: 'x' }),
        act(3, 'condition_call_status', { false_target_id: 5 }),
      ],
    ],
    '1 2 3 regular',
  ],
  [
    'may call someone, and the run continues',
    [
      [
        act(1, 'call', { destinations: [{ type: 'tel', target: '+15550001111' }], flow_id: flowId(0) }),
        set(2),
      ],
    ],
    '1 2 regular',
  ],
]);

const valued = (value: string, option: Option, type = 'condition_variable'): Lists => [
  [
    set(1, 'x', value),
    act(2, type, { condition: '==', variable: '${x}', false_target_id: id(4), ...option }),
    stop(3),
    set(4),
  ],
];
const numbered = (value: string, value_number: number, condition = '=='): Lists =>
  valued(value, { value_type: 'number', value_number, condition });
const IS = '1 2 3 regular';
const IS_NOT = '1 2 4 regular';

both('numbers', [
  ['are read with a sign', numbered('+10', 10), IS],
  ['are read without a digit before the point', numbered('.5', 0.5), IS],
  ['are read without a digit after the point', numbered('5.', 5), IS],
  ['are read with zeros before them', numbered('007', 7), IS],
  ['are read with an exponent', numbered('1e2', 100), IS],
  ['are read with an exponent with a sign', numbered('1E+2', 100), IS],
  ['are not read with underscores elsewhere', numbered('_1', 1), IS_NOT],
  ['are not read in hexadecimal without one', numbered('0x10', 16), IS_NOT],
  ['are not read with blanks', numbered(' 10', 10), IS_NOT],
  ['are not read with a comma', numbered('1,5', 1.5), IS_NOT],
  ['are not read from a phone number with blanks', numbered('+49 30 1', 1, '!='), IS_NOT],
  ['are not read from nothing', numbered('', 0), IS_NOT],
  ['are not read from nothing, with != either', numbered('', 1, '!='), IS_NOT],
  ['may be infinite', numbered('inf', 1, '>'), IS],
  ['may be infinite below', numbered('-Infinity', 1, '<'), IS],
  ['that are NaN are unequal to all', numbered('NaN', 1, '!='), IS],
  ['that are NaN are not greater', numbered('nan', 1, '>'), IS_NOT],
  ['have 32 bits', numbered('16777217', 16_777_216), IS],
  ['have 32 bits on both sides', numbered('0.1', 0.1), IS],
  ['beyond 32 bits are not numbers', numbered('1e39', 1, '>'), IS_NOT],
  ['beyond 32 bits in the option cannot be understood', numbered('1', 1e39), '1 failed 2'],
  ['are 0 if the option names none', valued('0', { value_type: 'number' }), IS],
  [
    'as a text in the option cannot be understood',
    valued('1', { value_type: 'number', value_number: '1' }),
    '1 failed 2',
  ],
]);

both('texts and lengths', [
  [
    'are compared by bytes: capital letters come first',
    valued('a', { value_type: 'string', value_string: 'B', condition: '>' }),
    IS,
  ],
  [
    'are compared by bytes beyond the first plane',
    valued('😀', { value_type: 'string', value_string: '\uff5e', condition: '>' }),
    IS,
  ],
  [
    'are compared as texts: 10 before 9',
    valued('10', { value_type: 'string', value_string: '9', condition: '<' }),
    IS,
  ],
  ['may be empty', valued('', { value_type: 'string' }), IS],
  ['have variables on both sides', valued('a', { value_type: 'string', value_string: '${x}' }), IS],
  ['are measured in bytes, not letters', valued('äß', { value_type: 'length', value_length: 4 }), IS],
  ['have no length below 0', valued('', { value_type: 'length', value_length: -1, condition: '>' }), IS],
  ['have no fraction of a byte', valued('a', { value_type: 'length', value_length: 1.5 }), '1 failed 2'],
  [
    'with an unknown value_type are never equal',
    valued('1', { value_type: 'text', value_string: '1' }),
    IS_NOT,
  ],
  [
    'with an unknown value_type are never unequal either',
    valued('1', { value_type: 'text', value_string: '2', condition: '!=' }),
    IS_NOT,
  ],
  [
    'never match without a condition',
    valued('1', { value_type: 'string', value_string: '1', condition: null }),
    IS_NOT,
  ],
  [
    'never match with an unknown condition',
    valued('1', { value_type: 'string', value_string: '1', condition: '=' }),
    IS_NOT,
  ],
  ['may not be named by a number', valued('1', { variable: 5, value_type: 'string' }), '1 failed 2'],
]);

/** It is 15:30 on Saturday, the 28th of November. */
const datetime = (option: Option): Lists =>
  decision('condition_datetime', { condition: '==', hour: -1, minute: -1, ...option });
both('dates', [
  ...['==', '>=', '<='].flatMap((condition): Row[] => [
    [`with ${condition}: this month`, datetime({ condition, month: 11 }), YES],
    [`with ${condition}: this day`, datetime({ condition, day: 28 }), YES],
    [`with ${condition}: this hour`, datetime({ condition, hour: 15 }), YES],
    [`with ${condition}: this minute`, datetime({ condition, minute: 30 }), YES],
  ]),
  ...['!=', '>', '<'].flatMap((condition): Row[] => [
    [`with ${condition}: this month`, datetime({ condition, month: 11 }), NO],
    [`with ${condition}: this day`, datetime({ condition, day: 28 }), NO],
    [`with ${condition}: this hour`, datetime({ condition, hour: 15 }), NO],
    [`with ${condition}: this minute`, datetime({ condition, minute: 30 }), NO],
  ]),
  ['a later hour is greater', datetime({ condition: '>', hour: 16 }), YES],
  ['an earlier hour is less', datetime({ condition: '<', hour: 14 }), YES],
  ['every field is compared with the same condition', datetime({ condition: '<=', hour: 9, minute: 45 }), NO],
  ['month 0 is not compared', datetime({ month: 0, day: 28 }), YES],
  ['a month below 0 is not compared', datetime({ month: -1 }), YES],
  ['day 0 is not compared', datetime({ day: 0 }), YES],
  ['day null is not compared', datetime({ day: null }), YES],
  ['hour null is hour 0', datetime({ hour: null }), NO],
  ['hour null is hour 0 at midnight', datetime({ hour: null }), YES, '2026-11-28T00:59:59Z'],
  ['minute null is minute 0', datetime({ minute: null }), NO],
  ['minute null is minute 0 on the hour', datetime({ minute: null }), YES, '2026-11-28T15:00:59Z'],
  ['an hour below -1 is not compared', datetime({ hour: -2 }), YES],
  ['there is no hour 24', datetime({ hour: 24 }), NO, '2026-11-28T00:00:00Z'],
  ['hours are compared in UTC', datetime({ hour: 23, day: 28 }), YES, '2026-11-29T00:30:00+01:00'],
  [
    'the last second of a minute belongs to it',
    datetime({ hour: 23, minute: 59, month: 12, day: 31 }),
    YES,
    '2026-12-31T23:59:59.999Z',
  ],
  ['the 29th of February', datetime({ month: 2, day: 29 }), YES, '2028-02-29T12:00:00Z'],
  ['the first month is 1', datetime({ month: 1, day: 1 }), YES, '2027-01-01T00:00:00Z'],
  ['nothing to compare holds with an unknown condition, too', datetime({ condition: 'x' }), YES],
  ['an unknown condition never holds', datetime({ condition: 'x', hour: 15 }), NO],
  ['no condition never holds', datetime({ condition: undefined, hour: 15 }), NO],
  ['an hour as a text cannot be understood', datetime({ hour: '15' }), FAILED],
  ['an hour from a variable cannot be understood', datetime({ hour: '${h}' }), FAILED],
  ['a fraction of an hour cannot be understood', datetime({ hour: 15.5 }), FAILED],
  ['a number of that size cannot be understood', datetime({ hour: 1e30 }), FAILED],
  ['no weekdays', datetime({ weekdays: null }), YES],
  ['an empty list of weekdays', datetime({ weekdays: [] }), YES],
  ['weekdays', datetime({ weekdays: [6] }), FAILED],
  [
    'weekdays, even where it is false by the hour',
    datetime({ weekdays: [0, 1, 2, 3, 4, 5, 6], hour: 9 }),
    FAILED,
  ],
  ['weekdays as a map', datetime({ weekdays: {} }), FAILED],
  ['one weekday', datetime({ weekdays: 6 }), FAILED],
  ['false, and the target is nil', datetime({ hour: 9, false_target_id: NIL }), FAILED],
  ['false, and the target is lost', datetime({ hour: 9, false_target_id: LOST }), FAILED],
  ['true, and the target is lost', datetime({ hour: 15, false_target_id: LOST }), YES],
  ['true, and the target is not an id', datetime({ hour: 15, false_target_id: 'closed' }), FAILED],
  ['true, and the target is an empty text', datetime({ hour: 15, false_target_id: '' }), FAILED],
  ['true, and the target is a number', datetime({ hour: 15, false_target_id: 3 }), FAILED],
  ['true, and the target is null', datetime({ hour: 15, false_target_id: null }), YES],
  [
    'false, and the target is the start',
    [[set(1), act(2, 'condition_datetime', { condition: '==', hour: 9, false_target_id: START })]],
    '100 actions, limit 1',
  ],
]);

const branching = (value: string, option: Option): Lists => [
  [
    set(1, 'x', value),
    act(2, 'branch', { variable: 'x', ...option }),
    set(3),
    stop(4),
    set(5),
    stop(6),
    set(7),
  ],
];
both('a branch', [
  [
    'takes the listed target',
    branching('1', { target_ids: { '1': id(5) }, default_target_id: id(7) }),
    '1 2 5 6 regular',
  ],
  [
    'takes the default',
    branching('2', { target_ids: { '1': id(5) }, default_target_id: id(7) }),
    '1 2 7 regular',
  ],
  ['without a list takes the default', branching('1', { default_target_id: id(7) }), '1 2 7 regular'],
  [
    'with null for a list takes the default',
    branching('1', { target_ids: null, default_target_id: id(7) }),
    '1 2 7 regular',
  ],
  [
    'does not take the default for a nil target',
    branching('1', { target_ids: { '1': NIL }, default_target_id: id(7) }),
    '1 failed 2',
  ],
  [
    'does not take the default for a null target',
    branching('1', { target_ids: { '1': null }, default_target_id: id(7) }),
    '1 failed 2',
  ],
  [
    'does not take the default for a lost target',
    branching('1', { target_ids: { '1': LOST }, default_target_id: id(7) }),
    '1 failed 2',
  ],
  [
    'has a default that is lost',
    branching('2', { target_ids: { '1': id(5) }, default_target_id: LOST }),
    '1 failed 2',
  ],
  [
    'has an empty default',
    branching('1', { target_ids: { '1': id(5) }, default_target_id: '' }),
    '1 failed 2',
  ],
  [
    'has one target that is not an id',
    branching('1', { target_ids: { '1': id(5), '2': 'sales' } }),
    '1 failed 2',
  ],
  [
    'has a list of the wrong type',
    branching('1', { target_ids: [id(5)], default_target_id: id(7) }),
    '1 failed 2',
  ],
  ['leads to the start', branching('1', { target_ids: { '1': START } }), '100 actions, limit 1'],
  [
    'leads to the finish',
    branching('1', { target_ids: { '1': FINISH }, default_target_id: id(7) }),
    '1 failed 2',
  ],
  ['has ids in upper case', branching('1', { target_ids: { '1': id(5).toUpperCase() } }), '1 2 5 6 regular'],
  ['has ids in braces', branching('1', { target_ids: { '1': `{${id(5)}}` } }), '1 2 5 6 regular'],
  [
    'has ids without dashes',
    branching('1', { target_ids: { '1': id(5).replaceAll('-', '') } }),
    '1 2 5 6 regular',
  ],
  ['has no ids with a brace at one end', branching('1', { target_ids: { '1': `{${id(5)}` } }), '1 failed 2'],
  [
    'has targets that come from variables',
    [[set(1, 'x', id(4)), act(2, 'branch', { variable: 'y', target_ids: { '': '${x}' } }), set(3), set(4)]],
    '1 2 4 regular',
  ],
  [
    'compares keys as written: variables in them are not filled in',
    [
      [
        set(1, 'x', '1'),
        act(2, 'branch', { variable: 'x', target_ids: { '${x}': id(3) }, default_target_id: id(4) }),
        set(3),
        set(4),
      ],
    ],
    '1 2 4 regular',
  ],
  [
    'in braces reads the variable of that name',
    [
      [
        set(1, 'x', 'y'),
        set(2, 'y', '1'),
        act(3, 'branch', { variable: '${x}', target_ids: { '1': id(5) }, default_target_id: id(4) }),
        stop(4),
        set(5),
      ],
    ],
    '1 2 3 5 regular',
  ],
  [
    'in braces empties the variable of that name, and not the other',
    [
      [
        set(1, 'x', 'y'),
        set(2, 'y', '1'),
        act(3, 'branch', { variable: '${x}', target_ids: { '1': id(4) } }),
        act(4, 'branch', { variable: 'y', target_ids: { '': id(5) } }),
        act(5, 'branch', { variable: 'x', target_ids: { y: id(6) } }),
        set(6),
      ],
    ],
    '1 2 3 4 5 6 regular',
  ],
  [
    'in braces without a value reads the keys',
    [
      [
        set(1, 'voipbin.call.digits', '7'),
        act(2, 'branch', { variable: '${none}', target_ids: { '7': id(3) } }),
        set(3),
      ],
    ],
    '1 2 3 regular',
  ],
  [
    'compares values exactly',
    branching('1 ', { target_ids: { '1': id(5) }, default_target_id: id(7) }),
    '1 2 7 regular',
  ],
  [
    'has no targets named like members of a JavaScript object',
    branching('constructor', { target_ids: { '1': id(5) }, default_target_id: id(7) }),
    '1 2 7 regular',
  ],
]);

const jumping = (option: Option): Lists => [[set(1), act(2, 'goto', option), set(3)]];
both('a goto', [
  ['with a count that is null', jumping({ target_id: id(1), loop_count: null }), '1 2 3 regular'],
  ['with a count of a text', jumping({ target_id: id(1), loop_count: '1' }), '1 failed 2'],
  ['with a fraction as a count', jumping({ target_id: id(1), loop_count: 0.5 }), '1 failed 2'],
  ['with true as a count', jumping({ target_id: id(1), loop_count: true }), '1 failed 2'],
  ['with a large count', jumping({ target_id: id(3), loop_count: 2 ** 60 }), '1 2 3 regular'],
  ['without a target', jumping({ loop_count: 1 }), '1 failed 2'],
  ['without a target, not taken', jumping({ loop_count: 0 }), '1 2 3 regular'],
  ['whose target is not an id, not taken', jumping({ target_id: 'again', loop_count: 0 }), '1 failed 2'],
  ['forwards', jumping({ target_id: id(3), loop_count: 1 }), '1 2 3 regular'],
  ['to itself', jumping({ target_id: id(2), loop_count: 1 }), '100 actions, limit 2'],
  [
    'whose target is a variable',
    [[set(1, 'x', id(4)), act(2, 'goto', { target_id: '${x}', loop_count: 1 }), set(3), set(4)]],
    '1 2 4 regular',
  ],
  ['whose target is an unknown variable', jumping({ target_id: '${none}', loop_count: 1 }), '1 failed 2'],
  ['without options', [[set(1), act(2, 'goto'), set(3)]], '1 2 3 regular'],
]);

/** Whether `y` is then such a text. */
const variables = (expected: string, ...before: Action[]): Lists => [
  [
    ...before,
    act(2, 'condition_variable', {
      condition: '==',
      variable: '${y}',
      value_type: 'string',
      value_string: expected,
      false_target_id: id(4),
    }),
    stop(3),
    set(4),
  ],
];
both('variables', [
  [
    'are filled in when they are set',
    variables('1-1', set(10, 'x', '1'), set(11, 'y', '${x}-${x}')),
    '10 11 2 3 regular',
  ],
  [
    'can count by growing',
    variables('aaa', set(10, 'y', '${y}a'), set(11, 'y', '${y}a'), set(12, 'y', '${y}a')),
    '10 11 12 2 3 regular',
  ],
  [
    'have names that may be variables',
    variables('1', set(10, 'x', 'y'), set(11, '${x}', '1')),
    '10 11 2 3 regular',
  ],
  ['that are unknown are empty', variables('ab', set(10, 'y', 'a${none}b')), '10 2 3 regular'],
  ['that are not closed stay', variables('${x', set(10, 'y', '${x')), '10 2 3 regular'],
  [
    'are filled in twice in what is set',
    variables('2', set(10, 'x', '2'), set(11, 'y', '$${none}{x}')),
    '10 11 2 3 regular',
  ],
  [
    'keep their value if the new one is not text',
    variables('1', set(10, 'y', '1'), act(11, 'variable_set', { key: 'y', value: 5 })),
    '10 11 2 3 regular',
  ],
  [
    'keep their value if the new one is a list',
    variables('1', set(10, 'y', '1'), act(11, 'variable_set', { key: 'y', value: ['2'] })),
    '10 11 2 3 regular',
  ],
  [
    'are emptied by a value of null',
    variables('', set(10, 'y', '1'), act(11, 'variable_set', { key: 'y', value: null })),
    '10 11 2 3 regular',
  ],
  [
    'are emptied without a value',
    variables('', set(10, 'y', '1'), act(11, 'variable_set', { key: 'y' })),
    '10 11 2 3 regular',
  ],
  [
    'are kept in a fetched flow and after it',
    [
      [
        set(1, 'x', '1'),
        fetch(2, 1),
        act(3, 'branch', { variable: 'x', target_ids: { '11': id(4) } }),
        set(4),
      ],
      [set(11, 'x', '${x}1')],
    ],
    '1 2 11 3 4 regular',
  ],
]);

type CallRow = readonly [fact: string, lists: Lists, result: string, setup?: Partial<CallSetup>];
const call = (name: string, rows: readonly CallRow[], known: Partial<AccountRows> = {}): void => {
  describe(name, () => {
    it.each(rows.map(([fact, ...row]) => [fact, row] as const))('%s', (_fact, [lists, result, setup]) => {
      expect(follow(lists, setup, known)).toBe(result);
    });
  });
};

/** Answered, that, and hung up. */
const between = (type: string, option?: Option): Lists => [
  [act(1, 'answer'), act(2, type, option), act(3, 'hangup')],
];
const titled = (type: string, option: Option | undefined): string =>
  `${type} ${JSON.stringify(option ?? {})}`;
const all = (result: string, setup: Partial<CallSetup>, kinds: readonly [string, Option?][]): CallRow[] =>
  kinds.map(([type, option]) => [titled(type, option), between(type, option), result, setup]);
const PASSED = '1 2 hangup 3';
const CUT_OFF = '1 failed 2';
const SILENCE = '1 blocked 2';
const SOMEBODY = { type: 'sip', target: 'a@example.test' };

call(
  'in a call, what speaks, records or sends is passed over where its options cannot be understood',
  all(PASSED, {}, [
    ['talk', { text: 5 }],
    ['talk', { text: 'Hello', async: 'yes' }],
    ['talk', { text: ['Hello'] }],
    ['play', { stream_urls: 'https://example.test/a.wav' }],
    ['sleep', { duration: '500' }],
    ['sleep', { duration: 0.5 }],
    ['digits_receive', { length: '1', duration: 1000 }],
    ['digits_receive', { key: 1, duration: 1000 }],
    ['digits_send', { digits: 12, duration: 100 }],
    ['echo', { duration: '1' }],
    ['stream_echo', { duration: '1' }],
    ['amd', { async: 1 }],
    ['hangup', { reason: 5 }],
    ['hangup', { reference_id: 'x' }],
    ['recording_start', { duration: '1' }],
    ['transcribe_start', { language: 5 }],
    ['message_send', { destinations: 'x' }],
    ['email_send', { destinations: 'x' }],
    ['webhook_send', { data: {} }],
    ['conversation_send', { conversation_id: 'x' }],
    ['case_create', { name: 5 }],
    ['variable_set', { key: 5 }],
  ]),
);

call(
  'in a call, what decides or joins cuts it off where its options cannot be understood',
  all(CUT_OFF, {}, [
    ['branch', { target_ids: 'x' }],
    ['goto', { loop_count: '1', target_id: id(3) }],
    ['condition_call_digits', { length: '1' }],
    ['condition_call_status', { status: 5 }],
    ['condition_datetime', { hour: '9' }],
    ['condition_variable', { variable: 5 }],
    ['fetch_flow', { flow_id: 'x' }],
    ['fetch_flow', { flow_id: flowId(9) }],
    ['fetch', {}],
    ['call', { destinations: 'x' }],
    ['call', { destinations: [SOMEBODY], source: '+15550001111' }],
    ['call', { destinations: [SOMEBODY], flow_id: 'x' }],
    ['connect', { destinations: SOMEBODY }],
    ['connect', { destinations: [SOMEBODY], source: '+15550001111' }],
    ['connect', { destinations: [SOMEBODY], relay_reason: 'yes' }],
    ['connect', { destinations: [{ type: 'sip', target: 5 }] }],
    ['connect', { destinations: ['a@example.test'] }],
    ['connect', { destinations: [] }],
    ['connect'],
    ['queue_join', { queue_id: 5 }],
    ['queue_join'],
    ['conference_join'],
    ['ai_talk', { ai_id: NIL }],
  ]),
);

const LASTING: readonly [string, Option?][] = [
  ['sleep', { duration: 1 }],
  ['digits_receive', { length: 1, duration: 1 }],
  ['digits_receive', { duration: 1 }],
  ['digits_send', { digits: '1', duration: 100 }],
  ['digits_send', { digits: '12', interval: 100 }],
  ['echo'],
  ['echo', { duration: 100 }],
  ['stream_echo', { duration: -1 }],
];
call('in a call, silence without end where timeouts do not fire', all(SILENCE, {}, LASTING));
call(
  'in a call, an end where timeouts fire',
  all(PASSED, { server: { ...PUBLISHED, timeouts: true } }, LASTING),
);

call(
  'in a call, no waiting, on any server',
  all(PASSED, {}, [
    ['sleep', { duration: 0 }],
    ['sleep', { duration: -1 }],
    ['sleep', { duration: null }],
    ['digits_receive', { length: 1 }],
    ['digits_receive'],
    ['digits_send'],
    ['digits_send', { digits: '1', interval: 100 }],
    ['beep'],
    ['play'],
    ['play', { stream_urls: [] }],
    ['talk'],
    ['talk', { text: 'R&D' }],
    ['talk', { text: 'Hello', async: true }],
    ['amd'],
    ['amd', { async: true }],
    ...(
      'answer block ai_task ai_summary mute recording_start recording_stop transcribe_start transcribe_stop ' +
      'transcribe_recording external_media_start external_media_stop webhook_send message_send email_send ' +
      'conversation_send case_create variable_set confbridge_join'
    )
      .split(' ')
      .map((type): [string] => [type]),
  ]),
);

call('in a call', [
  [
    'a stop hangs up from within a fetched flow',
    [
      [fetch(1, 1), act(2, 'talk', { text: 'x' })],
      [stop(11), act(12, 'hangup')],
    ],
    '1 11 regular',
  ],
  [
    'a hang-up as the 101st action still hangs up',
    [[...many(1, 100), act(101, 'hangup')]],
    '100 actions, hangup 101',
  ],
  [
    'speech as the 101st action is the last',
    [[...many(1, 100), act(101, 'talk', { text: 'x' }), act(102, 'hangup')]],
    '100 actions, limit 101',
  ],
  [
    'an action that blocks as the 101st still blocks',
    [[...many(1, 100), act(101, 'sleep', { duration: 1 })]],
    '100 actions, blocked 101',
  ],
  ['nothing at all hangs up', [[]], 'regular'],
]);

const status = (wanted: string, ...before: Action[]): Lists => [
  [...before, act(1, 'condition_call_status', { status: wanted, false_target_id: id(3) }), stop(2), set(3)],
];
call('the status of a call', [
  ['is ringing before it is answered', status('ringing'), YES],
  ['is progressing after it', status('progressing', act(10, 'answer')), '10 1 2 regular'],
  [
    'is progressing after speech, which answers',
    status('progressing', act(10, 'talk', { text: 'x' })),
    '10 1 2 regular',
  ],
  [
    'is progressing after asynchronous speech',
    status('progressing', act(10, 'talk', { text: 'x', async: true })),
    '10 1 2 regular',
  ],
  [
    'is progressing after speech that cannot be made',
    status('progressing', act(10, 'talk', { text: 'R&D' })),
    '10 1 2 regular',
  ],
  [
    'is ringing after music, which does not answer',
    status('ringing', act(10, 'play', { stream_urls: ['x'] })),
    '10 1 2 regular',
  ],
  [
    'is ringing after speech that cannot be understood',
    status('ringing', act(10, 'talk', { text: 5 })),
    '10 1 2 regular',
  ],
  ['is not hangup', status('hangup'), NO],
  ['is not nothing', [[act(1, 'condition_call_status', { false_target_id: id(3) }), stop(2), set(3)]], NO],
  [
    'is compared without a target for false',
    [[act(1, 'condition_call_status', { status: 'progressing' }), set(2)]],
    FAILED,
  ],
]);

/** What is then in the digits. */
const digits = (expected: string, ...before: Action[]): Lists => [
  [
    ...before,
    act(1, 'branch', { target_ids: { [expected]: id(2) }, default_target_id: id(3) }),
    stop(2),
    set(3),
  ],
];
const receive = (number: number, option: Option): Action =>
  act(number, 'digits_receive', { duration: 5000, ...option });
const at = (...presses: readonly [at: number, key: string][]): Partial<CallSetup> => ({
  keys: presses.map(([time, key]) => ({ at: time, key })),
  speechMs: () => 2000,
  playMs: () => 2000,
});
const FIRES = { server: { ...PUBLISHED, timeouts: true } };
const talk = act(10, 'talk', { text: 'x' });
const menu = act(10, 'talk', { text: 'x', digits_handle: 'next' });

call('keys', [
  [
    'end the wait by their number',
    digits('12', receive(10, { length: 2 })),
    '10 1 2 regular',
    at([100, '12']),
  ],
  [
    'end the wait by one of several end keys',
    digits('1*', receive(10, { key: '#*' })),
    '10 1 2 regular',
    at([100, '1*2']),
  ],
  [
    'end the wait by what comes first: the number',
    digits('12', receive(10, { key: '#', length: 2 })),
    '10 1 2 regular',
    at([100, '12#']),
  ],
  [
    'end the wait by what comes first: the end key',
    digits('1#', receive(10, { key: '#', length: 4 })),
    '10 1 2 regular',
    at([100, '1#23']),
  ],
  ['never end the wait without either', digits('12', receive(10, {})), 'blocked 10', at([100, '12'])],
  [
    'without either, the timeout ends the wait',
    digits('12', receive(10, {})),
    '10 1 2 regular',
    { ...at([100, '12']), ...FIRES },
  ],
  [
    'never end the wait with a number below 0',
    digits('12', receive(10, { length: -1 })),
    'blocked 10',
    at([100, '12']),
  ],
  [
    'count after the duration if timeouts do not fire',
    digits('1', receive(10, { length: 1, duration: 1000 })),
    '10 1 2 regular',
    at([9000, '1']),
  ],
  [
    'do not count after the duration if timeouts fire',
    digits('', receive(10, { length: 1, duration: 1000 })),
    '10 1 2 regular',
    { ...at([9000, '1']), ...FIRES },
  ],
  [
    'that are too few are kept if timeouts fire',
    digits('1', receive(10, { length: 2 })),
    '10 1 2 regular',
    { ...at([100, '1']), ...FIRES },
  ],
  ['during speech: the last is kept', digits('2', talk), '10 1 2 regular', at([100, '12'])],
  [
    'during music: the last is kept',
    digits('2', act(10, 'play', { stream_urls: ['x'] })),
    '10 1 2 regular',
    at([100, '12']),
  ],
  [
    'during a pause: the last is kept',
    digits('2', act(10, 'sleep', { duration: 1000 })),
    '10 1 2 regular',
    { ...at([100, '12']), ...FIRES },
  ],
  ['during speech that a key ends: the first is kept', digits('1', menu), '10 1 2 regular', at([100, '12'])],
  [
    'with another digits_handle do not end it',
    digits('2', act(10, 'talk', { text: 'x', digits_handle: 'stop' })),
    '10 1 2 regular',
    at([100, '12']),
  ],
  [
    'during speech satisfy a later wait for keys',
    digits('1', talk, receive(11, { length: 1 })),
    '10 11 1 2 regular',
    at([100, '1']),
  ],
  [
    'during speech satisfy a later wait as end keys, too',
    digits('#', talk, receive(11, { key: '#' })),
    '10 11 1 2 regular',
    at([100, '1#']),
  ],
  [
    'during speech count together with those that follow',
    digits('23', talk, receive(11, { length: 2 })),
    '10 11 1 2 regular',
    at([100, '12'], [3000, '3']),
  ],
  [
    'of an earlier question are kept for the next one',
    digits('1', receive(10, { length: 1 }), receive(11, { length: 1 })),
    '10 11 1 2 regular',
    at([100, '1'], [9000, '2']),
  ],
  [
    'of an earlier question are gone after a branch',
    [
      [
        receive(10, { length: 1 }),
        act(11, 'branch', { default_target_id: id(12) }),
        receive(12, { length: 1 }),
        ...(digits('2')[0] ?? []),
      ],
    ],
    '10 11 12 1 2 regular',
    at([100, '1'], [9000, '2']),
  ],
  [
    'are emptied by a branch of their name',
    [
      [
        menu,
        act(11, 'branch', { variable: 'voipbin.call.digits', default_target_id: id(1) }),
        ...(digits('')[0] ?? []),
      ],
    ],
    '10 11 1 2 regular',
    at([100, '1']),
  ],
  [
    'are not read by a name in braces',
    [
      [
        menu,
        act(11, 'branch', {
          variable: '${voipbin.call.digits}',
          target_ids: { '1': id(2) },
          default_target_id: id(3),
        }),
        stop(2),
        set(3),
      ],
    ],
    '10 11 3 regular',
    at([100, '1']),
  ],
  [
    'in braces are not emptied either',
    [
      [
        menu,
        act(11, 'branch', { variable: '${voipbin.call.digits}', default_target_id: id(1) }),
        ...(digits('1')[0] ?? []),
      ],
    ],
    '10 11 1 2 regular',
    at([100, '1']),
  ],
  [
    'can be set',
    [[set(10, 'voipbin.call.digits', '12'), receive(11, { length: 2 }), ...(digits('12')[0] ?? [])]],
    '10 11 1 2 regular',
  ],
  [
    'are checked by their number',
    [[menu, act(11, 'condition_call_digits', { length: 2, false_target_id: id(3) }), stop(2), set(3)]],
    '10 11 3 regular',
    at([100, '1']),
  ],
  [
    'are checked by their content',
    [
      [
        receive(10, { key: '#' }),
        act(11, 'condition_call_digits', { key: '2#', false_target_id: id(3) }),
        stop(2),
        set(3),
      ],
    ],
    '10 11 2 regular',
    at([100, '12#']),
  ],
  [
    'are not checked for one of several keys',
    [
      [
        receive(10, { key: '#' }),
        act(11, 'condition_call_digits', { key: '#2', false_target_id: id(3) }),
        stop(2),
        set(3),
      ],
    ],
    '10 11 3 regular',
    at([100, '12#']),
  ],
]);

const named = (name: string, expected: string): CallRow => [
  `${name} is "${expected}"`,
  [
    [
      act(1, 'condition_variable', {
        condition: '==',
        variable: `\${${name}}`,
        value_type: 'string',
        value_string: expected,
        false_target_id: id(3),
      }),
      stop(2),
      set(3),
    ],
  ],
  YES,
];
call('variables of a call', [
  named('voipbin.activeflow.reference_type', 'call'),
  named('voipbin.activeflow.flow_id', MAIN),
  named('voipbin.activeflow.complete_count', '0'),
  named('voipbin.activeflow.reference_activeflow_id', NIL),
  named('voipbin.call.direction', 'incoming'),
  named('voipbin.call.digits', ''),
  named('voipbin.call.source.type', 'tel'),
  named('voipbin.queue.name', ''),
  [
    'voipbin.flow.reference_data is not empty',
    [
      [
        act(1, 'branch', {
          variable: 'voipbin.flow.reference_data',
          target_ids: { '': id(3) },
          default_target_id: id(2),
        }),
        stop(2),
        set(3),
      ],
    ],
    YES,
  ],
]);

const agents: Agent[] = [{ id: id(800) }];
const extensions = [{ id: id(1058), extension: '1001' }] as Extension[];
const AGENT = { type: 'agent', target: id(800) };
const EXTENSION = { type: 'extension', target: '1001' };
const NOBODY = { type: 'agent', target: id(801) };
const connecting = (...destinations: unknown[]): Lists => [
  [act(1, 'connect', { destinations, relay_reason: true }), act(2, 'answer')],
];
const TALKED = { people: { answer: 'hangs up' } } as const;
call(
  'with relay_reason',
  [
    [
      'a hang-up of a SIP address is passed on',
      connecting(SOMEBODY),
      '1 confbridge_join hangup hangup',
      TALKED,
    ],
    ['one of an agent is not', connecting(AGENT), '1 confbridge_join 2 regular', TALKED],
    ['one of an extension is not', connecting(EXTENSION), '1 confbridge_join 2 regular', TALKED],
    [
      'nor that of one by its id, as the API has it',
      connecting({ type: 'extension', target: id(1058).toUpperCase() }),
      '1 confbridge_join 2 regular',
      TALKED,
    ],
    [
      'it is not if an agent is called as well',
      connecting(SOMEBODY, AGENT),
      '1 confbridge_join 2 regular',
      TALKED,
    ],
    [
      'it is if no agent can be called',
      connecting(SOMEBODY, NOBODY),
      '1 confbridge_join hangup hangup',
      TALKED,
    ],
    [
      'it is if no one answers',
      connecting(SOMEBODY),
      '1 confbridge_join hangup hangup',
      { people: { answer: 'nobody' } },
    ],
    [
      'a target may be a variable',
      [[set(1, 'a', id(800)), act(2, 'connect', { destinations: [{ type: 'agent', target: '${a}' }] })]],
      '1 2 confbridge_join regular',
      TALKED,
    ],
    ['and no one can be called, the caller is cut off', connecting(NOBODY, NOBODY), FAILED, TALKED],
  ],
  { agents, extensions },
);

const queue = (id: number, wait_flow_id: string): Queue => ({ id: flowId(id), name: 'Sales', wait_flow_id });
const queues = [queue(700, flowId(1)), queue(701, flowId(9)), queue(702, NIL)];
const joining = (wanted: number, ...hold: Action[]): Lists => [
  [act(1, 'queue_join', { queue_id: flowId(wanted) }), act(2, 'hangup')],
  hold,
];
const held = act(11, 'talk', { text: 'x' });
call(
  'in a queue',
  [
    [
      'with a wait flow of one speech there are 33 rounds',
      joining(700, held),
      '100 actions, limit fetch_flow',
      {},
    ],
    ['an empty wait flow is a round, too', joining(700), '100 actions, limit empty', {}],
    ['a stop in the wait flow ends the call', joining(700, held, stop(12)), '1 fetch_flow 11 12 regular'],
    ['a hang-up in the wait flow ends it', joining(700, act(11, 'hangup')), '1 fetch_flow hangup 11'],
    [
      'a wait flow may jump out of the queue',
      joining(700, { ...held, next_id: id(2) }),
      '1 fetch_flow 11 hangup 2',
    ],
    ['a lost wait flow cuts the call off', joining(701), '1 failed fetch_flow'],
    ['no wait flow cuts it off', joining(702), '1 failed fetch_flow'],
    [
      'an id in upper case is found',
      [[act(1, 'queue_join', { queue_id: flowId(702).toUpperCase() })]],
      '1 failed fetch_flow',
    ],
  ],
  { queues },
);
