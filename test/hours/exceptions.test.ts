import { describe, expect, it } from 'vitest';
import { readWhen, whenText } from '../../src/hours/exceptions.ts';

function meant(text: string): string {
  const read = readWhen(text);
  return 'kind' in read ? whenText(read) : `${read.at} ${read.message}`;
}

describe('dates that are not like others', () => {
  it.each([
    ['2026-12-24', '2026-12-24'],
    ['2026-12-24 9:00-12:00', '2026-12-24 9:00-12:00'],
    ['2026-12-24 9am-12, 2pm-4pm', '2026-12-24 9:00-12:00,14:00-16:00'],
    ['2026-12-31 20:00-2:00', '2026-12-31 20:00-02:00'],
    ['2026-12-27 - 2026-12-31', '2026-12-27 - 2026-12-31'],
    ['2026-12-27–2026-12-31', '2026-12-27 - 2026-12-31'],
    ['2026-12-27..2026-12-31', '2026-12-27 - 2026-12-31'],
    ['2026-12-27 to 2026-12-31', '2026-12-27 - 2026-12-31'],
    ['2026-12-27 - 2026-12-31 9:00-12:00', '2026-12-27 - 2026-12-31 9:00-12:00'],
    ['2026-12-24 18:00 - 2026-12-27 9:00', '2026-12-24 18:00 - 2026-12-27 9:00'],
    ['2026-12-24T18:00 - 2026-12-27T0:00', '2026-12-24 18:00 - 2026-12-27 0:00'],
    ['2026-12-24 18:00 - 2026-12-26', '2026-12-24 18:00 - 2026-12-27 0:00'],
  ])('%s', (text, expected) => {
    expect(meant(text)).toBe(expected);
    expect(meant(expected)).toBe(expected);
  });

  it.each([
    ['24.12.2026', '0 "24.12.2026" is not a date: write it as 2026-12-24'],
    ['Dec 24, 2026', '0 "Dec 24, 2026" is not a date: write it as 2026-12-24'],
    ['24 December 2026', '0 "24 December 2026" is not a date: write it as 2026-12-24'],
    [
      'tomorrow',
      '0 "tomorrow" is not a date: write it as 2026-12-24, 2026-12-24 9:00-12:00 or 2026-12-27 - 2026-12-31',
    ],
    ['2026-02-30', '0 2026-02-30 does not exist'],
    ['2026-12-31 - 2026-12-01', '13 2026-12-01 is before 2026-12-31'],
    ['2026-12-24 - 2062-12-26', '13 from 2026-12-24 to 2062-12-26 it is more than ten years'],
    [
      '2026-12-24 9-5',
      '11 "9-5": it ends before it begins: write 9:00-17:00 for the afternoon, or 24-hour times (22:00-06:00) for a night',
    ],
    ['2026-12-24 mon 9-12', '11 "mon 9-12" is not a time of that day, such as 9:00-12:00'],
    ['2026-12-24 18:00 - 2026-12-24 9:00', '19 it ends before it begins'],
    ['2026-12-24 late - 2026-12-25 9:00', '11 "late" is not a time, such as 15:00'],
  ])('%s', (text, expected) => {
    expect(meant(text)).toBe(expected);
  });
});
