/** Rows in memory: found by id, and per customer in the order of creation. */
import type { Dataset, Row } from './records.ts';
import { columnsOf, tableNames, type RowOf, type TableName } from './tables/index.ts';

/** An empty dataset. */
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
      this.#byId.set(row.id, row);
      this.#ownOf(row).push(row);
      this.#all.push(row);
    }
  }

  insert(row: R): void {
    this.#byId.set(row.id, row);
    for (const list of [this.#ownOf(row), this.#all]) list.splice(before(list, row.tm_create + 1), 0, row);
  }

  /** The rows of its customer. */
  #ownOf({ customer_id }: R): R[] {
    let own = this.#byCustomer.get(customer_id);
    if (own === undefined) this.#byCustomer.set(customer_id, (own = []));
    return own;
  }

  /** Removes a row completely; few tables do that. */
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
   * there is no tie-breaker: rows created in the same instant as the last one, but not returned, are never listed.
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

/** The tables over a copy of the dataset. A state saved by an older version lacks newer tables and columns. */
export function openTables(data: Dataset): Tables {
  return Object.fromEntries(
    tableNames.map((name) => {
      const rows = (data[name] as Row[] | undefined) ?? [];
      const columns = columnsOf(name);
      return [name, new Table<Row>(rows.map((row) => withEveryColumn(columns, row)))];
    }),
  ) as unknown as Tables;
}

/** A shallow copy of a row: values are shared, since routes replace them and never change them in place. */
function withEveryColumn(columns: ReturnType<typeof columnsOf>, row: Row): Row {
  const values: Row & Record<string, unknown> = { ...row };
  for (const [column, { empty }] of columns) {
    if (values[column] === undefined) values[column] = empty();
  }
  return values;
}

/** The contents of the tables, as plain data. */
export function closeTables(tables: Tables): Dataset {
  return Object.fromEntries(tableNames.map((name) => [name, [...tables[name].all()]])) as unknown as Dataset;
}
