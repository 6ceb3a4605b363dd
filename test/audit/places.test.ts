/** Where something happens in calls, as programs read it in the data of findings. */
import { expect, it } from 'vitest';
import type { Number } from '../../src/api/wire.ts';
import { action, flow, id, number, phones, queue, seen } from '../../src/audit/examples.ts';
import { MOST_NUMBERS, someNumbers } from '../../src/audit/places.ts';
import { rules } from '../../src/audit/rules/index.ts';
import { numberWords } from '../../src/audit/ways.ts';
import { problemsIn } from '../support/examples.ts';

const dataOf = (ruleId: string, account: object): unknown[] => {
  const rule = rules.find((one) => one.id === ruleId) ?? expect.fail(`no rule ${ruleId}`);
  return problemsIn(rule, { name: 'one', account }).map(({ data }) => data);
};

const from = { kind: 'number', id: id(20), name: '+14155550120 (Main line)' };
const alone = { count: 0, first: [] };
const dead = action(61, 'connect');
const outcall = (actions: (typeof dead)[]) =>
  action(33, 'call', { destinations: [{ type: 'sip', target: 'a@b' }], actions });

it('an action of a flow has the id of the flow, its index, its id and its type', () => {
  expect(dataOf('flow-cuts-off', phones([flow({ actions: [action(31, 'answer'), dead] })]))).toEqual([
    {
      action: { flow_id: id(30), path: [1], action_id: id(61), type: 'connect' },
      whys: ['it has no one to call'],
      only_where: null,
      way: { from, moment: null, decisions: [], other_numbers: alone },
    },
  ]);
});

it('an action that a call brings along has the indexes that lead to it, and one without an id has none', () => {
  const row = flow({ actions: [action(31, 'answer'), outcall([{ ...dead, id: '' }])] });
  expect(dataOf('flow-cuts-off', phones([row]))).toMatchObject([
    {
      action: { flow_id: id(30), path: [1, 0], action_id: null, type: 'connect' },
      way: { from: { kind: 'call', id: `${id(30)}/1`, name: 'the call of action 2 of Main menu' } },
    },
  ]);
});

it('an action of a campaign has the id of the campaign', () => {
  const campaigns = [{ id: id(90), name: 'Autumn', type: 'call', actions: [dead] }];
  const [data] = dataOf('flow-cuts-off', { ...phones([flow()]), campaigns });
  expect(data).toMatchObject({
    action: { campaign_id: id(90), path: [0] },
    way: { from: { kind: 'campaign', id: id(90), name: 'Autumn' } },
  });
  expect(data).not.toHaveProperty('action.flow_id');
});

it('a way has its keys in order, a moment where times matter, and no key that a caller only delays', () => {
  const actions = [
    action(31, 'talk', { text: 'Press 1 or 2', digits_handle: 'next' }),
    action(32, 'branch', { target_ids: { 1: id(34) }, default_target_id: id(37) }),
    action(34, 'condition_datetime', {
      ...{ condition: '==', hour: 9, minute: -1, day: -1, month: -1, weekdays: [] },
      false_target_id: id(37),
    }),
    action(36, 'connect'),
    action(37, 'hangup'),
  ];
  const [data] = dataOf('flow-cuts-off', phones([flow({ actions })]));
  expect(data).toMatchObject({
    way: {
      moment: expect.stringMatching(/^2026-11-\d\dT09:\d\d:00.000Z$/) as string,
      decisions: [{ kind: 'press', keys: '1' }],
    },
  });
});

it.each([
  ['where no run shows which this is', {}, { timeouts: true }],
  ['and on none where runs show it', { activeflows: seen('timeouts', true) }, null],
] as const)('what happens on one kind of server says on which, %s', (_name, more, only_where) => {
  const row = flow({ actions: [action(31, 'sleep', { duration: 1000 }), dead] });
  expect(dataOf('flow-cuts-off', phones([row], more))).toMatchObject([{ only_where }]);
});

it('a dead end names its queue, and the other numbers that lead there', () => {
  const account = phones([flow({ actions: [action(31, 'queue_join', { queue_id: id(40) })] })], {
    queues: [queue({ wait_flow_id: null })],
  });
  const second = number({ id: id(21), number: '+14155550121', name: 'Shop' });
  expect(dataOf('call-path-broken', { ...account, numbers: [number(), second] })).toEqual([
    {
      queue: { id: id(40), name: 'Sales' },
      other_numbers: { count: 1, first: [{ id: id(21), name: '+14155550121 (Shop)' }] },
      way: { moment: null, decisions: [] },
    },
  ]);
});

it('numbers of other flows do not lead there', () => {
  const flows = [30, 35].map((n) =>
    flow({ id: id(n), name: `Flow ${n}`, actions: [{ ...dead, id: id(n + 1) }] }),
  );
  const numbers = [30, 35].map((n) =>
    number({ id: id(n - 10), number: `+141555501${n}`, call_flow_id: id(n) }),
  );
  expect(dataOf('flow-cuts-off', { ...phones(flows), numbers })).toMatchObject([
    { way: { from: { id: id(20) }, other_numbers: { count: 0 } } },
    { way: { from: { id: id(25) }, other_numbers: { count: 0 } } },
  ]);
});

it('of many numbers only the first are kept, and all are counted', () => {
  const many = Array.from({ length: 1000 }, (_, index): Number => ({ id: id(index), number: `+1${index}` }));
  const [first] = many;
  expect(someNumbers(many)).toMatchObject({ count: 1000 });
  expect(someNumbers(many).first).toHaveLength(MOST_NUMBERS + 1);
  expect(someNumbers(many, first)).toMatchObject({ count: 999, first: [{ id: id(1) }, {}, {}, {}, {}, {}] });
  expect(someNumbers(many.slice(1, 3), first)).toMatchObject({ count: 2 });
  const words = (count: number): string => numberWords(someNumbers(many.slice(0, count)));
  expect(words(6)).toBe('+10, +11, +12, +13, +14 and +15');
  expect(words(7)).toBe('+10, +11, +12, +13, +14 and 2 more numbers');
});
