/** What to do: first of all, and about objects with the same problem. */
import type { Finding } from '../../audit/finding.ts';

/** Up to this many findings need no summary. */
export const SHORT_LIST = 5;
const FIRST_STEPS = 3;

/** The most severe, one of each rule; none where the list is short, or nothing is severe. @param findings worst first. */
export function firstSteps(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= SHORT_LIST) return [];
  const firstOfRule = new Map(findings.toReversed().map((finding) => [finding.rule, finding]));
  return [...firstOfRule.values()]
    .toReversed()
    .filter(({ severity }) => severity === 'critical' || severity === 'high')
    .slice(0, FIRST_STEPS);
}

/** With what its commands do to any such object: `voipbin numbers release <number>`. */
export function generalFix({ fix, subject: { kind, name } }: Finding): string {
  const word = name.replace(/^(\+?\d+) \(.*\)$/, '$1');
  return fix.replaceAll(/`voipbin [^`]+`/g, (command) =>
    command.replaceAll(`'${word}'`, () => `<${kind}>`).replaceAll(` ${word}`, () => ` <${kind}>`),
  );
}
