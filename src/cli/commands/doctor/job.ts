/** What a cron job runs: the words of a command, checked against the commands that exist. */
import { UsageError } from '../../../core/errors.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { walk } from '../../completion/complete.ts';
import type { CompletionTable } from '../../completion/table.ts';

/** Words as a shell splits them, without its other powers. @throws UsageError for a quote that is not closed. */
export function wordsOf(text: string): string[] {
  const words = [...text.matchAll(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+|\S/g)].map(([word]) => word);
  const open = words.find((word) => /^['"\\]$/.test(word));
  if (open !== undefined) {
    throw new UsageError(`--job ${JSON.stringify(text)} is not a command: ${open} has no partner`, {
      hint: 'write it as on a command line, such as --job "audit --new-only"',
    });
  }
  return words.map((word) =>
    word.replace(
      /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g,
      (_all, single?: string, double?: string, one?: string) =>
        single ?? (double === undefined ? (one ?? '') : double.replace(/\\([\\"$`])/g, '$1')),
    ),
  );
}

/** @throws UsageError where no such command, or no such flag of it, exists. */
export function checkWords(table: CompletionTable, words: readonly string[]): void {
  const { command, args, strange } = walk(table, words);
  const [first = ''] = args;
  if (command.takes.length === 0 && (args.length > 0 || command === table.root)) {
    throw wrong(
      `--job: there is no command ${JSON.stringify(first)}${command === table.root ? '' : ` of ${command.word}`}`,
      first,
      command.commands.map(({ word }) => word),
    );
  }
  const [flag] = strange;
  if (flag === undefined) return;
  const known = command.flags.flatMap((place) => table.flags[place]?.names ?? []);
  throw wrong(`--job: \`voipbin ${command.word}\` does not take ${flag}`, flag, known);
}

const wrong = (message: string, word: string, known: readonly string[]): UsageError =>
  new UsageError(message, {
    hint: didYouMean(word, known) ?? 'write it as on a command line, such as --job "audit --new-only"',
  });
