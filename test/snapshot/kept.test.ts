/** With kept days an audit counts the same as without, whatever happens between two audits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Queuecall } from '../../src/api/wire.ts';
import { DAY, formatMicros, HOUR } from '../../src/core/time.ts';
import { openCounted, type Kept } from '../../src/snapshot/counted.ts';
import { reuse, type KeptDays } from '../../src/snapshot/kept.ts';
import { queuecallCounting, type QueuecallTraffic } from '../../src/snapshot/traffic.ts';

const START = Date.UTC(2026, 9, 1);
const HORIZON = 30 * DAY;

/** A list as the server has it: pages of a hundred, newest first; counts the pages that were asked for. */
class List {
  rows: Queuecall[] = [];
  pages = 0;

  add(at: number, status: string): void {
    const id = String(this.rows.length);
    this.rows.push({ id, status, tm_create: formatMicros(at * 1000 + this.rows.length) });
  }

  readonly read = async function* (
    this: List,
    { since = 0, until = Infinity }: { since: number | undefined; until: number | undefined },
  ): AsyncGenerator<Queuecall[], void, undefined> {
    await Promise.resolve();
    const micros = (row: Queuecall): number => Date.parse(row.tm_create ?? '') * 1000;
    const wanted = this.rows
      .filter((row) => micros(row) >= since && micros(row) < until)
      .sort((a, b) => (String(a.tm_create) < String(b.tm_create) ? 1 : -1));
    for (let from = 0; from === 0 || from < wanted.length; from += 99) {
      this.pages += 1;
      yield wanted.slice(from, from + 99);
    }
  }.bind(this);
}

async function count(
  list: List,
  now: number,
  kept: KeptDays<QueuecallTraffic>,
): Promise<{ value: QueuecallTraffic; kept: Kept<QueuecallTraffic>; pages: number }> {
  const before = list.pages;
  const opened = await openCounted<Queuecall, QueuecallTraffic>({
    counting: queuecallCounting(),
    pages: list.read,
    kept,
    since: Math.floor((now - HORIZON) / DAY) * DAY,
    now,
    readers: 3,
    looks: undefined,
    phase: 0.5,
    turn: 0,
  });
  return { ...(await opened.read()), pages: list.pages - before };
}

/** As a file gives it back. */
const saved = (days: KeptDays<QueuecallTraffic>): KeptDays<QueuecallTraffic> =>
  JSON.parse(JSON.stringify(days)) as KeptDays<QueuecallTraffic>;

/** What happens between two nights. */
const night = fc.record({
  calls: fc.array(fc.integer({ min: 0, max: 24 * 60 - 1 }), { maxLength: 12 }),
  /** Rows that arrive for an earlier hour, and rows that change, within 48 hours. */
  late: fc.array(fc.integer({ min: 0, max: 47 }), { maxLength: 3 }),
  changed: fc.array(fc.integer({ min: 0, max: 47 }), { maxLength: 3 }),
  /** Our clock beside the server's, in hours. */
  skew: fc.constantFrom(0, 0, 0, 0, 1, 30, 100, -5, -60),
  /** Which of two machines looks, and whether one does at all. */
  machine: fc.constantFrom(0, 0, 1, undefined),
});

describe('with kept days', () => {
  it('an audit counts what it counts without', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(night, { minLength: 4, maxLength: 50 }), async (nights) => {
        const list = new List();
        const machines: KeptDays<QueuecallTraffic>[] = [[], []];
        for (const [index, { calls, late, changed, skew, machine }] of nights.entries()) {
          const midnight = START + (index + 1) * DAY;
          for (const minute of calls) list.add(midnight - DAY + minute * 60_000, 'done');
          for (const hours of late) list.add(midnight - hours * HOUR, 'late');
          for (const hours of changed) {
            const row = list.rows.find(
              ({ tm_create }) => Date.parse(tm_create ?? '') >= midnight - hours * HOUR,
            );
            if (row !== undefined) row.status = 'changed';
          }
          if (machine === undefined) continue;
          const now = midnight + skew * HOUR;

          const { value, kept } = await count(list, now, machines[machine] ?? []);

          expect(value).toEqual((await count(list, now, [])).value);
          machines[machine] = saved(kept.days);
        }
      }),
      { numRuns: 60 },
    );
  });

  const busy = (calls: number): List => {
    const list = new List();
    for (let day = 0; day < 34; day += 1)
      for (let call = 0; call < calls; call += 1) list.add(START + day * DAY + call * 40_000, 'done');
    return list;
  };

  it('the nights after read three days, and two hundredths of the others', async () => {
    const list = busy(2000);
    const first = await count(list, START + 31 * DAY + HOUR, []);
    let { kept } = first;
    const nights: number[] = [];
    for (const night of [32, 33, 34]) {
      const next = await count(list, START + night * DAY, saved(kept.days));
      nights.push(next.pages / first.pages);
      ({ kept } = next);
    }
    expect(kept.reused).toBeGreaterThan(25);
    expect(nights.reduce((sum, share) => sum + share, 0) / nights.length).toBeLessThan(0.14);
    expect(Math.max(...nights)).toBeLessThan(0.16);
  });

  it.each([
    ['no rows but today', 0],
    ['a row each week', 7],
    ['a row each day', 1],
  ])('a quiet account takes hardly more than a busy one: %s', async (_what, every) => {
    const list = new List();
    for (let day = 0; day < 45; day += 1)
      if (every !== 0 && day % every === 0) list.add(START + day * DAY, 'done');
    list.add(START + 45 * DAY, 'done');
    let { kept } = await count(list, START + 45 * DAY + HOUR, []);
    const pages: number[] = [];
    for (let night = 46; night < 60; night += 1) {
      list.add(START + night * DAY, 'done');
      const next = await count(list, START + night * DAY + HOUR, saved(kept.days));
      pages.push(next.pages);
      ({ kept } = next);
    }

    expect(kept.reused).toBeGreaterThan(25);
    expect(Math.max(...pages)).toBeLessThanOrEqual(3);
  });

  it('what is not as the server has it costs a whole reading within two nights, and is seen', async () => {
    const list = busy(20);
    const { kept } = await count(list, START + 33 * DAY, []);
    const forged = saved(kept.days).map((one) => ({ ...one, value: { ...one.value, rows: 19 } }));
    const nights = [await count(list, START + 33 * DAY, forged), await count(list, START + 34 * DAY, forged)];

    const [seen] = nights.filter((night) => night.kept.differed);

    expect(seen?.kept.reused).toBe(0);
    const again = await Promise.all([33, 34].map((day) => count(list, START + day * DAY, [])));
    expect(again.map(({ value }) => value)).toContainEqual(seen?.value);
  });

  it('others are looked at each time', async () => {
    const list = busy(20);
    let { kept } = await count(list, START + 33 * DAY, []);
    for (let night = 34; night < 46; night += 1) {
      ({ kept } = await count(list, START + night * DAY, saved(kept.days)));
    }
    const again = kept.days.filter(({ day, readAt }) => day < START / DAY + 30 && readAt > START + 33 * DAY);
    expect(new Set(again.map(({ readAt }) => readAt)).size).toBeGreaterThan(2);
    expect(again).toHaveLength(new Set(again.map(({ readAt }) => readAt)).size);
  });
});

describe('what of kept days can be used', () => {
  const day = (number: number, rows = 10) => ({ day: number, value: { rows }, readAt: 0 });
  const since = 100 * DAY;

  it.each([
    ['nothing is kept', [], 110, { days: [], missing: [], from: 100 }],
    ['all', [day(100), day(101), day(102)], 110, { days: [100, 101, 102], missing: [], from: 103 }],
    [
      'those before the horizon are of no use',
      [day(98), day(99), day(100)],
      110,
      { days: [100], missing: [], from: 101 },
    ],
    [
      'the last 48 hours may still change',
      [day(100), day(101), day(102)],
      104,
      { days: [100, 101], missing: [], from: 102 },
    ],
    ['a gap is read by itself', [day(100), day(102)], 110, { days: [100, 102], missing: [101], from: 103 }],
    ['more gaps than days', [day(103)], 110, { days: [], missing: [], from: 100 }],
  ])('%s', (_what, kept, now, expected) => {
    const { days, missing, from } = reuse(kept, since, now * DAY, 0);
    expect({ days: days.map((one) => one.day), missing, from: from / DAY }).toEqual(expected);
  });

  it('nothing, where the horizon does not begin with a day', () => {
    expect(reuse([day(100), day(101)], since + HOUR, 110 * DAY, 0).days).toEqual([]);
  });
});
