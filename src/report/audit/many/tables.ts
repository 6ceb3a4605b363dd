/** Many accounts as CSV, JSON and Markdown. */
import { plural } from '../../../core/text.ts';
import { cells, code, prose } from '../../markdown.ts';
import type { DataRow } from '../../format.ts';
import { findingColumns, plainColumns } from '../../tabular/csv-columns.ts';
import { renderCsv } from '../../tabular/csv.ts';
import { renderJson } from '../../tabular/json.ts';
import { renderMarkdown } from '../markdown.ts';
import { failureText, type AccountRow, type Accounts, type RenderAccounts } from './accounts.ts';

/** A line per finding, and one for each account that could not be audited. */
export const renderAccountsCsv: RenderAccounts = (accounts, style) =>
  renderCsv(
    {
      kind: 'list',
      columns: [],
      fields: () => [...plainColumns(['account.id', 'account.name']), ...findingColumns],
      rows: { blocks: () => findingRows(accounts) },
    },
    style,
  );

async function* findingRows({ each }: Accounts): AsyncGenerator<readonly DataRow[], void, undefined> {
  for await (const { row, review } of each()) {
    const account = { id: row.id, name: row.account };
    yield review === undefined
      ? [{ account, message: failureText(row) }]
      : review.report.findings.map((finding) => ({ account, ...finding }));
  }
}

/** A list with the report of each. */
export const renderAccountsJson: RenderAccounts = ({ each }, style) =>
  renderJson(
    {
      kind: 'list',
      columns: [],
      rows: {
        async *blocks() {
          for await (const { row, review } of each()) yield [{ ...row, report: review?.report ?? null }];
        },
      },
    },
    style,
  );

/** A table of all accounts, then the accounts with findings. */
export const renderAccountsMarkdown: RenderAccounts = async function* ({ rows, each }, style) {
  yield `# Audit of ${plural(rows.length, 'account')}\n\n`;
  yield `${cells(heads)}\n${cells(heads.map(() => '---'))}\n`;
  for (const row of rows) yield `${cells(lineOf(row))}\n`;
  for await (const { review } of each()) {
    if (review === undefined || isQuiet(review.report)) continue;
    yield `\n${renderMarkdown(review, style).replace(/^#/gm, '##')}`;
  }
};

const heads = ['Account', 'Critical', 'High', 'Medium', 'Low', 'Not checked', 'Error'];

const lineOf = (row: AccountRow): string[] => [
  code(row.account),
  ...[row.critical, row.high, row.medium, row.low, row.not_checked].map((count) => String(count ?? '')),
  prose(row.error ?? ''),
];

const isQuiet = ({
  findings,
  not_checked,
  policy_notes,
}: {
  findings: readonly unknown[];
  not_checked: readonly unknown[];
  policy_notes: readonly unknown[];
}): boolean => findings.length + not_checked.length + policy_notes.length === 0;
