/** What is shown of many accounts: a row for each, the worst first, with its whole report for programs. */
import type { AuditReport } from '../../../../audit/report.ts';
import type { Column, DataRow, Rows } from '../../../../report/format.ts';
import { plainColumns } from '../../../../report/tabular/csv-columns.ts';
import type { Context } from '../../../context.ts';
import { printList } from '../../../output.ts';
import type { ExitCode } from '../../../../core/exit-codes.ts';

/** A row without its report: so much is held of each of many accounts. */
export interface AccountRow {
  account: string;
  id: string | null;
  critical: number | null;
  high: number | null;
  medium: number | null;
  low: number | null;
  new: number | null;
  not_checked: number | null;
  exit_code: ExitCode;
  error: string | null;
  /** RFC 3339, UTC: when the account was read, or could not be. */
  read_at: string;
  /** Null where it is not known. */
  api_url: string | null;
  /** Such as 2/5, where the run was a part of several. */
  shard: string | null;
}

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

/** Reports that are held while they are written. */
const AT_A_TIME = 20;

/** @param reportOf Called for the formats that show reports, one after another; null where an account has none. */
export async function printAccounts<Row extends AccountRow>(
  context: Context,
  rows: readonly Row[],
  reportOf: (row: Row) => Promise<AuditReport | null>,
): Promise<void> {
  const { output } = await context.settings();
  const isShort = ['table', 'csv', 'markdown'].includes(output) && context.flags.query === undefined;
  if (context.flags.query !== undefined && rows.length > AT_A_TIME * 50) {
    await context.warn(`--query needs all ${rows.length} reports in memory`);
  }
  const whole: Rows = {
    async *blocks() {
      for (let at = 0; at < rows.length; at += AT_A_TIME) {
        const block: DataRow[] = [];
        for (const row of rows.slice(at, at + AT_A_TIME))
          block.push({ ...shown(row), report: await reportOf(row) });
        yield block;
      }
    },
  };
  await printList(context, { columns, fields, rows: isShort ? rows.map(shown) : whole });
}

/** What a program reads, and nothing that we have noted besides. */
const shown = (row: AccountRow): DataRow => ({
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
