/** Rows of any table: reading columns from a body, checking what a column can hold, adding rows. */
import { NIL_UUID } from '../core/ids.ts';
import type { Bound, Shape } from './body.ts';
import type { Table } from './dataset.ts';
import { internal, type Refusal } from './http.ts';
import { newDirectHash } from './ids.ts';
import type { PlanLimits } from './platform.ts';
import type { Row } from './records.ts';
import { hasRoom, liveRows, newRow, type Call } from './route.ts';
import { columnsOf, emptyValues, type RowOf, type TableName } from './tables/index.ts';

export type Field<T extends TableName> = Exclude<keyof RowOf<T>, keyof Row> & string;
export type Values<T extends TableName> = Partial<RowOf<T>>;

export const tableOf = <T extends TableName>(call: Call, name: T): Table<RowOf<T>> => call.world.tables[name];

/** Adds a row with the given values; every other column is empty. */
export function addRow<T extends TableName>(
  call: Pick<Call, 'world'>,
  table: T,
  customerId: string,
  given: Values<T>,
  complete: (row: RowOf<T>) => Values<T> = () => ({}),
): RowOf<T> {
  const { world } = call;
  const empty = emptyValues(table);
  if ('direct_hash' in empty) empty['direct_hash'] = newDirectHash(world.random);
  const row = { ...empty, ...newRow(world, customerId), ...given } as RowOf<T>;
  Object.assign(row, complete(row), given);
  (world.tables[table] as unknown as Table<RowOf<T>>).insert(row);
  return row;
}

/** @throws Refusal 500 INTERNAL, with which most of the platform answers when a plan limit is reached */
export function refuseFull(call: Call, kind: keyof Omit<PlanLimits, 'tokens'>, table: TableName): void {
  const { customerId } = call.identity;
  const count = liveRows(tableOf(call, table) as unknown as Table<Row>, customerId).length;
  if (!hasRoom(call.world, customerId, kind, count)) throw internal();
}

/** The values of some columns in the body, as they are stored. */
export function bodyOf<T extends TableName>(call: Call, table: T, fields: readonly Field<T>[]): Values<T> {
  const wanted: readonly string[] = fields;
  const columns = columnsOf(table).filter(([name]) => wanted.includes(name));
  const shape: Shape = Object.fromEntries(columns.map(([name, { bind }]) => [name, bind]));
  const bound: Bound<Shape> = call.body(shape);
  return Object.fromEntries(
    columns.filter(([name]) => name in bound).map(([name, { read }]) => [name, read(bound[name])]),
  ) as Values<T>;
}

/** The values of a full replacement: those that are not given become empty. */
export function replacement<T extends TableName>(
  table: T,
  fields: readonly Field<T>[],
  given: Values<T>,
): Values<T> {
  const empty = emptyValues(table);
  return { ...Object.fromEntries(fields.map((field) => [field, empty[field]])), ...given };
}

/** @throws Refusal for a text or a number that its column cannot hold */
export function refuseLong(table: TableName, values: object, refusal: () => Refusal = internal): void {
  for (const [name, { longest, bind }] of columnsOf(table)) {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'string' && longest !== undefined && lengthOf(value) > longest) throw refusal();
    if ((bind === 'int' || bind === 'uint') && typeof value === 'number' && !isInt32(value)) throw refusal();
  }
}

/** Characters, as the database counts them: an emoji is one. */
const lengthOf = (text: string): number => Array.from(text).length;
const isInt32 = (value: number): boolean => value < 2 ** 31 && value >= -(2 ** 31);

/** The platform's answer if there is no row to return: one with empty values. */
export function emptyRow<T extends TableName>(table: T): RowOf<T> {
  const times = { tm_create: null, tm_update: null, tm_delete: null };
  return { ...emptyValues(table), id: NIL_UUID, customer_id: NIL_UUID, ...times } as unknown as RowOf<T>;
}
