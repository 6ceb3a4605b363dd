/** Turns what fails into facts: a diagnosis continues where every other command ends. */
import { ApiError, AppError, CancelledError, TransportError } from '../../../core/errors.ts';
import { connectionProblems } from '../../../api/connection-problems.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { maskCredentials } from '../../../core/secret.ts';
import type { Failure, Learned } from '../../../doctor/facts.ts';

/** What the work gives, or why it failed. Only what ends the program goes through. */
export async function learn<T>(work: () => Promise<T> | T): Promise<Learned<T>> {
  try {
    return { known: await work() };
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const failed = failureOf(error);
    if (failed === undefined) throw error;
    return { failed };
  }
}

/** The next step where the first is known; otherwise why it is not. */
export async function andThen<T, U>(
  learned: Learned<T>,
  next: (known: T) => Promise<U> | U,
): Promise<Learned<U>> {
  return 'known' in learned ? learn(() => next(learned.known)) : skippedAfter(learned);
}

/** What is not tried because something before it is not known. */
export const skippedAfter = (learned: { failed: Failure } | { skipped: string }): { skipped: string } =>
  'failed' in learned ? { skipped: learned.failed.message } : learned;

function failureOf(error: unknown): Failure | undefined {
  if (error instanceof AppError) {
    const api = error instanceof ApiError ? error : undefined;
    return {
      message: maskCredentials(error.message),
      hint: error.hint,
      exitCode: error.exitCode,
      reason: api?.reason,
      status: api?.status,
    };
  }
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // Errors of the system have a code; what has none is a fault of this program.
  if (code === undefined && !(error instanceof TransportError) && error.name !== 'TimeoutError')
    return undefined;
  const words =
    error.name === 'TimeoutError' ? 'no answer in time' : (connectionProblems[code ?? ''] ?? error.message);
  return {
    message: maskCredentials(code === undefined ? words : `${words} (${code})`),
    hint: undefined,
    exitCode: ExitCode.unreachable,
    reason: undefined,
    status: undefined,
  };
}
