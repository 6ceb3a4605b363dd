import { describe, expect, it } from 'vitest';
import { openingAt, type Calendar } from '../../src/hours/calendar.ts';
import { compileHours, entranceOf, MOST_EXECUTED } from '../../src/hours/compile.ts';
import { dayOf, isoOf } from '../../src/hours/days.ts';
import { hoursFlow } from '../../src/hours/flow.ts';
import { isProblems, readWhen } from '../../src/hours/exceptions.ts';
import { loadHolidays } from '../../src/hours/holidays.ts';
import { readWeek } from '../../src/hours/read-week.ts';
import { zoneProblem } from '../../src/hours/zones.ts';
import { callsTo } from '../support/hours-run.ts';

const holidays = await loadHolidays();
const first = dayOf('2026-11-28') ?? 0;
const keep = { covered: '2026-11-28 to 2027-11-27', definition: { open: 'as written' } };

function calendarOf(
  zone: string,
  open: string,
  more: { holidays?: string; opened?: string[]; closed?: string[] } = {},
): Calendar {
  const week = readWeek(open);
  if (isProblems(week)) throw new Error(JSON.stringify(week));
  const exceptions = (texts: readonly string[] = []): Calendar['opened'] =>
    texts.map((text) => {
      const when = readWhen(text);
      if (!('kind' in when)) throw new Error(when.message);
      return { when };
    });
  return {
    zone,
    week,
    holidays:
      more.holidays === undefined ? new Map() : holidays.between(more.holidays, first - 2, first + 367),
    opened: exceptions(more.opened),
    closed: exceptions(more.closed),
  };
}

const minuteOf = (iso: string): number => Date.parse(iso) / 60_000;

describe('hours of an office in Munich', () => {
  const calendar = calendarOf('Europe/Berlin', 'mon-fri 9:00-17:00', {
    holidays: 'DE-BY',
    opened: ['2026-12-24 9:00-12:00', '2027-01-06 10:00-11:00'],
    closed: ['2026-12-21 - 2026-12-31', '2027-03-01 14:00-15:30'],
  });
  const { actions, executed } = compileHours(calendar, first, keep);

  it.each([
    ['a Monday before nine', '2026-11-30T07:59:00Z', 'closed'],
    ['nine in winter', '2026-11-30T08:00:00Z', 'open'],
    ['the last minute', '2026-11-30T15:59:00Z', 'open'],
    ['five', '2026-11-30T16:00:00Z', 'closed'],
    ['nine in summer', '2027-07-05T07:00:00Z', 'open'],
    ['five in summer', '2027-07-05T15:00:00Z', 'closed'],
    ['a Saturday', '2026-12-05T10:00:00Z', 'closed'],
    ['a holiday', '2027-06-15T10:00:00Z', 'open'],
    ['Corpus Christi, a holiday in Bavaria', '2027-05-27T10:00:00Z', 'closed'],
    ['a day of the Christmas break', '2026-12-22T10:00:00Z', 'closed'],
    ['Christmas Eve, opened in the break', '2026-12-24T10:59:00Z', 'open'],
    ['Christmas Eve at noon', '2026-12-24T11:00:00Z', 'closed'],
    ['a holiday that is opened for an hour', '2027-01-06T09:30:00Z', 'open'],
    ['the rest of that holiday', '2027-01-06T12:00:00Z', 'closed'],
    ['a meeting', '2027-03-01T13:30:00Z', 'closed'],
    ['after the meeting', '2027-03-01T14:30:00Z', 'open'],
    ['the last day that is covered', '2027-11-26T10:00:00Z', 'open'],
  ])('%s', (_, at, expected) => {
    expect(callsTo(actions)(minuteOf(at)).answer).toBe(expected);
  });

  it('is a graph and no tree, and short enough for every call', () => {
    expect(actions.length).toBeLessThan(200);
    expect(executed).toBeLessThanOrEqual(MOST_EXECUTED);
  });

  it('returns: nothing ends the call, and nothing leads out of the flow', () => {
    const labels = new Set(actions.map(({ label }) => label));

    expect(new Set(actions.map(({ type }) => type))).toEqual(new Set(['condition_datetime', 'variable_set']));
    expect(labels.size).toBe(actions.length);
    const targets = actions.flatMap(({ next, option }) => [next, option['false_target']]);
    expect(targets.filter((target) => target !== undefined && !labels.has(target as string))).toEqual([]);
    expect(actions.at(-1)).toEqual({
      label: 'end',
      type: 'variable_set',
      option: { key: 'hours.days', value: keep.covered, extra: { hours: keep.definition } },
    });
  });
});

describe('hours of every day', () => {
  it.each([
    ['24/7', 'open'],
    ['mon-sun closed', 'closed'],
  ])('%s need no decision', (open, answer) => {
    const { actions, executed } = compileHours(calendarOf('Asia/Kolkata', open), first, keep);

    expect(actions.map(({ type }) => type)).toEqual(['variable_set', 'variable_set']);
    expect(callsTo(actions)(minuteOf('2027-02-03T04:05:00Z'))).toEqual({ answer, executed: 4 });
    expect(executed).toBe(4);
  });
});

describe('a span over midnight', () => {
  it('belongs to the day on which it begins, whatever the next one is', () => {
    const calendar = calendarOf('Europe/Berlin', 'thu-sat 20:00-02:00', {
      holidays: 'DE-BY',
      closed: ['2026-12-12'],
    });
    const { actions } = compileHours(calendar, first, keep);
    const at = (iso: string): unknown => callsTo(actions)(minuteOf(iso)).answer;

    expect(at('2026-12-11T00:30:00Z')).toBe('open'); // Friday, half past one
    expect(at('2026-12-12T00:30:00Z')).toBe('open'); // the night of Friday, though the Saturday is closed
    expect(at('2026-12-12T20:00:00Z')).toBe('closed');
    expect(at('2026-12-13T00:30:00Z')).toBe('closed'); // the night of the closed Saturday
    expect(at('2026-12-24T23:30:00Z')).toBe('open'); // Thursday's night goes on into the holiday
    expect(at('2026-12-25T20:00:00Z')).toBe('closed');
    expect(at('2026-12-26T00:30:00Z')).toBe('closed');
  });

  it('comes into the first day that is covered, and may be closed on the day on which it ends', () => {
    const calendar = calendarOf('Europe/Berlin', 'fri 20:00-02:00', {
      closed: ['2026-12-05 1:00-1:30'],
    });
    const { actions } = compileHours(calendar, first, keep);
    const at = (iso: string): unknown => callsTo(actions)(minuteOf(iso)).answer;

    expect(at('2026-11-28T00:30:00Z')).toBe('open'); // the first day is a Saturday
    expect(at('2026-11-28T01:00:00Z')).toBe('closed');
    expect(['2026-12-04T23:59:00Z', '2026-12-05T00:00:00Z', '2026-12-05T00:30:00Z'].map(at)).toEqual([
      'open',
      'closed',
      'open',
    ]);
  });
});

describe('public holidays', () => {
  it('may have hours of their own', () => {
    const { actions } = compileHours(
      calendarOf('Europe/Berlin', 'mon-fri 9:00-17:00; PH 10:00-12:00', { holidays: 'DE-BY' }),
      first,
      keep,
    );
    const at = (iso: string): unknown => callsTo(actions)(minuteOf(iso)).answer;

    // The second is a Saturday.
    expect(['2026-12-25T08:30:00Z', '2026-12-25T09:30:00Z', '2026-12-26T10:30:00Z'].map(at)).toEqual([
      'closed',
      'open',
      'open',
    ]);
  });

  it.each([
    ['America/Los_Angeles', 'US', '2026-12-26', '2026-12-26T00:30:00Z'],
    ['Pacific/Auckland', 'NZ', '2026-01-01', '2026-12-31T20:30:00Z'],
  ])('in %s count by the local day, on the edges of what is covered, too', (time_zone, region, from, at) => {
    const day = dayOf(from) ?? 0;
    const definition = { time_zone, open: 'daily 8:00-20:00', holidays: region };
    const { actions } = hoursFlow(definition, day, holidays);

    expect(callsTo(actions)(minuteOf(at)).answer).toBe('closed');
    const { holidays: _, ...bare } = definition;
    expect(callsTo(hoursFlow(bare, day, undefined).actions)(minuteOf(at)).answer).toBe('open');
  });
});

describe('hours that change too often', () => {
  it('need more than a call may use, on certain days', () => {
    const often = Array.from({ length: 24 * 12 }, (_, index) => index * 5);
    const clock = (minute: number): string =>
      `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
    const spans = often.map((from) => `${clock(from)}-${clock(from + 1 + (Math.floor(from / 60) % 4))}`);
    const calendar = calendarOf('Europe/Berlin', `wed ${spans.join(',')}; mon-tue 9-17`);
    const { executed, deepest } = compileHours(calendar, first, keep);

    expect(executed).toBeGreaterThan(MOST_EXECUTED);
    expect(deepest.map(isoOf)).toContain('2026-12-02');
    expect(new Set(deepest.map((day) => (day + 4) % 7))).toEqual(new Set([3]));
  });
});

describe('the entrance', () => {
  it('fetches the hours, and without an answer is closed', () => {
    expect(entranceOf('Office', 'nobody', { label: 'hours', next: 'menu' })).toEqual([
      { label: 'hours', type: 'fetch_flow', option: { flow: 'Office' } },
      {
        type: 'condition_variable',
        option: {
          condition: '==',
          variable: '${hours.answer}',
          value_type: 'string',
          value_string: 'open',
          false_target: 'nobody',
        },
        next: 'menu',
      },
    ]);
  });
});

describe('the outlook', () => {
  it('says whether it is open, and what changes next', () => {
    const calendar = calendarOf('Europe/Berlin', 'mon-fri 9:00-17:00', { holidays: 'DE-BY' });
    const at = (iso: string): unknown => {
      const { isOpen, changes } = openingAt(calendar, minuteOf(iso));
      const [next] = changes;
      return [isOpen, next?.isOpen, new Date((next?.at ?? 0) * 60_000).toISOString()];
    };

    expect(at('2026-12-23T10:00:00Z')).toEqual([true, false, '2026-12-23T16:00:00.000Z']);
    expect(at('2026-12-24T16:00:00Z')).toEqual([false, true, '2026-12-28T08:00:00.000Z']);
    expect(at('2026-12-28T08:00:00Z')).toEqual([true, false, '2026-12-28T16:00:00.000Z']);
  });

  it('has no changes where there are none', () => {
    expect(openingAt(calendarOf('UTC', '24/7'), 0)).toEqual({ isOpen: true, changes: [] });
    expect(openingAt(calendarOf('UTC', 'daily closed'), 0)).toEqual({ isOpen: false, changes: [] });
  });
});

describe('the name of a time zone', () => {
  it.each([
    ['Europe/Berlin', undefined],
    ['UTC', undefined],
    ['Berlin', '"Berlin" is not a time zone, did you mean Europe/Berlin?'],
    ['Europe/Berln', '"Europe/Berln" is not a time zone, did you mean Europe/Berlin?'],
    ['somewhere', '"somewhere" is not a time zone, such as Europe/Berlin'],
  ])('%s', (zone, expected) => {
    expect(zoneProblem(zone)).toBe(expected);
  });
});
