/** The changes to an account, as data: the list that is shown is the list that is carried out. */
import type { ExitCode } from '../core/exit-codes.ts';
import type { FieldChange } from '../resources/field.ts';
import type { Risk, SingleKind } from '../resources/kind.ts';
import type { NamedKind } from '../resources/index.ts';

type Kind = SingleKind['kind'] | NamedKind;

export interface Change {
  /** Unique in the plan: `queues/Sales`. Fields that could not be set on creation follow as `then/flows/Main`. */
  address: string;
  /** `note`: nothing is done, but people should know. */
  verb: 'create' | 'update' | 'delete' | 'note';
  kind: Kind;
  /** The key in the plan file; for account and outbound the kind itself. */
  name: string;
  /** For people: `queue Sales`. */
  title: string;
  /** The live object; absent for a new one. */
  id?: string;
  fields: readonly FieldChange[];
  risk: Risk;
  /** Micro-USD. */
  cost?: Cost;
  /** How many requests it takes if nothing goes wrong. */
  requests: number;
  /** Addresses of the changes that must be done first. */
  after: readonly string[];
  /** For people: why, if that is not obvious. */
  because?: string;
}

/** The address of the change that completes a new object. No kind is called `then`. */
export const thenAddress = (address: string): string => `then/${address}`;

/** Micro-USD. */
export interface Cost {
  now: number;
  monthly: number;
}

/** Why a plan cannot be carried out as it is: found beforehand, since the server would only say "500". */
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
    /** It would contain an invisible character. */
    | 'NAME'
    /** A flow would cut callers off. */
    | 'CUT_OFF'
    /** A password is not where the file says. */
    | 'USAGE'
    /** A number was paid for, but does not exist; or what a command deletes is still used. */
    | 'CONFLICT';
  /** The exit code of `apply`. */
  exit_code: ExitCode;
  message: string;
  hint?: string;
}

/** Everything that a plan results in. */
export interface Plan {
  format: 'voipbin.plan/1';
  customer_id: string;
  /** For people; null where it has none. */
  customer_name: string | null;
  /** In the order in which they will happen. */
  changes: readonly Change[];
  cost: Cost;
  /** For the changes; without those that read the account. */
  requests: number;
  /** Limits of the billing plan that it reaches or exceeds. */
  limits: readonly { resource: string; after: number; limit: number }[];
  obstacles: readonly Obstacle[];
}

/** Notes are not pending: there is nothing to do. */
export function isPending(plan: Pick<Plan, 'changes'>): boolean {
  return plan.changes.some(({ verb }) => verb !== 'note');
}
