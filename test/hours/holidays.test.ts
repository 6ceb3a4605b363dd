import { describe, expect, it } from 'vitest';
import { dayOf, isoOf } from '../../src/hours/days.ts';
import { loadHolidays } from '../../src/hours/holidays.ts';

const holidays = await loadHolidays();

const daysOf = (code: string, first: string, last: string): string[] =>
  [...holidays.between(code, dayOf(first) ?? 0, dayOf(last) ?? 0).keys()].map(isoOf);

describe('days off', () => {
  it('are public holidays, and no half days', () => {
    expect(daysOf('DE-BY', '2026-01-01', '2026-12-31')).toEqual([
      '2026-01-01',
      '2026-01-06',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-06-04',
      '2026-10-03',
      '2026-11-01',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  it.each([
    // A feast that begins at sunset is the day after it; several days are several days off.
    ['IL', '2026-04-01', '2026-04-03', ['2026-04-02']],
    ['TR', '2026-03-15', '2026-03-31', ['2026-03-20', '2026-03-21', '2026-03-22']],
    ['SA', '2026-03-15', '2026-03-31', ['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22']],
    // Women have the afternoon off.
    ['CN', '2026-03-08', '2026-03-08', []],
    // In place of a Saturday, and of a Sunday.
    ['GB-ENG', '2026-12-24', '2026-12-31', ['2026-12-25', '2026-12-26', '2026-12-28']],
    ['US', '2026-07-01', '2026-07-31', ['2026-07-03', '2026-07-04']],
    // Observed on the last day of the year before.
    ['US', '2027-12-20', '2027-12-31', ['2027-12-24', '2027-12-25', '2027-12-31']],
    // Six days from the 28th of December on.
    ['SZ', '2027-01-01', '2027-01-03', ['2027-01-01', '2027-01-02']],
    ['GB-ENG', '2026-04-01', '2026-04-30', ['2026-04-03', '2026-04-06']],
    ['GB-SCT', '2026-04-01', '2026-04-30', ['2026-04-03']],
    ['de-by', '2026-01-06', '2026-01-06', ['2026-01-06']],
    ['DE-BE', '2026-01-06', '2026-01-06', []],
    // A holiday of most towns of Bavaria, and not of all.
    ['DE-BY', '2026-08-15', '2026-08-15', []],
    ['DE-BY-KATH', '2026-08-15', '2026-08-15', ['2026-08-15']],
  ])('of %s from %s to %s', (code, first, last, expected) => {
    expect(daysOf(code, first, last)).toEqual(expected);
  });

  it('have names', () => {
    expect(holidays.between('DE-BY', dayOf('2026-12-25') ?? 0, dayOf('2026-12-25') ?? 0)).toEqual(
      new Map([[dayOf('2026-12-25'), '1. Weihnachtstag']]),
    );
  });
});

describe('codes of regions', () => {
  it('are those that are known', () => {
    expect(['DE', 'DE-BY', 'de-by', 'US-CA', 'DE-BY-A'].map(holidays.problem)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    expect(holidays.problem('XX')).toBe(
      '"XX" is not a region with known holidays, such as DE-BY, GB-ENG or US',
    );
    expect(holidays.problem('GB-XYZ')).toBe(
      '"GB-XYZ" is not a region with known holidays, choose one of: GB-ALD, GB-ENG, GB-NIR, GB-SCT, GB-WLS',
    );
    expect(holidays.problem('')).toContain('is not a region');
    // The library knows it, and gives the days of its province.
    expect(holidays.problem('NZ-CAN-Timaru')).toContain('is not a region');
    expect(holidays.problem('constructor')).toContain('is not a region');
  });
});
