/** Whether a failed change may have been carried out nevertheless. */
import { ApiError, CancelledError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';

/** Whether a change may have been carried out although it failed. */
export function isUncertain(error: unknown): boolean {
  if (!(error instanceof ApiError)) return error instanceof CancelledError;
  const { method, reason } = error.facts;
  // If the connection was refused, nothing was sent.
  return method !== 'GET' && error.exitCode === ExitCode.unreachable && reason !== 'connect';
}

/** The server refused, and a check has shown that the change was not made and will not be. `cause`: the refusal. */
export class NotDone extends Error {}

/** The server answered 500: probably a refusal, which would fail again. */
export function isAnswered(error: unknown): boolean {
  return error instanceof ApiError && error.status === 500 && error.reason !== undefined;
}

/**
 * Checks whether a change whose answer was lost was carried out.
 * @throws The error of the change itself if the check is inconclusive.
 */
export async function seenAfter<T>(error: unknown, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (failure) {
    throw failure instanceof CancelledError ? failure : error;
  }
}
