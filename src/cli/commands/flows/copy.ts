/** `flows copy`: another flow with the same actions. */
import type { ExitCode } from '../../../core/exit-codes.ts';
import { flows } from '../../../resources/flows.ts';
import { describe, findObject, planCreate } from '../../../plan/one.ts';
import type { Call } from '../../program/command.ts';
import { change, type ChangeFlags } from '../objects/change.ts';

export async function copyFlow({
  context,
  args: [word = '', name = ''],
  options,
}: Call<ChangeFlags>): Promise<ExitCode> {
  return change(context, `flows copy ${word} ${name}`, options, {
    kinds: ['flows'],
    planFor(live, lock) {
      const more = describe(flows, findObject(live, 'flows', word), live);
      return planCreate(flows, name, { typed: {}, more }, live, lock);
    },
  });
}
