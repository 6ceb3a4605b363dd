/** What was spent: for people, and as plain data. The fields of the data are a contract. */
import { utcDay } from '../../core/time.ts';
import { formatUsd } from '../../core/money.ts';
import { clean, grouped, plural, wrapped } from '../../core/text.ts';
import type { Spending } from '../../snapshot/ledger.ts';
import type { Usage, UsageRow } from '../../usage/usage.ts';
import type { Sheet } from '../format.ts';
import type { Paint } from '../paint.ts';
import { plainColumns } from '../tabular/csv-columns.ts';
import { drawBars } from './chart.ts';
import { bar, facts, table } from './parts.ts';
import { endText, notJoined, paceText, renewalText, usd } from './usage-words.ts';

export function usageSheet(usage: Usage): Sheet {
  return {
    kind: 'sheet',
    raw: dataOf(usage),
    rows: usage.rows.map((row) => ({ by: usage.by, ...rowData(row) })),
    fields: plainColumns(['by', 'key', 'name', 'count', 'credit_micro_usd', 'tokens']),
    text: (paint, columns) => textOf(usage, paint, columns),
  };
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Fields of money say their unit: it is not that of the text. */
const amountOf = ({ count, credit, tokens }: Spending): object => ({
  count,
  credit_micro_usd: credit,
  tokens,
});

const rowData = ({ key, name, kinds, ...spending }: UsageRow): object => ({
  key,
  name,
  ...amountOf(spending),
  ...(kinds !== undefined && {
    kinds: Object.fromEntries(Object.entries(kinds).map(([kind, some]) => [kind, amountOf(some)])),
  }),
});

function dataOf(usage: Usage): object {
  const { account, plan, plan_status, balance, spent, entries, by, rows, pace, runway } = usage;
  return {
    format: 'voipbin.usage/1',
    account,
    plan: plan || null,
    plan_status,
    since: timeOf(usage.since),
    until: timeOf(usage.until),
    balance: { credit_micro_usd: balance.credit, tokens: balance.tokens },
    spent: amountOf(spent),
    entries: entries.map(({ kind, ...spending }) => ({ kind, ...amountOf(spending) })),
    by,
    rows: rows.map(rowData),
    unattributed: usage.unattributed.map(({ reference, reason, ...spending }) => ({
      reference,
      reason,
      ...amountOf(spending),
    })),
    pace: pace && { whole_days: pace.whole_days, credit_micro_usd: pace.credit, tokens: pace.tokens },
    runway: runway && {
      credit: { until: timeOf(runway.credit.until) },
      tokens: runway.tokens && { until: timeOf(runway.tokens.until) },
    },
    not_estimated: usage.not_estimated,
    renewals: usage.renewals.map(({ number, name, at, price, fate, credit_before }) => ({
      ...{ number, name, at: timeOf(at), price_micro_usd: price, fate },
      credit_before_micro_usd: credit_before,
    })),
    top_up: usage.top_up && { ...usage.top_up, at: timeOf(usage.top_up.at) },
  };
}

function textOf(usage: Usage, paint: Paint, columns: number | undefined): string {
  const { account, since, until, by } = usage;
  const title = `${clean(account.name || account.id)}: usage from ${utcDay(since)} to ${utcDay(until - 1)}`;
  const width = columns ?? Infinity;
  return [
    ...wrapped(title, width).map((line) => paint.bold(line)),
    '',
    ...facts(factsOf(usage), paint, columns),
    '',
    ...(columns === undefined ? [] : chartLines(usage, columns, paint)),
    ...rowLines(usage, paint, columns),
    ...(by === 'kind' || by === 'day' ? [] : notJoined(usage).flatMap((line) => wrapped(line, width))),
    paint.dim('Days are those of UTC.'),
    '',
  ].join('\n');
}

function factsOf(usage: Usage): [label: string, text: string][] {
  const { plan, plan_status, balance, spent, entries } = usage;
  return [
    ['Plan', `${plan || 'unknown'} (${plan_status})`],
    ['Credit', `${formatUsd(balance.credit)}${endText(usage, 'credit')}`],
    ['Tokens', `${grouped(balance.tokens)}${endText(usage, 'tokens')}`],
    ['Spent', `${amounts(spent.credit, spent.tokens)} in ${plural(spent.count, 'line')}`],
    ...paceText(usage),
    ...entries.map(({ kind, credit, tokens, count: lines }): [string, string] => [
      entryLabel(kind),
      `${amounts(credit, tokens)}${lines > 1 ? ` in ${plural(lines, 'line')}` : ''}`,
    ]),
    ...renewalText(usage),
  ];
}

/** `top_up/paddle_credit_purchase` for people. */
const entryLabel = (kind: string): string => {
  const [type = '', reference = ''] = kind.split('/');
  if (reference === 'monthly_allowance') return 'Monthly allowance';
  return { top_up: 'Added', refund: 'Refunds', adjustment: 'Adjustments' }[type] ?? clean(kind);
};

function amounts(credit: number, tokens: number): string {
  const parts = [
    ...(credit === 0 ? [] : [formatUsd(credit)]),
    ...(tokens === 0 ? [] : [plural(tokens, 'token')]),
  ];
  return parts.join(', ') || formatUsd(0);
}

/** One chart for credit, one for tokens, as far as there are any. */
function chartLines({ days }: Usage, columns: number, paint: Paint): string[] {
  const { bars, each } = inSteps(days, columns);
  const chart = (what: 'credit' | 'tokens', format: (value: number) => string): string[] => {
    const lines = drawBars(
      { values: bars.map((row) => Math.max(0, row[what])), labels: bars.map(({ label }) => label), format },
      columns,
      paint,
    );
    return lines.length === 0
      ? []
      : [paint.bold(`${what === 'credit' ? 'Credit' : 'Tokens'} ${each}`), ...lines, ''];
  };
  return bars.length < 2
    ? []
    : [
        ...chart('credit', (value) => usd(Math.round(value))),
        ...chart('tokens', (value) => grouped(Math.round(value))),
      ];
}

/** So many columns at least are the axis. */
const AXIS = 12;

interface Step {
  /** Its first day: `11-23`. */
  label: string;
  credit: number;
  tokens: number;
}

/** Days that a terminal has no room for are put together, week by week or in longer steps. */
function inSteps(days: readonly UsageRow[], columns: number): { bars: Step[]; each: string } {
  const most = Math.max(1, columns - AXIS);
  const length = [1, 7, 30].find((size) => days.length <= size * most) ?? Math.ceil(days.length / most);
  const bars: Step[] = [];
  for (let at = 0; at < days.length; at += length) {
    const some = days.slice(at, at + length);
    bars.push({
      label: some[0]?.key.slice(5) ?? '',
      credit: some.reduce((sum, { credit }) => sum + credit, 0),
      tokens: some.reduce((sum, { tokens }) => sum + tokens, 0),
    });
  }
  return { bars, each: length === 1 ? 'per day' : length === 7 ? 'per week' : `per ${length} days` };
}

const TITLES: Readonly<Record<Usage['by'], string>> = {
  kind: 'Kind',
  day: 'Day',
  number: 'Number',
  agent: 'Agent',
  country: 'Country',
};
const BAR = 16;
/** More rows than this are shown to programs only. */
const MOST = 40;

function rowLines(
  { by, rows, unattributed, spent }: Usage,
  paint: Paint,
  columns: number | undefined,
): string[] {
  const isCut = columns !== undefined && by !== 'day' && rows.length > MOST;
  const shown = isCut ? rows.slice(0, MOST) : rows;
  const all = shown.length === 0 && unattributed.length === 0;
  if (all) return ['Nothing was spent in this time.', ''];
  const [unit, rest] = shown.some(({ credit }) => credit > 0)
    ? (['credit', 'tokens'] as const)
    : (['tokens', 'credit'] as const);
  const largest = Math.max(0, ...shown.map((row) => row[unit]));
  const hasRest = shown.some((row) => row[rest] !== 0);
  const lines = table<UsageRow>(
    [
      { title: TITLES[by], cell: (row) => titleOf(by, row) },
      { title: 'Lines', right: true, cell: (row) => grouped(row.count) },
      ...[unit, ...(hasRest ? [rest] : [])].map((what) => ({
        title: what === 'credit' ? 'Credit' : 'Tokens',
        right: true,
        cell: (row: Spending) => (what === 'credit' ? usd(row.credit) : grouped(row.tokens)),
      })),
      ...(by === 'day'
        ? []
        : [{ title: 'Share', right: true, cell: (row: UsageRow) => shareText(row[unit], spent[unit]) }]),
      ...(columns === undefined
        ? []
        : [
            {
              title: '',
              optional: true,
              cell: (row: UsageRow) => bar(largest === 0 ? 0 : row[unit] / largest, BAR),
              paint: (_row: UsageRow, { cyan }: Paint) => cyan,
            },
          ]),
    ],
    shown,
    paint,
    columns,
  );
  const more = isCut ? [paint.dim(`... and ${rows.length - MOST} more; -o csv has all`)] : [];
  return [...lines, ...more, ''];
}

/** People know an agent by the name, and a number by both. */
function titleOf(by: Usage['by'], { key, name }: UsageRow): string {
  if (name === null) return key;
  return by === 'number' ? `${key}  ${name}` : by === 'country' ? `${name} (${key})` : name;
}

function shareText(part: number, total: number): string {
  if (total <= 0 || part <= 0) return '-';
  const percent = (part / total) * 100;
  return percent < 0.5 ? '< 1 %' : `${Math.round(percent)} %`;
}
