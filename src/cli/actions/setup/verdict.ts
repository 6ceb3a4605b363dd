/** What the audit says of the account when the setup is through. */
import type { Finding } from '../../../audit/report.ts';
import { AppError, CancelledError } from '../../../core/errors.ts';
import { clean, plural } from '../../../core/text.ts';
import type { Context } from '../../context.ts';
import { reviewAccount } from '../audit/review.ts';

/** Worst first; or why nobody could look. */
export type Verdict = { findings: readonly Finding[] } | { failed: string };

/** A setup that has been carried out does not fail because nobody could look at it. */
export async function judgeAccount(context: Context): Promise<Verdict> {
  try {
    const { report } = await reviewAccount(context, {});
    return { findings: report.findings };
  } catch (error) {
    if (error instanceof AppError && !(error instanceof CancelledError)) return { failed: error.message };
    throw error;
  }
}

/** What keeps callers from people. */
const isFault = ({ category }: Finding): boolean => category === 'routing' || category === 'flows';
const SHOWN = 5;

/** For people. */
export function verdictLines(verdict: Verdict): string[] {
  if ('failed' in verdict) return [`could not look: ${verdict.failed}; \`voipbin audit\` tries again`];
  const { findings } = verdict;
  const faults = findings.filter(isFault).length;
  const others = findings.length - faults;
  const head = [
    faults === 0 ? 'no fault in flows and routing' : `${plural(faults, 'fault')} in flows and routing`,
    ...(others === 0 ? [] : [plural(others, 'remark on the rest', 'remarks on the rest')]),
  ].join('; ');
  const more = findings.length - SHOWN;
  return [
    head,
    ...findings
      .slice(0, SHOWN)
      .map(({ severity, subject, message }) => `${severity}: ${clean(subject.name)} ${clean(message)}`),
    ...(more > 0 ? [`and ${more} more: \`voipbin audit\` shows all`] : []),
  ];
}

/** For programs. */
export function verdictData(verdict: Verdict): object {
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
