/** What the flow of some hours answers is what the hours mean: at every minute of its year at which anything changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSpans, type Calendar } from '../../src/hours/calendar.ts';
import { compileHours, COVERED_DAYS, MOST_EXECUTED } from '../../src/hours/compile.ts';
import { dayOf } from '../../src/hours/days.ts';
import type { Exception } from '../../src/hours/exceptions.ts';
import { isProblems } from '../../src/hours/exceptions.ts';
import { readWeek } from '../../src/hours/read-week.ts';
import { joined, type Span } from '../../src/hours/spans.ts';
import { weekText, type WeekHours } from '../../src/hours/week.ts';
import { callsTo } from '../support/hours-run.ts';
import { isOpenAt, offsetAt } from '../support/wall-clock.ts';

const DAY = 1440;

/** Whole hours, halves and quarters; summer in the north, in the south, by two hours and by half an hour; Ramadan. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'America/Nuuk',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Jerusalem',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Antarctica/Troll',
];

const quarter = (most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: most / 15 }).map((count) => count * 15);

/** Up to three spans, of which the last may go on into the next day. */
const spansUpTo = (most: number) =>
  fc
    .uniqueArray(quarter(most), { minLength: 2, maxLength: 6 })
    .map((times) => {
      const [...ends] = times.sort((a, b) => a - b);
      const pairs = Array.from({ length: Math.floor(ends.length / 2) }, (_, index) => ({
        from: ends[2 * index] ?? 0,
        to: ends[2 * index + 1] ?? 0,
      }));
      return joined(pairs.filter(({ from }) => from < DAY));
    })
    .filter((list) => list.length > 0);

const spans = spansUpTo(DAY + 6 * 60);

const weekOf = (spans: fc.Arbitrary<Span[]>): fc.Arbitrary<WeekHours> =>
  fc
    .record({
      kinds: fc.array(fc.option(spans, { nil: [] as Span[] }), { minLength: 2, maxLength: 3 }),
      which: fc.array(fc.nat(), { minLength: 7, maxLength: 7 }),
      holidays: fc.option(spans, { nil: undefined, freq: 4 }),
    })
    .map(({ kinds, which, holidays }) => ({
      days: which.map((one) => ({ spans: kinds[one % kinds.length] ?? [], at: 0 })),
      holidays,
    }));

const exceptions = (first: number): fc.Arbitrary<Exception[]> => {
  const day = fc.integer({ min: first - 3, max: first + COVERED_DAYS + 3 });
  const days = fc
    .record({ first: day, more: fc.nat({ max: 9 }), spans: fc.option(spans, { nil: undefined }) })
    .map(({ first: one, more, spans: said }) => ({
      when: { kind: 'days' as const, first: one, last: one + more, ...(said && { spans: said }) },
    }));
  const moments = fc
    .record({ from: day, at: quarter(DAY), length: quarter(3 * DAY) })
    .map(({ from, at, length }) => ({
      when: { kind: 'moments' as const, from: from * DAY + at, to: from * DAY + at + length + 15 },
    }));
  return fc.array(fc.oneof(days, moments), { maxLength: 4 });
};

const start = fc.integer({ min: dayOf('2026-01-01') ?? 0, max: dayOf('2029-12-31') ?? 0 });

const casesIn = (zone: string) =>
  start.chain((first) =>
    fc.record({
      first: fc.constant(first),
      zone: fc.constant(zone),
      week: weekOf(spans),
      holidays: fc
        .array(fc.integer({ min: first - 2, max: first + COVERED_DAYS + 2 }), { maxLength: 14 })
        .map((days) => new Map(days.map((day) => [day, 'a holiday']))),
      opened: exceptions(first),
      closed: exceptions(first),
    }),
  );

/** All minutes at which the hours could change: each end of a span, on each day, by every offset that the zone has then. */
function* momentsOf(calendar: Calendar, first: number): Generator<number> {
  const all = [
    ...calendar.week.days.flatMap((day) => day.spans),
    ...(calendar.week.holidays ?? []),
    ...[...calendar.opened, ...calendar.closed].flatMap(({ when }): readonly Span[] =>
      when.kind === 'moments' ? [when] : (when.spans ?? []),
    ),
  ];
  const clocks = [...new Set([0, ...all.flatMap(({ from, to }) => [from % DAY, to % DAY])])];
  for (let day = first; day < first + COVERED_DAYS; day += 1) {
    const offsets = new Set([offsetAt(calendar.zone, day * DAY), offsetAt(calendar.zone, (day + 1) * DAY)]);
    for (const offset of offsets) {
      for (const clock of clocks) {
        const moment = (((clock - offset) % DAY) + DAY) % DAY;
        for (const near of [-1, 0, 1])
          if (moment + near >= 0 && moment + near < DAY) yield day * DAY + moment + near;
      }
    }
    // What the clocks do on a day on which they are changed, to the minute.
    if (offsets.size > 1) for (let minute = 0; minute < DAY; minute += 1) yield day * DAY + minute;
    yield day * DAY;
    yield day * DAY + DAY - 1;
  }
}

/** Of these, each at which it does change, with its neighbours; on one day of each week all, as a flow may change too often. */
function momentsToAsk(calendar: Calendar, first: number, weekday: number): ReadonlySet<number> {
  const isOpen = (minute: number): boolean => isOpenAt(calendar, minute);
  const moments = new Set(momentsOf(calendar, first));
  return new Set(
    [...moments].filter(
      (minute) =>
        Math.floor(minute / DAY) % 7 === weekday ||
        isOpen(minute - 1) !== isOpen(minute) ||
        isOpen(minute) !== isOpen(minute + 1),
    ),
  );
}

describe.each(zones)('the flow of hours in %s', (zone) => {
  it('answers as the clock on the wall does, within 20 actions, entrance included', () => {
    fc.assert(
      fc.property(casesIn(zone), fc.nat({ max: 6 }), ({ first, ...calendar }, weekday) => {
        const { actions, executed } = compileHours(calendar, first, { covered: '', definition: {} });
        expect(actions.length).toBeLessThan(800);
        fc.pre(executed <= MOST_EXECUTED);
        const call = callsTo(actions);
        for (const minute of momentsToAsk(calendar, first, weekday)) {
          const { answer, executed: used } = call(minute);
          const expected = isOpenAt(calendar, minute) ? 'open' : 'closed';
          if (answer !== expected || used > executed) {
            const at = new Date(minute * 60_000).toISOString();
            throw new Error(`${at} is ${expected}, not ${String(answer)}, by ${used} actions`);
          }
        }
        const time = { from: first * DAY, to: (first + COVERED_DAYS) * DAY };
        for (const { from, to } of openSpans(calendar, time)) {
          expect([from, to - 1].map((minute) => isOpenAt(calendar, minute))).toEqual([true, true]);
          if (to < time.to) expect(isOpenAt(calendar, to)).toBe(false);
        }
      }),
      { numRuns: 1 },
    );
  }, 60_000);
});

describe('hours that were written by the program', () => {
  it('are read as the same hours', () => {
    fc.assert(
      fc.property(weekOf(spansUpTo(2 * DAY)), (hours) => {
        const read = readWeek(weekText(hours));
        if (isProblems(read)) throw new Error(`${weekText(hours)}: ${JSON.stringify(read)}`);
        const spansOf = ({ days, holidays }: WeekHours): unknown => [days.map((day) => day.spans), holidays];
        expect(spansOf(read)).toEqual(spansOf(hours));
      }),
      { numRuns: 500 },
    );
  });
});
