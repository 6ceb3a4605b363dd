/** The command tree, and what happens around every command. */
import { Command, CommanderError, type Option } from 'commander';
import { AppError, UsageError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { Host } from '../../core/ports.ts';
import { didYouMean } from '../../core/suggest.ts';
import { wrapped } from '../../core/text.ts';
import {
  addSharedFlags,
  attach,
  loadedFor,
  unknownCommand,
  wordOf,
  type LoadedSpec,
  type Runner,
} from './command.ts';
import { commands } from '../commands/index.ts';
import { checkFlags, createContext } from '../context.ts';
import { helpFlag, versionFlag } from './flags.ts';
import { isSeedName, SEED_NAMES } from './values.ts';
import { helpTopics } from './help-topics.ts';
import { createConfigStore } from '../system/config-store.ts';

/** What the program says of itself. */
export const ABOUT = `Manage a VoIPBIN account: see and change it safely, review it, set it up.

Try it without an account: voipbin audit --demo`;

export async function runProgram(argv: readonly string[], host: Host, version: string): Promise<ExitCode> {
  const written: { stream: 'stdout' | 'stderr'; text: string }[] = [];
  let exitCode: ExitCode = ExitCode.done;
  const runner: Runner = async (flags, act) => {
    checkFlags(flags);
    const context = createContext(host, flags, version, createConfigStore(host));
    try {
      exitCode = await act(context);
    } finally {
      await context.close();
    }
  };
  const screen: Screen = {
    columns: host.io.stdout.columns ?? 80,
    write: (stream, text) => written.push({ stream, text }),
  };
  // The others are there by name only.
  const specs = await Promise.all(
    commands.map(async (spec) =>
      argv.includes(wordOf(spec)) ? await loadedFor(spec, argv) : { ...spec, verbs: [] },
    ),
  );
  const build = (): Command => buildProgram(version, runner, { screen, specs }, argv);
  try {
    await build().parseAsync(argv.map(expandDemo), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw withSeedHint(error, argv);
    if (error.exitCode !== 0) throw withSeedHint(usageErrorOf(error), argv);
    // What was parsed remembers it.
    if (error.code === 'commander.helpDisplayed') refuseUnknown(build(), argv.map(expandDemo));
  }
  for (const { stream, text } of written) if (stream === 'stdout') await host.io.stdout.write(text);
  return exitCode;
}

interface Screen {
  columns: number;
  write: (stream: 'stdout' | 'stderr', text: string) => void;
}

/** The tree; nothing runs yet. Commands that no word of `argv` names are there by name only. */
function buildProgram(
  version: string,
  runner: Runner,
  { screen, specs }: { screen: Screen; specs: readonly LoadedSpec[] },
  argv: readonly string[],
): Command {
  const program = new Command('voipbin');
  program
    .description(ABOUT)
    .version(version, versionFlag.flags, versionFlag.help)
    .helpOption(helpFlag.flags, helpFlag.help)
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: screen.columns, sortOptions: false, subcommandTerm, optionTerm })
    .configureOutput({
      writeOut: (text) => {
        screen.write('stdout', text);
      },
      writeErr: (text) => {
        screen.write('stderr', text);
      },
    })
    .usage('<command> [flags]')
    .addHelpText('after', `\n${wrapped(MORE, screen.columns).join('\n')}`);
  addSharedFlags(program);
  for (const spec of specs) attach(program, spec, runner, argv);
  program.allowExcessArguments().action((_options, self: Command) => {
    const [unknown] = self.args;
    if (unknown !== undefined) throw unknownCommand(self, unknown);
    self.outputHelp();
  });
  return program;
}

/** Without `[options]`, which nearly every command would carry. */
function subcommandTerm(command: Command): string {
  const takes = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...takes].join(' ');
}

/** An optional value must be joined with `=`: the word after the flag may be something else. */
function optionTerm({ flags }: Option): string {
  return flags.replace(/ (\[.+\])$/, (_all, value: string) => `[=${value.slice(1)}`);
}

/** `--demo` takes a seed only as `--demo=seed`: the word after it may be an id. */
function expandDemo(word: string): string {
  return word === '--demo' ? '--demo=messy' : word;
}

/** At the end of the help. */
const MORE = `More: voipbin help ${Object.keys(helpTopics).join(' | ')}`;

const HELP = helpFlag.flags.split(', ');

/**
 * Help goes before everything else, and so before the words that name no command.
 *
 * @throws UsageError where the words that were given name no command.
 */
function refuseUnknown(above: Command, words: readonly string[]): void {
  const { operands, unknown } = above.parseOptions(words.filter((word) => !HELP.includes(word)));
  const [name, ...rest] = operands;
  if (name === undefined || above.commands.length === 0) return;
  const command = above.commands.find((known) => known.name() === name);
  if (command === undefined) throw unknownCommand(above, name);
  refuseUnknown(command, [...rest, ...unknown]);
}

/** `--demo messy` means the seed, to whoever writes it. */
function withSeedHint(error: unknown, argv: readonly string[]): unknown {
  const at = argv.indexOf('--demo');
  const word = at < 0 ? undefined : argv[at + 1];
  if (word === undefined || word.startsWith('-') || !(error instanceof AppError)) return error;
  // `agents get --demo healthy`: the word may be meant for either. No platform staff is in an example account.
  const mayBeAbout: readonly ExitCode[] = [ExitCode.usage, ExitCode.notFound, ExitCode.denied];
  if (!mayBeAbout.includes(error.exitCode)) return error;
  const isName = isSeedName(word);
  const isMeant = isName || didYouMean(word, SEED_NAMES) !== undefined || isStray(error);
  if (!isMeant) return error;
  const known = isName ? '' : `; there are ${SEED_NAMES.join(', ')}`;
  return new UsageError(error.message, {
    hint: `write the name of an example account directly after its flag: --demo=${word}${known}`,
    cause: error,
  });
}

/** Whether the error is about a word that has no place in the command. */
const isStray = ({ message }: AppError): boolean => /too many arguments|has no command/.test(message);

/** What Commander says of a value or of words, as this program says it of everything else. */
function inOurWords(message: string): string {
  const [, argument] = /^missing required argument '(.+)'/.exec(message) ?? [];
  if (argument !== undefined) return `<${argument}> is missing`;
  const [, lacking] = /^option '(?:-\w, )?(--.+)' argument missing/.exec(message) ?? [];
  if (lacking !== undefined) return `${lacking}: the value is missing`;
  const [, flags, value, why] = /^option '([^']+)' argument '(.*)' is invalid\. (.*)$/.exec(message) ?? [];
  if (flags !== undefined)
    return `${/--[\w-]+/.exec(flags)?.[0] ?? flags}: ${JSON.stringify(value)} ${why ?? ''}`;
  const [, name, most, given] =
    /^too many arguments for '(.+)'\. Expected (\d+) arguments? but got (\d+)/.exec(message) ?? [];
  return name === undefined
    ? message
    : `too many arguments for ${name}: ${given ?? ''} given, ${most ?? ''} expected`;
}

function usageErrorOf(error: CommanderError): UsageError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = rest
    .join(' ')
    .replace(/^\(|\)$/g, '')
    .trim();
  return new UsageError(inOurWords(first.charAt(0).toLowerCase() + first.slice(1)), {
    hint:
      suggestion === ''
        ? 'run the command with `--help` to see what it takes'
        : suggestion.replace(/^Did/, 'did'),
  });
}
