/** Which object a person means: by its id, an unambiguous beginning of it, or any of its names. */
import { AppError, UsageError } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import { didYouMean } from './suggest.ts';
import { clean, sentenceList } from './text.ts';

export interface Sought<Row> {
  /** For people: `queue`. */
  one: string;
  rows: readonly Row[];
  /** Everything that the object is called: name, number, user name. */
  namesOf: (row: Row) => readonly unknown[];
  /** The id of an object that the command already names: it is not suggested. */
  besides?: string | undefined;
  /** The command that shows the ids of what has no names of its own: others' names are not offered. */
  listedBy?: string | undefined;
}

/** Fewer characters of an id are not taken for its beginning: they may be a name that is typed wrongly. */
const SHORTEST_BEGINNING = 4;
/** So many candidates are listed. */
const SHOWN = 10;
/** So many that are alike are meant; more are a list. */
const MOST_ALIKE = 3;

/** @throws AppError where nothing is called so (exit code 5), or several objects are (2). */
export function findNamed<Row extends { readonly id: string }>(word: string, sought: Sought<Row>): Row {
  const { one, rows, namesOf, besides, listedBy } = sought;
  const named = (row: Row): readonly string[] => textsOf(namesOf(row));
  const found = candidates(word, sought);
  const [row, ...others] = found;
  if (row === undefined) {
    const names = rows.filter(({ id }) => id !== besides).map(named);
    throw notFound(word, one, names, listedBy);
  }
  if (others.length === 0) return row;
  const shown = found.slice(0, SHOWN).map((each) => `${each.id} (${clean(named(each)[0] ?? '')})`);
  throw new UsageError(`${JSON.stringify(word)} matches ${found.length} ${one}s`, {
    code: 'AMBIGUOUS',
    hint: `name it by its id: ${shown.join(', ')}${found.length > SHOWN ? ', ...' : ''}`,
  });
}

/** All that the word may name, in the nearest way in which it names any. */
export function candidates<Row extends { readonly id: string }>(
  word: string,
  { rows, namesOf }: Pick<Sought<Row>, 'rows' | 'namesOf'>,
): readonly Row[] {
  const ways: readonly ((row: Row) => boolean)[] = [
    ({ id }) => id.toLowerCase() === word.toLowerCase(),
    (row) => textsOf(namesOf(row)).includes(word),
    (row) => textsOf(namesOf(row)).some((name) => plain(name) === plain(word)),
    (row) => textsOf(namesOf(row)).some((name) => mailboxOf(name) === plain(word)),
    ({ id }) => isBeginning(word) && id.toLowerCase().startsWith(word.toLowerCase()),
  ];
  return ways.map((fits) => rows.filter(fits)).find((some) => some.length > 0) ?? [];
}

const textsOf = (names: readonly unknown[]): readonly string[] =>
  names.filter((name): name is string => typeof name === 'string' && name !== '');

/** Letters in either case are the same, and a phone number is the same with its blanks. */
function plain(text: string): string {
  return /^\+[\d\s()./-]+$/.test(text) ? text.replaceAll(/[^+\d]/g, '') : text.trim().toLowerCase();
}

/** `anna` of `anna@example.com`. */
const mailboxOf = (name: string): string | undefined => /^([^\s@]+)@[^\s@]+$/.exec(plain(name))?.[1];

const isBeginning = (word: string): boolean =>
  word.length >= SHORTEST_BEGINNING && /^[0-9a-f][0-9a-f-]*$/i.test(word);

/**
 * The one of these names that a person means.
 * @throws AppError where none is called so (exit code 5).
 */
export function findName(word: string, one: string, names: readonly string[]): string {
  const found = names.filter((name) => name === word);
  const [name, ...others] = found.length > 0 ? found : names.filter((each) => plain(each) === plain(word));
  if (name !== undefined && others.length === 0) return name;
  throw notFound(
    word,
    one,
    names.map((each) => [each]),
  );
}

/** @param names Of each object, its own first. */
function notFound(
  word: string,
  one: string,
  names: readonly (readonly string[])[],
  listedBy?: string,
): AppError {
  return new AppError(
    'NOT_FOUND',
    ExitCode.notFound,
    `${one} ${JSON.stringify(word)} ${one.endsWith('s') ? 'do' : 'does'} not exist`,
    {
      hint:
        (listedBy === undefined || names.length === 0
          ? suggestion(word, names)
          : `name it by its id, which \`voipbin ${listedBy}\` shows`) ??
        (names.length === 0 ? `the account has no ${one}` : 'name it by its id'),
    },
  );
}

function suggestion(word: string, names: readonly (readonly string[])[]): string | undefined {
  const alike = firstOf(names.filter((all) => all.some((name) => hasWord(name, word))));
  if (alike.length > 0 && alike.length <= MOST_ALIKE)
    return `did you mean ${sentenceList(alike.map(clean), 'or')}?`;
  const parts = word.split(',').map((part) => part.trim());
  const isName = (part: string): boolean =>
    names.some((all) => all.some((name) => plain(name) === plain(part)));
  if (parts.length > 1 && parts.every(isName))
    return `name each on its own: ${sentenceList(parts.map(clean))}`;
  const known = alike.length > 0 ? alike : firstOf(names);
  const listed = known.slice(0, SHOWN).map(clean).join(', ') + (known.length > SHOWN ? ', ...' : '');
  // Calls, for one, have no names.
  return (
    (alike.length > 0 ? undefined : didYouMean(word, names.flat())) ??
    (known.length === 0 ? undefined : `choose one of: ${listed}`)
  );
}

const firstOf = (names: readonly (readonly string[])[]): string[] => [
  ...new Set(names.flatMap(([first]) => first ?? [])),
];

/** Whether it, or one of its words, begins so. */
const hasWord = (name: string, word: string): boolean =>
  plain(word) !== '' &&
  [plain(name), ...plain(name).split(/[\s@._-]+/)].some((part) => part.startsWith(plain(word)));
