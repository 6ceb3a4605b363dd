/** The policy of an account's owner for the audit: which rules count, how severe they are, and what is ignored. */
import type { Settings } from '../engine.ts';
import type { BusinessHours } from '../hours.ts';
import type { Severity } from '../rule.ts';

/** The name under which it is looked for. */
export const POLICY_FILE = 'voipbin.audit.yaml';

export interface RulePolicy {
  enabled: boolean;
  /** In place of the rule's own, for all that it finds. */
  severity?: Severity;
  /** Only those that the file names. */
  thresholds: Readonly<Record<string, number>>;
}

export interface Suppression {
  /** A rule's id, or `*` for all of them. */
  rule: string;
  /** Exactly one of the two. */
  target: { id: string } | { name: string };
  reason: string;
  owner: string;
  /** The last day it holds, to its end in UTC: `2027-01-31`. Without one it holds for ever. */
  expires?: string;
  /** Its place in the file. */
  line: number;
}

export interface Policy {
  /** As messages name it. */
  file: string;
  /** By the rule's id, only those that the file names. */
  rules: Readonly<Record<string, RulePolicy>>;
  hours?: BusinessHours;
  suppressions: readonly Suppression[];
}

/** The policy without a file. */
export const emptyPolicy: Policy = { file: POLICY_FILE, rules: {}, suppressions: [] };

/** The part that the engine needs. */
export function settingsOf(policy: Policy): Settings {
  return {
    thresholds: Object.fromEntries(Object.entries(policy.rules).map(([id, rule]) => [id, rule.thresholds])),
    hours: policy.hours,
  };
}

/** Ids of the rules that are switched off, in order. */
export function disabledRules(policy: Policy): string[] {
  return Object.keys(policy.rules)
    .filter((id) => policy.rules[id]?.enabled === false)
    .sort();
}
