/** What a plan is made with. */
import type { ServerFault } from '../snapshot/server-evidence.ts';

/** Some objects of a file, which a command changes. They must exist: the command makes none. */
export interface Only {
  /** As it was typed, without flags: `hours renew`. */
  command: string;
  /** `hours/Office`. */
  addresses: readonly string[];
  /** What becomes of objects that do not exist: the command is refused, or a note says so. */
  missing: 'refused' | 'noted';
  /** Whether opening hours of which enough days are left stay as they are, whatever else the file says of them. */
  renews?: true;
}

export interface PlanOptions {
  /** Deletes what we made and the file no longer names. */
  prune: boolean;
  /** Lets more than 30 % of a kind be deleted. */
  allowLargeDelete: boolean;
  /** The day of UTC, such as 2026-11-28: opening hours that are made or renewed begin with it. */
  today: string;
  /** All objects of the file unless said. */
  only?: Only | undefined;
  /** What the account's own runs show to work, though it does not on the published server. */
  works?: readonly ServerFault[] | undefined;
}
