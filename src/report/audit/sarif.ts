/** A review as SARIF 2.1.0, in the form that GitHub code scanning takes. */
import type { AuditReport, Suppressed } from '../../audit/report.ts';
import type { Finding } from '../../audit/finding.ts';
import type { Severity } from '../../audit/rule.ts';
import type { Review, RuleInfo, Style } from '../format.ts';
import { ownProse } from '../markdown.ts';
import { fingerprints, messageText, sarifLog } from '../sarif.ts';
import { line } from '../../core/text.ts';
import { isComplete, isErrored } from './outcomes.ts';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** GitHub reads it as CVSS: above 9.0 is critical, from 7.0 high, from 4.0 medium. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};

export function renderSarif({ report, rules }: Review, _style: Style): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return sarifLog(
    { name: report.tool.name, version: report.tool.version, rules: rules.map(descriptor) },
    {
      // Runs of another account do not close the alerts of this one.
      automationDetails: { id: `voipbin-audit/${pathPart(report.account.id ?? 'account')}/` },
      invocations: [invocation(report, indexes)],
      columnKind: 'utf16CodeUnits',
      results: resultsOf(report, indexes),
    },
  );
}

/** Places of rules in the catalogue, by id. */
type Indexes = ReadonlyMap<string, number>;

export const resultsOf = ({ findings, suppressed }: AuditReport, indexes: Indexes) => [
  ...findings.map((finding) => ({ ...result(finding, indexes), suppressions: [] })),
  ...suppressed.map((finding) => ({
    ...result(finding, indexes),
    suppressions: [{ kind: 'external', status: 'accepted', justification: justification(finding) }],
  })),
];

export function descriptor({ id, title, why, fix, category, severity }: RuleInfo): object {
  return {
    id,
    name: id.replace(/(?:^|-)([a-z\d])/g, (_, first: string) => first.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why}\n\nFix: ${fix}`, markdown: `${ownProse(why)}\n\n**Fix:** ${ownProse(fix)}` },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      // Without the tag `security` GitHub does not look at the score.
      tags: ['security', category],
      'security-severity': SCORES[severity],
    },
  };
}

function result(finding: Finding, indexes: Indexes) {
  const { rule, severity, subject, message_id, data, message, fix, fingerprint, is_new } = finding;
  const index = indexes.get(rule);
  return {
    ruleId: rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: LEVELS[severity],
    message: { text: messageText(`${subject.name} ${message}. Fix: ${fix}`) },
    locations: [
      {
        // GitHub drops a result without a file of the repository. No file describes the object, so it gets a path
        // of its own, the same in every run; GitHub shows the alert whether or not the file is there.
        physicalLocation: {
          artifactLocation: { uri: `voipbin/${pathPart(subject.kind)}/${pathPart(subject.id)}` },
          region: { startLine: 1 },
        },
        logicalLocations: [
          {
            name: line(subject.name),
            fullyQualifiedName: line(`${subject.kind}/${subject.id}`),
            kind: line(subject.kind),
          },
        ],
      },
    ],
    partialFingerprints: fingerprints('voipbinFinding/v1', fingerprint),
    baselineState: is_new ? 'new' : 'unchanged',
    properties: { message_id, data },
  };
}

/** Ids are UUIDs; anything else that came must not lead out of its folder. */
function pathPart(text: string): string {
  return text.replace(/[^\w-]+/g, '_') || '_';
}

function justification({ suppression: { reason, owner, expires } }: Suppressed): string {
  return line(`${reason} (${owner}${expires === null ? '' : `, until ${expires}`})`);
}

export function invocation(report: AuditReport, indexes: Indexes): object {
  const reference = (id: string): object => {
    const index = indexes.get(id);
    return index === undefined ? { id } : { id, index };
  };
  return {
    executionSuccessful: isComplete(report),
    endTimeUtc: report.generated_at,
    toolExecutionNotifications: report.not_checked.map((entry) => ({
      level: isErrored(entry) ? 'error' : 'warning',
      message: { text: messageText(`not checked: ${entry.rule}: ${entry.reason}`) },
      associatedRule: reference(entry.rule),
    })),
    toolConfigurationNotifications: report.policy_notes.map((note) => ({
      level: 'note',
      message: { text: messageText(note) },
    })),
    ruleConfigurationOverrides: report.disabled.map((id) => ({
      descriptor: reference(id),
      configuration: { enabled: false },
    })),
  };
}
