/** How much of each limit is used, and how long credit and tokens last. */
import { capitalized, fieldWords, grouped } from '../../../core/text.ts';
import { formatUsd } from '../../../core/money.ts';
import type { LimitRow } from '../../../usage/limit-rows.ts';
import type { Usage } from '../../../usage/usage.ts';
import { endText, paceText, renewalText } from '../../usage/usage-words.ts';
import { markup, nothing, type Markup } from './markup.ts';

/** Two cards, as far as there is anything to say. */
export const limitsPart = (limits: readonly LimitRow[], usage: Usage | undefined): Markup =>
  limits.length === 0
    ? markup`<p class="card">Nothing was counted.</p>`
    : markup`<div class="figures">${limitCard(limits)}${usage === undefined ? nothing : outlookCard(usage)}</div>`;

const STATES: Readonly<Record<LimitRow['state'], string>> = {
  ok: '',
  near: '▲ nearly reached',
  full: '◆ reached',
  unlimited: '',
  unknown: '',
  not_read: '! not checked',
};
/** Of the style sheet. */
const CLASSES: Readonly<Record<LimitRow['state'], string>> = {
  ok: '',
  near: 'near',
  full: 'full',
  unlimited: '',
  unknown: '',
  not_read: 'unchecked',
};

function limitCard(rows: readonly LimitRow[]): Markup {
  const limitText = ({ limit, state }: LimitRow): string =>
    limit !== null ? grouped(limit) : state === 'unlimited' ? 'no limit' : 'not known';
  const line = (row: LimitRow): Markup => {
    const share =
      row.percent === null
        ? nothing
        : markup`<span class="gauge ${CLASSES[row.state]}"><span style="width:${Math.min(100, row.percent)}%"></span></span>`;
    const words =
      STATES[row.state] === ''
        ? nothing
        : markup` <span class="${CLASSES[row.state]}">${STATES[row.state]}</span>`;
    return markup`<tr><th scope="row" class="own">${capitalized(fieldWords(row.resource))}</th><td class="right">${row.used === null ? '–' : grouped(row.used)}</td><td class="right">${limitText(row)}</td><td>${share}${words}</td></tr>
`;
  };
  return markup`<div class="card"><h3>Limits of the plan</h3><table class="limits"><thead><tr><th scope="col">Resource</th><th scope="col" class="right">Used</th><th scope="col" class="right">Of</th><th scope="col">Share</th></tr></thead><tbody>
${rows.map(line)}</tbody></table></div>`;
}

function outlookCard(usage: Usage): Markup {
  const rows: readonly (readonly [string, string])[] = [
    ['Credit', `${formatUsd(usage.balance.credit)}${endText(usage, 'credit')}`],
    ['Tokens', `${grouped(usage.balance.tokens)}${endText(usage, 'tokens')}`],
    ...paceText(usage),
    ...renewalText(usage),
  ];
  return markup`<div class="card part"><h3>Outlook</h3><dl>${rows.map(
    ([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>`,
  )}</dl></div>`;
}
