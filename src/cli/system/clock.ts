/** The real time. */
import type { Clock } from '../../core/ports.ts';

/** The clock on the wall; an aborted sleep leaves no timer behind. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      const { setTimeout: wait } = await import('node:timers/promises');
      await wait(ms, undefined, { ...(signal && { signal }) });
    } catch (error) {
      // The timer's own AbortError says nothing of why.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
