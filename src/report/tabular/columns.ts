/** Cells below one another, by the width that a terminal gives them. */
import stringWidth from 'string-width';

export const GAP = 2;

const ASCII = /^[ -~]*$/;
const graphemes = new Intl.Segmenter();

/** Columns of a terminal. Most texts are ASCII and need not be measured. */
export const widthOf = (text: string): number => (ASCII.test(text) ? text.length : stringWidth(text));

/** The widest cell of each column. */
export const widthsOf = (rows: readonly (readonly string[])[]): number[] =>
  widest(rows.map((row) => row.map(widthOf)));

/** The greatest width of each column. */
export function widest(rows: readonly (readonly number[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, width] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, width);
  }
  return widths;
}

/** Rows of cells, aligned; what is wider than its column is cut. */
export function alignCells(rows: readonly (readonly string[])[], widths = widthsOf(rows)): string {
  return rows
    .map((row) =>
      row
        .map((cell, index) => padded(cut(cell, widths[index] ?? 0), widths[index] ?? 0))
        .join(' '.repeat(GAP))
        .trimEnd(),
    )
    .join('\n');
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** With an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (widthOf(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
