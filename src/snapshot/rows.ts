/** Rows of one list within a time, streamed in slices to whoever counts them: they are never held. */
import type { Api } from '../api/api.ts';
import type { ApiResource } from '../api/collection.ts';
import { lossText, type ListedRow, type Loss } from '../api/pages.ts';
import { openList } from './reading.ts';

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
  const opened = await openList(
    api,
    resource,
    { since, until, now, onLoss: (loss) => losses.push(loss) },
    (rows) => {
      for (const row of rows) onRow(row);
    },
  );
  onOpen?.(opened.remaining());
  await opened.read();
  return lossText(losses);
}
