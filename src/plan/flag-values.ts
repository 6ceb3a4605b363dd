/** Fields given by flags: read and checked by the readers of the plan file. */
import { SEE_HELP, UsageError } from '../core/errors.ts';
import type { YamlDocument, YamlProblem } from '../core/yaml/parse.ts';
import { controlProblem } from '../core/text.ts';
import { Reader } from '../core/yaml/reader.ts';
import type { NamedKind } from '../resources/index.ts';
import type { Field } from '../resources/field.ts';
import type { Scope } from '../resources/names.ts';
import { fieldsOfCommand, type ManyKind, type SingleKind, type Values } from '../resources/kind.ts';

/** The typed values, by field name in a plan file: one word, or a list for a repeated flag. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** `wait_flow` is `--wait-flow`, `tags` is `--tag`. */
export const flagName = ({ key, flag }: Pick<Field, 'key' | 'flag'>): string =>
  flag.name ?? key.replaceAll('_', '-');

/** Accepts every name: names are looked up when the account is read. */
export const anyName: Scope = {
  names: () => ({ has: () => true }) as unknown as ReadonlySet<string>,
};

/** List items that are added or removed: the others stay. */
export interface Members {
  added: Typed;
  removed: Typed;
}

/** The prefix of their flags: `--add-tag`. */
export const ADD = 'add-';
export const REMOVE = 'remove-';

/** Refuses combinations that contradict each other, or a flag that sets the whole list. */
export function refuseMemberConflicts(
  kind: SingleKind | ManyKind,
  { added, removed }: Members,
  { typed, cleared }: { typed: Typed; cleared: readonly string[] },
): void {
  const wrong = fieldsOfCommand(kind).flatMap((field) => {
    const { key } = field;
    const used = [...(added[key] ? [ADD] : []), ...(removed[key] ? [REMOVE] : [])];
    const name = flagName(field);
    const both = [added[key] ?? []].flat().filter((word) => removed[key]?.includes(word));
    return [
      ...used.flatMap((prefix) => [
        ...(typed[key] === undefined ? [] : [`--${prefix}${name}: --${name} says all of them`]),
        ...(cleared.some((one) => keyOf(one) === key)
          ? [`--${prefix}${name}: --clear ${clearName(field)} leaves none of them`]
          : []),
      ]),
      ...both.map((word) => `--${REMOVE}${name}: ${JSON.stringify(word)} is also added`),
    ];
  });
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'), { hint: 'leave one of the two out' });
}

/**
 * The fields as a document has them.
 * @param cleared Names of fields to empty.
 * @param prefix Of their flags.
 * @throws UsageError with every problem, each with its flag.
 */
export function readTyped(
  kind: SingleKind | ManyKind,
  typed: Typed,
  cleared: readonly string[] = [],
  prefix = '',
): Values {
  const fields = fieldsOfCommand(kind).filter(({ key }) => typed[key] !== undefined);
  const plain = Object.fromEntries(
    fields.map((field) => [field.key, plainOf(field, typed[field.key] ?? '')]),
  );
  const keys = Object.keys(plain);
  const malformed = fields.flatMap((field) =>
    field.flag.takes === 'pairs' ? pairProblems(field, typed[field.key] ?? '') : [],
  );
  const unseen = fields.flatMap((field) =>
    [typed[field.key] ?? []].flat().flatMap((word) => {
      const problem = controlProblem(word, { mayBreak: field.key !== 'name' });
      return problem === undefined ? [] : [`--${prefix}${flagName(field)}: ${problem}`];
    }),
  );
  const problems: YamlProblem[] = [];
  const reader = new Reader(documentOf(plain, keys), problems, plain);
  const values = reader.entries().map(([key, value]) => {
    const field = fields.find((one) => one.key === key);
    return [key, field?.read(value, anyName)] as const;
  });
  const blank = fields.filter((field) => isBlank(kind, field, typed[field.key]));
  const wrong = [
    ...malformed,
    ...unseen,
    ...blank.map(
      (field) =>
        `--${flagName(field)}: ${field.clearable ? `empty; to empty a field, write --clear ${clearName(field)}` : 'must not be empty'}`,
    ),
    ...problems.flatMap(({ line, message }) => {
      const field = fields.find(({ key }) => key === keys[line - 1]);
      if (field !== undefined && blank.includes(field)) return [];
      return [`--${field === undefined ? '' : prefix + flagName(field)}: ${message}`];
    }),
    ...cleared.flatMap((name) => clearProblem(kind, name, typed)),
  ];
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'), { hint: SEE_HELP });
  return { ...Object.fromEntries(values), ...Object.fromEntries(cleared.map((name) => [keyOf(name), null])) };
}

/** As in a file: words, and true or false. */
function plainOf({ flag: { takes } }: Field, typed: string | readonly string[]): unknown {
  const words = [typed].flat();
  if (takes === 'list') return words;
  if (takes === 'pairs') return Object.fromEntries(words.filter(isPair).map(pairOf));
  const word = words.at(-1) ?? '';
  if (takes === 'number' && /^-?\d+$/.test(word)) return Number(word);
  return takes === 'switch' ? word === 'on' : word;
}

/** In a script, an empty word is usually an unset variable. The name of an object has its own check. */
function isBlank(
  kind: SingleKind | ManyKind,
  { flag: { takes }, wire }: Field,
  typed: Typed[string] | undefined,
): boolean {
  return (
    takes === 'text' &&
    typeof typed === 'string' &&
    typed.trim() === '' &&
    !('key' in kind && kind.key === wire)
  );
}

/** The name of a field in `--clear`. */
export const clearName = ({ key }: Pick<Field, 'key'>): string => key.replaceAll('_', '-');
const isPair = (word: string): boolean => word.indexOf('=') > 0;

const pairOf = (word: string): [name: string, value: string] => {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
};

const pairProblems = (field: Field, typed: string | readonly string[]): string[] =>
  [typed]
    .flat()
    .filter((word) => !isPair(word))
    .map((word) => `--${flagName(field)}: ${JSON.stringify(word)} is not name=value`);

const keyOf = (name: string): string => name.replaceAll('-', '_');

function clearProblem(kind: SingleKind | ManyKind, name: string, typed: Typed): string[] {
  const field = fieldsOfCommand(kind).find(({ key }) => key === keyOf(name));
  if (field === undefined) return [`--clear: a ${kind.one} has no field ${JSON.stringify(name)}`];
  if (!field.clearable) return [`--clear: ${name} cannot be empty`];
  return typed[field.key] === undefined ? [] : [`--clear: ${name} is also given a value`];
}

/** Each flag counts as a line. */
function documentOf(value: unknown, keys: readonly string[]): YamlDocument {
  const at = (path: readonly (string | number)[]): { line: number; column: number } => ({
    line: keys.indexOf(String(path[0])) + 1,
    column: 1,
  });
  return { value, problems: [], valueAt: at, keyAt: at, spellingAt: () => undefined };
}

/** The same, with names as in a plan file in place of what the person typed for other objects. */
export function inWordsOfFile(
  kind: SingleKind | ManyKind,
  typed: Typed,
  wordOf: (kind: NamedKind, word: string) => string,
): Typed {
  const known = new Map(fieldsOfCommand(kind).map((field) => [field.key, field]));
  return Object.fromEntries(
    Object.entries(typed).map(([key, words]) => {
      const refers = known.get(key)?.flag.refers;
      if (refers === undefined) return [key, words];
      const named = (word: string): string => wordOf(refers, word);
      return [key, typeof words === 'string' ? named(words) : words.map(named)];
    }),
  );
}
