/** How calls were answered, as one page for a meeting. */
import { grouped, plural } from '../../core/text.ts';
import type { CallReport } from '../../answering/report.ts';
import { clockTime } from '../../core/time.ts';
import { join, markup, shorten, type Markup } from '../audit/html/markup.ts';
import { htmlPage, section } from '../audit/html/shell.ts';
import type { Table } from '../parts.ts';
import type { CallReportInput } from './calls.ts';
import { callTables } from './columns.ts';
import { levelOf, mapsOf, stepsOf, WEEKDAYS } from './heat-map.ts';

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
/* A table that is wider than the screen scrolls: names and numbers need not be cut. */
.named tbody th { min-width: 10em; }
td.some { color: var(--critical); font-weight: 600; }
.heat + .small { margin-top: 8px; }
`;

/** Ends with a line break. */
export function callReportHtml(input: CallReportInput): string {
  const { account, report, timeZone, nameOf } = input;
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
        ...mapsOf(report).map((map) => section(map.kind, map.title, heatTable(map))),
        ...callTables(report, nameOf).map((table) =>
          section(table.name.toLowerCase(), table.name, dataTable(table)),
        ),
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

function heatTable({ kind, values }: ReturnType<typeof mapsOf>[number]): Markup {
  const steps = stepsOf(Math.max(0, ...values));
  const cell = (value: number): Markup =>
    markup`<td class="h${levelOf(steps, value)}">${value === 0 ? '·' : grouped(value)}</td>`;
  const day = (name: string, index: number): Markup =>
    markup`<tr><th scope="row">${name}</th>${values.slice(index * 24, (index + 1) * 24).map(cell)}</tr>
`;
  const heads = Array.from(
    { length: 24 },
    (_, hour) => markup`<th scope="col">${String(hour).padStart(2, '0')}</th>`,
  );
  const total = values.reduce((sum, value) => sum + value, 0);
  return markup`<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="By weekday and hour">
<table class="heat ${kind}"><thead><tr><th scope="col">Day</th>${heads}</tr></thead><tbody>
${WEEKDAYS.map(day)}</tbody></table></div>
<p class="small muted">${plural(total, 'call')}; a stronger color means more calls.</p></div>`;
}

function dataTable({ name, columns, rows }: Table): Markup {
  if (rows.length === 0) return markup`<p class="card">None.</p>`;
  const head = columns.map(({ title, longTitle = title, right }) =>
    right === true
      ? markup`<th scope="col" class="right">${longTitle}</th>`
      : markup`<th scope="col">${longTitle}</th>`,
  );
  const line = (cells: Table['rows'][number]): Markup =>
    markup`<tr>${cells.map(({ text, isLost }, at) =>
      columns[at]?.right === true
        ? markup`<td class="right${isLost ? ' some' : ''}">${text === '-' ? '–' : text}</td>`
        : markup`<th scope="row">${text}</th>`,
    )}</tr>
`;
  return markup`<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="named"><thead><tr>${head}</tr></thead><tbody>
${rows.map(line)}</tbody></table></div></div>`;
}
