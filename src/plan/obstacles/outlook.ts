import type { PlanOptions } from '../options.ts';
import type { Live } from '../state/live.ts';
import type { Match, Target } from '../difference/match.ts';
import type { PlanFile } from '../file/read.ts';
import type { Step } from '../difference/steps.ts';

/** What is to be done, whatever for. */
export interface Course {
  live: Live;
  match: Match;
  steps: readonly Step[];
  /** Steps that wait for one another. */
  rings: readonly (readonly Step[])[];
}

/** Everything that is known before a plan is carried out. */
export interface Outlook extends Course {
  file: PlanFile;
  /** Everything that the file declares, whatever of it is changed. */
  declared: readonly Target[];
  options: PlanOptions;
}

/** What is filled in once a number is bought costs nothing more. */
export const isBought = ({ work }: Step): boolean => work.do === 'create' && work.buys;
