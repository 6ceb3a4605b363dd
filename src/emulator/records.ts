/** The rows of the emulator's tables by name, and what a seed is. */
import type { RowOf, TableName } from './tables/index.ts';

export type { Row } from './tables/table.ts';
export type CustomerRow = RowOf<'customers'>;
export type AgentRow = RowOf<'agents'>;
export type NumberRow = RowOf<'numbers'>;
export type FlowRow = RowOf<'flows'>;
export type QueueRow = RowOf<'queues'>;
export type TagRow = RowOf<'tags'>;
export type BillingAccountRow = RowOf<'billing_accounts'>;
export type BillingRow = RowOf<'billings'>;
export type ExtensionRow = RowOf<'extensions'>;

/** Everything the emulator holds. A seed makes one; `--state` saves one. */
export type Dataset = { [T in TableName]: RowOf<T>[] };

/** What a seed is built from: everything is passed in, so that a seed is reproducible. */
export interface SeedWorld {
  /** Milliseconds since 1970. */
  now: number;
  /** In [0, 1). */
  random: () => number;
  /** A new lower-case version-4 UUID. */
  uuid: () => string;
}

/** A starting point: one account (and perhaps others next to it), with credentials. */
export interface Seed {
  name: string;
  /** One line for `voipbin emulator --help`. */
  about: string;
  make: (world: SeedWorld) => SeededAccount;
}

export interface SeededAccount {
  data: Dataset;
  /** The account that `--demo` signs in to. */
  customer_id: string;
  /** A working access key of that account. */
  accesskey: string;
  logins: readonly { username: string; password: string; role: string }[];
}
