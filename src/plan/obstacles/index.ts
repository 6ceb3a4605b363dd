/** Finds what the server would refuse, mostly with just "500", before anything is done. */
import type { Obstacle, Plan } from '../change.ts';
import { addressesTaken } from './addresses.ts';
import { admins } from './admins.ts';
import { cutOffs } from './cut-offs.ts';
import { largeDeletes } from './large-deletes.ts';
import { limitsOf } from './limits.ts';
import { maskedValues } from './masked.ts';
import { missing } from './missing.ts';
import { money } from './money.ts';
import { unseenInNames } from './names.ts';
import { stillUsed } from './still-used.ts';
import type { StepsContext, PlanContext } from './plan-context.ts';

/** Each finds one type of obstacle. */
const searches: readonly ((context: PlanContext) => Obstacle[])[] = [
  unseenInNames,
  maskedValues,
  cutOffs,
  money,
  missing,
  largeDeletes,
  stillUsed,
];
/** Searches that need only the steps. */
const amongAgents: readonly ((context: StepsContext) => Obstacle[])[] = [admins, addressesTaken];

export function obstaclesOf(context: PlanContext): Pick<Plan, 'limits' | 'obstacles'> {
  const { limits, passed } = limitsOf(context);
  return {
    limits,
    obstacles: [
      ...passed,
      ...searches.flatMap((search) => search(context)),
      ...obstaclesAmongAgents(context),
    ],
  };
}

export function obstaclesAmongAgents(context: StepsContext): Obstacle[] {
  return amongAgents.flatMap((search) => search(context));
}
