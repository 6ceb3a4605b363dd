/** A review as one HTML page for a meeting: nothing in it runs, and nothing is fetched from anywhere. */
import type { AuditReport } from '../../../audit/report.ts';
import { capitalized, plural } from '../../../core/text.ts';
import type { Ledger } from '../../../snapshot/ledger.ts';
import type { CallPaths, Picture, Review, Style } from '../../format.ts';
import { drawBars, drawLines, type Chart } from './charts.ts';
import {
  arrowTable,
  deadEnds,
  evidenceTable,
  everyRule,
  findingsPart,
  notChecked,
  requestIds,
  suppressedFindings,
} from './findings.ts';
import { ledgerFigures, type Figure } from './ledger.ts';
import { limitsPart } from './limits.ts';
import { join, markup, nothing, shorten, type Markup } from './markup.ts';
import { fourParts, header, isWhole, tiles, trendFigure, verdict } from './overview.ts';
import { htmlPage, section } from './shell.ts';
import { choosePaths } from './path-choice.ts';
import { drawPaths } from './paths.ts';
import { momentOf } from './words.ts';

/** Pixels: half the page, the whole page, a telephone. */
const HALF = { width: 510, height: 230 };
const WHOLE = { width: 1040, height: 230 };
const SLIM = { width: 300, height: 210 };

interface Part {
  id: string;
  title: string;
  body: Markup;
}

/** Ends with a line break. */
export async function renderHtml(review: Review, { timeZone }: Style): Promise<string> {
  const { report } = review;
  const picture = await review.picture();
  const whole = isWhole(report, picture);
  const parts = await partsOf(review, picture, timeZone);
  const missing = notChecked(report, review.rules);
  const links = [
    ...(report.not_checked.length > 0 ? [{ id: 'not-checked', title: 'Not checked' }] : []),
    ...parts,
  ];
  const nav = markup`<nav aria-label="On this page"><ul>${links.map(
    ({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`,
  )}</ul></nav>`;
  const name = report.account.name || report.account.id || 'the account';
  return htmlPage({
    title: `Audit of ${shorten(name, 80)}, ${momentOf(report.generated_at, timeZone)}`,
    header: header(report, timeZone, nav),
    main: markup`<section aria-labelledby="summary-title"><h2 id="summary-title" class="hidden">Summary</h2>
${verdict(report, whole)}
${tiles(report, whole)}
</section>
${missing}
${join(
  parts.map(({ id, title, body }) => section(id, title, body)),
  '\n',
)}`,
    footer: `${report.tool.name} ${report.tool.version}, report format ${report.format}. Times are in ${timeZone} unless said otherwise.`,
  });
}

async function partsOf(review: Review, picture: Picture, timeZone: string): Promise<readonly Part[]> {
  const { report } = review;
  const { ledger, limits, usage, paths } = picture;
  const trend = trendFigure(report, timeZone);
  return [
    {
      id: 'findings',
      title: 'Findings',
      body:
        report.findings.length > 0
          ? findingsPart(review, timeZone)
          : markup`<p class="card">${report.not_checked.length > 0 ? 'None in what was checked.' : 'None.'}</p>`,
    },
    ...(trend === undefined
      ? []
      : [{ id: 'trend', title: 'Trend', body: figures([drawnFigure(trend, true)]) }]),
    { id: 'account', title: 'Inventory', body: fourParts(report, timeZone) },
    { id: 'money', title: 'Balance and usage', body: moneyPart(ledger, report) },
    { id: 'limits', title: 'Limits and outlook', body: limitsPart(limits, usage) },
    { id: 'paths', title: 'Call paths', body: await pathsPart(paths) },
    ...(report.suppressed.length > 0
      ? [{ id: 'suppressed', title: 'Suppressed', body: suppressedFindings(report.suppressed) }]
      : []),
    ...(report.policy_notes.length > 0
      ? [
          {
            id: 'policy',
            title: 'Policy',
            body: markup`<ul class="card">${report.policy_notes.map((note) => markup`<li>${capitalized(note)}</li>`)}</ul>`,
          },
        ]
      : []),
    {
      id: 'evidence',
      title: 'Evidence',
      body: markup`<div class="card">${evidenceTable(report, timeZone)}</div>${everyRule(review)}${requestIds(report)}`,
    },
  ];
}

const figures = (drawn: readonly Markup[]): Markup => markup`<div class="figures">${drawn}</div>`;

/** The chart in two sizes, of which the page shows the one that fits, and the same as a table. */
function drawnFigure({ chart, shape, caption, legend }: Figure, whole: boolean): Markup {
  const draw = shape === 'bars' ? drawBars : drawLines;
  const slim: Chart = { ...chart, text: { ...chart.text, id: `${chart.text.id}-slim` } };
  return markup`<figure class="card${whole ? ' whole' : ''}"><figcaption><h3>${chart.text.title}</h3><p class="small muted">${caption}</p></figcaption>
<div class="roomy">${draw(chart, whole ? WHOLE : HALF)}</div><div class="slim">${draw(slim, SLIM)}</div>
<ul class="legend">${legend.map(
    ({ name, colour, value }) =>
      markup`<li><span class="swatch" style="background:${colour}"></span><span>${name} <span class="muted value">${value}</span></span></li>`,
  )}</ul>
${chartTable(chart)}
</figure>`;
}

/** Places where there is nothing are left out. */
function chartTable({ text, places, series, format }: Chart): Markup {
  const rows = places.flatMap((place, index) => {
    const values = series.map(({ values: all }) => all[index] ?? null);
    return values.every((value) => value === null || value === 0)
      ? []
      : [
          markup`<tr><th scope="row">${place}</th>${values.map((value) => markup`<td class="right">${value === null ? '–' : format(value)}</td>`)}</tr>
`,
        ];
  });
  return markup`<details><summary>As a table</summary><div class="scroll" tabindex="0" role="region" aria-label="${text.title}">
<table><thead><tr><th scope="col">When</th>${series.map(({ name }) => markup`<th scope="col" class="right">${name}</th>`)}</tr></thead><tbody>
${rows}</tbody></table></div></details>`;
}

function moneyPart(ledger: Ledger | undefined, { horizon, evidence }: AuditReport): Markup {
  if (ledger === undefined) {
    const reason = evidence.find(
      ({ section, state }) => section === 'billings' && state === 'not_read',
    )?.reason;
    return unread('the bills could not be read', reason);
  }
  const all = ledgerFigures(ledger, horizon);
  if (all.length === 0) return markup`<p class="card">Nothing was billed in this time.</p>`;
  return figures(all.map((figure, index) => drawnFigure(figure, all.length % 2 === 1 && index === 0)));
}

async function pathsPart(paths: CallPaths | undefined): Promise<Markup> {
  if (paths === undefined) return unread('the call paths could not be read', undefined);
  if (paths.nodes.length === 0)
    return markup`<p class="card">There are no numbers, so there are no call paths.</p>`;
  const chosen = choosePaths(paths);
  const dead = paths.nodes.filter(({ lost }) => lost).length;
  const summary = `${plural(paths.nodes.length, 'place')}, ${plural(paths.edges.length, 'arrow')}, ${
    dead === 0 ? 'no dead end' : plural(dead, 'dead end')
  }${paths.server === undefined ? '' : `; ${paths.server}`}`;
  const drawing = await drawPaths(chosen, {
    id: 'paths-picture',
    title: 'Call paths from left to right',
    description: `The paths of calls, from the numbers through flows to the end. ${summary}. The dead ends and the arrows are listed below.`,
  });
  const omitted =
    chosen.omitted === undefined
      ? nothing
      : markup`<p><strong>Not all is shown:</strong> ${chosen.omitted}.</p>`;
  return markup`<figure class="card paths"><figcaption><h3>The paths that calls can take</h3><p class="small muted">${summary}</p>${omitted}</figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="Picture of the call paths">${drawing}</div>
<ul class="legend"><li>→ next step</li><li><span>⇢ red and dashed: leads to a dead end</span></li></ul>
${deadEnds(chosen)}${arrowTable(chosen)}
</figure>`;
}

function unread(what: string, reason: string | null | undefined): Markup {
  return markup`<div class="gap"><p class="unchecked">! Not checked</p><p>${what}${reason ? `: ${reason}` : ''}</p></div>`;
}
