/** Every command with everything that is known of it, for what is generated: completion, man pages, docs/reference.md. */
import { flagGroups, sharedFlags, type FlagSpec, type Values } from './flags.ts';
import { loaded, type CommandSpec, type LoadedSpec, type NounSpec } from './command.ts';

export interface TreeCommand {
  /** `get`. */
  word: string;
  /** `agents get`. */
  path: string;
  /** As in `get <agent>`. */
  takes: readonly TreeArgument[];
  summary: string;
  about: string | undefined;
  examples: readonly string[];
  flags: readonly TreeFlag[];
  /** Whether the word alone is a command. */
  runs: boolean;
  commands: readonly TreeCommand[];
}

interface TreeArgument {
  /** `agent`; `reports...` where it may be several. */
  name: string;
  required: boolean;
  values: Values | undefined;
}

export interface TreeFlag extends FlagSpec {
  /** Whether it is one of a group that many commands take. */
  shared: boolean;
}

/** @param specs Of the words after `voipbin`. */
export async function commandTree(specs: readonly (CommandSpec | NounSpec)[]): Promise<TreeCommand[]> {
  return (await Promise.all(specs.map(loaded))).map((spec) => treeOf(spec, ''));
}

function treeOf(spec: LoadedSpec, above: string): TreeCommand {
  const [word = '', ...takes] = spec.name.split(' ');
  const path = `${above}${word}`;
  return {
    word,
    path,
    takes: takes.map((text) => {
      const name = text.slice(1, -1);
      const word = name.replace(/\.\.\.$/, '');
      return { name, required: text.startsWith('<'), values: spec.values?.[word] ?? usualValues(word) };
    }),
    summary: spec.summary,
    about: spec.about,
    examples: spec.examples ?? [],
    flags: [
      ...(spec.flags ?? []).map((flag) => treeFlag(flag, false)),
      ...(spec.groups ?? []).flatMap((group) => flagGroups[group].flags.map((flag) => treeFlag(flag, true))),
    ],
    runs: spec.run !== undefined,
    commands: 'verbs' in spec ? spec.verbs.map((verb) => treeOf(verb, `${path} `)) : [],
  };
}

/** Those that may come before the command. */
export const rootFlags: readonly TreeFlag[] = sharedFlags.map((flag) => treeFlag(flag, true));

function treeFlag(flag: FlagSpec, shared: boolean): TreeFlag {
  return { ...flag, shared, values: flag.values ?? usualValues(valueName(flag)) };
}

/** `format` of `-o, --output <format>`; empty for a switch. */
function valueName({ flags }: FlagSpec): string {
  return /[<[](.+)[>\]]$/.exec(flags)?.[1] ?? '';
}

/** What values of that name are wherever nothing else is said. */
function usualValues(name: string): Values | undefined {
  return ['csv', 'file', 'path', 'pem', 'yaml'].includes(name) ? 'files' : undefined;
}
