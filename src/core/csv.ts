/** A table of text with commas, semicolons or tabs, as spreadsheets write it, and where each cell begins (RFC 4180). */
export interface Cell {
  text: string;
  /** The first line and the first column are 1. */
  line: number;
  column: number;
}

export interface Csv {
  /** Without the rows that are empty. */
  rows: readonly (readonly Cell[])[];
  /** Where a quotation mark is opened and never closed. */
  unclosed: { line: number; column: number } | undefined;
}

const DELIMITERS = [',', ';', '\t'] as const;

export function parseCsv(source: string): Csv {
  const text = source.replace(/^\ufeff/, '');
  const delimiter = delimiterOf(text);
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  let unclosed: Csv['unclosed'];
  const endRow = (): void => {
    if (row.some((cell) => cell.text !== '')) rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const cell: Cell = { text: '', line, column: at - lineStart + 1 };
    if (text[at] === '"') {
      let end = at + 1;
      while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) {
        if (text[end] === '\n') {
          line += 1;
          lineStart = end + 1;
        }
        end += text[end] === '"' ? 2 : 1;
      }
      if (end >= text.length) unclosed ??= { line: cell.line, column: cell.column };
      cell.text = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    }
    const rest = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
    cell.text = (cell.text + text.slice(rest, at)).trim();
    row.push(cell);
    if (text[at] !== delimiter) {
      endRow();
      line += 1;
      lineStart = at + 1;
    }
    at += 1;
  }
  endRow();
  return { rows, unclosed };
}

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const [first = ''] = text.replaceAll(/"[^"]*"/g, '').split('\n');
  const counts = DELIMITERS.map((one) => ({ one, count: first.split(one).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).one;
}
