/** Many accounts as reports have them: a row for each, and one review at a time. */
import type { ExitCode } from '../../../core/exit-codes.ts';
import type { Review, RuleInfo, Style, Rendered } from '../../format.ts';

/** A row without its report: so much is held of each of many accounts. */
export interface AccountRow {
  account: string;
  id: string | null;
  critical: number | null;
  high: number | null;
  medium: number | null;
  low: number | null;
  new: number | null;
  not_checked: number | null;
  exit_code: ExitCode;
  /** Why there is no report. */
  error: string | null;
  /** RFC 3339, UTC: when the account was read, or could not be. */
  read_at: string;
  /** Null where it is not known. */
  api_url: string | null;
  /** Such as 2/5, where the run was a part of several. */
  shard: string | null;
}

export interface Accounts {
  /** The worst first. */
  rows: readonly AccountRow[];
  /** In the same order, one after the other, from the beginning each time; without a review where there is an error. */
  each: () => AsyncIterable<{ row: AccountRow; review: Review | undefined }>;
  rules: readonly RuleInfo[];
  /** Of this program. */
  version: string;
  /** Whether it counts that not everything was checked. */
  countsIncomplete: boolean;
}

/** All accounts in one report, written as they come. */
export type RenderAccounts = (accounts: Accounts, style: Style) => Rendered | Promise<Rendered>;

/** The text for an account without a report. */
export const failureText = ({ error }: AccountRow): string => `could not be audited: ${error ?? 'unknown'}`;
