/** `audit diff`: what has changed between two reports that were written with -o json or --report json. */
import { diffReports, type ReportedAudit } from '../../../audit/diff.ts';
import { UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { readOwn } from '../../input.ts';
import { printList } from '../../output.ts';
import { plainColumns } from '../../../report/tabular/csv-columns.ts';

export async function diffAudits({ context, args }: Call): Promise<ExitCode> {
  const [before = '', after = ''] = args;
  const [old, latest] = [await readReport(context, before), await readReport(context, after)];
  if (old.account.id !== latest.account.id) {
    await context.warn('these are reports of two different accounts');
  }
  await printList(context, {
    columns: [
      { key: 'change', title: 'CHANGE' },
      { key: 'severity', title: 'SEVERITY' },
      { key: 'rule', title: 'RULE' },
      { key: 'name', title: 'OBJECT' },
      { key: 'message', title: 'WHAT' },
    ],
    fields: () => plainColumns(['change', 'severity', 'rule', 'id', 'name', 'message', 'fingerprint']),
    rows: diffReports(old, latest).map((row) => ({ ...row })),
    empty: 'no difference',
  });
  return ExitCode.done;
}

async function readReport(context: Context, file: string): Promise<ReportedAudit> {
  const text = await readOwn(context, file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const report = value as Partial<ReportedAudit> | undefined;
  const sound =
    report?.format === 'voipbin.audit/1' &&
    Array.isArray(report.findings) &&
    Array.isArray(report.not_checked);
  if (!sound) {
    throw new UsageError(`${file} is not an audit report`, {
      hint: '`voipbin audit -o json > report.json` writes one',
    });
  }
  return value as ReportedAudit;
}
