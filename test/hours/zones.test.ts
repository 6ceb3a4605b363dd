/** When clocks are changed: to the minute, and no change is missed. */
import { describe, expect, it } from 'vitest';
import { dayOf, isoOf } from '../../src/hours/days.ts';
import { oddDaysOf, offsetOf, stretchesOf } from '../../src/hours/zones.ts';

const DAY = 1440;
const years = { from: (dayOf('2026-01-01') ?? 0) * DAY, to: (dayOf('2029-01-01') ?? 0) * DAY };

describe('the stretches between changes of clocks', () => {
  it.each<[zone: string, count: number]>([
    ['UTC', 1],
    ['Asia/Kolkata', 1],
    ['Europe/Berlin', 7],
    ['Australia/Lord_Howe', 7],
    ['America/Santiago', 7],
    // Ramadan: a month of other clocks.
    ['Africa/Casablanca', 7],
    ['Asia/Jerusalem', 7],
    ['Antarctica/Troll', 7],
  ])('%s', (zone, count) => {
    const stretches = stretchesOf(zone, years);
    expect(stretches).toHaveLength(count);
    expect([stretches[0]?.from, stretches.at(-1)?.to]).toEqual([years.from, years.to]);
    for (const [index, { from, to, offset }] of stretches.entries()) {
      expect([offsetOf(zone, from), offsetOf(zone, to - 1)]).toEqual([offset, offset]);
      for (let minute = from; minute < to; minute += 3 * DAY) expect(offsetOf(zone, minute)).toBe(offset);
      const next = stretches[index + 1];
      if (next !== undefined) expect([next.from, next.offset === offset]).toEqual([to, false]);
    }
  });

  it('are the same wherever one begins to look', () => {
    const bordersFrom = (from: number): number[] =>
      stretchesOf('Africa/Casablanca', { ...years, from }).map(({ to }) => to);
    const all = bordersFrom(years.from);
    for (let from = years.from; from < years.from + 60 * DAY; from += 4 * DAY) {
      expect(bordersFrom(from)).toEqual(all.filter((border) => border > from));
    }
  });
});

describe('the days on which a time of the day is odd', () => {
  const year = { from: years.from, to: (dayOf('2027-01-01') ?? 0) * DAY };
  const missing = (day: string): string => `${day} missing`;
  const twice = (day: string): string => `${day} twice`;

  it.each<[zone: string, time: string, days: string[]]>([
    ['Europe/Berlin', '2:30', [missing('2026-03-29'), twice('2026-10-25')]],
    ['Europe/Berlin', '1:59', []],
    ['Europe/Berlin', '2:00', [missing('2026-03-29'), twice('2026-10-25')]],
    ['Europe/Berlin', '3:00', []],
    ['Europe/Helsinki', '3:17', [missing('2026-03-29'), twice('2026-10-25')]],
    ['America/New_York', '2:30', [missing('2026-03-08')]],
    ['America/New_York', '1:30', [twice('2026-11-01')]],
    ['America/Santiago', '23:30', [twice('2026-04-04')]],
    ['America/Santiago', '0:30', [missing('2026-09-06')]],
    ['UTC', '2:30', []],
  ])('%s %s', (zone, time, days) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    const found = oddDaysOf(zone, hour * 60 + minute, year);
    expect(found.map(({ day, isMissing }) => (isMissing ? missing : twice)(isoOf(day)))).toEqual(days);
  });
});
