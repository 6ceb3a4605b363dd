import { ExitCode } from '../../core/exit-codes.ts';
import type { Obstacle } from '../change.ts';
import { claimsOn, type Claim } from '../journal/claims.ts';
import type { StepsContext } from './plan-context.ts';

const IN_TWO_STEPS = 'apply in two steps: first take the address away, then give it to the other agent';

/** An address belongs to one agent of the account. */
export function addressesTaken({ live, match, steps, rings }: StepsContext): Obstacle[] {
  return [
    ...claimsOn(steps, match, live).flatMap(refusedClaim),
    ...rings.map((ring) => {
      const names = ring.map(({ change }) => change.name).join(', ');
      return taken(
        `${names}: each of them waits for something that another one must give up first`,
        IN_TWO_STEPS,
      );
    }),
  ];
}

function refusedClaim({ step, address, owner, givenUpBy }: Claim): Obstacle[] {
  const { name } = step.change;
  if (owner === name) return [taken(`the address ${address} of ${name} appears twice`)];
  const belongs = `the address ${address} of ${name} belongs to ${owner}`;
  if (givenUpBy === undefined) return [taken(belongs, 'an address can belong to one agent only')];
  // Deletions come last, when everything that stays exists.
  return givenUpBy.phase > step.phase
    ? [taken(`${belongs} until that agent is deleted, which comes last`, IN_TWO_STEPS)]
    : [];
}

function taken(message: string, hint?: string): Obstacle {
  return {
    code: 'TAKEN',
    exit_code: ExitCode.conflict,
    message,
    ...(hint !== undefined && { hint }),
  };
}
