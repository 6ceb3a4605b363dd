/** What the server would refuse, mostly with no more than "500": found before anything is done. */
import type { Obstacle, Plan } from '../change.ts';
import { addressesTaken } from './addresses.ts';
import { admins } from './admins.ts';
import { cutOffs } from './cut-offs.ts';
import { largeDeletes } from './large-deletes.ts';
import { limitsOf } from './limits.ts';
import { missing } from './missing.ts';
import { money } from './money.ts';
import { unseenInNames } from './names.ts';
import type { Course, Outlook } from './outlook.ts';

/** Each finds obstacles of one sort. */
const searches: readonly ((outlook: Outlook) => Obstacle[])[] = [
  unseenInNames,
  cutOffs,
  money,
  missing,
  largeDeletes,
];
/** Those that come of the steps alone. */
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
