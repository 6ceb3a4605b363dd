/** What was spent: for people, and as plain data. The fields of the data are a contract. */
import { utcDay } from '../../core/time.ts';
import { formatUsd } from '../../core/money.ts';
import { clean, grouped, plural } from '../../core/text.ts';
import type { Spending } from '../../snapshot/ledger.ts';
import type { Rates } from '../../usage/spending.ts';
import type { Usage, UsageRow } from '../../usage/usage.ts';
import type { Sheet } from '../format.ts';
import { bar, sheetOf, tableOf, type Fact, type Part, type PartColumn } from '../parts.ts';
import { plainColumns } from '../tabular/csv-columns.ts';
import { drawBars } from './chart.ts';
import { endText, notJoined, paceText, renewalText, restName, usd } from './usage-words.ts';

export const usageSheet = (usage: Usage): Sheet =>
  sheetOf(
    {
      raw: dataOf(usage),
      // The sum of the rows is what was spent: what belongs to none has rows without a key.
      rows: [
        ...usage.rows.map(rowData),
        ...usage.unattributed.map((rest) => ({
          key: null,
          name: restName(rest, usage.by),
          ...amountOf(rest),
        })),
      ].map((row) => ({ by: usage.by, ...row })),
      fields: plainColumns(['by', 'key', 'name', 'count', 'credit_micro_usd', 'tokens']),
    },
    () => partsOf(usage),
  );

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

const wholeRates = ({ workday, weekend }: Rates): Rates => ({
  workday: Math.round(workday),
  weekend: Math.round(weekend),
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
    pace: pace && {
      whole_days: pace.whole_days,
      credit_micro_usd: wholeRates(pace.credit),
      tokens: pace.tokens,
    },
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

function partsOf(usage: Usage): Part[] {
  const { account, since, until, by } = usage;
  return [
    {
      kind: 'title',
      text: `${account.name || account.id}: usage from ${utcDay(since)} to ${utcDay(until - 1)}`,
    },
    { kind: 'facts', rows: factsOf(usage) },
    ...(['credit', 'tokens'] as const).map((what) => chartOf(usage, what)),
    ...rowParts(usage),
    ...(by === 'kind' || by === 'day' ? [] : notJoined(usage)),
    { kind: 'sentences', texts: ['Days are in UTC.'], isAside: true },
  ];
}

function factsOf(usage: Usage): Fact[] {
  const { plan, plan_status, balance, spent, entries } = usage;
  return [
    ['Plan', `${plan || 'unknown'} (${plan_status})`],
    ['Credit', `${formatUsd(balance.credit)}${endText(usage, 'credit')}`],
    ['Tokens', `${grouped(balance.tokens)}${endText(usage, 'tokens')}`],
    ['Spent', `${amounts(spent.credit, spent.tokens)} in ${plural(spent.count, 'entry', 'entries')}`],
    ...paceText(usage),
    ...entries.map(({ kind, credit, tokens, count: lines }): Fact => [
      entryLabel(kind),
      `${amounts(credit, tokens)}${lines > 1 ? ` in ${plural(lines, 'entry', 'entries')}` : ''}`,
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

/** Bars from day to day, or in longer steps. */
const chartOf = ({ days }: Usage, what: 'credit' | 'tokens'): Part => ({
  kind: 'drawing',
  title: (columns) => `${what === 'credit' ? 'Credit' : 'Tokens'} ${inSteps(days, columns).each}`,
  draw(columns, paint) {
    const { bars } = inSteps(days, columns);
    if (bars.length < 2) return [];
    return drawBars(
      {
        values: bars.map((row) => Math.max(0, row[what])),
        labels: bars.map(({ label }) => label),
        format: what === 'credit' ? (value) => usd(Math.round(value)) : grouped,
      },
      columns,
      paint,
    );
  },
});

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

function rowParts({ by, rows, unattributed, spent }: Usage): Part[] {
  if (rows.length === 0 && unattributed.length === 0)
    return [{ kind: 'sentences', texts: ['Nothing was spent in this time.'] }];
  const [unit, rest] = rows.some(({ credit }) => credit > 0)
    ? (['credit', 'tokens'] as const)
    : (['tokens', 'credit'] as const);
  const largest = Math.max(0, ...rows.map((row) => row[unit]));
  const amount = (what: 'credit' | 'tokens'): PartColumn<UsageRow> => ({
    title: what === 'credit' ? 'Credit' : 'Tokens',
    right: true,
    cell: (row) => (what === 'credit' ? usd(row.credit) : grouped(row.tokens)),
  });
  const share: PartColumn<UsageRow> = {
    title: 'Share',
    right: true,
    cell: (row) => shareText(row[unit], spent[unit]),
  };
  const columns: PartColumn<UsageRow>[] = [
    { title: TITLES[by], cell: (row) => titleOf(by, row) },
    { title: 'Entries', right: true, cell: (row) => grouped(row.count) },
    amount(unit),
    ...(rows.some((row) => row[rest] !== 0) ? [amount(rest)] : []),
    ...(by === 'day' ? [] : [share]),
    {
      title: '',
      drawn: true,
      cell: (row) => bar(largest === 0 ? 0 : row[unit] / largest, BAR),
      paint: (_row, { cyan }) => cyan,
    },
  ];
  return [tableOf(`By ${by}`, columns, rows, by === 'day' ? Infinity : MOST)];
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
