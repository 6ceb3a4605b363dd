/**
 * The lock file beside a plan file: which live object each name is, and which of them we made. It holds no
 * secret, and is meant to be kept with the plan file.
 */
import * as z from 'zod/mini';
import { UsageError } from '../core/errors.ts';
import { manyKinds } from './kinds/index.ts';
import type { NamedKind } from './document.ts';

export interface LockedObject {
  id: string;
  /** Whether `apply` made it: only such objects may be pruned. */
  made: boolean;
  /** For numbers: which one it is, as `virtual: any` does not say. */
  number?: string | undefined;
}

export interface Lock {
  format: 'voipbin.lock/1';
  /** The account it speaks of. */
  customer_id: string;
  objects: { readonly [K in NamedKind]?: Readonly<Record<string, LockedObject>> };
}

const schema = z.object({
  format: z.literal('voipbin.lock/1'),
  customer_id: z.string(),
  objects: z.partialRecord(
    z.enum(manyKinds.map(({ kind }) => kind)),
    z.record(z.string(), z.object({ id: z.string(), made: z.boolean(), number: z.optional(z.string()) })),
  ),
});

export function emptyLock(customerId: string): Lock {
  return { format: 'voipbin.lock/1', customer_id: customerId, objects: {} };
}

/** `voipbin.yaml` has `voipbin.lock.json`. */
export function lockPathOf(planPath: string): string {
  return `${planPath.replace(/\.ya?ml$/i, '')}.lock.json`;
}

/** @throws UsageError for a file that is none. */
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
  return new UsageError(`${file} is no lock file of this voipbin`, {
    code: 'LOCK',
    hint: 'restore it from your version control; without it, objects are found by their names again',
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

/** The lock with one entry more, or another one. */
export function withLocked(lock: Lock, kind: NamedKind, name: string, entry: LockedObject | undefined): Lock {
  const { [name]: _old, ...others } = lock.objects[kind] ?? {};
  const entries = entry === undefined ? others : { ...others, [name]: entry };
  return { ...lock, objects: { ...lock.objects, [kind]: entries } };
}
