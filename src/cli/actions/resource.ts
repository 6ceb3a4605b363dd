/** `<noun> list` and `<noun> get` for every resource of the table. */
import { lossText, type Loss } from '../../api/pages.ts';
import { UsageError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
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
  return async ({ context, args: [id = ''] }: Call): Promise<ExitCode> => {
    const api = await context.api();
    const row = await resource.collection(api).get(id);
    const title = [row['name'], row['number'], row['username'], row.id].find(
      (text) => typeof text === 'string' && text !== '',
    );
    await printCard(context, {
      title: String(title),
      rows: () => objectRows(row, context.host.system.timeZone),
      raw: row,
    });
    return ExitCode.done;
  };
}
