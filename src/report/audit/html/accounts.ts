/** Many accounts as one HTML page: a table of all, then what was found in those in which something was. */
import type { Finding } from '../../../audit/finding.ts';
import { grouped, plural } from '../../../core/text.ts';
import type { Review } from '../../format.ts';
import { failureText, type AccountRow, type RenderAccounts } from '../many/accounts.ts';
import { markup, nothing, shorten, type Markup } from './markup.ts';
import { htmlPage, section } from './shell.ts';
import { momentOf } from './words.ts';
import { badge, fixOf } from './findings.ts';

/** It is put where the rows and the findings will be. */
const MARK = '@accounts@';

export const renderAccountsHtml: RenderAccounts = async function* ({ rows, each }, { timeZone }) {
  const failed = rows.filter(({ error }) => error !== null).length;
  const found = rows.filter((row) => countOf(row) > 0).length;
  const frame = htmlPage({
    title: `Audit of ${plural(rows.length, 'account')}`,
    header: markup`<header class="top"><div class="wrap">
<p class="eyebrow">VoIPBIN audit of many accounts</p>
<h1>Audit of ${plural(rows.length, 'account')}</h1>
<p class="muted">${spanOf(rows, timeZone)}</p>
</div></header>`,
    main: markup`<section aria-labelledby="summary-title"><h2 id="summary-title">Summary</h2>
<p class="card">Findings in ${grouped(found)} of ${plural(rows.length, 'account')}.${failed > 0 ? ` ${plural(failed, 'account')} could not be audited.` : ''}</p></section>
${section('accounts', 'Accounts', markup`${MARK}`)}`,
    footer: `Times are in ${timeZone} unless said otherwise.`,
  });
  const [before = '', after = ''] = frame.split(MARK);
  yield before;
  yield markup`<div class="card scroll" tabindex="0" role="region" aria-label="Accounts"><table><thead><tr><th scope="col">Account</th>${counted.map(
    ([, title]) => markup`<th scope="col" class="right">${title}</th>`,
  )}<th scope="col">Read</th></tr></thead><tbody>
`.text;
  for (const row of rows) yield lineOf(row, timeZone).text;
  yield '</tbody></table></div>\n';
  for await (const { review } of each())
    if (review !== undefined && review.report.findings.length > 0) yield findingsOf(review).text;
  yield after;
};

const counted = [
  ['critical', 'Critical'],
  ['high', 'High'],
  ['medium', 'Medium'],
  ['low', 'Low'],
  ['not_checked', 'Not checked'],
] as const;

const countOf = ({ critical, high, medium, low }: AccountRow): number =>
  (critical ?? 0) + (high ?? 0) + (medium ?? 0) + (low ?? 0);

function spanOf(rows: readonly AccountRow[], timeZone: string): string {
  const times = rows.map(({ read_at }) => read_at).sort();
  const [first, last] = [times.at(0), times.at(-1)];
  if (first === undefined || last === undefined) return '';
  const [from, to] = [momentOf(first, timeZone), momentOf(last, timeZone)];
  return from === to ? `Read ${from}` : `Read from ${from} to ${to}`;
}

function lineOf(row: AccountRow, timeZone: string): Markup {
  const name = markup`<th scope="row">${shorten(row.account, 80)}${row.error === null ? nothing : markup`<br><span class="small">${failureText(row)}</span>`}</th>`;
  const cells = counted.map(([key]) => markup`<td class="right">${row[key] ?? '–'}</td>`);
  return markup`<tr>${name}${cells}<td>${momentOf(row.read_at, timeZone)}</td></tr>
`;
}

function findingsOf({ report }: Review): Markup {
  const name = report.account.name || report.account.id || 'the account';
  return markup`<details class="card"><summary>${shorten(name, 80)}: ${plural(report.findings.length, 'finding')}</summary><div class="inside"><ul class="objects">
${report.findings.map(findingLine)}</ul></div></details>
`;
}

const findingLine = (finding: Finding): Markup =>
  markup`<li><div>${badge(finding)} <b>${finding.subject.name || finding.subject.id}</b></div><div><span class="message">${finding.message}</span>${fixOf(finding.fix)}</div></li>
`;
