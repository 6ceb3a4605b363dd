/** Limiters with a shared parent: each keeps its own rate, all together keep the shared one, and each gets its part. */
import { expect, it } from 'vitest';
import { createLimiter } from '../../src/api/limiter.ts';
import { fakeClock } from '../support/clock.ts';

const COMMON = { rate: 10, burst: 10 };
const OWN = { rate: 8, burst: 12 };

/** The largest excess over a token bucket in any window; at most 0 if the rate was kept. */
function excess(times: readonly number[], { rate, burst }: typeof OWN): number {
  const over = times.flatMap((from, first) =>
    times.slice(first).map((until, index) => index + 1 - burst - (rate * (until - from)) / 1000),
  );
  return Math.max(...over);
}

it.each([1, 2, 5, 9])('%d at a time', async (count) => {
  const clock = fakeClock();
  const common = createLimiter(clock, COMMON.rate, COMMON.burst);
  const start = clock.now();
  const all = await Promise.all(
    Array.from({ length: count }, async () => {
      const limiter = createLimiter(clock, OWN.rate, OWN.burst, common);
      const times: number[] = [];
      await Promise.all(
        Array.from({ length: 40 }, async () => {
          await limiter.acquire();
          times.push(clock.now() - start);
        }),
      );
      return times;
    }),
  );
  for (const times of all) expect(excess(times, OWN)).toBeLessThanOrEqual(0.01);
  const together = all.flat().sort((a, b) => a - b);
  expect(together).toHaveLength(40 * count);
  expect(excess(together, COMMON)).toBeLessThanOrEqual(0.01);
  // The first to start does not finish long before the others.
  const ends = all.map((times) => times.at(-1) ?? 0);
  expect(Math.max(...ends) - Math.min(...ends)).toBeLessThanOrEqual(1000);
  if (count > 1) expect(Math.max(...ends)).toBeLessThan(((40 * count) / COMMON.rate) * 1000 + 1000);
});

it('requests that the shared limiter has delayed leave in no larger burst', async () => {
  const clock = fakeClock();
  const common = createLimiter(clock, 100, 100);
  const limiter = createLimiter(clock, OWN.rate, OWN.burst, common);
  const times: number[] = [];
  common.pause(5000);
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      await limiter.acquire();
      times.push(clock.now());
    }),
  );
  expect(excess(times, OWN)).toBeLessThanOrEqual(0.01);
});
