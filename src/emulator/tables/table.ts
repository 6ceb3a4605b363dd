/** What a table is: its columns, and which of the common members its rows show. */
import type { Columns, ValuesOf } from '../columns.ts';

/**
 * What every row has. `tm_*` are microseconds since 1970 or null; ids are lower-case UUIDs, the nil UUID meaning
 * "none".
 */
export interface Row {
  id: string;
  /** The owner. For a customer: its own id. */
  customer_id: string;
  tm_create: number;
  tm_update: number | null;
  tm_delete: number | null;
}
type TimeName = 'tm_create' | 'tm_update' | 'tm_delete';

interface Options {
  /** Whether rows show their customer (yes). */
  owned?: boolean;
  /** Which times are shown (all). */
  times?: readonly TimeName[];
  /** Whether unset times are omitted, instead of null (no). */
  timesIfSet?: boolean;
  /** Members that every row shows, with the same value in all rows. */
  constants?: object;
}

export interface TableSpec<C extends Columns = Columns> extends Required<Options> {
  columns: C;
}

const ALL_TIMES: readonly TimeName[] = ['tm_create', 'tm_update', 'tm_delete'];

export function table<C extends Columns>(columns: C, options: Options = {}): TableSpec<C> {
  return { owned: true, times: ALL_TIMES, timesIfSet: false, constants: {}, ...options, columns };
}

export type RowOfSpec<S> = S extends TableSpec<infer C> ? Row & ValuesOf<C> : never;
