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

/** Opening hours are flows, too: the two share their list, and an id of a flow may be that of some hours. */
export const FLOW_KINDS = ['flows', 'hours'] as const satisfies readonly NamedKind[];

/** What the objects of the account are called in the file. */
export interface Names {
  nameOf: (kind: NamedKind, id: string) => string | undefined;
}

/** The kind whose list has them. */
export const listOf = (kind: NamedKind): NamedKind => (isFlowKind(kind) ? 'flows' : kind);

const isFlowKind = (kind: NamedKind): boolean => FLOW_KINDS.some((one) => one === kind);

/** The flow of some hours is called as they are. */
export const flowsOrHours = ({ nameOf }: Names): Names => ({
  nameOf: (kind, id) =>
    kind === 'flows'
      ? FLOW_KINDS.map((one) => nameOf(one, id)).find((name) => name !== undefined)
      : nameOf(kind, id),
});
