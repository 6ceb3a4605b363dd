/** How calls were answered: what follows from calls, queue calls and runs together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallCounting, type IsAddressOf, type QueueOf } from '../../src/answering/counting.ts';
import { Durations } from '../../src/answering/durations.ts';
import type { CallReport } from '../../src/answering/report.ts';
import type { Activeflow, Call, Queuecall } from '../../src/api/wire.ts';
import { id } from '../../src/audit/examples.ts';

const ANN = id(10);
const AT = '2026-11-23T10:00:00Z';
const after = (seconds: number): string => new Date(Date.parse(AT) + seconds * 1000).toISOString();
const tel = (target: string) => ({ type: 'tel', target });
const MAIN = '+14155550120';

/** A caller who was never answered. */
const caller = (fields: Partial<Call> = {}): Call => ({
  id: id(1),
  direction: 'incoming',
  source: tel('+4930123456'),
  destination: tel(MAIN),
  status: 'hangup',
  tm_create: AT,
  tm_hangup: after(30),
  ...fields,
});
const byFlow = { tm_progressing: after(1) };
const leg = (fields: Partial<Call> = {}): Call =>
  caller({
    id: id(2),
    direction: 'outgoing',
    source: tel(MAIN),
    destination: tel('+1415'),
    master_call_id: id(1),
    ...fields,
  });
const inQueue = (fields: Partial<Queuecall> = {}): Queuecall => ({
  id: id(70),
  reference_type: 'call',
  reference_id: id(1),
  status: 'done',
  service_agent_id: ANN,
  duration_waiting: 4000,
  duration_service: 64_000,
  tm_create: AT,
  ...fields,
});
const gaveUp = (fields: Partial<Queuecall> = {}): Queuecall =>
  inQueue({
    status: 'abandoned',
    service_agent_id: null,
    duration_waiting: 9000,
    duration_service: 0,
    ...fields,
  });
const run = (...queues: string[]): Activeflow => ({
  id: id(80),
  reference_type: 'call',
  reference_id: id(1),
  executed_actions: [
    { type: 'answer' },
    ...queues.map((queue_id) => ({ type: 'queue_join', option: { queue_id } })),
  ],
});

interface Rows {
  queuecalls?: readonly Queuecall[];
  runs?: readonly Activeflow[];
  calls?: readonly Call[];
}
const utc = (at: number) => ({
  weekday: ((new Date(at).getUTCDay() + 6) % 7) + 1,
  hour: new Date(at).getUTCHours(),
});

const ALWAYS = { since: 0, until: Infinity };

function reportOf(
  { queuecalls = [], runs = [], calls = [] }: Rows,
  part = ALWAYS,
  queueOf: QueueOf = () => undefined,
): CallReport {
  const isAddressOf: IsAddressOf = (agent, { target }) => agent === ANN && target === '+1415555ANN';
  const counting = new CallCounting({ placeOf: utc, isAddressOf, queueOf });
  counting.begin(part);
  for (const row of queuecalls) counting.addQueuecall(row);
  for (const row of runs) counting.addRun(row);
  for (const row of calls) counting.addCall(row);
  return counting.result();
}

describe('a caller', () => {
  it.each<[string, Rows, string]>([
    ['whom nothing answered', { calls: [caller()] }, 'missed'],
    ['whom a flow answered', { calls: [caller(byFlow)] }, 'flow_only'],
    [
      'who is still there',
      { calls: [caller({ ...byFlow, status: 'progressing', tm_hangup: null })] },
      'ongoing',
    ],
    ['whom an agent served', { queuecalls: [inQueue()], calls: [caller(byFlow)] }, 'answered'],
    [
      'who is being served',
      {
        queuecalls: [inQueue({ status: 'service' })],
        calls: [caller({ ...byFlow, status: 'progressing', tm_hangup: null })],
      },
      'answered',
    ],
    ['who gave up in a queue', { queuecalls: [gaveUp()], calls: [caller(byFlow)] }, 'abandoned'],
    [
      'who was thrown out of a queue',
      { queuecalls: [gaveUp({ status: 'done' })], calls: [caller(byFlow)] },
      'abandoned',
    ],
    [
      'who waits',
      {
        queuecalls: [gaveUp({ status: 'waiting' })],
        calls: [caller({ ...byFlow, status: 'progressing', tm_hangup: null })],
      },
      'ongoing',
    ],
    [
      'who gave up in one queue and was served in the next',
      { queuecalls: [inQueue({ id: id(71) }), gaveUp()], calls: [caller(byFlow)] },
      'answered',
    ],
    [
      'who was served and then gave up in another one',
      { queuecalls: [gaveUp(), inQueue({ id: id(71) })], calls: [caller(byFlow)] },
      'answered',
    ],
    [
      'who left a queue, and for whom somebody was called then, who answered',
      {
        queuecalls: [gaveUp()],
        calls: [
          caller({ ...byFlow, chained_call_ids: [id(2)] }),
          leg({ ...byFlow, owner_type: 'agent', owner_id: ANN }),
        ],
      },
      'answered',
    ],
    [
      'who left a queue, and for whom somebody was called then, who did not answer',
      { queuecalls: [gaveUp()], calls: [caller({ ...byFlow, chained_call_ids: [id(2)] }), leg()] },
      'abandoned',
    ],
    [
      'for whom somebody was called, who answered',
      { calls: [caller({ ...byFlow, chained_call_ids: [id(2)] }), leg(byFlow)] },
      'answered',
    ],
    [
      'the same, the leg first',
      { calls: [leg(byFlow), caller({ ...byFlow, chained_call_ids: [id(2)] })] },
      'answered',
    ],
    [
      'for whom somebody was called, who did not answer',
      { calls: [caller({ ...byFlow, chained_call_ids: [id(2)] }), leg()] },
      'missed',
    ],
    [
      'whose call an agent owns',
      { calls: [caller({ ...byFlow, owner_type: 'agent', owner_id: ANN })] },
      'answered',
    ],
    [
      'whose call an agent owns and never took',
      { calls: [caller({ owner_type: 'agent', owner_id: ANN })] },
      'missed',
    ],
  ])('%s', (_what, rows, outcome) => {
    const { incoming, hours, numbers } = reportOf(rows);
    expect(incoming).toMatchObject({ calls: 1, [outcome]: 1 });
    expect(hours.find(({ calls }) => calls > 0)).toMatchObject({ weekday: 1, hour: 10, [outcome]: 1 });
    expect(numbers.find(({ number }) => number === MAIN)).toMatchObject({ calls: 1, [outcome]: 1 });
  });
});

describe('what is not a caller', () => {
  it.each<[string, Call, Partial<CallReport>]>([
    ['a leg', leg(), { legs: 1 }],
    [
      'a call to an agent',
      leg({
        master_call_id: null,
        owner_type: 'agent',
        owner_id: ANN,
        destination: { type: 'sip', target: 'ann@x' },
      }),
      { legs: 1 },
    ],
    [
      'a call to the telephone of an agent',
      leg({ master_call_id: null, owner_type: 'agent', owner_id: ANN, destination: tel('+1415555ANN') }),
      { legs: 1 },
    ],
    [
      'a call to somebody else',
      leg({ master_call_id: null, owner_type: 'agent', owner_id: ANN }),
      { outgoing: { calls: 1, answered: 0, not_answered: 1, ongoing: 0 } },
    ],
    [
      'one that was answered',
      leg({ master_call_id: null, ...byFlow }),
      { outgoing: { calls: 1, answered: 1, not_answered: 0, ongoing: 0 } },
    ],
    [
      'one that rings',
      leg({ master_call_id: null, status: 'ringing', tm_hangup: null }),
      { outgoing: { calls: 1, answered: 0, not_answered: 0, ongoing: 1 } },
    ],
    ['from an extension', caller({ source: { type: 'extension', target: '2001' } }), { internal: 1 }],
  ])('%s', (_what, row, expected) => {
    const report = reportOf({ calls: [row] });
    expect(report).toMatchObject(expected);
    expect(report.incoming.calls).toBe(0);
  });
});

describe('agents', () => {
  const agentOf = (rows: Rows) => reportOf(rows).agents.find(({ agent }) => agent === ANN);
  const toAnn = { owner_type: 'agent', owner_id: ANN, destination: { type: 'sip', target: 'ann@x' } };

  it('talk after the waiting', () => {
    expect(agentOf({ queuecalls: [inQueue()] })).toMatchObject({
      answered: 1,
      talked: { count: 1, average: 60 },
    });
  });

  it('are counted once, in the queue or by their leg', () => {
    const calls = [caller(byFlow), leg({ ...toAnn, ...byFlow })];
    expect(agentOf({ queuecalls: [inQueue()], calls })).toMatchObject({ answered: 1 });
    expect(agentOf({ calls })).toMatchObject({ answered: 1, talked: { count: 1, average: 29 } });
  });

  it('are counted once where the call is theirs, too', () => {
    const calls = [caller({ ...byFlow, owner_type: 'agent', owner_id: ANN })];
    expect(agentOf({ queuecalls: [inQueue()], calls })).toMatchObject({ answered: 1, talked: { count: 1 } });
    expect(agentOf({ calls })).toMatchObject({ answered: 1, talked: { count: 1, average: 29 } });
  });

  it('who do not answer', () => {
    expect(agentOf({ calls: [leg(toAnn), leg({ ...toAnn, master_call_id: null })] })).toMatchObject({
      answered: 0,
      not_answered: 2,
    });
    expect(agentOf({ calls: [leg({ ...toAnn, status: 'ringing', tm_hangup: null })] })).toBeUndefined();
  });
});

describe('queues', () => {
  const queues = (rows: Rows) =>
    reportOf(rows).queues.map(({ queue, callers, answered, abandoned }) => [
      queue,
      callers,
      answered,
      abandoned,
    ]);
  const second = gaveUp({ id: id(71), tm_create: after(60) });

  it.each<[string, Rows, unknown[][]]>([
    [
      'is the one that the run has joined',
      { queuecalls: [inQueue()], runs: [run(id(40))] },
      [[id(40), 1, 1, 0]],
    ],
    [
      'whatever the case of its id',
      { queuecalls: [inQueue()], runs: [run('AB000000-0000-4000-8000-000000000040')] },
      [['ab000000-0000-4000-8000-000000000040', 1, 1, 0]],
    ],
    [
      'one after the other, as they were joined',
      { queuecalls: [second, inQueue()], runs: [run(id(40), id(41))] },
      [
        [id(40), 1, 1, 0],
        [id(41), 1, 0, 1],
      ],
    ],
    [
      'the same one twice',
      { queuecalls: [inQueue(), second], runs: [run(id(40), id(40), id(40))] },
      [[id(40), 2, 1, 1]],
    ],
    [
      'not known where a join has failed',
      { queuecalls: [inQueue()], runs: [run(id(40), id(41))] },
      [[null, 1, 1, 0]],
    ],
    ['not known without a run', { queuecalls: [inQueue()] }, [[null, 1, 1, 0]]],
    [
      'not that of a run that joined none',
      { queuecalls: [inQueue()], runs: [run(), run(id(40))] },
      [[id(40), 1, 1, 0]],
    ],
    [
      'not that of the run of something else',
      { queuecalls: [inQueue()], runs: [{ ...run(id(40)), reference_type: 'conversation' }] },
      [[null, 1, 1, 0]],
    ],
    [
      'the one in which a caller waits now: its action is not executed yet',
      {
        queuecalls: [gaveUp({ status: 'waiting' })],
        runs: [
          { ...run(), current_action: { id: id(91), type: 'queue_join', option: { queue_id: id(41) } } },
        ],
      },
      [[id(41), 1, 0, 0]],
    ],
    [
      'and counted once where it is both executed and current',
      {
        queuecalls: [second, inQueue()],
        runs: [
          {
            ...run(id(40)),
            executed_actions: [
              { id: id(90), type: 'queue_join', option: { queue_id: id(40) } },
              { id: id(91), type: 'queue_join', option: { queue_id: id(41) } },
            ],
            current_action: { id: id(91), type: 'queue_join', option: { queue_id: id(41) } },
          },
        ],
      },
      [
        [id(40), 1, 1, 0],
        [id(41), 1, 0, 1],
      ],
    ],
  ])('%s', (_what, rows, expected) => {
    expect(queues(rows)).toEqual(expected);
  });

  it('are known of who is in their lists now, whatever the run says', () => {
    const rows = { queuecalls: [gaveUp({ status: 'waiting' })], runs: [run(id(40))] };
    const queueOf: QueueOf = (queuecall) => (queuecall === id(70) ? id(42) : undefined);
    expect(reportOf(rows, ALWAYS, queueOf).queues).toMatchObject([{ queue: id(42), ongoing: 1 }]);
    expect(reportOf({ ...rows, runs: [] }, ALWAYS, queueOf).queues).toMatchObject([{ queue: id(42) }]);
  });

  it('have the times of those who were served, and of those who gave up', () => {
    const [queue] = reportOf({ queuecalls: [inQueue(), second], runs: [run(id(40))] }).queues;
    expect(queue).toMatchObject({ waited: { average: 4, longest: 4 }, gave_up: { average: 9 } });
  });

  it('a wait that is not counted is taken from the times, or left out', () => {
    const rows = { queuecalls: [inQueue({ duration_waiting: 0, tm_service: after(7) })] };
    expect(reportOf(rows).waited).toMatchObject({ count: 1, average: 7 });
    expect(reportOf({ queuecalls: [gaveUp({ duration_waiting: null })] }).gave_up.count).toBe(0);
    expect(reportOf({ queuecalls: [gaveUp({ status: 'waiting' })] }).gave_up.count).toBe(0);
  });
});

describe('durations', () => {
  const of = (...seconds: number[]) => {
    const durations = new Durations();
    for (const second of seconds) durations.add(second * 1000);
    return durations.result();
  };

  it('of nothing are nothing', () => {
    expect(of()).toEqual({ count: 0, average: null, median: null, p90: null, longest: null });
  });

  it('leave out what is not known', () => {
    const durations = new Durations();
    for (const ms of [undefined, null, -1, Number.NaN]) durations.add(ms);
    expect(durations.result().count).toBe(0);
  });

  it('are what sorting them would give', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4000), { minLength: 1, maxLength: 60 }), (seconds) => {
        const sorted = [...seconds].sort((a, b) => a - b);
        const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1];
        expect(of(...seconds)).toEqual({
          count: seconds.length,
          average: Math.round(seconds.reduce((a, b) => a + b, 0) / seconds.length),
          median: at(0.5),
          p90: at(0.9),
          longest: sorted.at(-1),
        });
      }),
      { numRuns: 60 },
    );
  });
});

it('whatever the rows, and in whatever order calls come: every caller is in one outcome, hour and number', () => {
  const ids = fc.integer({ min: 1, max: 6 }).map(id);
  const maybe = <T>(value: T) => fc.constantFrom(undefined, value);
  const call = fc.record({
    id: ids,
    direction: fc.constantFrom('incoming', 'outgoing'),
    status: fc.constantFrom('hangup', 'progressing'),
    tm_progressing: maybe(after(1)),
    tm_hangup: maybe(after(9)),
    master_call_id: fc.oneof(fc.constant(undefined), ids),
    chained_call_ids: fc.array(ids, { maxLength: 1 }),
    owner_type: fc.constantFrom('', 'agent'),
    owner_id: fc.constantFrom(ANN, id(11)),
    hour: fc.nat(200),
  });
  const queued = fc.record({
    reference_id: ids,
    status: fc.constantFrom('done', 'abandoned', 'waiting', 'service', 'strange'),
    service_agent_id: maybe(ANN),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(call, { selector: ({ id: one }) => one, maxLength: 6 }),
      fc.array(queued, { maxLength: 5 }),
      fc.boolean(),
      (rows, waiting, joined) => {
        const calls = rows.map(({ hour, ...row }) => caller({ ...row, tm_create: after(hour * 3600) }));
        const given = {
          queuecalls: waiting.map((row, n) => inQueue({ ...row, id: id(70 + n), tm_create: after(n) })),
          runs: joined ? [run(id(40))] : [],
        };
        const report = reportOf({ ...given, calls });
        expect(reportOf({ ...given, calls: calls.toReversed() })).toEqual(report);
        const { incoming, outgoing, legs, internal, hours, numbers, queues } = report;
        expect(incoming.calls + outgoing.calls + legs + internal).toBe(calls.length);
        const { calls: all, ...outcomes } = incoming;
        expect(Object.values(outcomes).reduce((a, b) => a + b, 0)).toBe(all);
        for (const what of ['calls', 'answered', 'missed', 'abandoned'] as const)
          for (const some of [hours, numbers])
            expect(some.reduce((sum, row) => sum + row[what], 0)).toBe(incoming[what]);
        expect(queues.reduce((sum, { callers }) => sum + callers, 0)).toBe(waiting.length);
      },
    ),
    { numRuns: 100 },
  );
});

it('what began before the time, or after it, says what became of calls within, and is not counted', () => {
  const start = Date.parse(AT);
  const part = { since: start, until: start + 20_000 };
  const later = { tm_create: after(40) };
  const within = caller({ ...byFlow, chained_call_ids: [id(2)] });
  const rows: Rows = {
    queuecalls: [gaveUp({ ...later, reference_id: id(3) })],
    calls: [
      within,
      leg({ ...byFlow, ...later, owner_type: 'agent', owner_id: ANN }),
      caller({ id: id(4), ...later }),
    ],
  };

  const report = reportOf(rows, part);

  expect(report.incoming).toMatchObject({ calls: 1, answered: 1 });
  expect({ legs: report.legs, queues: report.queues, agents: report.agents }).toEqual({
    legs: 0,
    queues: [],
    agents: [],
  });
  expect(reportOf(rows).incoming.calls).toBe(2);
  // Served after the end of the time: answered all the same.
  const served = reportOf({ queuecalls: [inQueue(later)], calls: [caller(byFlow)] }, part);
  expect(served.incoming).toMatchObject({ calls: 1, answered: 1 });
  expect(served.queues).toEqual([]);
});

it('a time in two parts is counted as one, with calls at the edge whose rows are on both sides', () => {
  const edge = Date.parse(AT) + 10_000;
  const early = {
    // Of the second one no run says the queue.
    queuecalls: [inQueue(), gaveUp({ id: id(72), reference_id: id(6) })],
    runs: [run(id(40))],
    calls: [
      caller({ ...byFlow, chained_call_ids: [id(2)] }),
      caller({ id: id(5), ...byFlow, chained_call_ids: [id(7)] }),
    ],
  };
  const late = {
    queuecalls: [gaveUp({ id: id(71), reference_id: id(3), tm_create: after(12) })],
    runs: [{ ...run(id(41)), reference_id: id(3) }],
    calls: [
      leg({ ...byFlow, tm_create: after(15) }),
      caller({ id: id(3), ...byFlow, tm_create: after(11) }),
      caller({ id: id(4), tm_create: after(10) }),
    ],
  };
  const all = {
    queuecalls: [...early.queuecalls, ...late.queuecalls],
    runs: [...early.runs, ...late.runs],
    calls: [...early.calls, ...late.calls],
  };
  const parts = [
    { since: edge, until: Infinity },
    { since: 0, until: edge },
  ];
  for (const order of [parts, parts.toReversed()]) {
    const counting = new CallCounting({
      placeOf: utc,
      isAddressOf: () => false,
      queueOf: () => undefined,
    });
    for (const part of order) {
      counting.begin(part);
      for (const row of all.queuecalls) counting.addQueuecall(row);
      for (const row of all.runs) counting.addRun(row);
      for (const row of all.calls) counting.addCall(row);
    }
    const report = counting.result();
    expect(report.incoming).toMatchObject({ calls: 4, answered: 1, abandoned: 1, missed: 2 });
    expect(report).toEqual(reportOf(all));
  }
});
