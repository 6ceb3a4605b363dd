/** Plans that cannot be carried out as they are. */
import type { Api } from '../../../api/api.ts';
import { AppError, ConflictError, RefusedError } from '../../../core/errors.ts';
import { formatUsd } from '../../../core/money.ts';
import { plural } from '../../../core/text.ts';
import type { Plan } from '../../../plan/change.ts';
import { stateOf, type Live } from '../../../plan/live.ts';
import { isBought } from '../../../plan/obstacles/outlook.ts';
import { lostPurchases, type Prepared } from './prepare.ts';

/** @throws AppError with all that stands in the way. */
export function refuseObstacles({ obstacles }: Plan): void {
  const [first] = obstacles;
  if (first === undefined) return;
  throw new AppError(first.code, first.exit_code, obstacles.map(({ message }) => message).join('\n'), {
    hint: [...new Set(obstacles.flatMap(({ hint }) => hint ?? []))].join('; ') || 'nothing was changed',
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
 * Nothing is bought while something that was paid for is not there.
 * @throws ConflictError with what it is.
 */
export async function refuseLost(
  api: Api,
  { planned: { steps }, live, open }: Prepared,
  accepted: readonly string[],
): Promise<void> {
  if (!steps.some(isBought)) return;
  const lost = await lostPurchases(api, live, open, accepted);
  if (lost.length === 0) return;
  throw new ConflictError(
    `${plural(lost.length, 'number')} paid for and not in the account (ledger ${lost.join(', ')}); nothing was done`,
    {
      hint: `ask the platform's support; to go on without, add ${lost.map((entry) => `--accept-loss ${entry}`).join(' ')}`,
    },
  );
}

/**
 * A person may look at a plan for an hour.
 * @throws ConflictError where the account is not as it was.
 */
export function refuseStale(before: Live, now: Live, again: string): void {
  if (stateOf(now) === stateOf(before)) return;
  throw new ConflictError('the account was changed while the plan was being looked at; nothing was done', {
    hint: `${again} shows the plan as it is now`,
  });
}
