/** What stops a run through many accounts: a failure that is not that of one account. */
import { ApiError, AppError, CancelledError, isClosed } from '../../../../core/errors.ts';
import { ExitCode } from '../../../../core/exit-codes.ts';
import { grouped } from '../../../../core/text.ts';
import type { Results } from './results.ts';

/** After this many accounts in a row without an answer, the server counts as unreachable. */
const MOST_UNHEARD = 20;

/**
 * Whether the next account would fail in the same way: the staff's own sign-in, the disk, the server. Where nothing is
 * kept, those that were read count for more than what the others would show.
 */
export function isEverybodys(error: unknown, run: { results: Results; unheard: number }): boolean {
  if (error instanceof CancelledError) return true;
  if (!(error instanceof AppError)) return false;
  if (!run.results.isKept) return false;
  if (error.code === 'FILE') return true;
  if (!(error instanceof ApiError)) return false;
  run.unheard = error.status === undefined && error.exitCode === ExitCode.unreachable ? run.unheard + 1 : 0;
  const isSignIn = error.facts.path === '/auth/delegate' && [401, 403].includes(error.status ?? 0);
  return isSignIn || run.unheard >= MOST_UNHEARD;
}

export type Failure = Pick<AppError, 'message' | 'exitCode'>;

/**
 * What a row says. A bug that one account brings out would stop each run at the same account, so it is said there, too;
 * undefined where that stops no later run, and for an output without a reader.
 */
export function failureOf(error: unknown, { isKept }: Results): Failure | undefined {
  if (error instanceof AppError) return error;
  if (!isKept || isClosed(error)) return undefined;
  const message = error instanceof Error ? error.message : String(error);
  return { message: `unexpected error: ${message}`, exitCode: ExitCode.bug };
}

/** How far it came, and how it continues. */
export function stoppedBy(
  error: unknown,
  signal: AbortSignal,
  { done, total }: { done: number; total: number },
): unknown {
  const cause: unknown = signal.aborted ? signal.reason : error;
  if (!(cause instanceof AppError)) return error;
  const message = `${cause.message}: ${grouped(done)} of ${grouped(total)} customers are done`;
  const again = 'run the same command again within 12 hours: it continues with the others';
  const options = { hint: cause.hint === undefined ? again : `${cause.hint}; then ${again}`, cause };
  return cause instanceof ApiError
    ? new ApiError(cause.code, cause.exitCode, message, cause.facts, options)
    : new AppError('BROKEN_OFF', cause.exitCode, message, options);
}
