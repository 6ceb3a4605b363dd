/** The live account as a plan file: names instead of ids, which go into the lock file. */
import { COLUMN, cutTo } from '../../core/lengths.ts';
import type { PlanDocument, SecretRef } from '../../resources/document.ts';
import type { NamedKind } from '../../resources/index.ts';
import type { Field } from '../../resources/field.ts';
import type { Names, Reference } from '../../resources/names.ts';
import {
  fieldsOfFile,
  valuesOf,
  type ManyKind,
  type SecretField,
  type Values,
  type Wire,
} from '../../resources/kind.ts';
import { manyKinds, singleKinds, type kinds } from '../../resources/all.ts';
import { singleOf, type LiveAccount } from '../state/live.ts';
import { draftLock, emptyLock, lockEntry, type Lock } from './lock.ts';

export type ExportKind = (typeof kinds)[number]['kind'];

export interface Exported {
  document: PlanDocument;
  lock: Lock;
  /** Fields that a plan file cannot express, and leaves as they are: `agents/anna@example.com: addresses`. */
  left: readonly string[];
}

/** An existing plan file: its names are kept, and everything that is not in an account. */
export interface Known {
  document: PlanDocument;
  lock: Lock;
}

/**
 * @param wanted The kinds to export; objects of other kinds are named by id.
 * @param ids Which objects get an `id:`: in a file without a lock file, those that cannot be found by name.
 */
export function exportAccount(
  live: LiveAccount,
  wanted: ReadonlySet<ExportKind>,
  { ids, known }: { ids: 'ambiguous' | 'none'; known?: Known | undefined },
): Exported {
  const keys = new Map<NamedKind, ReturnType<typeof keysOf>>(
    manyKinds
      .filter(({ kind }) => wanted.has(kind))
      .map((kind) => [kind.kind, keysOf(kind, live.lists[kind.kind], known)]),
  );
  const writer = new SpecWriter({ nameOf: (kind: Reference['kind'], id) => keys.get(kind)?.get(id) });
  const singles = singleKinds.flatMap((kind) => {
    const object = singleOf(live, kind);
    if (!wanted.has(kind.kind) || !object) return [];
    return [[kind.kind, writer.take(kind.kind, kind.fields, valuesOf(kind, object))] as const];
  });
  const draft = draftLock(emptyLock(live.customer.id));
  const many = [...keys].map(([of, byId]) => {
    const kind = manyKinds.find((one) => one.kind === of) as ManyKind;
    const several = ids === 'ambiguous' ? sharedNames(kind, live.lists[of]) : undefined;
    const declared = declaredIn(kind, known);
    const objects = [...live.lists[of]].sort(byCreation).map((object) => {
      const name = byId.get(object.id) ?? object.id;
      draft.set(of, name, lockEntry(kind, { id: object.id, key: object[kind.key], made: false }));
      const hidden = several !== undefined && (object[kind.key] !== name || several.has(name));
      const spec = writer.specOf(kind, name, object, declared.get(name));
      return [name, { ...(hidden && { id: object.id }), ...spec }] as const;
    });
    return [of, Object.fromEntries(objects)] as const;
  });
  const parts = Object.fromEntries([...singles, ...many]) as Omit<PlanDocument, 'version'>;
  return { document: { version: 1, ...parts }, lock: draft.done(), left: writer.left };
}

/** Describes objects in the format of the file. */
class SpecWriter {
  /** Fields that a file cannot express. */
  readonly left: string[] = [];
  readonly #names: Names;
  /** Environment variables named so far. */
  readonly #variables = new Set<string>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** The fields that are not empty. */
  take(place: string, fields: readonly Field[], values: Values): Values {
    const taken = fields.flatMap((field) => {
      const wire = values[field.wire];
      if (field.canonical(wire) === field.canonical(field.empty)) return [];
      const word = field.fromWire(wire, this.#names);
      if (word === undefined) this.left.push(`${place}: ${field.key}`);
      return word === undefined ? [] : [[field.key, word] as const];
    });
    return Object.fromEntries(taken);
  }

  specOf(kind: ManyKind, name: string, object: Wire, declared: Values | undefined): Values {
    const values = valuesOf(kind, object);
    const renamed = kind.renamable && (values[kind.key] ?? '') !== name;
    const fields = fieldsOfFile(kind).filter(({ wire }) => !kind.renamable || wire !== kind.key);
    const { id, virtual } = declared ?? {};
    const secrets = (kind.secrets ?? []).flatMap((field) => {
      const source =
        declared === undefined ? this.#sourceFor(field, kind, name, object) : declared[field.key];
      return source === undefined ? [] : [[field.key, source] as const];
    });
    return {
      ...(id !== undefined && { id }),
      ...(virtual !== undefined && { virtual }),
      ...(renamed && { name: values[kind.key] || null }),
      ...this.take(`${kind.kind}/${name}`, fields, values),
      ...Object.fromEntries(secrets),
    };
  }

  #sourceFor(field: SecretField, kind: ManyKind, name: string, object: Wire): SecretRef | undefined {
    const fits = field.fits?.(object) ?? true;
    return fits ? placeholder(kind.one, name, field.key, this.#variables) : undefined;
  }
}

const createdAt = ({ tm_create }: Wire): string => (typeof tm_create === 'string' ? tm_create : '');
const byCreation = (a: Wire, b: Wire): number =>
  createdAt(a) < createdAt(b) ? -1 : createdAt(a) > createdAt(b) ? 1 : a.id < b.id ? -1 : 1;

/** Names that several objects share. */
function sharedNames(kind: ManyKind, objects: readonly Wire[]): ReadonlySet<unknown> {
  const seen = new Set<unknown>();
  return new Set(
    objects
      .map((object) => object[kind.key])
      .filter((name) => {
        const again = seen.has(name);
        seen.add(name);
        return again;
      }),
  );
}

/** The declaration of each name in a file. */
const declaredIn = (kind: ManyKind, known: Known | undefined): ReadonlyMap<string, Values> =>
  new Map(Object.entries((known?.document[kind.kind] ?? {}) as Readonly<Record<string, Values>>));

/** The names that a file uses for objects of the account, by id. */
function namesIn(kind: ManyKind, objects: readonly Wire[], known: Known | undefined): Map<string, string> {
  const locked = new Map(Object.entries(known?.lock.objects[kind.kind] ?? {}));
  const keys = new Map(objects.map((object) => [object.id, object[kind.key]]));
  return new Map(
    [...declaredIn(kind, known)].flatMap(([name, { id = locked.get(name)?.id, virtual }]) => {
      if (typeof id !== 'string' || !keys.has(id)) return [];
      const isFree = kind.renamable || virtual !== undefined;
      return isFree || keys.get(id) === name ? [[id, name] as const] : [];
    }),
  );
}

/** A name for each object, by id: its name in the file or in the account, or a new unique one. */
function keysOf(
  kind: ManyKind,
  objects: readonly Wire[],
  known: Known | undefined,
): ReadonlyMap<string, string> {
  const keys = namesIn(kind, objects, known);
  const taken = new Set(keys.values());
  const counts = new Map<string, number>();
  for (const object of [...objects].sort(byCreation)) {
    if (keys.has(object.id)) continue;
    const own = object[kind.key];
    const base = typeof own === 'string' && own.trim() !== '' ? own : `${kind.one}-${object.id.slice(0, 8)}`;
    let key = base;
    for (let count = counts.get(base) ?? 2; taken.has(key); count += 1) {
      key = withCount(base, count);
      counts.set(base, count + 1);
    }
    taken.add(key);
    keys.set(object.id, key);
  }
  return keys;
}

/** `Sales (2)`, cut to the maximum length of a name. */
function withCount(base: string, count: number): string {
  const end = ` (${count})`;
  return cutTo(base, { ...COLUMN, max: COLUMN.max - end.length }) + end;
}

/** A variable that is not needed while the object exists: secrets are used only on creation. */
function placeholder(one: string, name: string, key: string, variables: Set<string>): SecretRef {
  const word = name.replace(/@.*$/, '').replace(/[^A-Za-z0-9]+/g, '_');
  const base = `${one.replaceAll(' ', '_')}_${word}_${key}`.toUpperCase();
  let variable = base;
  for (let count = 2; variables.has(variable); count += 1) variable = `${base}_${count}`;
  variables.add(variable);
  return { from: 'env', name: variable };
}
