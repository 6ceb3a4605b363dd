/** One picture of an account, taken once. A section that could not be read says why, and is never empty instead. */
import type { Agent, BillingAccount, Customer, Flow, Number, Queue, Tag } from '../api/wire.ts';

/** Whether the account may be used at all. */
export interface Standing {
  /** Absent while it is not frozen. Times are RFC 3339. */
  frozen?: { since?: string | undefined; until?: string | undefined };
}

export interface Sections {
  /** Not read by itself: it follows from the customer, or from the refusals that a frozen account meets. */
  standing: Standing;
  customer: Customer;
  agents: readonly Agent[];
  numbers: readonly Number[];
  flows: readonly Flow[];
  queues: readonly Queue[];
  /** Deleted ones included: their ids stay on agents and queues, and go on matching. */
  tags: readonly Tag[];
  billing_account: BillingAccount;
}

export type SectionName = keyof Sections;

/** The sections that are read, each by its own requests. */
export type ReadSection = Exclude<SectionName, 'standing'>;

export const readSections: readonly ReadSection[] = [
  'customer',
  'agents',
  'numbers',
  'flows',
  'queues',
  'tags',
  'billing_account',
];

/** Why a section could not be read. */
export interface Unavailable {
  state: 'unavailable';
  /** For people: `needs the admin permission`. */
  reason: string;
  /** The error's code: `NOT_PERMITTED`, `TIMEOUT`, ... */
  code: string;
  /** Whether it was the credential (exit code 4 rather than 3). */
  denied: boolean;
}

export interface Loaded<T> {
  state: 'loaded';
  value: T;
}

export type Section<T> = Loaded<T> | Unavailable;

export interface Snapshot {
  /** Milliseconds since 1970. */
  takenAt: number;
  apiUrl: string;
  /** Requests it took, retries included. */
  requests: number;
  sections: { readonly [K in SectionName]: Section<Sections[K]> };
}
