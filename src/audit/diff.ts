/** What has changed from one report to the next. */
import { severities, type Severity } from './rule.ts';
import type { AuditReport } from './report.ts';
import type { Finding } from './finding.ts';

/** Reports of 0.3.0 have no `needs_days`, and their findings neither `message_id` nor `data`. */
export type ReportedAudit = Pick<AuditReport, 'format' | 'account' | 'not_checked'> &
  Partial<Pick<AuditReport, 'needs_days'>> & { findings: readonly ReportedFinding[] };

type ReportedFinding = Omit<Finding, 'message_id' | 'data'>;

export interface Change {
  /** `unknown`: it was there, and could not be checked again. */
  change: 'new' | 'gone' | 'changed' | 'unknown';
  severity: Severity;
  rule: string;
  id: string;
  name: string;
  message: string;
  fingerprint: string;
}

/** New first, each worst first. What is as it was is left out. */
export function diffReports(before: ReportedAudit, after: ReportedAudit): Change[] {
  const old = new Map(before.findings.map((finding) => [finding.fingerprint, finding]));
  const now = new Map(after.findings.map((finding) => [finding.fingerprint, finding]));
  const unchecked = new Set([...after.not_checked, ...(after.needs_days ?? [])].map(({ rule }) => rule));
  const changes = [
    ...after.findings.flatMap((finding): Change[] => {
      const known = old.get(finding.fingerprint);
      if (known === undefined) return [changeOf('new', finding)];
      const same = known.severity === finding.severity && known.message === finding.message;
      return same ? [] : [changeOf('changed', finding)];
    }),
    ...before.findings
      .filter(({ fingerprint }) => !now.has(fingerprint))
      .map((finding) => changeOf(unchecked.has(finding.rule) ? 'unknown' : 'gone', finding)),
  ];
  const kinds: readonly Change['change'][] = ['new', 'changed', 'unknown', 'gone'];
  return changes.sort(
    (a, b) =>
      kinds.indexOf(a.change) - kinds.indexOf(b.change) ||
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      (a.fingerprint < b.fingerprint ? -1 : 1),
  );
}

function changeOf(
  change: Change['change'],
  { severity, rule, subject, message, fingerprint }: ReportedFinding,
): Change {
  return { change, severity, rule, id: subject.id, name: subject.name, message, fingerprint };
}
