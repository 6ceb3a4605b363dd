/** A review as Markdown, for a mail, a ticket or a comment on GitHub. */
import type { AuditReport } from '../../audit/report.ts';
import type { Finding } from '../../audit/finding.ts';
import { plural } from '../../core/text.ts';
import { formatLocal } from '../../core/time.ts';
import type { Review, Style } from '../format.ts';
import { cells, code, prose } from '../markdown.ts';
import { countsText, shownOf } from './outcomes.ts';

/**
 * Names and whatever else is not plainly prose stand in code spans: there GitHub makes no links, mentions,
 * references, pictures or HTML of them, and the source stays readable in a mail.
 */
export function renderMarkdown(review: Review, { timeZone }: Style): string {
  const { report, known } = shownOf(review);
  const { account, findings, not_checked, policy_notes, suppressed } = report;
  const when = formatLocal(Date.parse(report.generated_at), timeZone);
  const blocks = [
    `# Audit of ${code(account.name || account.id || 'the account')}, ${when}`,
    summary(report, known),
    ...(findings.length > 0 ? [findingTable(report)] : []),
    ...(not_checked.length > 0
      ? ['## Not checked', list(not_checked.map(({ rule, reason }) => `${code(rule)}: ${prose(reason)}`))]
      : []),
    ...(suppressed.length > 0 ? [`${plural(suppressed.length, 'finding')} suppressed by the policy.`] : []),
    ...(policy_notes.length > 0 ? ['## Policy', list(policy_notes.map(prose))] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function summary({ account, denied, findings, summary: rest }: AuditReport, known: number): string {
  const shown = known > 0 ? 'new finding' : 'finding';
  const parts = [
    findings.length === 0
      ? `no ${shown}s`
      : `${plural(findings.length, shown)}: ${countsText(rest.findings)}`,
    ...(known > 0 ? [`${known} known and not shown`] : []),
    `${plural(rest.passed, 'rule')} passed`,
    ...(rest.not_checked > 0 ? [`${plural(rest.not_checked, 'rule')} not checked`] : []),
    ...(rest.needs_days > 0 ? [`${plural(rest.needs_days, 'rule')} without enough days of traffic`] : []),
    ...(rest.disabled > 0 ? [`${plural(rest.disabled, 'rule')} disabled`] : []),
    ...(account.status && account.status !== 'active' ? [`the account is ${prose(account.status)}`] : []),
    ...(denied ? ['the account itself could not be read'] : []),
  ];
  return `${parts.join('; ')}.`.replace(/^n/, 'N');
}

function findingTable({ findings, trend }: AuditReport): string {
  // On the first run everything is new, and saying so says nothing.
  const marksNew = trend.length > 0;
  const row = ({ severity, is_new, message, subject, fix }: Finding): string =>
    cells([
      marksNew && is_new ? `${severity}, new` : severity,
      prose(message),
      `${prose(subject.kind.replaceAll('_', ' '))} ${code(subject.name || subject.id)}`,
      prose(fix),
    ]);
  return [
    cells(['Severity', 'What', 'Object', 'Fix']),
    cells(['---', '---', '---', '---']),
    ...findings.map(row),
  ].join('\n');
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
