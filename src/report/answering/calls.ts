/** How calls were answered: for people, and as plain data. The fields of the data are a contract. */
import type { AgentRow, CallReport, NumberRow, Outcomes, QueueRow, Waits } from '../../answering/report.ts';
import { clean, grouped, plural, wrapped } from '../../core/text.ts';
import { clockTime } from '../../core/time.ts';
import type { Sheet } from '../format.ts';
import type { Paint } from '../paint.ts';
import { plainColumns } from '../tabular/csv-columns.ts';
import { facts, table, type PartColumn } from '../usage/parts.ts';
import { drawHeatMap, WEEKDAYS } from './heat-map.ts';

/** Names of numbers, queues and agents; undefined for what is not known. */
export type NameOf = (kind: 'number' | 'queue' | 'agent', key: string) => string | undefined;

export interface CallReportInput {
  account: { id: string; name: string };
  /** Milliseconds since 1970; `until` is not included. */
  since: number;
  until: number;
  /** IANA name. */
  timeZone: string;
  /** A moment for people. */
  formatDay: (at: number) => string;
  report: CallReport;
  nameOf: NameOf;
}

export function callReportSheet(input: CallReportInput): Sheet {
  return {
    kind: 'sheet',
    raw: dataOf(input),
    rows: rowsOf(input),
    fields: plainColumns([
      ...[
        'by',
        'key',
        'name',
        'calls',
        'answered',
        'missed',
        'abandoned',
        'flow_only',
        'ongoing',
        'outgoing',
      ],
      ...['not_answered', 'waited.average', 'waited.longest', 'gave_up.average', 'talked.average'],
    ]),
    text: (paint, columns) => textOf(input, paint, columns),
  };
}

function dataOf({ account, since, until, timeZone, report, nameOf }: CallReportInput): object {
  const { incoming, outgoing, legs, internal, waited, gave_up, hours, numbers, queues, agents } = report;
  return {
    format: 'voipbin.calls/1',
    account,
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    time_zone: timeZone,
    incoming,
    outgoing,
    internal,
    legs,
    waited,
    gave_up,
    hours,
    numbers: numbers.map((row) => ({ ...row, name: nameOf('number', row.number) ?? null })),
    queues: queues.map((row) => ({
      ...row,
      name: row.queue === null ? null : (nameOf('queue', row.queue) ?? null),
    })),
    agents: agents.map((row) => ({ ...row, name: nameOf('agent', row.agent) ?? null })),
  };
}

const pad = (hour: number): string => String(hour).padStart(2, '0');

/** Everything one below the other; `by` says what a row is of. */
function rowsOf({ report, nameOf }: CallReportInput): object[] {
  const sums = (keyOf: (row: CallReport['hours'][number]) => string): object[] => {
    const all = new Map<string, Outcomes>();
    for (const row of report.hours) {
      const known = all.get(keyOf(row));
      all.set(keyOf(row), known === undefined ? outcomesOf(row) : added(known, row));
    }
    return [...all].map(([key, outcomes]) => ({ key, ...outcomes }));
  };
  const with_ = (by: string, rows: readonly object[]): object[] => rows.map((row) => ({ by, ...row }));
  return [
    ...with_(
      'hour',
      sums(({ hour }) => pad(hour)),
    ),
    ...with_(
      'weekday',
      sums(({ weekday }) => WEEKDAYS[weekday - 1] ?? ''),
    ),
    ...with_(
      'hour_of_week',
      sums(({ weekday, hour }) => `${WEEKDAYS[weekday - 1] ?? ''} ${pad(hour)}`),
    ),
    ...with_(
      'number',
      report.numbers.map(({ number: key, ...row }) => ({ key, name: nameOf('number', key) ?? null, ...row })),
    ),
    ...with_(
      'queue',
      report.queues.map(({ queue, callers, ...row }) => ({
        key: queue,
        name: queue === null ? null : (nameOf('queue', queue) ?? null),
        calls: callers,
        ...row,
      })),
    ),
    ...with_(
      'agent',
      report.agents.map(({ agent: key, ...row }) => ({ key, name: nameOf('agent', key) ?? null, ...row })),
    ),
  ];
}

const outcomesOf = ({ calls, answered, missed, abandoned, flow_only, ongoing }: Outcomes): Outcomes => ({
  calls,
  answered,
  missed,
  abandoned,
  flow_only,
  ongoing,
});

const added = (a: Outcomes, b: Outcomes): Outcomes => ({
  calls: a.calls + b.calls,
  answered: a.answered + b.answered,
  missed: a.missed + b.missed,
  abandoned: a.abandoned + b.abandoned,
  flow_only: a.flow_only + b.flow_only,
  ongoing: a.ongoing + b.ongoing,
});

function textOf(input: CallReportInput, paint: Paint, columns: number | undefined): string {
  const { account, since, until, timeZone, formatDay, report } = input;
  const title = `${clean(account.name || account.id)}: calls from ${formatDay(since)} to ${formatDay(until - 1)}`;
  const parts = [
    wrapped(title, columns ?? Infinity).map((line) => paint.bold(line)),
    facts([['Time zone', timeZone], ...factsOf(report)], paint, columns),
    ...maps(report, paint, columns),
    ...tables(input, paint, columns),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Of the calls that are over, and that somebody could have answered. */
function shareText(part: number, whole: number): string {
  return whole === 0 ? '' : ` (${Math.round((part / whole) * 100)} %)`;
}

function factsOf({ incoming, outgoing, waited, gave_up, legs, internal }: CallReport): [string, string][] {
  const { calls, answered, missed, abandoned, flow_only, ongoing } = incoming;
  const wanted = answered + missed + abandoned;
  return [
    ['Incoming', calls === 0 ? 'no calls' : plural(calls, 'call').replace(/\d+/, grouped(calls))],
    ...(calls === 0
      ? []
      : ([
          ['Answered', `${grouped(answered)}${shareText(answered, wanted)}`],
          ['Abandoned', `${grouped(abandoned)}${shareText(abandoned, wanted)}: gave up in a queue`],
          ['Missed', `${grouped(missed)}${shareText(missed, wanted)}: no one answered`],
          ...(flow_only > 0
            ? [['Flow only', `${grouped(flow_only)}: a flow answered, and no one was called`]]
            : []),
          ...(ongoing > 0 ? [['Ongoing', grouped(ongoing)]] : []),
        ] as [string, string][])),
    ...(waited.count > 0 ? [['Wait', waitText(waited)] as [string, string]] : []),
    ...(gave_up.count > 0 ? [['Gave up', `after ${waitText(gave_up)}`] as [string, string]] : []),
    ...(outgoing.calls > 0
      ? [
          ['Outgoing', `${grouped(outgoing.calls)}, ${grouped(outgoing.answered)} answered`] as [
            string,
            string,
          ],
        ]
      : []),
    ...(legs + internal > 0
      ? [
          [
            'Apart',
            `${grouped(legs)} to reach someone for a caller, ${grouped(internal)} from extensions`,
          ] as [string, string],
        ]
      : []),
  ];
}

const secondsText = (seconds: number | null): string => (seconds === null ? '-' : clockTime(seconds * 1000));

const waitText = ({ average, median, p90, longest }: Waits): string =>
  `${secondsText(average)} on average, half within ${secondsText(median)}, 90 % within ${secondsText(p90)}, ${secondsText(longest)} at most`;

/** Drawn on a terminal only. */
function maps({ hours }: CallReport, paint: Paint, columns: number | undefined): string[][] {
  if (columns === undefined) return [];
  const map = (
    title: string,
    values: readonly number[],
    color: (paint: Paint) => (text: string) => string,
  ): string[][] => {
    const lines = drawHeatMap({ values, color }, columns, paint);
    return lines.length === 0 ? [] : [[paint.bold(title), ...lines]];
  };
  return [
    ...map(
      'Incoming calls by weekday and hour',
      hours.map(({ calls }) => calls),
      ({ cyan }) => cyan,
    ),
    ...map(
      'Missed and abandoned by weekday and hour',
      hours.map(({ missed, abandoned }) => missed + abandoned),
      ({ red }) => red,
    ),
  ];
}

/** More rows than this are for programs. */
const MOST = 15;

function tables({ report, nameOf }: CallReportInput, paint: Paint, columns: number | undefined): string[][] {
  const part = <Row>(rows: readonly Row[], made: readonly PartColumn<Row>[]): string[][] => {
    if (rows.length === 0) return [];
    const shown = columns === undefined || rows.length <= MOST + 1 ? rows : rows.slice(0, MOST);
    const rest = rows.length - shown.length;
    const more = rest > 0 ? [paint.dim(`... and ${rest} more; -o csv has all`)] : [];
    return [[...table(made, shown, paint, columns), ...more]];
  };
  return [
    ...part(report.numbers, numberColumns(nameOf)),
    ...part(report.queues, queueColumns(nameOf)),
    ...part(report.agents, agentColumns(nameOf)),
  ];
}

const figure = <Row>(title: string, of: (row: Row) => number): PartColumn<Row> => ({
  title,
  right: true,
  cell: (row) => grouped(of(row)),
});
/** What should be none. */
const lost = <Row>(title: string, of: (row: Row) => number): PartColumn<Row> => ({
  ...figure(title, of),
  paint: (row, { red }) => (of(row) > 0 ? red : (text) => text),
});
const time = <Row>(title: string, of: (row: Row) => number | null): PartColumn<Row> => ({
  title,
  right: true,
  cell: (row) => secondsText(of(row)),
});

const numberColumns = (nameOf: NameOf): PartColumn<NumberRow>[] => [
  {
    title: 'Number',
    cell: ({ number }) => [number || 'none', nameOf('number', number) ?? ''].filter(Boolean).join('  '),
  },
  figure('Calls', ({ calls }) => calls),
  figure('Answered', ({ answered }) => answered),
  lost('Missed', ({ missed }) => missed),
  lost('Abandoned', ({ abandoned }) => abandoned),
  { ...figure('Flow only', ({ flow_only }) => flow_only), optional: true },
  { ...figure('Outgoing', ({ outgoing }) => outgoing), optional: true },
];

const queueColumns = (nameOf: NameOf): PartColumn<QueueRow>[] => [
  { title: 'Queue', cell: ({ queue }) => (queue === null ? 'not known' : (nameOf('queue', queue) ?? queue)) },
  figure('Callers', ({ callers }) => callers),
  figure('Answered', ({ answered }) => answered),
  lost('Abandoned', ({ abandoned }) => abandoned),
  time('Waited', ({ waited }) => waited.average),
  { ...time<QueueRow>('90 %', ({ waited }) => waited.p90), optional: true },
  { ...time<QueueRow>('Longest', ({ waited }) => waited.longest), optional: true },
  { ...time<QueueRow>('Gave up', ({ gave_up }) => gave_up.average), optional: true },
];

const agentColumns = (nameOf: NameOf): PartColumn<AgentRow>[] => [
  { title: 'Agent', cell: ({ agent }) => nameOf('agent', agent) ?? agent },
  figure('Answered', ({ answered }) => answered),
  lost('Not answered', ({ not_answered }) => not_answered),
  { ...figure('Outgoing', ({ outgoing }) => outgoing), optional: true },
  time('Talked', ({ talked }) => talked.average),
];
