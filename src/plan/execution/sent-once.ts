/** Requests that are never sent twice, outside of plans: what came of one whose answer was lost is looked up. */
import { isApiError } from '../../api/client.ts';
import { ApiError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import { isUncertain, seenAfter } from './certainty.ts';
import { WAITS } from './context.ts';

/**
 * @param look What the request was to bring about; undefined as long as it is not to be seen.
 * @throws ApiError where it was refused, or where a few looks show that it was not done.
 */
export async function sentOnce<T>(
  clock: Clock,
  send: () => Promise<T>,
  look: (error: ApiError) => Promise<T | undefined>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiError) || !isUncertain(error)) throw error;
    for (const ms of WAITS) {
      await clock.sleep(ms);
      const seen = await seenAfter(error, () => look(error));
      if (seen !== undefined) return seen;
    }
    throw error;
  }
}

/** A deleted object is 404, or 409 for calls and access keys. */
export const isGone = (error: unknown): boolean =>
  isApiError(error, { status: 404 }) || isApiError(error, { status: 409, reason: 'STATE_INVALID' });
