/** Days that are counted one by one, and put together, come to what all their rows come to at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, formatMicros } from '../../src/core/time.ts';
import { ByDay } from '../../src/snapshot/kept.ts';
import {
  activeflowCounting,
  callCounting,
  messageCounting,
  queuecallCounting,
  type Counting,
} from '../../src/snapshot/traffic.ts';
import { billingCounting } from '../../src/snapshot/ledger.ts';

const START = Date.UTC(2026, 9, 1);
const NOW = START + 10 * DAY;
const ids = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const numbers = ['+4930111', '+4930222', '+33140333', '+99999', '+5352111'];
const at = fc.integer({ min: 0, max: 6 * DAY - 1 }).map((offset) => START + offset);
const id = fc.constantFrom(...ids);
const address = fc.constantFrom(...numbers).map((target) => ({ type: 'tel', target }));

const countries = {
  countryOf: (number: string) =>
    Object.entries({ '+49': 'de', '+33': 'fr', '+53': 'cu' }).find(([prefix]) =>
      number.startsWith(prefix),
    )?.[1],
  platformCountryOf: (number: string) => (number.startsWith('+49') ? 'de' : undefined),
};

const pause = (executed: boolean, moment: number) => ({
  id: ids[0],
  type: 'sleep',
  option: { duration: 1000 },
  tm_execute: formatMicros(moment * 1000),
  ...(executed ? {} : { next_id: ids[1] }),
});

/** Rows of this kind, whatever they say, at any moments of six days. */
function law<Row, T>(what: string, counting: Counting<Row, T>, row: fc.Arbitrary<object>): void {
  it(`of ${what} is what is counted at once`, () => {
    const timed = fc.uniqueArray(fc.tuple(at, row), { maxLength: 40, selector: ([moment]) => moment });
    fc.assert(
      fc.property(timed, (drawn) => {
        const atOnce = counting.begin();
        const byDay = new ByDay(counting.begin);
        for (const [moment, fields] of drawn.sort(([a], [b]) => b - a)) {
          const one = { id: String(moment), tm_create: formatMicros(moment * 1000), ...fields } as Row;
          atOnce.add(one);
          byDay.add(one, moment);
        }
        const days = byDay.days(START / DAY, NOW).sort((a, b) => a.day - b.day);
        expect(counting.merge(days.map(({ value }) => value))).toEqual(atOnce.result());
      }),
    );
  });
}

describe('what is counted day by day', () => {
  law(
    'calls',
    callCounting(countries),
    fc.record({
      direction: fc.constantFrom('incoming', 'outgoing'),
      source: address,
      destination: address,
      flow_id: id,
      owner_type: fc.constantFrom('agent', ''),
      owner_id: id,
      status: fc.constantFrom('hangup', 'hangup', 'progressing'),
      tm_hangup: fc.option(
        at.map((moment) => formatMicros(moment * 1000)),
        { nil: null },
      ),
    }),
  );
  law(
    'flow runs',
    activeflowCounting(NOW),
    fc
      .record({
        reference_type: fc.constant('call'),
        flow_id: id,
        status: fc.constantFrom('ended', 'running'),
        queue: fc.option(id, { nil: undefined }),
        passed: fc.boolean(),
        began: at,
      })
      .map(({ queue, passed, began, ...row }) => ({
        ...row,
        executed_actions: [
          ...(queue === undefined ? [] : [{ id: ids[1], type: 'queue_join', option: { queue_id: queue } }]),
          ...(passed ? [pause(true, began)] : []),
        ],
        current_action: passed ? { id: ids[1], type: 'talk' } : pause(false, began),
      })),
  );
  law(
    'queue calls',
    queuecallCounting(),
    fc.record({
      service_agent_id: id,
      status: fc.constantFrom('done', 'abandoned', ''),
    }),
  );
  law(
    'messages',
    messageCounting(),
    fc.record({
      direction: fc.constantFrom('inbound', 'outbound'),
      source: address,
      targets: fc.array(
        address.map((destination) => ({ destination })),
        { maxLength: 2 },
      ),
    }),
  );
  law(
    'billings',
    billingCounting,
    fc.record({
      transaction_type: fc.constantFrom('usage', 'usage', 'top_up', 'refund'),
      cost_type: fc.constantFrom('call_outgoing', 'sms', ''),
      reference_type: fc.constantFrom('call', ''),
      status: fc.constantFrom('end', 'end', 'progressing'),
      amount_credit: fc.integer({ min: -50, max: 50 }),
      amount_token: fc.integer({ min: -5, max: 0 }),
      balance_credit_snapshot: fc.integer({ min: 0, max: 1000 }),
      balance_token_snapshot: fc.integer({ min: 0, max: 1000 }),
    }),
  );

  it('a day is not final while one of its calls has not ended', () => {
    const counting = callCounting(countries);
    const day = (status: string) => {
      const counted = counting.begin();
      counted.add({ id: ids[0] ?? '', status, tm_create: formatMicros(START * 1000) });
      return counted.result();
    };
    expect(counting.isFinal?.(day('progressing'))).toBe(false);
    expect(counting.isFinal?.(day('hangup'))).toBe(true);
  });
});
