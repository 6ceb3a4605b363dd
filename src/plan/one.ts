/** Plans with a single change, for commands: with the same difference, refusals and journal as for a whole file. */
import { ConflictError, UsageError } from '../core/errors.ts';
import { candidates, findNamed } from '../core/find-named.ts';
import type { AskedSecret, PlanDocument } from '../resources/document.ts';
import { commandOf, type NamedKind } from '../resources/index.ts';
import { ADD, flagName, inWordsOfFile, readTyped, REMOVE, type Members, type Typed } from './flag-values.ts';
import type { Names, Reference } from '../resources/names.ts';
import {
  fieldsOfCommand,
  fieldsOfFile,
  valuesOf,
  type ManyKind,
  type SingleKind,
  type Values,
  type Wire,
  namesIn,
} from '../resources/kind.ts';
import { isInFiles, manyKind, manyKinds } from '../resources/all.ts';
import { singleOf, type LiveAccount } from './state/live.ts';
import { draftLock, emptyLock, lockEntry, type Lock } from './file/lock.ts';
import type { PlanFile } from './file/read.ts';
import { idIn } from '../resources/references.ts';

/** The change of one object, of a single or a multiple kind; undefined `spec`: it is deleted. */
export type Touched =
  { kind: SingleKind['kind']; spec: Values } | { kind: NamedKind; id: string; spec: Values | undefined };

export interface PlanOfOne {
  plan: PlanFile;
  lock: Lock;
  /** The changed object, which a plan file may declare. */
  touched?: Touched;
}

/** The requested fields, from flags. */
export interface Asked {
  typed: Typed;
  /** Fields to empty. */
  cleared?: readonly string[];
  members?: Members;
  /** Values that no field flag sets: the source of a password, `virtual`. */
  more?: Values;
}

/**
 * Finds an object by any way in which a person may name it.
 * @param besides The id of an object that the command already names.
 */
export function findObject(live: LiveAccount, kind: NamedKind, word: string, besides?: string): Wire {
  const described = manyKind(kind);
  if (kind === 'flows') refuseHours(live, word);
  return findNamed(word, {
    one: described.one,
    rows: live.lists[kind],
    namesOf: (row) => namesIn(described, row),
    besides,
  });
}

/** @throws UsageError for the flow of opening hours: it is generated from them, and would be overwritten. */
function refuseHours({ lists }: LiveAccount, word: string): void {
  const isNamed = (rows: readonly Wire[]): boolean =>
    candidates(word, { rows, namesOf: (row) => namesIn(manyKind('flows'), row) }).length > 0;
  if (isNamed(lists.flows) || !isNamed(lists.hours)) return;
  throw new UsageError(`${JSON.stringify(word)} has opening hours, which this command cannot use as a flow`, {
    hint: 'opening hours are changed in the plan file, or by `voipbin hours`; `voipbin flows get` shows their actions',
  });
}

/** @throws ConflictError if an object of that name already exists, unless this command created it. */
export function planCreate(
  kind: ManyKind,
  name: string,
  asked: Asked,
  live: LiveAccount,
  lock: Lock,
): PlanOfOne {
  refuseEmptyName(name);
  const hint = `\`voipbin ${commandOf(kind.kind)} update\` changes it`;
  refuseTaken(kind, name, { live, own: lock.objects[kind.kind]?.[name]?.id, hint });
  return { plan: planOf(document(kind, { [name]: specOf(kind, asked, live) }, live)), lock };
}

/** @throws ConflictError if another object has that name: no command could find either by it. */
function refuseTaken(
  { kind, one, key }: ManyKind,
  name: string,
  { live, own, hint }: { live: LiveAccount; own: string | undefined; hint: string },
): void {
  const existing = live.lists[kind].find((row) => row[key] === name && row.id !== own);
  if (existing === undefined) return;
  throw new ConflictError(`${one} ${JSON.stringify(name)} already exists (${existing.id})`, { hint });
}

/** @throws ConflictError for a new name that another object has. */
export function planUpdate(kind: ManyKind, word: string, asked: Asked, live: LiveAccount): PlanOfOne {
  if (kind.renamable) refuseEmptyName(asked.cleared?.includes('name') ? '' : asked.typed['name']);
  const object = findObject(live, kind.kind, word);
  const name = nameOf(kind, object);
  const newName = kind.renamable ? asked.typed['name'] : undefined;
  if (typeof newName === 'string') {
    refuseTaken(kind, newName, { live, own: object.id, hint: 'choose another name' });
  }
  const keepsName = kind.renamable && newName === undefined;
  const said = withOtherMembers(kind, object, {
    ...specOf(kind, asked, live),
    ...withMembers(kind, object, asked, live),
  });
  const spec = { id: object.id, ...(keepsName && { name: object[kind.key] ?? '' }), ...said };
  return {
    plan: planOf(document(kind, { [name]: spec }, live)),
    lock: emptyLock(live.customer.id),
    ...(isInFiles(kind) && { touched: { kind: kind.kind, id: object.id, spec: withoutTyped(said) } }),
  };
}

/** Members set by flags, together with the other members of the object. */
function withOtherMembers(kind: ManyKind, object: Wire, said: Values): Values {
  const values = valuesOf(kind, object);
  const whole = fieldsOfFile(kind)
    .filter(({ key, flag }) => flag.takes === 'pairs' && said[key] !== undefined && said[key] !== null)
    .map(({ key, wire }) => [key, { ...(values[wire] as object | null), ...(said[key] as object) }] as const);
  return { ...said, ...Object.fromEntries(whole) };
}

/** The resulting lists after items are added or removed. */
function withMembers(
  kind: SingleKind | ManyKind,
  object: Wire,
  { members }: Asked,
  live: LiveAccount,
): Values {
  if (members === undefined) return {};
  const { added, removed } = members;
  const ids = {
    idOf: ({ kind: of, name }: Reference): string => idIn(name) ?? findObject(live, of, name).id,
  };
  const lists = fieldsOfCommand(kind).filter(
    ({ key }) => added[key] !== undefined || removed[key] !== undefined,
  );
  return Object.fromEntries(
    lists.map((field) => {
      const current = (valuesOf(kind, object)[field.wire] ?? []) as unknown[];
      const itemsOf = ({ [field.key]: words }: Typed, prefix: string): unknown[] => {
        if (words === undefined) return [];
        const typed = inWordsOfFile(
          kind,
          { [field.key]: words },
          (of, word) =>
            (prefix === REMOVE ? wordOfItem(live, of, current, word) : undefined) ??
            wordInFile(live, of, word),
        );
        return field.toWire(readTyped(kind, typed, [], prefix)[field.key], ids, '') as unknown[];
      };
      const memberOf = field.flag.memberOf ?? ((item) => String(item).toLowerCase());
      const less = new Set(itemsOf(removed, REMOVE).map(memberOf));
      const kept = current.filter((item) => !less.has(memberOf(item)));
      const known = new Set(kept.map(memberOf));
      const more = itemsOf(added, ADD).filter((item) => !known.has(memberOf(item)));
      const value = field.fromWire([...kept, ...more], uniqueNames(live));
      if (value !== undefined) return [field.key, value] as const;
      throw new ConflictError(`the account has a ${flagName(field)} that no command can write`, {
        hint: `write all of them with --${flagName(field)}`,
      });
    }),
  );
}

/** The word for an item of a list, even a deleted or unknown one; undefined if the typed word matches none. */
function wordOfItem(
  { lists, gone }: LiveAccount,
  kind: NamedKind,
  ids: readonly unknown[],
  word: string,
): string | undefined {
  const known = [...lists[kind], ...(gone[kind] ?? [])];
  const items = ids
    .filter((id) => typeof id === 'string')
    .map((id): Wire => known.find((row) => row.id === id) ?? { id });
  const described = manyKind(kind);
  const sought = { one: described.one, rows: items, namesOf: (row: Wire) => namesIn(described, row) };
  return candidates(word, sought).length === 0 ? undefined : `id:${findNamed(word, sought).id}`;
}

/** Without typed secrets: they cannot be read again, and no file can contain them. */
const withoutTyped = (spec: Values): Values =>
  Object.fromEntries(
    Object.entries(spec).filter(([, value]) => (value as AskedSecret | null | undefined)?.from !== 'prompt'),
  );

/** The server accepts an empty name, but no plan file could express it, and no command could find it. */
function refuseEmptyName(name: string | readonly string[] | undefined): void {
  if (typeof name === 'string' && name.trim() === '')
    throw new UsageError('a name must not be empty', { hint: 'nothing was changed' });
}

/** As if `apply` had created it, and the file no longer declared it. */
export function planDelete(kind: ManyKind, word: string, live: LiveAccount): PlanOfOne {
  const object = findObject(live, kind.kind, word);
  const draft = draftLock(emptyLock(live.customer.id));
  const name = nameOf(kind, object);
  draft.set(kind.kind, name, lockEntry(kind, { id: object.id, key: object[kind.key], made: true }));
  return {
    plan: planOf({ version: 1, [kind.kind]: {} }),
    lock: draft.done(),
    ...(isInFiles(kind) && { touched: { kind: kind.kind, id: object.id, spec: undefined } }),
  };
}

/** @param specs By object name; existing objects with their ids. */
export function planMany(
  kind: ManyKind,
  specs: Readonly<Record<string, Values>>,
  live: LiveAccount,
): PlanFile {
  return planOf(document(kind, specs, live));
}

export function planSingle(kind: SingleKind, asked: Asked, live: LiveAccount, lock: Lock): PlanOfOne {
  const spec = {
    ...readTyped(kind, asked.typed, asked.cleared),
    ...withMembers(kind, singleOf(live, kind) ?? { id: '' }, asked, live),
  };
  return {
    plan: planOf({ version: 1, [kind.kind]: spec }),
    lock,
    ...(isInFiles(kind) && { touched: { kind: kind.kind, spec } }),
  };
}

/** Its name in a document. */
function nameOf({ key }: ManyKind, object: Wire): string {
  const name = object[key];
  return typeof name === 'string' && name !== '' ? name : object.id;
}

function specOf(kind: ManyKind, { typed, cleared, more }: Asked, live: LiveAccount): Values {
  const wordOf = (of: NamedKind, word: string): string => wordInFile(live, of, word);
  return { ...readTyped(kind, inWordsOfFile(kind, typed, wordOf), cleared), ...more };
}

/** The plan file's word for an object that a person names in any way. */
export const wordInFile = (live: LiveAccount, kind: NamedKind, word: string): string =>
  wordFor(live, kind, findObject(live, kind, word));

/** The names of objects in a plan file; none for objects that share a name. */
export function uniqueNames(live: LiveAccount): Names {
  return {
    nameOf(kind, id) {
      const object = live.lists[kind].find((row) => row.id === id);
      const word = object && wordFor(live, kind, object);
      return word === undefined || idIn(word) !== undefined ? undefined : word;
    },
  };
}

/** An object as in a plan file, as far as a file can express it. */
export function describe(kind: ManyKind, object: Wire, live: LiveAccount): Values {
  const names = uniqueNames(live);
  const values = valuesOf(kind, object);
  const described = fieldsOfFile(kind).flatMap((field) => {
    const wire = values[field.wire];
    const value = field.wire === kind.key ? undefined : field.fromWire(wire, names);
    return value === undefined || field.canonical(wire) === field.canonical(field.empty)
      ? []
      : [[field.key, value] as const];
  });
  return Object.fromEntries(described);
}

/** Its name, or its id if others have the same name. */
function wordFor({ lists }: LiveAccount, kind: NamedKind, object: Wire): string {
  const { key } = manyKind(kind);
  const name = object[key];
  const isOnly = lists[kind].every((row) => row === object || row[key] !== name);
  return typeof name === 'string' && name.trim() !== '' && isOnly ? name : `id:${object.id}`;
}

/** Together with everything that it names, which is not changed. */
function document(kind: ManyKind, specs: Readonly<Record<string, Values>>, live: LiveAccount): PlanDocument {
  const fields = fieldsOfFile(kind);
  const named = Object.values(specs)
    .flatMap((spec) => fields.flatMap(({ key, references }) => (spec[key] ? references(spec[key]) : [])))
    .filter(({ name }) => idIn(name) === undefined);
  const others = manyKinds.flatMap((other) => {
    const names = named.filter((one) => one.kind === other.kind).map(({ name }) => name);
    const declared = names.map((name) => {
      const object = findObject(live, other.kind, name);
      // The person may have named it differently: in other letters, or by its number.
      return [name, { id: object.id, ...(other.renamable && { name: object[other.key] ?? '' }) }] as const;
    });
    return declared.length === 0 ? [] : [[other.kind, Object.fromEntries(declared)] as const];
  });
  const all = Object.fromEntries(others);
  return { version: 1, ...all, [kind.kind]: { ...all[kind.kind], ...specs } };
}

/** Not read from a text, so there are no positions. */
export function planOf(plan: PlanDocument): PlanFile {
  return {
    file: 'this command',
    isCommand: true,
    document: plan,
    placeOf: () => ({ line: 1, column: 1 }),
    holidays: undefined,
    nulls: new Set(),
  };
}
