/** How calls were answered, as one page for a meeting. */
import { grouped } from '../../core/text.ts';
import type { CallReport, Outcomes } from '../../answering/report.ts';
import { clockTime } from '../../core/time.ts';
import { join, markup, shorten, type Markup } from '../audit/html/markup.ts';
import { htmlPage, section } from '../audit/html/shell.ts';
import type { CallReportInput } from './calls.ts';
import { stepsOf, WEEKDAYS } from './heat-map.ts';

/** The marks of both maps hold their number as text; dark text on the light steps, and the same in the dark. */
const STYLES = `
.heat { table-layout: fixed; min-width: 720px; font-size: 12px; }
.heat th, .heat td { padding: 5px 0; text-align: center; border: 1px solid var(--card); }
.heat tbody th { text-align: left; }
.heat td { height: 30px; vertical-align: middle; font-variant-numeric: tabular-nums; }
.heat .h0 { color: var(--muted); }
.came .h1 { background: rgba(47, 118, 184, 0.16); } .came .h2 { background: rgba(47, 118, 184, 0.32); }
.came .h3 { background: rgba(47, 118, 184, 0.48); } .came .h4 { background: rgba(47, 118, 184, 0.66); font-weight: 600; }
.lost .h1 { background: rgba(200, 40, 70, 0.14); } .lost .h2 { background: rgba(200, 40, 70, 0.26); }
.lost .h3 { background: rgba(200, 40, 70, 0.38); } .lost .h4 { background: rgba(200, 40, 70, 0.52); font-weight: 600; }
td.some { color: var(--critical); font-weight: 600; }
.heat + .small { margin-top: 8px; }
`;

/** Ends with a line break. */
export function callReportHtml(input: CallReportInput): string {
  const { account, report, timeZone } = input;
  const name = account.name || account.id;
  return htmlPage({
    title: `Calls of ${shorten(name, 80)}, ${spanOf(input)}`,
    header: markup`<header class="top"><div class="wrap">
<p class="eyebrow">VoIPBIN calls</p>
<h1>${name}</h1>
<dl class="facts">
<div><dt>Time</dt><dd>${spanOf(input)}</dd></div>
<div><dt>Time zone</dt><dd>${timeZone}</dd></div>
<div><dt>Account id</dt><dd><code>${account.id}</code></dd></div>
</dl>
</div></header>`,
    main: join(
      [
        markup`<section aria-labelledby="summary-title"><h2 id="summary-title" class="hidden">Summary</h2>
${tiles(report)}</section>`,
        section(
          'came',
          'Incoming calls by weekday and hour',
          heatTable(report, 'came', ({ calls }) => calls),
        ),
        section(
          'lost',
          'Missed and abandoned by weekday and hour',
          heatTable(report, 'lost', ({ missed, abandoned }) => missed + abandoned),
        ),
        section('numbers', 'Numbers', numbers(input)),
        section('queues', 'Queues', queues(input)),
        section('agents', 'Agents', agents(input)),
      ],
      '\n',
    ),
    footer: `Times are in ${timeZone}.`,
    styles: STYLES,
  });
}

const spanOf = ({ since, until, formatDay }: CallReportInput): string =>
  `${formatDay(since)} to ${formatDay(until - 1)}`;

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;
const time = (seconds: number | null): string => (seconds === null ? '–' : clockTime(seconds * 1000));

function tiles({ incoming, outgoing, waited, gave_up, legs, internal }: CallReport): Markup {
  const { calls, answered, missed, abandoned, flow_only, ongoing } = incoming;
  const wanted = answered + missed + abandoned;
  const tile = (kind: string, title: string, figure: string, note: string): Markup =>
    markup`<div class="tile ${kind}"><dt>${title}</dt><dd><div class="figure">${figure}</div><div class="small muted">${note}</div></dd></div>`;
  const apart = legs + internal;
  const lost = (value: number): string => (value > 0 ? 'critical some' : '');
  return markup`<dl class="tiles">
${tile('', 'Incoming calls', grouped(calls), ongoing > 0 ? `${grouped(ongoing)} not over yet` : 'all of them are over')}
${tile('good', 'Answered', percent(answered, wanted), `${grouped(answered)} of ${grouped(wanted)}`)}
${tile(lost(abandoned), 'Abandoned', grouped(abandoned), 'gave up in a queue')}
${tile(lost(missed), 'Missed', grouped(missed), 'no one answered')}
${tile('', 'Flow only', grouped(flow_only), 'a flow answered, and no one was called')}
${tile('', 'Wait until an answer', time(waited.average), `90 % within ${time(waited.p90)}, ${time(waited.longest)} at most`)}
${tile('', 'Wait until giving up', time(gave_up.average), `90 % within ${time(gave_up.p90)}, ${time(gave_up.longest)} at most`)}
${tile('', 'Outgoing calls', grouped(outgoing.calls), `${grouped(outgoing.answered)} answered${apart > 0 ? `; ${grouped(apart)} to reach someone for a caller, or from extensions, not counted` : ''}`)}
</dl>`;
}

function heatTable({ hours }: CallReport, kind: 'came' | 'lost', of: (row: Outcomes) => number): Markup {
  const values = hours.map(of);
  const steps = stepsOf(Math.max(0, ...values));
  const levelOf = (value: number): number => (value === 0 ? 0 : steps.findIndex(({ to }) => value <= to) + 1);
  const cell = (value: number): Markup =>
    markup`<td class="h${levelOf(value)}">${value === 0 ? '·' : grouped(value)}</td>`;
  const day = (name: string, index: number): Markup =>
    markup`<tr><th scope="row">${name}</th>${values.slice(index * 24, (index + 1) * 24).map(cell)}</tr>
`;
  const heads = Array.from(
    { length: 24 },
    (_, hour) => markup`<th scope="col">${String(hour).padStart(2, '0')}</th>`,
  );
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total === 0) return markup`<p class="card">None.</p>`;
  return markup`<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="By weekday and hour">
<table class="heat ${kind}"><thead><tr><th scope="col">Day</th>${heads}</tr></thead><tbody>
${WEEKDAYS.map(day)}</tbody></table></div>
<p class="small muted">${grouped(total)} calls; the stronger the color, the more.</p></div>`;
}

interface Cell {
  title: string;
  value: string;
  /** A number that should be 0. */
  lost?: boolean;
}

/** The first column names a row, the others are numbers. */
function dataTable(name: string, rows: readonly (readonly Cell[])[]): Markup {
  const [first] = rows;
  if (first === undefined) return markup`<p class="card">None.</p>`;
  const head = first.map(({ title }, index) =>
    index > 0 ? markup`<th scope="col" class="right">${title}</th>` : markup`<th scope="col">${title}</th>`,
  );
  const line = (cells: readonly Cell[]): Markup =>
    markup`<tr>${cells.map(({ value, lost }, index) =>
      index === 0
        ? markup`<th scope="row">${value}</th>`
        : markup`<td class="right${lost === true && value !== '0' ? ' some' : ''}">${value}</td>`,
    )}</tr>
`;
  return markup`<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr>${head}</tr></thead><tbody>
${rows.map(line)}</tbody></table></div></div>`;
}

const numbers = ({ report, nameOf }: CallReportInput): Markup =>
  dataTable(
    'Numbers',
    report.numbers.map((row) => [
      {
        title: 'Number',
        value: [row.number || 'none', nameOf('number', row.number) ?? ''].filter(Boolean).join('  '),
      },
      { title: 'Calls', value: grouped(row.calls) },
      { title: 'Answered', value: grouped(row.answered) },
      { title: 'Missed', value: grouped(row.missed), lost: true },
      { title: 'Abandoned', value: grouped(row.abandoned), lost: true },
      { title: 'Flow only', value: grouped(row.flow_only) },
      { title: 'Outgoing', value: grouped(row.outgoing) },
    ]),
  );

const queues = ({ report, nameOf }: CallReportInput): Markup =>
  dataTable(
    'Queues',
    report.queues.map((row) => [
      { title: 'Queue', value: row.queue === null ? 'not known' : (nameOf('queue', row.queue) ?? row.queue) },
      { title: 'Callers', value: grouped(row.callers) },
      { title: 'Answered', value: grouped(row.answered) },
      { title: 'Abandoned', value: grouped(row.abandoned), lost: true },
      { title: 'Waited', value: time(row.waited.average) },
      { title: '90 % within', value: time(row.waited.p90) },
      { title: 'Longest', value: time(row.waited.longest) },
      { title: 'Gave up after', value: time(row.gave_up.average) },
    ]),
  );

const agents = ({ report, nameOf }: CallReportInput): Markup =>
  dataTable(
    'Agents',
    report.agents.map((row) => [
      { title: 'Agent', value: nameOf('agent', row.agent) ?? row.agent },
      { title: 'Answered', value: grouped(row.answered) },
      { title: 'Not answered', value: grouped(row.not_answered), lost: true },
      { title: 'Outgoing', value: grouped(row.outgoing) },
      { title: 'Talked on average', value: time(row.talked.average) },
    ]),
  );
