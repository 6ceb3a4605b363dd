/** Columns that fit a terminal: some leave, so that ids, times and e-mail addresses are never cut. */
import type { List } from '../format.ts';
import { GAP } from './columns.ts';

interface Fitted {
  key: string;
  title: string;
  /** The place of its cells in a row. */
  at: number;
  /** What its cells need. */
  width: number;
  /** What its title needs. */
  head: number;
  /** An id, a time or an e-mail address: part of it would be useless. */
  isWhole: boolean;
  /** Rather than that a text is cut much. */
  leavesFirst?: boolean;
}

/** So many columns of a text are enough to recognize it. */
const READABLE = 12;
/** So many are worth more than a column that may leave. */
const COMFORTABLE = 28;

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** As runs are named. */
const RUN = '\\d{8}T\\d{9}-\\w{4}';

/** Ids, a date, or an e-mail address and nothing else, or anything with a time of day. */
const WHOLE = new RegExp(
  `^${RUN}$|^${UUID}(?:; ${UUID})*$|^[^\\s@;]+@[^\\s@;]+$|^(?:\\w{3} )?\\d{4}-\\d{2}-\\d{2}$|\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}`,
);

/** For each column, whether one of these cells is an id, a time or an e-mail address. */
export function wholeIn(rows: readonly (readonly string[])[]): readonly boolean[] {
  return (rows[0] ?? []).map((_cell, at) => rows.some((row) => WHOLE.test(row[at] ?? '')));
}

/**
 * The columns that a terminal has room for. Texts give way as long as they stay readable; then columns leave: ids
 * first, since every object goes by other names as well, then the last one that is enough, or the last. The first one
 * stays, and what was asked for, even where it is too wide.
 */
export function fit<Column extends Fitted>(
  columns: readonly Column[],
  available: number,
  asked: List['asked'],
): readonly Column[] {
  let kept = columns;
  for (const column of columns.filter(({ leavesFirst }) => leavesFirst === true).reverse())
    if (roomFor(kept, COMFORTABLE) > available) kept = without(kept, column);
  while (asked !== 'columns' && roomFor(kept) > available) {
    const may = asked === 'ids' ? kept.slice(1).filter(({ isWhole }) => !isWhole) : kept.slice(1);
    const leaving =
      may.findLast(({ key }) => key === 'id') ??
      may.findLast((column) => roomFor(without(kept, column)) <= available) ??
      may.at(-1);
    if (leaving === undefined) break;
    kept = without(kept, leaving);
  }
  return shrunk(kept, available);
}

const without = <Column>(columns: readonly Column[], one: Column): readonly Column[] =>
  columns.filter((column) => column !== one);

const roomFor = (columns: readonly Fitted[], readable = READABLE): number =>
  columns.reduce((sum, column) => sum + leastOf(column, readable), GAP * (columns.length - 1));

const leastOf = ({ width, head, isWhole }: Fitted, readable = READABLE): number =>
  isWhole ? width : Math.min(width, Math.max(readable, head));

/** The widest texts give way first. */
function shrunk<Column extends Fitted>(columns: readonly Column[], available: number): readonly Column[] {
  const widths = columns.map(({ width }) => width);
  const gaps = GAP * (columns.length - 1);
  let excess = widths.reduce((sum, width) => sum + width, gaps) - available;
  for (; excess > 0; excess -= 1) {
    const at = columns.reduce((widest, column, index) => {
      const width = widths[index] ?? 0;
      return width > leastOf(column) && width > (widths[widest] ?? 0) ? index : widest;
    }, -1);
    if (at < 0) break;
    widths[at] = (widths[at] ?? 0) - 1;
  }
  return columns.map((column, index) => ({ ...column, width: widths[index] ?? 0 }));
}
