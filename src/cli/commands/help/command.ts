import { ExitCode } from '../../../core/exit-codes.ts';
import { UsageError } from '../../../core/errors.ts';
import { didYouMean } from '../../../core/suggest.ts';
import type { CommandSpec } from '../../program/command.ts';
import { helpTopics } from '../../program/help-topics.ts';

export const helpCommand: CommandSpec = {
  name: 'help [topic]',
  summary: `more help: ${Object.keys(helpTopics).join(', ')}`,
  async run({ context, args: [topic] }) {
    const names = Object.keys(helpTopics);
    if (topic === undefined) {
      await context.host.io.stdout.write(
        `Topics: ${names.join(', ')}\n\nvoipbin --help lists the commands.\n`,
      );
      return ExitCode.done;
    }
    const text = Object.hasOwn(helpTopics, topic) ? helpTopics[topic] : undefined;
    if (text === undefined) {
      throw new UsageError(`there is no help topic ${JSON.stringify(topic)}`, {
        hint:
          didYouMean(topic, names) ??
          `there are ${names.join(', ')}; \`voipbin <command> --help\` explains a command`,
      });
    }
    await context.host.io.stdout.write(await text());
    return ExitCode.done;
  },
};
