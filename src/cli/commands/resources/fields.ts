/** What a list can show, sort by and be asked for: every field of its objects, and the names of what they point at. */
import { flatFields } from '../../../api/flat-fields.ts';
import { SEE_HELP, UsageError } from '../../../core/errors.ts';
import { flatText, idsIn, valueAt } from '../../../core/flat.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { sentenceList } from '../../../core/text.ts';
import { formatLocal, parseTime } from '../../../core/time.ts';
import type { Field } from '../../../resources/field.ts';
import type { Noun } from '../../../resources/index.ts';
import type { Listed } from '../../../resources/kind.ts';
import type { Reading, Column, Row } from '../../../resources/columns.ts';

export interface ListField {
  /** As the API spells it; `call_flow` for the name of what `call_flow_id` points at. */
  word: string;
  title: string;
  /** As the API has it: what is sorted and filtered. */
  of: (row: Row) => unknown;
  /** Ids of such objects. */
  points?: Noun;
  /** Shows the names of what it points at. */
  isName?: boolean;
  /** What else it shows the names of. */
  mentions?: Column['mentions'];
  /** For people. */
  shown: (row: Row, reading: Reading) => string;
  /** For programs. */
  text: (row: Row, reading: Reading) => string;
}

/** Every field, in the order of the API; what only we reckon comes last. */
export function fieldsOf(resource: Listed): readonly ListField[] {
  const paths = flatFields(resource.wire);
  const columnAt = new Map(resource.columns.map((column) => [column.key, column]));
  const described = 'fields' in resource ? (resource.fields as readonly Field[]) : [];
  const shownAt = new Map(described.map(({ wire, shown }) => [wire, shown]));
  const reckoned = resource.columns.filter(({ key, of }) => of !== undefined && !paths.includes(key));
  return [
    ...paths.flatMap((path) => fieldsAt(path, columnAt.get(path), shownAt.get(path))),
    ...reckoned.flatMap((column) => fieldsAt(column.key, column)),
  ];
}

function fieldsAt(path: string, column: Column | undefined, shown?: Field['shown']): ListField[] {
  const of = column?.of ?? ((row: Row) => valueAt(row, path));
  const title = column?.title ?? TIMES[path] ?? path.replaceAll(/[._]/g, ' ').toUpperCase();
  const plain: ListField = {
    word: path,
    title,
    of,
    shown: (row, reading) => shown?.(of(row)) ?? plainText(path, of(row), reading),
    text: (row) => flatText(of(row)),
  };
  const points = column?.names;
  if (points === undefined) {
    if (column?.value === undefined) return [plain];
    return [{ ...plain, shown: column.value, mentions: column.mentions }];
  }
  const namesIn = (row: Row, { nameOf }: Reading): string[] => idsIn(of(row)).map((id) => nameOf(points, id));
  return [
    { ...plain, points },
    {
      ...plain,
      word: nameWord(path),
      points,
      isName: true,
      shown: (row, reading) => namesIn(row, reading).join(', ') || '-',
      text: (row, reading) => namesIn(row, reading).join('; '),
    },
  ];
}

const TIMES: Readonly<Record<string, string>> = {
  tm_create: 'CREATED',
  tm_update: 'UPDATED',
  tm_delete: 'DELETED',
};

/** `call_flow` for `call_flow_id`, `tags` for `tag_ids`. */
const nameWord = (path: string): string => path.replace(/_id(s?)$/, '$1');

function plainText(path: string, value: unknown, { timeZone }: Reading): string {
  const millis = isTime(path) && typeof value === 'string' ? parseTime(value) : undefined;
  return millis === undefined ? flatText(value) || '-' : formatLocal(millis, timeZone);
}

export const isTime = (path: string): boolean => path.startsWith('tm_');

/** What a table shows unless columns are asked for. */
export function usualFields(
  resource: Listed,
  fields: readonly ListField[],
  withIds: boolean,
): readonly ListField[] {
  return resource.columns.flatMap(({ key, names }) => {
    const word = names === undefined || withIds ? key : nameWord(key);
    return fields.filter((field) => field.word === word);
  });
}

/** The field of that word or of that title; or what to say of a word that is neither. */
export function findField(fields: readonly ListField[], word: string): ListField | { wrong: string } {
  const plain = word.trim().toLowerCase().replaceAll(/[\s-]/g, '_');
  const found =
    fields.find((field) => field.word === plain) ??
    fields.find(({ title, isName = false, points }) => titleWord(title) === plain && isName === !!points);
  if (found !== undefined) return found;
  const known = [...new Set(fields.flatMap((field) => [field.word, titleWord(field.title)]))];
  const hint =
    didYouMean(plain, known) ?? `choose one of: ${sentenceList(fields.map((field) => field.word))}`;
  return { wrong: `${JSON.stringify(word)} is not a field of the list: ${hint}` };
}

const titleWord = (title: string): string => title.toLowerCase().replaceAll(/\s/g, '_');

/** @throws UsageError with all of them. */
export function refuseAll(problems: readonly string[]): void {
  if (problems.length > 0) throw new UsageError(problems.join('\n'), { hint: SEE_HELP });
}
