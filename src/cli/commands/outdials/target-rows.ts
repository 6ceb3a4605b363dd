/** New targets: from flags, or from a table with a column for each field. */
import { COLUMN, tooLong } from '../../../core/lengths.ts';
import { checkPhone } from '../../../core/phone.ts';
import { readTable, type TableRow, type Wrong } from '../../../core/table-file.ts';

interface Destination {
  type: 'tel';
  target: string;
}

/** As the API takes one; none of the texts may be empty. */
export interface NewTarget {
  name: string;
  detail: string;
  data: string;
  destination_0: Destination;
  [field: `destination_${number}`]: Destination | Record<string, never>;
}

interface Said {
  name?: string | undefined;
  detail?: string | undefined;
  data?: string | undefined;
  /** In the order in which they are tried. */
  numbers: readonly string[];
}

const MOST = 5;

/** What a person leaves out is filled: the server takes no empty text. */
export function newTarget(said: Said): NewTarget | { wrong: string[] } {
  const numbers = said.numbers.map((number) => number.replaceAll(/[\s()./-]/g, ''));
  const [first = ''] = numbers;
  const name = said.name?.trim() || first;
  const detail = said.detail?.trim() || name;
  const long = tooLong(name, COLUMN);
  const wrong = [
    ...numbers.flatMap((number) => checkPhone(number) ?? []),
    ...(new Set(numbers).size < numbers.length ? ['a number appears twice'] : []),
    ...(numbers.length > MOST ? [`a target has at most ${MOST} numbers`] : []),
    ...(long === undefined ? [] : [`the name ${long}`]),
  ];
  if (wrong.length > 0) return { wrong };
  const destinations = Array.from({ length: MOST }, (_, index) => {
    const number = numbers[index];
    return [`destination_${index}`, number === undefined ? {} : { type: 'tel', target: number }] as const;
  });
  return {
    name,
    detail,
    data: said.data?.trim() || name,
    ...Object.fromEntries(destinations),
  } as NewTarget;
}

const NAMES = {
  name: ['name', 'full name', 'contact', 'customer'],
  numbers: ['phone', 'phone number', 'number', 'telephone', 'mobile', 'tel', 'destination'],
  detail: ['detail', 'details', 'description', 'note', 'notes'],
  data: ['data', 'id', 'reference', 'external id'],
} as const satisfies Record<keyof Said, readonly string[]>;
type Column = keyof typeof NAMES;

/** @throws FileProblems with every problem, each with its line and column. */
export const readTargetRows = (text: string, file: string): NewTarget[] =>
  readTable<Column, { target: NewTarget; place: TableRow<Column>['start'] }>(
    { text, file },
    {
      names: NAMES,
      key: { column: 'numbers', missing: 'no column has the phone numbers: name it phone' },
      many: 'targets',
      read: readRow,
      uniqueOf: ({ target, place }) => ({ text: target.destination_0.target, place }),
      code: 'CSV',
      hint: 'columns: name, phone, detail, data; several numbers in a cell are separated by ";" or "|"',
    },
  ).map(({ target }) => target);

function readRow({ cellOf, start }: TableRow<Column>, wrong: Wrong) {
  const textOf = (column: Column): string | undefined => cellOf(column)?.text;
  const place = cellOf('numbers') ?? start;
  const numbers = (textOf('numbers') ?? '').split(/[;|]/).filter((number) => number.trim() !== '');
  if (numbers.length === 0) {
    wrong(place, 'a target has no phone number');
    return undefined;
  }
  const target = newTarget({ name: textOf('name'), detail: textOf('detail'), data: textOf('data'), numbers });
  if (!('wrong' in target)) return { target, place };
  for (const message of target.wrong) wrong(place, message);
  return undefined;
}
