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
import type { Course, Outlook } from './outlook.ts';

/** Each finds one type of obstacle. */
const searches: readonly ((outlook: Outlook) => Obstacle[])[] = [
  unseenInNames,
  maskedValues,
  cutOffs,
  money,
  missing,
  largeDeletes,
];
/** Searches that need only the steps. */
const amongAgents: readonly ((course: Course) => Obstacle[])[] = [admins, addressesTaken];

export function obstaclesOf(outlook: Outlook): Pick<Plan, 'limits' | 'obstacles'> {
  const { limits, passed } = limitsOf(outlook);
  return {
    limits,
    obstacles: [
      ...passed,
      ...searches.flatMap((search) => search(outlook)),
      ...obstaclesAmongAgents(outlook),
    ],
  };
}

export function obstaclesAmongAgents(course: Course): Obstacle[] {
  return amongAgents.flatMap((search) => search(course));
}
