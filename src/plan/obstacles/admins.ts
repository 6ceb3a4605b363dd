import { ExitCode } from '../../core/exit-codes.ts';
import { administratorsIn } from '../state/administrators.ts';
import type { Obstacle } from '../change.ts';
import type { StepsContext } from './plan-context.ts';

/** A fixed agent of the platform that no one may delete or change (bin-agent-manager, models/agent). */
const GUEST_AGENT = 'd819c626-0284-4df8-99d6-d03e1c6fba88';

export function admins(context: StepsContext): Obstacle[] {
  return [...guestAgent(context), ...lastAdministrator(context)];
}

function guestAgent({ steps }: StepsContext): Obstacle[] {
  return steps
    .filter(({ change, work }) => change.id === GUEST_AGENT && work.do !== 'note')
    .map(({ change }) => ({
      code: 'GUEST_AGENT',
      exit_code: ExitCode.conflict,
      message: `${change.name} is the guest agent of the platform, which cannot be changed`,
    }));
}

/** The server does not let go of the last administrator: it answers 400 or 500. */
function lastAdministrator({ live, steps }: StepsContext): Obstacle[] {
  const { before, steady, gains, shifts, losses } = administratorsIn(steps, live);
  const last = (message: string, hint: string): Obstacle[] => [
    { code: 'LAST_ADMIN', exit_code: ExitCode.conflict, message, hint },
  ];
  const [first] = [...shifts, ...losses];
  if (before.length === 1 && first !== undefined && gains.length === 0) {
    return last(
      `${first.change.name} is the only administrator: the server lets it be admin and nothing else`,
      'make another administrator first, or in the same plan',
    );
  }
  const deleted = new Set(steps.filter(({ work }) => work.do === 'delete').map(({ change }) => change.id));
  const left = steady.filter(({ id }) => !deleted.has(id)).length + gains.length + shifts.length;
  return before.length > 0 && left === 0
    ? last('no administrator would be left', 'keep one, or make another administrator first')
    : [];
}
