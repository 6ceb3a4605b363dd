/** Which object a person means: by its id, an unambiguous beginning of it, or any of its names. */
import { AppError, UsageError } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import { didYouMean } from './suggest.ts';
import { clean } from './text.ts';

export interface Sought<Row> {
  /** For people: `queue`. */
  one: string;
  rows: readonly Row[];
  /** Everything that the object is called: name, number, user name. */
  namesOf: (row: Row) => readonly unknown[];
}

/** Fewer characters of an id are not taken for its beginning: they may be a name that is typed wrongly. */
const SHORTEST_BEGINNING = 4;
/** So many candidates are listed. */
const SHOWN = 10;

/** @throws AppError where nothing is called so (exit code 5), or several objects are (2). */
export function findNamed<Row extends { readonly id: string }>(word: string, sought: Sought<Row>): Row {
  const { one, rows, namesOf } = sought;
  const named = (row: Row): readonly string[] => textsOf(namesOf(row));
  const found = candidates(word, sought);
  const [row, ...others] = found;
  if (row === undefined) throw notFound(word, one, rows.length === 0, rows.flatMap(named));
  if (others.length === 0) return row;
  const shown = found.slice(0, SHOWN).map((each) => `${each.id} (${clean(named(each)[0] ?? '')})`);
  throw new UsageError(`${JSON.stringify(word)} can be any of ${found.length} ${one}s`, {
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
    ({ id }) => isBeginning(word) && id.toLowerCase().startsWith(word.toLowerCase()),
  ];
  return ways.map((fits) => rows.filter(fits)).find((some) => some.length > 0) ?? [];
}

const textsOf = (names: readonly unknown[]): readonly string[] =>
  names.filter((name): name is string => typeof name === 'string' && name !== '');

/** Letters in either case are the same, and a telephone number is the same with its blanks. */
function plain(text: string): string {
  return /^\+[\d\s()./-]+$/.test(text) ? text.replaceAll(/[^+\d]/g, '') : text.trim().toLowerCase();
}

const isBeginning = (word: string): boolean =>
  word.length >= SHORTEST_BEGINNING && /^[0-9a-f][0-9a-f-]*$/i.test(word);

function notFound(word: string, one: string, hasNone: boolean, names: readonly string[]): AppError {
  const known = [...new Set(names)];
  const listed = known.slice(0, SHOWN).map(clean).join(', ') + (known.length > SHOWN ? ', ...' : '');
  // Calls, for one, have no names.
  const nameless = hasNone ? `the account has no ${one}` : 'name it by its id';
  return new AppError('NOT_FOUND', ExitCode.notFound, `${one} ${JSON.stringify(word)} does not exist`, {
    hint: didYouMean(word, known) ?? (known.length === 0 ? nameless : `choose one of: ${listed}`),
  });
}
