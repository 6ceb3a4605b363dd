/** The result of an audit as data: what exists, what is wrong, what could not be checked. */
import type { Finding, TrendPoint, FoundProblem } from './finding.ts';
import { ExitCode, worstExitCode } from '../core/exit-codes.ts';
import { readSections, type Reading, type Snapshot } from '../snapshot/snapshot.ts';
import type { Outcome, RuleOutcome } from './outcome.ts';
import type { History } from './history.ts';
import { reviewOf, type Review } from './review.ts';
import type { Repair } from './repair.ts';
import { severities, type Problem, type Rule, type Severity } from './rule.ts';

/** A finding that the policy does not want to hear of. */
export interface Suppressed extends Finding {
  suppression: { reason: string; owner: string; expires: string | null };
}

export interface NotChecked {
  /** A rule's id. */
  rule: string;
  reason: string;
  /** What it would have needed. */
  sections: readonly string[];
}

/** A rule that says nothing below so many days of traffic. */
export interface NeedsDays {
  /** A rule's id. */
  rule: string;
  days: number;
}

/** What was read, and what it took. */
export interface Evidence {
  section: string;
  state: 'read' | 'not_read';
  /** Rows; null for a single object, and where nothing came. */
  rows: number | null;
  requests: number;
  /** Why it could not be read. */
  reason: string | null;
  /** The last request's id: what the platform's support asks for. */
  request_id: string | null;
  /** Days that an earlier audit has counted, and that were not read again; RFC 3339, UTC. Absent where there are none. */
  kept?: { days: number; oldest_read_at: string };
}

/** Versioned by `format`; fields are added, never changed, within one number. */
export interface AuditReport {
  format: 'voipbin.audit/1';
  tool: { name: 'voipbin'; version: string };
  /** RFC 3339, UTC. */
  generated_at: string;
  api_url: string;
  account: { id: string | null; name: string | null; status: string | null };
  /** How far back the traffic was read. RFC 3339, UTC. */
  horizon: { since: string; until: string };
  requests: number;
  evidence: readonly Evidence[];
  review: Review;
  summary: {
    findings: Record<Severity, number>;
    /** Of them, those that no run of this machine saw before. */
    new: Record<Severity, number>;
    suppressed: number;
    passed: number;
    failed: number;
    not_checked: number;
    /** Rules that need a longer look back than `horizon`. They are no part of `not_checked`. */
    needs_days: number;
    disabled: number;
  };
  findings: readonly Finding[];
  suppressed: readonly Suppressed[];
  not_checked: readonly NotChecked[];
  needs_days: readonly NeedsDays[];
  /** Ids of the rules that were checked and found nothing. */
  passed: readonly string[];
  /** Ids of the rules that the policy switches off. */
  disabled: readonly string[];
  /** Notes about the policy itself: suppressions that match nothing, or end soon. */
  policy_notes: readonly string[];
  /** Earlier runs of this machine, oldest first, this one not included. */
  trend: readonly TrendPoint[];
  /** Whether the credential may not even read the account itself: frozen, or without permission. */
  denied: boolean;
}

/** Whether a file that was read holds a report, as far as others look into it. */
export function isAuditReport(value: unknown): value is AuditReport {
  if (typeof value !== 'object' || value === null) return false;
  const { format, generated_at, api_url, account, summary, findings, not_checked } =
    value as Partial<AuditReport>;
  return (
    format === 'voipbin.audit/1' &&
    !Number.isNaN(Date.parse(String(generated_at))) &&
    typeof api_url === 'string' &&
    typeof account === 'object' &&
    typeof summary?.findings === 'object' &&
    typeof summary.new === 'object' &&
    Array.isArray(findings) &&
    Array.isArray(not_checked)
  );
}

export interface ReportParts {
  snapshot: Snapshot;
  outcomes: readonly RuleOutcome[];
  /** As the policy leaves them, with their dates. */
  findings: readonly Finding[];
  suppressed: readonly Suppressed[];
  disabled: readonly string[];
  policyNotes: readonly string[];
  history: History;
  version: string;
}

export function makeReport(parts: ReportParts): AuditReport {
  const { snapshot, outcomes } = parts;
  const findings = [...parts.findings].sort(byWeight);
  const customer = snapshot.sections.customer;
  const known = customer.state === 'loaded' ? customer.value : undefined;
  const ids = (...states: Outcome['state'][]): string[] =>
    outcomes.filter(({ outcome }) => states.includes(outcome.state)).map(({ rule }) => rule.id);
  return {
    format: 'voipbin.audit/1',
    tool: { name: 'voipbin', version: parts.version },
    generated_at: new Date(snapshot.takenAt).toISOString(),
    api_url: snapshot.apiUrl,
    account: {
      id: known?.id ?? null,
      name: known?.name ?? null,
      status: isFrozen(snapshot) ? 'frozen' : (known?.status ?? null),
    },
    horizon: {
      since: new Date(snapshot.since).toISOString(),
      until: new Date(snapshot.takenAt).toISOString(),
    },
    requests: snapshot.requests,
    evidence: evidenceOf(snapshot),
    review: reviewOf(snapshot),
    summary: {
      findings: countBySeverity(findings),
      new: countBySeverity(findings.filter(({ is_new }) => is_new)),
      suppressed: parts.suppressed.length,
      passed: ids('passed').length,
      failed: ids('failed').length,
      not_checked: ids('skipped', 'errored').length,
      needs_days: ids('needs_days').length,
      disabled: parts.disabled.length,
    },
    findings,
    suppressed: [...parts.suppressed].sort(byWeight),
    not_checked: notCheckedOf(outcomes),
    needs_days: outcomes.flatMap(({ rule, outcome }) =>
      outcome.state === 'needs_days' ? [{ rule: rule.id, days: outcome.days }] : [],
    ),
    passed: ids('passed'),
    disabled: parts.disabled,
    policy_notes: parts.policyNotes,
    trend: parts.history.runs,
    // A manager who may not see the money has seen all he may: that is incomplete, not refused.
    denied: customer.state === 'unavailable' && customer.denied,
  };
}

export function countBySeverity(findings: readonly Pick<Finding, 'severity'>[]): Record<Severity, number> {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return { critical: count('critical'), high: count('high'), medium: count('medium'), low: count('low') };
}

/** What the rules found, in the order of the rules. */
export function foundProblems(outcomes: readonly RuleOutcome[]): FoundProblem[] {
  return outcomes.flatMap(({ rule, outcome }) =>
    outcome.state !== 'failed'
      ? []
      : outcome.problems.map((problem) => ({
          rule: rule.id,
          title: rule.title,
          category: rule.category,
          severity: problem.severity ?? rule.severity,
          severity_reason: rule.variants?.find(({ severity }) => severity === problem.severity)?.when ?? null,
          subject: problem.subject,
          message_id: problem.messageId,
          data: problem.data,
          message: problem.message,
          fix: problem.fix,
          fingerprint: fingerprintOf(rule, problem),
        })),
  );
}

/** What can be fixed safely, by the finding's fingerprint. */
export function foundRepairs(outcomes: readonly RuleOutcome[]): ReadonlyMap<string, Repair> {
  return new Map(
    outcomes.flatMap(({ rule, outcome }) =>
      outcome.state !== 'failed'
        ? []
        : outcome.problems.flatMap((problem) =>
            problem.repair === undefined ? [] : [[fingerprintOf(rule, problem), problem.repair] as const],
          ),
    ),
  );
}

function fingerprintOf(rule: Rule, { subject, key }: Problem): string {
  return [rule.id, subject.id, ...(key === undefined ? [] : [key])].join(':');
}

/** Worst first, then by rule, then by the subject's name and id. */
function byWeight(a: FoundProblem, b: FoundProblem): number {
  const keyOf = (finding: FoundProblem): string[] => [
    String(severities.length - severities.indexOf(finding.severity)),
    finding.rule,
    finding.subject.name,
    finding.subject.id,
    finding.message,
  ];
  return compareKeys(keyOf(a), keyOf(b));
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

function evidenceOf({ sections, readings }: Snapshot): Evidence[] {
  return readSections.map((section) => {
    const { state } = sections[section];
    const unavailable = sections[section].state === 'unavailable' ? sections[section] : undefined;
    return {
      section,
      state: state === 'loaded' ? 'read' : 'not_read',
      ...withoutKept(readings[section]),
      ...keptOf(readings[section]),
      reason: unavailable?.reason ?? null,
    };
  });
}

const withoutKept = ({ kept: _kept, ...reading }: Reading): Omit<Reading, 'kept'> => reading;

const keptOf = ({ kept }: Reading): Pick<Evidence, 'kept'> =>
  kept === undefined
    ? {}
    : { kept: { days: kept.days, oldest_read_at: new Date(kept.oldest).toISOString() } };

function notCheckedOf(outcomes: readonly RuleOutcome[]): NotChecked[] {
  return outcomes.flatMap(({ rule, outcome }) => {
    if (outcome.state === 'errored') {
      return [{ rule: rule.id, reason: `the rule failed: ${outcome.message}`, sections: [] }];
    }
    if (outcome.state !== 'skipped') return [];
    return [{ rule: rule.id, reason: outcome.reason, sections: outcome.sections }];
  });
}

function isFrozen({ sections: { standing } }: Snapshot): boolean {
  return standing.state === 'loaded' && standing.value.frozen !== undefined;
}

export interface ExitOptions {
  /** Findings of this severity or above make it 10. */
  failOn: Severity | 'never';
  /** Only findings that no run of this machine saw before count. */
  newOnly: boolean;
  allowIncomplete: boolean;
}

/** The gravest of what the report says; a frozen account is a 4. */
export function exitCodeOf(report: AuditReport, { failOn, newOnly, allowIncomplete }: ExitOptions): ExitCode {
  const counted = failOn === 'never' ? [] : severities.slice(severities.indexOf(failOn));
  const counts = newOnly ? report.summary.new : report.summary.findings;
  const found = counted.some((severity) => counts[severity] > 0);
  const incomplete = report.not_checked.length > 0 && !allowIncomplete;
  return worstExitCode([
    ...(report.denied ? [ExitCode.denied] : []),
    ...(incomplete ? [ExitCode.unreachable] : []),
    ...(found ? [ExitCode.findings] : []),
    ExitCode.done,
  ]);
}
