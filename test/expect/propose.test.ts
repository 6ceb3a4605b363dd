/** The calls that `test --init` writes: which they are, and that what they expect is what comes of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, Flow, Number } from '../../src/api/wire.ts';
import { accountOf, type AccountRows } from '../../src/calls/account.ts';
import { DOCUMENTED, PUBLISHED } from '../../src/calls/server.ts';
import type { Definition } from '../../src/hours/definition.ts';
import { hoursFlow } from '../../src/hours/flow.ts';
import { compileActions } from '../../src/resources/actions/compile.ts';
import { loadHolidays } from '../../src/hours/holidays.ts';
import { readCalls } from '../../src/expect/read.ts';
import { followTestCall, judge } from '../../src/expect/judge.ts';
import { proposeCalls, type Proposing } from '../../src/expect/propose.ts';
import { hoursIn } from '../../src/expect/situations.ts';
import { writeCalls } from '../../src/expect/write.ts';
import { flowId, randomFlows } from '../calls/random-flows.ts';

const NOW = Date.parse('2026-11-25T11:17:00Z');
const TODAY = Math.floor(NOW / 86_400_000);
const holidays = await loadHolidays();

const id = (n: number): string => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const talk = (n: number, text: string, more: object = {}): Action => ({
  id: id(n),
  type: 'talk',
  option: { text, language: 'en-US', ...more },
});
const branch = (n: number, targets: Record<string, number>, otherwise: number): Action => ({
  id: id(n),
  type: 'branch',
  option: {
    target_ids: Object.fromEntries(Object.entries(targets).map(([key, to]) => [key, id(to)])),
    default_target_id: id(otherwise),
  },
});
const flow = (n: number, ...actions: Action[]): Flow => ({ id: id(n), name: `Flow ${n}`, actions });
const number = (n: number, to: Flow, name = `Line ${n}`): Number => ({
  id: id(9000 + n),
  number: `+4930123450${n}`,
  name,
  call_flow_id: to.id,
});

/** Opening hours as a flow, and the actions that ask them. */
function hoursOf(n: number, definition: Definition): Flow {
  const { actions } = hoursFlow(definition, TODAY, holidays);
  return {
    id: id(n),
    name: `Hours ${n}`,
    actions: compileActions(actions, { idOf: () => '' }, `hours/${n}`),
  };
}
const ask = (n: number, hours: Flow, closed: number): Action[] => [
  { id: id(n), type: 'fetch_flow', option: { flow_id: hours.id } },
  {
    id: id(n + 1),
    type: 'condition_variable',
    option: {
      variable: '${hours.answer}',
      condition: '==',
      value_type: 'string',
      value_string: 'open',
      false_target_id: id(closed),
    },
  },
];

interface Rows extends AccountRows {
  numbers: readonly Number[];
}

function proposing(rows: Rows, more: Partial<Proposing> = {}): Proposing {
  return {
    account: accountOf(rows),
    numbers: rows.numbers,
    hours: hoursIn(rows.flows),
    holidays,
    now: NOW,
    timeZone: 'Europe/Berlin',
    known: {},
    ...more,
  };
}

const writing = { schema: 'x', timeZone: 'Europe/Berlin', command: 'voipbin test' };

/** Written, read again, and judged. */
function failuresOf(around: Proposing): string[] {
  const proposal = proposeCalls(around);
  if (proposal.calls.length === 0) return [];
  const { calls } = readCalls(writeCalls(proposal, writing), 'c.yaml');
  expect(calls).toHaveLength(proposal.calls.length);
  return calls.flatMap((call) => {
    const to = around.numbers.find((one) => one.number === call.to);
    const target = { flow: to?.call_flow_id ?? '', number: to?.number ?? '' };
    const runs = followTestCall(call, target, around);
    return judge(call.expect, runs, around.account).map((one) => `${call.name}: ${JSON.stringify(one)}`);
  });
}

const listed = (around: Proposing): string[] =>
  proposeCalls(around).calls.map(
    ({ name, at, expect: { says, queue, number: rung, ends } }) =>
      `${name} | ${at === undefined ? '' : new Date(at).toISOString().slice(0, 16)} | ${[says, queue, rung, ...ends].filter(Boolean).join(' | ')}`,
  );

const wait = flow(300, talk(301, 'Please hold.'));
const queue = { id: id(400), name: 'Sales', tag_ids: [id(7)], wait_flow_id: wait.id };
const anna = { id: id(401), name: 'Anna', tag_ids: [id(7)], status: 'offline' };
const join: Action = { id: id(4), type: 'queue_join', option: { queue_id: queue.id } };

const office = hoursOf(200, { time_zone: 'Europe/Berlin', open: 'mon-fri 9:00-17:00', holidays: 'DE-BY' });

describe('a number', () => {
  it('is tested open, closed, with every key, with nobody who answers, and on the next holiday', () => {
    const main = flow(
      100,
      ...ask(10, office, 8),
      talk(1, 'Welcome. Sales: 1.', { digits_handle: 'next' }),
      branch(2, { '1': 4, '2': 6 }, 6),
      join,
      talk(5, 'No one could take your call.'),
      { id: id(51), type: 'hangup' },
      talk(6, 'Our address is Main Street.'),
      { id: id(7), type: 'hangup' },
      talk(8, 'We are closed.'),
    );
    const rows = { flows: [main, office, wait], queues: [queue], agents: [anna], numbers: [number(1, main)] };
    expect(listed(proposing(rows))).toEqual([
      'Line 1, open | 2026-11-26T12:00 | Our address is Main Street. | hangup',
      'Line 1, open, press 1 | 2026-11-26T12:00 | Welcome. | Sales | agent',
      'Line 1, open, press 2 | 2026-11-26T12:00 | Our address is Main Street. | hangup',
      'Line 1, open, press 1, nobody answers | 2026-11-26T12:00 | No one could take your call. | Sales | hangup',
      'Line 1, closed | 2026-11-26T17:00 | We are closed. | hangup',
      'Line 1, 1. Weihnachtstag | 2026-12-25T12:00 | We are closed. | hangup',
    ]);
    expect(failuresOf(proposing(rows))).toEqual([]);
  });

  it('is tested in menus of menus, and once in each that leads back', () => {
    const menu = flow(
      100,
      talk(1, 'Main.', { digits_handle: 'next' }),
      branch(2, { '1': 3, '9': 1, '*': 77 }, 6),
      talk(3, 'Inner.', { digits_handle: 'next' }),
      branch(4, { '1': 5, '9': 1 }, 6),
      talk(5, 'Deep.'),
      talk(6, 'Bye.'),
    );
    expect(
      listed(proposing({ flows: [menu], numbers: [number(1, menu)] })).map((line) => line.split(' | ')[0]),
    ).toEqual([
      'Line 1',
      'Line 1, press 1',
      'Line 1, press 9',
      'Line 1, press *',
      'Line 1, press 1,1',
      'Line 1, press 1,9',
    ]);
  });

  it('whose flow listens before it asks is pressed at the right place', () => {
    const main = flow(
      100,
      talk(1, 'Hello.', { digits_handle: 'next' }),
      branch(2, {}, 3),
      talk(3, 'Now.', { digits_handle: 'next' }),
      branch(4, { '1': 5 }, 6),
      talk(5, 'One.'),
      talk(6, 'Bye.'),
    );
    const { calls } = proposeCalls(proposing({ flows: [main], numbers: [number(1, main)] }));
    expect(calls.map(({ presses }) => presses)).toEqual([[], ['', '1']]);
  });

  it.each([
    ['24/7', ['Line 1, open']],
    ['mon-sun closed', ['Line 1, closed']],
    // The one that is open now is over in a moment, and would be when the test is run.
    ['wed 11:00-12:20, thu 14:00-14:10', ['Line 1, open', 'Line 1, closed']],
  ])('with the hours %s', (open, names) => {
    const hours = hoursOf(200, { time_zone: 'Europe/Berlin', open });
    const main = flow(
      100,
      ...ask(10, hours, 2),
      talk(1, 'Open.'),
      { id: id(3), type: 'hangup' },
      talk(2, 'Closed.'),
    );
    const around = proposing({ flows: [main, hours], numbers: [number(1, main)] });
    const { calls } = proposeCalls(around);
    expect(calls.map(({ name }) => name)).toEqual(names);
    for (const call of calls) expect(call.expect.says).toBe(call.name.endsWith('open') ? 'Open.' : 'Closed.');
    expect(failuresOf(around)).toEqual([]);
  });

  it('is tested on a holiday to come, at the time at which it is open on others', () => {
    const main = flow(100, ...ask(10, office, 2), talk(1, 'Open.'), talk(2, 'Closed.'));
    const now = Date.parse('2026-12-25T15:00:00Z');
    const around = proposing({ flows: [main, office], numbers: [number(1, main)] }, { now });
    expect(listed(around).at(-1)).toContain('Line 1, 2. Weihnachtstag | 2026-12-26T12:00');
  });

  it('over midnight is tested on a holiday before midnight, as the night before goes on into it', () => {
    const night = hoursOf(200, { time_zone: 'Europe/Berlin', open: '22:00-06:00', holidays: 'DE' });
    const hangup = { id: id(3), type: 'hangup' };
    const main = flow(100, ...ask(10, night, 2), talk(1, 'Open.'), hangup, talk(2, 'Closed.'));
    const around = proposing({ flows: [main, night], numbers: [number(1, main)] });
    expect(listed(around)).toEqual([
      'Line 1, open | 2026-11-26T01:00 | Open. | hangup',
      'Line 1, closed | 2026-11-26T06:00 | Closed. | hangup',
      'Line 1, 1. Weihnachtstag | 2026-12-25T22:00 | Closed. | hangup',
    ]);
  });

  it('is tested at the moment that is meant where an hour comes twice', () => {
    const night = hoursOf(200, { time_zone: 'Europe/Berlin', open: 'sun 1:00-3:00' });
    const main = flow(100, ...ask(10, night, 2), talk(1, 'Open.'), talk(2, 'Closed.'));
    const now = Date.parse('2027-10-30T12:00:00Z');
    const around = proposing({ flows: [main, night], numbers: [number(1, main)] }, { now });
    expect(writeCalls(proposeCalls(around), writing)).toContain('at: 2027-10-31 00:30 UTC');
    expect(failuresOf(around)).toEqual([]);
  });

  it('whose departments have hours of their own is tested in those of each', () => {
    const late = hoursOf(201, { time_zone: 'Europe/Berlin', open: 'mon-fri 18:00-20:00' });
    const main = flow(
      100,
      talk(1, 'Sales: 1.', { digits_handle: 'next' }),
      branch(2, { '1': 10 }, 20),
      ...ask(10, office, 30),
      talk(12, 'Sales.'),
      { id: id(13), type: 'hangup' },
      ...ask(20, late, 30),
      talk(22, 'Support.'),
      { id: id(23), type: 'hangup' },
      talk(30, 'Closed.'),
    );
    const around = proposing({ flows: [main, office, late], numbers: [number(1, main)] });
    expect(listed(around)).toEqual([
      'Line 1, Hours 200 open | 2026-11-26T12:00 | Closed. | hangup',
      'Line 1, Hours 200 open, press 1 | 2026-11-26T12:00 | Sales. | hangup',
      'Line 1, Hours 200 closed, press 1 | 2026-11-26T17:00 | Closed. | hangup',
      'Line 1, Hours 200 1. Weihnachtstag, press 1 | 2026-12-25T12:00 | Closed. | hangup',
      'Line 1, Hours 201 open | 2026-11-25T18:00 | Support. | hangup',
      'Line 1, Hours 201 closed | 2026-11-25T20:00 | Closed. | hangup',
    ]);
  });

  it('is tested with nobody who answers where someone is rung at other times only', () => {
    const late = hoursOf(201, { time_zone: 'Europe/Berlin', open: 'mon-fri 20:00-22:00' });
    const main = flow(
      100,
      ...ask(10, office, 20),
      join,
      { id: id(13), type: 'hangup' },
      ...ask(20, late, 30),
      { ...join, id: id(22) },
      { id: id(23), type: 'hangup' },
      talk(30, 'Closed.'),
    );
    const other = { ...queue, id: id(402), name: 'Night' };
    const rows = {
      flows: [
        {
          ...main,
          actions: main.actions?.map((one) =>
            one.id === id(22) ? { ...one, option: { queue_id: other.id } } : one,
          ),
        },
        office,
        late,
        wait,
      ],
      queues: [queue, other],
      agents: [anna],
      numbers: [number(1, main)],
    } as AccountRows & { numbers: Number[] };
    expect(listed(proposing(rows)).filter((line) => line.includes('nobody'))).toEqual([
      'Line 1, Hours 200 open, nobody answers | 2026-11-26T12:00 | Sales | hangup',
      'Line 1, Hours 201 open, nobody answers | 2026-11-25T20:00 | Night | hangup',
    ]);
  });

  it('that rings an extension is tested by its number, and not by its id', () => {
    const desk = { id: id(500), extension: '1001' };
    const destinations = [{ type: 'extension', target: desk.id }];
    const main = flow(100, { id: id(1), type: 'connect', option: { destinations } });
    const around = proposing({ flows: [main], extensions: [desk], numbers: [number(1, main)] });
    expect(listed(around)[0]).toBe('Line 1 |  | 1001 | agent');
    expect(failuresOf(around)).toEqual([]);
  });

  it('whose checks of the time are no opening hours is tested when calls differ', () => {
    const main = flow(
      100,
      {
        id: id(1),
        type: 'condition_datetime',
        option: { condition: '==', hour: 14, minute: -1, false_target_id: id(3) },
      },
      talk(2, 'Two o’clock.'),
      talk(3, 'Hello.'),
    );
    expect(listed(proposing({ flows: [main], numbers: [number(1, main)] }))).toEqual([
      'Line 1, wed 13:00 | 2026-11-25T12:00 | Hello. | hangup',
      'Line 1, wed 15:00 | 2026-11-25T14:00 | Hello. | hangup',
    ]);
  });

  it('that loses callers says so', () => {
    const lost = flow(100, talk(1, 'Hello.'), { id: id(2), type: 'sleep', option: { duration: 1000 } });
    const cut = flow(101, { id: id(3), type: 'branch', option: {} });
    const around = proposing({
      flows: [lost, cut],
      numbers: [number(1, lost), number(2, cut), { ...number(3, cut), call_flow_id: id(99) }],
    });
    const text = writeCalls(proposeCalls(around), writing);
    expect(text).toContain(
      '# CALLERS ARE LOST HERE on one of the two kinds of server: a pause never ends on this server\n  - name: Line 1',
    );
    expect(text).toContain('ends: [waiting, hangup]');
    expect(text).toMatch(/# CALLERS ARE LOST HERE: .+\n {2}- name: Line 2/);
    expect(text).toContain('ends: cut-off');
    expect(text).toContain('# +49301234503 Line 3 leads to no flow: a call to it ends immediately.');
    expect(failuresOf(around)).toEqual([]);
  });

  it('is named by what it is called by before it is bought, too', () => {
    const main = flow(100, talk(1, 'Hello.'));
    const word = { ...number(1, main, 'Main line'), number: 'main' };
    const { calls } = proposeCalls(
      proposing({ flows: [main], numbers: [word, number(2, main, 'x'), number(3, main, 'x')] }),
    );
    expect(calls.map(({ to, name }) => [to, name])).toEqual([
      ['Main line', 'Main line'],
      ['+49301234502', 'x'],
      ['+49301234503', 'x (2)'],
    ]);
  });
});

describe('whatever the account', () => {
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'UTC',
  );
  const weeks = fc.constantFrom(
    'mon-fri 9:00-17:00',
    'fri-sat 22:00-4:00',
    '24/7',
    'sun 1:30-3:30',
    'mon-sun closed',
  );
  const strange = fc.constantFrom('Line', '/x/', 'a: b', '# no', '"', 'x\n# y', 'true', '٣', '');

  it('what is written can be read, and holds when it is tested at once', () => {
    fc.assert(
      fc.property(
        randomFlows,
        zones,
        weeks,
        strange,
        fc.constantFrom({}, PUBLISHED, DOCUMENTED, { timeouts: true }),
        (flows, zone, open, name, known) => {
          const hours = hoursOf(200, { time_zone: zone, open, holidays: 'DE-BY' });
          const [first] = flows;
          const asking = {
            ...flow(100, ...ask(10, hours, 12), talk(12, name), ...(first?.actions ?? [])),
            name,
          };
          const all = [...flows, asking, hours];
          const numbers = [number(1, { id: flowId(0) }, name), number(2, asking, name)];
          expect(failuresOf(proposing({ flows: all, numbers }, { known, timeZone: zone }))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
