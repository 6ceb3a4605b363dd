/** Exploring every path of a call; and that no call takes another path. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, Flow, Queue } from '../../src/api/wire.ts';
import { accountOf } from '../../src/calls/account.ts';
import type { CallSetup } from '../../src/calls/call.ts';
import type { Step } from '../../src/calls/code.ts';
import { analysisOf } from '../../src/calls/explore/analysis.ts';
import type { Turn } from '../../src/calls/explore/turns.ts';
import { explore, type Exploration } from '../../src/calls/explore/explore.ts';
import type { FoundEnd } from '../../src/calls/explore/found.ts';
import { followCall } from '../../src/calls/run.ts';
import { DOCUMENTED, PUBLISHED, type Server } from '../../src/calls/server.ts';
import { waitIn } from '../../src/calls/waiting.ts';
import { anyServer, flowId, randomFlows } from './random-flows.ts';

const NOW = Date.parse('2026-11-28T17:00:00Z');
const id = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const act = (n: number, type: string, option?: Action['option'], next?: number): Action => ({
  id: id(n),
  type,
  option,
  next_id: next === undefined ? undefined : id(next),
});
const MAIN = flowId(0);
const flow = (n: number, ...actions: Action[]): Flow => ({ id: flowId(n), name: `Flow ${n}`, actions });

function exploring(
  flows: Flow[],
  more: { server?: Partial<Server>; queues?: Queue[]; mostStates?: number } = {},
): Exploration {
  const { server, queues = [], mostStates } = more;
  const account = accountOf({ flows, queues });
  const [found] = explore(
    { flows: [MAIN], from: NOW, inCall: true, servers: [{ ...PUBLISHED, ...server }], mostStates },
    account,
  );
  return found;
}

const endsOf = ({ ends }: Exploration): string[] =>
  ends
    .map(({ kind, step }) =>
      `${kind} ${step === undefined ? '' : step.inserted ? step.type : step.id.slice(-3)}`.trim(),
    )
    .sort();

/** The number of random calls. */
const numRuns = Number(process.env['CALL_RUNS'] ?? 300);

describe('a menu', () => {
  const menu = flow(
    0,
    act(1, 'talk', { text: 'Sales: 1. Billing: 2.', digits_handle: 'next' }),
    act(2, 'branch', { target_ids: { '1': id(3), '2': id(5), '12': id(5) }, default_target_id: id(7) }),
    act(3, 'talk', { text: 'Sales' }),
    act(4, 'hangup'),
    act(5, 'branch', { target_ids: { x: id(1) } }),
    act(6, 'talk', { text: 'Never heard' }),
    act(7, 'goto', { target_id: id(1), loop_count: 3 }),
  );
  const found = exploring([menu]);

  it('has all its ends', () => {
    expect(endsOf(found)).toEqual(['failed 005', 'hangup 004']);
    const failed = found.ends.find(({ kind }) => kind === 'failed');
    expect(failed?.least).toBe(2);
    expect(failed?.way.steps[0]?.choice).toEqual({ kind: 'press', keys: '2' });
    expect(failed?.way.steps.map(({ step }) => step.index)).toEqual([0, 1, 4]);
  });

  it('never reaches an action that nothing leads to', () => {
    expect([...found.reached.in(MAIN)].sort()).toEqual([0, 1, 2, 3, 4, 6]);
  });

  it('has keys that cannot match: two keys after a speech that one key ends', () => {
    expect(found.unmatched.map(({ values }) => values)).toEqual([['12'], ['x']]);
  });

  it('loops for a caller who presses nothing', () => {
    expect(found.loops).toHaveLength(1);
    expect(found.loops[0]).toMatchObject({ silent: true, takesTime: true, waiting: false });
    expect(found.loops[0]?.steps.map(({ index }) => index)).toEqual([0, 1, 6]);
  });
});

describe('moments', () => {
  const office = flow(
    0,
    act(1, 'condition_datetime', {
      condition: '==',
      month: 12,
      day: 24,
      hour: -1,
      minute: -1,
      false_target_id: id(3),
    }),
    act(2, 'condition_datetime', { condition: '>', hour: 18, minute: -1 }),
    act(3, 'condition_datetime', {
      condition: '==',
      month: 12,
      day: 24,
      hour: -1,
      minute: -1,
      false_target_id: id(5),
    }),
    act(4, 'stop'),
    act(5, 'hangup'),
  );
  const { ends, reached } = exploring([office]);

  it('are given for a path that is open at some times only', () => {
    const failed = ends.find(({ kind }) => kind === 'failed');
    expect(failed?.step?.index).toBe(1);
    expect(new Date(failed?.way.moment ?? 0).toISOString()).toBe('2026-12-24T18:00:00.000Z');
  });

  it('are not given for a path without a time condition, whatever other paths lead through it', () => {
    const onChristmas = flow(
      0,
      act(1, 'condition_datetime', {
        condition: '==',
        month: 12,
        day: 25,
        hour: -1,
        minute: -1,
        false_target_id: id(3),
      }),
      act(2, 'fetch_flow', { flow_id: flowId(2) }),
      act(3, 'hangup'),
    );
    const always = flow(
      1,
      ...[11, 12, 13].map((n) => act(n, 'talk', { text: 'Hello' })),
      act(14, 'fetch_flow', { flow_id: flowId(2) }),
      act(15, 'branch', {}),
    );
    const both = flow(2, act(21, 'talk', { text: 'Welcome' }));
    const [{ ends }] = explore(
      { flows: [flowId(0), flowId(1)], from: NOW, inCall: true, servers: [PUBLISHED] },
      accountOf({ flows: [onChristmas, always, both] }),
    );
    const failed = ends.find(({ kind }) => kind === 'failed');
    expect(failed?.way.flow).toBe(flowId(1));
    expect(failed?.way.moment).toBeUndefined();
  });

  it('rule out paths that are open at no moment', () => {
    const never = flow(
      0,
      act(1, 'condition_datetime', { condition: '>', hour: 9, minute: -1, false_target_id: id(3) }),
      act(2, 'condition_datetime', { condition: '<=', hour: 9, minute: -1, false_target_id: id(4) }),
      act(3, 'stop'),
      act(4, 'hangup'),
    );
    expect(endsOf(exploring([never]))).toEqual(['hangup 004', 'regular']);
    expect([...reached.in(MAIN)].sort()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('on a server on which weekdays can be checked', () => {
  const asking = (weekdays: number[], hour: number): Flow =>
    flow(
      0,
      act(1, 'condition_datetime', { condition: '==', weekdays, hour, minute: -1, false_target_id: id(3) }),
      act(2, 'hangup'),
      act(3, 'stop'),
    );
  const firstAt = (weekdays: number[], hour: number): string => {
    const { ends } = exploring([asking(weekdays, hour)], { server: { weekdays: true } });
    return new Date(ends.find(({ kind }) => kind === 'hangup')?.way.moment ?? 0).toISOString();
  };

  it('each weekday is found on its dates', () => {
    expect(firstAt([1], 9)).toBe('2026-11-30T09:00:00.000Z');
    expect(firstAt([0, 1], 9)).toBe('2026-11-29T09:00:00.000Z');
    expect(firstAt([6], 18)).toBe('2026-11-28T18:00:00.000Z');
    expect(firstAt([6], 9)).toBe('2026-12-05T09:00:00.000Z');
  });

  it('the date of the first day comes again for its first hours, on another weekday', () => {
    const option = { condition: '==', month: 11, day: 28, hour: 9, minute: -1 };
    const onDate = (weekday: number): string[] =>
      endsOf(
        exploring(
          [
            flow(
              0,
              act(1, 'condition_datetime', { ...option, weekdays: [weekday], false_target_id: id(3) }),
              act(2, 'hangup'),
              act(3, 'stop'),
            ),
          ],
          { server: { weekdays: true } },
        ),
      );
    expect(onDate(6)).toEqual(['regular']);
    expect(onDate(0)).toEqual(['hangup 002', 'regular']);
  });

  it('weekday conditions fail on the published server', () => {
    const [published, documented] = explore(
      { flows: [MAIN], from: NOW, inCall: true, servers: [PUBLISHED, DOCUMENTED] },
      accountOf({ flows: [asking([1], 9)] }),
    );
    expect(endsOf(published)).toEqual(['failed 001']);
    expect(endsOf(documented)).toEqual(['hangup 002', 'regular']);
    expect([...documented.dependsOn]).toEqual(['weekdays']);
  });
});

describe('on a server on which jumps are counted', () => {
  const server = { counted_jumps: true };
  const rounds = [act(1, 'talk', { text: 'x' }), act(2, 'goto', { target_id: id(1), loop_count: 2 })];

  it('rounds are not a loop, and what follows them is reached', () => {
    const found = exploring([flow(0, ...rounds, act(3, 'hangup'))], { server });
    expect(found.loops).toEqual([]);
    expect(found.ends.map(({ kind, least }) => [kind, least])).toEqual([['hangup', 6]]);
    const published = exploring([flow(0, ...rounds, act(3, 'hangup'))]);
    expect(published.loops).toHaveLength(1);
    expect(published.ends).toEqual([]);
  });

  it('rounds that exceed the action limit end there', () => {
    const many = flow(0, act(1, 'talk', { text: 'x' }), act(2, 'goto', { target_id: id(1), loop_count: 60 }));
    expect(endsOf(exploring([many], { server }))).toEqual(['limit 001']);
  });

  it('jumps with too many combinations of rounds to track may end after any round', () => {
    const menu = (count: number, loop_count: number): Flow =>
      flow(
        0,
        act(1, 'talk', { text: 'x', digits_handle: 'next' }),
        act(2, 'branch', {
          target_ids: Object.fromEntries(
            Array.from({ length: count }, (_, n) => [String(n + 1), id(10 * n + 10)]),
          ),
          default_target_id: id(3),
        }),
        act(3, 'stop'),
        ...Array.from({ length: count }, (_, n) => [
          act(10 * n + 10, 'talk', { text: 'x' }),
          act(10 * n + 11, 'goto', { target_id: id(1), loop_count }),
          act(10 * n + 12, 'hangup'),
        ]).flat(),
      );
    const few = exploring([menu(3, 3)], { server });
    const many = exploring([menu(9, 3)], { server });
    expect(many.states).toBeLessThan(few.states);
    expect([few, many].map(({ cut, loops, tooLong }) => ({ cut, loops, tooLong }))).toEqual(
      [few, many].map(() => ({ cut: false, loops: [], tooLong: [] })),
    );
    expect(endsOf(many)).toHaveLength(1 + 9);
    expect(
      many.ends.find(({ kind }) => kind === 'hangup')?.way.steps.map(({ choice }) => choice?.kind),
    ).toEqual(['press', undefined, undefined, 'round', undefined]);
    const endless = exploring([menu(9, 60)], { server });
    expect(endless.loops).toHaveLength(1);
    expect(endsOf(exploring([menu(1, 100)], { server }))).toEqual(['regular']);
  });

  it('each fetch starts a new count, and the caller continues its own', () => {
    const main = flow(
      0,
      act(1, 'fetch_flow', { flow_id: flowId(1) }),
      act(2, 'goto', { target_id: id(1), loop_count: 1 }),
      act(3, 'hangup'),
    );
    const inner = flow(1, act(11, 'answer'), act(12, 'goto', { target_id: id(11), loop_count: 1 }));
    const { ends } = exploring([main, inner], { server });
    expect(ends.map(({ kind, least }) => [kind, least])).toEqual([['hangup', 12]]);
  });
});

describe('flows that fetch each other', () => {
  it('may be menus that lead back to each other, at any depth', () => {
    const main = flow(
      0,
      act(1, 'talk', { text: 'x', digits_handle: 'next' }),
      act(2, 'branch', { target_ids: { '1': id(3), '2': id(4) }, default_target_id: id(5) }),
      act(3, 'fetch_flow', { flow_id: flowId(1) }, 5),
      act(4, 'fetch_flow', { flow_id: flowId(2) }, 5),
      act(5, 'hangup'),
    );
    const menus = [1, 2].map((n) =>
      flow(
        n,
        act(n * 10 + 1, 'talk', { text: 'y', digits_handle: 'next' }),
        act(n * 10 + 2, 'branch', { target_ids: { '9': id(n * 10 + 3) }, default_target_id: id(n * 10 + 4) }),
        act(n * 10 + 3, 'fetch_flow', { flow_id: MAIN }),
        act(n * 10 + 4, 'talk', { text: 'z' }),
      ),
    );
    const found = exploring([main, ...menus]);
    expect(found.states).toBeLessThan(100);
    expect(found.cut).toBe(false);
    expect(endsOf(found)).toEqual(['hangup 005']);
    expect(found.loops).toMatchObject([{ silent: false }]);
  });

  it('may form a chain of ten thousand', () => {
    const chain = Array.from({ length: 10_000 }, (_, n) =>
      flow(n, act(n, 'fetch_flow', { flow_id: flowId(n + 1) })),
    );
    expect(endsOf(exploring(chain))).toEqual(['limit 100']);
    const all = chain.map((one) => one.id);
    const [found] = explore(
      { flows: all, from: NOW, inCall: true, servers: [PUBLISHED] },
      accountOf({ flows: chain }),
    );
    expect(found.ends.map(({ kind, step }) => [kind, step?.flow])).toEqual([['failed', flowId(9999)]]);
    expect(found.cut).toBe(false);
  });

  it('loop without a key only if the fetched flow ends without a key', () => {
    const round = flow(
      0,
      act(1, 'fetch_flow', { flow_id: flowId(1) }),
      act(2, 'goto', { target_id: id(1), loop_count: 1 }),
    );
    const asking = flow(
      1,
      act(11, 'digits_receive', { length: 1, duration: 3000 }),
      act(12, 'branch', {
        target_ids: { 1: id(13) },
        default_target_id: id(13),
      }),
      act(13, 'answer'),
    );
    const silent = (timeouts: boolean): boolean[] =>
      exploring([round, asking], { server: { timeouts } }).loops.map((loop) => loop.silent);
    expect(silent(false)).toEqual([false]);
    expect(silent(true)).toEqual([true]);
  });

  it('are not a loop if one flow is fetched twice', () => {
    const twice = flow(
      0,
      act(1, 'fetch_flow', { flow_id: flowId(1) }),
      act(2, 'fetch_flow', { flow_id: flowId(1) }),
    );
    const found = exploring([twice, flow(1, act(11, 'talk', { text: 'x' }))]);
    expect(found.loops).toEqual([]);
    expect(endsOf(found)).toEqual(['regular']);
    expect(found.ends[0]?.least).toBe(4);
    expect(found.ends[0]?.way.steps.map(({ step }) => step.id.slice(-2))).toEqual(['01', '11', '02', '11']);
  });
});

describe('a queue', () => {
  const rows = [{ id: id(700), wait_flow_id: flowId(1) }];
  const join = flow(0, act(1, 'queue_join', { queue_id: id(700) }), act(2, 'hangup'));

  it('leads to an agent, continues after one who does not answer, or never ends', () => {
    const found = exploring([join, flow(1, act(11, 'talk', { text: 'Hold' }))], { queues: rows });
    expect(endsOf(found)).toEqual(['agent confbridge_join', 'hangup 002']);
    expect(found.loops).toEqual([]);
  });

  it('keeps callers as long as a call that is followed', () => {
    const menu = flow(
      0,
      act(1, 'talk', { text: 'x', digits_handle: 'next' }),
      act(2, 'branch', { target_ids: { '1': id(5), '2': id(3) }, default_target_id: id(7) }),
      act(3, 'talk', { text: 'x' }),
      act(4, 'talk', { text: 'x' }),
      act(5, 'queue_join', { queue_id: id(700) }),
      act(6, 'hangup'),
      act(7, 'queue_join', { queue_id: id(701) }),
    );
    const queues = [...rows, { id: id(701), wait_flow_id: flowId(1) }];
    const hold = flow(1, act(11, 'talk', { text: 'Hold' }), act(12, 'talk', { text: 'on' }));
    const { joins } = exploring([menu, hold], { queues });
    expect(joins.map(({ queue, step, used }) => [queue, step.index, used]).sort()).toEqual([
      [id(700), 4, 2],
      [id(701), 6, 2],
    ]);
    const account = accountOf({ flows: [menu, hold], queues });
    const setup = { moment: NOW, server: PUBLISHED, inCall: true };
    for (const [presses, used] of [
      [['1'], 2],
      [['2'], 4],
    ] as const) {
      const { events, ms, end } = followCall({ ...setup, flow: MAIN, presses }, account);
      const joined = events.find(({ effect }) => effect.does === 'wait-in-queue');
      const waiting = waitIn({ queue: id(700), used, moment: NOW, server: PUBLISHED }, account);
      expect([waiting.ms, waiting.end.step?.index]).toEqual([ms - (joined?.at ?? 0), end.step?.index]);
      expect(end.kind).toBe('limit');
    }
  });

  it('is a separate end, in addition to another one in the same flow', () => {
    const two = flow(
      0,
      act(1, 'talk', { text: 'x', digits_handle: 'next' }),
      act(2, 'branch', { target_ids: { '1': id(3) }, default_target_id: id(5) }),
      act(3, 'queue_join', { queue_id: id(700) }),
      act(4, 'hangup'),
      act(5, 'queue_join', { queue_id: id(701) }),
      act(6, 'hangup'),
    );
    const queues = [...rows, { id: id(701), wait_flow_id: flowId(1) }];
    const { ends } = exploring([two, flow(1, act(11, 'talk', { text: 'Hold' }))], { queues });
    const agents = ends.filter(({ kind }) => kind === 'agent');
    expect(agents.map(({ way }) => way.steps[2]?.step.index).sort()).toEqual([2, 4]);
  });

  it('stays silent in a pause on a server without timeouts', () => {
    const silent = flow(1, act(11, 'sleep', { duration: 1000 }));
    const ends = exploring([join, silent], { queues: rows }).ends.filter(({ kind }) => kind === 'blocked');
    expect(ends).toMatchObject([{ waiting: true }]);
    expect(endsOf(exploring([join, silent], { queues: rows, server: { timeouts: true } }))).not.toContain(
      'blocked 011',
    );
  });
});

describe('the exploration finds', () => {
  it('paths that are too long, even if a shorter one exists', () => {
    const long = flow(
      0,
      act(1, 'condition_variable', {
        variable: '${voipbin.call.source.target}',
        condition: '==',
        value_type: 'string',
        value_string: '+49301',
        false_target_id: id(100),
      }),
      ...Array.from({ length: 98 }, (_, n) => act(n + 2, 'answer')),
      act(100, 'answer'),
      act(101, 'answer'),
      act(102, 'hangup'),
    );
    const found = exploring([long]);
    expect(found.tooLong.map(({ step }) => step.index)).toEqual([100]);
    expect(endsOf(found)).toEqual(['hangup 102']);
  });

  const answers = (first: number, count: number): Action[] =>
    Array.from({ length: count }, (_, n) => act(first + n, 'answer'));
  const fetch = (n: number, to: number): Action => act(n, 'fetch_flow', { flow_id: flowId(to) });

  it('paths that are too long in a flow that a shorter path gets to before', () => {
    const found = exploring([
      flow(
        0,
        act(1, 'condition_variable', {
          variable: '${voipbin.call.source.target}',
          condition: '==',
          value_type: 'string',
          value_string: '+49301',
          false_target_id: id(4),
        }),
        fetch(2, 2),
        act(3, 'hangup'),
        ...answers(4, 30),
        fetch(34, 1),
        act(35, 'hangup'),
      ),
      flow(1, ...answers(101, 40), fetch(141, 2)),
      flow(2, ...answers(201, 40), act(241, 'hangup')),
    ]);
    expect(found.tooLong.map(({ step }) => [step.flow, step.index])).toEqual([[flowId(2), 27]]);
  });

  it('no such path through flows that lead to each other: it is a loop', () => {
    const found = exploring([
      flow(0, ...answers(1, 60), fetch(61, 1)),
      flow(1, ...answers(101, 38), fetch(139, 0)),
    ]);
    expect(found.tooLong).toEqual([]);
    expect(found.loops.map(({ silent }) => silent)).toEqual([true]);
  });

  it('a loop in the order in which callers get to its actions', () => {
    const menu = (n: number, targets: Record<string, string>): Action[] => [
      act(n, 'talk', { text: 'Press a key.', digits_handle: 'next' }),
      act(n + 1, 'branch', { target_ids: targets, default_target_id: id(30) }),
    ];
    const found = exploring([
      flow(
        0,
        ...menu(1, { '1': id(3), '2': id(20) }),
        ...answers(3, 8),
        ...menu(11, { '1': id(1) }),
        ...menu(20, { '1': id(1) }),
        act(30, 'hangup'),
      ),
    ]);
    const order = found.loops.map(({ steps }) => steps.map((step) => Number(step.id.slice(-3))));
    expect(order).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 21, 11, 12]]);
  });

  it('the end of a variable that counts', () => {
    const counting = flow(
      0,
      act(1, 'talk', { text: 'x' }),
      act(2, 'variable_set', { key: 'r', value: '${r}x' }),
      act(3, 'condition_variable', {
        variable: '${r}',
        condition: '<',
        value_type: 'length',
        value_length: 3,
        false_target_id: id(5),
      }),
      act(4, 'goto', { target_id: id(1), loop_count: 1 }),
      act(5, 'hangup'),
    );
    const found = exploring([counting]);
    expect(found.loops).toEqual([]);
    expect(found.ends.map(({ kind, least }) => [kind, least])).toEqual([['hangup', 11]]);
  });

  it('that it was cut at the state limit', () => {
    const menu = [
      act(1, 'talk', { text: 'x', digits_handle: 'next' }),
      act(2, 'branch', { target_ids: { 1: id(1) }, default_target_id: id(3) }),
      act(3, 'hangup'),
    ];
    const found = exploring([flow(0, ...menu)], { mostStates: 1 });
    expect(found).toMatchObject({ cut: true, unmatched: [] });
  });
});

describe('paths', () => {
  it('are the shortest that are open at the same moment', () => {
    const christmas = { month: 12, day: 24, hour: -1, minute: -1 };
    const found = exploring([
      flow(
        0,
        act(1, 'condition_datetime', { condition: '==', ...christmas, false_target_id: id(2) }, 5),
        act(2, 'answer'),
        act(3, 'answer'),
        act(4, 'answer'),
        act(5, 'condition_datetime', { condition: '==', ...christmas, false_target_id: id(7) }),
        act(6, 'stop'),
        act(7, 'hangup'),
      ),
    ]);
    const [stopped, hungUp] = ['regular', 'hangup'].map(
      (kind) => found.ends.find((end) => end.kind === kind)?.way,
    );
    expect(hungUp?.steps.map(({ step }) => step.index)).toEqual([0, 1, 2, 3, 4, 6]);
    expect(stopped?.steps.map(({ step }) => step.index)).toEqual([0, 4, 5]);
    expect(new Date(stopped?.moment ?? 0).toISOString()).toBe('2026-12-24T00:00:00.000Z');
    expect(new Date(hungUp?.moment ?? 0).toISOString()).toBe('2026-11-28T17:00:00.000Z');
  });

  it('are open when all conditions on them hold', () => {
    const found = exploring([
      flow(
        0,
        act(1, 'condition_datetime', {
          condition: '==',
          month: 12,
          day: 24,
          hour: -1,
          minute: -1,
          false_target_id: id(3),
        }),
        act(2, 'answer', {}, 4),
        act(3, 'answer'),
        act(4, 'hangup'),
      ),
    ]);
    const [end] = found.ends;
    expect(end?.way.steps.map(({ step }) => step.index)).toEqual([0, 1, 3]);
    expect(new Date(end?.way.moment ?? 0).toISOString()).toBe('2026-12-24T00:00:00.000Z');
  });

  it('end with the 101st action, even inside a flow that is fetched again', () => {
    const long = flow(1, ...Array.from({ length: 60 }, (_, n) => act(100 + n, 'answer')));
    const twice = flow(
      0,
      act(1, 'fetch_flow', { flow_id: flowId(1) }),
      act(2, 'fetch_flow', { flow_id: flowId(1) }),
    );
    const { ends } = exploring([twice, long]);
    expect(ends.map(({ kind, step, least }) => [kind, step?.flow, step?.index, least])).toEqual([
      ['limit', flowId(1), 38, 100],
    ]);
    expect(ends[0]?.way.steps).toHaveLength(101);
  });

  it('name a value from outside once, with the action that reads it', () => {
    const asking = flow(
      0,
      act(1, 'condition_variable', {
        variable: '${voipbin.call.source.target}',
        condition: '==',
        value_type: 'string',
        value_string: '+49301',
        false_target_id: id(3),
      }),
      act(2, 'hangup'),
      act(3, 'stop'),
    );
    const way = exploring([asking]).ends.find(({ kind }) => kind === 'hangup')?.way;
    expect(way?.steps.map(({ step, choice }) => [step.index, choice])).toEqual([
      [0, { kind: 'value', name: 'voipbin.call.source.target', value: '+49301' }],
      [1, undefined],
    ]);
  });
});

describe('variables', () => {
  const whether = (variable: string, value: string, otherwise: number): Action['option'] => ({
    variable: `\${${variable}}`,
    condition: '==',
    value_type: 'string',
    value_string: value,
    false_target_id: id(otherwise),
  });

  it('stay with the caller of a flow that does not touch them, and add no states to it', () => {
    const main = flow(
      0,
      act(1, 'talk', { text: 'x', digits_handle: 'next' }),
      act(2, 'branch', { target_ids: { '1': id(3) }, default_target_id: id(4) }),
      act(3, 'variable_set', { key: 'language', value: 'de' }),
      act(4, 'fetch_flow', { flow_id: flowId(1) }),
      act(5, 'condition_variable', whether('language', 'de', 7)),
      act(6, 'hangup'),
      act(7, 'stop'),
    );
    const long = flow(1, ...Array.from({ length: 20 }, (_, n) => act(100 + n, 'answer')));
    const found = exploring([main, long]);
    expect(endsOf(found)).toEqual(['hangup 006', 'regular']);
    // The talk; twice the fetch and what follows it; once the flow, whose actions are one edge; 2 ends.
    expect(found.states).toBe(1 + 2 * 2 + 1 + 2);
  });

  it('are part of the states of a flow that may change them', () => {
    const main = flow(
      0,
      act(1, 'variable_set', { key: 'language', value: 'de' }),
      act(2, 'fetch_flow', { flow_id: flowId(1) }),
      act(3, 'condition_variable', whether('language', 'de', 5)),
      act(4, 'hangup'),
      act(5, 'stop'),
    );
    const changing = flow(
      1,
      act(101, 'talk', { text: 'x', digits_handle: 'next' }),
      act(102, 'branch', { target_ids: { '1': id(103) }, default_target_id: id(104) }),
      act(103, 'variable_set', { key: 'language', value: 'en' }),
      act(104, 'answer'),
    );
    expect(endsOf(exploring([main, changing]))).toEqual(['hangup 004', 'regular']);
  });

  it('are kept by a jump out of the flow', () => {
    const main = flow(
      0,
      act(1, 'fetch_flow', { flow_id: flowId(1) }),
      act(2, 'stop'),
      act(3, 'condition_variable', whether('language', 'de', 5)),
      act(4, 'hangup'),
      act(5, 'stop'),
    );
    const jumping = flow(
      1,
      act(101, 'variable_set', { key: 'language', value: 'de' }),
      act(102, 'goto', { target_id: id(3), loop_count: 1 }),
    );
    expect(endsOf(exploring([main, jumping]))).toEqual(['hangup 004']);
  });

  it('have the values of the moment at which an agent becomes free', () => {
    const main = flow(
      0,
      act(1, 'queue_join', { queue_id: id(700) }),
      act(2, 'condition_variable', whether('heard', 'news', 4)),
      act(3, 'hangup'),
      act(4, 'stop'),
    );
    const hold = flow(
      1,
      act(101, 'talk', { text: 'x' }),
      act(102, 'variable_set', { key: 'heard', value: 'news' }),
      act(103, 'talk', { text: 'x' }),
      act(104, 'variable_set', { key: 'heard', value: '' }),
    );
    const queues = [{ id: id(700), wait_flow_id: flowId(1) }];
    expect(endsOf(exploring([main, hold], { queues }))).toEqual([
      'agent confbridge_join',
      'hangup 003',
      'regular',
    ]);
  });

  it('have two values if they are only compared with one', () => {
    const languages = ['de', 'en', 'fr', 'nl'];
    const main = flow(
      0,
      act(1, 'talk', { text: 'x', digits_handle: 'next' }),
      act(2, 'branch', {
        target_ids: Object.fromEntries(languages.map((_, n) => [String(n), id(10 + n)])),
        default_target_id: id(20),
      }),
      ...languages.map((value, n) => act(10 + n, 'variable_set', { key: 'language', value }, 20)),
      act(20, 'answer'),
      act(21, 'condition_variable', whether('language', 'de', 23)),
      act(22, 'hangup'),
      act(23, 'stop'),
    );
    // The talk, twice the answer, 2 ends: the actions between them are part of the edges.
    expect(exploring([main]).states).toBe(1 + 2 + 2);
  });

  it('may be appended to for ever', () => {
    const round = flow(
      0,
      act(1, 'talk', { text: 'x', digits_handle: 'next' }),
      act(2, 'variable_set', { key: 'r', value: '${r}x' }),
      act(3, 'condition_variable', { ...whether('r', 'xx', 1) }),
      act(4, 'answer', {}, 1),
    );
    const found = exploring([round]);
    expect(found.states).toBeLessThan(20);
    expect(found.loops).toHaveLength(1);
  });
});

interface Followed {
  flows: Flow[];
  queues?: Queue[];
  server: Server;
  inCall: boolean;
  minutes: number;
  presses: string[];
  source: string;
  people?: CallSetup['people'];
}

const ANY_CALL = { server: PUBLISHED, inCall: true, minutes: 0, presses: [], source: '' };

/** Where a call leads that the exploration did not reach. */
function strayOf({ flows, queues = [], inCall, minutes, source, ...call }: Followed): string[] {
  const account = accountOf({ flows, queues });
  const setup: CallSetup = {
    flow: MAIN,
    moment: NOW + minutes * 60_000,
    inCall,
    ...call,
    variables: inCall ? { 'voipbin.call.source.target': source } : {},
    // No time passes, so the hour cannot change during the call.
    speechMs: () => 1,
  };
  const { executed, end } = followCall(setup, account);
  const other = call.server.timeouts ? PUBLISHED : DOCUMENTED;
  const [, found] = explore(
    { flows: [MAIN], from: NOW, inCall, servers: [other, call.server], mostStates: 20_000 },
    account,
  );
  if (found.cut) return [];
  const missed = executed.filter((step) => !step.inserted && !found.reached.has(step));
  const known = found.ends.some(({ kind, step }) => kind === end.kind && step === end.step);
  // The limit is found by the shortest path to each action.
  return [...missed.map(({ id: one }) => one), ...(known || end.kind === 'limit' ? [] : [end.kind])];
}

const calls = fc.record({
  flows: randomFlows,
  server: anyServer,
  inCall: fc.boolean(),
  minutes: fc.nat(365 * 24 * 60 - 1),
  presses: fc.array(fc.constantFrom('', '1', '2', '12', '7', '5#', '#'), { maxLength: 6 }),
  source: fc.constantFrom('', '1', '12', 'x', '+49301'),
  people: fc.record({
    freeAfter: fc.constantFrom(undefined, 0, 3).map((ms) => () => ms),
    answer: fc.constantFrom('nobody', 'hangs up', 'stays'),
  }),
});

/** Every second fetch becomes a wait in a queue with that flow. */
function withQueues(flows: readonly Flow[]): { flows: Flow[]; queues: Queue[] } {
  const waiting = (action: Action, index: number): Action =>
    action.type === 'fetch_flow' && index % 2 === 1
      ? { ...action, type: 'queue_join', option: { queue_id: action.option?.['flow_id'] } }
      : action;
  return {
    flows: flows.map((one) => ({ ...one, actions: (one.actions ?? []).map(waiting) })),
    queues: flows.map((one) => ({ id: one.id, wait_flow_id: one.id })),
  };
}

describe('a call that is followed stays within the exploration', () => {
  const number = (condition: string, value_number: number, otherwise: number): Action['option'] => ({
    variable: '${voipbin.call.digits}',
    condition,
    value_type: 'number',
    value_number,
    false_target_id: id(otherwise),
  });

  it('on a jump back to the first action, with what is read there', () => {
    const start = '00000000-0000-0000-0000-000000000001';
    const option = {
      variable: '${a}',
      condition: '==',
      value_type: 'string',
      value_string: '1',
      false_target_id: id(3),
    };
    const actions = [
      act(1, 'condition_variable', option),
      act(2, 'hangup'),
      { ...act(3, 'variable_set', { key: 'a', value: '1' }), next_id: start },
    ];
    expect(endsOf(exploring([flow(0, ...actions)]))).toEqual(['hangup 002']);
    expect(strayOf({ ...ANY_CALL, flows: [flow(0, ...actions)] })).toEqual([]);
    const jumping = [
      act(1, 'condition_variable', option),
      act(2, 'hangup'),
      act(3, 'variable_set', { key: 'a', value: '1' }),
      act(4, 'goto', { target_id: start, loop_count: 1 }),
    ];
    expect(strayOf({ ...ANY_CALL, flows: [flow(0, ...jumping)] })).toEqual([]);
  });

  it('on a jump to the first of two actions with the same id', () => {
    const twice = flow(
      0,
      act(1, 'condition_variable', {
        variable: '${a}',
        condition: '==',
        value_type: 'string',
        value_string: '1',
        false_target_id: id(3),
      }),
      act(2, 'hangup'),
      act(3, 'variable_set', { key: 'a', value: '1' }),
      act(1, 'stop'),
    );
    expect(endsOf(exploring([twice]))).toEqual(['hangup 002']);
    expect(strayOf({ ...ANY_CALL, flows: [twice] })).toEqual([]);
  });

  it.each([
    ['==', 0],
    ['==', 5],
    ['!=', 12],
    ['<', 50],
    ['>', 50],
    ['>=', 99],
  ])('by two digits that are %s %i', (condition, value) => {
    const flows = [
      flow(
        0,
        act(1, 'digits_receive', { length: 2, duration: 3000 }),
        act(2, 'condition_variable', number(condition, value, 4)),
        act(3, 'hangup'),
        act(4, 'stop'),
      ),
    ];
    for (const keys of ['00', '05', '12', '49', '51', '99', '0#', '**'])
      expect(strayOf({ ...ANY_CALL, flows, presses: [keys] })).toEqual([]);
    expect(endsOf(exploring(flows))).toEqual(['blocked 001', 'hangup 003', 'regular']);
  });

  it('when an agent becomes free while keys are awaited', () => {
    const main = flow(0, act(1, 'queue_join', { queue_id: id(700) }), act(2, 'hangup'));
    const waiting = flow(1, act(11, 'digits_receive', {}));
    const queues = [{ id: id(700), wait_flow_id: flowId(1) }];
    const people = { freeAfter: () => 0, answer: 'nobody' } as const;
    expect(strayOf({ ...ANY_CALL, flows: [main, waiting], queues, people })).toEqual([]);
    expect(endsOf(exploring([main, waiting], { queues }))).toContain('hangup 002');
  });

  it('for random flows', () => {
    fc.assert(
      fc.property(calls, (call) => {
        expect(strayOf(call)).toEqual([]);
      }),
      { numRuns },
    );
  }, 600_000);

  it('for random flows with queues', () => {
    fc.assert(
      fc.property(calls, ({ flows, ...call }) => {
        expect(strayOf({ ...call, ...withQueues(flows) })).toEqual([]);
      }),
      { numRuns },
    );
  }, 600_000);
});

describe('two kinds of servers that are explored together', () => {
  it('have the graph of one if the kind does not matter', () => {
    const [one, other] = explore(
      { flows: [MAIN], from: NOW, inCall: true, servers: [PUBLISHED, DOCUMENTED] },
      accountOf({ flows: [flow(0, act(1, 'talk', { text: 'x' }), act(2, 'sleep', { duration: 0 }))] }),
    );
    expect(other).toBe(one);
  });

  it('give the results of exploring each by itself', () => {
    fc.assert(
      fc.property(randomFlows, anyServer, anyServer, (flows, one, other) => {
        const account = accountOf(withQueues(flows));
        const setup = { flows: [MAIN], from: NOW, inCall: true, mostStates: 20_000 };
        const together = explore({ ...setup, servers: [one, other] }, account);
        const [first] = explore({ ...setup, servers: [one] }, account);
        const [second] = explore({ ...setup, servers: [other] }, account);
        fc.pre(!together[0].cut);
        expect(together.map((one) => shownOf(one))).toEqual([first, second].map((one) => shownOf(one)));
      }),
      { numRuns },
    );
  }, 600_000);
});

describe('flows that only other calls reach', () => {
  it('change nothing when they are analyzed as well', () => {
    fc.assert(
      fc.property(randomFlows, anyServer, (flows, server) => {
        const account = accountOf(withQueues(flows));
        const setup = {
          flows: [MAIN],
          from: NOW,
          inCall: true,
          servers: [server],
          mostStates: 20_000,
        } as const;
        const [alone] = explore(setup, account);
        const all = flows.map(({ id: one }) => one);
        const [among] = explore({ ...setup, analysis: analysisOf(account, all, true) }, account);
        fc.pre(!alone.cut && !among.cut);
        // If an id exists in a flow that is not fetched, fewer reasons for one failure are distinguished.
        expect(shownOf(among, false)).toEqual(shownOf(alone, false));
      }),
      { numRuns },
    );
  }, 600_000);
});

/** The results that do not depend on which of several paths is found first. */
function shownOf({ ends, loops, reached, joins, unmatched }: Exploration, withWhy = true): unknown {
  const placeOf = (step: Step | undefined): string =>
    step === undefined ? '' : `${step.flow} ${step.index}`;
  const shown = ends
    .filter(({ kind }) => kind !== 'limit')
    .map(({ kind, step, why }) => `${kind} ${placeOf(step)} ${withWhy ? why : ''}`)
    .sort();
  return {
    ends: withWhy ? shown : [...new Set(shown)],
    loops: loops.map(({ steps, silent }) => [silent, ...steps.map(placeOf).sort()].join()).sort(),
    reached: reached.flows.map((one) => [one, ...[...reached.in(one)].sort()].join()).sort(),
    joins: joins.map(({ queue, step }) => `${queue} ${placeOf(step)}`).sort(),
    unmatched: unmatched.map(({ step, values }) => `${placeOf(step)} ${values.join()}`).sort(),
  };
}

/** All turns of a tree, each once. */
function turnsOf(root: Turn | undefined): Turn[] {
  const found = new Set<Turn>(root === undefined ? [] : [root]);
  for (const { options } of found) for (const { to } of options) if (to !== undefined) found.add(to);
  return [...found];
}

describe('the tree of decisions', () => {
  const nameOf = ({ kind, step, why }: FoundEnd): string =>
    JSON.stringify([kind, step?.flow, step?.index, step?.type, why]);

  it('has all ends except those of the action limit', () => {
    fc.assert(
      fc.property(randomFlows, anyServer, (flows, server) => {
        const found = exploring(flows, { server });
        fc.pre(!found.cut);
        const shown = turnsOf(found.decisions(() => undefined)).flatMap(({ ends }) => ends);
        const names = new Set(shown.map(nameOf));
        const ends = found.ends.filter(({ kind }) => kind !== 'limit');
        expect(ends.filter((end) => !names.has(nameOf(end))).map(nameOf)).toEqual([]);
        const known = new Set(found.ends.map(nameOf));
        expect([...names].filter((name) => !known.has(name))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('has the end of flows that only fetch each other, more than a call may use', () => {
    const chain = Array.from({ length: 102 }, (_, n) =>
      flow(n, act(n, 'fetch_flow', { flow_id: flowId(n + 1) })),
    );
    const ends = turnsOf(exploring(chain).decisions(() => undefined)).flatMap((turn) => turn.ends);
    expect(ends.map(nameOf)).toEqual(exploring(chain).ends.map(nameOf));
    expect(ends).toMatchObject([{ kind: 'limit', step: { flow: flowId(100) } }]);
  });

  it('has no turn at which nothing is decided, whatever leads to it', () => {
    const main = flow(
      0,
      act(1, 'condition_datetime', { condition: '==', hour: 9, minute: -1, false_target_id: id(2) }),
      act(2, 'talk', { text: 'x', digits_handle: 'next' }),
      act(3, 'branch', { target_ids: { '1': id(1) }, default_target_id: id(4) }),
      act(4, 'hangup'),
    );
    const tree = exploring([main]).decisions(() => undefined);
    expect(tree?.options.map(({ to }) => to === tree)).toEqual([false, true]);
    expect(turnsOf(tree).filter(({ ends, options }) => ends.length + options.length === 0)).toEqual([]);
  });

  it('merges turns that no one can tell apart', () => {
    const main = flow(
      0,
      act(1, 'talk', { text: 'Your number', digits_handle: '' }),
      act(2, 'digits_receive', { length: 2, duration: 3000 }),
      act(3, 'branch', { target_ids: { '12': id(4) }, default_target_id: id(5) }),
      act(4, 'hangup'),
      act(5, 'stop'),
    );
    const tree = exploring([main], { server: DOCUMENTED }).decisions(() => undefined);
    // Keys of several kinds were pressed before: a digit other than 1, a large one, and one that is not a digit.
    const others = tree?.options.filter(({ decided }) =>
      decided.every((one) => one.kind === 'choice' && one.choice.kind === 'press' && one.choice.other),
    );
    expect(others?.map(({ decided, to }) => [decided.length, to?.options.length])).toEqual([[3, 0]]);
    expect(others?.[0]?.to?.ends.map(({ kind }) => kind)).toEqual(['regular']);
    expect(turnsOf(tree)).toHaveLength(5);
  });

  const isCut = (tree: Turn | undefined): boolean =>
    turnsOf(tree).some(({ options }) => options.some(({ to, cut }) => to === undefined && cut === true));

  it('is cut where it is too large, and marks the place', () => {
    const size = 9;
    const menu = (n: number, next = n + 1): Flow =>
      flow(
        n,
        act(100 * n, 'talk', { text: 'x', digits_handle: 'next' }),
        act(100 * n + 10, 'branch', {
          target_ids: Object.fromEntries(
            Array.from({ length: size }, (_, key) => [String(key + 1), id(100 * n + key + 1)]),
          ),
          default_target_id: id(100 * n + 20),
        }),
        ...Array.from({ length: size }, (_, key) =>
          act(100 * n + key + 1, 'fetch_flow', { flow_id: flowId(next) }, 100 * n + 20),
        ),
        act(100 * n + 20, 'talk', { text: 'x' }),
      );
    const treeOf = (flows: Flow[]): Turn | undefined => exploring(flows).decisions(() => undefined);
    const end = (n: number): Flow => flow(n, act(100 * n, 'hangup'));
    expect(isCut(treeOf([menu(0), end(1)]))).toBe(false);
    expect(isCut(treeOf([...[0, 1, 2, 3].map((n) => menu(n)), end(4)]))).toBe(true);
    // There are fewer than 2000 turns, but each is a long way from the one before.
    const chainTo = (from: number, to: number): Flow[] =>
      Array.from({ length: to - from }, (_, m) =>
        flow(from + m, act(100 * (from + m), 'fetch_flow', { flow_id: flowId(from + m + 1) })),
      );
    const far = [0, 30, 60].flatMap((n) => [menu(n, n + 1), ...chainTo(n + 1, n + 30)]);
    const tree = treeOf([...far, end(90)]);
    expect(isCut(tree)).toBe(true);
    expect(turnsOf(tree).length).toBeLessThan(2000);
  });

  it('shows a flow as a whole if only its answer matters', () => {
    const hours = flow(
      1,
      act(11, 'condition_datetime', { condition: '==', hour: 9, minute: -1, false_target_id: id(13) }),
      act(12, 'variable_set', { key: 'answer', value: 'open' }, 14),
      act(13, 'variable_set', { key: 'answer', value: 'closed' }),
      act(14, 'variable_set', { key: 'days', value: 'x' }),
    );
    const main = flow(
      0,
      act(1, 'fetch_flow', { flow_id: flowId(1) }),
      act(2, 'condition_variable', {
        ...{ condition: '==', variable: '${answer}', value_type: 'string', value_string: 'open' },
        false_target_id: id(4),
      }),
      act(3, 'hangup'),
      act(4, 'block'),
    );
    const tree = exploring([main, hours]).decisions((one) => (one === flowId(1) ? 'answer' : undefined));
    const said = tree?.options.map(({ decided: [first], to }) => [
      first?.kind === 'answer' ? first.answer : first?.kind,
      to?.ends.map(({ kind }) => kind),
    ]);
    expect(said?.sort()).toEqual([
      ['closed', ['regular']],
      ['open', ['hangup']],
    ]);
  });
});
