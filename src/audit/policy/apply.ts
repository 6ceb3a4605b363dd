/** What a policy makes of what the rules found. */
import { plural } from '../../core/text.ts';
import { DAY } from '../../core/time.ts';
import type { Suppressed } from '../report.ts';
import type { Finding } from '../finding.ts';
import { severities } from '../rule.ts';
import { matchesGlob } from './glob.ts';
import { disabledRules, type Policy, type Suppression } from './policy.ts';

/** So many days before its last one a suppression is reported. */
const NOTICE_DAYS = 14;

export interface Judged {
  /** What counts, with the policy's severities, worst first. */
  findings: readonly Finding[];
  suppressed: readonly Suppressed[];
  /** About the policy itself, in the order of the file; each begins with `file:line`. */
  notes: readonly string[];
  /** Ids of the rules that are switched off, in order. */
  disabled: readonly string[];
}

/**
 * Pure: the same findings, policy and moment give the same result. What a switched-off rule found is left
 * out.
 * @param now Milliseconds since 1970.
 * @param notChecked Ids of the rules that could not be checked: no suppression of theirs is called useless.
 */
export function applyPolicy(
  found: readonly Finding[],
  policy: Policy,
  now: number,
  notChecked: readonly string[] = [],
): Judged {
  const disabled = disabledRules(policy);
  const all = found
    .filter(({ rule }) => !disabled.includes(rule))
    .map((finding) => withSeverity(finding, policy))
    .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
  const holding = policy.suppressions.filter((suppression) => daysLeft(suppression, now) >= 0);
  const findings: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of all) {
    const suppression = holding.find((one) => suppresses(one, finding));
    if (suppression === undefined) findings.push(finding);
    else {
      const { reason, owner, expires = null } = suppression;
      suppressed.push({ ...finding, suppression: { reason, owner, expires } });
    }
  }
  const notes = policy.suppressions.flatMap((suppression) => {
    // What another one still holds does not count again when this one ends.
    const counted = holding.includes(suppression) ? all : findings;
    const matches = counted.filter((finding) => suppresses(suppression, finding)).length;
    const open = notChecked.some((rule) => concerns(suppression, rule));
    const note = noteOn(suppression, { matches, open, now, off: disabled.includes(suppression.rule) });
    return note === undefined
      ? []
      : [`${policy.file}:${suppression.line} the suppression of ${nameOf(suppression)} ${note}`];
  });
  return { findings, suppressed, notes, disabled };
}

function withSeverity(finding: Finding, policy: Policy): Finding {
  const severity = policy.rules[finding.rule]?.severity;
  if (severity === undefined || severity === finding.severity) return finding;
  return { ...finding, severity, severity_reason: `${policy.file} says so` };
}

interface Standing {
  matches: number;
  /** Whether it could match more than was checked. */
  open: boolean;
  /** Whether its rule is switched off. */
  off: boolean;
  now: number;
}

function noteOn(suppression: Suppression, { matches, open, off, now }: Standing): string | undefined {
  const { expires = '' } = suppression;
  const left = daysLeft(suppression, now);
  if (left < 0) {
    const again = matches > 0 ? `: ${plural(matches, 'finding counts', 'findings count')} again` : '';
    return `ended on ${expires}${again}`;
  }
  if (off) return 'has no effect: the rule is disabled';
  if (matches === 0 && !open) return 'matches nothing: remove it';
  if (left > NOTICE_DAYS) return undefined;
  return `ends on ${expires}, ${left === 0 ? 'today' : `in ${plural(left, 'day')}`}`;
}

function suppresses(suppression: Suppression, { rule, subject }: Finding): boolean {
  const { target } = suppression;
  if (!concerns(suppression, rule)) return false;
  return 'id' in target ? target.id === subject.id : matchesGlob(target.name, subject.name);
}

function concerns({ rule: wanted }: Suppression, rule: string): boolean {
  return wanted === '*' || wanted === rule;
}

/** Whole days in UTC to the last day it holds: 0 on that day, below 0 after it. */
function daysLeft({ expires }: Suppression, now: number): number {
  return expires === undefined ? Infinity : Date.parse(`${expires}T00:00:00Z`) / DAY - Math.floor(now / DAY);
}

function nameOf({ rule, target }: Suppression): string {
  const object = 'id' in target ? target.id : JSON.stringify(target.name);
  return `${rule === '*' ? 'every rule' : rule} for ${object}`;
}
