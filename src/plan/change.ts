/** What is to be done to an account, as data: the very list that is shown is the list that is carried out. */
import type { ExitCode } from '../core/exit-codes.ts';
import type { FieldChange } from '../resources/field.ts';
import type { Risk, SingleKind } from '../resources/kind.ts';
import type { NamedKind } from '../resources/index.ts';

type Kind = SingleKind['kind'] | NamedKind;

export interface Change {
  /** Unique in the plan: `queues/Sales`. What could not be said at once follows as `then/flows/Main`. */
  address: string;
  /** `note`: nothing is done, but somebody should know. */
  verb: 'create' | 'update' | 'delete' | 'note';
  kind: Kind;
  /** The key in the plan file; for account and outbound the kind itself. */
  name: string;
  /** For people: `queue Sales`. */
  title: string;
  /** The live object; absent for what is made. */
  id?: string;
  fields: readonly FieldChange[];
  risk: Risk;
  /** Micro-USD. */
  cost?: Cost;
  /** How many requests it takes when nothing goes wrong. */
  requests: number;
  /** Addresses of the changes that must be done before. */
  after: readonly string[];
  /** For people: why, when it is not plain. */
  because?: string;
  /** Of a note on what stays, for people: what still names it. */
  needed_by?: string;
}

/** Of the change that follows the making of an object. No kind is called so. */
export const thenAddress = (address: string): string => `then/${address}`;

/** Micro-USD. */
export interface Cost {
  now: number;
  monthly: number;
}

/** Why a plan cannot be carried out as it is: found beforehand, since the server would say no more than "500". */
export interface Obstacle {
  code:
    | 'PLAN_LIMIT'
    | 'CREDIT'
    | 'IDENTITY'
    | 'LAST_ADMIN'
    | 'GUEST_AGENT'
    | 'TAKEN'
    | 'MISSING'
    | 'LARGE_DELETE'
    /** It would have a character that nobody sees. */
    | 'NAME'
    /** A flow would cut callers off. */
    | 'CUT_OFF'
    /** A password is not where the file says. */
    | 'USAGE'
    /** A number was paid for and is not there. */
    | 'CONFLICT';
  /** What `apply` ends with. */
  exit_code: ExitCode;
  message: string;
  hint?: string;
}

/** Everything that a plan comes to. */
export interface Plan {
  format: 'voipbin.plan/1';
  customer_id: string;
  /** For people; null where it has none. */
  customer_name: string | null;
  /** In the order in which they will happen. */
  changes: readonly Change[];
  cost: Cost;
  /** Of the changes; reading the account comes before. */
  requests: number;
  /** Plan limits that are reached or passed by it. */
  limits: readonly { resource: string; after: number; limit: number }[];
  obstacles: readonly Obstacle[];
}

/** Notes are nothing to do. */
export function isPending(plan: Pick<Plan, 'changes'>): boolean {
  return plan.changes.some(({ verb }) => verb !== 'note');
}
