import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { scripts } from '../../completion/scripts.ts';
import type { Call } from '../../program/command.ts';

/** `completion <shell>`: the script, and nothing else. */
export async function printScript({ context, args: [word = ''] }: Call): Promise<ExitCode> {
  const script = scripts.get(word.toLowerCase());
  if (script === undefined) {
    const known = [...scripts.keys()];
    throw new UsageError(`there is no completion for the shell ${JSON.stringify(word)}`, {
      hint: didYouMean(word, known) ?? `there is one for each of ${known.join(', ')}`,
    });
  }
  await context.host.io.stdout.write(script);
  return ExitCode.done;
}
