/** Rows of one list within a time, streamed in slices to whoever counts them: they are never held. */
import type { Api } from '../api/api.ts';
import type { ApiResource } from '../api/collection.ts';
import { lossText, type ListedRow, type Loss } from '../api/pages.ts';
import { openSlices, READERS } from './slices.ts';

export interface RowsOptions<Row> {
  /** Milliseconds since 1970; `until` is not included, and undefined for all that is new. */
  since: number;
  until: number | undefined;
  now: number;
  onRow: (row: Row) => void;
  /** Called once it is known how many requests are still to be made, about. */
  onOpen?: (remaining: number) => void;
}

/**
 * @returns What is possibly missing, as a sentence; undefined where nothing is.
 * @throws ApiError where it cannot be read.
 */
export async function readRows<Row extends ListedRow>(
  api: Api,
  resource: ApiResource<Row>,
  { since, until, now, onRow, onOpen }: RowsOptions<Row>,
): Promise<string | undefined> {
  const losses: Loss[] = [];
  const opened = await openSlices<Row>({
    pages: (range) => api.of(resource).pages({ range, onLoss: (loss) => losses.push(loss) }),
    onRows(rows) {
      for (const row of rows) onRow(row);
    },
    since: since * 1000,
    until: until === undefined ? undefined : until * 1000,
    now: now * 1000,
    readers: READERS,
  });
  onOpen?.(opened.remaining());
  await opened.read();
  return lossText(losses);
}
