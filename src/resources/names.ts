/** How things are named: in plan files, in the account, and while a plan is carried out. */
import type { Holidays } from '../hours/holidays.ts';
import type { NamedKind } from './index.ts';

export interface Reference {
  kind: NamedKind;
  name: string;
}

/** The names that a file declares. */
export interface Scope {
  names: (kind: NamedKind) => ReadonlySet<string>;
  /** Undefined where they were not loaded: codes of regions are then taken as they are. */
  holidays?: Holidays | undefined;
}

/** Ids of what the file names: those of the account, or placeholders for what is still to be made. */
export interface Ids {
  idOf: (reference: Reference) => string;
}

/** What the objects of the account are called in the file. */
export interface Names {
  nameOf: (kind: NamedKind, id: string) => string | undefined;
}
