/**
 * How everything of an account is read, by whoever looks at it: an object by one request, a list to its end. An audit
 * reads a long list in several slices at the same time, and looks ahead to know how long it is; a plan reads it page by
 * page, which takes no request more than it has pages.
 */
import type { Api } from '../api/api.ts';
import type { ApiResource } from '../api/collection.ts';
import type { ListedRow, Loss } from '../api/pages.ts';
import { openSlices, READERS, type OpenedList } from './slices.ts';

/** Something of which an account has exactly one. */
export const singleObjects = {
  customer: (api: Api) => api.customer.get(),
  billing_account: (api: Api) => api.billingAccount.get(),
  /** Null where the account has none. */
  outbound_config: (api: Api) => api.outboundConfig.find(),
  storage_account: (api: Api) => api.storageAccount.get(),
} as const;

export interface ListReading {
  /** Milliseconds since 1970; `until` is not included. Undefined for all of it. */
  since?: number | undefined;
  until?: number | undefined;
  now: number;
  /** How many slices are read at the same time. */
  readers?: number | undefined;
  /** The most pages that are sampled ahead; by default many. */
  looks?: number | undefined;
  /** Called where rows may be missing. */
  onLoss: (loss: Loss) => void;
  signal?: AbortSignal | undefined;
}

const micros = (millis: number | undefined): number | undefined =>
  millis === undefined ? undefined : millis * 1000;

/** Reads the first page, and those that show how long the list is; what it answers with reads the rest. */
export const openList = <Row extends ListedRow>(
  api: Api,
  resource: ApiResource<Row>,
  { since, until, now, readers = READERS, looks, onLoss, signal }: ListReading,
  onRows: (rows: readonly Row[]) => void,
): Promise<OpenedList> =>
  openSlices<Row>({
    pages: (range) => api.of(resource).pages({ range, onLoss, signal }),
    onRows,
    since: micros(since),
    until: micros(until),
    now: now * 1000,
    readers,
    looks,
  });

/** Every row, newest first, page by page. */
export async function readPageByPage<Row extends ListedRow>(
  api: Api,
  resource: ApiResource<Row>,
  onLoss: (loss: Loss) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  const alone = { now: 0, readers: 1, looks: 0, onLoss };
  const opened = await openList(api, resource, alone, (page) => rows.push(...page));
  await opened.read();
  return rows;
}
