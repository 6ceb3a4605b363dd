/**
 * The emulator's tables: columns named as the API spells them. Unlike on the wire every column is always there; the
 * columns say which empty values are left out of an answer.
 */
import { goTime, isEmpty, type Column } from '../columns.ts';
import * as account from './account.ts';
import * as ai from './ai.ts';
import * as contacts from './contacts.ts';
import * as outreach from './outreach.ts';
import { table, type Row, type RowOfSpec, type TableSpec } from './table.ts';
import * as telephony from './telephony.ts';

/** Tables of rows that the emulator never creates: their lists are always empty. */
const unmade = {
  aicalls: table({}),
  aiaudits: table({}),
  aimessages: table({}),
  aipromptproposals: table({}),
  aisummaries: table({}),
  campaigncalls: table({}),
  conferencecalls: table({}),
  providercalls: table({}),
  speakings: table({}),
  storage_files: table({}),
  'timeline-analyses': table({}),
  transcribes: table({}),
};

const tables = {
  ...account,
  ...telephony,
  ...outreach,
  ...contacts,
  ...ai,
  ...unmade,
  /** Flows created for one run: in no list, and not counted. */
  temporary_flows: telephony.flows,
};

export type TableName = keyof typeof tables;
export type RowOf<T extends TableName> = RowOfSpec<(typeof tables)[T]>;
export const tableNames = Object.keys(tables) as TableName[];

const columnLists = new Map(
  tableNames.map((name) => {
    const { columns }: TableSpec = tables[name];
    // The types are safe to drop: a value is always shown by its own column.
    return [name, Object.entries(columns as Readonly<Record<string, Column<unknown>>>)];
  }),
);
/** The columns of a table, whatever their types. */
export const columnsOf = (name: TableName): readonly (readonly [string, Column<unknown>])[] =>
  columnLists.get(name) ?? [];

/** A default for each column that a row does not set. */
export function emptyValues(name: TableName): Record<string, unknown> {
  return Object.fromEntries(columnsOf(name).map(([column, { empty }]) => [column, empty()]));
}

/** A row as the server shows it. */
export function show<T extends TableName>(name: T, row: RowOf<T>): Record<string, unknown> {
  const spec: TableSpec = tables[name];
  const values = row as unknown as Readonly<Record<string, unknown>> & Row;
  const shown: Record<string, unknown> = { id: row.id };
  if (spec.owned) shown['customer_id'] = values.customer_id;
  for (const [column, { show: format, shown: when, as = column }] of columnsOf(name)) {
    const value = format(values[column]);
    if (when === 'always' || (when === 'if-set' && !isEmpty(value))) shown[as] = value;
  }
  Object.assign(shown, spec.constants);
  for (const time of spec.times) {
    if (values[time] !== null || !spec.timesIfSet) shown[time] = goTime(values[time]);
  }
  return shown;
}
