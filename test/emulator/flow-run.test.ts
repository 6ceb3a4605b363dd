/** The emulator's own executor: held to the recorded runs, and to the program's executor over flows made at random. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/api/wire.ts';
import { accountOf } from '../../src/calls/account.ts';
import { followCall } from '../../src/calls/run.ts';
import { PUBLISHED } from '../../src/calls/server.ts';
import { runFlow, type FlowRun } from '../../src/emulator/flow-run.ts';
import { runs } from '../support/runs.ts';

interface Recorded {
  name: string;
  flows: Record<string, Action[]>;
  at: string;
  refused?: unknown;
  result: {
    status: 'ended' | 'running';
    executed: number[] | number;
    current: { id?: number | string };
  };
}

const FINISH = '00000000-0000-0000-0000-000000000002';
const load = (file: string): Recorded[] =>
  JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../contract/executions', file), 'utf8'),
  ) as Recorded[];

const NAMES = ['main', 'other', 'b', 'c', 'lost'];
const flowId = (name: string): string =>
  `cccccccc-0000-4000-8000-${String(NAMES.indexOf(name)).padStart(12, '0')}`;
const actionId = (number: number): string => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** With the ids that the server would give. */
function stored(flows: Record<string, Action[]>): Map<string, Action[]> {
  return new Map(
    Object.entries(flows).map(([name, actions], list) => {
      const text = JSON.stringify(actions).replace(/\{flow:([^}]+)\}/g, (_, other: string) => flowId(other));
      const parsed = JSON.parse(text) as Action[];
      return [
        flowId(name),
        parsed.map((action, index) => ({ ...action, id: action.id ?? actionId(9000 + list * 100 + index) })),
      ];
    }),
  );
}

function run(flows: ReadonlyMap<string, Action[]>, now: number): FlowRun {
  return runFlow(flows.get(flowId('main')) ?? [], { flowOf: (id) => flows.get(id), now });
}

const numberOf = ({ id }: Action): number | string => (id === FINISH ? FINISH : Number(String(id).slice(-4)));

describe('recorded runs', () => {
  const runs = [...load('executions.json'), ...load('random.json')].filter(
    ({ refused }) => refused === undefined,
  );

  it('are at hand', () => {
    expect(runs.length).toBeGreaterThan(140);
  });

  it.each(runs.map((recorded) => [recorded.name, recorded] as const))('%s', (_name, recorded) => {
    const { status, executed, current } = run(stored(recorded.flows), Date.parse(recorded.at));

    expect(status).toBe(recorded.result.status);
    if (Array.isArray(recorded.result.executed)) {
      expect(executed.map(numberOf)).toEqual(recorded.result.executed);
    } else expect(executed).toHaveLength(recorded.result.executed);
    expect(numberOf(current)).toBe(recorded.result.current.id);
  });
});

/** Ids that may be jumped to: of each list, of none, nil, and the reserved ones. */
const target = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 6 }).map(actionId) },
  { weight: 3, arbitrary: fc.integer({ min: 100, max: 104 }).map(actionId) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      actionId(77),
      '00000000-0000-0000-0000-000000000000',
      '00000000-0000-0000-0000-000000000001',
      FINISH,
      '00000000-0000-0000-0000-000000000003',
      'nonsense',
    ),
  },
);
const word = fc.constantFrom(
  '',
  'a',
  'b',
  '1',
  '10',
  '9',
  '1.0',
  'é',
  'é',
  '${a}',
  '${b}1',
  '${none}',
  '${a',
  '$${none}{b}',
  'inf',
  '-1e1',
);
const condition = fc.constantFrom('==', '!=', '>', '>=', '<', '<=', '', '=');
const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) });

const option: Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
  variable_set: fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: fc.oneof(word, fc.constant(7)) }),
  goto: fc.record({ target_id: some(target), loop_count: fc.constantFrom(-1, 0, 1, 2, undefined, '1') }),
  branch: fc.record({
    variable: some(fc.constantFrom('a', 'b', '${a}')),
    target_ids: some(fc.dictionary(word, target, { maxKeys: 3 })),
    default_target_id: some(target),
  }),
  condition_variable: fc.record({
    condition,
    variable: word,
    value_type: fc.constantFrom('string', 'number', 'length', '', 'other'),
    value_string: some(word),
    value_number: fc.constantFrom(undefined, 1, 9.5, 10),
    value_length: fc.constantFrom(undefined, 0, 1, 2),
    false_target_id: some(target),
  }),
  condition_datetime: fc.record({
    condition,
    month: fc.constantFrom(undefined, 0, 6, 11),
    day: fc.constantFrom(undefined, 0, 1, 28),
    hour: fc.constantFrom(undefined, -1, 9, 15),
    minute: fc.constantFrom(undefined, -1, 0, 30, '30'),
    weekdays: fc.constantFrom(undefined, [], [1]),
    false_target_id: some(target),
  }),
  call: fc.record({
    source: some(fc.constantFrom({ type: 'tel' }, '+15550001111')),
    destinations: some(fc.constantFrom([], [{ type: 'tel', target: '+15550001112' }])),
  }),
  fetch_flow: fc.record({ flow_id: fc.constantFrom('main', 'b', 'c', 'lost').map(flowId) }),
  stop: fc.constant({}),
  talk: fc.constant({ text: 'Hello' }),
  block: fc.constant({}),
  ai_task: fc.constant({}),
  webhook_send: fc.constant({}),
};

const weights: Readonly<Record<string, number>> = { stop: 1, block: 1, call: 1, ai_task: 1, variable_set: 6 };

const actionOf = (ids: fc.Arbitrary<string>): fc.Arbitrary<Action> =>
  fc
    .oneof(
      ...Object.entries(option).map(([type, made]) => ({
        weight: weights[type] ?? 3,
        arbitrary: made.map((given) => ({ type, option: given })),
      })),
    )
    .chain(({ type, option: given }) =>
      fc
        .record({ id: ids, next_id: fc.option(target, { nil: undefined, freq: 5 }) })
        .map(({ id, next_id }) => ({
          id,
          type,
          option: JSON.parse(JSON.stringify(given)) as Record<string, unknown>,
          ...(next_id !== undefined && next_id !== 'nonsense' && { next_id }),
        })),
    );

/** Mostly with ids of their own; now and then the same one twice, or one of another list. */
const listOf = (first: number): fc.Arbitrary<Action[]> =>
  fc.array(actionOf(fc.constant('')), { maxLength: 7 }).chain((actions) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: actions.length, maxLength: actions.length })
      .map((dice) =>
        actions.map((action, index) => ({
          ...action,
          id: actionId(first + (dice[index] === 0 && index > 0 ? index - 1 : index)),
        })),
      ),
  );

const flows = fc.record({ main: listOf(0), b: listOf(100), c: listOf(3) }).map(
  ({ main, b, c }) =>
    new Map([
      [flowId('main'), main],
      [flowId('b'), b],
      [flowId('c'), c],
    ]),
);
const now = fc.constantFrom(
  Date.UTC(2026, 10, 28, 15, 30),
  Date.UTC(2026, 5, 1, 9, 0),
  Date.UTC(2027, 0, 31, 23, 59),
);

/** Both executors, on the same flows at the same moment. */
function compare(made: ReadonlyMap<string, Action[]>, moment: number): FlowRun {
  const ours = run(made, moment);
  const account = accountOf({ flows: [...made].map(([id, actions]) => ({ id, actions })) });
  const { executed, end } = followCall(
    { flow: flowId('main'), moment, inCall: false, server: PUBLISHED },
    account,
  );
  expect(executed.map(({ id }) => id)).toEqual(ours.executed.map(({ id }) => id));
  expect(end.kind === 'blocked').toBe(ours.status === 'running');
  expect(end.step?.id ?? FINISH).toBe(ours.current.id);
  return ours;
}

describe('the executors', () => {
  it('look for what follows a fetched flow where it was fetched, even if that flow has the same id', () => {
    const set = (id: number): Action => ({
      id: actionId(id),
      type: 'variable_set',
      option: { key: 'a', value: String(id) },
    });
    const fetch = { type: 'fetch_flow', option: { flow_id: flowId('b') }, next_id: actionId(3) };
    const made = new Map([
      [flowId('main'), [{ ...fetch, id: actionId(1) }, set(2), { ...set(3), type: 'stop' }]],
      [flowId('b'), [set(3), set(4)]],
    ]);

    expect(compare(made, 0).executed.map(({ type }) => type)).toEqual([
      'fetch_flow',
      'variable_set',
      'variable_set',
      'stop',
    ]);
  });

  it('agree on ids in another form, one at a time', () => {
    const bare = flowId('b');
    for (const [id, ran] of [
      [`{${bare}}`, 2],
      [`urn:uuid:${bare.toUpperCase()}`, 2],
      [`urn:uuid:{${bare}}`, 0],
    ] as const) {
      const made = new Map([
        [flowId('main'), [{ id: actionId(1), type: 'fetch_flow', option: { flow_id: id } }]],
        [bare, [{ id: actionId(2), type: 'empty' }]],
      ]);
      expect(compare(made, 0).executed, id).toHaveLength(ran);
    }
  });

  it('end with a variable that is made of itself, and texts of names without an end', () => {
    const set = (id: number, value: string, next?: number): Action => ({
      id: actionId(id),
      type: 'variable_set',
      option: { key: 'a', value },
      ...(next !== undefined && { next_id: actionId(next) }),
    });
    for (const value of [`x${'${a}'.repeat(8)}`, '${'.repeat(200_000), `\${b\n}${'${'.repeat(200_000)}\n}`]) {
      expect(compare(new Map([[flowId('main'), [set(1, value, 1)]]]), 0).executed).toHaveLength(100);
    }
  });

  it('agree on flows made at random', () => {
    fc.assert(
      fc.property(flows, now, (made, moment) => {
        compare(made, moment);
      }),
      runs(2500),
    );
  });
});
