/** What the audit says of the account when the setup is through. */
import type { Finding } from '../../../audit/finding.ts';
import { AppError, CancelledError } from '../../../core/errors.ts';
import { clean, plural } from '../../../core/text.ts';
import type { Context } from '../../context.ts';
import { reviewAccount } from '../audit/review.ts';

/** Worst first; or why the check failed. */
export type Verdict = { findings: readonly Finding[] } | { failed: string } | { cancelled: CancelledError };

/** A completed setup does not fail because it could not be checked. */
export async function judgeAccount(context: Context): Promise<Verdict> {
  try {
    const { report } = await reviewAccount(context, {});
    return { findings: report.findings };
  } catch (error) {
    // Whoever breaks off the look at the end still wants to know what number to dial.
    if (error instanceof CancelledError) return { cancelled: error };
    if (error instanceof AppError) return { failed: error.message };
    throw error;
  }
}

/** What keeps callers from people. */
const isFault = ({ category }: Finding): boolean => category === 'routing' || category === 'flows';
const SHOWN = 5;

/**
 * For people: what is wrong with the objects of this run, and how many other findings there are.
 * @param made Ids of objects that it created or changed.
 */
export function verdictLines(verdict: Verdict, made: ReadonlySet<string>): string[] {
  if ('cancelled' in verdict) return ['not checked: run `voipbin audit`'];
  if ('failed' in verdict)
    return [`could not be checked: ${verdict.failed}; run \`voipbin audit\` to try again`];
  // If nothing was created, there is nothing else to report.
  const findings = verdict.findings.filter(({ subject }) => made.size === 0 || made.has(subject.id));
  const before = verdict.findings.length - findings.length;
  const faults = findings.filter(isFault).length;
  const isSound = !verdict.findings.some(isFault);
  const others = findings.length - faults;
  const where = isSound || faults > 0 ? 'flows and routing' : 'what this run has made';
  const head = [
    faults === 0 ? `no fault in ${where}` : `${plural(faults, 'fault')} in ${where}`,
    ...(others === 0 ? [] : [plural(others, 'remark on the rest', 'remarks on the rest')]),
  ].join('; ');
  const more = findings.length - SHOWN;
  const rest = more > 0 ? [`and ${more} more`] : [];
  const old = before > 0 ? [plural(before, 'older finding')] : [];
  return [
    head,
    ...findings
      .slice(0, SHOWN)
      .map(({ severity, subject, message }) => `${severity}: ${clean(subject.name)} ${clean(message)}`),
    ...rest,
    ...old,
    ...(rest.length + old.length > 0 ? ['`voipbin audit` shows all'] : []),
  ];
}

/** For programs. */
export function verdictData(verdict: Verdict): object {
  if ('cancelled' in verdict) return { state: 'failed', reason: verdict.cancelled.message };
  if ('failed' in verdict) return { state: 'failed', reason: verdict.failed };
  return {
    state: 'done',
    faults: verdict.findings.filter(isFault).length,
    findings: verdict.findings.map(({ rule, category, severity, subject, message }) => ({
      rule,
      category,
      severity,
      subject,
      message,
    })),
  };
}
