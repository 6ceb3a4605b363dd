/** `agents password`: another password for an agent, typed, from a file or a variable, or generated. */
import type { ExitCode } from '../../../core/exit-codes.ts';
import { agents } from '../../../resources/agents.ts';
import { planUpdate } from '../../../plan/one.ts';
import type { Call } from '../../program/command.ts';
import { change, secretsAsked, type ChangeFlags } from '../objects/change.ts';
import { askSecrets } from '../objects/typed.ts';

export async function agentPassword({
  context,
  args: [word = ''],
  options,
}: Call<ChangeFlags>): Promise<ExitCode> {
  const more = secretsAsked(context, agents, { password: 'prompt', ...options });
  return change(context, `agents password ${word}`, options, {
    kinds: ['agents'],
    typed: await askSecrets(context, agents, word, more),
    planFor(live) {
      // A plan file describes how an agent begins: what it says of a password stays.
      const { plan, lock } = planUpdate(agents, word, { typed: {}, more }, live);
      return { plan, lock };
    },
  });
}
