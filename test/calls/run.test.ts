/** Properties of every call that is followed, and facts that no recorded run shows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, Agent, Conference, Flow, Queue } from '../../src/api/wire.ts';
import { accountOf, type AccountRows } from '../../src/calls/account.ts';
import { MOST_ACTIONS, type CallRun, type CallSetup } from '../../src/calls/call.ts';
import { followCall } from '../../src/calls/run.ts';
import { DOCUMENTED, PUBLISHED } from '../../src/calls/server.ts';
import { anyServer, flowId, randomFlows } from './random-flows.ts';

const NOW = Date.parse('2026-11-28T17:59:30Z');
const MAIN = flowId(0);
const id = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const act = (n: number, type: string, option?: Action['option'], next?: number): Action => ({
  id: id(n),
  type,
  option,
  next_id: next === undefined ? undefined : id(next),
});
const flow = (n: number, ...actions: Action[]): Flow => ({ id: flowId(n), name: `Flow ${n}`, actions });

const setups = fc.record({
  moment: fc.nat(365 * 24 * 60 - 1).map((minutes) => NOW + minutes * 60_000),
  inCall: fc.boolean(),
  server: anyServer,
  presses: fc.array(fc.constantFrom('', '1', '2', '12', '7', '5#', '#'), { maxLength: 6 }),
  keys: fc.array(fc.record({ at: fc.nat(20_000), key: fc.constantFrom('1', '2', '12', '#') }), {
    maxLength: 3,
  }),
  hangsUpAt: fc.option(fc.nat(60_000), { nil: undefined }),
});

const follow = (flows: Flow[], setup: Partial<CallSetup>, rows: Partial<AccountRows> = {}): CallRun =>
  followCall(
    { flow: MAIN, moment: NOW, inCall: true, server: PUBLISHED, ...setup },
    accountOf({ flows, ...rows }),
  );

/** The ids of the executed actions, and the end: `1 2 hangup 3`. */
function summary({ executed, end }: CallRun): string {
  const numbers = executed.map((step) => (step.inserted ? step.type : Number(step.id.slice(-6))));
  const last =
    end.step === undefined ? [] : [end.step.inserted ? end.step.type : Number(end.step.id.slice(-6))];
  return [...numbers, end.kind, ...last].join(' ');
}

/** Without what is cached on an action, which is a different object in each account. */
const plain = (run: unknown): unknown =>
  JSON.parse(JSON.stringify(run, (key, value: unknown) => (key.startsWith('found') ? undefined : value)));

describe('any call', () => {
  const forAny = (holds: (flows: Flow[], setup: Partial<CallSetup>) => void): void => {
    fc.assert(fc.property(randomFlows, setups, holds), { numRuns: 300 });
  };

  it('counts the executed actions, and starts at most one more', () => {
    forAny((flows, setup) => {
      const { executed, events, end } = follow(flows, setup);
      expect(executed.length).toBeLessThanOrEqual(MOST_ACTIONS);
      expect(events.map(({ used }) => used)).toEqual(events.map((_, index) => index + 1));
      expect(events.slice(0, executed.length).map(({ step }) => step)).toEqual(executed);
      expect(events.length - executed.length).toBe(end.kind === 'regular' ? 0 : 1);
      if (end.kind === 'limit') expect(executed).toHaveLength(MOST_ACTIONS);
    });
  });

  it('takes the same path each time', () => {
    forAny((flows, setup) => {
      expect(plain(follow(flows, setup))).toEqual(plain(follow(flows, setup)));
    });
  });

  it('is not changed by keys left over at its end', () => {
    forAny((flows, { presses = [], ...setup }) => {
      const enough = [...presses, ...Array.from({ length: MOST_ACTIONS + 1 }, () => '1')];
      const { unpressed, ...less } = follow(flows, { ...setup, presses: enough });
      const { unpressed: left, ...more } = follow(flows, { ...setup, presses: [...enough, '2', '12'] });
      expect(plain(more)).toEqual(plain(less));
      expect(left).toEqual([...unpressed, '2', '12']);
    });
  });

  it('never goes back in time', () => {
    forAny((flows, setup) => {
      const times = follow(flows, setup).events.map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    });
  });

  it('is the same up to the moment at which the caller hangs up', () => {
    forAny((flows, { hangsUpAt, ...setup }) => {
      const whole = follow(flows, setup).executed;
      const part = follow(flows, { ...setup, hangsUpAt }).executed;
      expect(whole.slice(0, part.length).map((step) => [step.flow, step.id])).toEqual(
        part.map((step) => [step.flow, step.id]),
      );
    });
  });
});

describe('time', () => {
  const late = flow(
    0,
    act(1, 'talk', { text: 'x' }),
    act(2, 'condition_datetime', { condition: '==', hour: 18, minute: -1, false_target_id: id(4) }),
    act(3, 'hangup'),
    act(4, 'stop'),
  );

  it('passes during speech', () => {
    expect(summary(follow([late], { speechMs: () => 31_000 }))).toBe('1 2 hangup 3');
    expect(summary(follow([late], { speechMs: () => 29_000 }))).toBe('1 2 4 regular');
  });

  it('is compared with hour 0, and not compared for -1', () => {
    const midnight = (hour: number): Flow =>
      flow(
        0,
        act(1, 'condition_datetime', { condition: '==', hour, minute: 0, false_target_id: id(3) }),
        act(2, 'hangup'),
        act(3, 'stop'),
      );
    const at = (time: string, hour: number): string =>
      summary(follow([midnight(hour)], { moment: Date.parse(time) }));
    expect(at('2026-11-28T00:00:00Z', 0)).toBe('1 hangup 2');
    expect(at('2026-11-28T05:00:00Z', 0)).toBe('1 3 regular');
    expect(at('2026-11-28T05:00:00Z', -1)).toBe('1 hangup 2');
  });
});

describe('keys', () => {
  const question = (...between: Action[]): Flow =>
    flow(
      0,
      act(1, 'talk', { text: 'x' }),
      ...between,
      act(8, 'branch', { target_ids: { '1': id(9), '': id(10) }, default_target_id: id(10) }),
      act(9, 'hangup'),
      act(10, 'stop'),
    );

  it('are pressed at the question they answer', () => {
    expect(summary(follow([question()], { presses: ['1'] }))).toBe('1 8 hangup 9');
    expect(summary(follow([question(act(2, 'answer'))], { presses: ['1'] }))).toBe('1 2 8 hangup 9');
    expect(summary(follow([question(act(2, 'mute'))], { presses: ['1'] }))).toBe('1 2 8 10 regular');
  });

  it('with a time come at that time, whatever is pressed at questions', () => {
    const twice = flow(
      0,
      act(1, 'talk', { text: 'x', digits_handle: 'next' }),
      act(2, 'branch', { target_ids: { '1': id(3) }, default_target_id: id(5) }),
      act(3, 'talk', { text: 'x', digits_handle: 'next' }),
      act(4, 'branch', { target_ids: { '2': id(6), '3': id(5) }, default_target_id: id(5) }),
      act(5, 'stop'),
      act(6, 'hangup'),
    );
    const asked = (setup: Partial<CallSetup>): string =>
      summary(follow([twice], { speechMs: () => 5000, ...setup }));
    expect(asked({ presses: ['1'], keys: [{ at: 3000, key: '2' }] })).toBe('1 2 3 4 hangup 6');
    expect(asked({ presses: ['1', '3'], keys: [{ at: 60_000, key: '2' }] })).toBe('1 2 3 4 5 regular');
    expect(
      asked({
        keys: [
          { at: 500, key: '1' },
          { at: 600, key: '2' },
        ],
      }),
    ).toBe('1 2 3 4 hangup 6');
    const { events } = follow([twice], { speechMs: () => 5000, keys: [{ at: 500, key: '1' }] });
    expect(events[0]).toMatchObject({ pressed: '1', pressedAt: 500, lasts: 500 });
    expect(events[1]).not.toHaveProperty('pressedAt');
  });

  it('are checked by number and by key', () => {
    const asked = (option: Action['option'], keys: string): string =>
      summary(
        follow(
          [
            flow(
              0,
              act(1, 'digits_receive', { length: keys.length, duration: 3000 }),
              act(2, 'condition_call_digits', { ...option, false_target_id: id(4) }),
              act(3, 'hangup'),
              act(4, 'stop'),
            ),
          ],
          { presses: [keys] },
        ),
      );
    expect(asked({ length: 2 }, '12')).toBe('1 2 hangup 3');
    expect(asked({ length: 3 }, '12')).toBe('1 2 4 regular');
    expect(asked({ key: '23' }, '123')).toBe('1 2 hangup 3');
    expect(asked({}, '12')).toBe('1 2 4 regular');
  });

  it('are emptied by a branch', () => {
    const twice = question();
    twice.actions?.splice(
      -2,
      1,
      act(9, 'condition_variable', {
        variable: '${voipbin.call.digits}',
        condition: '==',
        value_type: 'length',
        value_length: 0,
        false_target_id: id(10),
      }),
      act(11, 'hangup'),
    );
    expect(summary(follow([twice], { presses: ['1'] }))).toBe('1 8 9 hangup 11');
  });
});

describe('numbers and texts', () => {
  const compared = (option: Action['option']): string =>
    summary(
      follow(
        [
          flow(
            0,
            act(1, 'condition_variable', { condition: '==', ...option, false_target_id: id(3) }),
            act(2, 'hangup'),
            act(3, 'stop'),
          ),
        ],
        {},
      ),
    );

  it('are compared as 32-bit floats, and by bytes', () => {
    expect(compared({ variable: '16777217', value_type: 'number', value_number: 16_777_217 })).toBe(
      '1 hangup 2',
    );
    expect(compared({ variable: '0.1', value_type: 'number', value_number: 0.1 })).toBe('1 hangup 2');
    expect(compared({ variable: 'ü', value_type: 'length', value_length: 2 })).toBe('1 hangup 2');
    expect(compared({ variable: '', value_type: 'number', value_number: 0 })).toBe('1 3 regular');
    expect(compared({ variable: '-${none}-', value_type: 'string', value_string: '--' })).toBe('1 hangup 2');
  });
});

describe('options of actions', () => {
  it('turn numbers in lists into text', () => {
    const playing = flow(0, act(1, 'play', { stream_urls: [5] }));
    expect(follow([playing], {}).events[0]?.effect).toEqual({ does: 'play', urls: ['5'] });
  });

  it('accept no fraction for a whole number', () => {
    const jumping = (loop_count: number): string =>
      summary(follow([flow(0, act(1, 'goto', { target_id: id(2), loop_count }), act(2, 'answer'))], {}));
    expect(jumping(1)).toBe('1 2 regular');
    expect(jumping(1.5)).toBe('failed 1');
  });
});

describe('agents and other addresses', () => {
  const queue: Queue = { id: id(700), name: 'Sales', wait_flow_id: flowId(1) };
  const hold = flow(1, act(100, 'talk', { text: 'x' }));
  const agents: Agent[] = [{ id: id(800) }];
  const named = act(2, 'condition_variable', {
    variable: '${voipbin.queue.name}',
    condition: '==',
    value_type: 'string',
    value_string: '',
    false_target_id: id(4),
  });
  const main = flow(0, act(1, 'queue_join', { queue_id: queue.id }), named, act(3, 'hangup'), act(4, 'stop'));

  it('that do not answer let the call continue, without the variables of the queue', () => {
    const run = follow(
      [main, hold],
      { people: { freeAfter: () => 0, answer: 'nobody' } },
      { queues: [queue] },
    );
    expect(summary(run)).toBe('1 fetch_flow 100 confbridge_join 2 hangup 3');
    expect(run.ms).toBe(60_000);
  });

  it('that become free later take the call then, even during speech', () => {
    const setup = { people: { freeAfter: () => 2500, answer: 'stays' }, speechMs: () => 1000 } as const;
    const run = follow([main, hold], setup, { queues: [queue] });
    expect(summary(run)).toBe(
      '1 fetch_flow 100 empty fetch_flow 100 empty fetch_flow 100 agent confbridge_join',
    );
    expect(run.ms).toBe(2500);
  });

  it('are called if one of them exists, and a hang-up is passed on only for other addresses', () => {
    const calling = (type: string, target: string): string =>
      summary(
        follow(
          [
            flow(
              0,
              act(1, 'connect', { destinations: [{ type, target }], relay_reason: true }),
              act(2, 'answer'),
            ),
          ],
          { people: { answer: 'hangs up' } },
          { agents },
        ),
      );
    expect(calling('agent', id(800))).toBe('1 confbridge_join 2 regular');
    expect(calling('sip', 'sip:a@example.com')).toBe('1 confbridge_join hangup hangup');
    expect(calling('agent', id(801))).toBe('failed 1');
  });

  it('meet only in conferences that exist', () => {
    const conferences = [{ id: id(600) }] as Conference[];
    const meeting = (n: number): string =>
      summary(follow([flow(0, act(1, 'conference_join', { conference_id: id(n) }))], {}, { conferences }));
    expect(meeting(600)).toBe('conference 1');
    expect(meeting(601)).toBe('failed 1');
  });

  it('that hang up when a message ends have heard it', () => {
    const said = flow(0, act(1, 'talk', { text: 'x' }), act(2, 'answer'));
    expect(summary(follow([said], { speechMs: () => 1000, hangsUpAt: 1000 }))).toBe('1 caller-hung-up 2');
    expect(summary(follow([said], { speechMs: () => 1000, hangsUpAt: 999 }))).toBe('caller-hung-up 1');
  });
});

describe('on a server on which weekdays can be checked', () => {
  const server = { ...PUBLISHED, weekdays: true };
  const asking = (option: Action['option']): Flow =>
    flow(
      0,
      act(1, 'condition_datetime', {
        condition: '==',
        hour: -1,
        minute: -1,
        ...option,
        false_target_id: id(3),
      }),
      act(2, 'hangup'),
      act(3, 'stop'),
    );
  const SATURDAY = Date.parse('2026-11-28T23:59:00Z');

  it.each([
    ['the day must be listed', { weekdays: [0, 6] }, 'hangup'],
    ['in UTC, with 0 for Sunday', { weekdays: [0] }, 'regular'],
    ['whatever the condition is', { weekdays: [6], condition: '!=' }, 'hangup'],
    ['and all else must hold', { weekdays: [6], hour: 9 }, 'regular'],
    ['with an hour 0 where none is named', { weekdays: [6], hour: undefined }, 'regular'],
    ['a list without days asks for none', { weekdays: [] }, 'hangup'],
    ['what is not a day cannot be understood', { weekdays: ['monday'] }, 'failed'],
  ])('%s', (_name, option, end) => {
    expect(follow([asking(option)], { server, moment: SATURDAY }).end.kind).toBe(end);
  });

  it('the kind of server matters only for weekday conditions', () => {
    const dependsOn = (option: Action['option'], on = server): string[] => [
      ...follow([asking(option)], { server: on }).dependsOn,
    ];
    expect(dependsOn({ weekdays: [1] })).toEqual(['weekdays']);
    expect(dependsOn({ weekdays: [1] }, PUBLISHED)).toEqual(['weekdays']);
    expect(dependsOn({ hour: 9 })).toEqual([]);
  });
});

describe('on a server on which jumps are counted', () => {
  const server = { ...PUBLISHED, counted_jumps: true };
  const round = (loop_count: number, target = id(1)): Action[] => [
    act(1, 'answer'),
    act(2, 'goto', { target_id: target, loop_count }),
  ];

  it('a jump is taken as often as its count says', () => {
    expect(summary(follow([flow(0, ...round(2), act(3, 'hangup'))], { server }))).toBe(
      '1 2 1 2 1 2 hangup 3',
    );
  });

  it('a jump is never taken again, wherever the call comes from', () => {
    const actions = [...round(1), act(3, 'goto', { target_id: id(1), loop_count: 2 }), act(4, 'hangup')];
    expect(summary(follow([flow(0, ...actions)], { server }))).toBe('1 2 1 2 3 1 2 3 1 2 3 hangup 4');
  });

  it('a fetched flow starts a new count, even if it fetches itself', () => {
    const inner = flow(1, act(11, 'answer'), act(12, 'goto', { target_id: id(11), loop_count: 1 }));
    const main = flow(
      0,
      act(1, 'fetch_flow', { flow_id: flowId(1) }),
      act(2, 'goto', { target_id: id(1), loop_count: 1 }),
    );
    expect(summary(follow([main, inner], { server }))).toBe('1 11 12 11 12 2 1 11 12 11 12 2 regular');
    const itself = flow(
      0,
      act(1, 'branch', { variable: 'a', target_ids: { x: id(4) }, default_target_id: id(2) }),
      act(2, 'variable_set', { key: 'a', value: 'x' }),
      act(3, 'fetch_flow', { flow_id: MAIN }),
      act(4, 'answer'),
      act(5, 'goto', { target_id: id(4), loop_count: 1 }),
    );
    expect(summary(follow([itself], { server }))).toBe('1 2 3 1 4 5 4 5 4 5 4 5 regular');
  });

  it('a jump fails if its target does not exist, except after its last round', () => {
    expect(summary(follow([flow(0, ...round(1, id(77)))], { server }))).toBe('1 failed 2');
  });

  it('the kind of server matters once a jump is not taken any more, or should not be', () => {
    const forwards = flow(0, act(1, 'goto', { target_id: id(2), loop_count: 1 }), act(2, 'hangup'));
    expect([...follow([forwards], { server }).dependsOn]).toEqual([]);
    expect([...follow([flow(0, ...round(2))], { server }).dependsOn]).toEqual(['counted_jumps']);
    expect([...follow([flow(0, ...round(2))], {}).dependsOn]).toEqual(['counted_jumps']);
  });
});

describe('the timeouts of the server', () => {
  const asking = flow(0, act(1, 'digits_receive', { length: 1, duration: 3000 }), act(2, 'hangup'));

  it('matter only if nothing else ends the action', () => {
    expect([...follow([asking], {}).dependsOn]).toEqual(['timeouts']);
    expect([...follow([asking], { server: DOCUMENTED }).dependsOn]).toEqual(['timeouts']);
    expect([...follow([asking], { presses: ['1'] }).dependsOn]).toEqual([]);
    expect([...follow([flow(0, act(1, 'sleep', { duration: 0 }))], {}).dependsOn]).toEqual([]);
  });
});

describe('the first action', () => {
  it('is known by its reserved id in the first flow only', () => {
    const start = '00000000-0000-0000-0000-000000000001';
    const back: Action = { id: id(101), type: 'goto', option: { target_id: start, loop_count: 1 } };
    const fetching = flow(0, act(1, 'fetch_flow', { flow_id: flowId(1) }));
    expect(summary(follow([fetching, flow(1, back)], {}))).toBe('1 failed 101');
    expect(follow([flow(0, act(1, 'answer'), back)], {}).end).toMatchObject({
      kind: 'limit',
      why: 'all 100 actions are used up',
    });
  });
});
