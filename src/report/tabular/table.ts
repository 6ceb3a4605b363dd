/** Tables and cards for people. Without a terminal nothing is cut off, and columns are two spaces apart. */
import { flatText, valueAt } from '../../core/flat.ts';
import { clean, wrapped } from '../../core/text.ts';
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
import { alignCells, widest, widthsOf } from './columns.ts';
import { fit, wholeIn } from './fit.ts';

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
    case 'sheet':
      return document.text(style.paint, style.columns);
    case 'value':
      return renderValue(dataOf(document), style);
  }
};

async function renderList({ columns: all, rows, empty, asked }: List, style: Style): Promise<string> {
  if (rows.length === 0 && empty !== undefined) return `${empty}\n`;
  if (rows.length === 0)
    return style.columns === undefined ? `${all.map(({ title }) => title).join('  ')}\n` : 'none\n';
  const body = await inBlocks(rows, style, (block) => {
    const cells = block.map((row) => all.map((column) => cellOf(column, row)));
    return { cells, widths: widthsOf(cells), whole: wholeIn(cells) };
  });
  const heads = widthsOf([all.map(({ title }) => title)]);
  const needed = widest([heads, ...body.map(({ widths }) => widths)]);
  const columns = all.map(({ key, title }, at) => ({
    key,
    title,
    at,
    width: needed[at] ?? 0,
    head: heads[at] ?? 0,
    isWhole: body.some(({ whole }) => whole[at]),
  }));
  const shown = style.columns === undefined ? columns : fit(columns, style.columns, asked);
  const widths = shown.map(({ width }) => width);
  const gone = columns.filter(({ at }) => !shown.some((column) => column.at === at));
  if (gone.length > 0) style.onNoRoom?.(gone.map(({ title }) => title));
  const lines = await inBlocks(
    body.flatMap(({ cells }) => cells),
    style,
    (block) =>
      `${alignCells(
        block.map((row) => shown.map(({ at }) => row[at] ?? '')),
        widths,
      )}\n`,
  );
  return [`${style.paint.bold(alignCells([shown.map(({ title }) => title)], widths))}\n`, ...lines].join('');
}

function cellOf(column: Column, row: DataRow): string {
  const text = column.value ? column.value(row) : flatText(valueAt(row, column.key));
  return clean(text) || '-';
}

/** Values are not cut into narrower columns than this. */
const NARROWEST = 20;

function renderCard({ title, rows: makeRows }: Card, { paint, columns = Infinity }: Style): string {
  const rows = makeRows();
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const room = Math.max(NARROWEST, columns - width - 4);
  const lines = rows.map(([label, value, isCopied]) => {
    const laid = isCopied === 'copied' ? [clean(value)] : wrapped(clean(value), room);
    return `  ${paint.dim(label.padEnd(width))}  ${laid.join(`\n${' '.repeat(width + 4)}`)}`;
  });
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

const textOf = (value: unknown): string => clean(value === null ? 'null' : flatText(value));

function isObject(value: unknown): value is DataRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
