/** The upper part of the page: the account, the result, the trend, the inventory. */
import type { AuditReport } from '../../../audit/report.ts';
import type { Counts, Part } from '../../../audit/review.ts';
import { formatUsd } from '../../../core/money.ts';
import { permissionText } from '../../../core/permissions.ts';
import { capitalized, grouped, plural } from '../../../core/text.ts';
import type { Picture } from '../../format.ts';
import { countsText, isComplete, worstFirst } from '../outcomes.ts';
import type { Figure } from './ledger.ts';
import { join, markup, nothing, type Content, type Markup } from './markup.ts';
import { dayOf, momentOf, severityMark } from './words.ts';

/** Earlier runs in the trend. */
const MOST_RUNS = 24;

export function header(report: AuditReport, timeZone: string, nav: Markup): Markup {
  const { account, horizon } = report;
  const status =
    account.status === null || account.status === ''
      ? nothing
      : markup` <span class="status${account.status === 'active' ? '' : ' bad'}">${account.status}</span>`;
  return markup`<header class="top"><div class="wrap">
<p class="eyebrow">VoIPBIN account audit</p>
<h1>${account.name || account.id || 'the account'}${status}</h1>
<dl class="facts">
${fact('Audited', momentOf(report.generated_at, timeZone))}
${fact('Time zone', timeZone)}
${fact('Traffic read', `${dayOf(horizon.since, timeZone)} to ${dayOf(horizon.until, timeZone)}`)}
${fact('API', hostOf(report.api_url))}
${account.id === null ? nothing : fact('Account id', markup`<code>${account.id}</code>`)}
</dl>
${nav}
</div></header>`;
}

const fact = (name: string, value: Content): Markup => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** Whether all was read and checked that there is: nothing else may look all right. */
export function isWhole(report: AuditReport, picture: Picture): boolean {
  const { flows } = report.review;
  return (
    isComplete(report) &&
    picture.ledger !== undefined &&
    picture.paths !== undefined &&
    report.evidence.every(({ state }) => state === 'read') &&
    (!flows.available || flows.referenced !== null) &&
    Object.values(report.review).every(({ available }: Part<object>) => available)
  );
}

export function verdict(report: AuditReport, whole: boolean): Markup {
  const { findings, summary, denied, account, not_checked } = report;
  const { critical, high } = summary.findings;
  const banner = (kind: string, strong: string, more: Content): Markup =>
    markup`<div class="banner ${kind}"><strong>${strong}</strong>${more}</div>`;
  const suppressed =
    summary.suppressed > 0 ? `; ${plural(summary.suppressed, 'finding')} suppressed by the policy` : '';
  const found =
    findings.length > 0
      ? banner(
          critical + high > 0 ? 'bad' : 'warn',
          `${plural(findings.length, 'finding')}: ${countsText(summary.findings)}`,
          markup`<p>${plural(summary.failed, 'rule')} failed, ${summary.passed} passed${suppressed}.</p>`,
        )
      : whole
        ? banner('good', '✓ No findings', markup`<p>Everything was checked${suppressed}.</p>`)
        : banner(
            '',
            'No findings in what was checked',
            markup`<p>${plural(summary.passed, 'rule')} passed${suppressed}.</p>`,
          );
  const refused = denied
    ? banner(
        'bad',
        '✕ The account itself could not be read',
        markup`<p>The credential was refused: the account is frozen, or the permission is missing.</p>`,
      )
    : nothing;
  const frozen =
    account.status === 'frozen'
      ? banner('bad', '✕ The account is frozen', markup`<p>It will be deleted.</p>`)
      : nothing;
  const incomplete =
    not_checked.length > 0
      ? banner(
          'warn',
          `! Incomplete: ${plural(not_checked.length, 'rule')} not checked`,
          markup`<p>Nothing is known about what they look for. <a href="#not-checked">Which, and why</a></p>`,
        )
      : whole || denied
        ? nothing
        : banner(
            'warn',
            '! Incomplete: not everything was read',
            markup`<p>The gaps are marked below; the reasons are under <a href="#evidence">evidence</a>.</p>`,
          );
  return join([frozen, refused, found, incomplete]);
}

export function tiles(report: AuditReport, whole: boolean): Markup {
  const { summary, trend, requests } = report;
  const first = trend.length === 0;
  const fresh = worstFirst.reduce((sum, severity) => sum + summary.new[severity], 0);
  const tile = (kind: string, name: Content, figure: Content, note: string): Markup =>
    markup`<div class="tile ${kind}"><dt>${name}</dt><dd><div class="figure">${figure}</div><div class="small muted">${note}</div></dd></div>`;
  return markup`<dl class="tiles">
${worstFirst.map((severity) => {
  const count = summary.findings[severity];
  return tile(
    `${severity}${count > 0 ? ' some' : ''}`,
    markup`<span class="mark" aria-hidden="true">${severityMark[severity]}</span> ${capitalized(severity)}`,
    count,
    first ? (count === 1 ? 'finding' : 'findings') : `${summary.new[severity]} new`,
  );
})}
${tile('', 'New since the last run', first ? '–' : fresh, first ? 'first run: nothing to compare with' : `of ${plural(report.findings.length, 'finding')}`)}
${tile(
  whole ? 'good' : '',
  'Rules passed',
  summary.passed,
  `${summary.failed} failed${summary.disabled > 0 ? `, ${summary.disabled} disabled` : ''}`,
)}
${tile(
  summary.not_checked > 0 ? 'warn' : '',
  summary.not_checked > 0 ? '! Rules not checked' : 'Rules not checked',
  summary.not_checked,
  summary.not_checked > 0 ? 'nothing is known about them' : 'every rule was checked',
)}
${tile('', 'Requests', requests, `${plural(report.evidence.length, 'section')} requested`)}
</dl>`;
}

/** Findings of the earlier runs and this one; undefined where there are too few to speak of a trend. */
export function trendFigure(report: AuditReport, timeZone: string): Figure | undefined {
  if (report.trend.length < 2) return undefined;
  const runs = [
    ...report.trend.slice(-MOST_RUNS),
    { at: report.generated_at, findings: report.summary.findings },
  ];
  const total = (findings: AuditReport['summary']['findings']): number =>
    worstFirst.reduce((sum, severity) => sum + findings[severity], 0);
  const before = total(runs.at(-2)?.findings ?? report.summary.findings);
  const change = report.findings.length - before;
  const caption = `${plural(runs.length, 'run')}, this one included; ${
    change === 0
      ? 'as many findings as in the run before'
      : `${plural(Math.abs(change), 'finding')} ${change > 0 ? 'more' : 'fewer'} than in the run before`
  }`;
  return {
    shape: 'bars',
    caption,
    legend: worstFirst.map((severity) => ({
      name: severity,
      colour: `var(--fill-${severity})`,
      value: `${report.summary.findings[severity]} now`,
    })),
    chart: {
      text: {
        id: 'trend-runs',
        title: 'Findings from run to run',
        description: `Stacked bars by severity. ${caption}. ${runs
          .map(({ at, findings }) => `${dayOf(at, timeZone)}: ${countsText(findings) || 'none'}`)
          .join('; ')}.`,
      },
      places: runs.map(({ at }, index) =>
        index === runs.length - 1 ? 'this run' : dayOf(at, timeZone).slice(5),
      ),
      series: worstFirst.toReversed().map((severity) => ({
        name: severity,
        colour: `var(--fill-${severity})`,
        values: runs.map(({ findings }) => findings[severity]),
      })),
      format: String,
      whole: true,
      totals: true,
    },
  };
}

export function fourParts({ review }: AuditReport, timeZone: string): Markup {
  const { agents, numbers, flows, billing } = review;
  const day = (time: string | null): string => dayOf(time, timeZone, 'never');
  return markup`<div class="parts">
${part('1. Agents', agents, (it) => [
  it.count,
  [
    ['Status', counts(it.by_status)],
    ['Permission', permissionText(counts(it.by_permission))],
  ],
])}
${part('2. Numbers', numbers, (it) => [
  it.count,
  [
    ['Type', counts(it.by_type)],
    ['Status', counts(it.by_status)],
    ['Flow', `${it.linked} linked, ${it.unlinked} not`],
  ],
])}
${part('3. Flows', flows, (it) => [
  it.count,
  [
    ['Actions', `${it.with_actions} with actions, ${it.without_actions} without`],
    [
      'Used',
      it.referenced === null
        ? markup`<span class="unchecked">! not checked: numbers or queues could not be read</span>`
        : `${it.referenced} referenced by a number, queue or flow, ${it.unreferenced ?? 0} not`,
    ],
    ['Last updated', day(it.last_updated)],
  ],
])}
${part('4. Billing', billing, (it) => [
  formatUsd(it.credit),
  [
    ['Plan', `${it.plan ?? '-'} (${it.plan_status})`],
    ['Tokens', grouped(it.tokens)],
    ['Last top-up', day(it.last_topup)],
    ['Next top-up', day(it.next_topup)],
  ],
])}
</div>`;
}

type Rows = readonly (readonly [name: string, value: Content])[];

function part<T>(title: string, it: Part<T>, show: (value: T) => readonly [Content, Rows]): Markup {
  if (!it.available) {
    return markup`<div class="card part unknown"><h3>${title}</h3><p class="unchecked">! Not checked</p><p>${it.reason}</p></div>`;
  }
  const [figure, rows] = show(it);
  return markup`<div class="card part"><h3>${title} <span class="figure">${figure}</span></h3><dl>${rows.map(
    ([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`,
  )}</dl></div>`;
}

function counts(by: Counts): string {
  return (
    Object.entries(by)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ') || 'none'
  );
}
