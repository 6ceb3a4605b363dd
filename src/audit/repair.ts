/**
 * How a finding is repaired, as data in the words of the plan file: `audit --fix-plan` writes it, `plan` shows it, `apply`
 * does it. Only what is safe, can be undone, and leaves one choice: nothing is deleted, nothing costs money, and no
 * caller reaches people who were not meant.
 */
import type { Action } from '../api/wire.ts';

export interface Repair {
  /** Why this and nothing else, for people: lower case, without a full stop. */
  because: string;
  changes: readonly RepairChange[];
}

export type RepairChange =
  | { kind: 'account'; set: RepairFields }
  | ObjectChange
  /** Something new, by its name; the same thing may be wanted by several repairs. */
  | { kind: 'flows' | 'tags'; make: string; fields: RepairFields };

/** The change of an existing object. Several repairs may change different parts of one object. */
export interface ObjectChange {
  /** Opening hours are renewed by being named. */
  kind: 'agents' | 'flows' | 'hours' | 'numbers' | 'queues';
  id: string;
  set?: RepairFields;
  /** Tags that it gets: `id:<uuid>`, or the name of one that is made. */
  give?: readonly string[];
  /** Ids that are taken off its tags. */
  take?: readonly string[];
  /** Actions after those that a flow has. */
  append?: readonly RepairAction[];
  /** Actions of a flow that others take the place of. */
  rewrite?: readonly ActionRewrite[];
}

/** One action of a flow, and what takes its place, as the API has it; nothing where it is left out. */
export interface ActionRewrite {
  index: number;
  actions: readonly Action[];
}

export const rewritten = (actions: readonly Action[], rewrites: readonly ActionRewrite[]): Action[] =>
  actions.flatMap((action, index) => rewrites.find((one) => one.index === index)?.actions ?? [action]);

/** By the keys of the plan file, values in the API's units. Null clears a field. */
export type RepairFields = Readonly<
  Record<string, string | number | boolean | null | readonly RepairAction[]>
>;

export type RepairAction = Readonly<{ type: string; option: Record<string, string | number> }>;

/** How the plan file names an object of the account. */
export const byId = (id: string): string => `id:${id}`;

/** The first of a list that has no second: where there is one choice. */
export function sole<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
