/** Rows in memory: found by id, and per customer in the order of creation. */
import type { Dataset, Row } from './records.ts';
import { columnsOf, tableNames, type RowOf, type TableName } from './tables/index.ts';

/** A dataset with nothing in it. */
export function emptyDataset(): Dataset {
  return Object.fromEntries(tableNames.map((name) => [name, []])) as unknown as Dataset;
}

/** One table: rows by id, and per customer in the order of creation, so that a page is found without a scan. */
export class Table<R extends Row> {
  readonly #byId = new Map<string, R>();
  readonly #byCustomer = new Map<string, R[]>();
  /** Every row, for the lists that span customers. */
  readonly #all: R[] = [];

  constructor(rows: readonly R[]) {
    for (const row of [...rows].sort((a, b) => a.tm_create - b.tm_create)) {
      for (const list of this.#listsOf(row)) list.push(row);
    }
  }

  insert(row: R): void {
    for (const list of this.#listsOf(row)) list.splice(before(list, row.tm_create + 1), 0, row);
  }

  /** Where a new row belongs. */
  #listsOf(row: R): readonly R[][] {
    this.#byId.set(row.id, row);
    let own = this.#byCustomer.get(row.customer_id);
    if (own === undefined) this.#byCustomer.set(row.customer_id, (own = []));
    return [own, this.#all];
  }

  /** Without a trace, as few tables do it. */
  remove(row: R): void {
    this.#byId.delete(row.id);
    for (const list of [this.#byCustomer.get(row.customer_id) ?? [], this.#all]) {
      const index = list.indexOf(row);
      if (index >= 0) list.splice(index, 1);
    }
  }

  get(id: string): R | undefined {
    return this.#byId.get(id);
  }

  /** Every row, oldest first. */
  all(): readonly R[] {
    return this.#all;
  }

  /** The customer's rows, oldest first. */
  of(customerId: string): readonly R[] {
    return this.#byCustomer.get(customerId) ?? [];
  }

  /**
   * At most `size` rows created strictly before `token` (microseconds), newest first. As on the genuine server
   * there is no tie-breaker: rows of the last row's instant that do not fit are skipped by the next page.
   */
  page(customerId: string | undefined, token: number, size: number, wanted: (row: R) => boolean): R[] {
    const rows = customerId === undefined ? this.#all : this.of(customerId);
    const found: R[] = [];
    for (let index = before(rows, token) - 1; index >= 0 && found.length < size; index -= 1) {
      const row = rows[index];
      if (row !== undefined && wanted(row)) found.push(row);
    }
    return found;
  }
}

/** How many rows were created before `micros`; rows are sorted by creation. */
function before(rows: readonly Row[], micros: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.tm_create ?? 0) < micros) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type Tables = { readonly [T in TableName]: Table<RowOf<T>> };

/** The tables over a copy of the dataset; a state that was saved by an older version lacks what is newer. */
export function openTables(data: Dataset): Tables {
  return Object.fromEntries(
    tableNames.map((name) => {
      const rows = (data[name] as Row[] | undefined) ?? [];
      return [name, new Table<Row>(rows.map((row) => withEveryColumn(name, row)))];
    }),
  ) as unknown as Tables;
}

/** A row of its own; the values in it are shared, since a route replaces what it changes, and changes nothing within. */
function withEveryColumn(name: TableName, row: Row): Row {
  const values: Row & Record<string, unknown> = { ...row };
  for (const [column, { empty }] of columnsOf(name)) {
    if (!Object.hasOwn(values, column)) values[column] = empty();
  }
  return values;
}

/** What the tables hold, as plain data. */
export function closeTables(tables: Tables): Dataset {
  return Object.fromEntries(tableNames.map((name) => [name, [...tables[name].all()]])) as unknown as Dataset;
}
