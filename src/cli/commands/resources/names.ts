/** The names of what rows point at: each list is read once, and only when a name of it is needed. */
import type { Noun } from '../../../resources/index.ts';
import type { Api } from '../../../api/api.ts';
import { resourceOf } from '../../../resources/all.ts';
import { calledNames } from '../../../resources/kind.ts';
import { ApiError } from '../../../core/errors.ts';
import { idsIn } from '../../../core/flat.ts';
import { isUuid } from '../../../core/ids.ts';
import type { Context } from '../../context.ts';
import type { Reading, Row } from '../../../resources/columns.ts';
import type { ListField } from './fields.ts';

export interface NamedObjects {
  /** All that are not deleted; tags are there even so, since agents and queues keep them. */
  all: (kind: Noun) => Promise<readonly Row[]>;
  /** One that is not among them; undefined where the server no longer shows it. */
  deleted: (kind: Noun, id: string) => Promise<Row | undefined>;
}

export function namedObjects(api: Api): NamedObjects {
  const read = async (kind: Noun): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    for await (const row of api.of(resourceOf(kind)).listAll({ onLoss: () => undefined })) rows.push(row);
    return rows;
  };
  const lists = new Map<Noun, Promise<readonly Row[]>>();
  return {
    all(kind) {
      const list = lists.get(kind) ?? read(kind);
      lists.set(kind, list);
      return list;
    },
    async deleted(kind, id) {
      // Of the others a deleted one is 404.
      if (kind !== 'agents' || !isUuid(id)) return undefined;
      return api
        .of(resourceOf(kind))
        .get(id)
        .catch((error: unknown) => {
          if (error instanceof ApiError) return undefined;
          throw error;
        });
    },
  };
}

/** Ids whose names are wanted. */
export type Needed = ReadonlyMap<Noun, ReadonlySet<string>>;

/** Shows ids as the API has them: for programs, and where ids are asked for. */
export const withoutMentions = (fields: readonly ListField[]): ListField[] =>
  fields.map(({ mentions: _, ...field }) => field);

/** What the rows point at, in the fields that show names. */
export function neededNames(rows: readonly Row[], fields: readonly ListField[]): Needed {
  const needed = new Map<Noun, Set<string>>();
  const need = (noun: Noun, idsOf: (row: Row) => readonly string[]): void => {
    const ids = needed.get(noun) ?? new Set();
    for (const row of rows) for (const id of idsOf(row)) ids.add(id);
    needed.set(noun, ids);
  };
  for (const { points, isName, of, mentions } of fields) {
    if (points !== undefined && isName === true) need(points, (row) => idsIn(of(row)));
    if (mentions !== undefined) need(mentions.noun, mentions.idsIn);
  }
  return needed;
}

/** So many deleted objects are asked for one by one. */
const MOST_DELETED = 20;

/** Names by id, as far as they were learned. */
export interface NameBook {
  /** Reads the lists of the kinds that are needed for the first time. */
  learn: (needed: Needed) => Promise<void>;
  nameOf: Reading['nameOf'];
}

/** Where names cannot be read, ids are shown; what does not exist says so. */
export function createNameBook({ warn }: Pick<Context, 'warn'>, objects: NamedObjects): NameBook {
  const names = new Map<string, string>();
  /** By kind: whether its names could be read. */
  const readable = new Map<Noun, boolean>();
  const asked = new Set<string>();
  const readAll = async (kind: Noun): Promise<void> => {
    try {
      for (const row of await objects.all(kind)) setName(names, kind, row);
      readable.set(kind, true);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      readable.set(kind, false);
      await warn(`the names of ${kind} could not be read, and their ids are shown: ${error.message}`);
    }
  };
  return {
    async learn(needed) {
      for (const [kind, ids] of needed) {
        if (ids.size === 0) continue;
        if (!readable.has(kind)) await readAll(kind);
        if (readable.get(kind) !== true) continue;
        for (const id of ids) {
          const address = `${kind}/${id}`;
          if (names.has(address) || asked.has(address) || asked.size >= MOST_DELETED) continue;
          asked.add(address);
          const row = await objects.deleted(kind, id);
          if (row !== undefined) setName(names, kind, row);
        }
      }
    },
    nameOf: (kind, id) =>
      names.get(`${kind}/${id}`) ?? (readable.get(kind) === true ? `unknown (${id.slice(0, SHORT)})` : id),
  };
}

/** The names of everything that is needed. */
export async function namesOf(
  context: Pick<Context, 'warn'>,
  needed: Needed,
  objects: NamedObjects,
): Promise<Reading['nameOf']> {
  const book = createNameBook(context, objects);
  await book.learn(needed);
  return book.nameOf;
}

/** Enough of an id to find it by. */
const SHORT = 8;

function setName(names: Map<string, string>, kind: Noun, row: Row): void {
  const { dialed } = resourceOf(kind);
  const name = (dialed === undefined ? calledNames(row) : [row[dialed]]).find(
    (word) => typeof word === 'string' && word !== '',
  );
  if (typeof name === 'string') names.set(`${kind}/${row.id}`, row['tm_delete'] ? `${name} (deleted)` : name);
}
