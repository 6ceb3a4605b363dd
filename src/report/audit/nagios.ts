/** A review as the one line of a Nagios plugin, and the exit code that goes with it. */
import type { AuditReport } from '../../audit/report.ts';
import { line, plural } from '../../core/text.ts';
import type { Review, Style } from '../format.ts';
import { countsText, isComplete } from './outcomes.ts';

const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;
/** Characters. Old agents cut the whole line at 1024 bytes, and the numbers stand last. */
const LONGEST = 160;

/** 2 critical, 3 unknown, 1 warning, 0 all right: what was not checked hides a warning, but nothing worse. */
export function nagiosExit(report: AuditReport, incomplete: boolean): 0 | 1 | 2 | 3 {
  const { critical, high, medium } = report.summary.findings;
  if (critical + high > 0) return 2;
  if (incomplete) return 3;
  return medium > 0 ? 1 : 0;
}

/** `incomplete` says whether what was not checked counts; give it as it is given to the exit code. */
export function renderNagios(
  { report }: Review,
  _style: Style,
  incomplete: boolean = !isComplete(report),
): string {
  return nagiosLine(nagiosExit(report, incomplete), text(report), performance(report));
}

/** The bar is put in front of the numbers. */
export const nagiosLine = (exit: 0 | 1 | 2 | 3, words: string, numbers: string): string =>
  `VOIPBIN ${STATES[exit]} - ${words} | ${numbers}\n`;

function text({ findings, not_checked, summary, denied }: AuditReport): string {
  const [worst] = findings;
  const [unchecked] = not_checked;
  const parts = [
    findings.length === 0
      ? 'no findings'
      : `${countsText(summary.findings)} ${findings.length === 1 ? 'finding' : 'findings'}`,
    ...(not_checked.length > 0 ? [`${plural(not_checked.length, 'rule')} not checked`] : []),
    ...(denied ? ['account not readable'] : []),
  ];
  const detail = worst ? `${worst.subject.name} ${worst.message}` : unchecked?.reason;
  return parts.join(', ') + (detail === undefined ? '' : `: ${cut(detail)}`);
}

/** A bar would begin the numbers. No character is cut in two. */
export function cut(detail: string): string {
  const whole = line(detail).replaceAll('|', '/');
  return whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST - 3).replace(/\p{Surrogate}$/u, '')}...`;
}

/** `label=value;warn;crit;min`; a threshold is the highest number that is still all right, so 0 is "none at all". */
function performance({ summary, requests, findings }: AuditReport): string {
  const { critical, high, medium, low } = summary.findings;
  return [
    `critical=${critical};;0;0`,
    `high=${high};;0;0`,
    `medium=${medium};0;;0`,
    `low=${low};;;0`,
    `new=${findings.filter(({ is_new }) => is_new).length};;;0`,
    `suppressed=${summary.suppressed};;;0`,
    `passed=${summary.passed};;;0`,
    `not_checked=${summary.not_checked};;;0`,
    `requests=${requests};;;0`,
  ].join(' ');
}
