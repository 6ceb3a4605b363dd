/**
 * The lock file next to a plan file: which live object each name stands for, and which of them `apply` created. It
 * contains no secret, and should be kept together with the plan file.
 */
import * as z from 'zod/mini';
import { UsageError } from '../../core/errors.ts';
import { allManyKinds, isSingle, manyKind, manyKinds } from '../../resources/all.ts';
import type { NamedKind } from '../../resources/index.ts';
import type { ManyKind, SingleKind } from '../../resources/kind.ts';

export interface LockedObject {
  id: string;
  /** Whether `apply` created it: only such objects may be pruned. */
  made: boolean;
  /** Its password was generated when it was created, so no plan reports that the file has none. */
  generated?: boolean | undefined;
  /** The number, which `virtual: any` does not name. */
  number?: string | undefined;
}

export interface Lock {
  format: 'voipbin.lock/1';
  /** The account that it belongs to. */
  customer_id: string;
  objects: { readonly [K in NamedKind]?: Readonly<Record<string, LockedObject>> };
}

const schema = z.object({
  format: z.literal('voipbin.lock/1'),
  customer_id: z.string(),
  objects: z.partialRecord(
    z.enum(manyKinds.map(({ kind }) => kind)),
    z.record(
      z.string(),
      z.object({
        id: z.string(),
        made: z.boolean(),
        generated: z.optional(z.boolean()),
        number: z.optional(z.string()),
      }),
    ),
  ),
});

/** @param key The object's own. */
export const lockEntry = (
  { kind }: Pick<ManyKind, 'kind'>,
  { id, key, made, generated = false }: { id: string; key: unknown; made: boolean; generated?: boolean },
): LockedObject => ({ id, made, ...(generated && { generated }), ...keyBesides(kind, key) });

/** The key of an object whose name in the file may not identify it. */
export function keyBesides(kind: SingleKind['kind'] | NamedKind, key: unknown): Pick<LockedObject, 'number'> {
  const keyInLock = isSingle(kind) ? undefined : manyKind(kind).keyInLock;
  return keyInLock !== undefined && typeof key === 'string' ? { [keyInLock]: key } : {};
}

export function emptyLock(customerId: string): Lock {
  return { format: 'voipbin.lock/1', customer_id: customerId, objects: {} };
}

/** `voipbin.yaml` has `voipbin.lock.json`; any other extension is kept in the name, so that no two files share a lock. */
export function lockPathOf(planPath: string): string {
  return `${planPath.replace(/\.yaml$/, '')}.lock.json`;
}

/** @throws UsageError for anything that is not a lock file. */
export function parseLock(text: string, file: string): Lock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw brokenLock(file, error);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw brokenLock(file, parsed.error);
  return parsed.data;
}

function brokenLock(file: string, cause: unknown): UsageError {
  return new UsageError(`${file} is not a lock file that this version can read`, {
    code: 'LOCK',
    hint: 'restore it from your version control; without it, objects are found by their names again, and another number is made for each `virtual: any`',
    cause,
  });
}

/** Sorted, so that it changes only where something has changed. */
export function writeLock(lock: Lock): string {
  const objects = manyKinds.flatMap(({ kind }) => {
    const entries = Object.entries(lock.objects[kind] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.length === 0 ? [] : [[kind, Object.fromEntries(entries)] as const];
  });
  return `${JSON.stringify({ ...lock, objects: Object.fromEntries(objects) }, null, 2)}\n`;
}

/** A mutable lock: thousands of entries are set one by one. */
export interface LockDraft {
  get: (kind: NamedKind, name: string) => LockedObject | undefined;
  /** An object has only one name: its previous name is removed. */
  set: (kind: NamedKind, name: string, entry: LockedObject) => void;
  /** Under any name. */
  forget: (kind: NamedKind, id: string) => void;
  done: () => Lock;
}

export function draftLock(lock: Lock): LockDraft {
  const byName = new Map(
    allManyKinds.map(({ kind }) => [kind, new Map(Object.entries(lock.objects[kind] ?? {}))] as const),
  );
  const names = new Map(
    [...byName].flatMap(([kind, entries]) =>
      [...entries].map(([name, { id }]) => [`${kind}/${id}`, name] as const),
    ),
  );
  const of = (kind: NamedKind): Map<string, LockedObject> =>
    byName.get(kind) ?? new Map<string, LockedObject>();
  return {
    get: (kind, name) => of(kind).get(name),
    set(kind, name, entry) {
      const before = names.get(`${kind}/${entry.id}`);
      if (before !== undefined && before !== name) of(kind).delete(before);
      names.set(`${kind}/${entry.id}`, name);
      of(kind).set(name, entry);
    },
    forget(kind, id) {
      const name = names.get(`${kind}/${id}`);
      if (name !== undefined && of(kind).get(name)?.id === id) of(kind).delete(name);
      names.delete(`${kind}/${id}`);
    },
    done: () => ({
      ...lock,
      objects: Object.fromEntries([...byName].map(([kind, entries]) => [kind, Object.fromEntries(entries)])),
    }),
  };
}

/** Every object in a lock, by id. */
export function lockedIds(lock: Lock): ReadonlyMap<string, LockedObject> {
  return new Map(
    Object.values(lock.objects).flatMap((entries) =>
      Object.values(entries).map((entry) => [entry.id, entry] as const),
    ),
  );
}
