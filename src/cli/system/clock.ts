/** The real time. */
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../core/ports.ts';

/** The real clock; an aborted sleep leaves no timer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      const { setTimeout: wait } = await import('node:timers/promises');
      // Many requests wait for their turn until the same end: no leak, of which Node would warn.
      if (signal !== undefined) setMaxListeners(0, signal);
      await wait(ms, undefined, { ...(signal && { signal }) });
    } catch (error) {
      // The timer's own AbortError says nothing of why.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
