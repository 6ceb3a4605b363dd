/** `<noun> list` and `<noun> get` for every resource of the table. */
import type { Collection } from '../../api/collection.ts';
import { lossText, type Loss } from '../../api/pages.ts';
import { UsageError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { findNamed } from '../../core/find-named.ts';
import { isUuid } from '../../core/ids.ts';
import type { Call } from '../command.ts';
import { objectRows, printCard, printList } from '../output.ts';
import type { Resource, Row } from '../resources.ts';
import { parseSince } from '../since.ts';

interface ListFlags {
  limit?: number;
  since?: string;
}

export function listResource(resource: Resource) {
  return async ({ context, options }: Call<ListFlags>): Promise<ExitCode> => {
    const { limit } = options;
    if (limit !== undefined && !Number.isInteger(limit))
      throw new UsageError('--limit must be a whole number');
    const since =
      options.since === undefined ? undefined : parseSince(options.since, context.host.clock.now());
    const api = await context.api();
    const losses: Loss[] = [];
    const rows: Row[] = [];
    for await (const row of resource.collection(api).list({ since, onLoss: (loss) => losses.push(loss) })) {
      rows.push(row);
      if (rows.length === limit) break;
    }
    const { timeZone } = context.host.system;
    await printList(context, {
      columns: resource.columns.map(({ key, title, value }) => ({
        key,
        title,
        ...(value && { value: (row: Record<string, unknown>) => value(row as Row, timeZone) }),
      })),
      rows,
    });
    const loss = lossText(losses);
    if (loss !== undefined) await context.warn(loss);
    return loss !== undefined ? ExitCode.unreachable : ExitCode.done;
  };
}

export function getResource(resource: Resource) {
  return async ({ context, args: [word = ''] }: Call): Promise<ExitCode> => {
    const api = await context.api();
    const row = await named(resource, resource.collection(api), word);
    const title = [...namesOf(row), row.id].find((text) => typeof text === 'string' && text !== '');
    await printCard(context, {
      title: String(title),
      rows: () => objectRows(row, context.host.system.timeZone),
      raw: row,
    });
    return ExitCode.done;
  };
}

/** What people call an object of any resource. */
const namesOf = (row: Row): readonly unknown[] => [
  row['name'],
  row['number'],
  row['username'],
  row['extension'],
];

/** The object of that id, or the one that is called so. */
async function named(resource: Resource, rows: Collection<Row>, word: string): Promise<Row> {
  if (isUuid(word)) return rows.get(word);
  const all: Row[] = [];
  for await (const row of rows.list({ onLoss: () => undefined })) all.push(row);
  return findNamed(word, { one: resource.one, rows: all, namesOf });
}
