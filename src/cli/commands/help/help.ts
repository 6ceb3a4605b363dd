import { ExitCode } from '../../../core/exit-codes.ts';
import { UsageError } from '../../../core/errors.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { wordOf, type Call } from '../../program/command.ts';
import { helpTopics } from '../../program/help-topics.ts';
import { commands } from '../index.ts';

/** `help <topic>`, or the help of a command by its words. */
export async function help({ context: { host, version }, args }: Call): Promise<ExitCode> {
  const words = args.filter((word) => word !== undefined);
  const [first] = words;
  const topics = Object.keys(helpTopics);
  if (first === undefined) {
    await host.io.stdout.write(`Topics: ${topics.join(', ')}\n\nvoipbin --help lists the commands.\n`);
    return ExitCode.done;
  }
  const topic = Object.hasOwn(helpTopics, first) ? helpTopics[first] : undefined;
  const known = commands.map(wordOf);
  if (topic === undefined || words.length > 1) {
    if (known.includes(first)) {
      const { runProgram } = await import('../../program/program.ts');
      return runProgram([...words, '--help'], host, version);
    }
    throw new UsageError(`there is no help topic ${JSON.stringify(words.join(' '))}`, {
      hint:
        didYouMean(words.join(' '), [...topics, ...known]) ??
        `choose one of: ${topics.join(', ')}; \`voipbin <command> --help\` explains a command`,
    });
  }
  await host.io.stdout.write(await topic());
  return ExitCode.done;
}
