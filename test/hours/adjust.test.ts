/** Closing and opening now, beside all that a file may say of these days already. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUntil, withClosing, withOpening } from '../../src/hours/adjust.ts';
import { openSpans } from '../../src/hours/calendar.ts';
import { dayOf } from '../../src/hours/days.ts';
import { calendarOf, type Definition } from '../../src/hours/definition.ts';
import { minuteOf, momentText } from '../../src/hours/exceptions.ts';
import { without, within, joined, type Span } from '../../src/hours/spans.ts';
import { runs } from '../support/runs.ts';

const first = dayOf('2026-11-20') ?? 0;
const covered = { first, last: first + 14 };
const year = { from: first * 1440, to: (first + 14) * 1440 };

const openIn = (definition: Definition): Span[] =>
  openSpans(calendarOf(definition, covered, undefined), year);

const when = fc.constantFrom(
  '2026-11-23',
  '2026-11-23 12:00-20:00',
  '2026-11-23 20:00-26:00',
  '2026-11-22 - 2026-11-25',
  '2026-11-22 - 2026-11-24 8:00-10:00,21:00-23:00',
  '2026-11-22 18:00 - 2026-11-24 9:00',
);
const exceptions = fc.array(fc.record({ when }), { maxLength: 3 });
const definitions: fc.Arbitrary<Definition> = fc.record({
  time_zone: fc.constant('UTC'),
  open: fc.constantFrom('mon-fri 9:00-17:00', '24/7', 'daily 20:00-02:00', 'sat 10-12'),
  opened: exceptions,
  closed: exceptions,
});
const span = fc
  .record({ from: fc.nat({ max: 3 * 1440 }), length: fc.integer({ min: 1, max: 2 * 1440 }) })
  .map(({ from, length }) => ({ from: (first + 2) * 1440 + from, to: (first + 2) * 1440 + from + length }));

describe('closing', () => {
  it('takes the span out of the hours, and nothing else, whatever is opened and closed besides', () => {
    fc.assert(
      fc.property(definitions, span, (definition, closing) => {
        const before = openIn(definition);
        const after = openIn(
          withClosing(definition, calendarOf(definition, covered, undefined), closing, 'a meeting'),
        );
        expect(after).toEqual(joined(without(before, [closing])));
      }),
      runs(500),
    );
  });
});

describe('opening', () => {
  it('adds the span to the hours, and takes nothing from what is open', () => {
    fc.assert(
      fc.property(definitions, span, (definition, { from, to }) => {
        const opening = { from, to: Math.min(to, from + 1440) };
        const before = openIn(definition);
        const after = openIn(
          withOpening(definition, calendarOf(definition, covered, undefined), opening, undefined),
        );
        expect(after).toEqual(joined([...before, opening]));
      }),
      runs(500),
    );
  });
});

describe('both', () => {
  it('keep the reasons, and the days around', () => {
    const definition: Definition = {
      time_zone: 'UTC',
      open: 'mon-fri 9:00-17:00',
      opened: [{ when: '2026-11-21 - 2026-11-25 9:00-20:00', because: 'fair' }],
    };
    const closing = { from: (first + 3) * 1440 + 600, to: (first + 3) * 1440 + 720 };
    const calendar = calendarOf(definition, covered, undefined);

    expect(withClosing(definition, calendar, closing, 'meeting')).toEqual({
      time_zone: 'UTC',
      open: 'mon-fri 9:00-17:00',
      opened: [
        { when: '2026-11-21 - 2026-11-22 9:00-20:00', because: 'fair' },
        { when: '2026-11-24 - 2026-11-25 9:00-20:00', because: 'fair' },
        { when: '2026-11-23 9:00-10:00,12:00-20:00', because: 'fair' },
      ],
      closed: [{ when: '2026-11-23 10:00-12:00', because: 'meeting' }],
    });
    expect(within(openIn(definition), closing)).toEqual([closing]);
  });
});

describe('a moment on the command line', () => {
  const now = minuteOf('2026-11-23', '13:00') ?? 0;

  it.each([
    ['15:00', '2026-11-23 15:00'],
    ['3pm', '2026-11-23 15:00'],
    ['13:00', '2026-11-24 13:00'],
    ['9', '2026-11-24 9:00'],
    ['midnight', '2026-11-24 0:00'],
    ['24:00', '2026-11-24 0:00'],
    ['2026-12-24', '2026-12-25 0:00'],
    ['2026-12-24 15:00', '2026-12-24 15:00'],
    ['2026-12-24T0:00', '2026-12-24 0:00'],
    ['noonish', undefined],
    ['2026-02-30', undefined],
    ['9-5', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    const until = readUntil(text, now);
    expect(until === undefined ? undefined : momentText(until)).toBe(expected);
  });
});
