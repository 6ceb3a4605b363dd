import { describe, expect, it } from 'vitest';
import { isProblems } from '../../src/hours/exceptions.ts';
import { readWeek } from '../../src/hours/read-week.ts';
import { weekText } from '../../src/hours/week.ts';

function meant(text: string): string {
  const week = readWeek(text);
  return isProblems(week) ? week.map(({ at, message }) => `${at} ${message}`).join('\n') : weekText(week);
}

describe('hours as people write them', () => {
  it.each([
    ['mon-fri 9:00-17:00, sat 10:00-14:00', 'mon-fri 9:00-17:00, sat 10:00-14:00'],
    ['9am-5pm', 'mon-sun 9:00-17:00'],
    ['9:00 AM - 5:00 PM', 'mon-sun 9:00-17:00'],
    ['mon-fri 9:00 a.m. – 5:30 p.m.', 'mon-fri 9:00-17:30'],
    ['mon-fri 9:00-12:30,13:30-17:00', 'mon-fri 9:00-12:30,13:30-17:00'],
    ['mon-fri 9-12 and 13-17', 'mon-fri 9:00-12:00,13:00-17:00'],
    ['mon-fri 9-17; sat 10-14', 'mon-fri 9:00-17:00, sat 10:00-14:00'],
    ['mon-fri 9-17\nsat 10-14\n', 'mon-fri 9:00-17:00, sat 10:00-14:00'],
    ['24/7', '24/7'],
    ['always', '24/7'],
    ['mon-sun 0:00-24:00', '24/7'],
    ['daily 24 hours', '24/7'],
    ['weekdays 9-17', 'mon-fri 9:00-17:00'],
    ['weekdays 9-17, sat closed', 'mon-fri 9:00-17:00'],
    ['daily 9-17, sat closed', 'mon-fri 9:00-17:00, sun 9:00-17:00'],
    ['mon-sun closed', 'mon-sun closed'],
    [
      'Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-14:00; PH off',
      'mon-fri 9:00-12:30,13:30-17:00, sat 10:00-14:00; PH off',
    ],
    ['Mo-Su,PH 10:00-20:00', 'mon-sun 10:00-20:00; PH 10:00-20:00'],
    ['Mo-Su 08:00-20:00; Su off', 'mon-sat 8:00-20:00'],
    ['Mo-Fr 9-18; Fr 9-14', 'mon-thu 9:00-18:00, fri 9:00-14:00'],
    ['Monday to Friday from 9 to 5pm', 'mon-fri 9:00-17:00'],
    ['Mondays, Weds and Fri.: 08.30 - 12.00', 'mon 8:30-12:00, wed 8:30-12:00, fri 8:30-12:00'],
    ['mon, tue 9-17', 'mon-tue 9:00-17:00'],
    ['sat-mon 9-12', 'mon 9:00-12:00, sat-sun 9:00-12:00'],
    ['mon 9h-17h30', 'mon 9:00-17:30'],
    ['mon-fri 0900-1700', 'mon-fri 9:00-17:00'],
    ['mon 1-5pm', 'mon 13:00-17:00'],
    ['mon 10-12pm', 'mon 10:00-12:00'],
    ['mon 9am-5', 'mon 9:00-17:00'],
    ['mon 9am-noon, 1pm-midnight', 'mon 9:00-12:00,13:00-24:00'],
    ['mon 8pm-12am', 'mon 20:00-24:00'],
    ['mon midnight-6am', 'mon 0:00-6:00'],
    ['fri 20:00-2:00', 'fri 20:00-02:00'],
    ['fri 20:00-26:00', 'fri 20:00-02:00'],
    ['mon 18:00-28:00', 'mon 18:00-04:00'],
    ['mon 22:00-6:00', 'mon 22:00-06:00'],
    ['mon 22:00-24:00', 'mon 22:00-24:00'],
    ['mon 11:00-34:00', 'mon 11:00-34:00'],
    ['daily 10:00-02:00', 'mon-sun 10:00-02:00'],
    ['mon 9-12, mon 14-18', 'mon 9:00-12:00,14:00-18:00'],
    ['weekends 10-12', 'sat-sun 10:00-12:00'],
  ])('%s', (text, expected) => {
    expect(meant(text)).toBe(expected);
  });
});

describe('what cannot be hours', () => {
  it.each([
    ['', '0 no hours: write days and times, such as mon-fri 9:00-17:00, sat 10:00-14:00'],
    ['mun 9-17', '0 "mun" is neither a day nor a time, did you mean mon?'],
    ['mon', '0 "mon" has no times: write days and times, such as mon-fri 9:00-17:00, sat 10:00-14:00'],
    ['mon 9', '4 "9" has no end: write a span, such as 9:00-17:00'],
    [
      'mon 9-5',
      '4 "9-5": it ends before it begins: write 9:00-17:00 for the afternoon, or 24-hour times (22:00-06:00) for a night',
    ],
    [
      'mon 9-12, 1-5',
      '10 "1" comes before 12:00: write the times of a day in their order, the afternoon as 13:00-17:00 or 1pm-5pm',
    ],
    ['mon 9:00-9:00', '4 "9:00-9:00": it begins and ends at the same time: for a whole day write 0:00-24:00'],
    ['mon 13pm-5pm', '4 "13pm" pm needs an hour from 1 to 12'],
    ['mon 9:75-12', '4 "9:75" an hour has 60 minutes, not 75'],
    ['mon 25-26', '4 "25-26": a day has 24 hours, so it cannot begin at 25:00'],
    ['mon 25-17', '4 "25-17": a day has 24 hours, so it cannot begin at 25:00'],
    ['mon 9-25', '4 "9-25": a day has 24 hours: if it ends on the next day, write 9:00-01:00'],
    ['mon 9:00-25:00', '4 "9:00-25:00": a day has 24 hours: if it ends on the next day, write 9:00-01:00'],
    ['mon 18:00-28:30', '4 "18:00-28:30": a day has 24 hours: if it ends on the next day, write 18:00-04:30'],
    ['mon 24:00-25:00', '4 "24:00-25:00": a day has 24 hours, so it cannot begin at 24:00'],
    ['mon 9-50', '6 "50" a day has 24 hours'],
    ['mon 9-17; 10-12', '10 "10" has no days: write them before it'],
    [
      'mon-fri 9-17, fri 9-14',
      '14 fri has other hours already: write all hours of a day once, such as fri 9:00-12:00,14:00-17:00',
    ],
    [
      'mon 9-12; mon 14-18',
      '10 mon has other hours already: write all hours of a day once, such as mon 9:00-12:00,14:00-17:00',
    ],
    [
      'sat closed, sat 9-12',
      '12 sat has other hours already: write all hours of a day once, such as sat 9:00-12:00,14:00-17:00',
    ],
    ['Mo-Fr 08:00-18:00+', '17 "+" does not belong in opening hours'],
    ['SH off', '0 "SH" is not supported: school holidays are unknown here, write them under closed'],
    ['mon sunrise-17', '4 "sunrise" is not supported: write a time, such as 7:00'],
    ['weekdays-sat 9-12', '9 a range goes from one day to another'],
    ['- mon 9-12', '0 a dash must be between two days or two times'],
  ])('%s', (text, expected) => {
    expect(meant(text).split('\n')[0]).toBe(expected);
  });

  it('all of it is said at once, in the order of the text', () => {
    const wrong = meant('mun 9-17, tue 9, wed 9:75-12').split('\n');

    expect(wrong.map((line) => Number.parseInt(line, 10))).toEqual([0, 14, 21]);
  });
});
