/** What is kept of traffic: who, which way, and when last; of the ledger the days and their last balances. */
import { describe, expect, it } from 'vitest';
import type { Billing, Call, Message } from '../../src/api/wire.ts';
import {
  activeflowCounting,
  callCounting,
  messageCounting,
  queuecallCounting,
  type Aggregate,
} from '../../src/snapshot/traffic.ts';
import { billingCounting } from '../../src/snapshot/ledger.ts';

function over<Row, Result>(aggregate: Aggregate<Row, Result>, rows: readonly Row[]): Result {
  for (const row of rows) aggregate.add(row);
  return aggregate.result();
}

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const at = (seconds: string): string => `2026-11-20T10:00:${seconds}Z`;
const millis = (seconds: string): number => Date.parse(at(seconds));
const tel = (target: string) => ({ type: 'tel', target });

describe('calls', () => {
  const country = (number: string): string | undefined => (number.startsWith('+49') ? 'de' : undefined);
  const countries = { countryOf: country, platformCountryOf: country };
  const count = (rows: readonly Partial<Call>[]) =>
    over(
      callCounting(countries).begin(),
      rows.map((row, index) => ({ id: id(index), status: 'hangup', tm_create: at('00'), ...row })),
    );

  it('count for the own number: the one that was called, or the one that was shown', () => {
    const { numbers, destinations, rows } = count([
      { direction: 'incoming', source: tel('+4911'), destination: tel('+1555') },
      { direction: 'outgoing', source: tel('+1666'), destination: tel('+4922'), tm_create: at('05') },
      { direction: 'outgoing', source: tel('+1666'), destination: tel('+3322'), tm_create: at('03') },
      { direction: 'outgoing', source: tel('+1666'), destination: tel('+4933'), tm_create: at('01') },
      { direction: 'outgoing', destination: { type: 'agent', target: '+4944' } },
    ]);
    expect(rows).toBe(5);
    expect(numbers).toEqual({
      '+1555': { count: 1, last: millis('00') },
      '+1666': { count: 3, last: millis('05') },
    });
    expect(destinations).toEqual({
      de: { count: 2, first: millis('01'), last: millis('05'), entries: { de: 2 } },
      '??': { count: 1, first: millis('03'), last: millis('03'), entries: { '??': 1 } },
    });
  });

  it('count for agents and flows; those that have not ended are live', () => {
    const { agents, flows, live } = count([
      { owner_type: 'agent', owner_id: id(7), flow_id: id(8), status: 'progressing' },
      { owner_type: 'agent', owner_id: id(9), tm_hangup: at('09'), status: 'progressing' },
      { owner_type: 'customer', owner_id: id(6), flow_id: '00000000-0000-0000-0000-000000000000' },
      { status: 'ringing' },
    ]);
    expect(Object.keys(agents)).toEqual([id(7), id(9)]);
    expect(Object.keys(flows)).toEqual([id(8)]);
    expect(Object.keys(live)).toEqual([id(7), 'nobody']);
  });
});

it('messages: who sent or received, and who received', () => {
  const message = (direction: string, from: string, ...to: string[]): Message => ({
    id: id(1),
    direction,
    source: tel(from),
    targets: to.map((target) => ({ destination: tel(target) })),
    tm_create: at('00'),
  });
  const { numbers, received } = over(messageCounting().begin(), [
    message('inbound', '+491', '+1555'),
    message('outbound', '+1666', '+492', '+1777'),
    message('', '+1888', '+1999'),
  ]);
  expect(Object.keys(numbers).sort()).toEqual(
    ['+1555', '+1666', '+1777', '+1888', '+1999', '+491', '+492'].sort(),
  );
  expect(received).toEqual({ '+1555': { count: 1, last: millis('00') } });
});

it('flows that ran count those that they fetched and the queues that they joined', () => {
  const { flows, queues } = over(activeflowCounting(millis('30')).begin(), [
    {
      id: id(1),
      flow_id: id(2),
      tm_create: at('00'),
      executed_actions: [
        { id: id(3), type: 'queue_join', option: { queue_id: id(4).toUpperCase() } },
        { id: id(3), type: 'fetch_flow', option: { flow_id: id(5) } },
        { id: id(3), type: 'talk', option: { flow_id: id(6), queue_id: id(7) } },
      ],
    },
  ]);
  expect([Object.keys(flows), Object.keys(queues)]).toEqual([[id(2), id(5)], [id(4)]]);
});

it('queue calls count for the agent who served, and by how they ended', () => {
  const { agents, statuses } = over(queuecallCounting().begin(), [
    { id: id(1), status: 'done', service_agent_id: id(2) },
    { id: id(1), status: 'done', service_agent_id: '00000000-0000-0000-0000-000000000000' },
    { id: id(1), status: '' },
  ]);
  expect([Object.keys(agents), statuses]).toEqual([[id(2)], { done: 2, none: 1 }]);
});

describe('the ledger', () => {
  const line = (seconds: string, credit: number, more: Partial<Billing> = {}): Billing => ({
    id: id(1),
    transaction_type: 'usage',
    status: 'end',
    cost_type: 'sms',
    amount_credit: -10,
    balance_credit_snapshot: credit,
    balance_token_snapshot: credit * 2,
    tm_create: at(seconds),
    ...more,
  });
  const balance = (...rows: Billing[]) => over(billingCounting.begin(), rows).balances['2026-11-20']?.credit;

  it.each([
    ['newest first', ['00.123789', '00.123456']],
    ['oldest first, as slices may arrive', ['00.123456', '00.123789']],
    ['with fewer digits', ['00.1237', '00.123']],
  ])('the balance of a day is that of its last microsecond: %s', (_name, [one = '', other = '']) => {
    const [late, early] = one > other ? [one, other] : [other, one];
    const rows = [one, other].map((seconds) => line(seconds, seconds === late ? 90 : 100));
    expect(early).not.toBe(late);
    expect(balance(...rows)).toBe(90);
  });

  it('of two lines of one microsecond the first one that comes is the later; what is in progress does not count', () => {
    expect(balance(line('00.1', 80), line('00.1', 90))).toBe(80);
    expect(balance(line('05', 70, { status: 'progressing' }), line('00', 90))).toBe(90);
  });

  it('adds up what was spent by day and kind, and keeps what was added, newest first', () => {
    const { days, topUps, balances } = over(billingCounting.begin(), [
      line('00.000001', 1, { transaction_type: 'top_up', amount_credit: 5 }),
      line('00.000002', 1, { transaction_type: 'top_up', amount_credit: 7 }),
      line('01', 1, { transaction_type: 'refund', amount_credit: 9 }),
      line('02', 1),
      line('03', 1, { amount_token: -4, cost_type: '', reference_type: 'call' }),
      line('04', 1, { cost_type: '', tm_create: '2026-11-19T23:59:59.999999Z' }),
    ]);
    expect(days).toEqual({
      '2026-11-19': { other: { count: 1, credit: 10, tokens: 0 } },
      '2026-11-20': {
        call: { count: 1, credit: 10, tokens: 4 },
        sms: { count: 1, credit: 10, tokens: 0 },
      },
    });
    expect(topUps.map(({ credit }) => credit)).toEqual([7, 5]);
    expect(balances['2026-11-20']).toEqual({ credit: 1, tokens: 2 });
  });
});
