/** For what number, agent or country each line of the ledger is, and that no line is lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Billing, Call } from '../../src/api/wire.ts';
import { id, number } from '../../src/audit/examples.ts';
import { NIL_UUID } from '../../src/core/ids.ts';
import { idWithin as emulatorIdWithin } from '../../src/emulator/ids.ts';
import { idWithin } from '../../src/resources/stable-id.ts';
import { Attribution, type Attributed } from '../../src/usage/attribution.ts';
import { attributions, type AttributedBy } from '../../src/usage/groups.ts';

const countryOf = (target: string): string | undefined =>
  target.startsWith('+49') ? 'de' : target.startsWith('+1') ? 'us' : undefined;

const begin = (by: AttributedBy): Attribution =>
  new Attribution({ by, numbers: [number()], countryOf, idWithin, months: ['2026-10', '2026-11'] });

const line = (reference_type: string, reference_id: string, credit: number, tokens = 0): Billing => ({
  id: id(900),
  transaction_type: 'usage',
  reference_type,
  reference_id,
  amount_credit: -credit,
  amount_token: -tokens,
});
const tel = (target: string) => ({ type: 'tel', target });
const call = (fields: Partial<Call> = {}): Call => ({
  id: id(1),
  direction: 'incoming',
  source: tel('+4930123456'),
  destination: tel('+14155550120'),
  ...fields,
});

const groupsOf = (attribution: Attribution): Record<string, number> =>
  Object.fromEntries([...attribution.result().groups].map(([key, { credit }]) => [key, credit]));
const restOf = (attribution: Attribution): string[] =>
  attribution.result().unattributed.map(({ reference, reason, count }) => `${count} ${reference} ${reason}`);

describe('the ids to which lines refer', () => {
  it.each([
    // Recorded on a genuine server: a message with one destination, an e-mail with two.
    ['cdff551b-38c9-49da-a724-ac93515667f2', 'target-0', 'a89a027b-de8d-55b8-9609-987045b760cf'],
    ['b41815da-1f87-4470-96e9-cfc6783f13e9', 'target-0', 'f96f3cc4-3c3a-5bae-9d91-de84c5b390b9'],
    ['b41815da-1f87-4470-96e9-cfc6783f13e9', 'target-1', '50362de6-36e4-5909-83f9-3c0aebac237b'],
  ])('within %s, %s is %s', (namespace, words, expected) => {
    expect(idWithin(namespace, words)).toBe(expected);
    expect(emulatorIdWithin(namespace, words)).toBe(expected);
  });

  it('are the same here and in the emulator', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string({ unit: 'grapheme' }), (namespace, words) => {
        expect(emulatorIdWithin(namespace, words)).toBe(idWithin(namespace, words));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a call', () => {
  it.each<[AttributedBy, Partial<Call>, Record<string, number>]>([
    ['number', {}, { '+14155550120': 7 }],
    ['number', { direction: 'outgoing' }, { '+4930123456': 7 }],
    ['country', {}, { de: 7 }],
    ['country', { direction: 'outgoing' }, { us: 7 }],
    ['country', { source: { type: 'sip', target: 'desk@example.com' } }, {}],
    ['number', { destination: null }, {}],
    ['agent', { owner_type: 'agent', owner_id: id(10) }, { [id(10)]: 7 }],
    ['agent', { owner_type: '', owner_id: id(10) }, {}],
    ['agent', { owner_type: 'agent', owner_id: NIL_UUID }, {}],
  ])('by %s: %j', (by, fields, expected) => {
    const attribution = begin(by);
    attribution.addBilling(line('call', id(1), 7));
    expect(attribution.waiting.calls).toBe(1);
    attribution.addCall(call(fields));
    expect(attribution.waiting.calls).toBe(0);
    expect(groupsOf(attribution)).toEqual(expected);
    if (Object.keys(expected).length === 0) expect(restOf(attribution)).toEqual(['1 call none']);
  });

  it('that nobody owns belongs to who served it in a queue', () => {
    const attribution = begin('agent');
    for (const n of [1, 2, 3]) {
      attribution.addBilling(line('call', id(n), n));
      attribution.addCall(call({ id: id(n) }));
    }
    expect(attribution.waiting.queuecalls).toBe(3);
    attribution.addQueuecall({ id: id(70), reference_id: id(1), service_agent_id: id(10) });
    attribution.addQueuecall({ id: id(71), reference_id: id(2), service_agent_id: NIL_UUID });
    attribution.addQueuecall({ id: id(72), reference_id: id(9), service_agent_id: id(10) });
    expect(groupsOf(attribution)).toEqual({ [id(10)]: 1 });
    expect(restOf(attribution)).toEqual(['2 call none']);
  });

  it('that is in no list is not found', () => {
    const attribution = begin('number');
    attribution.addBilling(line('call', id(1), 7, 2));
    attribution.addCall(call({ id: id(2) }));
    expect(attribution.result().unattributed).toEqual([
      { reference: 'call', reason: 'not_found', count: 1, credit: 7, tokens: 2 },
    ]);
  });

  it('of an extension has its line like any other', () => {
    const attribution = begin('number');
    attribution.addBilling(line('call_extension', id(1), 7, 2));
    expect(attribution.waiting.calls).toBe(1);
    attribution.addCall(call());
    expect([...attribution.result().groups]).toEqual([['+14155550120', { count: 1, credit: 7, tokens: 2 }]]);
    attribution.addBilling(line('call_extension', id(2), 1));
    expect(restOf(attribution)).toEqual(['1 call_extension not_found']);
  });

  it('pays for what is recorded and said in it', () => {
    const attribution = begin('number');
    attribution.addBilling(line('call', id(1), 1));
    attribution.addBilling(line('recording', id(5), 30));
    attribution.addBilling(line('recording', id(6), 30));
    attribution.addBilling(line('speaking', id(7), 0, 3));
    expect(attribution.waiting).toEqual({
      calls: 1,
      messages: 0,
      recordings: 2,
      speakings: 1,
      queuecalls: 0,
    });
    attribution.addOfCall('recording', { id: id(5), reference_type: 'call', reference_id: id(1) });
    attribution.addOfCall('recording', { id: id(6), reference_type: 'confbridge', reference_id: id(1) });
    attribution.addOfCall('speaking', { id: id(7), reference_type: 'call', reference_id: id(1) });
    expect(attribution.waiting).toEqual({
      calls: 3,
      messages: 0,
      recordings: 0,
      speakings: 0,
      queuecalls: 0,
    });
    attribution.addCall(call());
    expect([...attribution.result().groups]).toEqual([['+14155550120', { count: 3, credit: 31, tokens: 3 }]]);
    expect(restOf(attribution)).toEqual(['1 recording none']);
  });

  it('whose recording is found and that is not: it is the recording that is missing', () => {
    const attribution = begin('number');
    attribution.addBilling(line('recording', id(5), 30));
    attribution.addOfCall('recording', { id: id(5), reference_type: 'call', reference_id: id(1) });
    expect(restOf(attribution)).toEqual(['1 recording not_found']);
  });
});

describe('other lines', () => {
  const renewal = (month: string): string => idWithin(NIL_UUID, `${id(20)}:renew:${month}`);
  it.each<[AttributedBy, Billing, Record<string, number>, string[]]>([
    ['number', line('number', id(20), 5), { '+14155550120': 5 }, []],
    ['number', line('number_renew', renewal('2026-11'), 5), { '+14155550120': 5 }, []],
    ['country', line('number_renew', renewal('2026-10'), 5), { us: 5 }, []],
    ['number', line('number_renew', renewal('2026-09'), 5), {}, ['1 number_renew not_found']],
    ['number', line('number', id(21), 5), {}, ['1 number not_found']],
    ['agent', line('number', id(20), 5), {}, ['1 number none']],
    ['agent', line('sms', id(5), 1), {}, ['1 sms none']],
    ['number', line('email', id(5), 1), {}, ['1 email none']],
    ['country', line('credit_free_tier', id(5), 1), {}, ['1 credit_free_tier not_found']],
    ['number', { ...line('call', id(1), -9), transaction_type: 'refund' }, {}, []],
    ['number', { ...line('monthly_allowance', id(1), 0, -100), transaction_type: 'top_up' }, {}, []],
  ])('by %s', (by, row, groups, rest) => {
    const attribution = begin(by);
    attribution.addBilling(row);
    expect(groupsOf(attribution)).toEqual(groups);
    expect(restOf(attribution)).toEqual(rest);
  });

  it.each<[AttributedBy, 'inbound' | 'outbound', Record<string, number>]>([
    ['number', 'outbound', { '+14155550120': 3 }],
    ['country', 'outbound', { de: 1, us: 2 }],
    ['number', 'inbound', { '+4930123456': 1, '+12125550100': 2 }],
    ['country', 'inbound', { us: 3 }],
  ])('of a message by %s, %s', (by, direction, expected) => {
    const attribution = begin(by);
    attribution.addBilling(line('sms', idWithin(id(8), 'target-0'), 1));
    attribution.addBilling(line('sms', idWithin(id(8), 'target-1'), 2));
    attribution.addMessage({
      id: id(8),
      direction,
      source: tel('+14155550120'),
      targets: [{ destination: tel('+4930123456') }, { destination: tel('+12125550100') }],
    });
    expect(groupsOf(attribution)).toEqual(expected);
  });
});

it('whatever the lines and the lists: all that was spent is in a row, or in none with a reason', () => {
  const some = fc.integer({ min: 1, max: 6 }).map(id);
  const lines = fc.array(
    fc.record({
      kind: fc.constantFrom(
        'call',
        'call_extension',
        'recording',
        'speaking',
        'sms',
        'email',
        'number',
        'number_renew',
        '',
      ),
      of: some,
      credit: fc.nat(1000),
      tokens: fc.nat(9),
    }),
    { maxLength: 20 },
  );
  const lists = fc.record({ calls: fc.array(some), recordings: fc.array(some), queuecalls: fc.array(some) });
  const sum = (all: readonly { credit: number; tokens: number; count: number }[]): number[] =>
    (['credit', 'tokens', 'count'] as const).map((what) => all.reduce((total, one) => total + one[what], 0));
  fc.assert(
    fc.property(
      fc.constantFrom(...attributions),
      lines,
      lists,
      (by, rows, { calls, recordings, queuecalls }) => {
        const attribution = begin(by);
        for (const { kind, of, credit, tokens } of rows)
          attribution.addBilling(line(kind, of, credit, tokens));
        for (const one of recordings)
          attribution.addOfCall('recording', { id: one, reference_type: 'call', reference_id: id(1) });
        for (const one of calls) attribution.addCall(call({ id: one }));
        for (const one of queuecalls)
          attribution.addQueuecall({ id: id(70), reference_id: one, service_agent_id: id(10) });
        const { groups, unattributed }: Attributed = attribution.result();
        const spent = sum([...groups.values(), ...unattributed]);
        expect(spent).toEqual(sum(rows.map(({ credit, tokens }) => ({ credit, tokens, count: 1 }))));
      },
    ),
    { numRuns: 100 },
  );
});
