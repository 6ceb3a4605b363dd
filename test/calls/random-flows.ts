/** Random flows of all actions that decide, speak or listen. */
import fc from 'fast-check';
import type { Action, Flow } from '../../src/api/wire.ts';
import type { Server } from '../../src/calls/server.ts';

const id = (flow: number, index: number): string =>
  `aaaaaaaa-0000-4000-8000-${String(flow * 100 + index).padStart(12, '0')}`;
export const flowId = (flow: number): string => id(900, flow);
const NIL = '00000000-0000-0000-0000-000000000000';
const reserved = [1, 2, 3].map((last) => `00000000-0000-0000-0000-00000000000${last}`);

const word = fc.constantFrom('', '1', '2', '12', 'x');
const name = fc.constantFrom('a', 'b', 'voipbin.call.digits');
const condition = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');

/** An action of flow number `flow`, whose flows have `size` actions each. */
function action(flow: number, flows: number, size: number): fc.Arbitrary<Omit<Action, 'id'>> {
  const target = fc.oneof(
    { weight: 8, arbitrary: fc.nat(size - 1).map((index) => id(flow, index)) },
    { weight: 1, arbitrary: fc.tuple(fc.nat(flows - 1), fc.nat(size - 1)).map(([f, index]) => id(f, index)) },
    { weight: 1, arbitrary: fc.constantFrom(NIL, id(0, 77), ...reserved) },
  );
  const make = (
    type: string,
    option: Record<string, fc.Arbitrary<unknown>>,
  ): fc.Arbitrary<Omit<Action, 'id'>> =>
    fc.record(option, { requiredKeys: [] }).map((filled) => ({ type, option: filled }));
  return fc.oneof(
    make('talk', {
      text: fc.constantFrom('Hello', 'R&D', '<speak>Hi<break time="2s"/></speak>', 'x ${a}'),
      digits_handle: fc.constantFrom('next', ''),
      async: fc.boolean(),
    }),
    make('branch', {
      variable: fc.constantFrom('', 'a', '${b}'),
      target_ids: fc.dictionary(word, target, { maxKeys: 4 }),
      default_target_id: target,
    }),
    make('variable_set', {
      key: name,
      value: fc.constantFrom('', '1', '2', '${a}1', '${voipbin.call.digits}'),
    }),
    make('condition_variable', {
      condition,
      variable: fc.constantFrom('${a}', '${b}', '${voipbin.call.digits}', '${voipbin.call.source.target}'),
      value_type: fc.constantFrom('string', 'number', 'length'),
      value_string: word,
      value_number: fc.constantFrom(0, 1, 2),
      value_length: fc.constantFrom(0, 1, 2),
      false_target_id: target,
    }),
    make('condition_datetime', {
      condition,
      hour: fc.constantFrom(-1, 9, 17),
      minute: fc.constantFrom(-1, 0, 30),
      month: fc.constantFrom(0, 12),
      day: fc.constantFrom(0, 24),
      weekdays: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.constantFrom([1, 2, 3, 4, 5], [0], [6], ['1']) },
      ),
      false_target_id: target,
    }),
    make('goto', { target_id: target, loop_count: fc.constantFrom(0, 1, 2, 40, 200) }),
    make('digits_receive', {
      length: fc.constantFrom(0, 1, 2),
      key: fc.constantFrom('', '#'),
      duration: fc.constantFrom(0, 3000),
    }),
    make('fetch_flow', { flow_id: fc.nat(flows - 1).map(flowId) }),
    fc.constantFrom('answer', 'stop', 'hangup', 'sleep', 'play', 'mute').map((type) => ({ type })),
    make('sleep', { duration: fc.constantFrom(0, 1000) }),
  );
}

/** Which properties of a server work: as published, as documented, or in between. */
export const anyServer: fc.Arbitrary<Server> = fc.record({
  timeouts: fc.boolean(),
  weekdays: fc.boolean(),
  counted_jumps: fc.boolean(),
});

/** Three flows that fetch each other and jump. */
export const randomFlows: fc.Arbitrary<Flow[]> = fc.tuple(...[0, 1, 2].map((flow) => oneFlow(flow, 3)));

function oneFlow(flow: number, flows: number): fc.Arbitrary<Flow> {
  const size = 7;
  const next = fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.nat(size - 1).map((i) => id(flow, i)),
        fc.constantFrom(id(0, 77), ...reserved),
      ),
    },
  );
  return fc
    .array(fc.tuple(action(flow, flows, size), next), { minLength: 1, maxLength: size })
    .map((actions) => ({
      id: flowId(flow),
      name: `Flow ${flow}`,
      actions: actions.map(([one, next_id], index) => ({ ...one, id: id(flow, index), next_id })),
    }));
}
