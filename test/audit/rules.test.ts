/** Every rule: its own examples, and the catalogue as a whole. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runRules } from '../../src/audit/engine.ts';
import { daysAgo, EXAMPLE_NOW } from '../../src/audit/examples.ts';
import { rules } from '../../src/audit/rules/index.ts';
import { severities } from '../../src/audit/rule.ts';
import type { Section, SectionName, Snapshot } from '../../src/snapshot/snapshot.ts';
import { readSections } from '../../src/snapshot/snapshot.ts';

const missing: Section<never> = {
  state: 'unavailable',
  reason: 'not asked for',
  code: 'TEST',
  denied: false,
};

function snapshotOf(account: object): Snapshot {
  const names: SectionName[] = ['standing', ...readSections];
  const sections = names.map((name) => {
    const value = (account as Record<string, unknown>)[name];
    return [name, value === undefined ? missing : { state: 'loaded', value }] as const;
  });
  return {
    takenAt: EXAMPLE_NOW,
    since: Date.parse(daysAgo(30)),
    apiUrl: 'https://api.test',
    requests: 0,
    sections: Object.fromEntries(sections) as unknown as Snapshot['sections'],
    readings: {} as Snapshot['readings'],
  };
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  it.each(rule.examples.ok.map((example) => [example.name, example] as const))(
    'is silent for: %s',
    (_name, { account, hours }) => {
      const [result] = runRules([rule], snapshotOf(account), { hours });
      expect(result?.outcome).toEqual({ state: 'passed' });
    },
  );

  it.each(rule.examples.bad.map((example) => [example.name, example] as const))(
    'finds: %s',
    (_name, { account, hours }) => {
      const [result] = runRules([rule], snapshotOf(account), { hours });
      expect(result?.outcome.state).toBe('failed');
      const problems = result?.outcome.state === 'failed' ? result.outcome.problems : [];
      for (const { subject, message } of problems) {
        expect(subject.name).not.toBe('');
        expect(message).toMatch(/^[a-z].*[^.]$/);
      }
    },
  );

  it.each(rule.needs.map((name) => [name]))('is skipped, never passed, without %s', (name) => {
    const account = { ...(rule.examples.ok[0]?.account as object | undefined), [name]: undefined };
    const [result] = runRules([rule], snapshotOf(account));
    expect(result?.outcome).toMatchObject({ state: 'skipped', sections: [name] });
  });

  it('explains itself', () => {
    expect(rule.id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(severities).toContain(rule.severity);
    expect(rule.why.length).toBeGreaterThan(60);
    expect(rule.fix.length).toBeGreaterThan(10);
    expect(rule.examples.ok.length).toBeGreaterThan(0);
    expect(rule.examples.bad.length).toBeGreaterThan(0);
  });
});

describe('the catalogue', () => {
  it('has every file, once, by id', () => {
    const folder = resolve(import.meta.dirname, '../../src/audit/rules');
    const files = readdirSync(folder).filter((name) => name !== 'index.ts');
    expect(rules.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
    expect(files.every((name) => join(folder, name).endsWith('.ts'))).toBe(true);
  });

  it('a rule that breaks takes no other with it', () => {
    const broken = {
      ...rules[0],
      needs: [],
      check: () => {
        throw new Error('oops');
      },
    } as (typeof rules)[number];
    const outcomes = runRules([broken, ...rules], snapshotOf({ standing: {} }));
    expect(outcomes[0]?.outcome).toEqual({ state: 'errored', message: 'oops' });
    expect(outcomes.length).toBe(rules.length + 1);
  });
});
