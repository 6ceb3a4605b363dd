/** Plans that cannot be carried out as they are. */
import { AppError, ConflictError, RefusedError } from '../../../core/errors.ts';
import { worstExitCode } from '../../../core/exit-codes.ts';
import { formatUsd } from '../../../core/money.ts';
import type { Plan } from '../../../plan/change.ts';
import { stateOf, type LiveAccount } from '../../../plan/state/live.ts';

/** @throws AppError with all obstacles. */
export function refuseObstacles({ obstacles }: Plan): void {
  const [first] = obstacles;
  if (first === undefined) return;
  const exitCode = worstExitCode(obstacles.map(({ exit_code }) => exit_code));
  throw new AppError(first.code, exitCode, obstacles.map(({ message }) => message).join('\n'), {
    hint:
      [...new Set(obstacles.flatMap(({ hint }) => hint?.split('; ') ?? []))].join('; ') ||
      'nothing was changed',
  });
}

/** @throws RefusedError for a plan that costs more than it may. */
export function refuseSpending({ cost }: Plan, most: number | undefined): void {
  if (most === undefined || cost.now <= most) return;
  throw new RefusedError(
    `the plan costs ${formatUsd(cost.now)} now, and --max-spend allows ${formatUsd(most)}`,
    {
      hint: 'nothing was changed; `voipbin plan` shows what costs what',
    },
  );
}

/**
 * A person may look at a plan for an hour.
 * @throws ConflictError where the account is not as it was.
 */
export function refuseStale(before: LiveAccount, now: LiveAccount, again: string): void {
  if (stateOf(now) === stateOf(before)) return;
  throw new ConflictError('the account was changed while the plan was being reviewed; nothing was done', {
    hint: `${again} shows the plan as it is now`,
  });
}
