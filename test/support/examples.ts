/** What rules find in their own examples. */
import { runRules } from '../../src/audit/engine.ts';
import type { Outcome } from '../../src/audit/outcome.ts';
import { daysAgo, EXAMPLE_NOW } from '../../src/audit/examples.ts';
import type { Example, Problem, Rule } from '../../src/audit/rule.ts';
import type { Section, SectionName, Snapshot } from '../../src/snapshot/snapshot.ts';
import { readSections } from '../../src/snapshot/snapshot.ts';

const missing: Section<never> = {
  state: 'unavailable',
  reason: 'not asked for',
  code: 'TEST',
  denied: false,
};

/** What the account does not name could not be read. */
export function snapshotOf(account: object, days = 30): Snapshot {
  const names: SectionName[] = ['standing', ...readSections];
  const sections = names.map((name) => {
    const value = (account as Record<string, unknown>)[name];
    return [name, value === undefined ? missing : { state: 'loaded', value }] as const;
  });
  return {
    takenAt: EXAMPLE_NOW,
    since: Date.parse(daysAgo(days)),
    apiUrl: 'https://api.test',
    requests: 0,
    sections: Object.fromEntries(sections) as unknown as Snapshot['sections'],
    readings: {} as Snapshot['readings'],
  };
}

export function outcomeOf(rule: Rule, { account, hours }: Example<never>): Outcome | undefined {
  return runRules([rule], snapshotOf(account), { hours })[0]?.outcome;
}

export function problemsIn(rule: Rule, example: Example<never>): readonly Problem[] {
  const outcome = outcomeOf(rule, example);
  return outcome?.state === 'failed' ? outcome.problems : [];
}
