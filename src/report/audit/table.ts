/** A review for people: what exists, then what is wrong, worst first, each with its fix. */
import type { AuditReport, NeedsDays, NotChecked } from '../../audit/report.ts';
import type { Finding } from '../../audit/finding.ts';
import type { Counts, Review as Checklist } from '../../audit/review.ts';
import type { Severity } from '../../audit/rule.ts';
import { formatUsd } from '../../core/money.ts';
import { permissionText } from '../../core/permissions.ts';
import { clean, hanging, plural, wrapped } from '../../core/text.ts';
import { formatLocal, parseTime } from '../../core/time.ts';
import type { Review, Style } from '../format.ts';
import type { Paint } from '../paint.ts';
import { firstSteps, generalFix, SHORT_LIST } from './advice.ts';
import { keptText, needsText, shownOf } from './outcomes.ts';

const INDENT = '    ';
/** Before the points of the review: `1. Agents   `. */
const HEAD = 12;
/** Without a known width, nothing is wrapped. */
const NO_WIDTH = Number.POSITIVE_INFINITY;
const WIDEST = 110;
/** Of one rule; who has more of them knows after a few. */
const MOST_ROWS = 8;

export function renderAuditTable(review: Review, style: Style): string {
  const { paint } = style;
  const { report, known } = shownOf(review);
  const width = style.columns === undefined ? NO_WIDTH : Math.min(style.columns, WIDEST);
  const blocks = [
    header(report, style, width),
    reviewLines(report.review, style, width),
    ...findingBlocks(report, review.isWhole === true, paint, width),
    ...(report.not_checked.length > 0 ? [notCheckedLines(report.not_checked, paint, width)] : []),
    ...(report.needs_days.length > 0 ? [needsLines(report.needs_days, paint, width)] : []),
    ...(report.policy_notes.length > 0 ? [policyLines(report.policy_notes, paint, width)] : []),
    summary(report, known, paint, width),
    ...nextBlocks(report, review.hasFixes === true, paint, width),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function header(report: AuditReport, { paint, timeZone }: Style, width: number): string[] {
  const { name, status, id } = report.account;
  const when = formatLocal(Date.parse(report.generated_at), timeZone);
  return [
    paint.bold(clean(name || id || 'the account')) +
      (status && status !== 'active' ? ` ${paint.red(`(${clean(status)})`)}` : ''),
    ...wrapped(
      `${new URL(report.api_url).host}, ${when}, ${plural(report.requests, 'request')}, ${rowsRead(report, timeZone)} back to ${report.horizon.since.slice(0, 10)}`,
      width,
    ).map((line) => paint.dim(line)),
  ];
}

/** What the traffic came to: `1,204 calls, 1,198 billings`. */
function rowsRead({ evidence }: AuditReport, timeZone: string): string {
  const read = ['calls', 'billings'].flatMap((section) => {
    const rows = evidence.find((one) => one.section === section)?.rows;
    return typeof rows === 'number' ? [plural(rows, section.replace(/s$/, ''))] : [];
  });
  return read.length === 0 ? 'traffic' : read.join(' and ') + keptOfAll(evidence, timeZone);
}

/** The most days that any list has, and the oldest of all: days that are over were counted by an earlier audit. */
function keptOfAll(evidence: AuditReport['evidence'], timeZone: string): string {
  const all = evidence.flatMap(({ kept }) => kept ?? []);
  const [oldest] = all.map(({ oldest_read_at }) => oldest_read_at).sort();
  if (oldest === undefined) return '';
  const days = Math.max(...all.map((kept) => kept.days));
  return ` (${keptText({ days, oldest_read_at: oldest }, timeZone)})`;
}

function policyLines(notes: readonly string[], paint: Paint, width: number): string[] {
  return [paint.yellow('POLICY'), ...notes.flatMap((note) => hanging(clean(note), width, '  - ', INDENT))];
}

/** Two lines for each of the four points. */
function reviewLines(review: Checklist, { paint, timeZone }: Style, width: number): string[] {
  const missing = (reason: string): string[] => [`not checked: ${clean(reason)}`];
  const local = (time: string | null): string => {
    const millis = parseTime(time);
    return millis === undefined ? 'never' : formatLocal(millis, timeZone).slice(0, 10);
  };
  const { agents, numbers, flows, billing } = review;
  const points: [title: string, lines: string[]][] = [
    [
      'Agents',
      agents.available
        ? [`${agents.count}: ${counts(agents.by_status)}`, permissionText(counts(agents.by_permission))]
        : missing(agents.reason),
    ],
    [
      'Numbers',
      numbers.available
        ? [
            `${numbers.count}: ${counts(numbers.by_type)}; ${counts(numbers.by_status)}`,
            `${numbers.linked} linked to a flow, ${numbers.unlinked} not`,
          ]
        : missing(numbers.reason),
    ],
    [
      'Flows',
      flows.available
        ? [
            `${flows.count}: ${flows.with_actions} with actions, ${flows.without_actions} without; last updated ${local(flows.last_updated)}`,
            ...(flows.referenced === null
              ? missing('whether they are referenced: numbers or queues could not be read')
              : [
                  `${flows.referenced} referenced by a number, queue or flow, ${flows.unreferenced ?? 0} not`,
                ]),
          ]
        : missing(flows.reason),
    ],
    [
      'Billing',
      billing.available
        ? [
            `plan ${clean(billing.plan ?? '-')} (${clean(billing.plan_status)}), ${formatUsd(billing.credit)} credit, ${plural(billing.tokens, 'token')}`,
            `last top-up ${local(billing.last_topup)}, next ${local(billing.next_topup)}`,
          ]
        : missing(billing.reason),
    ],
  ];
  return points.flatMap(([title, lines], index) => {
    const head = `${paint.dim(`${index + 1}.`)} ${paint.bold(title.padEnd(8))} `;
    const laid = lines.flatMap((line) =>
      wrapped(line, width - HEAD).map((part) => (line.startsWith('not checked') ? paint.yellow(part) : part)),
    );
    return laid.map((line, row) => (row === 0 ? head : ' '.repeat(HEAD)) + line);
  });
}

function counts(by: Counts): string {
  const entries = Object.entries(by).map(([name, count]) => `${count} ${clean(name)}`);
  return entries.length === 0 ? 'none' : entries.join(', ');
}

function colourOf(severity: Severity, paint: Paint): (text: string) => string {
  switch (severity) {
    case 'critical':
      return (text) => paint.bold(paint.red(text));
    case 'high':
      return paint.red;
    case 'medium':
      return paint.yellow;
    case 'low':
      return paint.cyan;
  }
}

/** What matters one by one; of what does not, how many there are of each rule. */
function findingBlocks(
  { findings, trend }: AuditReport,
  isWhole: boolean,
  paint: Paint,
  width: number,
): string[][] {
  const [low, rest] = isWhole
    ? [[], findings]
    : [
        findings.filter(({ severity }) => severity === 'low'),
        findings.filter(({ severity }) => severity !== 'low'),
      ];
  return [
    ...(rest.length > 0 ? [findingLines(rest, { marksNew: trend.length > 0, isWhole }, paint, width)] : []),
    ...(low.length > 0 ? [countLines(low, paint, width)] : []),
  ];
}

function countLines(findings: readonly Finding[], paint: Paint, width: number): string[] {
  const byTitle = new Map<string, number>();
  for (const { title, rule } of findings) {
    const line = `${title}  ${rule}`;
    byTitle.set(line, (byTitle.get(line) ?? 0) + 1);
  }
  const digits = String(Math.max(...byTitle.values())).length;
  return [
    `${colourOf('low', paint)('LOW')}  ${plural(findings.length, 'finding')}; --all lists them`,
    ...[...byTitle].flatMap(([line, count]) => {
      const [title = '', rule = ''] = line.split('  ');
      const head = `  ${String(count).padStart(digits)}  `;
      return hanging(`${title}  ${rule}`, width, head, ' '.repeat(head.length)).map((part) =>
        part.replace(rule, () => paint.dim(rule)),
      );
    }),
  ];
}

/** What to do first, what one command can fix, and where more is. */
function nextBlocks({ findings }: AuditReport, hasFixes: boolean, paint: Paint, width: number): string[][] {
  if (findings.length === 0) return [];
  if (findings.length <= SHORT_LIST || findings.every(({ rule }) => rule === findings[0]?.rule))
    return [hanging(explainText(findings), width, '', '')];
  const steps = firstSteps(findings).flatMap(({ subject, message, fix }, index) => [
    ...hanging(`${clean(subject.name)} ${clean(message)}`, width, `  ${index + 1}. `, INDENT + ' '),
    ...adviceLines(fix, paint, width, ' '),
  ]);
  const more = [
    ...(hasFixes
      ? [
          'some of this can be fixed by a plan: `voipbin audit --fix-plan fix.yaml`, then `voipbin apply -f fix.yaml`',
        ]
      : []),
    `${explainText(findings)}; \`--report html=report.html\` is easier to read`,
  ];
  return [
    ...(steps.length > 0 ? [[paint.bold('What to do first'), ...steps]] : []),
    more.flatMap((line) => hanging(line, width, '', '')),
  ];
}

/** Names the rule if there is only one. */
function explainText(findings: readonly Finding[]): string {
  const [rule = '', ...others] = new Set(findings.map((finding) => finding.rule));
  return `\`voipbin audit explain ${others.length === 0 ? rule : '<rule>'}\` says why a finding matters`;
}

/** Grouped by rule: the rule once, then every object that breaks it. */
function findingLines(
  findings: readonly Finding[],
  { marksNew, isWhole }: { marksNew: boolean; isWhole: boolean },
  paint: Paint,
  width: number,
): string[] {
  const lines: string[] = [];
  let inGroup = 0;
  for (const [index, finding] of findings.entries()) {
    const previous = findings[index - 1];
    inGroup = isSameGroup(previous, finding) ? inGroup + 1 : 1;
    const next = findings[index + 1];
    if (inGroup > MOST_ROWS && !isWhole) {
      if (isSameGroup(finding, next)) continue;
      lines.push(paint.dim(`  - and ${inGroup - MOST_ROWS} more; --all lists them`));
      lines.push(...adviceLines(generalFix(finding), paint, width));
      continue;
    }
    if (inGroup === 1) {
      if (index > 0) lines.push('');
      lines.push(...ruleLines(finding, paint, width));
    }
    const name = clean(finding.subject.name);
    const fresh = marksNew && finding.is_new ? ' (new)' : '';
    const [first = '', ...rest] = hanging(`${name} ${clean(finding.message)}${fresh}`, width, '  - ', INDENT);
    lines.push(
      first.replace(name, () => paint.bold(name)),
      ...rest,
    );
    // The same advice for a row of objects is given once, after the last of them.
    const isLast = !isSameGroup(finding, next) || generalFix(next) !== generalFix(finding);
    const isOnly =
      previous === undefined ||
      !isSameGroup(previous, finding) ||
      generalFix(previous) !== generalFix(finding);
    if (isLast) lines.push(...adviceLines(isOnly ? finding.fix : generalFix(finding), paint, width));
  }
  return lines;
}

/** The severity, the fault, and the rule: on one line where there is room. */
function ruleLines(finding: Finding, paint: Paint, width: number): string[] {
  const { severity, severity_reason, title, rule } = finding;
  const word = severity.toUpperCase();
  const coloured = colourOf(severity, paint)(word);
  const about = severity_reason === null ? rule : `${rule}; ${severity}: ${clean(severity_reason)}`;
  if (`${word}  ${title}  ${about}`.length <= width) return [`${coloured}  ${title}  ${paint.dim(about)}`];
  const [first = '', ...rest] = hanging(title, width, `${word}  `, INDENT);
  return [
    coloured + first.slice(word.length),
    ...rest,
    ...hanging(about, width, INDENT, INDENT).map((line) => paint.dim(line)),
  ];
}

/** One rule may have findings of several severities. */
function isSameGroup(a: Finding | undefined, b: Finding | undefined): b is Finding {
  return a !== undefined && b !== undefined && a.rule === b.rule && a.severity === b.severity;
}

function adviceLines(fix: string, paint: Paint, width: number, margin = ''): string[] {
  return hanging(clean(fix), width, `${margin}${INDENT}> `, `${margin}${INDENT}  `).map((line) =>
    paint.green(line),
  );
}

function notCheckedLines(rows: readonly NotChecked[], paint: Paint, width: number): string[] {
  const byReason = new Map<string, string[]>();
  for (const { rule, reason } of rows) byReason.set(reason, [...(byReason.get(reason) ?? []), rule]);
  const lines = [...byReason].flatMap(([reason, names]) =>
    hanging(`${clean(reason)}: ${names.join(', ')}`, width, '  - ', INDENT),
  );
  return [paint.yellow('NOT CHECKED'), ...lines];
}

function needsLines(rows: readonly NeedsDays[], paint: Paint, width: number): string[] {
  const lengths = [...new Set(rows.map(({ days }) => days))].sort((a, b) => a - b);
  const lines = lengths.flatMap((days) => {
    const names = rows.filter((row) => row.days === days).map(({ rule }) => rule);
    return hanging(`${needsText(days)} (--since ${days}d): ${names.join(', ')}`, width, '  - ', INDENT);
  });
  return [paint.dim('NEEDS A LONGER PERIOD'), ...lines];
}

/** `known`: findings that are not shown, because earlier runs reported them. */
function summary(
  {
    summary: { findings, new: fresh, passed, not_checked, needs_days, suppressed, disabled },
    findings: all,
    trend,
  }: AuditReport,
  known: number,
  paint: Paint,
  width: number,
): string[] {
  const parts = (Object.entries(findings) as [Severity, number][])
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => colourOf(severity, paint)(`${count} ${severity}`));
  const shown = known > 0 ? 'new finding' : 'finding';
  const found =
    all.length === 0 ? paint.green(`no ${shown}s`) : `${plural(all.length, shown)}: ${parts.join(', ')}`;
  const unchecked =
    not_checked === 0 ? '' : `; ${paint.yellow(`${plural(not_checked, 'rule')} not checked`)}`;
  const news = Object.values(fresh).reduce((sum, count) => sum + count, 0);
  const rest = [
    // On the first run everything is new, and saying so says nothing.
    ...(known > 0 ? [`${known} known and not shown`] : []),
    ...(known === 0 && trend.length > 0 && all.length > 0
      ? [news === 0 ? 'none of them new' : `${news} of them new`]
      : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    `${plural(passed, 'rule')} passed`,
    ...(needs_days > 0 ? [`${needs_days} ${needs_days === 1 ? 'needs' : 'need'} a longer period`] : []),
    ...(disabled > 0 ? [`${disabled} switched off`] : []),
  ];
  return wrapped(`${[found, ...rest].join('; ')}${unchecked}`, width);
}
