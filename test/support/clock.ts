import type { Clock, Random } from '../../src/core/ports.ts';

/** A clock that stands still until somebody sleeps: sleeping moves it on at once. */
export function fakeClock(start = Date.parse('2026-11-23T12:00:00Z')): Clock & { slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}

/** Always the same numbers, in [0, 1). */
export function fakeRandom(seed = 1): Random {
  let state = seed >>> 0;
  const number = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { number, bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(number() * 256)) };
}
