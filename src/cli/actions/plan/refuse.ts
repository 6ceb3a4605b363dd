/** Plans that cannot be carried out as they are. */
import { AppError } from '../../../core/errors.ts';
import type { Plan } from '../../../plan/change.ts';

/** @throws AppError with all that stands in the way. */
export function refuseObstacles({ obstacles }: Plan): void {
  const [first] = obstacles;
  if (first === undefined) return;
  throw new AppError(first.code, first.exit_code, obstacles.map(({ message }) => message).join('\n'), {
    hint: [...new Set(obstacles.flatMap(({ hint }) => hint ?? []))].join('; ') || 'nothing was changed',
  });
}
