/** How a command is written down: as data, with its work loaded only when it is asked for. */
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../core/errors.ts';
import type { ExitCode } from '../../core/exit-codes.ts';
import { didYouMean } from '../../core/suggest.ts';
import { capitalized } from '../../core/text.ts';
import type { Context } from '../context.ts';
import {
  addFlags,
  sharedFlags,
  type FlagGroup,
  type FlagSpec,
  type SharedFlags,
  type Values,
} from './flags.ts';
import type { OptionsOf } from './options.ts';

/** One call of a command. */
export interface Call<Options = object> {
  context: Context;
  args: readonly (string | undefined)[];
  options: Options;
}

export interface CommandSpec {
  /** `get [customer-id]`. */
  name: string;
  summary: string;
  /** Below the summary in the command's own help. */
  about?: string;
  examples?: readonly string[];
  groups?: readonly FlagGroup[];
  /** The command's own flags. */
  flags?: readonly FlagSpec[];
  /** Further ones that take long to load: called when the command is used. */
  moreFlags?: () => Promise<readonly FlagSpec[]>;
  /** Flags of other programs that people write, such as `-d, --data <json>`, and the hint for each. */
  foreign?: Readonly<Record<string, string>>;
  /** By argument, as in the name. */
  values?: Readonly<Record<string, Values>>;
  run: (call: Call) => Promise<ExitCode>;
}

/** A word followed by verbs; with `run` it is also a command itself. */
export interface NounSpec extends Omit<CommandSpec, 'run'> {
  run?: CommandSpec['run'];
  /** Where they take long to load: a function, called when the noun is used. */
  verbs: readonly CommandSpec[] | (() => Promise<readonly CommandSpec[]>);
}

/** A completely loaded command. */
export type LoadedSpec = CommandSpec | (NounSpec & { verbs: readonly CommandSpec[] });

/** All of it. */
export const loaded = (spec: CommandSpec | NounSpec): Promise<LoadedSpec> => loadedFor(spec);

/** @param argv Verbs that none of these words names are left as they are. */
export async function loadedFor(spec: CommandSpec | NounSpec, argv?: readonly string[]): Promise<LoadedSpec> {
  if (!('verbs' in spec)) return withFlags(spec);
  const verbs = typeof spec.verbs === 'function' ? await spec.verbs() : spec.verbs;
  const isUsed = (verb: CommandSpec): boolean => argv === undefined || argv.includes(wordOf(verb));
  return {
    ...spec,
    verbs: await Promise.all(verbs.map(async (verb) => (isUsed(verb) ? withFlags(verb) : verb))),
  };
}

async function withFlags(spec: CommandSpec): Promise<CommandSpec> {
  const { moreFlags, ...rest } = spec;
  return moreFlags === undefined ? spec : { ...rest, flags: [...(spec.flags ?? []), ...(await moreFlags())] };
}

/** The word by which a command is called. */
export const wordOf = ({ name }: Pick<CommandSpec, 'name'>): string => name.split(' ')[0] ?? '';

/** As it is declared: the options of its work follow from its flags. */
interface Declared<Flags extends readonly FlagSpec[]> extends Omit<CommandSpec, 'flags' | 'run'> {
  flags?: Flags;
  /** Loads the work. */
  run: () => Promise<(call: Call<OptionsOf<Flags>>) => Promise<ExitCode>>;
}

export const command = <const Flags extends readonly FlagSpec[] = readonly []>(
  declared: Declared<Flags>,
): CommandSpec => ({ ...declared, run: calls(declared) });

/** A word that does something by itself, too. */
export const noun = <const Flags extends readonly FlagSpec[] = readonly []>(
  declared: Declared<Flags> & Pick<NounSpec, 'verbs'>,
): NounSpec => ({ ...declared, run: calls(declared) });

const calls =
  <Flags extends readonly FlagSpec[]>({ run }: Declared<Flags>): CommandSpec['run'] =>
  async (call) =>
    (await run())(call);

/** Calls back with the context once the flags are parsed; answers with the exit code. */
export type Runner = (flags: SharedFlags, act: (context: Context) => Promise<ExitCode>) => Promise<void>;

/**
 * Hangs a command (or a noun with its verbs) into the tree. One that no word of `argv` names cannot run: its
 * place in the help of its parent is all that it needs, and the rest would cost every start its time.
 */
export function attach(parent: Command, spec: LoadedSpec, runner: Runner, argv: readonly string[]): void {
  const [name = '', ...takes] = spec.name.split(' ');
  // `addCommand` would not inherit exitOverride and configureOutput; `command` does.
  const command = parent
    .command(name)
    .summary(spec.summary)
    .description(spec.about ?? capitalized(spec.summary));
  for (const argument of takes) command.argument(argument);
  if (!argv.includes(name)) return;
  if ('verbs' in spec) {
    for (const verb of spec.verbs) attach(command, verb, runner, argv);
    command.allowExcessArguments();
  }
  for (const flag of spec.flags ?? []) command.addOption(makeOption(flag));
  for (const [flag, hint] of Object.entries(spec.foreign ?? {})) command.addOption(foreignOption(flag, hint));
  addFlags(command, spec.groups ?? [], makeOption);
  if (spec.examples) {
    command.addHelpText('after', `\nExamples:\n${spec.examples.map((example) => `  ${example}`).join('\n')}`);
  }
  const { run } = spec;
  command.action(async (...input: unknown[]) => {
    const self = input.at(-1) as Command;
    const [unknown] = 'verbs' in spec ? self.args : [];
    if (unknown !== undefined) throw unknownCommand(self, unknown);
    if (run === undefined) {
      self.outputHelp();
      return;
    }
    const args = input.slice(0, -2).flat() as (string | undefined)[];
    refuseBlank(self, args);
    // What was given goes before what the command would have without it: `--no-input` has a value at all times.
    const options = { ...self.opts(), ...inheritedFlags(self) };
    await runner(options, (context) => run({ context, args, options }));
  });
}

/**
 * `voipbin --profile x agents list` means the same as the flag after the verb, if the verb takes it. A flag that
 * a noun takes, too, is parsed there wherever it is.
 */
function inheritedFlags(command: Command): Record<string, unknown> {
  const given = ancestorsOf(command).flatMap((above) =>
    above.options
      .filter((option) => above.getOptionValueSource(option.attributeName()) === 'cli')
      .map((option) => ({
        long: option.long ?? '',
        name: option.attributeName(),
        value: above.getOptionValue(option.attributeName()) as unknown,
      })),
  );
  const known = new Set(command.options.map((option) => option.attributeName()));
  const foreign = given.filter(({ name }) => !known.has(name));
  if (foreign.length > 0) {
    throw new UsageError(
      `\`${pathOf(command)}\` does not take ${foreign.map(({ long }) => long).join(', ')}`,
      {
        hint: `\`${pathOf(command)} --help\` lists what it takes`,
      },
    );
  }
  return Object.fromEntries(given.map(({ name, value }) => [name, checkedChoice(command, name, value)]));
}

/** A command may allow other values than its neighbours do: only it can check them. */
function checkedChoice(command: Command, name: string, value: unknown): unknown {
  const own = command.options.find((option) => option.attributeName() === name);
  if (own?.argChoices === undefined || own.variadic || typeof value !== 'string') return value;
  try {
    // Commander's types leave the value out that a parser returns.
    const parse: ((text: string, previous: unknown) => unknown) | undefined = own.parseArg;
    return parse?.(value, undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const message = `error: option '${own.flags}' argument '${value}' is invalid. ${error.message}`;
    return command.error(message, { code: 'commander.invalidArgument' });
  }
}

/** The shared flags on the root, hidden there: each command lists those it takes. */
export function addSharedFlags(root: Command): void {
  for (const { choices: _choices, ...spec } of sharedFlags) root.addOption(makeOption(spec).hideHelp());
}

function makeOption(spec: FlagSpec): Option {
  const help = spec.env === undefined ? spec.help : `${spec.help} [${spec.env}]`;
  const option = new Option(spec.flags, help);
  if (spec.heading !== undefined) option.helpGroup(spec.heading);
  if (spec.number)
    option.argParser(spec.whole ? wholeNumber(spec.zero === true ? 0 : 1) : positiveNumber(spec.hint));
  if (spec.choices) option.choices([...spec.choices]).argParser(choiceOf(spec.choices, option.variadic));
  if (spec.repeatable) option.argParser((word, before: string[] | undefined) => [...(before ?? []), word]);
  else if ((option.required || option.optional) && !option.variadic) takeOnce(option);
  return option;
}

/** It is in no list of flags, and is guessed from no other word. */
function foreignOption(flags: string, hint: string): Option {
  const option = new Option(flags).hideHelp();
  return option.argParser(() => {
    throw new UsageError(`unknown option '${option.long ?? flags}'`, { hint });
  });
}

/** Of two values only one can be meant, and it is unknown which. */
function takeOnce(option: Option): void {
  // Commander's types leave the value out that a parser returns.
  const parse: ((text: string, previous: unknown) => unknown) | undefined = option.parseArg;
  option.argParser((text, before: unknown) => {
    if (before !== undefined) {
      throw new UsageError(`${option.long ?? option.flags} was given more than once`, {
        hint: 'give it once; it takes one value',
      });
    }
    return parse === undefined ? text : parse(text, undefined);
  });
}

const positiveNumber =
  (hint: string | undefined) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
    // Commander has one text for both: the hint is its second line.
    throw new InvalidArgumentError(`must be a number above 0${hint === undefined ? '' : `\n(${hint})`}`);
  };

const wholeNumber =
  (least: 0 | 1) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`is not a whole number ${least === 0 ? 'from 0 up' : 'above 0'}`);
  };

const choiceOf =
  (choices: readonly string[], several: boolean) =>
  (typed: string, before: string | readonly string[] | undefined): string | readonly string[] => {
    // As plan files and the API spell it: `wait_flow`.
    const dashed = typed.replaceAll('_', '-');
    const text = !choices.includes(typed) && choices.includes(dashed) ? dashed : typed;
    if (choices.includes(text)) return several ? [before ?? [], text].flat() : text;
    const guess = didYouMean(text, choices);
    const known = `is not one of ${choices.join(', ')}`;
    throw new InvalidArgumentError(guess === undefined ? known : `${known}\n(${guess})`);
  };

/** @throws UsageError for an argument without a letter: mostly a variable of a script that is not set. */
function refuseBlank(command: Command, args: readonly (string | undefined)[]): void {
  const at = args.findIndex((arg) => arg?.trim() === '');
  if (at < 0) return;
  const name = (command.registeredArguments[at] ?? command.registeredArguments.at(-1))?.name() ?? 'argument';
  throw new UsageError(`<${name}> is empty`, { hint: `\`${pathOf(command)} --help\` shows what it takes` });
}

/** What other programs call a command: the first one that this noun has. */
const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  list: ['ls', 'index'],
  get: ['show', 'describe', 'view', 'info'],
  create: ['add', 'new', 'make'],
  buy: ['add', 'new', 'create', 'order'],
  update: ['edit', 'set', 'change', 'modify', 'rename'],
  delete: ['rm', 'remove', 'del', 'destroy'],
  release: ['rm', 'remove', 'del', 'destroy', 'delete', 'cancel'],
};

function otherWord(name: string, known: readonly string[]): string | undefined {
  const meant = known.find((one) => OTHER_WORDS[one]?.includes(name.toLowerCase()));
  return meant && `did you mean ${meant}?`;
}

/** The error for a word that is not a command of `parent`. */
export function unknownCommand(parent: Command, name: string): UsageError {
  const known = parent.commands.map((command) => command.name());
  return new UsageError(`\`${pathOf(parent)}\` has no command ${JSON.stringify(name)}`, {
    hint: didYouMean(name, known) ?? otherWord(name, known) ?? `it has ${known.join(', ')}`,
  });
}

/** The root first. */
function ancestorsOf(command: Command): Command[] {
  return command.parent === null ? [] : [...ancestorsOf(command.parent), command.parent];
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
