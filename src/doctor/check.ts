/** One check, and its possible results. */
import { ExitCode } from '../core/exit-codes.ts';
import type { Facts, Failure, Learned } from './facts.ts';

type Area = 'machine' | 'configuration' | 'network' | 'credential' | 'account' | 'cron';

export type Status = 'ok' | 'warning' | 'failure' | 'not checked';

export interface Verdict {
  status: Status;
  /** What is the case. */
  message: string;
  /** What to do next. */
  hint?: string | undefined;
  /** Of a failure. */
  exitCode?: ExitCode;
}

export interface Check {
  id: string;
  area: Area;
  look: (facts: Facts) => Verdict;
}

export const ok = (message: string, hint?: string): Verdict => ({ status: 'ok', message, hint });
export const warning = (message: string, hint?: string): Verdict => ({ status: 'warning', message, hint });
export const failure = (message: string, hint: string | undefined, exitCode: ExitCode): Verdict => ({
  status: 'failure',
  message,
  hint,
  exitCode,
});
export const notChecked = (why: string, hint?: string): Verdict => ({
  status: 'not checked',
  message: why,
  hint,
});

/** The verdict on what was found out. What failed is a failure, unless the check knows better; never fine. */
export function verdictOn<T>(
  learned: Learned<T>,
  judge: (known: T) => Verdict,
  onFailure: (failed: Failure) => Verdict = failed,
): Verdict {
  if ('known' in learned) return judge(learned.known);
  return 'failed' in learned ? onFailure(learned.failed) : notChecked(learned.skipped);
}

export const failed = ({ message, hint, exitCode }: Failure): Verdict => failure(message, hint, exitCode);

/** What a server that does not answer leaves unknown. */
export const UNANSWERED = 'the server does not answer';

/** Why nothing is known of an account; what kept it from being read is a failure of its own. */
export const UNREADABLE = 'the account cannot be read';

/** For what another check reports as a failure already. */
export const unknown = ({ message }: Failure): Verdict => notChecked(message);

/** A check with its verdict, as programs read it. */
export interface Result extends Verdict {
  id: string;
  area: Area;
}

/** The reasons for an exit code: the failures. What could not be checked is a reason where nothing explains it. */
export function exitCodesOf(results: readonly Result[]): ExitCode[] {
  const failures = results.filter(({ status }) => status === 'failure');
  if (failures.length > 0) return failures.map(({ exitCode = ExitCode.usage }) => exitCode);
  return results.some(({ status }) => status === 'not checked') ? [ExitCode.unreachable] : [];
}
