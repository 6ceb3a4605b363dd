/** Lists of actions: what is told of a change, and what is told of actions that cannot work. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/api/wire.ts';
import { effectIn, takesTime } from '../../src/audit/afterwards.ts';
import { pointersIn } from '../../src/calls/references.ts';
import { accountOf } from '../../src/calls/account.ts';
import { codeOf } from '../../src/calls/code.ts';
import { align } from '../../src/core/align.ts';
import { actionChanges, newActions } from '../../src/resources/actions/changes.ts';
import { actionsCodec } from '../../src/resources/actions/codec.ts';
import { compileActions } from '../../src/resources/actions/compile.ts';
import { faultsOf } from '../../src/resources/actions/faults.ts';
import { actionTypes } from '../../src/resources/actions/types.ts';
import type { ActionSpec } from '../../src/resources/document.ts';
import type { Ids, Names } from '../../src/resources/names.ts';
import { stableId } from '../../src/resources/stable-id.ts';
import { readPlan } from '../../src/plan/file/read.ts';
import { actionsArbitrary, type Plain } from '../support/plans.ts';
import { runs } from '../support/runs.ts';

const ids: Ids = { idOf: ({ kind, name }) => stableId(`${kind}/${name}`) };
const queues = new Map(['Sales', 'Support'].map((name) => [stableId(`queues/${name}`), name]));
const hours = stableId('hours/Office');
const names: Names = {
  nameOf: (kind, id) => (kind === 'hours' && id === hours ? 'Office' : queues.get(id)),
};

const read = (actions: readonly Plain[]): readonly ActionSpec[] =>
  readPlan(
    JSON.stringify({
      hours: { Office: {} },
      queues: { Sales: {}, Support: {} },
      flows: { Main: { actions } },
    }),
    'plan.yaml',
  ).document.flows?.['Main']?.actions ?? [];
const compile = (actions: readonly Plain[]): Action[] => compileActions(read(actions), ids, 'flows/Main');

/** The same actions with ids that nobody here has made. */
function foreign(actions: readonly Action[]): Action[] {
  const others = actions.map(({ id }, index) => [id, stableId(`foreign/${index}`)] as const);
  let text = JSON.stringify(actions);
  for (const [id, other] of others) text = text.replaceAll(id ?? '', other);
  return JSON.parse(text) as Action[];
}

const changes = (live: readonly Action[], declared: readonly Plain[]) =>
  actionChanges(live, read(declared), compile(declared), names);

const menu: Plain[] = [
  { type: 'answer' },
  { label: 'menu', type: 'talk', text: 'Press 1' },
  { type: 'digits_receive', duration: '5s', length: 1 },
  { type: 'branch', targets: { '1': 'sales' }, default_target: 'menu' },
  { label: 'sales', type: 'queue_join', queue: 'Sales' },
  { type: 'hangup' },
];
const changed = (index: number, other: Plain): Plain[] => menu.with(index, { ...menu[index], ...other });

describe('what is told of changed actions', () => {
  it.each<[string, Plain[], object[]]>([
    ['nothing', menu, []],
    ['one option', changed(1, { text: 'Press 2' }), [['actions[1].text', 'Press 1', 'Press 2']]],
    ['one name', changed(4, { queue: 'Support' }), [['actions[4].queue', 'Sales', 'Support']]],
    [
      'one more in front: nothing of those behind it',
      [{ type: 'beep' }, ...menu],
      [['actions[0]', null, { type: 'beep' }]],
    ],
    [
      'one less, by the place that it had',
      menu.toSpliced(2, 1),
      [['actions[2]', { type: 'digits_receive', duration: '5s', length: 1 }, null]],
    ],
    [
      'another in its place',
      menu.with(5, { type: 'stop' }),
      [
        ['actions[5]', { type: 'hangup' }, null],
        ['actions[5]', null, { type: 'stop' }],
      ],
    ],
    [
      'one more, and one changed behind it',
      [{ type: 'beep' }, ...changed(1, { text: 'Press 2' })],
      [
        ['actions[0]', null, { type: 'beep' }],
        ['actions[2].text', 'Press 1', 'Press 2'],
      ],
    ],
    [
      'where a jump leads, by the labels of the file',
      changed(3, { default_target: 'sales' }),
      [['actions[3].default_target', 'menu', 'sales']],
    ],
    ['what follows', changed(4, { next: 'menu' }), [['actions[4].next', null, 'menu']]],
    [
      'an option that only the API knows',
      changed(5, { extra: { why: 1 } }),
      [['actions[5].extra', null, { why: 1 }]],
    ],
  ])('%s', (_name, declared, expected) => {
    const told = changes(compile(menu), declared);
    expect(told?.map(({ path, from, to }) => [path, from, to])).toEqual(expected);
    // Labels are the file's, whoever made the ids.
    expect(changes(foreign(compile(menu)), declared)).toEqual(told);
  });

  it('a label that is called otherwise is no change, wherever it is jumped to', () => {
    const renamed = changed(1, { label: 'start here', text: 'Press 2' }).with(3, {
      ...menu[3],
      default_target: 'start here',
    });
    for (const live of [compile(menu), foreign(compile(menu))]) {
      expect(changes(live, renamed)).toEqual([{ path: 'actions[1].text', from: 'Press 1', to: 'Press 2' }]);
    }
  });

  it('an action that moved keeps its label', () => {
    const moved = [...menu.toSpliced(1, 1), menu[1] as Plain];
    expect(changes(compile(menu), moved)?.map(({ path }) => path)).toEqual(['actions[1]', 'actions[5]']);
  });

  it('a jump to one that no longer exists is told, and not taken for the one that has its label now', () => {
    const live = foreign(
      compile([
        { type: 'goto', label: 'a', target: 'talk-2', loop_count: 1 },
        { type: 'talk', label: 'talk-2', text: 'Old' },
      ]),
    );
    const declared = [
      { type: 'goto', target: 'talk-2', loop_count: 1 },
      { type: 'beep' },
      { type: 'play', label: 'talk-2', stream_urls: ['x'] },
    ];
    expect(changes(live, declared)?.[0]).toEqual({
      path: 'actions[0].target',
      from: 'talk-2 (before)',
      to: 'talk-2',
    });
  });

  it('whatever the two lists: something is told where they are not the same, and nothing where they are', () => {
    const lists = actionsArbitrary({ hours: ['Office'], flows: [], queues: ['Sales', 'Support'] });
    fc.assert(
      fc.property(lists, lists, fc.boolean(), (before, after, isForeign) => {
        const live = isForeign ? foreign(compile(before)) : compile(before);
        const isSame = actionsCodec.canonical(live) === actionsCodec.canonical(compile(after));
        expect(changes(live, after)?.length === 0).toBe(isSame);
      }),
      runs(300),
    );
  });

  it('all of a new list', () => {
    expect(newActions(read(menu)).map(({ path, from, to }) => [path, from, to])).toEqual(
      menu.map((action, index) => [`actions[${index}]`, null, action]),
    );
  });

  it('a type that is not known here is not told action by action', () => {
    expect(changes([{ id: stableId('x'), type: 'constructor' }], menu)).toBeUndefined();
  });
});

describe('two lists side by side', () => {
  it('have as much in common as can be', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        const couples = align(before, after);
        for (const [one, other] of couples) expect(before[one]).toBe(after[other]);
        for (const [index, [one, other]] of couples.entries()) {
          const [lastOne, lastOther] = couples[index - 1] ?? [-1, -1];
          expect(one > lastOne && other > lastOther).toBe(true);
        }
        expect(couples).toHaveLength(inCommon(before, after));
      }),
    );
  });

  it('thousands of them take no time', () => {
    const list = (from: number) => Array.from({ length: 5000 }, (_, index) => String(index + from));
    expect(align(['0', ...list(10_000)], ['0', ...list(20_000)])).toEqual([[0, 0]]);
    expect(align(list(0), ['x', ...list(0)])).toHaveLength(5000);
  });
});

function inCommon([one, ...before]: readonly string[], [other, ...after]: readonly string[]): number {
  if (one === undefined || other === undefined) return 0;
  if (one === other) return 1 + inCommon(before, after);
  return Math.max(inCommon(before, [other, ...after]), inCommon([one, ...before], after));
}

describe('actions of the account in the words of a file', () => {
  const plain = (actions: readonly Action[]): unknown => {
    const value = actionsCodec.fromWire(actions, names);
    return value === undefined ? undefined : actionsCodec.toPlain(value);
  };

  it('say where a jump leads that the platform has words for', () => {
    const written = [
      { label: 'talk-1', type: 'talk', text: 'Press 1' },
      { type: 'branch', targets: { '1': 'finish', '2': 'start' }, default_target: 'talk-1' },
    ];

    expect(plain(compile(written))).toEqual(written);
  });

  it('name the first of two with one id, as the platform finds it', () => {
    const id = stableId('twice');
    const talk = (text: string): Action => ({ id, type: 'talk', option: { text } });
    const jump = { id: stableId('jump'), type: 'goto', option: { target_id: id, loop_count: 1 } };

    expect(plain([talk('one'), talk('two'), jump])).toEqual([
      { label: 'talk-1', type: 'talk', text: 'one' },
      { type: 'talk', text: 'two' },
      { type: 'goto', target: 'talk-1', loop_count: 1 },
    ]);
  });

  it('tell a change of the first of two with one id, where callers are led now', () => {
    const [wanted] = compile([{ label: 'menu', type: 'talk', text: 'Press 1' }]);
    const other = { ...wanted, type: 'talk', option: { text: 'Press 2' } };

    expect(changes([other, wanted ?? other], [{ label: 'menu', type: 'talk', text: 'Press 1' }])).toEqual([
      { path: 'actions[0].text', from: 'Press 2', to: 'Press 1' },
      { path: 'actions[1]', from: expect.objectContaining({ text: 'Press 1' }) as object, to: null },
    ]);
  });
});

describe('actions that cannot work', () => {
  it.each<[string, Plain[], string[]]>([
    ['a whole menu', menu, []],
    ['nothing to say', [{ type: 'talk', text: ' ' }], ['action 1 (talk) has no text']],
    ['no queue', [{ type: 'answer' }, { type: 'queue_join' }], ['action 2 (queue_join) has no queue']],
    [
      'a jump that is never taken',
      [{ type: 'goto', loop_count: 0 }],
      ['action 1 (goto) has no target', 'action 1 (goto) has no loop_count'],
    ],
    [
      'nobody to connect with',
      [{ type: 'connect', destinations: [] }],
      ['action 1 (connect) has no destinations'],
    ],
    ['no choice', [{ type: 'branch', targets: {} }], ['action 1 (branch) has no targets or default_target']],
    ['one way only', [{ type: 'branch', default_target: 'finish' }], []],
    ['a pause of no length', [{ type: 'sleep', duration: 0 }], ['action 1 (sleep) has no duration']],
    ['under extra it is there, too', [{ type: 'sleep', extra: { duration: '${x}' } }], []],
    [
      'what JavaScript has is not there',
      [{ type: 'talk', extra: { toString: 'x' } }],
      ['action 1 (talk) has no text'],
    ],
    [
      'in a call that is made',
      [{ type: 'call', destinations: ['tel:+14155550100'], actions: [{ type: 'talk' }] }],
      ['action 1 (call), action 1 (talk) has no text'],
    ],
  ])('%s', (_name, actions, expected) => {
    expect(faultsOf(read(actions))).toEqual(expected);
  });

  it('are found in a text of many names without an end', () => {
    expect(faultsOf(read([{ type: 'talk', text: '${'.repeat(200_000) }]))).toEqual([]);
  });

  it('are of types that have these options', () => {
    for (const { options, required = [] } of Object.values(actionTypes)) {
      for (const key of required.flat()) expect(Object.keys(options)).toContain(key);
    }
  });

  it('are told wherever the audit would find nothing that takes time, or no object', () => {
    for (const type of Object.keys(actionTypes)) {
      const full = { type, option: { text: 'x', stream_urls: ['x'], duration: 1 } };
      const bare: Action = { id: stableId('x'), type, option: {} };
      const lasts = (action: Action): boolean =>
        codeOf('x', [action]).steps.some((step) => takesTime(effectIn(step, accountOf({ flows: [] }))));
      const waitsForNothing = lasts(full) && !lasts(bare);
      const namesNothing = pointersIn({ actions: [bare] }).length > 0;
      if (waitsForNothing || namesNothing) expect([type, faultsOf(read([{ type }]))]).not.toEqual([type, []]);
    }
  });
});
