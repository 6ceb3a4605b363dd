/** How a command answers: one document, whole, on standard output, in the format that was asked for. */
import { AppError, UsageError } from '../core/errors.ts';
import { flatText } from '../core/flat.ts';
import { isSetId } from '../core/ids.ts';
import type { Host } from '../core/ports.ts';
import { maskSecrets } from '../core/secret.ts';
import { formatLocal, parseTime } from '../core/time.ts';
import {
  blocksOf,
  dataOf,
  type Card,
  type DataRow,
  type Document,
  type List,
  type Rows,
} from '../report/format.ts';
import { formats } from '../report/index.ts';
import type { Context } from './context.ts';
import { terminalWidth } from './terminal.ts';

/** One object: a card for people, the object itself for programs. */
export async function printCard(context: Context, card: Omit<Card, 'kind'> & { raw: object }): Promise<void> {
  await print(context, { kind: 'card', ...card });
}

/**
 * Prints what a command has done. If that cannot be written, the changes are made nevertheless, and the error says so.
 * @param run Undefined where nothing was changed.
 */
export async function printDone(
  context: Context,
  run: string | undefined,
  card: Omit<Card, 'kind'> & { raw: object },
): Promise<void> {
  try {
    await printCard(context, card);
  } catch (error) {
    if (run === undefined || !(error instanceof AppError) || error.code !== 'OUTPUT_FAILED') throw error;
    throw new AppError(error.code, error.exitCode, `${error.message} (the changes were made)`, {
      hint: context.flags.demo === undefined ? `\`voipbin undo ${run}\` undoes them` : undefined,
      cause: error,
    });
  }
}

/** Many objects: a table for people, an array for programs. */
export async function printList(context: Context, list: Omit<List, 'kind'>): Promise<void> {
  await print(context, { kind: 'list', ...list });
}

/** Any document; secrets are masked here, for all. */
export async function print(context: Context, document: Document): Promise<void> {
  const { flags, host } = context;
  const { stdout } = host.io;
  if (flags.showSecrets && !stdout.isTTY) {
    throw new UsageError('--show-secrets works on a terminal only', {
      hint: 'secrets in a file or a pipe stay masked',
    });
  }
  const shown = await queried(context, flags.showSecrets ? document : masked(document));
  const { output } = await context.settings();
  const render = await formats[output]?.();
  if (render === undefined) throw new UsageError(`there is no output format ${output}`);
  const noRoom: string[] = [];
  const style = {
    onNoRoom: (titles: readonly string[]) => void noRoom.push(...titles),
    paint: await context.paint('stdout'),
    columns: terminalWidth(stdout),
    get timeZone() {
      return host.system.timeZone;
    },
    pause: () => pause(host),
  };
  const rendered = await render(shown, style);
  if (typeof rendered === 'string') await stdout.write(rendered);
  else for await (const piece of rendered) await stdout.write(piece);
  if (noRoom.length > 0) {
    const more = 'more' in document ? `, ${document.more}` : '';
    await context.notice(`not shown: ${noRoom.join(', ')}; widen the terminal${more}, or use -o csv`);
  }
}

/**
 * Whether the answer is wanted in a format of the command's own, and not as a document.
 *
 * @throws UsageError for a query of it: there is nothing to pick from.
 */
export function isWantedAs(format: string, { output, query }: { output?: string; query?: string }): boolean {
  if (output !== format) return false;
  if (query !== undefined)
    throw new UsageError(`--query and -o ${format} cannot be combined`, { hint: 'use -o json' });
  return true;
}

/** Lets a signal be heard in the middle of long work, which it then ends. */
export async function pause({ signal }: Pick<Host, 'signal'>): Promise<void> {
  await new Promise(setImmediate);
  signal.throwIfAborted();
}

function masked(document: Document): Document {
  switch (document.kind) {
    case 'list':
      return { ...document, rows: maskedRows(document.rows) };
    case 'card':
      return document.unmasked ? document : { ...document, raw: maskSecrets(document.raw) };
    case 'audit':
    case 'plan':
    case 'sheet':
    case 'value':
      return document;
  }
}

const maskedRows = (rows: List['rows']): Rows => ({
  async *blocks() {
    for await (const block of blocksOf(rows, {})) yield maskSecrets(block);
  },
});

async function queried({ flags, host }: Context, document: Document): Promise<Document> {
  const expression = flags.query;
  if (expression === undefined) return document;
  const { query } = await import('../core/query.ts');
  const data = document.kind === 'list' ? await wholeOf(document.rows, host) : dataOf(document);
  return { kind: 'value', value: await host.blocking(() => query(expression, data)) };
}

async function wholeOf(rows: List['rows'], host: Host): Promise<readonly DataRow[]> {
  const whole: DataRow[] = [];
  for await (const block of blocksOf(rows, { pause: () => pause(host) })) whole.push(...block);
  return whole;
}

/** Every field of an API object as label and value: times local, links without the nil id, secrets masked. */
export function objectRows(raw: Record<string, unknown>, timeZone: string): [label: string, value: string][] {
  return Object.entries(maskSecrets(raw)).map(([key, value]) => [key, fieldText(key, value, timeZone)]);
}

function fieldText(key: string, value: unknown, timeZone: string): string {
  if (value === null || value === undefined || value === '') return '-';
  if (typeof value === 'string') {
    if (key.startsWith('tm_')) {
      const millis = parseTime(value);
      return millis === undefined ? '-' : formatLocal(millis, timeZone);
    }
    return key.endsWith('_id') && !isSetId(value) ? '-' : value;
  }
  if (Array.isArray(value) && value.length === 0) return '-';
  return flatText(value);
}
