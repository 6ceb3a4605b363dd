/** What completion knows of the program: made from the command tree when the program is built, and then only read. */
import { helpFlag, versionFlag, type FlagSpec, type Values, type ValueWords } from '../program/flags.ts';
import type { TreeCommand, TreeFlag } from '../program/tree.ts';

export interface CompletionTable {
  /** Each once, since most are shared. */
  flags: readonly TableFlag[];
  root: TableCommand;
}

export interface TableFlag {
  /** `-o`, `--output`. */
  names: readonly string[];
  help: string;
  takes: 'nothing' | 'value' | 'joined value';
  values?: Offer;
  repeatable?: true;
  /** One value may have several words, separated by commas. */
  commas?: true;
}

export interface TableCommand {
  word: string;
  help: string;
  /** Places in the table's flags. */
  flags: readonly number[];
  /** One for each argument. */
  takes: readonly Offer[];
  /** Whether the last of them may be several. */
  isOpen?: true;
  commands: readonly TableCommand[];
}

/** What is possible in a place; `after`: by the command's first argument. */
export type Offer = Exclude<Values, () => unknown> | ValueWords;

const NOTHING: Offer = [];

/**
 * The table of this program. In the bundle this file is the finished table: bin/build.mjs puts it in its place.
 */
export async function completionTable(): Promise<CompletionTable> {
  const [{ commandTree, rootFlags }, { commands }] = await Promise.all([
    import('../program/tree.ts'),
    import('../commands/index.ts'),
  ]);
  return makeTable(await commandTree(commands), rootFlags);
}

async function makeTable(
  commands: readonly TreeCommand[],
  shared: readonly TreeFlag[],
): Promise<CompletionTable> {
  const flags: TableFlag[] = [];
  const places = new Map<string, number>();
  const placeOf = async (flag: FlagSpec): Promise<number> => {
    const made = await tableFlag(flag);
    const key = JSON.stringify(made);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, flags.length);
    return flags.push(made) - 1;
  };
  const commandOf = async (command: TreeCommand): Promise<TableCommand> => {
    const own: number[] = [];
    for (const flag of [...command.flags, helpFlag]) own.push(await placeOf(flag));
    const below: TableCommand[] = [];
    for (const verb of command.commands) below.push(await commandOf(verb));
    return {
      word: command.word,
      help: command.summary,
      flags: own,
      takes: await Promise.all(command.takes.map(({ values }) => offerOf(values))),
      ...(command.takes.at(-1)?.name.endsWith('...') === true && { isOpen: true }),
      commands: below,
    };
  };
  const root = await commandOf({
    word: 'voipbin',
    path: '',
    takes: [],
    summary: '',
    about: undefined,
    examples: [],
    flags: [{ ...versionFlag, shared: true }, ...shared],
    runs: false,
    commands,
  });
  return { flags, root };
}

async function tableFlag(flag: FlagSpec): Promise<TableFlag> {
  const takes = flag.flags.endsWith('>') ? 'value' : flag.flags.endsWith(']') ? 'joined value' : 'nothing';
  const several = flag.repeatable === true || flag.flags.endsWith('...>');
  return {
    names: flag.flags.split(/, | /).filter((word) => word.startsWith('-')),
    help: flag.help,
    takes,
    ...(takes !== 'nothing' && { values: flag.choices ?? (await offerOf(flag.values)) }),
    ...(several && { repeatable: true }),
    ...(flag.commas === true && { commas: true }),
  };
}

async function offerOf(values: Values | undefined): Promise<Offer> {
  return typeof values === 'function' ? values() : (values ?? NOTHING);
}
