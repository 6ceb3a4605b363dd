import type { PlanOptions } from '../options.ts';
import type { LiveAccount } from '../state/live.ts';
import type { Match, Target } from '../difference/match.ts';
import type { PlanFile } from '../file/read.ts';
import type { Step } from '../difference/steps.ts';

/** The steps, whether of an apply or an undo. */
export interface StepsContext {
  live: LiveAccount;
  match: Match;
  steps: readonly Step[];
  /** Steps that wait for one another. */
  rings: readonly (readonly Step[])[];
}

/** Everything known before a plan is carried out. */
export interface PlanContext extends StepsContext {
  file: PlanFile;
  /** Everything that the file declares, changed or not. */
  declared: readonly Target[];
  options: PlanOptions;
}

/** Whether a step buys a number; fields filled in later cost nothing more. */
export const isBought = ({ work }: Step): boolean => work.do === 'create' && work.buys;
