/** Runs the rules over a snapshot. Pure: the same snapshot gives the same outcomes. */
import type { SectionName, Sections, Snapshot } from '../snapshot/snapshot.ts';
import type { BusinessHours } from './hours.ts';
import { defaultThresholds, type Problem, type Rule, type RuleContext } from './rule.ts';

/** Four ways it can end. What could not be checked has not passed. */
export type Outcome =
  | { state: 'passed' }
  | { state: 'failed'; problems: readonly Problem[] }
  | { state: 'skipped'; reason: string; sections: readonly SectionName[] }
  | { state: 'errored'; message: string };

export interface RuleOutcome {
  rule: Rule;
  outcome: Outcome;
}

/** What the policy says to the rules. */
export interface Settings {
  /** By rule, then by threshold; what is not there is as the rule has it. */
  thresholds?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  hours?: BusinessHours | undefined;
}

export function runRules(rules: readonly Rule[], snapshot: Snapshot, settings: Settings = {}): RuleOutcome[] {
  return rules.map((rule) => ({ rule, outcome: runRule(rule, snapshot, settings) }));
}

function runRule(rule: Rule, snapshot: Snapshot, settings: Settings): Outcome {
  const missing = rule.needs.filter((name) => snapshot.sections[name].state !== 'loaded');
  if (missing.length > 0) {
    const reasons = missing.map((name) => {
      const section = snapshot.sections[name];
      return section.state === 'loaded' ? '' : section.reason;
    });
    return { state: 'skipped', reason: [...new Set(reasons)].join('; '), sections: missing };
  }
  const account: Partial<Record<SectionName, unknown>> = {};
  for (const name of [...rule.needs, ...(rule.repair?.needs ?? [])]) {
    const section = snapshot.sections[name];
    if (section.state === 'loaded') account[name] = section.value;
  }
  try {
    const context: RuleContext = {
      now: snapshot.takenAt,
      since: snapshot.since,
      thresholds: { ...defaultThresholds(rule), ...settings.thresholds?.[rule.id] },
      hours: settings.hours,
    };
    const problems = [...rule.check(account as Partial<Sections>, context)];
    return problems.length === 0 ? { state: 'passed' } : { state: 'failed', problems };
  } catch (error) {
    // A rule that breaks takes no other with it, and is told of.
    return { state: 'errored', message: error instanceof Error ? error.message : String(error) };
  }
}
