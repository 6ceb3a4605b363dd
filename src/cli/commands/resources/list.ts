/** `<noun> list` for every resource: read as a stream, kept as far as it is wanted, sorted when it is whole. */
import type { Listed } from '../../../resources/kind.ts';
import type { Api } from '../../../api/api.ts';
import { lossText, type Loss, type Range } from '../../../api/pages.ts';
import { Spool } from '../../../core/spool.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { printList } from '../../output.ts';
import type { Reading, Row } from '../../../resources/columns.ts';
import { parseBefore, parseSince, refuseEmptyRange } from '../../since.ts';
import { fieldsOf, findField, refuseAll, usualFields, type ListField } from './fields.ts';
import { readFilters, testsOf, type FieldFilter } from './filters.ts';
import type { ListFlags } from './verbs.ts';
import {
  createNameBook,
  withoutMentions,
  namedObjects,
  neededNames,
  type NameBook,
  type NamedObjects,
} from './names.ts';
import { readOrder, sorted, type Order } from './order.ts';

/** The flags, checked before anything is requested. */
interface Asked {
  /** For people, and for CSV. */
  shown: readonly ListField[];
  inCsv: readonly ListField[];
  isChosen: boolean;
  order: Order | undefined;
  filters: readonly FieldFilter[];
  /** Microseconds since 1970. */
  range: Range;
}

/** Rows are chosen by what they hold, and not by the names of what they point at. */
const idsOnly = (reading: Reading): Reading => ({ ...reading, nameOf: (_kind, id) => id });

/** What a terminal shows of a list that grows, unless more is asked for. */
const SCREENFUL = 100;

export function listResource(resource: Listed) {
  return async ({ context, options }: Call<ListFlags>): Promise<ExitCode> => {
    const { output } = await context.settings();
    const { clock, system, io } = context.host;
    const asked = askedOf(resource, options, context, output);
    const isScreenful =
      options.limit === undefined && resource.history === true && output === 'table' && io.stdout.isTTY;
    const limit = isScreenful ? SCREENFUL : options.limit || Infinity;
    const api = await context.api();
    const objects = namedObjects(api);
    const book = createNameBook(context, objects);
    const reading: Reading = { timeZone: system.timeZone, now: clock.now(), nameOf: book.nameOf };
    const end: End = { losses: [], isCut: false };
    const pages = withNames(
      wantedRows(resource, api, { asked, options, objects, limit, end, reading: idsOnly(reading) }),
      book,
      namedFields(asked, output),
    );
    const rows =
      asked.order !== undefined
        ? sorted(await gathered(pages), asked.order, reading).slice(0, limit)
        : streams(output)
          ? { blocks: () => pages }
          : await spooled(pages);
    await printList(context, {
      columns: asked.shown.map(({ word, title, shown }) => ({
        key: word,
        title,
        value: (row) => shown(row as Row, reading),
      })),
      fields: () => csvFields(asked.inCsv, reading),
      asked: asked.isChosen ? 'columns' : options.ids === true ? 'ids' : undefined,
      more: 'choose with --columns',
      rows,
    });
    if (isScreenful && end.isCut) await context.notice(`the newest ${SCREENFUL}: --limit 0 shows all`);
    const loss = lossText(end.losses);
    if (loss !== undefined) await context.warn(loss);
    return loss !== undefined ? ExitCode.unreachable : ExitCode.done;
  };
}

/** The rows that the flags of a list choose, newest first. */
export async function chosenRows(
  resource: Listed,
  api: Api,
  options: ListFlags,
  context: Context,
): Promise<Row[]> {
  const { clock, system } = context.host;
  const asked = askedOf(resource, options, context, 'json');
  const end: End = { losses: [], isCut: false };
  const reading = idsOnly({ timeZone: system.timeZone, now: clock.now(), nameOf: (_kind, id) => id });
  const reads = { asked, options, objects: namedObjects(api), limit: Infinity, end, reading };
  const rows = [...(await gathered(wantedRows(resource, api, reads)))];
  const loss = lossText(end.losses);
  if (loss !== undefined) await context.warn(loss);
  return rows;
}

/** As programs read them. */
export const csvFields = (fields: readonly ListField[], reading: Reading) =>
  fields.map(({ word, title, text }) => ({
    key: word,
    title,
    value: (row: Readonly<Record<string, unknown>>) => text(row as Row, reading),
  }));

/** @throws UsageError with everything that is wrong. */
function askedOf(resource: Listed, options: ListFlags, { flags, host }: Context, output: string): Asked {
  const { columns, sort, filter = [], ids = false, deleted = false } = options;
  const fields = fieldsOf(resource);
  const problems: string[] = [];
  const chosen = columns === undefined ? undefined : readColumns(fields, columns, problems);
  if (columns !== undefined && (flags.query !== undefined || !hasColumns(output))) {
    problems.push('--columns is for tables, CSV and Markdown; --query picks from the whole answer');
  }
  const order = sort === undefined ? undefined : readOrder(fields, sort);
  if (order !== undefined && 'wrong' in order) problems.push(order.wrong);
  const filters = readFilters(fields, filter, problems);
  refuseAll([...new Set(problems)]);
  const usual = usualFields(resource, fields, ids);
  return {
    shown: chosen ?? [
      ...(ids ? withoutMentions(usual) : usual),
      ...fields.filter(({ word }) => deleted && word === 'tm_delete'),
    ],
    inCsv: chosen ?? fields.filter(({ isName = false }) => !(ids && isName)),
    isChosen: chosen !== undefined,
    order: order === undefined || 'wrong' in order ? undefined : order,
    filters,
    range: rangeOf(options, host.clock.now()),
  };
}

const hasColumns = (output: string): boolean => ['table', 'csv', 'markdown'].includes(output);

function readColumns(fields: readonly ListField[], text: string, problems: string[]): readonly ListField[] {
  const chosen = new Set<ListField>();
  for (const word of text.split(',')) {
    const field = findField(fields, word);
    if ('wrong' in field) problems.push(`--columns: ${field.wrong}`);
    else chosen.add(field);
  }
  return [...chosen];
}

function rangeOf({ since, until }: ListFlags, now: number): Range {
  const from = since === undefined ? undefined : parseSince(since, now);
  const to = until === undefined ? undefined : parseBefore(until, now);
  if (from !== undefined && to !== undefined) refuseEmptyRange({ since, until }, from, to);
  return { since: from && from * 1000, until: to && to * 1000 };
}

interface Reads {
  asked: Asked;
  options: ListFlags;
  objects: NamedObjects;
  reading: Reading;
  limit: number;
  end: End;
}

/** What is known once a list was read. */
interface End {
  losses: Loss[];
  /** Whether there may be more rows than were asked for. */
  isCut: boolean;
}

/** Page by page, as many as are asked for; all, where they must be sorted first. */
async function* wantedRows(
  resource: Listed,
  api: Api,
  { asked, options, objects, reading, limit, end }: Reads,
): AsyncGenerator<readonly Row[], void, undefined> {
  const tests = await testsOf(resource, options, asked.filters, objects);
  let left = asked.order === undefined ? limit : Infinity;
  const pages = api.of(resource).pages({ range: asked.range, onLoss: (loss) => end.losses.push(loss) });
  for await (const page of pages) {
    const isWanted = ({ tm_delete }: Row): boolean => Boolean(tm_delete) === (options.deleted === true);
    const wanted = resource.listsDeleted === true ? page.filter(isWanted) : page;
    const fitting = wanted.filter((row) => tests.every((fits) => fits(row, reading)));
    yield fitting.slice(0, left);
    left -= fitting.length;
    if (left <= 0) {
      end.isCut = true;
      return;
    }
  }
}

/** Whether what is written may begin before everything is read: JSON is whole or nothing. */
const streams = (output: string): boolean => output === 'jsonl' || output === 'csv' || output === 'table';

/** Each page once the names in it are known. */
async function* withNames(
  pages: AsyncIterable<readonly Row[]>,
  book: NameBook,
  fields: readonly ListField[],
): AsyncGenerator<readonly Row[], void, undefined> {
  for await (const page of pages) {
    await book.learn(neededNames(page, fields));
    yield page;
  }
}

/** All of it, so small that it may be long. */
async function spooled(pages: AsyncIterable<readonly Row[]>): Promise<Spool<Row>> {
  const spool = new Spool<Row>();
  for await (const page of pages) spool.add(page);
  return spool;
}

async function gathered(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

/** What is written, or sorted. */
function namedFields({ shown, inCsv, order }: Asked, output: string): readonly ListField[] {
  const written = output === 'csv' ? withoutMentions(inCsv) : hasColumns(output) ? shown : [];
  return order === undefined ? written : [...written, order.field];
}
