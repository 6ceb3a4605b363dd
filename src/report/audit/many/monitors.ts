/** Many accounts for what watches them: Nagios, Prometheus, OpenMetrics, JUnit. */
import { line, plural } from '../../../core/text.ts';
import { attributes } from '../../xml.ts';
import { cut, nagiosLine } from '../nagios.ts';
import { accountLabel, metricLines, metricsOf } from '../prometheus.ts';
import { JUNIT_END, junitStart, suitesOf } from '../junit.ts';
import { countsText } from '../outcomes.ts';
import { failureText, type AccountRow, type Accounts, type RenderAccounts } from './accounts.ts';

const sum = (
  rows: readonly AccountRow[],
  key: 'critical' | 'high' | 'medium' | 'low' | 'new' | 'not_checked',
) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);

/** Accounts that were not completely checked. */
const incompleteOf = (rows: readonly AccountRow[]): readonly AccountRow[] =>
  rows.filter(({ error, not_checked }) => error !== null || not_checked !== 0);

/** As for one account; one that could not be audited is unknown, whatever else may be let pass. */
export function nagiosExitOf({
  rows,
  countsIncomplete,
}: Pick<Accounts, 'rows' | 'countsIncomplete'>): 0 | 1 | 2 | 3 {
  if (sum(rows, 'critical') + sum(rows, 'high') > 0) return 2;
  if (rows.some(({ error }) => error !== null)) return 3;
  if (countsIncomplete && incompleteOf(rows).length > 0) return 3;
  return sum(rows, 'medium') > 0 ? 1 : 0;
}

export const renderAccountsNagios: RenderAccounts = (accounts) => {
  const { rows } = accounts;
  const severities = ['critical', 'high', 'medium', 'low'] as const;
  const [critical, high, medium, low] = severities.map((key) => sum(rows, key));
  const counts = { critical: critical ?? 0, high: high ?? 0, medium: medium ?? 0, low: low ?? 0 };
  const total = severities.reduce((all, key) => all + counts[key], 0);
  const unknown = incompleteOf(rows).length;
  const exit = nagiosExitOf(accounts);
  // Of what is critical, not of what failed, is the line.
  const worst = exit === 2 ? rows.find(({ error }) => error === null) : rows[0];
  const parts = [
    total === 0 ? 'no findings' : `${countsText(counts)} ${total === 1 ? 'finding' : 'findings'}`,
    plural(rows.length, 'account'),
    ...(unknown > 0 ? [`${plural(unknown, 'account')} not wholly checked`] : []),
  ];
  const isWorth = worst !== undefined && (worst.error !== null || total > 0);
  const detail = isWorth
    ? `: ${cut(`${worst.account}${worst.error === null ? '' : ` ${failureText(worst)}`}`)}`
    : '';
  const numbers = [
    `critical=${counts.critical};;0;0`,
    `high=${counts.high};;0;0`,
    `medium=${counts.medium};0;;0`,
    `low=${counts.low};;;0`,
    `new=${sum(rows, 'new')};;;0`,
    `not_checked=${sum(rows, 'not_checked')};;;0`,
    `accounts=${rows.length};;;0`,
    `failed=${rows.filter(({ error }) => error !== null).length};;;0`,
  ].join(' ');
  return nagiosLine(exit, `${parts.join(', ')}${detail}`, numbers);
};

/** Each metric once, with the samples of all accounts: so the format wants it. Only the lines are held. */
export const renderAccountsPrometheus: RenderAccounts = async function* ({ each }) {
  const metrics = new Map<string, { help: string; lines: string[] }>();
  const samplesOf = (name: string, help: string): string[] => {
    const known = metrics.get(name) ?? { help, lines: [] };
    metrics.set(name, known);
    return known.lines;
  };
  for await (const { row, review } of each()) {
    const account = accountLabel(row.id);
    const own = review === undefined ? [notComplete] : metricsOf(review.report);
    for (const metric of own) samplesOf(metric.name, metric.help).push(...metricLines(metric, account));
  }
  for (const [name, { help, lines }] of metrics) {
    if (lines.length === 0) continue;
    yield `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;
    for (let at = 0; at < lines.length; at += 1000) yield `${lines.slice(at, at + 1000).join('\n')}\n`;
  }
};

const notComplete = {
  name: 'voipbin_audit_complete',
  help: 'Whether the last audit checked every rule that it should check.',
  samples: [{ value: 0 }],
};

export const renderAccountsOpenmetrics: RenderAccounts = async function* (accounts, style) {
  const lines = await renderAccountsPrometheus(accounts, style);
  if (typeof lines === 'string') yield lines;
  else yield* lines;
  yield '# EOF\n';
};

/** A suite per account and category; the sums of all are left out, as readers allow. */
export const renderAccountsJunit: RenderAccounts = async function* ({ each }) {
  yield `${junitStart({}).join('\n')}\n`;
  for await (const { row, review } of each()) {
    const name = line(row.account);
    const suites = review === undefined ? failedSuite(row) : suitesOf(review, `${name}: `);
    yield `${suites.join('\n')}\n`;
  }
  yield `${JUNIT_END}\n`;
};

function failedSuite(row: AccountRow): string[] {
  const totals = { tests: 1, failures: 0, errors: 1, skipped: 0, timestamp: row.read_at.slice(0, 19) };
  return [
    `  <testsuite${attributes({ name: line(row.account), ...totals })}>`,
    `    <testcase${attributes({ classname: 'voipbin.account', name: line(row.id ?? row.account) })}>`,
    `      <error${attributes({ type: 'error', message: failureText(row) })}/>`,
    '    </testcase>',
    '  </testsuite>',
  ];
}
