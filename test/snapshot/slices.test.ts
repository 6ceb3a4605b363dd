/** Lists read in slices: every row once, whatever the times, and a length that is known beforehand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Range } from '../../src/api/pages.ts';
import { PAGE_SIZE } from '../../src/api/pages.ts';
import { DAY, formatMicros } from '../../src/core/time.ts';
import { openSlices } from '../../src/snapshot/slices.ts';
import { fakeRandom } from '../support/clock.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z') * 1000;
const MICROS_PER_DAY = DAY * 1000;

interface Row {
  id: number;
  tm_create: string;
}

/** Rows by time, as the client's lists give them: at most a page at once, newest first, within the range. */
function listOf(times: readonly number[]) {
  const sorted = Float64Array.from(times).sort().reverse();
  let requests = 0;
  const firstBelow = (until: number | undefined): number => {
    let [low, high] = [0, until === undefined ? 0 : sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) < (until ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  async function* pages(range: Range): AsyncGenerator<Row[], void, undefined> {
    let at = firstBelow(range.until);
    for (;;) {
      requests += 1;
      // Answers take turns, so that readers meet each other.
      await Promise.resolve();
      const page = [...sorted.subarray(at, at + PAGE_SIZE)];
      if (page.length === 0) return;
      const wanted = page.filter((time) => range.since === undefined || time >= range.since);
      const rows = wanted.map((time, index) => ({ id: at + index, tm_create: formatMicros(time) }));
      if (rows.length > 0) yield rows;
      if (rows.length < page.length) return;
      at += page.length;
    }
  }
  return { pages, requests: () => requests };
}

async function readAll(
  times: readonly number[],
  since: number | undefined,
  readers: number,
  { now = NOW, phase = 0.5 } = {},
) {
  const list = listOf(times);
  const seen: number[] = [];
  const opened = await openSlices<Row>({
    pages: list.pages,
    onRows: (rows) => seen.push(...rows.map(({ id }) => id)),
    since,
    now,
    readers,
    phase,
  });
  const expected = list.requests() + opened.remaining();
  await opened.read();
  return { seen: seen.sort((a, b) => a - b), requests: list.requests(), expected };
}

/** So many moments of thirty days: busy by day, quiet in the night and at weekends. @param levelOf Of each day: how busy. */
function workingDays(count: number, levelOf: (day: number) => number = () => 1): number[] {
  const random = fakeRandom(7);
  const times: number[] = [];
  while (times.length < count) {
    const time = NOW - Math.floor(random.number() * 30 * MICROS_PER_DAY);
    const date = new Date(time / 1000);
    const weekend = [0, 6].includes(date.getUTCDay());
    const busy = date.getUTCHours() >= 9 && date.getUTCHours() < 17 ? 1 : 0.08;
    const level = levelOf(Math.floor(time / MICROS_PER_DAY));
    if (random.number() < busy * (weekend ? 0.1 : 1) * level) times.push(time);
  }
  return times;
}

describe('a list in slices', () => {
  it('brings every row once, for any times and any number of readers', async () => {
    const clusters = fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 60 * MICROS_PER_DAY }),
        width: fc.constantFrom(1, 1000, 3_600_000_000, 20 * MICROS_PER_DAY),
        rows: fc.integer({ min: 0, max: 900 }),
        seed: fc.integer(),
      }),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(
        clusters,
        fc.boolean(),
        fc.integer({ min: 1, max: 8 }),
        async (groups, whole, readers) => {
          const times = groups.flatMap(({ from, width, rows, seed }) => {
            const random = fakeRandom(seed);
            return Array.from({ length: rows }, () => NOW - 1 - from - Math.floor(random.number() * width));
          });
          const since = whole ? undefined : NOW - 30 * MICROS_PER_DAY;
          const { seen } = await readAll(times, since, readers);
          const wanted = times.filter((time) => since === undefined || time >= since).length;
          expect(seen).toEqual(Array.from({ length: wanted }, (_, index) => index));
        },
      ),
      { numRuns: 150 },
    );
  });

  describe('know their length beforehand, on the rhythm of working days', () => {
    const times = workingDays(60_000);

    // The moment at which one asks must not matter: a list begins in a busy hour or in the night.
    it.each([0, 4, 7, 11, 15, 18, 22, 26, 33])('as of %i hours ago', async (hours) => {
      const now = NOW - (hours * MICROS_PER_DAY) / 24;
      const there = times.filter((time) => time <= now);
      const since = now - 28 * MICROS_PER_DAY;
      const wanted = there.filter((time) => time >= since).length;
      const all = { requests: 0, expected: 0 };
      for (const phase of [0.1, 0.3, 0.5, 0.9]) {
        const { requests, expected } = await readAll(there, since, 6, { now, phase });
        expect(Math.abs(expected / requests - 1)).toBeLessThan(0.1);
        // Slices end in pages that are not full: that costs a little.
        expect(requests).toBeLessThan(1.1 * (wanted / PAGE_SIZE));
        all.requests += requests;
        all.expected += expected;
      }
      expect(Math.abs(all.expected / all.requests - 1)).toBeLessThan(0.035);
    });
  });

  describe('know their length beforehand, when days differ', () => {
    const today = Math.floor(NOW / MICROS_PER_DAY);
    const young = workingDays(60_000, (day) => (day > today - 8 ? 1 : 0));
    it.each([
      ['more each day', workingDays(60_000, (day) => (day - today + 31) / 31), 0.06],
      ['holidays', workingDays(60_000, (day) => (day % 9 === 0 ? 0.02 : 1)), 0.1],
      ['an account that began a week ago', young, 0.15],
    ])('%s', async (_, times, error) => {
      const all = { requests: 0, expected: 0 };
      for (const phase of [0.1, 0.3, 0.5, 0.9]) {
        const { requests, expected } = await readAll(times, NOW - 28 * MICROS_PER_DAY, 6, { phase });
        all.requests += requests;
        all.expected += expected;
      }
      expect(Math.abs(all.expected / all.requests - 1)).toBeLessThan(error);
    });
  });

  it('knows how much is left when the looks ahead have seen nearly all of it', async () => {
    const { requests, expected } = await readAll(workingDays(1100), NOW - 30 * MICROS_PER_DAY, 6);
    expect(Math.abs(expected - requests)).toBeLessThanOrEqual(2);
  });

  it('a failing reader stops the others', async () => {
    let calls = 0;
    const list = listOf(Array.from({ length: 5000 }, (_, index) => NOW - index * 500_000_000));
    async function* pages(range: Range): AsyncGenerator<Row[], void, undefined> {
      for await (const page of list.pages(range)) {
        calls += 1;
        if (calls === 30) throw new Error('gone');
        yield page;
      }
    }
    const opened = await openSlices<Row>({
      pages,
      onRows: () => undefined,
      since: NOW - 30 * MICROS_PER_DAY,
      now: NOW,
      readers: 4,
    });
    await expect(opened.read()).rejects.toThrow('gone');
    expect(calls).toBeLessThan(40);
  });

  it('a failing look ahead stops the others', async () => {
    let calls = 0;
    const list = listOf(Array.from({ length: 50_000 }, (_, index) => NOW - index * 50_000_000));
    async function* pages(range: Range): AsyncGenerator<Row[], void, undefined> {
      for await (const page of list.pages(range)) {
        calls += 1;
        if (calls === 5) throw new Error('gone');
        yield page;
      }
    }
    const options = {
      pages,
      onRows: () => undefined,
      since: NOW - 30 * MICROS_PER_DAY,
      now: NOW,
      readers: 2,
    };
    await expect(openSlices<Row>(options)).rejects.toThrow('gone');
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    expect(calls).toBeLessThan(8);
  });
});
