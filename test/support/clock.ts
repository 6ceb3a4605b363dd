import type { Clock, Random } from '../../src/core/ports.ts';

interface Timer {
  at: number;
  fire: () => void;
}

/**
 * A clock with a queue of timers. It stands still while there is anything else to do; then it goes on to the next
 * timer, so that what sleeps at the same time overlaps as it does on a real one.
 */
export function fakeClock(
  start = Date.parse('2026-11-23T12:00:00Z'),
): Clock & { slept: number[]; set: (now: number) => void } {
  let now = start;
  let isTicking = false;
  const slept: number[] = [];
  /** By time; of one moment in the order in which they were set. */
  const timers: Timer[] = [];
  const tick = (): void => {
    const next = timers.shift();
    isTicking = timers.length > 0;
    if (isTicking) setImmediate(tick);
    if (next === undefined) return;
    now = next.at;
    next.fire();
  };
  const add = (timer: Timer): void => {
    const later = timers.findIndex(({ at }) => at > timer.at);
    timers.splice(later < 0 ? timers.length : later, 0, timer);
    if (!isTicking) setImmediate(tick);
    isTicking = true;
  };
  return {
    slept,
    /** Somebody sets it, forward or back. */
    set(moment) {
      now = moment;
    },
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        slept.push(ms);
        const stop = (): void => {
          timers.splice(timers.indexOf(timer), 1);
          reject(signal?.reason as Error);
        };
        const timer: Timer = {
          at: now + Math.max(0, ms),
          fire: () => {
            signal?.removeEventListener('abort', stop);
            resolve();
          },
        };
        signal?.addEventListener('abort', stop, { once: true });
        add(timer);
      }),
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
