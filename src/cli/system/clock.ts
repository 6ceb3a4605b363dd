/** The real time. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../core/ports.ts';

/** The clock on the wall; an aborted sleep leaves no timer behind. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await wait(ms, undefined, { ...(signal && { signal }) });
    } catch (error) {
      // The timer's own AbortError says nothing of why.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
