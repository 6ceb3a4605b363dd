/** What rules say: every sentence is shown by an example, and made from plain data of which each datum is used. */
import { describe, expect, it } from 'vitest';
import { customer } from '../../src/audit/examples.ts';
import { defineRule, type Problem, type Rule } from '../../src/audit/rule.ts';
import { rules } from '../../src/audit/rules/index.ts';
import { sentenceOf, type Data } from '../../src/audit/sentences.ts';
import { sentencesShown } from '../../src/audit/shown.ts';
import { customerSubject, withNameOf } from '../../src/audit/subjects.ts';
import { outcomeOf, problemsIn } from '../support/examples.ts';

const foundBy = (rule: Rule): Problem[] => rule.examples.bad.flatMap((example) => problemsIn(rule, example));

/** The data, and the names of all in it that was looked at. */
function watched(data: Data): { data: Data; used: Set<string | symbol> } {
  const used = new Set<string | symbol>();
  const get = (target: Data, name: string): unknown => {
    used.add(name);
    return target[name];
  };
  return { data: new Proxy(data, { get }), used };
}

/** What neither the sentence nor the fix looks at, in any of the problems with this message. */
function unused(rule: Rule, problems: readonly Problem[]): string[] {
  const names = new Set(problems.flatMap(({ data }) => Object.keys(data)));
  for (const problem of problems) {
    const { data, used } = watched(problem.data);
    sentenceOf(rule.messages[problem.messageId] ?? '', data);
    sentenceOf(rule.fixes?.[problem.messageId] ?? '', data);
    for (const name of used) names.delete(String(name));
  }
  return [...names];
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  const problems = foundBy(rule);

  it('shows each of its sentences by an example', () => {
    const ids = Object.keys(rule.messages);
    expect(ids.filter((id) => !problems.some(({ messageId }) => messageId === id))).toEqual([]);
    expect(ids.every((id) => /^[a-z]+(_[a-z]+)*$/.test(id))).toBe(true);
  });

  it('gives plain data, by names of plain words, all of which its sentences use', () => {
    for (const { messageId, data, message } of problems) {
      const read = JSON.parse(JSON.stringify(data)) as Data;
      expect(read).toStrictEqual(data);
      expect(sentenceOf(rule.messages[messageId] ?? '', read)).toBe(message);
      expect(Object.keys(data).every((name) => /^[a-z]+(_[a-z]+)*$/.test(name))).toBe(true);
    }
    const ids = Object.keys(rule.messages);
    const left = ids.map((id) =>
      unused(
        rule,
        problems.filter(({ messageId }) => messageId === id),
      ),
    );
    expect(left).toEqual(ids.map(() => []));
  });
});

const account = { name: 'one', account: { customer: customer() } };

describe('what is shown of a rule', () => {
  it('is each of its sentences once, with the object and the data', () => {
    const rule = rules.find(({ id }) => id === 'queue-no-agent') ?? expect.fail('no such rule');
    expect(sentencesShown(rule)).toEqual([
      { message_id: 'no_agents', sentence: 'Sales has no agents: the account has none', data: {} },
      {
        message_id: 'no_tagged_agent',
        sentence: 'Sales has no agents: none has the tag sales',
        data: { tags: [{ id: expect.any(String) as string, name: 'sales' }] },
      },
    ]);
    const shown = rules.flatMap(sentencesShown);
    expect(shown).toHaveLength(rules.flatMap(({ messages }) => Object.keys(messages)).length);
  });
});

describe('defineRule', () => {
  const { examples: _examples, ...common } = rules[0] ?? expect.fail('there are no rules');
  const about = customerSubject(customer());
  const rule = defineRule({
    ...common,
    needs: ['customer'],
    fix: 'see to <customer>',
    messages: { many: ({ count }: { count: number }) => `has ${count} of them`, none: 'has none' },
    fixes: { many: ({ count }) => `take ${count - 1} of <customer> away` },
    examples: { ok: () => [], bad: () => [account] },
    *check() {
      yield { subject: about, messageId: 'many', data: { count: 3 } };
      yield { subject: about, messageId: 'none' };
    },
  });

  it('puts problems into words, with the name of the object in the fix', () => {
    expect(problemsIn(rule, account)).toEqual([
      {
        ...{ subject: about, messageId: 'many', data: { count: 3 }, message: 'has 3 of them' },
        fix: "take 2 of 'Acme Corporation' away",
      },
      {
        ...{ subject: about, messageId: 'none', data: {}, message: 'has none' },
        fix: "see to 'Acme Corporation'",
      },
    ]);
  });

  it('takes a sentence that cannot be made for a rule that breaks', () => {
    const broken = defineRule({
      ...common,
      needs: [],
      messages: { exact: ({ count }: { count: number }) => `has ${count.toFixed(200)}` },
      examples: { ok: () => [], bad: () => [] },
      check: () => [{ subject: about, messageId: 'exact', data: { count: 1 } }],
    });
    expect(outcomeOf(broken, account)).toMatchObject({ state: 'errored' });
  });

  it('refuses what the messages do not say, when it is compiled', () => {
    const spec = {
      ...common,
      needs: ['customer'],
      messages: { many: ({ count }: { count: number }) => `has ${count}`, none: 'has none' },
      examples: { ok: () => [], bad: () => [] },
    } as const;
    const subject = about;
    // @ts-expect-error an id that is not there
    defineRule({ ...spec, check: () => [{ subject, messageId: 'some', data: { count: 1 } }] });
    // @ts-expect-error a datum is missing
    defineRule({ ...spec, check: () => [{ subject, messageId: 'many', data: {} }] });
    // @ts-expect-error no data at all
    defineRule({ ...spec, check: () => [{ subject, messageId: 'many' }] });
    // @ts-expect-error a datum of another type
    defineRule({ ...spec, check: () => [{ subject, messageId: 'many', data: { count: '1' } }] });
    // @ts-expect-error data for a text
    defineRule({ ...spec, check: () => [{ subject, messageId: 'none', data: { count: 1 } }] });
    // @ts-expect-error a fix for a message that is not there
    defineRule({ ...spec, fixes: { some: 'fix it' }, check: () => [] });
    // @ts-expect-error data that is not JSON
    defineRule({ ...spec, messages: { at: ({ at }: { at: Date }) => at.toString() }, check: () => [] });
    expect(defineRule({ ...spec, check: () => [{ subject, messageId: 'none' }] }).id).toBe(common.id);
  });
});

describe('a command in a fix names its object', () => {
  it.each([
    ['by its name', 'Sales desk', "agents get 'Sales desk'"],
    ['by its digits', '+14155550100 (Main)', 'agents get +14155550100'],
    ['by its id where its name cannot be typed', 'Sales\u001b[31m', 'agents get 1f'],
  ])('%s', (_how, name, command) => {
    expect(withNameOf({ kind: 'agent', id: '1f', name }, 'agents get <agent>')).toBe(command);
  });
});
