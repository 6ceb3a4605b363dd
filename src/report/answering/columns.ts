/** The tables of a report on calls: the same columns on a terminal, in Markdown and on the page. */
import type { AgentRow, CallReport, NumberRow, QueueRow } from '../../answering/report.ts';
import { grouped } from '../../core/text.ts';
import { clockTime } from '../../core/time.ts';
import { tableOf, type PartColumn, type Table } from '../parts.ts';

/** Names of numbers, queues and agents; undefined for what is not known. */
export type NameOf = (kind: 'number' | 'queue' | 'agent', key: string) => string | undefined;

export const secondsText = (seconds: number | null): string =>
  seconds === null ? '-' : clockTime(seconds * 1000);

/** A page and a program get all rows; a terminal no more than these. */
const MOST = 15;

export function callTables({ numbers, queues, agents }: CallReport, nameOf: NameOf): Table[] {
  const ongoing = (rows: readonly { ongoing: number }[]): boolean => rows.some((row) => row.ongoing > 0);
  return [
    tableOf('Numbers', numberColumns(nameOf, ongoing(numbers)), numbers, MOST),
    tableOf('Queues', queueColumns(nameOf, ongoing(queues)), queues, MOST),
    tableOf('Agents', agentColumns(nameOf), agents, MOST),
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
  isLost: (row) => of(row) > 0,
});
const time = <Row>(title: string, longTitle: string, of: (row: Row) => number | null): PartColumn<Row> => ({
  title,
  longTitle,
  right: true,
  cell: (row) => secondsText(of(row)),
});
const optional = <Row>(column: PartColumn<Row>): PartColumn<Row> => ({ ...column, optional: true });

/** Who is still there, so that the columns add up. */
const ongoingColumn = (isShown: boolean): PartColumn<{ ongoing: number }>[] =>
  isShown ? [optional(figure('Ongoing', ({ ongoing }) => ongoing))] : [];

const numberColumns = (nameOf: NameOf, hasOngoing: boolean): PartColumn<NumberRow>[] => [
  { title: 'Number', cell: ({ number }) => number || 'none' },
  { title: 'Name', cell: ({ number }) => nameOf('number', number) ?? '' },
  figure('Calls', ({ calls }) => calls),
  figure('Answered', ({ answered }) => answered),
  lost('Missed', ({ missed }) => missed),
  lost('Abandoned', ({ abandoned }) => abandoned),
  ...ongoingColumn(hasOngoing),
  optional(figure('Flow only', ({ flow_only }) => flow_only)),
  optional(figure('Outgoing', ({ outgoing }) => outgoing)),
];

const queueColumns = (nameOf: NameOf, hasOngoing: boolean): PartColumn<QueueRow>[] => [
  { title: 'Queue', cell: ({ queue }) => (queue === null ? 'not known' : (nameOf('queue', queue) ?? queue)) },
  figure('Callers', ({ callers }) => callers),
  figure('Answered', ({ answered }) => answered),
  lost('Abandoned', ({ abandoned }) => abandoned),
  ...ongoingColumn(hasOngoing),
  time('Waited', 'Waited on average', ({ waited }) => waited.average),
  optional(time('90 %', '90 % within', ({ waited }) => waited.p90)),
  optional(time('Longest', 'Longest', ({ waited }) => waited.longest)),
  optional(time('Gave up', 'Gave up after', ({ gave_up }) => gave_up.average)),
];

const agentColumns = (nameOf: NameOf): PartColumn<AgentRow>[] => [
  { title: 'Agent', cell: ({ agent }) => nameOf('agent', agent) ?? agent },
  figure('Answered', ({ answered }) => answered),
  lost('Not answered', ({ not_answered }) => not_answered),
  optional(figure('Outgoing', ({ outgoing }) => outgoing)),
  time('Talked', 'Talked on average', ({ talked }) => talked.average),
];
