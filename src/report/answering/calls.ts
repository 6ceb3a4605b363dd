/** How calls were answered: for people, and as plain data. The fields of the data are a contract. */
import type { AgentRow, CallReport, Outcomes, QueueRow, Waits } from '../../answering/report.ts';
import { grouped, plural } from '../../core/text.ts';
import type { Sheet } from '../format.ts';
import { sheetOf, type Fact, type Part } from '../parts.ts';
import { plainColumns } from '../tabular/csv-columns.ts';
import { callTables, secondsText, type NameOf } from './columns.ts';
import { drawHeatMap, mapsOf, WEEKDAYS } from './heat-map.ts';

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

export const callReportSheet = (input: CallReportInput): Sheet =>
  sheetOf({ raw: dataOf(input), rows: rowsOf(input), fields: plainColumns(FIELDS) }, () => partsOf(input));

const FIELDS = [
  ...['by', 'key', 'name', 'calls', 'answered', 'missed', 'abandoned', 'flow_only', 'ongoing', 'outgoing'],
  ...['not_answered', 'waited.average_seconds', 'waited.longest_seconds'],
  ...['gave_up.average_seconds', 'talked.average_seconds'],
];

/** Fields of times say their unit: those of the API are milliseconds. */
const waitsData = ({ count, average, median, p90, longest }: Waits) => ({
  count,
  average_seconds: average,
  median_seconds: median,
  p90_seconds: p90,
  longest_seconds: longest,
});

const queueData = ({ waited, gave_up, ...row }: QueueRow) => ({
  ...row,
  waited: waitsData(waited),
  gave_up: waitsData(gave_up),
});

const agentData = ({ talked, ...row }: AgentRow) => ({ ...row, talked: waitsData(talked) });

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
    waited: waitsData(waited),
    gave_up: waitsData(gave_up),
    hours,
    numbers: numbers.map((row) => ({ ...row, name: nameOf('number', row.number) ?? null })),
    queues: queues.map((row) => ({
      ...queueData(row),
      name: row.queue === null ? null : (nameOf('queue', row.queue) ?? null),
    })),
    agents: agents.map((row) => ({ ...agentData(row), name: nameOf('agent', row.agent) ?? null })),
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
      report.queues.map(queueData).map(({ queue, callers, ...row }) => ({
        key: queue,
        name: queue === null ? null : (nameOf('queue', queue) ?? null),
        calls: callers,
        ...row,
      })),
    ),
    ...with_(
      'agent',
      report.agents
        .map(agentData)
        .map(({ agent: key, ...row }) => ({ key, name: nameOf('agent', key) ?? null, ...row })),
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

function partsOf(input: CallReportInput): Part[] {
  const { account, since, until, timeZone, formatDay, report, nameOf } = input;
  return [
    {
      kind: 'title',
      text: `${account.name || account.id}: calls from ${formatDay(since)} to ${formatDay(until - 1)}`,
    },
    { kind: 'facts', rows: [['Time zone', timeZone], ...factsOf(report)] },
    ...mapsOf(report).map(({ title, values, kind }): Part => ({
      kind: 'drawing',
      title: () => title,
      draw: (columns, paint) =>
        drawHeatMap({ values, color: kind === 'lost' ? paint.red : paint.cyan }, columns, paint),
    })),
    ...callTables(report, nameOf),
  ];
}

/** The share of completed calls that someone could have answered. */
const shareText = (part: number, whole: number): string =>
  whole === 0 ? '' : ` (${Math.round((part / whole) * 100)} %)`;

function factsOf({ incoming, outgoing, waited, gave_up, legs, internal }: CallReport): Fact[] {
  const { calls, answered, missed, abandoned, flow_only, ongoing } = incoming;
  const wanted = answered + missed + abandoned;
  const share = (part: number): string => `${grouped(part)}${shareText(part, wanted)}`;
  /** Each with whether there is anything to say. */
  const facts: (readonly [isShown: boolean, ...Fact])[] = [
    [true, 'Incoming', calls === 0 ? 'no calls' : plural(calls, 'call')],
    [calls > 0, 'Answered', share(answered)],
    [calls > 0, 'Abandoned', `${share(abandoned)}: gave up in a queue`],
    [calls > 0, 'Missed', `${share(missed)}: no one answered`],
    [flow_only > 0, 'Flow only', `${grouped(flow_only)}: a flow answered, and no one was called`],
    [ongoing > 0, 'Ongoing', `${grouped(ongoing)}: not over yet`],
    [waited.count > 0, 'Wait', waitText(waited)],
    [gave_up.count > 0, 'Gave up', `after ${waitText(gave_up)}`],
    [outgoing.calls > 0, 'Outgoing', `${grouped(outgoing.calls)}, ${grouped(outgoing.answered)} answered`],
    [
      legs + internal > 0,
      'Apart',
      `${grouped(legs)} to reach someone for a caller, ${grouped(internal)} from extensions`,
    ],
  ];
  return facts.filter(([isShown]) => isShown).map(([, label, text]): Fact => [label, text]);
}

const waitText = ({ average, median, p90, longest }: Waits): string =>
  `${secondsText(average)} on average, half within ${secondsText(median)}, 90 % within ${secondsText(p90)}, ${secondsText(longest)} at most`;
