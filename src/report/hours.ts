/** Opening hours of an account: for people, and as plain data. The fields of the data are a contract. */
import { clean, wrapped } from '../core/text.ts';
import type { Sheet } from './format.ts';
import type { Paint } from './paint.ts';
import { markdownOf, type Part } from './parts.ts';
import { each, plainColumns } from './tabular/csv-columns.ts';

/** Moments are RFC 3339, dates those of the time zone. */
export interface HoursRow {
  id: string;
  name: string;
  time_zone: string;
  open: string;
  /** The region whose public holidays are days off. */
  holidays: string | null;
  is_open: boolean;
  /** Why, where it is not as in other weeks. */
  because: string | null;
  /** Null: it stays so. */
  until: string | null;
  /** The changes after that one. */
  changes: readonly { at: string; is_open: boolean }[];
  next_holidays: readonly { date: string; name: string }[];
  /** What is opened and closed from now on, the first one first. */
  next_exceptions: readonly { when: string; is_open: boolean; because: string | null }[];
  /** Days of UTC. */
  covers: { from: string; to: string };
}

const fields = [
  ...plainColumns(['id', 'name', 'time_zone', 'open', 'holidays', 'is_open', 'because', 'until']),
  each('changes', ({ at, is_open }) => `${verbOf(is_open)} ${String(at)}`),
  each('next_holidays', ({ date, name }) => `${String(date)} ${String(name)}`),
  each('next_exceptions', ({ when, is_open, because }) =>
    [
      is_open === true ? 'open' : 'closed',
      String(when),
      ...(typeof because === 'string' ? [because] : []),
    ].join(' '),
  ),
  ...plainColumns(['covers.from', 'covers.to']),
];

function verbOf(isOpen: unknown): string {
  return isOpen === true ? 'opens' : 'closes';
}

/** @param momentOf A moment by the clock of a time zone, for people. */
export function hoursSheet(
  rows: readonly HoursRow[],
  momentOf: (zone: string, at: string) => string,
  empty: string,
): Sheet {
  return {
    kind: 'sheet',
    raw: rows,
    rows,
    fields,
    text: (paint, columns) =>
      rows.length === 0
        ? `${wrapped(empty, columns ?? Infinity).join('\n')}\n`
        : rows.map((row) => blockOf(row, (at) => momentOf(row.time_zone, at), { paint, columns })).join('\n'),
    markdown: () =>
      markdownOf(
        rows.length === 0
          ? [{ kind: 'sentences', texts: [empty], isOwn: true }]
          : rows.flatMap((row) => partsOf(row, (at) => momentOf(row.time_zone, at))),
      ),
  };
}

function partsOf(row: HoursRow, momentText: (at: string) => string): Part[] {
  const facts = factsOf(row, momentText).filter(([, parts]) => parts.length > 0);
  return [
    {
      kind: 'title',
      text: `${clean(row.name)}: ${stateOf(row, momentText, row.is_open ? 'open' : 'closed')}`,
    },
    { kind: 'facts', rows: facts.map(([label, parts]) => [label, parts.join(', ')]) },
  ];
}

/** @param state `open` or `closed`, perhaps in a color. */
function stateOf(row: HoursRow, momentText: (at: string) => string, state: string): string {
  const because = row.because === null ? '' : ` (${clean(row.because)})`;
  const until = row.until === null ? '' : ` until ${momentText(row.until)}`;
  return `${state}${because}${until}`;
}

/** So many exceptions people see. */
const SHOWN = 5;
const LABEL = 12;

function blockOf(
  row: HoursRow,
  momentText: (at: string) => string,
  { paint, columns }: { paint: Paint; columns: number | undefined },
): string {
  const state = row.is_open ? paint.green('open') : paint.yellow('closed');
  return [
    `${paint.bold(clean(row.name))}: ${stateOf(row, momentText, state)}`,
    ...factsOf(row, momentText).flatMap(([label, parts]) =>
      parts.length === 0 ? [] : labeled(label, parts, columns),
    ),
    '',
  ].join('\n');
}

type Labeled = readonly [label: string, parts: readonly string[]];

function factsOf(row: HoursRow, momentText: (at: string) => string): Labeled[] {
  const then = row.changes.map(({ at, is_open }) => `${verbOf(is_open)} ${momentText(at)}`);
  const daysOff = row.next_holidays.map(({ date, name }) => `${date} ${name}`);
  return [
    ['Hours', [`${row.open} (${row.time_zone})`]],
    ['Then', then],
    ['Closed', exceptionsOf(row, false)],
    ['Opened', exceptionsOf(row, true)],
    ['Holidays', row.holidays === null ? [] : [`${row.holidays}: ${daysOff.join(', ') || 'none'}`]],
    ['Covered', [`until ${row.covers.to}`]],
  ];
}

function exceptionsOf({ next_exceptions: all }: HoursRow, isOpen: boolean): string[] {
  const texts = all
    .filter(({ is_open }) => is_open === isOpen)
    .map(({ when, because }) => (because === null ? when : `${when} ${because}`));
  return texts.length > SHOWN ? [...texts.slice(0, SHOWN), `and ${texts.length - SHOWN} more`] : texts;
}

function labeled(label: string, parts: readonly string[], columns: number | undefined): string[] {
  const text = clean(parts.join(', '));
  const lines = columns === undefined ? [text] : wrapped(text, Math.max(20, columns - LABEL));
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL - 2)}${line}`);
}
