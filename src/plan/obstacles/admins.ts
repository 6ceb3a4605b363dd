import { ExitCode } from '../../core/exit-codes.ts';
import { Permission } from '../../core/permissions.ts';
import type { Obstacle } from '../change.ts';
import type { Wire } from '../kind.ts';
import { idsOf } from '../match.ts';
import { wantedValues } from '../steps.ts';
import type { Outlook } from './outlook.ts';

/** One fixed agent of the platform, which nobody may delete or change (bin-agent-manager, models/agent). */
const GUEST_AGENT = 'd819c626-0284-4df8-99d6-d03e1c6fba88';

/** The server keeps the last administrator, and says so with a 400 or a 500. */
export function admins({ live, match, steps }: Outlook): Obstacle[] {
  const ids = idsOf(match);
  const after = new Map(live.lists.agents.map((agent) => [agent.id, Number(agent['permission'] ?? 0)]));
  const obstacles: Obstacle[] = [];
  const before = live.lists.agents.filter(isAdmin);
  for (const { change, work } of steps) {
    if (change.kind !== 'agents' || change.id === undefined) continue;
    if (work.do === 'delete') after.delete(change.id);
    if (work.do === 'update') {
      const { permission } = wantedValues(work.target, work.fields, ids);
      if (typeof permission !== 'number') continue;
      after.set(change.id, permission);
      const only = before.length === 1 && before[0]?.id === change.id;
      if (only && permission !== Permission.admin) {
        obstacles.push({
          code: 'LAST_ADMIN',
          exit_code: ExitCode.conflict,
          message: `${change.name} is the only administrator: the server lets it be admin and nothing else`,
          hint: 'make another administrator first, in an apply of its own',
        });
      }
    }
    if (change.id === GUEST_AGENT && work.do !== 'note') {
      obstacles.push({
        code: 'GUEST_AGENT',
        exit_code: ExitCode.conflict,
        message: `${change.name} is the guest agent of the platform, which cannot be changed`,
      });
    }
  }
  const left = [...after.values()].filter((mask) => (mask & Permission.admin) !== 0).length;
  if (before.length > 0 && left === 0 && obstacles.length === 0) {
    obstacles.push({
      code: 'LAST_ADMIN',
      exit_code: ExitCode.conflict,
      message: 'no administrator would be left',
      hint: 'leave one in the file',
    });
  }
  return obstacles;
}

const isAdmin = (agent: Wire): boolean =>
  !agent['tm_delete'] &&
  (Number(agent['permission'] ?? 0) & (Permission.admin | Permission.superAdmin)) !== 0;
