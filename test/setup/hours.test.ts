import { describe, expect, it } from 'vitest';
import { checkHours, tidyHours } from '../../src/setup/hours.ts';
import { hoursActions, openingsOf } from '../../src/setup/hours-actions.ts';
import { nextClockChange, offsetOf } from '../../src/setup/zones.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('opening hours as people write them', () => {
  it.each([
    ['Always', 'always'],
    ['Mon-Fri 9-17', 'mon-fri 09:00-17:00'],
    ['mon-fri 8:30-18:00,sat 10-14', 'mon-fri 08:30-18:00, sat 10:00-14:00'],
    ['fri - mon 22:00 - 6:00', 'fri-mon 22:00-06:00'],
    ['daily 0-24', 'daily 00:00-24:00'],
    ['Mon–Fri 9–17', 'mon-fri 09:00-17:00'],
    ['monday - friday 9-17', 'mon-fri 09:00-17:00'],
    ['mon, tue 9-17', 'mon 09:00-17:00, tue 09:00-17:00'],
    ['Mon-Wed, Saturday 9-17, sun 10-11', 'mon-wed 09:00-17:00, sat 09:00-17:00, sun 10:00-11:00'],
  ])('%s is %s', (typed, kept) => {
    expect(tidyHours(typed)).toBe(kept);
    expect(checkHours(kept)).toBeUndefined();
    expect(tidyHours(kept)).toBe(kept);
  });

  it.each([
    '',
    'weekdays 9-5',
    'mon-fri',
    'mon-fri 9',
    'mon-fri 9-9',
    'mon 25-26',
    'mon 9:60-10',
    'mon-fri 9-17; sat 1-2',
    'mo-fr 9-17',
    'mon-tue-wed 9-17',
    'mon, tue',
  ])('%j is refused with an example', (typed) => {
    expect(checkHours(tidyHours(typed))).toContain('mon-fri 9:00-17:00');
  });
});

it('times without days: the days are to be said once more', () => {
  expect(checkHours(tidyHours('mon-fri 9-12, 13-17'))).toBe(
    '"13-17" are times without days: say the days once more (mon-fri 13-17)',
  );
});

describe('zones', () => {
  it.each([
    ['UTC', 0],
    ['Europe/Berlin', 60],
    ['America/Los_Angeles', -480],
    ['Asia/Kolkata', 330],
    ['Europe/Nowhere', undefined],
  ])('%s is %s minutes ahead of UTC in November', (zone, minutes) => {
    for (const second of [0, 31, 59]) expect(offsetOf(zone, NOW + second * 1000)).toBe(minutes);
  });

  it('knows when the clocks are changed next', () => {
    expect(nextClockChange('Europe/Berlin', NOW)).toBe('2027-03-28');
    expect(nextClockChange('Asia/Tokyo', NOW)).toBeUndefined();
  });

  it.each([
    ['Europe/Berlin', '2027-03-28'],
    ['America/Los_Angeles', '2027-03-14'],
    ['Pacific/Auckland', '2027-04-04'],
  ])('in %s it is %s at every hour of a day, and on the day itself', (zone, day) => {
    const hours = Array.from({ length: 24 }, (_, hour) => nextClockChange(zone, NOW + hour * 3_600_000));

    expect(new Set(hours)).toEqual(new Set([day]));
    expect(nextClockChange('Europe/Berlin', Date.parse('2027-03-28T00:30:00Z'))).toBe('2027-03-28');
    expect(nextClockChange('Europe/Berlin', Date.parse('2027-03-28T01:00:00Z'))).toBe('2027-10-31');
  });
});

interface Moment {
  day: number;
  hour: number;
  minute: number;
}

/**
 * What the executor of the platform does with such actions. The order in which it reads a comparison is the other
 * one than its documentation shows: `natural` is how it would be if that were mended one day.
 */
function leadsTo(actions: ReturnType<typeof hoursActions>, now: Moment, natural = false): string {
  const compare = (condition: unknown, option: number, current: number): boolean => {
    const [a, b] = natural ? [current, option] : [option, current];
    if (condition === '==') return a === b;
    return condition === '<=' ? a <= b : a > b;
  };
  let at = 0;
  for (let steps = 0; steps < 1000; steps += 1) {
    const { option, next } = actions[at] ?? { option: {}, next: 'closed' };
    const { condition, hour, minute, weekdays, false_target } = option as Record<string, never> & {
      hour: number;
      minute: number;
      weekdays?: number[];
    };
    const fits =
      (weekdays === undefined || weekdays.includes(now.day)) &&
      (hour < 0 || compare(condition, hour, now.hour)) &&
      (minute < 0 || compare(condition, minute, now.minute));
    const target: string | undefined = fits ? next : false_target;
    if (target === 'open' || target === 'closed') return target;
    at = target === undefined ? at + 1 : actions.findIndex(({ label }) => label === target);
  }
  throw new Error('runs in circles');
}

const week: Moment[] = Array.from({ length: 7 * 24 * 4 }, (_, quarter) => ({
  day: Math.floor(quarter / 96),
  hour: Math.floor(quarter / 4) % 24,
  minute: (quarter % 4) * 15,
}));

/** Whether it is open at a moment of UTC, by plain arithmetic. */
function isOpen(
  lines: readonly [days: number[], from: number, to: number][],
  offset: number,
  at: Moment,
): boolean {
  const local = (((at.day * 1440 + at.hour * 60 + at.minute + offset) % 10_080) + 10_080) % 10_080;
  return lines.some(([days, from, to]) =>
    days.some((day) => {
      const since = (local - day * 1440 - from + 10_080) % 10_080;
      return since < to - from;
    }),
  );
}

const weekdays = [1, 2, 3, 4, 5];

describe('opening hours as actions', () => {
  it.each<[string, number, [number[], number, number][]]>([
    ['mon-fri 09:00-17:00', 0, [[weekdays, 540, 1020]]],
    ['mon-fri 09:00-17:00', 60, [[weekdays, 540, 1020]]],
    ['mon-fri 09:00-17:00', -480, [[weekdays, 540, 1020]]],
    ['mon-fri 09:00-17:00', 660, [[weekdays, 540, 1020]]],
    ['mon-fri 09:00-17:00', 330, [[weekdays, 540, 1020]]],
    [
      'mon-fri 08:30-18:15, sat 10:00-14:00',
      60,
      [
        [weekdays, 510, 1095],
        [[6], 600, 840],
      ],
    ],
    ['fri-mon 22:00-06:00', 60, [[[5, 6, 0, 1], 1320, 1800]]],
    ['daily 00:00-24:00', -300, [[[0, 1, 2, 3, 4, 5, 6], 0, 1440]]],
    ['mon 09:15-09:45', 0, [[[1], 555, 585]]],
  ])('%s, %i minutes ahead of UTC, at every quarter of an hour of the week', (text, offset, lines) => {
    const actions = hoursActions(text, offset);

    const wrong = week.filter(
      (at) => leadsTo(actions, at) !== (isOpen(lines, offset, at) ? 'open' : 'closed'),
    );

    expect(wrong).toEqual([]);
  });

  it('full hours stay right whichever way the platform reads a comparison', () => {
    const actions = hoursActions('mon-fri 09:00-17:00', 60);

    expect(week.filter((at) => leadsTo(actions, at) !== leadsTo(actions, at, true))).toEqual([]);
  });

  it('hours that are alike stand together', () => {
    expect(openingsOf('mon-fri 09:00-11:00', 0)).toEqual([
      { hour: 9, from: 0, to: 60, days: weekdays },
      { hour: 10, from: 0, to: 60, days: weekdays },
    ]);
  });

  it('labels are unique', () => {
    const labels = hoursActions('mon-fri 08:30-18:00, sat 08:00-14:30', 0).flatMap(
      ({ label }) => label ?? [],
    );
    expect(new Set(labels).size).toBe(labels.length);
  });
});
