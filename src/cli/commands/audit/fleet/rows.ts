/** What is shown of many accounts: a row for each, the worst first, with its whole report for programs. */
import type { AuditReport } from '../../../../audit/report.ts';
import type { AccountRow, Accounts } from '../../../../report/audit/many/accounts.ts';
import type { Column, Rows } from '../../../../report/format.ts';
import { plainColumns } from '../../../../report/tabular/csv-columns.ts';
import type { Context } from '../../../context.ts';
import { printList } from '../../../output.ts';
import type { ExitCode } from '../../../../core/exit-codes.ts';

/** Where a row comes from, whatever was found. */
export type RowOrigin = Pick<AccountRow, 'api_url' | 'shard'>;

const columns: readonly Column[] = [
  { key: 'account', title: 'ACCOUNT' },
  ...['critical', 'high', 'medium', 'low', 'new'].map((key) => ({ key, title: key.toUpperCase() })),
  { key: 'not_checked', title: 'NOT CHECKED' },
  { key: 'exit_code', title: 'EXIT' },
  { key: 'error', title: 'ERROR' },
];

const fields = () =>
  plainColumns(['account', 'id', ...columns.slice(1).map(({ key }) => key), 'read_at', 'api_url', 'shard']);

export function rowOf(
  report: AuditReport,
  exitCode: ExitCode,
  { name, id, shard }: { name: string; id: string | null; shard: string | null },
): AccountRow {
  return {
    account: report.account.name ?? name,
    id: report.account.id ?? id,
    ...report.summary.findings,
    new: Object.values(report.summary.new).reduce((sum, count) => sum + count, 0),
    not_checked: report.summary.not_checked,
    exit_code: exitCode,
    error: null,
    read_at: report.generated_at,
    api_url: report.api_url,
    shard,
  };
}

export function failedRow(
  account: string,
  id: string | null,
  error: { exitCode: ExitCode; message: string },
  origin: RowOrigin & Pick<AccountRow, 'read_at'>,
): AccountRow {
  return {
    account,
    id,
    critical: null,
    high: null,
    medium: null,
    low: null,
    new: null,
    not_checked: null,
    exit_code: error.exitCode,
    error: error.message,
    ...origin,
  };
}

/** So many reports in memory are worth a word. */
const MANY = 1000;

/** The table, or the rows with their reports for programs. */
export async function printAccounts(context: Context, { rows, each }: Accounts): Promise<void> {
  const { output } = await context.settings();
  const { query } = context.flags;
  if (query !== undefined && rows.length > MANY) {
    await context.warn(`--query needs all ${rows.length} reports in memory`);
  }
  const whole: Rows = {
    async *blocks() {
      for await (const { row, review } of each()) yield [{ ...row, report: review?.report ?? null }];
    },
  };
  const isShort = ['table', 'csv', 'markdown'].includes(output) && query === undefined;
  await printList(context, { columns, fields, rows: isShort ? rows.map((row) => ({ ...row })) : whole });
}

/** The fields for programs, without our own notes. */
export const shown = (row: AccountRow): AccountRow => ({
  account: row.account,
  id: row.id,
  critical: row.critical,
  high: row.high,
  medium: row.medium,
  low: row.low,
  new: row.new,
  not_checked: row.not_checked,
  exit_code: row.exit_code,
  error: row.error,
  read_at: row.read_at,
  api_url: row.api_url,
  shard: row.shard,
});

/** What failed, then the most severe findings; of what is alike, by name. */
export function worstFirst(a: AccountRow, b: AccountRow): number {
  const [one, other] = [weight(a), weight(b)];
  for (const [index, value] of one.entries()) {
    const difference = (other[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return compareText(a.account, b.account) || compareText(a.id ?? '', b.id ?? '');
}

const weight = (row: AccountRow): number[] => [
  row.error === null ? 0 : 1,
  row.critical ?? 0,
  row.high ?? 0,
  row.medium ?? 0,
  row.low ?? 0,
  row.not_checked ?? 0,
];

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
