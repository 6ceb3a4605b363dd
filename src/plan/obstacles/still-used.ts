import { ExitCode } from '../../core/exit-codes.ts';
import type { Obstacle } from '../change.ts';
import { listsAfter } from '../state/lists-after.ts';
import { neededOf, titlesOf } from '../state/needed.ts';
import type { PlanContext } from './plan-context.ts';

/** What a command deletes must not be used by anything else. A plan file deletes only what is no longer used. */
export function stillUsed({ file, live, match, steps }: PlanContext): Obstacle[] {
  if (file.isCommand !== true) return [];
  const deleted = steps.flatMap(({ change, work }) =>
    work.do === 'delete' ? [{ id: work.live.id, title: change.title }] : [],
  );
  const users = neededOf(
    deleted.map(({ id }) => id),
    { lists: listsAfter(match, live), others: live.others },
  );
  return deleted.flatMap(({ id, title }) => {
    const usedBy = users.get(id);
    if (usedBy === undefined) return [];
    return {
      code: 'CONFLICT' as const,
      exit_code: ExitCode.conflict,
      message: `${title} is still used by ${titlesOf(usedBy)}`,
      hint: 'remove it from these first',
    };
  });
}
