/** What a report for people is put together from: the same parts are text on a terminal and Markdown. */
import { clean, grouped, wrapped } from '../core/text.ts';
import type { Column, Sheet, Style } from './format.ts';
import { cells, code, fenced, figure, ownProse, prose } from './markdown.ts';
import type { Paint } from './paint.ts';
import { cut, GAP, widthOf, widthsOf } from './tabular/columns.ts';
import { fit } from './tabular/fit.ts';

export type Fact = readonly [label: string, text: string];

/** One column of a table for people. */
export interface PartColumn<Row> {
  title: string;
  /** Where there is room for it. */
  longTitle?: string;
  cell: (row: Row) => string;
  /** Numbers, which are never cut. */
  right?: boolean;
  /** Leaves a terminal that has no room for it, before a text is cut much. */
  optional?: boolean;
  /** Our own words, without names from the account. */
  isProse?: boolean;
  /** A picture: only on a terminal. */
  drawn?: boolean;
  /** What should be none, and is not. */
  isLost?: (row: Row) => boolean;
  /** The color of a cell. */
  paint?: (row: Row, paint: Paint) => (text: string) => string;
}

interface Cell {
  text: string;
  isLost: boolean;
  color: (paint: Paint) => (text: string) => string;
}

/** Rows of whatever kind, made into texts. */
export interface Table {
  kind: 'table';
  /** Above it where the columns do not say it. */
  name: string;
  columns: readonly Pick<
    PartColumn<never>,
    'title' | 'longTitle' | 'right' | 'optional' | 'drawn' | 'isProse'
  >[];
  rows: readonly (readonly Cell[])[];
  /** A terminal shows so many; a program gets all. */
  most: number;
}

export type Part =
  | { kind: 'title'; text: string }
  | { kind: 'facts'; rows: readonly Fact[] }
  | Table
  /** Lines for a terminal of so many columns; none where there is nothing to see. */
  | {
      kind: 'drawing';
      title: (columns: number) => string;
      draw: (columns: number, paint: Paint) => readonly string[];
    }
  /** `isOwn`: words of ours, in which backticks mark what is code. */
  | { kind: 'sentences'; texts: readonly string[]; isAside?: boolean; isOwn?: boolean }
  | { kind: 'items'; lead: string; items: readonly string[] }
  /** Lines that are read or copied as they are. */
  | { kind: 'listing'; name: string; text: string };

const asIs = (): ((text: string) => string) => (text) => text;

export const tableOf = <Row>(
  name: string,
  columns: readonly PartColumn<Row>[],
  rows: readonly Row[],
  most = Infinity,
): Table => ({
  kind: 'table',
  name,
  // As those of lists are written.
  columns: columns.map(({ title, longTitle, ...column }) => ({
    ...column,
    title: title.toUpperCase(),
    ...(longTitle !== undefined && { longTitle: longTitle.toUpperCase() }),
  })),
  rows: rows.map((row) =>
    columns.map(({ cell, isLost = () => false, paint }) => ({
      text: clean(cell(row)),
      isLost: isLost(row),
      color: isLost(row) ? ({ red }) => red : paint === undefined ? asIs : (it) => paint(row, it),
    })),
  ),
  most,
});

export const sheetOf = (
  data: { raw: object; rows: readonly object[]; fields: readonly Column[] },
  parts: () => readonly Part[],
): Sheet => ({
  kind: 'sheet',
  ...data,
  text: (paint, columns, onNoRoom) => textOf(parts(), { paint, columns, onNoRoom }),
  markdown: () => markdownOf(parts()),
});

type Place = Pick<Style, 'paint' | 'columns' | 'onNoRoom'>;

const textOf = (parts: readonly Part[], place: Place): string =>
  `${parts
    .map((part) => linesOf(part, place))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;

function linesOf(part: Part, place: Place): readonly string[] {
  const { paint, columns } = place;
  const laid = (text: string): string[] => wrapped(clean(text), columns ?? Infinity);
  switch (part.kind) {
    case 'title':
      return laid(part.text).map((line) => paint.bold(line));
    case 'facts':
      return factLines(part.rows, place);
    case 'table':
      return tableLines(part, place);
    case 'drawing': {
      if (columns === undefined) return [];
      const lines = part.draw(columns, paint);
      return lines.length === 0 ? [] : [paint.bold(part.title(columns)), ...lines];
    }
    case 'sentences':
      return part.texts.flatMap(laid).map((line) => (part.isAside === true ? paint.dim(line) : line));
    case 'items':
      return [part.lead, ...part.items.flatMap((item) => laid(`- ${item}`))];
    case 'listing':
      return [paint.bold(part.name), part.text];
  }
}

const LEAST_FACT = 20;

/** Labels, each with a text that is wrapped next to it. */
function factLines(rows: readonly Fact[], { paint, columns }: Place): string[] {
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

function tableLines(
  { columns: made, rows: all, most }: Table,
  { paint, columns, onNoRoom }: Place,
): string[] {
  if (all.length === 0) return [];
  // One row more takes no more room than the line that counts it.
  const rows = columns === undefined || all.length <= most + 1 ? all : all.slice(0, most);
  const heads = widthsOf([made.map(({ title }) => title)]);
  const widths = widthsOf([
    made.map(({ title }) => title),
    ...rows.map((cellsOf) => cellsOf.map(({ text }) => text)),
  ]);
  const whole = made
    .map(({ title, right = false, optional = false, drawn = false }, at) => ({
      ...{ key: title, title, at, width: widths[at] ?? 0, head: heads[at] ?? 0, isWhole: right },
      ...{ right, drawn, leavesFirst: optional || drawn },
    }))
    .filter(({ drawn }) => !drawn || columns !== undefined);
  const shown = columns === undefined ? whole : fit(whole, columns, undefined);
  const gone = whole.filter(({ at }) => !shown.some((column) => column.at === at));
  const titles = gone.map(({ title }) => title).filter(Boolean);
  if (titles.length > 0) onNoRoom?.(titles);
  const line = (textOfCell: (at: number) => string, color: (at: number, text: string) => string): string =>
    shown
      .map(({ at, width, right }) => {
        const text = cut(textOfCell(at), width);
        const gap = ' '.repeat(Math.max(0, width - widthOf(text)));
        const painted = text === '' ? text : color(at, text);
        return right ? gap + painted : painted + gap;
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const rest = all.length - rows.length;
  return [
    ...(shown.some(({ title }) => title !== '')
      ? [
          line(
            (at) => made[at]?.title ?? '',
            (_at, text) => paint.dim(text),
          ),
        ]
      : []),
    ...rows.map((row) =>
      line(
        (at) => row[at]?.text ?? '',
        (at, text) => (row[at]?.color ?? asIs)(paint)(text),
      ),
    ),
    ...(rest > 0 ? [paint.dim(`... and ${grouped(rest)} more; -o csv has all`)] : []),
  ];
}

export const markdownOf = (parts: readonly Part[]): string =>
  `${parts
    .map(blockOf)
    .filter((block) => block !== '')
    .join('\n\n')}\n`;

function blockOf(part: Part): string {
  switch (part.kind) {
    case 'title':
      return `# ${prose(part.text)}`;
    case 'facts':
      return markdownTable(
        ['', ''],
        ['', ''],
        part.rows.map(([label, text]) => [prose(label), prose(text)]),
      );
    case 'table': {
      if (part.rows.length === 0) return '';
      const kept = part.columns
        .map((column, at) => ({ ...column, at }))
        .filter(({ drawn }) => drawn !== true);
      const table = markdownTable(
        kept.map(({ title, longTitle = title }) => prose(longTitle)),
        kept.map(({ right = false }) => (right ? 'right' : '')),
        part.rows.map((row) => kept.map(({ at, ...column }) => markdownCell(row[at]?.text ?? '', column))),
      );
      return `## ${prose(part.name)}\n\n${table}`;
    }
    case 'drawing':
      return '';
    case 'sentences':
      return part.texts.map(part.isOwn === true ? ownProse : prose).join('\n\n');
    case 'items':
      return [prose(part.lead), '', ...part.items.map((item) => `- ${prose(item)}`)].join('\n');
    case 'listing':
      return `${part.name === '' ? '' : `## ${ownProse(part.name)}\n\n`}${fenced(part.text)}`;
  }
}

function markdownCell(text: string, { right, isProse }: Table['columns'][number]): string {
  if (text === '') return '';
  return right === true ? figure(text) : isProse === true ? ownProse(text) : code(text);
}

const markdownTable = (
  titles: readonly string[],
  sides: readonly ('right' | '')[],
  rows: readonly (readonly string[])[],
): string =>
  [
    cells(titles.map((title) => (title === '–' ? '' : title))),
    cells(sides.map((side) => (side === 'right' ? '---:' : '---'))),
    ...rows.map((row) => cells(row)),
  ].join('\n');

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of so many characters; what is not nothing is never empty. @param share From 0 to 1. */
export function bar(share: number, width: number): string {
  const filled = Math.min(1, Math.max(0, share)) * width * 8;
  const eighths = share > 0 ? Math.max(1, Math.round(filled)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
