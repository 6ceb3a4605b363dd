/** How many rows a list has where it was not read. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/core/time.ts';
import { Rhythm, type Seen } from '../../src/snapshot/rhythm.ts';

const MONDAY = Date.parse('2026-11-23T00:00:00Z') * 1000;
const [DAYS, HOURS] = [DAY * 1000, HOUR * 1000];
const hourOf = (at: number): number => Math.floor((at % DAYS) / HOURS);
/** A page that has a row every so often. */
const page = (from: number, to: number, every: number): Seen => ({
  from,
  to,
  rows: Array.from({ length: Math.floor((to - from) / every) }, (_, index) => from + index * every),
});

it('knows opening hours from one day, and takes other days for like it', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => MONDAY + hour * HOURS).reverse();
  const isOpen = (at: number): boolean => hourOf(at) >= 9 && hourOf(at) < 17;
  const rhythm = new Rhythm(hours.map((at) => page(at, at + HOURS, isOpen(at) ? HOURS / 100 : HOURS / 4)));
  const before = MONDAY - 2 * DAYS;
  expect(rhythm.rowsBetween(before + 10 * HOURS, before + 12 * HOURS) / 200).toBeCloseTo(1, 1);
  expect(Math.abs(rhythm.rowsBetween(before, before + DAYS) / (8 * 100 + 16 * 4) - 1)).toBeLessThan(0.15);
});

it('knows a holiday that one page covers for a day unlike the others', () => {
  const busy = (day: number): Seen =>
    page(MONDAY + day * DAYS + 12 * HOURS, MONDAY + (day * 24 + 13) * HOURS, HOURS / 99);
  const holiday = page(MONDAY + 2 * DAYS, MONDAY + 3 * DAYS, DAYS / 5);
  const rhythm = new Rhythm([busy(4), busy(3), holiday, busy(1), busy(0)]);
  expect(rhythm.rowsBetween(MONDAY + 26 * HOURS, MONDAY + 36 * HOURS) / 990).toBeCloseTo(1, 1);
  expect(rhythm.rowsBetween(MONDAY + 2 * DAYS, MONDAY + 3 * DAYS)).toBeLessThan(40);
});

const seen = fc
  .array(
    fc.record({
      hours: fc.double({ min: 0.1, max: 40, noNaN: true }),
      gap: fc.integer({ min: 0, max: 900 }),
      rows: fc.integer({ min: 0, max: 99 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((pages) => {
    let end = MONDAY;
    return pages.map(({ hours, gap, rows }): Seen => {
      const to = end - gap * HOURS;
      const from = Math.floor(to - hours * HOURS);
      end = from;
      return {
        from,
        to,
        rows: Array.from({ length: rows }, (_, index) => from + ((to - from) * index) / 100),
      };
    });
  });
const moment = fc.integer({ min: MONDAY - 800 * DAYS, max: MONDAY });

it('finds as many rows in two parts as in the whole, however long', () => {
  fc.assert(
    fc.property(seen, fc.tuple(moment, moment, moment), (pages, moments) => {
      const [a, b, c] = moments.toSorted((one, other) => one - other) as [number, number, number];
      const rhythm = new Rhythm(pages);
      const whole = rhythm.rowsBetween(a, c);
      expect(whole).toBeGreaterThanOrEqual(0);
      expect(Math.abs(rhythm.rowsBetween(a, b) + rhythm.rowsBetween(b, c) - whole)).toBeLessThan(
        1e-6 * (1 + whole),
      );
    }),
  );
});

it('has no more moments than are asked for, in however short a time', () => {
  const rhythm = new Rhythm([page(MONDAY - HOURS, MONDAY, HOURS / 99)]);
  expect(rhythm.moments(MONDAY - 1, MONDAY, 96, 0.5).length).toBeLessThanOrEqual(96);
});

it('puts as many rows between its moments', () => {
  const anHourBefore = moment.map((at) => at - HOURS);
  fc.assert(
    fc.property(seen, anHourBefore, fc.integer({ min: 1, max: 40 }), (pages, from, count) => {
      const rhythm = new Rhythm(pages);
      const all = rhythm.rowsBetween(from, MONDAY);
      const moments = rhythm.moments(from, MONDAY, count, 0.5);
      if (all < 1) return;
      expect(Math.abs(moments.length - count)).toBeLessThanOrEqual(1);
      for (const [index, at] of moments.entries()) {
        const above = moments[index - 1] ?? MONDAY;
        const wanted = (all / count) * (index === 0 ? 0.5 : 1);
        expect(Math.abs(rhythm.rowsBetween(at, above) / wanted - 1)).toBeLessThan(0.01);
      }
    }),
  );
});
