/** Tables and cards for people. Without a terminal nothing is cut off, and columns are two spaces apart. */
import { flatText, valueAt } from '../../core/flat.ts';
import { Spool } from '../../core/spool.ts';
import { clean, wrapped } from '../../core/text.ts';
import { renderAuditTable } from '../audit/table.ts';
import { renderPlan } from '../plan.ts';
import {
  dataOf,
  blocksOf,
  type Card,
  type Column,
  type DataRow,
  type List,
  type Render,
  type Rendered,
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
      return renderPlan(document.plan, style.paint, style.columns, document.already);
    case 'sheet':
      return document.text(style.paint, style.columns, style.onNoRoom);
    case 'value':
      return renderValue(dataOf(document), style);
  }
};

async function* renderList(
  { columns: all, rows, empty, asked }: List,
  style: Style,
): AsyncGenerator<string, void, undefined> {
  const titles = all.map(({ title }) => title);
  const body = new Spool<readonly string[]>();
  let needed = widthsOf([titles]);
  let whole: readonly boolean[] = [];
  for await (const block of blocksOf(rows, style)) {
    const cells = block.map((row) => all.map((column) => cellOf(column, row)));
    needed = widest([needed, widthsOf(cells)]);
    const isWhole = wholeIn(cells);
    whole = all.map((_column, at) => whole[at] === true || isWhole[at] === true);
    body.add(cells);
  }
  if (body.count === 0) {
    const none = style.columns === undefined ? titles.join('  ') : 'none';
    yield `${empty ?? none}\n`;
    return;
  }
  const heads = widthsOf([titles]);
  const columns = all.map(({ key, title }, at) => ({
    key,
    title,
    at,
    width: needed[at] ?? 0,
    head: heads[at] ?? 0,
    isWhole: whole[at] === true,
  }));
  const shown = style.columns === undefined ? columns : fit(columns, style.columns, asked);
  const widths = shown.map(({ width }) => width);
  const gone = columns.filter(({ at }) => !shown.some((column) => column.at === at));
  if (gone.length > 0) style.onNoRoom?.(gone.map(({ title }) => title));
  yield `${style.paint.bold(alignCells([shown.map(({ title }) => title)], widths))}\n`;
  for (const block of body.blocks()) {
    const cells = block.map((row) => shown.map(({ at }) => row[at] ?? ''));
    yield `${alignCells(cells, widths)}\n`;
    await style.pause?.();
  }
}

function cellOf(column: Column, row: DataRow): string {
  const text = column.value ? column.value(row) : flatText(valueAt(row, column.key));
  return clean(text) || '-';
}

/** Values are not cut into narrower columns than this. */
const NARROWEST = 20;
const ITEM_INDENT = 2;

function renderCard({ title, rows: makeRows }: Card, { paint, columns = Infinity }: Style): string {
  const rows = makeRows();
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const room = Math.max(NARROWEST, columns - width - 4);
  const lines = rows.map(([label, value, layout]) => {
    const hanging = layout === 'item' ? ITEM_INDENT : 0;
    const laid = layout === 'copied' ? [clean(value)] : wrapped(clean(value), room - hanging);
    return `  ${paint.dim(label.padEnd(width))}  ${laid.join(`\n${' '.repeat(width + 4 + hanging)}`)}`;
  });
  const head = wrapped(clean(title), columns).map((line) => paint.bold(line));
  return `${[...head, ...lines].join('\n')}\n`;
}

/** What a query left over: lists of objects as a table, all else as it is. */
function renderValue(value: unknown, style: Style): Rendered {
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    const keys = [...new Set(value.flatMap((row) => Object.keys(row)))];
    return renderList(
      { kind: 'list', columns: keys.map((key) => ({ key, title: clean(key) })), rows: value },
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
