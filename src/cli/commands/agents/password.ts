/** `agents password`: another password for an agent, typed, from a file or a variable, or generated. */
import { UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { PASSWORD, tooLong } from '../../../core/lengths.ts';
import { Secret } from '../../../core/secret.ts';
import { agents } from '../../../resources/agents.ts';
import { planUpdate } from '../../../plan/one.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { change, secretOf, type ChangeFlags } from '../objects/change.ts';

export async function agentPassword({
  context,
  args: [word = ''],
  options,
}: Call<ChangeFlags>): Promise<ExitCode> {
  const source = options.password;
  const ref = source === undefined ? {} : { password: secretOf(source, context.host.system.cwd) };
  const typed = source === undefined ? { password: await askFor(context, word) } : {};
  return change(context, `agents password ${word}`, options, {
    kinds: ['agents'],
    outbound: false,
    ...typed,
    planFor(live) {
      // A plan file describes how an agent begins: what it says of a password stays.
      const { plan, lock } = planUpdate(agents, word, { typed: {}, more: ref }, live);
      return { plan, lock };
    },
  });
}

async function askFor({ host, interactive }: Context, word: string): Promise<Secret> {
  if (!interactive) {
    throw new UsageError('cannot ask for a password without a terminal', {
      hint: 'add --password env:NAME, --password file:path or --password generate',
    });
  }
  const first = await host.prompter.secret({
    ask: `New password of ${word}:`,
    check(answer) {
      if (answer === '') return 'a password cannot be empty';
      const long = tooLong(answer, PASSWORD);
      return long === undefined || `it ${long}`;
    },
  });
  await host.prompter.secret({
    ask: 'The same once more:',
    check: (answer) => answer === first || 'the two differ',
  });
  return new Secret(first);
}
