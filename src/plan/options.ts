/** What a plan is made with. */
import type { ServerFault } from '../snapshot/server-evidence.ts';

export interface PlanOptions {
  /** Deletes what we made and the file names no more. */
  prune: boolean;
  /** Lets more than 30 % of a kind be deleted. */
  allowLargeDelete: boolean;
  /** The day of UTC, such as 2026-11-28: opening hours that are made or renewed begin with it. */
  today: string;
  /** The addresses of the objects that are looked at (`hours/Office`); all unless said. */
  only?: readonly string[] | undefined;
  /** What the account's own runs show to work, though it does not on the published server. */
  works?: readonly ServerFault[] | undefined;
}
