/** Every rule: its own examples, and the catalogue as a whole. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runRules } from '../../src/audit/engine.ts';
import { rules } from '../../src/audit/rules/index.ts';
import { daysNeeded, defaultThresholds, severities } from '../../src/audit/rule.ts';
import type { SectionName } from '../../src/snapshot/snapshot.ts';
import { outcomeOf, problemsIn, snapshotOf } from '../support/examples.ts';

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  it.each(rule.examples.ok.map((example) => [example.name, example] as const))(
    'is silent for: %s',
    (_name, example) => {
      expect(outcomeOf(rule, example)).toEqual({ state: 'passed' });
    },
  );

  it.each(rule.examples.bad.map((example) => [example.name, example] as const))(
    'finds: %s',
    (_name, example) => {
      const problems = problemsIn(rule, example);
      expect(problems).not.toEqual([]);
      const usual = [undefined, rule.severity, ...(rule.variants ?? []).map(({ severity }) => severity)];
      for (const { subject, message, severity } of problems) {
        expect(usual).toContain(severity);
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

const traffic: readonly SectionName[] = ['calls', 'activeflows', 'queuecalls', 'messages', 'billings'];

describe('what rules conclude from traffic', () => {
  const concluding = rules.filter((rule) => rule.traffic !== undefined);

  it('is said by every rule that needs any', () => {
    const needing = rules.filter(({ needs }) => needs.some((name) => traffic.includes(name)));
    expect(needing.filter((rule) => rule.traffic === undefined).map(({ id }) => id)).toEqual([]);
    expect(concluding.length).toBeGreaterThan(needing.length);
  });

  it.each(concluding.map((rule) => [rule.id, rule] as const))('%s has a decoy', (_id, rule) => {
    expect(rule.examples.ok.some(({ decoy }) => decoy)).toBe(true);
    expect(rule.traffic?.places.length).toBeGreaterThan(0);
    // What counts is a phrase, not a label.
    expect(rule.traffic?.places.filter((place) => place.split(' ').length < 3)).toEqual([]);
  });

  it.each(concluding.map((rule) => [rule.id, rule] as const))(
    '%s does not pass with too few days, and finds nothing by silence',
    (_id, rule) => {
      const days = daysNeeded(rule, defaultThresholds(rule));
      const { bad, ok } = rule.examples;
      const silence = rule.traffic?.from === 'silence';
      for (const { account } of silence ? [...bad, ...ok] : ok) {
        const [short] = runRules([rule], snapshotOf(account, Math.max(0, days - 1 / 86_400)));
        expect(short?.outcome).toEqual(days > 0 ? { state: 'needs_days', days } : { state: 'passed' });
        const [long] = runRules([rule], snapshotOf(account, days));
        expect(long?.outcome.state).not.toBe('needs_days');
      }
      // The default look back is enough for all.
      expect(days).toBeLessThanOrEqual(30);
      if (silence) expect(days).toBeGreaterThan(0);
    },
  );

  it('needs more days where the policy asks for more', () => {
    const days = (id: string, thresholds: Record<string, number>): number | undefined => {
      const [result] = runRules(
        rules.filter((rule) => rule.id === id),
        snapshotOf(allOf(id), 9),
        {
          thresholds: { [id]: thresholds },
        },
      );
      return result?.outcome.state === 'needs_days' ? result.outcome.days : undefined;
    };
    const allOf = (id: string): object => rules.find((rule) => rule.id === id)?.examples.ok[0]?.account ?? {};
    expect(days('new-destination', {})).toBe(14);
    expect(days('new-destination', { days: 2 })).toBe(undefined);
    expect(days('outbound-open', { days: 10 })).toBe(10);
    expect(days('agent-stuck-busy', { hours: 300 })).toBe(14);
    expect(days('agent-stuck-busy', {})).toBe(undefined);
  });
});

/** What an example may say of its subject: add a verb here if a new example needs it. */
const VERBS =
  /\b(?:is|are|was|were|has|have|had|can|does|allows|answered|called|calls|checks|connects|contains|counts|ended|ends?|expired|expires|failed|fetch(?:es)?|hangs|joins|jumps|leads|lists|makes|names|needs|pauses|plays|ran|rang|received|repeats|rings|runs|sends|sent|speaks|spends|spent|starts?|stops|stores|uses|waits)\b/;

/** Why a name is not a sentence that a stranger understands; undefined where it is one. */
function faultOf(name: string): string | undefined {
  if (!/^[a-z\d]/.test(name) || name.endsWith('.')) return 'begins with a capital or ends with a full stop';
  if (name.length > 90) return 'is longer than 90 characters';
  if (name.split(' ').length < 4) return 'has fewer than four words';
  return VERBS.test(name) ? undefined : 'has no verb';
}

describe('the names of examples', () => {
  it('are sentences about an account', () => {
    const faults = rules.flatMap(({ id, examples }) =>
      [...examples.bad, ...examples.ok].flatMap(({ name }) => {
        const fault = faultOf(name);
        return fault === undefined ? [] : [`${id}: ${JSON.stringify(name)} ${fault}`];
      }),
    );
    expect(faults).toEqual([]);
  });

  it('occur once in a rule', () => {
    const repeated = rules.flatMap(({ id, examples }) => {
      const names = [...examples.bad, ...examples.ok].map(({ name }) => name);
      return names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${id}: ${name}`);
    });
    expect(repeated).toEqual([]);
  });

  it('are not labels', () => {
    const labels = ['none', 'in capitals', 'another word for it', 'a queue without agents behind a menu'];
    expect(labels.map(faultOf)).not.toContain(undefined);
    expect(faultOf('An agent is available')).toBeDefined();
    expect(faultOf('an agent is available.')).toBeDefined();
    expect(faultOf(`an agent is ${'very '.repeat(20)}tired`)).toBeDefined();
  });

  const pointing = rules.flatMap((rule) =>
    [...rule.examples.bad, ...rule.examples.ok].flatMap((example) => {
      const [, id] = /\(reported by (.*?)\)/.exec(example.name) ?? [];
      return id === undefined ? [] : [[`${rule.id}: ${example.name}`, id, example] as const];
    }),
  );

  it.each(pointing)('are true of the other rule: %s', (_name, id, example) => {
    const other = rules.find((rule) => rule.id === id);
    // What the other rule needs besides is not part of the example, and empty.
    const account = { queues: [], tags: [], ...example.account } as never;
    expect(other && problemsIn(other, { ...example, account })).toHaveLength(1);
  });
});

describe('severities', () => {
  it("have one reason each, which is not the rule's own", () => {
    for (const { severity, variants = [] } of rules) {
      const all = variants.map((variant) => variant.severity);
      expect(new Set([severity, ...all]).size).toBe(all.length + 1);
    }
  });

  it('every variant is shown by an example', () => {
    const missing = rules.flatMap((rule) => {
      const shown = rule.examples.bad.flatMap((example) =>
        problemsIn(rule, example).map((one) => one.severity),
      );
      return (rule.variants ?? []).filter(({ severity }) => !shown.includes(severity)).map(() => rule.id);
    });
    expect(missing).toEqual([]);
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
