/** The lower part of the page: what is wrong, what is not known, what is not to be heard of, and the proof. */
import type { AuditReport, Suppressed } from '../../../audit/report.ts';
import type { Finding } from '../../../audit/finding.ts';
import { capitalized, plural } from '../../../core/text.ts';
import type { Picture } from '../../calls/picture.ts';
import type { Review, RuleInfo } from '../../format.ts';
import { firstSteps, generalFix, SHORT_LIST } from '../advice.ts';
import { keptText, ruleStates, type RuleState } from '../outcomes.ts';
import { join, markup, nothing, type Markup } from './markup.ts';
import { ageOf, dayOf, severityMark } from './words.ts';

/** The most rows of the table of arrows: no one reads more. */
const MOST_ARROWS = 300;

/** What to do first, then all of it by rule, worst first; what is of low severity is folded up. */
export function findingsPart(review: Review, timeZone: string): Markup {
  const { findings } = review.report;
  const [low, grave] = [
    findings.filter(({ severity }) => severity === 'low'),
    findings.filter(({ severity }) => severity !== 'low'),
  ];
  const groups = (some: readonly Finding[]): Markup => findingGroups(some, review, timeZone);
  if (grave.length === 0 || low.length <= SHORT_LIST)
    return markup`${doFirst(findings)}<div class="groups">${groups(findings)}</div>`;
  return markup`${doFirst(findings)}<div class="groups">${groups(grave)}</div>
<details class="printed minor"><summary>${plural(low.length, 'finding')} of low severity</summary><div class="groups">${groups(low)}</div></details>`;
}

function doFirst(findings: readonly Finding[]): Markup {
  const steps = firstSteps(findings);
  if (steps.length === 0) return nothing;
  return markup`<div class="card first"><h3>What to do first</h3><ol>${steps.map(
    ({ subject, message, fix }) => markup`<li><b>${subject.name}</b> ${message}${fixOf(fix)}</li>`,
  )}</ol></div>
`;
}

/** Grouped by rule: the rule once, then every object that breaks it. */
function findingGroups(findings: readonly Finding[], { report, rules }: Review, timeZone: string): Markup {
  const infos = new Map(rules.map((rule) => [rule.id, rule]));
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.rule);
    if (group) group.push(finding);
    else groups.set(finding.rule, [finding]);
  }
  return join(
    [...groups.values()].map((group) =>
      findingGroup(group, infos.get(group[0]?.rule ?? ''), report, timeZone),
    ),
    '\n',
  );
}

function findingGroup(
  findings: readonly Finding[],
  info: RuleInfo | undefined,
  report: AuditReport,
  timeZone: string,
): Markup {
  const [first] = findings;
  if (first === undefined) return nothing;
  const sameFix = findings.every(({ fix }) => fix === first.fix);
  const sameSeverity = findings.every(({ severity }) => severity === first.severity);
  const why = info === undefined ? nothing : markup`<p class="why">${withCode(info.why)}</p>`;
  return markup`<article class="card rule ${first.severity}"><header>
<div class="line">${badge(first)}<h3>${first.title}</h3></div>
<p class="small muted"><code>${first.rule}</code> · ${first.category} · ${plural(findings.length, 'object')}</p>
${why}${sameFix ? fixOf(first.fix) : nothing}
</header>${onPaper(findings, { fix: !sameFix, severity: !sameSeverity })}<ul class="objects">
${findings.map((finding) => {
  const isNew = finding.is_new && report.trend.length > 0;
  return markup`<li><div>${sameSeverity ? nothing : markup`${badge(finding)} `}${subjectOf(finding)}</div><div><span class="message">${finding.message}</span>${
    sameFix ? nothing : fixOf(finding.fix)
  }</div><div class="seen">${isNew ? markup`<span class="badge new">new</span> ` : nothing}<span class="keep">first seen ${dayOf(finding.first_seen, timeZone)},</span> <span class="keep">${ageOf(finding.first_seen, report.generated_at)}</span></div></li>
`;
})}</ul></article>`;
}

/** The printed version: objects with the same message are one line, and a common fix is printed once. */
function onPaper(findings: readonly Finding[], differ: { fix: boolean; severity: boolean }): Markup {
  const names = new Map<string, { first: Finding; names: string[] }>();
  for (const finding of findings) {
    const { message, severity, subject } = finding;
    const alike = names.get(`${severity} ${message}`);
    if (alike) alike.names.push(subject.name);
    else names.set(`${severity} ${message}`, { first: finding, names: [subject.name] });
  }
  const fixes = differ.fix ? [...new Set(findings.map(generalFix))] : [];
  return markup`<div class="paper">${[...names.values()].map(
    ({ first, names: all }) =>
      markup`<p>${differ.severity ? markup`${badge(first)} ` : nothing}<b>${all.join(', ')}</b>${all.length > 1 ? ':' : ''} ${first.message}</p>`,
  )}${fixes.map(fixOf)}</div>`;
}

export function badge({ severity }: Finding): Markup {
  return markup`<span class="badge ${severity}"><span aria-hidden="true">${severityMark[severity]}</span> ${capitalized(severity)}</span>`;
}

function subjectOf({ subject }: Finding): Markup {
  return markup`<span class="name">${subject.name}</span><div class="id">${subject.kind.replaceAll('_', ' ')} <code>${subject.id}</code></div>`;
}

export function fixOf(fix: string): Markup {
  return markup`<p class="fix"><b>Fix</b> ${fix.startsWith('voipbin ') ? commandOf(fix) : withCode(capitalized(fix))}</p>`;
}

/** A command of this program reads best as one. */
const commandOf = (command: string): Markup =>
  markup`<code>${join(
    command.split(' ').map((word) => markup`<span class="word">${word}</span>`),
    ' ',
  )}</code>`;

/** What has backticks around it is a command, or a name in the API. */
const withCode = (text: string): Markup =>
  join(
    text.split('`').map((part, index) => (index % 2 === 0 ? markup`${part}` : commandOf(part))),
    '',
  );

export function notChecked({ not_checked }: AuditReport, rules: readonly RuleInfo[]): Markup {
  if (not_checked.length === 0) return nothing;
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const byReason = new Map<string, string[]>();
  for (const { rule, reason } of not_checked) byReason.set(reason, [...(byReason.get(reason) ?? []), rule]);
  return markup`<section class="gap" id="not-checked" aria-labelledby="not-checked-title">
<h2 id="not-checked-title">! NOT CHECKED</h2>
<p>Nothing is known about what ${not_checked.length === 1 ? 'this rule looks' : `these ${not_checked.length} rules look`} for: it may or may not be all right.</p>
<ul>${[...byReason].map(
    ([reason, ids]) =>
      markup`<li><strong>${capitalized(reason)}</strong><div class="rules-list">${ids.map(
        (id) => markup`<div>${capitalized(titles.get(id) ?? id)} <code class="muted">${id}</code></div>`,
      )}</div></li>`,
  )}</ul></section>`;
}

export function suppressedFindings(suppressed: readonly Suppressed[]): Markup {
  return markup`<details class="card printed"><summary>${plural(suppressed.length, 'finding')} suppressed by the policy</summary><div class="inside scroll" tabindex="0" role="region" aria-label="Suppressed findings">
<table class="suppressed"><thead><tr><th scope="col">Severity</th><th scope="col">Object</th><th scope="col">What</th><th scope="col">Reason</th><th scope="col">Owner</th><th scope="col">Until</th></tr></thead><tbody>
${suppressed.map(
  (
    finding,
  ) => markup`<tr><td>${badge(finding)}</td><th scope="row">${subjectOf(finding)}</th><td>${finding.message}<div class="id muted small"><code>${finding.rule}</code></div></td><td>${finding.suppression.reason}</td><td>${finding.suppression.owner}</td><td>${finding.suppression.expires ?? 'no end'}</td></tr>
`,
)}</tbody></table></div></details>`;
}

export function evidenceTable({ evidence }: AuditReport, timeZone: string): Markup {
  if (evidence.length === 0) return markup`<p>Nothing was read.</p>`;
  return markup`<table><caption>What was read, and what it took</caption><thead><tr><th scope="col">Section</th><th scope="col" class="right">Rows</th><th scope="col" class="right">Requests</th><th scope="col">Outcome</th></tr></thead><tbody>
${evidence.map(
  ({
    section,
    state,
    rows,
    requests,
    reason,
    kept,
  }) => markup`<tr><th scope="row" class="own">${section.replaceAll('_', ' ')}</th><td class="right">${rows ?? '–'}</td><td class="right">${requests}</td><td>${
    state === 'read'
      ? markup`<span class="ended-passed">✓ read</span>`
      : markup`<span class="unchecked">! not read</span>`
  }${kept === undefined ? '' : `: ${keptText(kept, timeZone)}`}${reason === null ? '' : `: ${reason}`}</td></tr>
`,
)}</tbody></table>`;
}

export function requestIds({ evidence }: AuditReport): Markup {
  const known = evidence.filter(({ request_id }) => request_id !== null);
  if (known.length === 0) return nothing;
  return markup`<details class="card"><summary>Request ids, for the platform's support</summary><div class="inside">
<table><caption>The last request of each section</caption><thead><tr><th scope="col">Section</th><th scope="col">Request id</th></tr></thead><tbody>
${known.map(
  ({
    section,
    request_id,
  }) => markup`<tr><th scope="row" class="own">${section.replaceAll('_', ' ')}</th><td><code>${request_id ?? ''}</code></td></tr>
`,
)}</tbody></table></div></details>`;
}

const ENDED: Readonly<Record<RuleState['state'], string>> = {
  failed: '✕ failed',
  errored: '! not checked: the rule failed with an error',
  not_checked: '! not checked',
  needs_days: 'needs a longer period',
  suppressed: 'suppressed',
  disabled: 'disabled by the policy',
  passed: '✓ passed',
  not_run: 'not run',
};

/** The whole catalogue, and how each rule ended. */
export function everyRule(review: Review): Markup {
  const states = ruleStates(review);
  if (states.length === 0) return nothing;
  return markup`<details class="card"><summary>Every rule and its outcome (${states.length})</summary><div class="inside scroll" tabindex="0" role="region" aria-label="Every rule">
<table><thead><tr><th scope="col">Rule</th><th scope="col">What it looks for</th><th scope="col">Severity</th><th scope="col">Outcome</th></tr></thead><tbody>
${states.map(
  ({
    rule,
    ended,
  }) => markup`<tr><th scope="row"><code>${rule.id}</code></th><td>${rule.title}</td><td>${rule.severity}</td><td class="ended-${ended.state}">${ENDED[ended.state]}</td></tr>
`,
)}</tbody></table></div></details>`;
}

/** The dead ends in words. */
export function deadEnds({ nodes }: Picture): Markup {
  const dead = nodes.filter(({ lost }) => lost);
  if (dead.length === 0) return nothing;
  return markup`<ul class="ends">${dead.map(
    ({ kind, label }) => markup`<li><strong>✕ ${label}</strong> <span class="muted">(${kind})</span></li>`,
  )}</ul>`;
}

/** The picture's arrows as a table. */
export function arrowTable({ nodes, edges }: Picture): Markup {
  if (edges.length === 0) return nothing;
  const names = new Map(nodes.map(({ id, kind, label }) => [id, `${kind} ${label}`]));
  const shown = edges.slice(0, MOST_ARROWS);
  return markup`<details><summary>The picture as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Call paths as a table">
<table><caption>${shown.length < edges.length ? `The first ${shown.length} of ${edges.length} arrows` : 'Every arrow of the picture'}</caption><thead><tr><th scope="col">From</th><th scope="col">On</th><th scope="col">To</th><th scope="col">Dead end</th></tr></thead><tbody>
${shown.map(
  ({
    from,
    to,
    label,
    lost,
  }) => markup`<tr><th scope="row">${names.get(from) ?? from}</th><td>${label}</td><td>${names.get(to) ?? to}</td><td>${lost ? '✕ yes' : 'no'}</td></tr>
`,
)}</tbody></table></div></details>`;
}
