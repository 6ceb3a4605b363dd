/** What the reports on usage and calls are put together from: tables with colors, bars. */
import { clean, wrapped } from '../../core/text.ts';
import type { Paint } from '../paint.ts';
import { cut, GAP, widthOf, widthsOf } from '../tabular/columns.ts';

/** One column of a table for people. */
export interface PartColumn<Row> {
  title: string;
  cell: (row: Row) => string;
  /** Numbers, which are never cut. */
  right?: boolean;
  /** Leaves a terminal that has no room for it. */
  optional?: boolean;
  /** The color of a cell. */
  paint?: (row: Row, paint: Paint) => (text: string) => string;
}

/** Texts stay at least so wide. */
const LEAST_TEXT = 12;

/** Lines without a break at their end. @param columns Width of the terminal; absent where there is none. */
export function table<Row>(
  all: readonly PartColumn<Row>[],
  rows: readonly Row[],
  paint: Paint,
  columns = Infinity,
): string[] {
  const made = all.map((column) => {
    const cells = rows.map((row) => clean(column.cell(row)));
    return {
      ...column,
      cells,
      width: Math.max(...widthsOf([[column.title], ...cells.map((cell) => [cell])])),
    };
  });
  const widthOfAll = (some: readonly { width: number }[]): number =>
    some.reduce((sum, { width }) => sum + width + GAP, -GAP);
  let shown = made;
  for (const column of made.filter(({ optional }) => optional === true).reverse())
    if (widthOfAll(shown) > columns) shown = shown.filter((one) => one !== column);
  const excess = widthOfAll(shown) - columns;
  const widest = shown.filter(({ right }) => !right).sort((a, b) => b.width - a.width)[0];
  if (widest !== undefined && excess > 0) widest.width = Math.max(LEAST_TEXT, widest.width - excess);
  const line = (
    cellOf: (column: (typeof shown)[number]) => string,
    color: (cell: string, column: (typeof shown)[number]) => string,
  ): string =>
    shown
      .map((column) => {
        const cell = cut(cellOf(column), column.width);
        const gap = ' '.repeat(Math.max(0, column.width - widthOf(cell)));
        return column.right ? gap + color(cell, column) : color(cell, column) + gap;
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const hasTitles = shown.some(({ title }) => title !== '');
  return [
    ...(hasTitles
      ? [
          line(
            ({ title }) => title,
            (title) => paint.dim(title),
          ),
        ]
      : []),
    ...rows.map((row, index) =>
      line(
        ({ cells }) => cells[index] ?? '',
        (cell, column) => (cell === '' ? cell : (column.paint?.(row, paint)(cell) ?? cell)),
      ),
    ),
  ];
}

const LEAST_FACT = 20;

/** Labels, each with a text that is wrapped next to it. @param columns Width of the terminal; absent where there is none. */
export function facts(
  rows: readonly (readonly [label: string, text: string])[],
  paint: Paint,
  columns: number | undefined,
): string[] {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const room = columns === undefined ? Infinity : Math.max(LEAST_FACT, columns - width - GAP);
  return rows.flatMap(([label, text]) => {
    const [first = '', ...more] = wrapped(clean(text), room);
    return [
      `${paint.dim(label.padEnd(width))}${' '.repeat(GAP)}${first}`.trimEnd(),
      ...more.map((line) => `${' '.repeat(width + GAP)}${line}`),
    ];
  });
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of so many characters; what is not nothing is never empty. @param share From 0 to 1. */
export function bar(share: number, width: number): string {
  const filled = Math.min(1, Math.max(0, share)) * width * 8;
  const eighths = share > 0 ? Math.max(1, Math.round(filled)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
