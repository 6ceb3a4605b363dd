/** The result of an audit as data: what is there, what is wrong, what could not be checked. */
import { ExitCode, worstExitCode } from '../core/exit-codes.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { RuleOutcome } from './engine.ts';
import { reviewOf, type Review } from './review.ts';
import { severities, type Category, type Severity } from './rule.ts';

export interface Finding {
  rule: string;
  title: string;
  category: Category;
  severity: Severity;
  subject: { kind: string; id: string; name: string };
  message: string;
  fix: string;
  /** The same for the same fault of the same object, from run to run. */
  fingerprint: string;
}

export interface NotChecked {
  /** A rule's id. */
  rule: string;
  reason: string;
  /** What it would have needed. */
  sections: readonly string[];
}

/** Versioned by `format`; fields are added, never changed, within one number. */
export interface AuditReport {
  format: 'voipbin.audit/1';
  tool: { name: 'voipbin'; version: string };
  /** RFC 3339, UTC. */
  generated_at: string;
  api_url: string;
  account: { id: string | null; name: string | null; status: string | null };
  requests: number;
  review: Review;
  summary: { findings: Record<Severity, number>; passed: number; failed: number; not_checked: number };
  findings: readonly Finding[];
  not_checked: readonly NotChecked[];
  /** Whether the credential may not even read the account itself: frozen, or without permission. */
  denied: boolean;
}

export function makeReport(
  snapshot: Snapshot,
  outcomes: readonly RuleOutcome[],
  version: string,
): AuditReport {
  const findings = findingsOf(outcomes);
  const customer = snapshot.sections.customer;
  const known = customer.state === 'loaded' ? customer.value : undefined;
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const ended = (state: string): number => outcomes.filter(({ outcome }) => outcome.state === state).length;
  return {
    format: 'voipbin.audit/1',
    tool: { name: 'voipbin', version },
    generated_at: new Date(snapshot.takenAt).toISOString(),
    api_url: snapshot.apiUrl,
    account: {
      id: known?.id ?? null,
      name: known?.name ?? null,
      status: isFrozen(snapshot) ? 'frozen' : (known?.status ?? null),
    },
    requests: snapshot.requests,
    review: reviewOf(snapshot),
    summary: {
      findings: {
        critical: count('critical'),
        high: count('high'),
        medium: count('medium'),
        low: count('low'),
      },
      passed: ended('passed'),
      failed: ended('failed'),
      not_checked: ended('skipped') + ended('errored'),
    },
    findings,
    not_checked: notCheckedOf(outcomes),
    // A manager who may not see the money has seen all he may: that is incomplete, not refused.
    denied: customer.state === 'unavailable' && customer.denied,
  };
}

/** Worst first, then by rule, then by the subject's name and id. */
function findingsOf(outcomes: readonly RuleOutcome[]): Finding[] {
  const findings = outcomes.flatMap(({ rule, outcome }) =>
    outcome.state !== 'failed'
      ? []
      : outcome.problems.map(({ subject, message, fix }) => ({
          rule: rule.id,
          title: rule.title,
          category: rule.category,
          severity: rule.severity,
          subject,
          message,
          fix: fix ?? rule.fix,
          fingerprint: `${rule.id}:${subject.id}`,
        })),
  );
  const keyOf = (finding: Finding): string[] => [
    String(severities.length - severities.indexOf(finding.severity)),
    finding.rule,
    finding.subject.name,
    finding.subject.id,
    finding.message,
  ];
  return findings.sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

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
  allowIncomplete: boolean;
}

/** 4 before 3 before 10 before 0; a frozen account is a 4. */
export function exitCodeOf(report: AuditReport, { failOn, allowIncomplete }: ExitOptions): ExitCode {
  const counted = failOn === 'never' ? [] : severities.slice(severities.indexOf(failOn));
  const found = counted.some((severity) => report.summary.findings[severity] > 0);
  const incomplete = report.not_checked.length > 0 && !allowIncomplete;
  return worstExitCode([
    ...(report.denied ? [ExitCode.denied] : []),
    ...(incomplete ? [ExitCode.unreachable] : []),
    ...(found ? [ExitCode.findings] : []),
    ExitCode.done,
  ]);
}
