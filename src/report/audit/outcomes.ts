/** What several formats say of a review alike: how every rule ended, and text that no reader stumbles over. */
import type { AuditReport, NotChecked, Suppressed } from '../../audit/report.ts';
import type { Finding } from '../../audit/finding.ts';
import type { Severity } from '../../audit/rule.ts';
import { plural } from '../../core/text.ts';
import { formatLocal } from '../../core/time.ts';
import type { Review, RuleInfo } from '../format.ts';

export const worstFirst: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** `not_run`: nothing is known of it, as when only some rules were asked for. */
export type RuleState =
  | { state: 'failed'; findings: readonly Finding[] }
  | { state: 'not_checked' | 'errored' | 'needs_days'; reason: string }
  | { state: 'suppressed'; suppressed: readonly Suppressed[] }
  | { state: 'disabled' | 'passed' | 'not_run' };

/** The whole catalogue, in its order. */
export function ruleStates({ report, rules }: Review): { rule: RuleInfo; ended: RuleState }[] {
  const findings = byRule(report.findings);
  const suppressed = byRule(report.suppressed);
  const notChecked = byRule(report.not_checked);
  const needsDays = new Map(report.needs_days.map(({ rule, days }) => [rule, days]));
  const passed = new Set(report.passed);
  const disabled = new Set(report.disabled);
  const endedOf = (id: string): RuleState => {
    const found = findings.get(id);
    if (found) return { state: 'failed', findings: found };
    const [unchecked] = notChecked.get(id) ?? [];
    if (unchecked)
      return { state: isErrored(unchecked) ? 'errored' : 'not_checked', reason: unchecked.reason };
    const days = needsDays.get(id);
    if (days !== undefined) return { state: 'needs_days', reason: needsText(days) };
    if (disabled.has(id)) return { state: 'disabled' };
    const quiet = suppressed.get(id);
    if (quiet) return { state: 'suppressed', suppressed: quiet };
    return { state: passed.has(id) ? 'passed' : 'not_run' };
  };
  return rules.map((rule) => ({ rule, ended: endedOf(rule.id) }));
}

function byRule<T extends { rule: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.rule);
    if (group) group.push(row);
    else groups.set(row.rule, [row]);
  }
  return groups;
}

/** A rule that lacked something names the sections it lacked; one that broke names none. */
export function isErrored({ sections }: NotChecked): boolean {
  return sections.length === 0;
}

/** What a rule says that needs a longer period. */
export const needsText = (days: number): string => `needs ${days} days`;

type Kept = NonNullable<AuditReport['evidence'][number]['kept']>;

/** Which days of a list were not read again, and since when. */
export const keptText = ({ days, oldest_read_at }: Kept, timeZone: string): string =>
  `${plural(days, 'day')} as counted before, the oldest on ${formatLocal(Date.parse(oldest_read_at), timeZone).slice(0, 10)}`;

/** The findings that people see: all, or the new ones and how many others there are. */
export function shownOf({ report, newOnly }: Review): { report: AuditReport; known: number } {
  if (!newOnly) return { report, known: 0 };
  const findings = report.findings.filter(({ is_new }) => is_new);
  const summary = { ...report.summary, findings: report.summary.new };
  return { report: { ...report, findings, summary }, known: report.findings.length - findings.length };
}

/** Whether every rule that the policy wants was checked. */
export function isComplete({ not_checked, denied }: AuditReport): boolean {
  return not_checked.length === 0 && !denied;
}

/** `2 critical, 1 low`; empty without findings. */
export function countsText(findings: Readonly<Record<Severity, number>>): string {
  return worstFirst
    .filter((severity) => findings[severity] > 0)
    .map((severity) => `${findings[severity]} ${severity}`)
    .join(', ');
}
