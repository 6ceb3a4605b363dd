import type { PlanOptions } from '../diff.ts';
import type { Live } from '../live.ts';
import type { Match } from '../match.ts';
import type { PlanFile } from '../read.ts';
import type { Step } from '../steps.ts';

/** Everything that is known before a plan is carried out. */
export interface Outlook {
  file: PlanFile;
  live: Live;
  match: Match;
  steps: readonly Step[];
  options: PlanOptions;
}

export const isBought = ({ change }: Step): boolean => change.risk === 'costs-money';
