import { stringify } from 'csv-stringify/sync';
import { flatRow } from '../../core/flat.ts';
import { clean } from '../../core/text.ts';
import { inBlocks, rowsOf, type DataRow, type Render } from '../format.ts';
import { csvColumns, csvText } from './csv-columns.ts';

/** A spreadsheet would run these as formulas. */
const FORMULA = /^[=+\-@\t\r]/;
/** A telephone number or an amount only looks like one. */
const HARMLESS = /^[+-]?\d[\d.]*$/;

/**
 * A header line, then a line per row. The columns are the same whatever the rows hold, and nothing in them is nested;
 * only what an expression of the user's has left over has those of its rows. A text that a spreadsheet would run
 * begins with an apostrophe; E.164 numbers pass untouched.
 * On a terminal, where nobody reads it with a program, controls in it are made visible.
 */
export const renderCsv: Render = async (document, style) => {
  const rows = rowsOf(document).map((row) => (isRow(row) ? row : { value: row }));
  const columns = await csvColumns(document);
  const shown = style.columns === undefined ? same : clean;
  const lines = (cells: readonly (readonly string[])[]): string =>
    stringify(cells.map((row) => row.map((text) => shown(disarmed(text)))));
  if (columns !== undefined) {
    const body = await inBlocks(rows, style, (block) =>
      lines(block.map((row) => columns.map((column) => csvText(column, row)))),
    );
    return [lines([columns.map(({ key }) => key)]), ...body].join('');
  }
  const flat = (await inBlocks(rows, style, (block) => block.map(flatRow))).flat();
  const header = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  const body = await inBlocks(flat, style, (block) =>
    lines(block.map((row) => header.map((key) => row[key] ?? ''))),
  );
  return [lines([header]), ...body].join('');
};

const isRow = (row: unknown): row is DataRow =>
  typeof row === 'object' && row !== null && !Array.isArray(row);

const same = (text: string): string => text;

const disarmed = (text: string): string => (FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text);
