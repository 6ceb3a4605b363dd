/** New targets: from flags, or from a table with a column for each field. */
import { parseCsv, type Cell } from '../../../core/csv.ts';
import { COLUMN, tooLong } from '../../../core/lengths.ts';
import { checkPhone } from '../../../core/phone.ts';
import { didYouMean } from '../../../core/suggest.ts';
import type { YamlProblem } from '../../../core/yaml/parse.ts';
import { FileProblems, quote } from '../../../core/yaml/reader.ts';

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
    ...(new Set(numbers).size < numbers.length ? ['a number is there twice'] : []),
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

const columns = new Map<string, Column>(
  (Object.entries(NAMES) as [Column, readonly string[]][]).flatMap(([column, names]) =>
    names.map((name) => [name, column] as const),
  ),
);

const PROBLEMS = {
  code: 'CSV',
  hint: 'columns: name, phone, detail, data; several numbers in a cell are separated by ";" or "|"',
};

/** @throws FileProblems with everything that is wrong, each with its line and column. */
export function readTargetRows(text: string, file: string): NewTarget[] {
  const { rows, unclosed } = parseCsv(text);
  const problems: YamlProblem[] = [];
  const wrong = ({ line, column }: Pick<Cell, 'line' | 'column'>, message: string): void => {
    problems.push({ line, column, message });
  };
  if (unclosed !== undefined) wrong(unclosed, 'this quotation mark is never closed');
  const [head = [], ...body] = rows;
  const titles = head.map((cell, index) => columnOf(cell, head.slice(0, index), wrong));
  const start = { line: 1, column: 1 };
  if (!titles.includes('numbers')) wrong(head[0] ?? start, 'no column has the phone numbers: name it phone');
  else if (body.length === 0) wrong({ line: 2, column: 1 }, 'the file has no targets');
  const seen = new Map<string, number>();
  const targets = titles.includes('numbers')
    ? body.flatMap((cells) => readRow(cells, titles, seen, wrong))
    : [];
  if (problems.length > 0) throw new FileProblems(file, problems, PROBLEMS);
  return targets;
}

type Wrong = (place: Pick<Cell, 'line' | 'column'>, message: string) => void;

const plain = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[\s_.-]+/g, ' ')
    .trim();

function columnOf(cell: Cell, before: readonly Cell[], wrong: Wrong): Column | undefined {
  const title = plain(cell.text);
  const column = columns.get(title);
  if (column === undefined) {
    const hint = didYouMean(title, [...columns.keys()]);
    wrong(cell, `the column ${quote(cell.text)} is not known${hint === undefined ? '' : ` (${hint})`}`);
  } else if (before.some((other) => columns.get(plain(other.text)) === column))
    wrong(cell, `${quote(cell.text)} is a second column of the same meaning`);
  return column;
}

function readRow(
  cells: readonly Cell[],
  titles: readonly (Column | undefined)[],
  seen: Map<string, number>,
  wrong: Wrong,
): NewTarget[] {
  const extra = cells[titles.length];
  if (extra !== undefined) wrong(extra, 'more cells than titles: put a text with the delimiter in quotes');
  const textOf = (column: Column): string | undefined => cells[titles.indexOf(column)]?.text;
  const place = cells[titles.indexOf('numbers')] ?? cells[0] ?? { line: 1, column: 1 };
  const numbers = (textOf('numbers') ?? '').split(/[;|]/).filter((number) => number.trim() !== '');
  if (numbers.length === 0) {
    wrong(place, 'a target has no phone number');
    return [];
  }
  const target = newTarget({ name: textOf('name'), detail: textOf('detail'), data: textOf('data'), numbers });
  if ('wrong' in target) {
    for (const message of target.wrong) wrong(place, message);
    return [];
  }
  const first = target.destination_0.target;
  const line = seen.get(first);
  if (line === undefined) seen.set(first, place.line);
  else wrong(place, `${quote(first)} is in line ${line} already`);
  return [target];
}
