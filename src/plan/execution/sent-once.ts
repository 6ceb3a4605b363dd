/** Requests outside of plans that are never sent twice: if an answer is lost, the outcome is looked up. */
import { isApiError } from '../../api/client.ts';
import { ApiError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import { isUncertain, seenAfter } from './certainty.ts';
import { WAITS } from './context.ts';

/**
 * @param look Returns the intended result; undefined while it is not visible.
 * @throws ApiError if it was refused, or if it is still not visible after a few checks.
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

/** For a deleted object the server answers 404, or 409 for calls and access keys. */
export const isGone = (error: unknown): boolean =>
  isApiError(error, { status: 404 }) || isApiError(error, { status: 409, reason: 'STATE_INVALID' });
