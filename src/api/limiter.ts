import type { Clock } from '../core/ports.ts';

/** Limits the rate of all requests of one run, so that the customer's own programs keep their share of the limit. */
export interface Limiter {
  /** Resolves when the next request may be sent; first come, first served. */
  acquire: (signal?: AbortSignal) => Promise<void>;
  /** Stops all requests for this long, because the server asked for it. */
  pause: (ms: number) => void;
}

/**
 * A token bucket: `rate` requests per second on average, at most `burst` at the same time.
 *
 * @param within An outer limiter in which each request needs a turn, too. Only one of our requests waits there at a time,
 * so that all who share it get an equal part, and so that requests held up there do not leave in a larger burst than ours.
 */
export function createLimiter(clock: Clock, rate: number, burst: number, within?: Limiter): Limiter {
  let tokens = burst;
  let filledAt = clock.now();
  let pausedUntil = 0;
  let line: Promise<void> = Promise.resolve();

  const fill = (): number => {
    const now = clock.now();
    // If the clock is set back, the run must not stop.
    tokens = Math.min(burst, tokens + (Math.max(0, now - filledAt) / 1000) * rate);
    filledAt = now;
    return now;
  };
  const takeOne = async (signal?: AbortSignal): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      const now = fill();
      const wait = Math.max(pausedUntil - now, tokens >= 1 ? 0 : ((1 - tokens) / rate) * 1000);
      if (wait <= 0) break;
      await clock.sleep(Math.ceil(wait), signal);
    }
    if (within !== undefined) {
      await within.acquire(signal);
      fill();
    }
    tokens -= 1;
  };

  return {
    acquire(signal) {
      const turn = line.then(() => takeOne(signal));
      line = turn.catch(() => undefined);
      return turn;
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
  };
}
