/** `<noun> list` and `<noun> get` for every resource of the table. */
import type { Api } from '../../../api/api.ts';
import { lossText, type Loss } from '../../../api/pages.ts';
import { ApiError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { findNamed } from '../../../core/find-named.ts';
import { isUuid } from '../../../core/ids.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { objectRows, printCard, printList } from '../../output.ts';
import type { Reading, Row } from '../../../resources/columns.ts';
import { resourceOf } from '../../../resources/all.ts';
import { oneOf, type Noun } from '../../../resources/index.ts';
import type { Listed } from '../../../resources/kind.ts';
import { parseSince } from '../../since.ts';

interface ListFlags {
  limit?: number;
  since?: string;
  ids?: boolean;
  /** Those of filters. */
  [flag: string]: unknown;
}

export function listResource(resource: Listed) {
  return async ({ context, options }: Call<ListFlags>): Promise<ExitCode> => {
    const { limit, ids = false } = options;
    if (limit !== undefined && !Number.isInteger(limit))
      throw new UsageError('--limit must be a whole number');
    const since =
      options.since === undefined ? undefined : parseSince(options.since, context.host.clock.now());
    const api = await context.api();
    const losses: Loss[] = [];
    const rows: Row[] = [];
    const objects = namedObjects(api);
    const isWanted = await filterOf(resource, options, objects);
    for await (const row of api.of(resource).list({ since, onLoss: (loss) => losses.push(loss) })) {
      if (isWanted(row)) rows.push(row);
      if (rows.length === limit) break;
    }
    const { output } = await context.settings();
    const isForPeople = output === 'table' || output === 'markdown';
    const reading: Reading = {
      timeZone: context.host.system.timeZone,
      now: context.host.clock.now(),
      nameOf:
        isForPeople && !ids && rows.length > 0
          ? await namesFor(context, resource, objects)
          : (_kind, id) => id,
    };
    await printList(context, {
      columns: resource.columns.map(({ key, title, value }) => ({
        key,
        title,
        ...(value && { value: (row: Record<string, unknown>) => value(row as Row, reading) }),
      })),
      rows,
    });
    const loss = lossText(losses);
    if (loss !== undefined) await context.warn(loss);
    return loss !== undefined ? ExitCode.unreachable : ExitCode.done;
  };
}

/** Objects by which others are shown and found: each list is read once, when it is needed. */
type NamedObjects = (kind: Noun) => Promise<readonly Row[]>;

function namedObjects(api: Api): NamedObjects {
  const read = async (noun: Noun): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    // Deleted tags are still on agents and queues.
    for await (const row of api.of(resourceOf(noun)).listAll({ onLoss: () => undefined })) rows.push(row);
    return rows;
  };
  const lists = new Map<Noun, Promise<readonly Row[]>>();
  return (kind) => {
    const list = lists.get(kind) ?? read(kind);
    lists.set(kind, list);
    return list;
  };
}

/** Where names cannot be read, the list shows ids. */
async function namesFor(
  { warn }: Context,
  resource: Listed,
  objects: NamedObjects,
): Promise<Reading['nameOf']> {
  const kinds = new Set(resource.columns.flatMap(({ names }) => names ?? []));
  const names = new Map<string, string>();
  for (const kind of kinds) {
    const rows = await objects(kind).catch(async (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      await warn(`the names of ${kind} could not be read, and their ids are shown: ${error.message}`);
      return [];
    });
    for (const { id, name, tm_delete } of rows) {
      if (typeof name !== 'string' || name === '') continue;
      names.set(`${kind}/${id}`, tm_delete ? `${name} (deleted)` : name);
    }
  }
  return (kind, id) => names.get(`${kind}/${id}`) ?? id;
}

/** @throws AppError where a flag names something that does not exist. */
async function filterOf(
  { filters = [] }: Listed,
  options: ListFlags,
  objects: NamedObjects,
): Promise<(row: Row) => boolean> {
  const tests: ((row: Row) => boolean)[] = [];
  for (const { flag, refers, valuesOf } of filters) {
    const word = options[/^--(\S+)/.exec(flag.flags)?.[1] ?? ''];
    if (typeof word !== 'string') continue;
    const value =
      refers === undefined
        ? word
        : findNamed(word, {
            one: oneOf(refers),
            rows: (await objects(refers)).filter(({ tm_delete }) => !tm_delete),
            namesOf,
          }).id;
    tests.push((row) => valuesOf(row).includes(value));
  }
  return (row) => tests.every((fits) => fits(row));
}

export function getResource(resource: Listed) {
  return async ({ context, args: [word = ''] }: Call): Promise<ExitCode> => {
    const api = await context.api();
    const row = await named(resource, api, word);
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
  row['token_prefix'],
];

/** The object of that id, or the one that is called so. */
async function named(resource: Listed, api: Api, word: string): Promise<Row> {
  const rows = api.of(resource);
  if (isUuid(word)) return rows.get(word);
  const all: Row[] = [];
  for await (const row of rows.list({ onLoss: () => undefined })) all.push(row);
  return findNamed(word, { one: resource.one, rows: all, namesOf });
}
