/** A review as metrics in Prometheus' text format 0.0.4, for the textfile collector. */
import type { AuditReport } from '../../audit/report.ts';
import type { Review, Style } from '../format.ts';
import { line } from '../../core/text.ts';
import { isComplete, worstFirst } from './outcomes.ts';

interface Sample {
  labels?: Readonly<Record<string, string>>;
  value: number;
}

interface Metric {
  name: string;
  help: string;
  samples: readonly Sample[];
}

/** No sample has a timestamp: the collector refuses them. */
export function renderPrometheus({ report }: Review, _style: Style): string {
  const account = accountLabel(report.account.id);
  const lines = metricsOf(report)
    .filter(({ samples }) => samples.length > 0)
    .flatMap((metric) => [
      `# HELP ${metric.name} ${metric.help}`,
      `# TYPE ${metric.name} gauge`,
      ...metricLines(metric, account),
    ]);
  return `${lines.join('\n')}\n`;
}

/** A label that is empty is as good as absent. */
export const accountLabel = (id: string | null): string => id ?? 'unknown';

export const metricLines = ({ name, samples }: Metric, account: string): string[] =>
  samples.map(({ labels, value }) => `${name}${labelText({ account, ...labels })} ${value}`);

export function metricsOf(report: AuditReport): Metric[] {
  const { summary, review } = report;
  const ranAt = Date.parse(report.generated_at) / 1000;
  const complete = isComplete(report);
  const one = (name: string, help: string, value: number | undefined): Metric => ({
    name,
    help,
    samples: value === undefined ? [] : [{ value }],
  });
  const bySeverity = (name: string, help: string, counts: AuditReport['summary']['new']): Metric => ({
    name,
    help,
    samples: worstFirst.map((severity) => ({ labels: { severity }, value: counts[severity] })),
  });
  const outcomes = {
    passed: summary.passed,
    failed: summary.failed,
    not_checked: summary.not_checked,
    needs_days: summary.needs_days,
    disabled: summary.disabled,
  };
  const { agents, billing, flows, numbers } = review;
  return [
    bySeverity('voipbin_audit_findings', 'Findings of the last audit.', summary.findings),
    bySeverity('voipbin_audit_new_findings', 'Findings that no earlier audit had.', summary.new),
    {
      name: 'voipbin_audit_rule_findings',
      help: 'Findings of the last audit by rule, for rules that have any.',
      samples: ruleSamples(report),
    },
    one('voipbin_audit_suppressed_findings', 'Findings that the policy suppresses.', summary.suppressed),
    {
      name: 'voipbin_audit_rules',
      help: 'Rules by how they ended in the last audit.',
      samples: Object.entries(outcomes).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    one('voipbin_audit_requests', 'Requests that the last audit took.', report.requests),
    one(
      'voipbin_audit_complete',
      'Whether the last audit checked every rule that it should check.',
      Number(complete),
    ),
    one('voipbin_audit_last_run_timestamp_seconds', 'When the last audit ran.', ranAt),
    one(
      'voipbin_audit_last_success_timestamp_seconds',
      'When the last audit ran, if it was complete.',
      complete ? ranAt : undefined,
    ),
    one(
      'voipbin_balance_credit_usd',
      'Credit of the account in US dollars.',
      billing.available ? billing.credit / 1_000_000 : undefined,
    ),
    one('voipbin_balance_tokens', 'Tokens of the account.', billing.available ? billing.tokens : undefined),
    one('voipbin_agents', 'Agents of the account.', agents.available ? agents.count : undefined),
    one('voipbin_numbers', 'Numbers of the account.', numbers.available ? numbers.count : undefined),
    one('voipbin_flows', 'Flows of the account.', flows.available ? flows.count : undefined),
  ];
}

/** By severity, too: one object of a rule can be worse than another. */
function ruleSamples({ findings }: AuditReport): Sample[] {
  const samples = new Map<string, { labels: { rule: string; severity: string }; value: number }>();
  for (const { rule, severity } of findings) {
    const key = `${rule} ${severity}`;
    const value = (samples.get(key)?.value ?? 0) + 1;
    samples.set(key, { labels: { rule, severity }, value });
  }
  return [...samples.values()];
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${pairs.join(',')}}`;
}

/** The format escapes line breaks, too; `line` leaves none. */
function escapeLabel(value: string): string {
  return line(value).replace(/[\\"]/g, '\\$&');
}
