/** A review as JUnit XML in the form that Jenkins reads: a suite per category, a test case per rule. */
import type { Finding } from '../../audit/finding.ts';
import { line, plural } from '../../core/text.ts';
import type { Review, Style } from '../format.ts';
import { attributes, xmlText } from '../xml.ts';
import { ruleStates, worstFirst, type RuleState } from './outcomes.ts';

type Case = ReturnType<typeof ruleStates>[number];

export function renderJunit(review: Review, _style: Style): string {
  const lines = [...junitStart(totals(ruleStates(review))), ...suitesOf(review), JUNIT_END];
  return `${lines.join('\n')}\n`;
}

/** @param sums Of all suites. */
export const junitStart = (sums: Readonly<Record<string, number>>): string[] => [
  '<?xml version="1.0" encoding="UTF-8"?>',
  `<testsuites${attributes({ name: 'voipbin audit', ...sums })}>`,
];
export const JUNIT_END = '</testsuites>';

/** @param before In front of the name of each suite. */
export function suitesOf(review: Review, before = ''): string[] {
  const cases = ruleStates(review);
  const categories = [...new Set(cases.map(({ rule }) => rule.category))].sort();
  return categories.flatMap((category) => {
    const own = cases.filter(({ rule }) => rule.category === category);
    const skipped = own.filter(({ ended }) => isSkipped(ended)).length;
    // The schemas of this format have no zone here: it is UTC.
    const timestamp = new Date(review.report.generated_at).toISOString().slice(0, 19);
    return [
      `  <testsuite${attributes({ name: `${before}${category}`, ...totals(own), skipped, timestamp })}>`,
      ...own.flatMap(caseLines),
      '  </testsuite>',
    ];
  });
}

function totals(cases: readonly Case[]): Record<'tests' | 'failures' | 'errors', number> {
  const ended = (state: RuleState['state']): number =>
    cases.filter((one) => one.ended.state === state).length;
  return { tests: cases.length, failures: ended('failed'), errors: ended('errored') };
}

function isSkipped({ state }: RuleState): boolean {
  return state !== 'passed' && state !== 'failed' && state !== 'errored';
}

function caseLines({ rule, ended }: Case): string[] {
  const open = `    <testcase${attributes({ classname: `voipbin.${rule.category}`, name: rule.id })}`;
  const inner = verdict(ended, rule.title);
  return inner === undefined ? [`${open}/>`] : [`${open}>`, `      ${inner}`, '    </testcase>'];
}

/** The element within the test case; undefined where it passed. */
function verdict(ended: RuleState, title: string): string | undefined {
  const skipped = (message: string): string => `<skipped${attributes({ message })}/>`;
  switch (ended.state) {
    case 'passed':
      return undefined;
    case 'failed': {
      const { findings } = ended;
      const type = worstFirst.find((severity) => findings.some((finding) => finding.severity === severity));
      const message = `${title} (${plural(findings.length, 'problem')})`;
      return `<failure${attributes({ type: type ?? 'low', message })}>${xmlText(findings.map(problem).join('\n'))}</failure>`;
    }
    case 'errored':
      return `<error${attributes({ type: 'error', message: ended.reason })}/>`;
    case 'not_checked':
    case 'needs_days':
      return skipped(ended.reason);
    case 'suppressed':
      return skipped(
        `${plural(ended.suppressed.length, 'finding')} suppressed: ${[...new Set(ended.suppressed.map(({ suppression }) => suppression.reason))].join('; ')}`,
      );
    case 'disabled':
      return skipped('disabled by the policy');
    case 'not_run':
      return skipped('not run');
  }
}

function problem({ severity, subject, message, fix }: Finding): string {
  return `${severity}: ${line(subject.name)} (${line(subject.kind)} ${line(subject.id)}) ${line(message)}\n  fix: ${line(fix)}`;
}
