/**
 * The lock file beside a plan file: which live object each name is, and which of them we made. It holds no
 * secret, and is meant to be kept with the plan file.
 */
import type { NamedKind } from './document.ts';

export interface LockedObject {
  id: string;
  /** Whether `apply` made it: only such objects may be pruned. */
  made: boolean;
  /** For numbers: which one it is, as `virtual: any` does not say. */
  number?: string;
}

export interface Lock {
  format: 'voipbin.lock/1';
  /** The account it speaks of. */
  customer_id: string;
  objects: { readonly [K in NamedKind]?: Readonly<Record<string, LockedObject>> };
}
