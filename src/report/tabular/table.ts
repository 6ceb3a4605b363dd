/** Tables and cards for people. Without a terminal nothing is cut off, and columns are two spaces apart. */
import { clean } from '../../core/text.ts';
import { renderAuditTable } from '../audit/table.ts';
import { renderPlan } from '../plan.ts';
import {
  dataOf,
  inBlocks,
  type Card,
  type Column,
  type DataRow,
  type List,
  type Render,
  type Style,
} from '../format.ts';
import { alignCells, GAP, widest, widthsOf } from './columns.ts';

export const renderTable: Render = (document, style) => {
  switch (document.kind) {
    case 'list':
      return renderList(document, style);
    case 'card':
      return renderCard(document, style);
    case 'audit':
      return renderAuditTable(document, style);
    case 'plan':
      return renderPlan(document.plan, style.paint, style.columns);
    case 'calls':
      return document.text(style.paint);
    case 'value':
      return renderValue(dataOf(document), style);
  }
};

async function renderList({ columns, rows, empty }: List, style: Style): Promise<string> {
  if (rows.length === 0 && empty !== undefined) return `${empty}\n`;
  if (rows.length === 0)
    return style.columns === undefined ? `${columns.map(({ title }) => title).join('  ')}\n` : 'none\n';
  const titles = columns.map(({ title }) => title);
  const body = await inBlocks(rows, style, (block) => {
    const cells = block.map((row) => columns.map((column) => cellOf(column, row)));
    return { cells, widths: widthsOf(cells) };
  });
  const needed = widest([widthsOf([titles]), ...body.map(({ widths }) => widths)]);
  const widths = style.columns === undefined ? needed : fit(columns, needed, style.columns);
  const lines = await inBlocks(
    body.flatMap(({ cells }) => cells),
    style,
    (block) => `${alignCells(block, widths)}\n`,
  );
  return [`${style.paint.bold(alignCells([titles], widths))}\n`, ...lines].join('');
}

function cellOf(column: Column, row: DataRow): string {
  const value = column.value ? column.value(row) : row[column.key];
  if (value === null || value === undefined || value === '') return '-';
  return clean(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Enough of an id to tell it from others. */
const SHORTEST = 9;

/** Widths that fit the terminal: ids give way first, then the widest columns. */
function fit(columns: readonly Column[], needed: readonly number[], available: number): number[] {
  const widths = [...needed];
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1) - available;
  for (const [index, { key }] of columns.entries()) {
    const width = widths[index] ?? 0;
    if (excess <= 0 || !/(^|_)id$/.test(key) || width <= SHORTEST) continue;
    widths[index] = Math.max(SHORTEST, width - excess);
    excess -= width - (widths[index] ?? 0);
  }
  for (; excess > 0; excess -= 1) {
    const index = widths.indexOf(Math.max(...widths));
    if ((widths[index] ?? 0) <= SHORTEST) break;
    widths[index] = (widths[index] ?? 0) - 1;
  }
  return widths;
}

function renderCard({ title, rows: makeRows }: Card, { paint }: Style): string {
  const rows = makeRows();
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value]) => `  ${paint.dim(label.padEnd(width))}  ${clean(value)}`);
  return `${[paint.bold(clean(title)), ...lines].join('\n')}\n`;
}

/** What a query left over: lists of objects as a table, all else as it is. */
function renderValue(value: unknown, style: Style): string | Promise<string> {
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    const keys = [...new Set(value.flatMap((row) => Object.keys(row)))];
    return renderList(
      { kind: 'list', columns: keys.map((key) => ({ key, title: key })), rows: value },
      style,
    );
  }
  if (Array.isArray(value)) return value.map((item) => `${textOf(item)}\n`).join('');
  if (isObject(value)) {
    const width = Math.max(0, ...Object.keys(value).map((key) => key.length));
    return Object.entries(value)
      .map(([key, item]) => `${clean(key).padEnd(width)}  ${textOf(item)}\n`)
      .join('');
  }
  return `${textOf(value)}\n`;
}

const textOf = (value: unknown): string =>
  clean(typeof value === 'string' ? value : JSON.stringify(value ?? null));

function isObject(value: unknown): value is DataRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
