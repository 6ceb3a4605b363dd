import { ExitCode } from '../../core/exit-codes.ts';
import { formatUsd } from '../../core/money.ts';
import { plural } from '../../core/text.ts';
import { RENEWAL_PRICE } from '../../snapshot/plans.ts';
import type { Obstacle } from '../change.ts';
import { isBought, type PlanContext } from './plan-context.ts';

/** Credit, and identity verification. */
export function money({ live, steps }: PlanContext): Obstacle[] {
  const count = steps.filter(isBought).length;
  if (count === 0) return [];
  const obstacles: Obstacle[] = [];
  const status = live.customer.identity_verification_status;
  if (status !== 'verified') {
    obstacles.push({
      code: 'IDENTITY',
      exit_code: ExitCode.denied,
      message: `${plural(count, 'number')} cannot be bought: the identity of the account is not verified (${status ?? 'unknown'})`,
      hint: 'verify it in the console; virtual numbers (+899) need no verification',
    });
  }
  const { billing } = live;
  if (billing === undefined || billing.plan_type === 'unlimited') return obstacles;
  const needed = count * RENEWAL_PRICE;
  const credit = billing.balance_credit ?? 0;
  if (credit < needed) {
    obstacles.push({
      code: 'CREDIT',
      exit_code: ExitCode.refused,
      message: `${plural(count, 'number')} ${count === 1 ? 'costs' : 'cost'} ${formatUsd(needed)} now, and the credit is ${formatUsd(credit)}`,
      hint: `top up at least ${formatUsd(needed - credit)}`,
    });
  }
  return obstacles;
}
