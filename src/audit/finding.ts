/** What an audit found, as reports have it. */
import type { Category, Severity } from './rule.ts';
import type { Data } from './sentences.ts';

export interface Finding {
  rule: string;
  title: string;
  category: Category;
  severity: Severity;
  /** Why it is more or less severe than the rule; null where it is not. */
  severity_reason: string | null;
  subject: { kind: string; id: string; name: string };
  /** Which of the rule's sentences `message` is; never renamed. */
  message_id: string;
  /** What it is made from. */
  data: Data;
  message: string;
  fix: string;
  /** The same for the same fault of the same object, from run to run. */
  fingerprint: string;
  /** RFC 3339: when a run of this machine first saw it. */
  first_seen: string;
  /** Whether no run of this machine saw it before this one. */
  is_new: boolean;
}

/** Counts of an earlier run, for the trend. */
export interface TrendPoint {
  /** RFC 3339, UTC. */
  at: string;
  findings: Record<Severity, number>;
}

/** A finding before anybody has asked since when it is known. */
export type FoundProblem = Omit<Finding, 'first_seen' | 'is_new'>;
