import { stringify } from 'csv-stringify/sync';
import { flatRow } from '../../core/flat.ts';
import { clean, visibleCell } from '../../core/text.ts';
import { blocksOf, rowsOf, type DataRow, type Render } from '../format.ts';
import { csvColumns, csvText } from './csv-columns.ts';

/** A spreadsheet would run these as formulas. */
const FORMULA = /^[=+\-@\t\r\n]/;
/** A phone number or an amount only looks like one. */
const HARMLESS = /^[+-]?\d[\d.]*$/;

/**
 * A header line, then a line per row. The columns are the same whatever the rows hold, and nothing in them is nested;
 * only what an expression of the user's has left over has those of its rows. A text that a spreadsheet would run
 * begins with an apostrophe; E.164 numbers pass untouched. Controls are made visible: a CSV file has no way to escape
 * them, and is often shown on a terminal. On a terminal itself, a line break in a cell is a space.
 */
export const renderCsv: Render = async function* (document, style) {
  const columns = await csvColumns(document);
  const shown = style.columns === undefined ? visibleCell : clean;
  const lines = (cells: readonly (readonly string[])[]): string =>
    stringify(cells.map((row) => row.map((text) => shown(disarmed(text)))));
  if (columns !== undefined) {
    yield lines([columns.map(({ key }) => key)]);
    for await (const block of blocksOf(rowsOf(document), style))
      yield lines(block.map((row) => columns.map((column) => csvText(column, asRow(row)))));
    return;
  }
  const flat: Record<string, string>[] = [];
  for await (const block of blocksOf(rowsOf(document), style))
    flat.push(...block.map((row) => flatRow(asRow(row))));
  const header = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  yield lines([header]);
  for await (const block of blocksOf(flat, style))
    yield lines(block.map((row) => header.map((key) => (Object.hasOwn(row, key) ? (row[key] ?? '') : ''))));
};

/** What an expression has left over may be anything. */
const asRow = (row: unknown): DataRow => (isRow(row) ? row : { value: row });

const isRow = (row: unknown): row is DataRow =>
  typeof row === 'object' && row !== null && !Array.isArray(row);

const disarmed = (text: string): string => (FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text);
