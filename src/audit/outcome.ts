/** How a rule ended. */
import type { SectionName } from '../snapshot/snapshot.ts';
import type { Problem, Rule } from './rule.ts';

/** What could not be checked has not passed. */
export type Outcome =
  | { state: 'passed' }
  | { state: 'failed'; problems: readonly Problem[] }
  | { state: 'skipped'; reason: string; sections: readonly SectionName[] }
  /** The traffic was read less far back than the rule needs: as the user wanted it, so nothing is amiss. */
  | { state: 'needs_days'; days: number }
  | { state: 'errored'; message: string };

export interface RuleOutcome {
  rule: Rule;
  outcome: Outcome;
}

/** Ids of rules without a result: their earlier findings may still apply. */
export function undecided(outcomes: readonly RuleOutcome[]): string[] {
  return outcomes
    .filter(({ outcome: { state } }) => state !== 'passed' && state !== 'failed')
    .map(({ rule }) => rule.id);
}
