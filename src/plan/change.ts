/** What is to be done to an account, as data: the very list that is shown is the list that is carried out. */
import type { NamedKind } from './document.ts';

export type Kind = 'account' | 'outbound' | NamedKind;

/** What may go wrong when it is done. */
export type Risk = 'safe' | 'disruptive' | 'costs-money' | 'irreversible';

/** One field, for people: names instead of ids; secrets are never here. */
export interface FieldChange {
  /** As the plan file spells it: `wait_flow`, `actions[2].text`. */
  path: string;
  from: unknown;
  to: unknown;
}

export interface Change {
  /** Unique in the plan: `queues/Sales`. A flow that is made empty and filled later has `flows/Main#fill`, too. */
  address: string;
  /** `note`: nothing is done, but somebody should know. */
  verb: 'create' | 'update' | 'delete' | 'note';
  kind: Kind;
  /** The key in the plan file; for account and outbound the kind itself. */
  name: string;
  /** The live object; absent for what is made. */
  id?: string;
  fields: readonly FieldChange[];
  risk: Risk;
  /** Micro-USD. */
  cost?: { now: number; monthly: number };
  /** How many requests it takes when nothing goes wrong. */
  requests: number;
  /** Addresses of the changes that must be done before. */
  after: readonly string[];
  /** For people: why, when it is not plain. */
  because?: string;
}

/** Everything that a plan comes to. */
export interface Plan {
  format: 'voipbin.plan/1';
  customer_id: string;
  /** In the order in which they will happen. */
  changes: readonly Change[];
  /** Micro-USD. */
  cost: { now: number; monthly: number };
  requests: number;
  /** Plan limits that are reached or passed by it. */
  limits: readonly { resource: string; after: number; limit: number }[];
}
