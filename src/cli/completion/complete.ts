/** From the words of a command line to what may come next: data in, data out. */
import type { CompletionTable, Offer, TableCommand, TableFlag } from './table.ts';

export interface Completion {
  /** `files`: the shell's own completion of file names. `parts`: beginnings of words, with no space after them. */
  kind: 'words' | 'parts' | 'files';
  words: readonly Candidate[];
}

interface Candidate {
  word: string;
  help: string;
}

const FILES: Completion = { kind: 'files', words: [] };

/**
 * @param words After `voipbin`, up to the cursor; the last one is being typed, and may be empty.
 * @param profiles Names of saved sign-ins; asked for only where one is possible.
 */
export async function complete(
  table: CompletionTable,
  words: readonly string[],
  profiles: () => Promise<readonly string[]>,
): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const { command, awaits, used, args, isPlain } = walk(table, words.slice(0, -1));
  if (awaits !== undefined) return offered(awaits.values, { ...typedIn(awaits, current), profiles });
  if (current.startsWith('-') && !isPlain) {
    const [name = '', ...value] = current.split('=');
    const flag = value.length === 0 ? undefined : flagOf(table, command, name);
    if (flag !== undefined) {
      const { typed, before } = typedIn(flag, value.join('='));
      return offered(flag.values, { typed, profiles, before: `${name}=${before}` });
    }
    return wordsFrom(flagWords(flagsOf(table, command), used, current), current);
  }
  if (command.commands.length > 0 && args.length === 0) {
    return wordsFrom(
      command.commands.map(({ word, help }) => ({ word, help })),
      current,
    );
  }
  const next = command.takes[args.length] ?? (command.isOpen ? command.takes.at(-1) : undefined);
  return offered(next, { typed: current, profiles, first: args[0] });
}

interface Walk {
  command: TableCommand;
  /** A flag whose value comes next. */
  awaits: TableFlag | undefined;
  used: ReadonlySet<TableFlag>;
  args: readonly string[];
  /** Flags that the command does not take. */
  strange: readonly string[];
  /** After `--` everything is an argument. */
  isPlain: boolean;
}

/** What the words of a command line are to the program. */
export function walk(table: CompletionTable, words: readonly string[]): Walk {
  let command = table.root;
  let awaits: TableFlag | undefined;
  const args: string[] = [];
  const strange: string[] = [];
  let isPlain = false;
  const used = new Set<TableFlag>();
  for (const word of words) {
    if (awaits !== undefined) {
      awaits = undefined;
    } else if (word === '--' && !isPlain) {
      isPlain = true;
    } else if (word.startsWith('-') && word !== '-' && !isPlain) {
      const [name = '', ...value] = word.split('=');
      const flag = flagOf(table, command, name);
      if (flag === undefined) strange.push(name);
      else used.add(flag);
      awaits = flag?.takes === 'value' && value.length === 0 ? flag : undefined;
    } else {
      const next = args.length === 0 ? command.commands.find((one) => one.word === word) : undefined;
      if (next === undefined) args.push(word);
      else command = next;
    }
  }
  return { command, awaits, used, args, strange, isPlain };
}

const flagsOf = (table: CompletionTable, command: TableCommand): TableFlag[] =>
  command.flags.flatMap((place) => table.flags[place] ?? []);

/** A command's own, or one of those that may come before the command. */
const flagOf = (table: CompletionTable, command: TableCommand, name: string): TableFlag | undefined =>
  [...flagsOf(table, command), ...flagsOf(table, table.root)].find(({ names }) => names.includes(name));

/** Those that may still be given; a value that must be joined is offered with its flag. */
function flagWords(flags: readonly TableFlag[], used: ReadonlySet<TableFlag>, typed: string): Candidate[] {
  return flags
    .filter((flag) => flag.repeatable === true || !used.has(flag))
    .flatMap(({ names, help, takes, values }) => {
      const word = names.at(-1) ?? '';
      const seeds = takes === 'joined value' && typed.startsWith(word) && Array.isArray(values) ? values : [];
      return [{ word, help }, ...(seeds as string[]).map((value) => ({ word: `${word}=${value}`, help }))];
    });
}

interface Typed {
  typed: string;
  /** The part of the word before the value. */
  before?: string;
  /** The command's first argument, where this is another one. */
  first?: string | undefined;
  profiles: () => Promise<readonly string[]>;
}

/** The value of a flag as far as it was typed; where several are separated by commas, the last one. */
function typedIn({ commas }: TableFlag, value: string): Required<Pick<Typed, 'typed' | 'before'>> {
  const end = commas === true ? value.lastIndexOf(',') + 1 : 0;
  return { typed: value.slice(end), before: value.slice(0, end) };
}

async function offered(
  offer: Offer = [],
  { typed, before = '', first = '', profiles }: Typed,
): Promise<Completion> {
  if (offer === 'files') return FILES;
  // Methods of the API may be written in capitals.
  const after = first.toLowerCase();
  const values = offer === 'profiles' ? await profiles() : 'after' in offer ? offer.after[after] : offer;
  const known = values ?? [];
  const [bare, files] = [known.map((value) => value.replace('<file>', '')), known.filter(isOpen)];
  if (files.some((value) => typed.startsWith(value.replace('<file>', '')))) return FILES;
  const fitting = bare[0]?.startsWith('/') === true ? paths(bare, typed) : bare;
  return wordsFrom(
    fitting.map((value) => ({ word: `${before}${value}`, help: '' })),
    `${before}${typed}`,
  );
}

/** Patterns such as `/agents/{id}/status` as far as they can be typed: ids as they were typed, up to the next id. */
function paths(patterns: readonly string[], typed: string): string[] {
  // The version may be said, and stays.
  const version = /^\/v1\.0(?=\/)/.exec(typed)?.[0] ?? '';
  const given = typed.slice(version.length).split('/').slice(0, -1);
  const made = patterns.flatMap((pattern) => {
    const parts = pattern.split('/');
    if (given.some((part, at) => part !== parts[at] && !(isId(parts[at]) && part !== ''))) return [];
    const rest = parts.slice(given.length);
    const open = rest.findIndex(isId);
    return [version + [...given, ...(open < 0 ? rest : [...rest.slice(0, open), ''])].join('/')];
  });
  return [...new Set(made)].filter((path) => path !== typed);
}

/** `html=<file>`. */
const isOpen = (value: string): boolean => value.endsWith('<file>');

const isId = (part = ''): boolean => part.startsWith('{');

function wordsFrom(all: readonly Candidate[], typed: string): Completion {
  const words = all.filter(({ word }) => word.startsWith(typed));
  return { kind: words.some(({ word }) => /[=/:]$/.test(word)) ? 'parts' : 'words', words };
}
