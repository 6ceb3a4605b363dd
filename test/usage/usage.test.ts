/** What a usage report holds: spending, what is not spending, pace, runway, renewals. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daily, spent } from '../../src/audit/example-spending.ts';
import { billingAccount, EXAMPLE_NOW, id, ledger, number } from '../../src/audit/examples.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { plain } from '../../src/report/paint.ts';
import { drawBars, roundAbove } from '../../src/report/usage/chart.ts';
import { usageSheet } from '../../src/report/usage/usage.ts';
import { billingCounting } from '../../src/snapshot/ledger.ts';
import { forecastOf } from '../../src/usage/runway.ts';
import { usageOf, type UsageInput } from '../../src/usage/usage.ts';

const since = Math.floor(EXAMPLE_NOW / DAY) * DAY - 30 * DAY;
const input = (fields: Partial<UsageInput> = {}): UsageInput => ({
  account: { id: id(1), name: 'Acme' },
  billing: billingAccount(),
  numbers: [],
  ledger: ledger(),
  by: 'kind',
  attributed: undefined,
  nameOf: () => undefined,
  since,
  until: undefined,
  now: EXAMPLE_NOW,
  ...fields,
});
const two = daily(29, { call_pstn_outgoing: spent(2_000_000), call_vn: spent(0, 10) });

const textOf = (fields: Partial<UsageInput>, columns?: number): string =>
  usageSheet(usageOf(input(fields))).text(plain, columns);

describe('what the ledger has', () => {
  const row = (
    transaction_type: string,
    reference_type: string,
    credit: number,
    tokens = 0,
    cost_type = '',
  ) => ({
    id: id(1),
    transaction_type,
    reference_type,
    cost_type,
    amount_credit: credit,
    amount_token: tokens,
    tm_create: '2026-11-20T10:00:00Z',
  });
  const counting = billingCounting.begin();
  for (const line of [
    row('usage', 'call', -20_000, 0, 'call_pstn_outgoing'),
    row('usage', 'recording', 0, -3, 'recording'),
    row('top_up', 'monthly_allowance', 0, 1000),
    row('top_up', 'paddle_credit_purchase', 50_000_000),
    row('refund', 'paddle_refund', -20_000_000),
    row('refund', 'paddle_refund', -1_000_000),
    row('adjustment', 'credit_adjustment', 500_000),
    row('adjustment', 'token_adjustment', 0, -5),
    row('', '', 1),
  ])
    counting.add(line);
  const usage = usageOf(input({ ledger: counting.result() }));

  it('is spent only where it is usage', () => {
    expect(usage.spent).toEqual({ count: 2, credit: 20_000, tokens: 3 });
    expect(usage.rows.map(({ key }) => key)).toEqual(['call_pstn_outgoing', 'recording']);
  });

  it('and all else is apart, signed as it is', () => {
    expect(
      Object.fromEntries(usage.entries.map(({ kind, credit, tokens }) => [kind, [credit, tokens]])),
    ).toEqual({
      'adjustment/credit_adjustment': [500_000, 0],
      'adjustment/token_adjustment': [0, -5],
      'other/other': [1, 0],
      'refund/paddle_refund': [-21_000_000, 0],
      'top_up/monthly_allowance': [0, 1000],
      'top_up/paddle_credit_purchase': [50_000_000, 0],
    });
    const text = usageSheet(usage).text(plain);
    expect(text).toMatch(/^Refunds +-\$21\.00 in 2 entries$/m);
    expect(text).toMatch(/^Monthly allowance +1,000 tokens$/m);
    expect(text).toMatch(/^Added +\$50\.00$/m);
    expect(text).toMatch(/^Adjustments +-5 tokens$/m);
  });

  it('days put together are the same as all at once', () => {
    const merged = billingCounting.merge([counting.result(), billingCounting.begin().result()]);
    expect(merged.entries).toEqual(counting.result().entries);
  });
});

describe('rows', () => {
  it('by kind: what cost most comes first', () => {
    const kinds = { email: spent(1), call_vn: spent(0, 9), number: spent(7), sms: spent(1, 1) };
    const { rows } = usageOf(input({ ledger: ledger({ days: daily(2, kinds, kinds) }) }));
    expect(rows.map(({ key, count }) => `${key} ${count}`)).toEqual([
      'number 2',
      'sms 2',
      'email 2',
      'call_vn 2',
    ]);
  });

  it('by day: every day of the time, and nothing where nothing was spent', () => {
    const { rows } = usageOf(input({ by: 'day', ledger: ledger({ days: two }) }));
    expect(rows).toHaveLength(31);
    expect(rows[0]).toMatchObject({ key: '2026-10-24', credit: 0, count: 0, kinds: {} });
    expect(rows.at(-1)).toMatchObject({ key: '2026-11-23', credit: 0 });
    expect(rows.find(({ key }) => key === '2026-11-20')).toMatchObject({
      credit: 2_000_000,
      tokens: 10,
      count: 2,
    });
  });

  it('end before the moment at which the time ends', () => {
    const until = Date.parse('2026-11-01T00:00:00Z');
    const { rows } = usageOf(input({ by: 'day', ledger: ledger({ days: two }), until }));
    expect(rows.at(-1)?.key).toBe('2026-10-31');
  });
});

describe('how long it lasts', () => {
  const runwayOf = (fields: Partial<UsageInput>) =>
    usageOf(input({ ledger: ledger({ days: two }), ...fields })).runway;
  const day = (at: number | null | undefined): string | null =>
    at === null || at === undefined ? null : new Date(at).toISOString().slice(0, 10);

  it('credit by working days', () => {
    const billing = billingAccount({ balance_credit: 10_000_000 });
    // Monday noon to the next Friday noon: four and a half days of two dollars, then the rest.
    expect(day(runwayOf({ billing })?.credit.until)).toBe('2026-11-30');
  });

  it('longer than a year, or not known', () => {
    expect(runwayOf({ billing: billingAccount({ balance_credit: 9_000_000_000 }) })?.credit).toEqual({
      until: null,
    });
    expect(usageOf(input()).runway).toBeNull();
  });

  it('renewals take credit, too, where nothing else does', () => {
    const nothing = daily(29, { call_vn: spent(0) });
    const numbers = [number({ tm_renew: '2026-11-10T00:00:00Z' })];
    const billing = billingAccount({ balance_credit: 10_000_000 });
    expect(
      day(runwayOf({ billing, numbers, ledger: ledger({ days: nothing }) })?.credit.until),
    ).not.toBeNull();
  });

  it('of credit that is used up: now', () => {
    const fields = { billing: billingAccount({ balance_credit: -5 }) };
    expect(runwayOf(fields)?.credit.until).toBe(EXAMPLE_NOW);
    expect(textOf({ ledger: ledger({ days: two }), ...fields })).toMatch(/^Credit +-\$0\.000005: used up$/m);
  });

  it('tokens until the next ones, or not', () => {
    const enough = billingAccount({ balance_token: 400, tm_next_topup: '2026-12-01T00:00:00Z' });
    expect(runwayOf({ billing: enough })?.tokens).toEqual({ until: null });
    const few = { ...enough, balance_token: 20 };
    expect(day(runwayOf({ billing: few })?.tokens?.until)).toBe('2026-11-25');
    expect(textOf({ ledger: ledger({ days: two }), billing: few })).toMatch(
      /^Tokens +20; used up on 2026-11-25, and credit pays until the next ones arrive on 2026-12-01$/m,
    );
  });

  it('tokens that are used up are paid for by credit, where there is any', () => {
    const none = { balance_token: 0, tm_next_topup: '2026-12-01T00:00:00Z' };
    const text = (balance_credit: number): string =>
      textOf({ ledger: ledger({ days: two }), billing: billingAccount({ ...none, balance_credit }) });
    expect(text(5_000_000)).toMatch(/^Tokens +0: used up, and credit pays until/m);
    expect(text(-5)).toMatch(/^Tokens +0: used up, and there is no credit that pays until/m);
  });

  it('of tokens is nothing where there are none, and none are spent', () => {
    const billing = billingAccount({ balance_token: 0 });
    const credit = daily(29, { call_pstn_outgoing: spent(2_000_000) });
    expect(runwayOf({ billing, ledger: ledger({ days: credit }) })?.tokens).toBeNull();
    expect(runwayOf({ billing })?.tokens).toEqual({ until: EXAMPLE_NOW });
  });

  it('is nothing that an unlimited plan has', () => {
    const billing = billingAccount({ plan_type: 'unlimited', balance_credit: 0, balance_token: 0 });
    const usage = usageOf(input({ billing, ledger: ledger({ days: two }), numbers: [number()] }));
    expect(usage).toMatchObject({ runway: null, top_up: null });
    expect(usage.renewals).toMatchObject([{ price: 0, fate: 'renewed' }]);
    const text = usageSheet(usage).text(plain);
    expect(text).toContain('an unlimited plan needs none');
    expect(text).not.toContain('Not covered');
    expect(text).not.toContain('Next tokens');
  });

  it('is not said of a time that is over', () => {
    const fields = { until: EXAMPLE_NOW - DAY };
    expect(runwayOf(fields)).toBeNull();
    expect(textOf({ ledger: ledger({ days: two }), ...fields })).not.toContain('not estimated');
  });

  it.each([
    [6, 'how long it lasts is not estimated: that takes 7 whole days, and 6 were read'],
    [1, 'not estimated: that takes 7 whole days, and 1 was read'],
    [0, 'not estimated: that takes 7 whole days, and 0 were read'],
  ])('nor of %i whole days, which say too little', (days, text) => {
    const fields = { since: since + (30 - days) * DAY, ledger: ledger({ days: two }) };
    expect(usageOf(input(fields))).toMatchObject({
      pace: null,
      runway: null,
      not_estimated: { whole_days: days, needed: 7 },
    });
    expect(textOf(fields)).toContain(text);
    expect(textOf(fields)).not.toContain('A day takes');
  });

  it('but of a week', () => {
    const usage = usageOf(input({ since: since + 23 * DAY, ledger: ledger({ days: two }) }));
    expect(usage.runway).not.toBeNull();
    expect(usage.not_estimated).toBeNull();
  });
});

describe('what lies ahead is one reckoning', () => {
  // Monday noon: two dollars on working days, nothing at weekends.
  const rates = { workday: 2_000_000, weekend: 0 };
  const due = (...days: number[]) =>
    days.map((day, n) => number({ id: id(20 + n), number: `+1415555012${n}`, tm_renew: renewedFor(day) }));
  /** So that it is renewed in the night to this day of November. */
  const renewedFor = (day: number): string => new Date(Date.UTC(2026, 10, day - 28) + HOUR / 2).toISOString();
  const ahead = (numbers: UsageInput['numbers']) => ({
    now: EXAMPLE_NOW,
    until: EXAMPLE_NOW + 27 * DAY,
    numbers,
  });
  const at = (moment: number | undefined): string | undefined =>
    moment === undefined ? undefined : new Date(moment).toISOString().slice(0, 16);

  it('of spending and renewals, by the minute', () => {
    const { end, renewals } = forecastOf(10_000_000, rates, ahead(due(25)));
    // Half of Monday, Tuesday, and an hour of Wednesday are spent by then.
    expect(renewals).toMatchObject([{ fate: 'renewed', left: 10_000_000 - 3_000_000 - 83_333 }]);
    expect(at(renewals[0]?.at)).toBe('2026-11-25T01:00');
    expect(at(end)).toBe('2026-11-26T00:00');
  });

  it('a number that is lost takes nothing, and after the end all are lost', () => {
    const { end, renewals } = forecastOf(7_000_000, rates, ahead(due(25, 27, 28)));
    expect(renewals.map(({ fate }) => fate)).toEqual(['lost', 'lost', 'lost']);
    expect(renewals.map(({ left }) => left)).toEqual([3_916_667, 0, 0]);
    expect(at(end)).toBe('2026-11-27T00:00');
  });

  it('is what people read: dates that do not contradict each other', () => {
    const fields = {
      ledger: ledger({ days: daily(29, { call_pstn_outgoing: spent(2_000_000) }) }),
      numbers: due(25, 28),
      billing: billingAccount({ balance_credit: 10_000_000 }),
    };
    expect(usageOf(input(fields)).renewals).toMatchObject([
      { fate: 'renewed', credit_before: 6_916_667 },
      { fate: 'lost', credit_before: 0 },
    ]);
    const text = textOf(fields);
    expect(text).toMatch(/^Credit +\$10\.00; lasts until 2026-11-26 at this pace/m);
    expect(text).toMatch(/^Next renewal +2026-11-25: .* for \$5\.00; \$6\.92 is left by then at this pace$/m);
    expect(text).toMatch(
      /^Not covered +1 number will or may be lost.* from 2026-11-28 on: too little credit is left by then/m,
    );
  });

  it('without a pace renewals are judged as if nothing else were spent', () => {
    const fields = { numbers: due(25, 26), billing: billingAccount({ balance_credit: 9_000_000 }) };
    expect(usageOf(input(fields)).renewals).toMatchObject([
      { fate: 'renewed', credit_before: null },
      { fate: 'lost', credit_before: null },
    ]);
    expect(textOf(fields)).toMatch(/^Not covered .*: the credit of today is too little$/m);
  });

  it('whatever there is: a lost number was short of its price, and nothing ends before it is used up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 60 }),
        fc.integer({ min: 0, max: 9 }),
        fc.array(fc.integer({ min: 24, max: 49 }), { maxLength: 6 }),
        (credit, spending, days) => {
          const pace = { workday: spending * 1_000_000, weekend: spending * 300_000 };
          const { end, renewals } = forecastOf(credit * 1_000_000, pace, ahead(due(...days)));
          expect(new Set(renewals.map(({ row }) => row)).size).toBe(days.length);
          for (const { fate, left, at: moment } of renewals) {
            if (left >= 5_000_000) expect(fate).toBe('renewed');
            else expect(fate).not.toBe('renewed');
            if (end !== undefined && moment > end) expect(fate).not.toBe('renewed');
          }
          if (credit <= 0) expect(end).toBe(EXAMPLE_NOW);
          else if (spending === 0 && days.length === 0) expect(end).toBeUndefined();
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('renewals', () => {
  it('the first, those of four weeks, and those that the credit does not cover', () => {
    const numbers = Array.from({ length: 5 }, (_, n) =>
      number({ id: id(20 + n), number: `+1415555012${n}`, tm_renew: `2026-10-${n < 3 ? 30 : 31}T00:00:00Z` }),
    );
    const text = textOf({ numbers, billing: billingAccount({ balance_credit: 10_000_000 }) });
    expect(text).toMatch(
      /^Next renewal +2026-11-27: \+14155550120, \+14155550121, \+14155550122 for \$15\.00$/m,
    );
    expect(text).toMatch(/^Then +5 numbers within 28 days for \$25\.00 in total$/m);
    expect(text).toMatch(/^Not covered +3 numbers will or may be lost, from 2026-11-27 on/m);
  });

  it('of many numbers names three', () => {
    const numbers = Array.from({ length: 9 }, (_, n) =>
      number({ id: id(20 + n), number: `+141555501${20 + n}` }),
    );
    expect(textOf({ numbers })).toMatch(/^Next renewal .*, \+\d+ and 6 more for /m);
  });
});

describe('the text', () => {
  it('has a chart on a terminal, and none anywhere else', () => {
    expect(textOf({ ledger: ledger({ days: two }) }, 80)).toMatch(/Credit per day\n *\$2\.00┤/);
    expect(textOf({ ledger: ledger({ days: two }) }, 80)).toMatch(/Tokens per day\n *10┤/);
    expect(textOf({ ledger: ledger({ days: two }) })).not.toMatch(/[┤█]/);
  });

  it.each([40, 60, 80, 140])('fits %i columns', (columns) => {
    for (const days of [7, 30, 200, 700]) {
      const text = textOf(
        {
          since: EXAMPLE_NOW - days * DAY,
          ledger: ledger({ days: { ...two, '2026-11-22': { ['x'.repeat(99)]: spent(1) } } }),
          numbers: [number()],
        },
        columns,
      );
      for (const line of text.split('\n'))
        expect(line.length, line).toBeLessThanOrEqual(Math.max(columns, 48));
    }
  });

  it('says that nothing was spent', () => {
    expect(textOf({}, 80)).toContain('Nothing was spent in this time.');
  });

  it('names what no row has', () => {
    const attributed = {
      groups: new Map([['+14155550120', spent(3)]]),
      unattributed: [
        { reference: 'call', reason: 'not_found' as const, count: 2, credit: 10_000, tokens: 1 },
      ],
    };
    const text = textOf({ by: 'number', attributed, nameOf: () => 'Main line' });
    expect(text).toContain('+14155550120  Main line');
    expect(text).toContain('- 2 entries for calls ($0.01, 1 token): what they are for is not found');
  });

  it('is tables in Markdown, without bars', () => {
    const attributed = {
      groups: new Map([[id(10), spent(3_000_000)]]),
      unattributed: [
        { reference: 'call', reason: 'none' as const, count: 1, credit: 1, tokens: 0 },
        { reference: 'sms', reason: 'none' as const, count: 1, credit: 1, tokens: 0 },
      ],
    };
    const usage = usageOf(input({ by: 'agent', attributed, nameOf: () => 'Ann | *Carter*' }));
    const text = usageSheet(usage).markdown?.() ?? '';
    expect(text).toMatch(/^# Acme: usage from 2026-10-24 to 2026-11-23$/m);
    expect(text).toContain('| AGENT | ENTRIES | CREDIT | SHARE |\n| --- | ---: | ---: | ---: |\n');
    expect(text).toMatch(/^\| `Ann \\\| \*Carter\*` \| 1 \| \$3\.00 \| – \|$/m);
    expect(text).toMatch(/^In no row:\n\n- 1 entry for calls .*\n- 1 entry for text messages /m);
    expect(text).not.toMatch(/[█┤]|```/);
  });

  it('of controls in names makes something visible', () => {
    const attributed = { groups: new Map([[id(10), spent(3)]]), unattributed: [] };
    const text = textOf({ by: 'agent', attributed, nameOf: () => 'Ann\u001b[31m' }, 80);
    expect(text).toContain('Ann\\x1b[31m');
  });
});

describe('bars', () => {
  const draw = (values: number[], columns = 80): string[] =>
    drawBars({ values, labels: values.map((_, n) => `11-${n}`), format: String }, columns, plain);

  it.each([
    [0, 0],
    [1, 1],
    [1.1, 2],
    [9.01, 10],
    [23, 30],
    [61, 80],
    [0.03, 0.03],
    [-4, 0],
    [Number.NaN, 0],
  ])('%d ends at %d', (value, top) => {
    expect(roundAbove(value)).toBeCloseTo(top, 9);
  });

  it('are as high as their values, in eighths', () => {
    const lines = draw([8, 4, 1, 0.01, 0]);
    expect(lines[0]).toMatch(/8┤█+$/);
    expect(lines[4]).toMatch(/4┤█+ █+$/);
    expect(lines[7]).toMatch(/│█+ █+ █+ ▁+$/);
  });

  it('of nothing are not drawn', () => {
    expect(draw([0, 0])).toEqual([]);
  });

  it('do not leave the terminal', () => {
    for (const count of [1, 2, 9, 30, 60])
      for (const line of draw(Array.from({ length: count }, (_, n) => n)))
        expect(line.length).toBeLessThanOrEqual(80);
  });
});
