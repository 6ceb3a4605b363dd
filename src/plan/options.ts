/** Options of a plan. */
import type { ServerFault } from '../snapshot/server-evidence.ts';

/** The objects of a file that a command changes. They must exist: the command creates none. */
export interface Only {
  /** The command, without flags: `hours renew`. */
  command: string;
  /** `hours/Office`. */
  addresses: readonly string[];
  /** What happens if objects do not exist: the command is refused, or a note says so. */
  missing: 'refused' | 'noted';
  /** Whether opening hours with enough days left stay as they are, even if the file differs. */
  renews?: true;
}

export interface PlanOptions {
  /** Deletes what `apply` created and the file no longer names. */
  prune: boolean;
  /** Allows deleting more than 30 % of a kind. */
  allowLargeDelete: boolean;
  /** The day in UTC, such as 2026-11-28: new or renewed opening hours begin with it. */
  today: string;
  /** By default all objects of the file. */
  only?: Only | undefined;
  /** What works according to the account's own runs, although not on the published server. */
  works?: readonly ServerFault[] | undefined;
}
