/** Credentials that were hidden when something was shown or saved: written back, they would replace the real ones. */
import { ExitCode } from '../../core/exit-codes.ts';
import { hasMasked } from '../../core/secret.ts';
import type { Obstacle } from '../change.ts';
import type { Work } from '../difference/steps.ts';
import type { PlanContext } from './plan-context.ts';

export function maskedValues({ steps }: Pick<PlanContext, 'steps'>): Obstacle[] {
  return steps.flatMap(({ change, work }) =>
    written(work)
      .filter(([, value]) => hasMasked(value))
      .map(([key]) => ({
        code: 'USAGE',
        exit_code: ExitCode.usage,
        message: `${change.title}: ${key} has *** in place of a credential`,
        hint: 'write the credential itself, or leave the field out',
      })),
  );
}

function written(work: Work): (readonly [key: string, value: unknown])[] {
  switch (work.do) {
    case 'write':
      return Object.entries(work.patch);
    case 'create':
      return Object.entries(work.target.spec);
    case 'update':
      return work.fields.map(({ key }) => [key, work.target.spec[key]]);
    default:
      return [];
  }
}
