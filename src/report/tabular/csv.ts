import { stringify } from 'csv-stringify/sync';
import type { Finding } from '../../audit/report.ts';
import { clean } from '../../core/text.ts';
import { inBlocks, rowsOf, type Document, type Render } from '../format.ts';

/** A spreadsheet would run these as formulas. */
const FORMULA = /^[=+\-@\t\r]/;
/** A telephone number or an amount only looks like one. */
const HARMLESS = /^[+-]?\d[\d.]*$/;

/**
 * A header line with every field that any row has, then a line per row; objects and lists as JSON text. A text
 * that a spreadsheet would run begins with an apostrophe; E.164 numbers pass untouched.
 * On a terminal, where nobody reads it with a program, controls in it are made visible.
 */
export const renderCsv: Render = async (document, style) => {
  const rows = rowsOf(document).map((row) =>
    typeof row === 'object' && row !== null && !Array.isArray(row)
      ? (row as Record<string, unknown>)
      : { value: row },
  );
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const header = fields.length > 0 ? fields : knownFields(document);
  const shown = style.columns === undefined ? same : clean;
  const blocks = await inBlocks(rows, style, (block) =>
    stringify(block.map((row) => header.map((field) => shown(cell(row[field]))))),
  );
  return [stringify([header.map(shown)]), ...blocks].join('');
};

/** All fields of a finding, in order: the header where there is none. */
const findingFields: readonly (keyof Finding)[] = [
  'rule',
  'title',
  'category',
  'severity',
  'severity_reason',
  'subject',
  'message',
  'fix',
  'fingerprint',
  'first_seen',
  'is_new',
];

/** What there would be in every row. */
function knownFields(document: Document): readonly string[] {
  if (document.kind === 'list') return document.columns.map(({ key }) => key);
  return document.kind === 'audit' ? findingFields : [];
}

const same = (text: string): string => text;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text;
}
