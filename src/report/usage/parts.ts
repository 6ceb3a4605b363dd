/** What the reports on usage and calls are put together from: tables with colors, bars. */
import { clean, wrapped } from '../../core/text.ts';
import type { Paint } from '../paint.ts';
import { GAP, widthOf, widthsOf } from '../tabular/columns.ts';

/** One column of a table for people. */
export interface PartColumn<Row> {
  title: string;
  cell: (row: Row) => string;
  /** Numbers. */
  right?: boolean;
  /** The color of a cell. */
  paint?: (row: Row, paint: Paint) => (text: string) => string;
  /** A text that is wrapped below itself where the terminal has no room; the last column only. */
  last?: true;
}

const LEAST_TEXT = 20;

/** A table; no line break at its end. @param columns Width of the terminal; absent where there is none. */
export function table<Row>(
  all: readonly PartColumn<Row>[],
  rows: readonly Row[],
  paint: Paint,
  columns: number | undefined,
): string[] {
  const cells = rows.map((row) => all.map(({ cell }) => clean(cell(row))));
  const titles = all.map(({ title }) => title);
  const widths = widthsOf([titles, ...cells]);
  const text = all.findIndex(({ last }) => last);
  const before = widths.slice(0, text < 0 ? undefined : text).reduce((sum, width) => sum + width + GAP, 0);
  const room = columns === undefined ? Infinity : Math.max(LEAST_TEXT, columns - before);
  const aligned = (values: readonly string[], color: (value: string, at: number) => string): string =>
    values
      .map((value, at) => {
        const gap = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(value)));
        return all[at]?.right ? gap + color(value, at) : color(value, at) + gap;
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  return [
    ...(titles.some((title) => title !== '') ? [aligned(titles, (title) => paint.dim(title))] : []),
    ...rows.flatMap((row, index) => {
      const values = cells[index] ?? [];
      const lines = text < 0 ? [] : wrapped(values[text] ?? '', room);
      const color = (value: string, at: number): string =>
        value.trim() === '' ? value : (all[at]?.paint?.(row, paint)(value) ?? value);
      return [
        aligned(
          values.map((value, at) => (at === text ? (lines[0] ?? '') : value)),
          color,
        ),
        ...lines.slice(1).map((line) => ' '.repeat(before) + color(line, text)),
      ];
    }),
  ];
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of so many characters; what is not nothing is never empty. @param share From 0 to 1. */
export function bar(share: number, width: number): string {
  const filled = Math.min(1, Math.max(0, share)) * width * 8;
  const eighths = share > 0 ? Math.max(1, Math.round(filled)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
