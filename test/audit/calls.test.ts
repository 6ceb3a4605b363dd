/** What rules learn of the calls of an account: where they begin, on what kind of server, and what could not be read. */
import { describe, expect, it } from 'vitest';
import type { Flow } from '../../src/api/wire.ts';
import { AccountCalls, type Explored } from '../../src/audit/calls.ts';
import { runRules } from '../../src/audit/engine.ts';
import * as example from '../../src/audit/examples.ts';
import { defaultThresholds, type Problem } from '../../src/audit/rule.ts';
import { rules } from '../../src/audit/rules/index.ts';
import type { Sections, Snapshot } from '../../src/snapshot/snapshot.ts';

const { action, EXAMPLE_NOW, flow, id, number, phones, queue, seen } = example;

type Account = Partial<Sections>;

function problemsOf(ruleId: string, account: Account): Problem[] {
  const rule = rules.find((one) => one.id === ruleId);
  if (rule === undefined) throw new Error(`no rule ${ruleId}`);
  return [
    ...rule.check(account, {
      now: EXAMPLE_NOW,
      since: EXAMPLE_NOW,
      thresholds: defaultThresholds(rule),
      hours: undefined,
      calls: new AccountCalls(account, EXAMPLE_NOW),
    }),
  ];
}

const messagesOf = (ruleId: string, account: Account): string[] =>
  problemsOf(ruleId, account).map(({ message }) => message);

const snapshotOf = (account: Account): Snapshot => ({
  takenAt: EXAMPLE_NOW,
  since: 0,
  apiUrl: '',
  requests: 0,
  sections: Object.fromEntries(
    Object.entries(account).map(([name, value]) => [name, { state: 'loaded', value }]),
  ) as unknown as Snapshot['sections'],
  readings: {} as Snapshot['readings'],
});

const talk = (n: number, text = 'Hello') => action(n, 'talk', { text });
const pausing = flow({ actions: [action(31, 'sleep', { duration: 3000 }), talk(32)] });

describe('explorations', () => {
  it('are made once, for both kinds of server where nobody knows which this is', () => {
    const calls = new AccountCalls(phones([pausing]), EXAMPLE_NOW);
    expect(calls.explored).toBe(calls.explored);
    expect(calls.explored.map(({ origin, server }) => [origin, server.timeouts])).toEqual([
      ['number', false],
      ['number', true],
    ]);
  });

  it('are of the kind that runs show', () => {
    const kinds = [true, false].map((works) =>
      new AccountCalls(phones([pausing], { activeflows: seen('timeouts', works) }), EXAMPLE_NOW).explored.map(
        ({ server }) => server.timeouts,
      ),
    );
    expect(kinds).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('are one where nothing waits for a timeout', () => {
    const [published, newer] = new AccountCalls(phones([flow()]), EXAMPLE_NOW).explored;
    expect(newer?.found).toBe(published?.found);
  });

  it('that were cut never mean that all is well', () => {
    class Cut extends AccountCalls {
      override get explored(): readonly Explored[] {
        return super.explored.map((one) => ({ ...one, found: { ...one.found, cut: true } }));
      }
      override get isCut(): boolean {
        return true;
      }
    }
    const account = phones([flow()]);
    const exploring = rules.filter(({ explores }) => explores);
    const outcomes = runRules(exploring, snapshotOf(account), {}, new Cut(account, EXAMPLE_NOW));
    expect(exploring.length).toBeGreaterThan(8);
    for (const { rule, outcome } of outcomes) expect([rule.id, outcome.state]).toEqual([rule.id, 'skipped']);
    expect(outcomes[0]?.outcome).toMatchObject({
      reason: 'calls have too many paths to explore',
      sections: [],
    });
    const lost = phones([flow({ actions: [action(31, 'connect')] })]);
    const [found] = runRules(
      rules.filter(({ id: ruleId }) => ruleId === 'flow-cuts-off'),
      snapshotOf(lost),
      {},
      new Cut(lost, EXAMPLE_NOW),
    );
    expect(found?.outcome.state).toBe('failed');
  });
});

describe('where calls begin', () => {
  const other = (n: number, ...actions: NonNullable<Flow['actions']>) =>
    flow({ id: id(n), name: `Flow ${n}`, actions });
  const account: Account = {
    numbers: [number({ message_flow_id: id(41) })],
    flows: [
      flow({
        actions: [
          action(31, 'fetch_flow', { flow_id: id(42) }),
          action(32, 'recording_start', { on_end_flow_id: id(43) }),
          action(33, 'call', { flow_id: id(44), destinations: [{ type: 'sip', target: 'a@b' }] }),
        ],
      }),
      other(41, talk(51)),
      other(42, talk(52)),
      other(43, talk(53)),
      other(44, talk(54)),
      other(45, talk(55)),
      other(46, talk(56)),
      other(47, talk(57)),
    ],
    queues: [queue({ wait_flow_id: id(46) })],
    agents: [],
    campaigns: [{ id: id(90), actions: [action(91, 'fetch_flow', { flow_id: id(47) })] }],
  };
  const reached = (origin: string): string[] =>
    new AccountCalls(account, EXAMPLE_NOW).explored
      .filter((one) => one.origin === origin && !one.server.timeouts)
      .flatMap(({ found }) => [...found.reached.flows])
      .sort();

  it('numbers first, with what they fetch', () => {
    expect(reached('number')).toEqual([id(30), id(42)]);
  });

  it('other calls: those that an action or a campaign makes, and flows that nothing names', () => {
    expect(reached('call')).toEqual([id(44), id(45), id(47), id(90)]);
  });

  it('runs without a call: messages, and what comes at the end of a recording', () => {
    expect(reached('run')).toEqual([id(41), id(43)]);
  });
});

it('a wait is worse where some callers wait for no agent', () => {
  const hold = flow({ id: id(35), name: 'Hold', actions: [action(36, 'sleep', { duration: 9000 })] });
  const joins = flow({ actions: [action(31, 'queue_join', { queue_id: id(40) })] });
  const account = phones([joins, hold], { queues: [queue({ wait_flow_id: id(35) })] });
  expect(problemsOf('flow-waits-forever', account)).toMatchObject([{ severity: 'medium' }]);

  const direct = flow({
    id: id(50),
    name: 'Direct',
    actions: [...[51, 52, 53, 54].map((n) => talk(n)), action(55, 'fetch_flow', { flow_id: id(35) })],
  });
  const both = {
    ...phones([joins, hold, direct], { queues: [queue({ wait_flow_id: id(35) })] }),
    numbers: [number(), number({ id: id(21), number: '+14155550121', call_flow_id: id(50) })],
  };
  expect(problemsOf('flow-waits-forever', both).map(({ severity }) => severity)).toEqual([undefined]);
});

describe('what could not be read', () => {
  const calling = (type: string, target: string): Account =>
    phones([flow({ actions: [action(31, 'connect', { destinations: [{ type, target }] })] })]);

  it.each([
    ['extensions', calling('extension', '1001'), { extensions: [] }],
    ['outbound_config', calling('tel', '+4930901820'), { outbound_config: null }],
    [
      'conferences',
      phones([flow({ actions: [action(31, 'conference_join', { conference_id: id(80) })] })]),
      { conferences: [] },
    ],
  ])('%s: is not taken to be missing', (_name, account, read) => {
    expect(messagesOf('flow-cuts-off', account)).toEqual([]);
    expect(messagesOf('flow-cuts-off', { ...account, ...read })).toHaveLength(1);
  });
});

describe('what the own runs show', () => {
  const weekdays = flow({ actions: [action(31, 'condition_datetime', { hour: 9, weekdays: [1] })] });
  const rounds = flow({ actions: [talk(31), action(32, 'goto', { target_id: id(31), loop_count: 2 })] });

  it.each([
    ['flow-waits-forever', 'timeouts', pausing],
    ['flow-weekdays', 'weekdays', weekdays],
    ['flow-jump-endless', 'counted_jumps', rounds],
  ] as const)('decides: %s', (ruleId, fault, row) => {
    const found = (activeflows?: Sections['activeflows']) =>
      problemsOf(ruleId, phones([row], activeflows && { activeflows }));
    const [unknown] = found();
    const [shown] = found(seen(fault, false));
    const rule = rules.find((one) => one.id === ruleId);
    expect(rule?.server).toEqual([fault]);
    expect(found(seen(fault, true))).toEqual([]);
    expect(shown?.severity ?? rule?.severity).toBe('critical');
    expect(shown?.message).toContain('a run of 2026-11-22 shows it');
    expect(unknown?.severity ?? rule?.severity).toBe('high');
    expect(unknown?.message).toContain('no run shows whether');
  });
});

describe('messages', () => {
  const menu = (more: object = {}) =>
    flow({
      actions: [
        action(31, 'talk', { text: 'Press 1', digits_handle: 'next' }),
        action(32, 'branch', { target_ids: { '1': id(33) }, default_target_id: id(34), ...more }),
        action(33, 'fetch_flow', { flow_id: id(35) }),
        action(34, 'hangup'),
      ],
    });
  const inner = (...actions: NonNullable<Flow['actions']>) => flow({ id: id(35), name: 'Sales', actions });
  const nine = action(41, 'condition_datetime', { condition: '==', hour: 9, minute: -1 });

  it('name the way: the number, the moment, and what is pressed', () => {
    expect(messagesOf('flow-cuts-off', phones([menu(), inner(nine)]))).toEqual([
      'cuts callers off at action 1 (condition_datetime): the condition is false, and nothing is set up for that (call +14155550120 (Main line) on 2026-11-23 12:00 UTC, press 1)',
    ]);
  });

  it('leave out that a caller hesitated, and the middle of long ways', () => {
    const asks = (n: number, to: number) => [
      talk(n, 'Press 1'),
      action(n + 1, 'digits_receive', { length: 1, duration: 5000 }),
      action(n + 2, 'branch', { target_ids: { '1': id(to) }, default_target_id: id(99_000) }),
    ];
    const levels = Array.from({ length: 12 }, (_, level) => asks(100 + level * 3, 103 + level * 3)).flat();
    const end = [action(136, 'connect'), action(99_000, 'hangup')];
    const [message] = messagesOf('flow-cuts-off', phones([flow({ actions: [...levels, ...end] })]));
    expect(message).toBe(
      'cuts callers off at action 37 (connect): it has no one to call (call +14155550120 (Main line), press 1, press 1, press 1, press 1, …, press 1, press 1, press 1, press 1)',
    );
  });

  it('of a run without a call speak of no caller', () => {
    const account = { ...phones([flow({ actions: [action(31, 'ai_talk')] })]), numbers: [] };
    const messages = messagesOf('flow-cuts-off', {
      ...account,
      numbers: [number({ call_flow_id: null, message_flow_id: id(30) })],
    });
    expect(messages).toEqual(['ends early at action 1 (ai_talk): it needs a call (start Main menu)']);
  });

  it('say on which kind of server it is so', () => {
    const account = phones([
      flow({ actions: [action(31, 'sleep', { duration: 1000 }), action(32, 'connect')] }),
    ]);
    const [problem] = problemsOf('flow-cuts-off', account);
    expect(problem?.message).toMatch(/^cuts callers off at .* where timeouts fire: /);
    expect(problem?.severity).toBe('high');
  });

  it('of what no server ends depend on nothing', () => {
    const account = phones([flow({ actions: [action(31, 'call')] })]);
    expect(problemsOf('flow-waits-forever', account)).toMatchObject([
      {
        message:
          'leaves callers in silence at action 1 (call): it has no one to call (call +14155550120 (Main line))',
        severity: 'critical',
      },
    ]);
  });

  it('are about the same action from run to run, though others come and go', () => {
    const keys = (...actions: NonNullable<Flow['actions']>) =>
      problemsOf('flow-cuts-off', phones([flow({ actions })])).map(({ key }) => key);
    expect(keys(action(31, 'connect'))).toEqual(['connect 1']);
    expect(keys(talk(30), { ...action(37, 'connect') })).toEqual(['connect 1']);
  });

  it('of a dead end name the numbers that lead there', () => {
    const dead = {
      ...phones([flow({ actions: [action(31, 'queue_join', { queue_id: id(40) })] }), inner(talk(41))], {
        queues: [queue({ wait_flow_id: id(35) })],
      }),
      numbers: [number(), number({ id: id(21), number: '+14155550121' })],
    };
    expect(messagesOf('call-path-broken', dead)).toEqual([
      'leads to a dead end, as do calls to +14155550121 (Main line): the queue Sales has no agents',
    ]);
  });

  it('name all numbers whose callers get there, by whatever flows, and no others', () => {
    const entrance = (n: number, ...fetched: number[]) =>
      flow({
        id: id(n),
        actions: [
          ...fetched.map((to) => action(n + 1, 'fetch_flow', { flow_id: id(to) })),
          action(n + 2, 'hangup'),
        ],
      });
    const lines = (count: number) =>
      Array.from({ length: count }, (_, n) =>
        number({ id: id(200 + n), number: `+1415555020${n}`, name: '', call_flow_id: id(500) }),
      );
    const account = (more: number, ...broken: NonNullable<Flow['actions']>) => ({
      ...phones(
        [
          entrance(30, 35),
          inner(...broken),
          entrance(300, 400),
          entrance(400, 35),
          entrance(500, 35),
          entrance(600),
        ],
        {
          queues: [queue({ wait_flow_id: undefined })],
        },
      ),
      numbers: [
        number(),
        number({ id: id(21), number: '+14155550121', name: 'Shop', call_flow_id: id(300) }),
        number({ id: id(22), number: '+14155550122', call_flow_id: id(600) }),
        ...lines(more),
      ],
    });

    expect(
      messagesOf('call-path-broken', account(0, action(41, 'queue_join', { queue_id: id(40) }))),
    ).toEqual(['leads to a dead end, as do calls to +14155550121 (Shop): the queue Sales has no wait flow']);
    expect(messagesOf('flow-cuts-off', account(1, action(41, 'connect')))).toEqual([
      'cuts callers off at action 1 (connect): it has no one to call (call +14155550120 (Main line); calls to +14155550121 (Shop) and +14155550200 get there, too)',
    ]);
    expect(messagesOf('flow-cuts-off', account(6, action(41, 'connect')))).toEqual([
      expect.stringContaining(
        '; calls to +14155550121 (Shop), +14155550200, +14155550201, +14155550202, +14155550203 and 2 more numbers get there, too)',
      ),
    ]);
  });

  describe('of actions that a call or a campaign brings along', () => {
    const broken = [talk(60), action(61, 'connect'), talk(62, 'Miller & Sons')];
    const calling = (...actions: NonNullable<Flow['actions']>) =>
      action(33, 'call', { destinations: [{ type: 'sip', target: 'a@b' }], actions });
    const campaign = (fields: object) => ({ id: id(90), name: 'Autumn', actions: broken, ...fields });
    const found = (rule: string, account: Account) =>
      problemsOf(rule, account).map(({ subject, key, message, repair, severity }) => ({
        ...{ about: `${subject.kind} ${subject.name}`, key, message, severity },
        repaired: repair !== undefined,
      }));

    it('say where they are, and are about the flow', () => {
      const account = phones([flow({ actions: [calling(talk(59)), calling(calling(...broken))] })]);
      expect(found('flow-cuts-off', account)).toEqual([
        {
          about: 'flow Main menu',
          key: 'call 2 / call 1 / connect 1',
          message:
            'cuts callers off at action 2 (connect) of the call of action 1 of the call of action 2: it has no one to call (start the call of action 1 of the call of action 2 of Main menu)',
          severity: 'high',
          repaired: false,
        },
      ]);
      expect(found('flow-text-unspeakable', account)).toMatchObject([
        { about: 'flow Main menu', key: 'call 2 / call 1 / talk 1', repaired: false },
      ]);
    });

    it('quote a text with what nobody sees in it, once', () => {
      const account = phones([flow({ actions: [action(60, 'talk', { text: 'a & \u001b[31m"b"\u009b' })] })]);
      const [{ message } = { message: '' }] = found('flow-text-unspeakable', account);
      expect(message).toMatch(/: "a & \\u001b\[31m\\"b\\"\\u009b"$/);
    });

    it('are about the campaign', () => {
      const account = { ...phones([flow()]), campaigns: [campaign({ type: 'call' })] };
      expect(found('flow-cuts-off', account)).toMatchObject([
        {
          about: 'campaign Autumn',
          key: 'connect 1',
          message:
            'cuts callers off at action 2 (connect): it has no one to call (start the campaign Autumn)',
        },
      ]);
      expect(found('flow-text-unspeakable', account)).toMatchObject([
        { about: 'campaign Autumn', repaired: false },
      ]);
    });

    it.each<[string, Account]>([
      [
        'where a flow is called in their place',
        phones([flow({ actions: [action(33, 'call', { flow_id: id(30), actions: broken })] })]),
      ],
      ['where no call is made', { ...phones([flow()]), campaigns: [campaign({ type: 'flow' })] }],
      [
        'of a campaign that no longer exists',
        { ...phones([flow()]), campaigns: [campaign({ tm_delete: '2026-01-01T00:00:00Z' })] },
      ],
      [
        'where nobody can see what jumps lead to',
        {
          ...phones([flow()]),
          campaigns: [
            campaign({
              actions: [
                { ...action(60, 'branch', { default_target_id: id(61) }), id: '' },
                { ...action(61, 'connect'), id: '' },
              ],
            }),
          ],
        },
      ],
    ])('find nothing %s', (_, account) => {
      expect(found('flow-cuts-off', account)).toEqual([]);
      expect(found('flow-jump-missing', account)).toEqual([]);
    });

    it('are one for each list of actions', () => {
      const weekdays = action(60, 'condition_datetime', { weekdays: [1], false_target_id: id(62) });
      const account = phones([flow({ actions: [calling(weekdays, talk(62)), calling(weekdays, talk(62))] })]);
      expect(found('flow-weekdays', account).map(({ key, message }) => [key, message.split(':')[0]])).toEqual(
        [
          ['call 1 / ', 'checks weekdays in action 1 (condition_datetime) of the call of action 1'],
          ['call 2 / ', 'checks weekdays in action 1 (condition_datetime) of the call of action 2'],
        ],
      );
    });
  });

  it('of a queue say how long its callers wait', () => {
    const hold = flow({ id: id(35), name: 'Hold', actions: [talk(36, 'Please hold the line.')] });
    const account = (fields: object) =>
      phones([flow(), hold], { queues: [queue({ wait_flow_id: id(35), ...fields })] });
    expect(messagesOf('queue-wait-cut-off', account({ wait_timeout: 300_000 }))).toEqual([
      'promises a wait of 5 minutes, but cuts callers off after 68 seconds, when rounds of its wait flow Hold have used up the 100 actions of a call',
    ]);
    expect(messagesOf('queue-no-timeout', account({}))).toEqual([
      'has no wait timeout: callers wait until they give up, or are cut off after 68 seconds, when the 100 actions of a call are used up',
    ]);
  });

  it('of a queue go by the actions that its callers have used before', () => {
    const hold = flow({ id: id(35), name: 'Hold', actions: [talk(36, 'Please hold the line.')] });
    const join = action(31, 'queue_join', { queue_id: id(40) });
    const after = (count: number) => [...Array.from({ length: count }, (_, n) => talk(100 + n)), join];
    const messages = (flows: Flow[]) =>
      messagesOf(
        'queue-wait-cut-off',
        phones(flows, { queues: [queue({ wait_flow_id: id(35), wait_timeout: 300_000 })] }),
      );
    expect(messages([flow({ actions: after(30) }), hold])).toEqual([
      'promises a wait of 5 minutes, but cuts callers off after 47 seconds, when rounds of its wait flow Hold have used up the 100 actions of a call (30 before the wait)',
    ]);
    const two = flow({ id: id(37), name: 'Long way', actions: after(60) });
    expect(messages([flow({ actions: after(0) }), two, hold])).toEqual([
      expect.stringContaining('after 27 seconds') as string,
    ]);
  });

  it('of keys say why they cannot match', () => {
    const asking = (key: string, ...before: NonNullable<Flow['actions']>) =>
      messagesOf(
        'flow-keys-unmatched',
        phones([
          flow({
            actions: [
              ...before,
              action(33, 'branch', { target_ids: { [key]: id(34) }, default_target_id: id(35) }),
              talk(34),
              action(35, 'hangup'),
            ],
          }),
        ]),
      ).map((message) => message.split(': ').at(-1));
    const receive = (option: object) => action(32, 'digits_receive', { duration: 5000, ...option });
    expect(asking('12', talk(31), receive({ key: '#' }))).toEqual([
      'the key that ends the input stays in the digits, as in "12#"',
    ]);
    expect(asking('123', talk(31), receive({ length: 2 }))).toEqual(['2 digits are collected before it']);
    expect(asking('12', talk(31), receive({ length: 1 }))).toEqual(['1 digit is collected before it']);
    expect(asking('12', talk(31))).toEqual([
      'during speech each key replaces the one before, so only one is left',
    ]);
    expect(asking('stop', talk(31))).toEqual(['only digits, * and # can be pressed']);
    expect(asking('1')).toEqual(['nothing before it lets the caller press keys']);
  });
});

describe('one finding for one cause', () => {
  const found = (account: Account): string[] =>
    rules
      .filter((rule) => rule.needs.every((name) => name in account))
      .flatMap((rule) => problemsOf(rule.id, account).map(() => rule.id))
      .filter((ruleId) => /^(?:flow-(?!unused|stale|name)|queue-wait|call-path)/.test(ruleId));

  it.each([
    ['weekdays', [action(31, 'condition_datetime', { hour: 9, weekdays: [1] }), talk(32)], ['flow-weekdays']],
    [
      'a counted jump',
      [talk(31), action(32, 'goto', { target_id: id(31), loop_count: 2 }), talk(33)],
      ['flow-jump-endless'],
    ],
    ['a pause', [action(31, 'sleep', { duration: 1000 }), talk(32)], ['flow-waits-forever']],
    [
      'a branch without a default',
      [talk(31), action(32, 'branch', { target_ids: {} }), talk(33)],
      ['flow-cuts-off', 'flow-unreachable-action'],
    ],
    ['many actions', Array.from({ length: 110 }, (_, index) => talk(100 + index)), ['flow-too-long']],
  ] as const)('%s', (_name, actions, expected) => {
    expect(found(phones([flow({ actions: [...actions] })]))).toEqual(expected);
  });
});
