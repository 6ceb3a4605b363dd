import { ExitCode } from '../../core/exit-codes.ts';
import type { Obstacle } from '../change.ts';
import type { NamedKind } from '../../resources/index.ts';
import type { PlanContext } from './plan-context.ts';

/** Deleting a larger share of a kind is probably a mistake. */
const LARGE_DELETE = 0.3;
/** Deleting a single object is fine, however few there are. */
const FEWEST = 2;

export function largeDeletes({ live, steps, options: { allowLargeDelete } }: PlanContext): Obstacle[] {
  if (allowLargeDelete) return [];
  const kinds = [
    ...new Set(steps.filter(({ work }) => work.do === 'delete').map(({ change }) => change.kind)),
  ];
  return kinds.flatMap((kind) => {
    const there = live.lists[kind as NamedKind].length;
    const gone = steps.filter(({ change, work }) => work.do === 'delete' && change.kind === kind).length;
    if (gone < FEWEST || gone <= there * LARGE_DELETE) return [];
    return [
      {
        code: 'LARGE_DELETE' as const,
        exit_code: ExitCode.refused,
        message: `${gone} of ${there} ${kind} would be deleted`,
        hint: 'add --allow-large-delete if that is meant',
      },
    ];
  });
}
