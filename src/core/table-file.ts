/** A table with titles, as other systems export it: every problem with its line and column. */
import { parseCsv, type Cell } from './csv.ts';
import { didYouMean } from './suggest.ts';
import { controlProblem } from './text.ts';
import type { YamlProblem } from './yaml/parse.ts';
import { FileProblems, quote } from './yaml/reader.ts';

type Place = Pick<Cell, 'line' | 'column'>;
export type Wrong = (place: Place, message: string) => void;

export interface TableRow<Column extends string> {
  /** Undefined where the table has no such column, or the row ends before it. */
  cellOf: (column: Column) => Cell | undefined;
  /** Where what the row lacks is missing. */
  start: Place;
}

interface TableShape<Column extends string, Item> {
  /** What people call each column; the case and what parts the words make no difference. */
  names: Readonly<Record<Column, readonly string[]>>;
  /** The column that a table cannot do without, and what is said where it does. */
  key: { column: Column; missing: string };
  /** For people: `targets`. */
  many: string;
  /** What is wrong with a title that no column is called, where that is more than not to be known. */
  titleProblem?: (title: string) => string | undefined;
  /** Undefined for a row that is wrong. */
  read: (row: TableRow<Column>, wrong: Wrong, problems: YamlProblem[]) => Item | undefined;
  /** What no two rows may have the same of, and where it is. */
  uniqueOf: (item: Item) => { text: string; place: Place };
  code: string;
  hint: string;
}

/** @throws FileProblems with everything that is wrong. */
export function readTable<Column extends string, Item>(
  { text, file }: { text: string; file: string },
  shape: TableShape<Column, Item>,
): Item[] {
  const { key, many, code, hint } = shape;
  const { rows, unclosed } = parseCsv(text);
  const problems: YamlProblem[] = [];
  const wrong: Wrong = ({ line, column }, message) => {
    problems.push({ line, column, message });
  };
  if (unclosed !== undefined) wrong(unclosed, 'this quotation mark is never closed');
  const [head = [], ...body] = rows;
  const titles = titlesOf(head, shape, wrong);
  const isReadable = titles.includes(key.column);
  if (!isReadable) wrong(head[0] ?? { line: 1, column: 1 }, key.missing);
  if (problems.length === 0 && body.length === 0) wrong({ line: 2, column: 1 }, `the file has no ${many}`);
  const items = (isReadable ? body : []).flatMap((cells) => {
    const extra = cells[titles.length];
    if (extra !== undefined)
      wrong(extra, 'more cells than column titles: put text that contains the delimiter in quotes');
    const start = cells[0] ?? { line: 1, column: 1 };
    for (const cell of cells) {
      const problem = controlProblem(cell.text, { mayBreak: true });
      if (problem !== undefined) wrong(cell, `${quote(cell.text)} ${problem}`);
    }
    const item = shape.read({ cellOf: (column) => cells[titles.indexOf(column)], start }, wrong, problems);
    return item === undefined ? [] : [item];
  });
  refuseTwice(items.map(shape.uniqueOf), wrong);
  if (problems.length > 0) throw new FileProblems(file, problems, { code, hint });
  return items;
}

/** `E-Mail` and `email`, `First_Name` and `first name` are the same. */
const plain = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/\be-?mail\b/g, 'email')
    .replaceAll(/[\s_.-]+/g, ' ')
    .trim();

function titlesOf<Column extends string, Item>(
  head: readonly Cell[],
  { names, titleProblem }: Pick<TableShape<Column, Item>, 'names' | 'titleProblem'>,
  wrong: Wrong,
): (Column | undefined)[] {
  const columns = new Map<string, Column>(
    (Object.keys(names) as Column[]).flatMap((column) =>
      names[column].map((name) => [name, column] as const),
    ),
  );
  const titles = head.map((cell) => {
    const title = plain(cell.text);
    const column = columns.get(title);
    if (column !== undefined) return column;
    const guess = didYouMean(title, [...columns.keys()]);
    const unknown = `the column ${quote(cell.text)} is not known${guess === undefined ? '' : ` (${guess})`}`;
    wrong(cell, title === '' ? 'a column has no title' : (titleProblem?.(title) ?? unknown));
    return undefined;
  });
  for (const [index, cell] of head.entries()) {
    const title = titles[index];
    if (title !== undefined && titles.indexOf(title) < index)
      wrong(cell, `${quote(cell.text)} is a second column with the same meaning`);
  }
  return titles;
}

function refuseTwice(all: readonly { text: string; place: Place }[], wrong: Wrong): void {
  const seen = new Map<string, number>();
  for (const { text, place } of all) {
    const first = seen.get(text.toLowerCase());
    if (first === undefined) seen.set(text.toLowerCase(), place.line);
    else if (text !== '') wrong(place, `${quote(text)} is already in line ${first}`);
  }
}
