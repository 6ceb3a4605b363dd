/** `<noun> list` for every resource: read as a stream, kept as far as it is wanted, sorted when it is whole. */
import type { Listed } from '../../../resources/kind.ts';
import type { Api } from '../../../api/api.ts';
import { lossText, type Loss, type Range } from '../../../api/pages.ts';
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { printList } from '../../output.ts';
import type { Reading, Row } from '../../../resources/columns.ts';
import { parseBefore, parseSince } from '../../since.ts';
import { fieldsOf, findField, refuseAll, usualFields, type ListField } from './fields.ts';
import { readFilters, testsOf, type FieldFilter } from './filters.ts';
import type { ListFlags } from './verbs.ts';
import { namedObjects, namesOf, neededNames, type NamedObjects } from './names.ts';
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

export function listResource(resource: Listed) {
  return async ({ context, options }: Call<ListFlags>): Promise<ExitCode> => {
    const { output } = await context.settings();
    const asked = askedOf(resource, options, context, output);
    const api = await context.api();
    const objects = namedObjects(api);
    const { clock, system } = context.host;
    const reading: Reading = { timeZone: system.timeZone, now: clock.now(), nameOf: (_kind, id) => id };
    const losses: Loss[] = [];
    const rows = await wantedRows(resource, api, { asked, options, objects, reading, losses });
    const needed = neededNames(rows, namedFields(asked, output));
    const named: Reading = { ...reading, nameOf: await namesOf(context, needed, objects) };
    const whole = asked.order === undefined ? rows : sorted(rows, asked.order, named).slice(0, options.limit);
    await printList(context, {
      columns: asked.shown.map(({ word, title, shown }) => ({
        key: word,
        title,
        value: (row) => shown(row as Row, named),
      })),
      fields: () => csvFields(asked.inCsv, named),
      asked: asked.isChosen ? 'columns' : options.ids === true ? 'ids' : undefined,
      more: 'choose with --columns',
      rows: whole,
    });
    const loss = lossText(losses);
    if (loss !== undefined) await context.warn(loss);
    return loss !== undefined ? ExitCode.unreachable : ExitCode.done;
  };
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
  const { columns, sort, filter = [], ids = false } = options;
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
  return {
    shown: chosen ?? usualFields(resource, fields, ids),
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
  if (from !== undefined && to !== undefined && to <= from) {
    throw new UsageError(`--until ${until ?? ''} is not after --since ${since ?? ''}`, {
      hint: 'such as --since 14d --until 7d',
    });
  }
  return { since: from && from * 1000, until: to && to * 1000 };
}

interface Reads {
  asked: Asked;
  options: ListFlags;
  objects: NamedObjects;
  reading: Reading;
  losses: Loss[];
}

/** As many as are asked for; all, where they must be sorted first. */
async function wantedRows(
  resource: Listed,
  api: Api,
  { asked, options, objects, reading, losses }: Reads,
): Promise<readonly Row[]> {
  const tests = await testsOf(resource, options, asked.filters, objects);
  const limit = asked.order === undefined ? options.limit : undefined;
  const rows: Row[] = [];
  const all = api.of(resource).list({
    range: asked.range,
    onLoss: (loss) => losses.push(loss),
  });
  for await (const row of all) {
    if (tests.every((fits) => fits(row, reading))) rows.push(row);
    if (rows.length === limit) break;
  }
  return rows;
}

/** What is written, or sorted. */
function namedFields({ shown, inCsv, order }: Asked, output: string): readonly ListField[] {
  const written = output === 'csv' ? inCsv : hasColumns(output) ? shown : [];
  return order === undefined ? written : [...written, order.field];
}
