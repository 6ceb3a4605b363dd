/** Which rows of a list are wanted: by the flags of its resource, and by any field with --filter. */
import { findNamed } from '../../../core/find-named.ts';
import { flatText, idsIn } from '../../../core/flat.ts';
import { isUuid } from '../../../core/ids.ts';
import { isSecretField } from '../../../core/secret.ts';
import { oneOf, type Noun } from '../../../resources/index.ts';
import { resourceOf } from '../../../resources/all.ts';
import { namesIn, type Listed } from '../../../resources/kind.ts';
import { numbers } from '../../../resources/numbers.ts';
import type { ListFilter, Reading, Row } from '../../../resources/columns.ts';
import { findField, type ListField } from './fields.ts';
import type { NamedObjects } from './names.ts';

/** Whether a row is wanted. The reading has the names that filters need. */
export type Test = (row: Row, reading: Reading) => boolean;

export interface FieldFilter {
  field: ListField;
  /** Any of these. */
  words: readonly string[];
}

/** `status=away`, once or several times: of one field any value will do. What is wrong goes to `problems`. */
export function readFilters(
  fields: readonly ListField[],
  texts: readonly string[],
  problems: string[],
): readonly FieldFilter[] {
  const filters = new Map<string, { field: ListField; words: string[] }>();
  for (const text of texts) {
    const at = text.indexOf('=');
    const field =
      at > 0 ? findField(fields, text.slice(0, at)) : { wrong: `${JSON.stringify(text)} is not field=value` };
    if ('wrong' in field) problems.push(`--filter: ${field.wrong}`);
    else if (isSecretField(field.word))
      problems.push(`--filter: ${field.word} is a secret, which is never part of a command line`);
    else {
      const filter = filters.get(field.word) ?? { field, words: [] };
      filter.words.push(text.slice(at + 1));
      filters.set(field.word, filter);
    }
  }
  return [...filters.values()];
}

/** @throws AppError where a flag names something that does not exist. */
export async function testsOf(
  { filters = [] }: Listed,
  options: Readonly<Record<string, unknown>>,
  fieldFilters: readonly FieldFilter[],
  objects: NamedObjects,
): Promise<readonly Test[]> {
  const tests: Test[] = [];
  for (const filter of filters) {
    const given = options[optionOf(filter)];
    const word = given === true ? filter.alone : given;
    if (typeof word !== 'string') continue;
    const wanted = await wantedValues(word, filter, objects);
    tests.push((row) => filter.valuesOf(row).some((value) => wanted.includes(value)));
  }
  for (const { field, words } of fieldFilters) tests.push(await fieldTest(field, words, objects));
  return tests;
}

/** `--direction` is `direction` among the options. */
const optionOf = ({ flag }: ListFilter): string => /^--(\S+)/.exec(flag.flags)?.[1] ?? '';

async function wantedValues(
  word: string,
  { refers, isPhone }: ListFilter,
  objects: NamedObjects,
): Promise<readonly unknown[]> {
  if (refers !== undefined) return [await idOf(word, refers, objects)];
  if (isPhone !== true || word.includes('@')) return [word];
  const digits = word.replaceAll(/[\s()./-]/g, '');
  if (/^\+?\d+$/.test(digits)) return [digits, `+${digits}`];
  const own = findNamed(word, {
    one: 'number',
    rows: await objects.all('numbers'),
    namesOf: (row) => namesIn(numbers, row),
  });
  return [own['number']];
}

async function fieldTest(field: ListField, words: readonly string[], objects: NamedObjects): Promise<Test> {
  const { points } = field;
  if (points !== undefined) {
    const ids = new Set<string>();
    for (const word of words) if (word !== '') ids.add(await idOf(word, points, objects));
    const takesNone = words.includes('');
    return (row) => {
      const own = idsIn(field.of(row));
      return own.length === 0 ? takesNone : own.some((id) => ids.has(id));
    };
  }
  const wanted = new Set(words.map((word) => word.trim().toLowerCase()));
  const isWanted = (text: string): boolean => wanted.has(text.toLowerCase());
  return (row, reading) => {
    const value = field.of(row);
    const parts: unknown[] = Array.isArray(value) ? value : [value];
    if (parts.length === 0) return wanted.has('');
    return parts.some((part) => isWanted(flatText(part))) || isWanted(field.shown(row, reading));
  };
}

/** An id is taken as it is: what it points at may be deleted. */
async function idOf(word: string, kind: Noun, objects: NamedObjects): Promise<string> {
  if (isUuid(word)) return word.toLowerCase();
  const rows = (await objects.all(kind)).filter(({ tm_delete }) => !tm_delete);
  return findNamed(word, {
    one: oneOf(kind),
    rows,
    namesOf: (row) => namesIn(resourceOf(kind), row),
  }).id;
}
