/** What the rules about money reckon with: days of the ledger, renewals, countries; and what they say. */
import { describe, expect, it } from 'vitest';
import type { Sections } from '../../src/snapshot/snapshot.ts';
import { AccountCalls } from '../../src/audit/calls.ts';
import { isHighCost } from '../../src/core/high-cost.ts';
import { daily, spent } from '../../src/audit/example-spending.ts';
import {
  agent,
  billingAccount,
  calls,
  customer,
  day,
  daysAgo,
  EXAMPLE_NOW,
  id,
  ledger,
  number,
  outbound,
} from '../../src/audit/examples.ts';
import { fatesOf, nextRenewals, renewalsUntil } from '../../src/usage/renewals.ts';
import { defaultThresholds, type Problem, type Rule } from '../../src/audit/rule.ts';
import { balanceLow } from '../../src/audit/rules/balance-low.ts';
import { balanceNegative } from '../../src/audit/rules/balance-negative.ts';
import { balanceRunway } from '../../src/audit/rules/balance-runway.ts';
import { newDestination } from '../../src/audit/rules/new-destination.ts';
import { numberRenewalUncovered } from '../../src/audit/rules/number-renewal-uncovered.ts';
import { outboundBlocked } from '../../src/audit/rules/outbound-blocked.ts';
import { outboundOpen } from '../../src/audit/rules/outbound-open.ts';
import { planLimitNear } from '../../src/audit/rules/plan-limit-near.ts';
import { usageSpike } from '../../src/audit/rules/usage-spike.ts';
import {
  creditOf,
  isWeekend,
  midnightAfter,
  nextTopUp,
  ratesOf,
  spentBetween,
  tokensOf,
  wholeDays,
} from '../../src/usage/spending.ts';
import { whitelistOf } from '../../src/audit/whitelist.ts';
import { DAY } from '../../src/core/time.ts';

interface Play {
  now?: number;
  since?: number;
  thresholds?: Record<string, number>;
}

const SINCE = Date.parse(daysAgo(30));

function problemsOf(rule: Rule, account: Partial<Sections>, play: Play = {}): Problem[] {
  const { now = EXAMPLE_NOW, since = SINCE } = play;
  const thresholds = { ...defaultThresholds(rule), ...play.thresholds };
  return [
    ...rule.check(account, {
      now,
      since,
      thresholds,
      hours: undefined,
      calls: new AccountCalls(account, now),
    }),
  ];
}

const messagesOf = (...args: Parameters<typeof problemsOf>): string[] =>
  problemsOf(...args).map(({ message }) => message);

const at = (text: string): number => Date.parse(`${text}Z`);

describe('the days of a ledger', () => {
  const range = { since: SINCE, now: EXAMPLE_NOW };

  it('are whole: neither the day at which reading began nor today', () => {
    const days = wholeDays(ledger({ days: daily(40, { sms: spent(1) }) }), range);
    expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([29, '2026-10-25', '2026-11-22']);
  });

  it('count a day at whose midnight reading began, and yesterday at midnight', () => {
    const now = at('2026-11-23T00:00:00');
    const days = wholeDays(ledger({ days: daily(40, { sms: spent(1) }) }), { since: now - 3 * DAY, now });
    expect(days.map((one) => one.day)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
  });

  it('begin with the first line, and have quiet days between', () => {
    const days = wholeDays(ledger({ days: { [day(3)]: { sms: spent(5) } } }), range);
    expect(days.map((one) => [one.day, Object.keys(one.kinds), one.weekend])).toEqual([
      ['2026-11-20', ['sms'], false],
      ['2026-11-21', [], true],
      ['2026-11-22', [], true],
    ]);
    expect(wholeDays(ledger({ balances: { [day(9)]: { credit: 1, tokens: 1 } } }), range).length).toBe(9);
    expect(wholeDays(ledger(), range)).toEqual([]);
  });

  it('cost what was used, without numbers; working days and weekends apart', () => {
    const kinds = { sms: spent(2_000_000, 3), number: spent(5_000_000), number_renew: spent(5_000_000) };
    const days = wholeDays(ledger({ days: daily(14, kinds, { call_vn: spent(500_000, 1) }) }), range);
    expect(ratesOf(days, creditOf)).toEqual({ workday: 2_000_000, weekend: 500_000 });
    expect(ratesOf(days, tokensOf)).toEqual({ workday: 3, weekend: 1 });
    expect(ratesOf([], creditOf)).toEqual({ workday: 0, weekend: 0 });
  });

  it('a part of a day costs its share, by the weekday in UTC', () => {
    const rates = { workday: 2_400, weekend: 240 };
    const friday = at('2026-11-20T18:00:00');
    expect(spentBetween(rates, friday, midnightAfter(friday))).toBe(600);
    expect(spentBetween(rates, midnightAfter(friday), midnightAfter(friday) + DAY)).toBe(240);
    expect(midnightAfter(at('2026-11-21T00:00:00'))).toBe(at('2026-11-22T00:00:00'));
    expect([isWeekend(at('2026-11-22T23:59:59')), isWeekend(at('2026-11-23T00:00:00'))]).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ['as the account says', '2026-12-01T00:00:00.123Z', '2026-11-23T12:00:00', '2026-12-01T00:00:00.123'],
    [
      'the first of next month where that is past',
      '2026-11-01T00:00:00Z',
      '2026-11-23T12:00:00',
      '2026-12-01T00:00:00',
    ],
    ['and where it is not said, at the end of a year', null, '2026-12-31T23:00:00', '2027-01-01T00:00:00'],
  ])('tokens come %s', (_name, tm_next_topup, now, expected) => {
    expect(nextTopUp(billingAccount({ tm_next_topup }), at(now))).toBe(at(expected));
  });
});

describe('renewals', () => {
  const times = (renewals: { at: number; price: number }[]) =>
    renewals.map((one) => [new Date(one.at).toISOString().slice(0, 16), one.price / 1_000_000]);

  it.each([
    ['the first job after 28 days', '2026-11-10T12:00:00Z', '2026-12-09T01:00', 5],
    ['a job must be later than 28 days, not as late', '2026-11-10T01:00:00Z', '2026-12-09T01:00', 5],
    ['in the night before the job', '2026-11-10T00:59:59Z', '2026-12-08T01:00', 5],
    ['overdue: the next job', '2026-09-01T00:00:00Z', '2026-11-24T01:00', 5],
    ['a second one in a month is free', '2026-11-01T01:00:30Z', '2026-11-30T01:00', 0],
  ])('%s', (_name, tm_renew, expected, price) => {
    expect(times(nextRenewals([number({ tm_renew })], EXAMPLE_NOW))).toEqual([[expected, price]]);
  });

  it('are billed in the month of the purchase, too', () => {
    const bought = '2026-11-01T01:00:30Z';
    const row = number({ tm_create: bought, tm_purchase: bought, tm_renew: bought });
    expect(times(nextRenewals([row], EXAMPLE_NOW))).toEqual([['2026-11-30T01:00', 5]]);
  });

  it('fall back to the purchase; virtual and deleted numbers, and those without any time, have none', () => {
    const rows = [
      number({ tm_renew: null, tm_purchase: '2026-11-10T12:00:00Z' }),
      number({ type: 'virtual' }),
      number({ tm_delete: daysAgo(1) }),
      number({ status: 'deleted' }),
      number({ tm_renew: null, tm_purchase: null, tm_create: null }),
    ];
    expect(times(nextRenewals(rows, EXAMPLE_NOW))).toEqual([['2026-12-09T01:00', 5]]);
  });

  it('come again, sorted, until the end', () => {
    const rows = [
      number({ tm_renew: '2026-11-20T00:00:00Z' }),
      number({ id: id(21), tm_renew: '2026-10-27T00:00:00Z' }),
    ];
    expect(times(renewalsUntil(rows, EXAMPLE_NOW, at('2027-01-22T01:00:00')))).toEqual([
      ['2026-11-24T01:00', 5],
      ['2026-12-18T01:00', 5],
      ['2026-12-23T01:00', 5],
      ['2027-01-16T01:00', 5],
      ['2027-01-21T01:00', 5],
    ]);
  });
});

describe('what becomes of numbers that are due in one night', () => {
  /** `r`enewed, `u`ncertain, `l`ost; the number that was created last goes first. */
  const fates = (credit: number, count: number, night = '2026-11-10T12:00:00Z') => {
    const rows = Array.from({ length: count }, (_, index) =>
      number({ id: id(20 + index), tm_renew: night, tm_create: `2026-01-01T00:00:00.${100 + index}Z` }),
    );
    return fatesOf(nextRenewals(rows, EXAMPLE_NOW), credit * 1_000_000)
      .map(({ fate }) => fate[0])
      .join('');
  };

  // Of what a genuine server did: of the first three cases three, three and two were kept.
  it.each([
    [12, 4, 'rruu'],
    [12, 8, 'rruullll'],
    [5, 3, 'ruu'],
    [5, 4, 'ruul'],
    [4.99, 3, 'lll'],
    [9.99, 2, 'ru'],
    [10, 2, 'rr'],
    [-5, 2, 'll'],
    [100, 8, 'rrrrrrrr'],
  ])('with $%d and %d numbers', (credit, count, expected) => {
    expect(fates(credit, count)).toBe(expected);
  });

  it('the newest goes first, by microseconds, whatever its renewal day is', () => {
    const rows = [
      number({ id: id(1), tm_create: '2020-05-01T00:00:00.000001Z', tm_renew: '2026-10-01T00:00:00Z' }),
      number({ id: id(3), tm_create: '2020-05-01T00:00:00.000003Z', tm_renew: '2026-10-03T00:00:00Z' }),
      number({ id: id(2), tm_create: '2020-05-01T00:00:00.000002Z', tm_renew: '2026-09-02T00:00:00Z' }),
    ];
    expect(nextRenewals(rows, EXAMPLE_NOW).map(({ row }) => row.id)).toEqual([id(3), id(2), id(1)]);
  });

  it('what may be renewed without cover loses all later nights', () => {
    const rows = [
      ...[1, 2].map((n) =>
        number({ id: id(n), tm_renew: '2026-11-10T00:30:00Z', tm_create: daysAgo(100 - n) }),
      ),
      number({ id: id(3), tm_renew: '2026-11-12T00:30:00Z' }),
    ];
    const judged = fatesOf(nextRenewals(rows, EXAMPLE_NOW), 9_000_000);
    expect(judged.map(({ row, fate }) => [row.id, fate])).toEqual([
      [id(2), 'renewed'],
      [id(1), 'uncertain'],
      [id(3), 'lost'],
    ]);
  });

  it('a night that takes nothing leaves the credit to the next', () => {
    const rows = [
      number({ id: id(1), tm_renew: '2026-11-01T00:30:00Z' }),
      number({ id: id(2), tm_renew: '2026-11-02T01:30:00Z' }),
    ];
    const judged = fatesOf(nextRenewals(rows, EXAMPLE_NOW), 5_000_000);
    expect(judged.map(({ price, fate }) => [price, fate])).toEqual([
      [0, 'renewed'],
      [5_000_000, 'renewed'],
    ]);
  });
});

describe('countries', () => {
  it('are dear or not', () => {
    expect(['cu', 'so', '001', 'ac', 'us', 'gb', 'de', '??'].map(isHighCost)).toEqual([
      ...[true, true, true, true, false, false, false, false],
    ]);
  });

  it('are each once on a list, as the platform writes them', () => {
    expect(whitelistOf(outbound({ destination_whitelist: ['US', ' us', '', 'de'] }))).toEqual(['us', 'de']);
    expect([whitelistOf(null), whitelistOf(outbound({ destination_whitelist: null }))]).toEqual([[], []]);
  });
});

describe('the balance', () => {
  it('is told by one rule at a time', () => {
    const said = (balance_credit: number) =>
      [balanceNegative, balanceLow].map((rule) =>
        messagesOf(rule, { billing_account: billingAccount({ balance_credit }) }),
      );
    expect(said(-1_250_000)).toEqual([['is $1.25 below zero: everything that costs credit is refused'], []]);
    expect(said(9_999_999)).toEqual([[], ['has $9.999999 of credit left; less than $10.00 is low']]);
    expect(said(10_000_000)).toEqual([[], []]);
  });

  it('is low at the threshold, to the cent', () => {
    const play = { thresholds: { credit: 25.5 } };
    const said = (balance_credit: number) =>
      messagesOf(balanceLow, { billing_account: billingAccount({ balance_credit }) }, play);
    expect([said(25_499_999).length, said(25_500_000).length]).toEqual([1, 0]);
  });
});

describe('balance-runway', () => {
  const days = daily(29, { sms: spent(2_400_000, 24) }, { sms: spent(240_000, 2) });
  const run = (balance: object, play: Play = {}, numbers: Sections['numbers'] = []) =>
    problemsOf(
      balanceRunway,
      { billing_account: billingAccount(balance), billings: ledger({ days }), numbers },
      play,
    );

  it('counts from this moment: half a Monday, then whole days', () => {
    const [problem] = run({ balance_credit: 1_200_000 + 2_400_000 + 600_000, balance_token: 0 });
    expect(problem).toMatchObject({
      severity: 'critical',
      message:
        'has credit for 1 more day, until 2026-11-25, at $2.40 per working day and $0.24 per weekend day',
    });
    expect(problem?.key).toBeUndefined();
  });

  it('weekends cost less: a Friday is no guide to a Saturday', () => {
    const now = at('2026-11-20T12:00:00');
    // Half a Friday, a weekend, and a quarter of a Monday.
    const [problem] = run({ balance_credit: 1_200_000 + 480_000 + 600_000, balance_token: 0 }, { now });
    expect(problem?.message).toMatch(/^has credit for 2 more days, until 2026-11-23/);
  });

  it('critical below three days, told below fourteen; both can be moved', () => {
    const severity = (balance_credit: number, thresholds = {}) =>
      run({ balance_credit, balance_token: 0 }, { thresholds }).map((problem) => problem.severity);
    const threeDays = 1_200_000 + 2_400_000 * 2 + 1_200_000;
    const fortnight = 2_400_000 * 10 + 240_000 * 4;
    expect(severity(threeDays - 100_000)).toEqual(['critical']);
    expect(severity(threeDays)).toEqual([undefined]);
    expect(severity(threeDays - 100_000, { critical_days: 2 })).toEqual([undefined]);
    expect(severity(fortnight - 100_000)).toEqual([undefined]);
    expect(severity(fortnight)).toEqual([]);
    expect(severity(fortnight, { days: 15 })).toEqual([undefined]);
  });

  it('renewals take their part on their day, and none where the number is lost instead', () => {
    const due = [number({ tm_renew: '2026-10-27T12:00:00Z' })];
    const said = (balance_credit: number) =>
      run({ balance_credit, balance_token: 0 }, {}, due).map(({ message }) => message.slice(0, 46));
    // Thursday's renewal leaves 1.20: half a day.
    expect(said(1_200_000 + 2_400_000 + 5_000_000 + 1_200_000)).toEqual([
      'has credit for 2 more days, until 2026-11-25, ',
    ]);
    expect(said(1_200_000 + 4_999_999)).toEqual(['has credit for 2 more days, until 2026-11-26, ']);
  });

  it('a renewal that is not covered may take the credit below zero', () => {
    const due = [0, 1].map((n) => number({ id: id(20 + n), tm_renew: '2026-10-27T12:00:00Z' }));
    const [problem] = run({ balance_credit: 1_200_000 + 2_400_000 + 6_000_000, balance_token: 0 }, {}, due);
    expect(problem?.message).toMatch(/^has credit for 1 more day, until 2026-11-25/);
  });

  it('says what a month takes, in whole dollars', () => {
    const [problem] = run({ balance_credit: 10_000_000, balance_token: 0 }, {}, [number()]);
    // From Monday noon 30 days: 22 working days, 8 days of weekends, one renewal; less what is there.
    expect(problem?.fix).toBe('add about $50.00 of credit in the console for the next 30 days');
  });

  it('the threshold may be anything', () => {
    expect(
      run({ balance_credit: 900_000_000_000, balance_token: 0 }, { thresholds: { days: 1e12 } }),
    ).toEqual([]);
  });

  it('tokens have a finding of their own, beside that for credit', () => {
    const found = run({
      balance_credit: 1_000_000,
      balance_token: 40,
      tm_next_topup: '2026-12-01T00:00:00Z',
    });
    expect(found.map(({ key, severity }) => [key, severity])).toEqual([
      [undefined, 'critical'],
      ['tokens', 'medium'],
    ]);
    expect(found[1]?.message).toBe(
      'has 40 tokens, which run out on 2026-11-25; the next ones arrive on 2026-12-01, and until then credit pays',
    );
  });

  it('seven whole days are needed', () => {
    const said = (before: number) =>
      problemsOf(balanceRunway, {
        billing_account: billingAccount({ balance_credit: 1 }),
        billings: ledger({ days: daily(before, { sms: spent(1_000_000) }) }),
        numbers: [],
      }).length;
    expect([said(6), said(7)]).toEqual([0, 1]);
  });
});

describe('number-renewal-uncovered', () => {
  const run = (balance: object, renewed: string[]) =>
    problemsOf(numberRenewalUncovered, {
      billing_account: billingAccount(balance),
      numbers: renewed.map((tm_renew, index) =>
        number({ id: id(20 + index), number: `+1415555012${index}`, tm_renew }),
      ),
    })[0];

  it('names the numbers that are lost, night by night, and the sum that saves all', () => {
    const found = run({ balance_credit: -1_250_000 }, [
      '2026-11-12T12:00:00Z',
      '2026-11-10T12:00:00Z',
      '2026-11-11T12:00:00Z',
      '2026-11-13T12:00:00Z',
    ]);
    expect(found).toMatchObject({
      message:
        'does not cover the renewal of all numbers: on 2026-12-09 +14155550121 is lost; on 2026-12-10 +14155550122 is lost; ' +
        'on 2026-12-11 +14155550120 is lost; on 2026-12-12 +14155550123 is lost',
      fix: 'add at least $21.25 of credit in the console, before the first of these days',
    });
  });

  it.each([
    [12, 4, '+14155550120 and +14155550121 may be lost', 8],
    [5, 3, '+14155550120 and +14155550121 may be lost', 10],
    [
      12,
      8,
      '+14155550120, +14155550121, +14155550122 and +14155550123 are lost, +14155550124 and +14155550125 may be lost',
      28,
    ],
    [4.99, 1, '+14155550120 is lost', 0.01],
  ])('the oldest are lost first: $%d and %d numbers', (credit, count, which, missing) => {
    const numbers = Array.from({ length: count }, (_, index) =>
      number({
        id: id(20 + index),
        number: `+1415555012${index}`,
        tm_create: daysAgo(100 - index),
        tm_renew: '2026-11-10T12:00:00Z',
      }),
    );
    const billing_account = billingAccount({ balance_credit: credit * 1_000_000 });
    expect(problemsOf(numberRenewalUncovered, { numbers, billing_account })).toMatchObject([
      {
        message: `does not cover the renewal of all numbers: on 2026-12-09 ${which}`,
        fix: `add at least $${missing.toFixed(2)} of credit in the console, before the first of these days`,
      },
    ]);
  });

  it('what is spent until a renewal is missing there', () => {
    const account = {
      numbers: [number({ tm_renew: '2026-11-10T12:00:00Z' })],
      billing_account: billingAccount({ balance_credit: 7_000_000 }),
    };
    expect(problemsOf(numberRenewalUncovered, account)).toEqual([]);
    const billings = ledger({ days: daily(40, { sms: spent(1_000_000) }) });
    expect(problemsOf(numberRenewalUncovered, { ...account, billings })).toMatchObject([
      {
        message: expect.stringMatching(
          /^does not cover the renewal of all numbers at this pace of spending: on 2026-12-09 \S+ is lost$/,
        ) as string,
        fix: expect.stringMatching(/^add at least \$9\.\d\d of credit/) as string,
      },
    ]);
  });

  it('many numbers and nights are cut short', () => {
    const rows = Array.from({ length: 160 }, (_, index) => daysAgo(27 - Math.floor(index / 10)));
    const message = run({ balance_credit: 0 }, rows)?.message ?? '';
    expect(message).toMatch(/on 2026-11-25 (\+\S+ ){8}and 2 more are lost; on 2026-11-26/);
    expect(message).toMatch(/ lost; 110 more later$/);
    expect(message.match(/on 2026/g)).toHaveLength(5);
  });

  it('free renewals need credit and take none: the sum is no more than it must be', () => {
    const free = ['2026-11-01T01:00:00Z', '2026-11-01T01:00:00Z'];
    expect(run({ balance_credit: 5_000_000 }, free)).toBeUndefined();
    expect(run({ balance_credit: 1_999_999 }, free)?.fix).toMatch(/^add at least \$3\.01 of/);
    expect(run({ balance_credit: 5_000_000 }, [...free, '2026-11-10T00:00:00Z'])).toBeUndefined();
  });

  it('no sum helps a frozen billing account', () => {
    expect(run({ status: 'frozen', plan_type: 'unlimited' }, ['2026-11-10T12:00:00Z'])).toMatchObject({
      message: 'is frozen, so no number can be renewed: on 2026-12-09 +14155550120 is lost',
      fix: expect.stringContaining('support') as string,
    });
  });
});

describe('usage-spike', () => {
  const TUESDAY = at('2026-11-24T12:00:00');
  const run = (days: Parameters<typeof ledger>[0], play: Play = {}) =>
    problemsOf(usageSpike, { billing_account: billingAccount(), billings: ledger(days) }, play);
  /** Working days between two and four dollars: the median is three, its deviation one. */
  const days = Object.fromEntries(
    Array.from({ length: 29 }, (_, index) => [
      day(index + 1),
      {
        sms: spent(
          [0, 6].includes(new Date(day(index + 1)).getUTCDay()) ? 0 : 2_000_000 + (index % 3) * 1_000_000,
        ),
      },
    ]),
  );

  it('a working day is compared with working days, six deviations above the median', () => {
    const said = (credit: number, thresholds = {}) =>
      run({ days: { ...days, '2026-11-23': { sms: spent(credit) } } }, { now: TUESDAY, thresholds }).map(
        ({ key, message }) => [key, message],
      );
    expect(said(9_000_000)).toEqual([]);
    expect(said(9_010_000)).toEqual([
      ['sms', 'spent $9.01 on text messages on 2026-11-23; a working day usually costs $3.00'],
    ]);
    expect(said(9_010_000, { deviations: 7 })).toEqual([]);
    expect(said(9_010_000, { credit: 9.01 })).toEqual([]);
    expect(said(6_500_000, { deviations: 3 }).length).toBe(1);
  });

  it('is at least twice the median, however even the days are', () => {
    const even = daily(29, { sms: spent(3_000_000) });
    const said = (credit: number) =>
      run({ days: { ...even, '2026-11-23': { sms: spent(credit) } } }, { now: TUESDAY }).length;
    expect([said(5_999_999), said(6_000_000)]).toEqual([0, 1]);
  });

  it('each kind for itself, by its own key; a kind without a name by that of the API', () => {
    const found = run(
      { days: { ...days, '2026-11-23': { fax: spent(5_000_000), call_vn: spent(4_000_000) } } },
      { now: TUESDAY },
    );
    expect(found.map(({ key, message }) => [key, message])).toEqual([
      [
        'call_vn',
        'spent $4.00 on calls to virtual numbers on 2026-11-23; a working day usually costs nothing',
      ],
      ['fax', 'spent $5.00 on fax on 2026-11-23; a working day usually costs nothing'],
    ]);
  });

  it('with few weekends behind it, all days are compared', () => {
    const short = { ...daily(9, { sms: spent(3_000_000) }), [day(1)]: { sms: spent(7_000_000) } };
    expect(run({ days: short }).map(({ message }) => message)).toEqual([
      'spent $7.00 on text messages on 2026-11-22; a day usually costs $3.00',
    ]);
  });

  it('today does not count', () => {
    expect(run({ days: { ...days, [day(0)]: { sms: spent(90_000_000) } } })).toEqual([]);
  });
});

describe('countries that are called', () => {
  const called = (first: number) => ({ count: 3, first: EXAMPLE_NOW - first * DAY, last: EXAMPLE_NOW });
  const destinations = { us: called(29), de: called(3), cu: called(1), '??': called(1) };

  it('each new one for itself, the dear one worse', () => {
    const found = problemsOf(newDestination, {
      calls: calls({ destinations }),
      outbound_config: outbound(),
      customer: customer(),
    });
    expect(
      found.map(({ key, severity, message, subject }) => [subject.kind, key, severity, message]),
    ).toEqual([
      [
        'outbound_config',
        'cu',
        'high',
        'allowed 3 calls to Cuba since 2026-11-22, after none in the 29 days before; toll fraud often goes there',
      ],
      [
        'outbound_config',
        'de',
        undefined,
        'allowed 3 calls to Germany since 2026-11-20, after none in the 27 days before',
      ],
    ]);
  });

  it('a country is new for as long as the policy says', () => {
    const found = problemsOf(
      newDestination,
      { calls: calls({ destinations }), outbound_config: null, customer: customer() },
      { thresholds: { days: 2 } },
    );
    expect(found.map(({ subject, key }) => [subject.kind, key])).toEqual([['customer', 'cu']]);
  });

  it('one that the platform takes for another, with the entry that it is called with', () => {
    const found = (jm: object) =>
      problemsOf(newDestination, {
        calls: calls({ destinations: { us: called(29), jm: { ...called(3), ...jm } } }),
        outbound_config: outbound(),
        customer: customer(),
      });
    const message =
      'allowed 3 calls to Jamaica since 2026-11-20, after none in the 27 days before; ' +
      'the platform takes them for vi (Antigua & Barbuda, Anguilla, Jamaica and U.S. Virgin Islands)';

    expect(found({ entries: { vi: 3 } })).toMatchObject([
      { message, fix: expect.stringContaining('remove vi from the countries that may be called') as string },
    ]);
    expect(found({})).toMatchObject([{ message }]);
    expect(found({ entries: { '??': 3 } })).toMatchObject([{ message: message.split(';')[0] }]);
  });

  it('an entry counts as used by the calls that the platform lets pass with it', () => {
    const run = (destination_whitelist: string[], jm: object) =>
      problemsOf(outboundOpen, {
        outbound_config: outbound({ destination_whitelist }),
        calls: calls({ destinations: { us: called(29), ta: { ...called(9), ...jm } } }),
      }).map(({ message }) => message);

    expect(run(['us', 'sh'], { entries: { sh: 3 } })).toEqual([]);
    expect(run(['us', 'sh'], {})).toEqual([]);
    expect(run(['us', 'sh'], { entries: { '??': 3 } })).toEqual([
      'allows calls to 1 country that no one has called since 2026-10-24: sh (Tristan da Cunha); toll fraud often goes there',
    ]);
    expect(run(['us', 'ta'], { entries: { sh: 3 } })).toEqual([]);
  });

  it('an entry without effect is named with what helps', () => {
    const run = (destination_whitelist: string[]) =>
      problemsOf(outboundBlocked, {
        outbound_config: outbound({ destination_whitelist }),
        numbers: [number()],
        customer: customer(),
      }).map(({ key, severity, message, fix }) => ({ key, severity, message, fix }));
    const jamaica =
      'jm does not allow calls to mobile numbers in Jamaica: the platform takes them for vi (U.S. Virgin Islands)';
    const curacao =
      'cw does not allow calls to mobile numbers in Curaçao: the platform does not know them, and refuses them whatever is listed';
    const put = '(`voipbin outbound update --country <code>`)';

    expect(run(['us', 'jm', 'cw'])).toEqual([
      {
        key: 'ineffective',
        severity: 'low',
        message: `${jamaica}; ${curacao}`,
        fix: `list vi as well, which opens these countries too; remove cw, which no entry opens ${put}`,
      },
    ]);
    expect(run(['jm'])).toEqual([
      {
        key: undefined,
        severity: undefined,
        message: `allows no country: calls to phone numbers are refused, although there is 1 number to call from; ${jamaica}`,
        fix: `list vi as well, which opens these countries too ${put}`,
      },
    ]);
    expect(run(['us', 'jm', 'vi'])).toEqual([]);
    expect(run([])).toMatchObject([
      { fix: expect.stringMatching(/^list the countries that you want/) as string },
    ]);
  });

  it('names the dear ones first, and five at most', () => {
    const config = outbound({ destination_whitelist: ['us', 'de', 'fr', 'it', 'es', 'at', 'so'] });
    const run = (play: Play = {}, changes = {}) =>
      problemsOf(
        outboundOpen,
        { outbound_config: { ...config, ...changes }, calls: calls({ destinations }) },
        play,
      );
    expect(run().map(({ severity, message }) => [severity, message])).toEqual([
      [
        'high',
        'allows calls to 5 countries that no one has called since 2026-10-24: Somalia, France, it (Italy and Vatican City), Spain, Austria; toll fraud often goes to Somalia',
      ],
    ]);
    expect(run({}, { destination_whitelist: ['fr', 'it', 'es', 'at', 'ch', 'nl'] })).toMatchObject([
      {
        message: expect.stringMatching(
          /6 countries.*: France, it \(Italy and Vatican City\), Spain, Austria, Switzerland, \.\.\.$/,
        ) as string,
      },
    ]);
    expect(run({}, { destination_whitelist: ['fr', 'it', 'es'] })).toEqual([]);
    expect(run({ thresholds: { countries: 2 } }, { destination_whitelist: ['fr', 'it', 'es'] }).length).toBe(
      1,
    );
  });
});

describe('plan-limit-near', () => {
  it('each limit for itself, worse when it is reached', () => {
    const agents = (count: number) =>
      Array.from({ length: count }, (_, index) => agent({ id: id(100 + index) }));
    const run = (count: number, plan_type: string, thresholds = {}) =>
      problemsOf(
        planLimitNear,
        {
          billing_account: billingAccount({ plan_type }),
          agents: agents(count),
          queues: [{ id: id(40) }, { id: id(41) }],
          numbers: [],
          extensions: [],
          conferences: [],
        },
        { thresholds },
      ).map(({ key, severity, message }) => [key, severity, message]);
    expect(run(4, 'free')).toEqual([
      ['agents', undefined, 'has 4 of the 5 agents that the free plan allows'],
      ['queues', 'high', 'has 2 of the 2 queues that the free plan allows: no more can be created'],
    ]);
    expect(run(39, 'basic')).toEqual([]);
    expect(run(40, 'basic').length).toBe(1);
    expect(run(40, 'basic', { percent: 81 })).toEqual([]);
    expect(run(50, 'basic', { percent: 101 })[0]?.[1]).toBe('high');
    expect(run(900, 'constructor')).toEqual([]);
  });
});
