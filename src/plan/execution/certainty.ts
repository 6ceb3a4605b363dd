/** What a failure says of whether the change was made all the same. */
import { ApiError, CancelledError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';

/** Whether a change may have been made although it failed. */
export function isUncertain(error: unknown): boolean {
  if (!(error instanceof ApiError)) return error instanceof CancelledError;
  const { method, reason } = error.facts;
  // Where the connection itself was refused, nothing has left this machine.
  return method !== 'GET' && error.exitCode === ExitCode.unreachable && reason !== 'connect';
}

/** The server refused, and a look has shown that it was not done: nothing more will come of it. `cause`: the refusal. */
export class NotDone extends Error {}

/** The server itself said 500: a refusal as like as not, and nothing that would go better the next time. */
export function isAnswered(error: unknown): boolean {
  return error instanceof ApiError && error.status === 500 && error.reason !== undefined;
}

/**
 * Looks at what has become of a change whose answer was lost.
 * @throws The error of the change itself when nothing is to be seen either: it is that one which is open.
 */
export async function seenAfter<T>(error: unknown, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (failure) {
    throw failure instanceof CancelledError ? failure : error;
  }
}
