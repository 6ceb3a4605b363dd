/** The audit policy: what is read, what is refused and where, and what it makes of findings. */
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runRules } from '../../src/audit/engine.ts';
import { applyPolicy } from '../../src/audit/policy/apply.ts';
import { matchesGlob } from '../../src/audit/policy/glob.ts';
import { parsePolicy } from '../../src/audit/policy/parse.ts';
import { FileProblems } from '../../src/core/yaml/reader.ts';
import { emptyPolicy, settingsOf, type Policy } from '../../src/audit/policy/policy.ts';
import { samplePolicy } from '../../src/audit/policy/sample.ts';
import { policySchema, type DescribedRule } from '../../src/audit/policy/schema.ts';
import type { Finding } from '../../src/audit/finding.ts';
import { defineRule } from '../../src/audit/rule.ts';
import { rules as catalogue } from '../../src/audit/rules/index.ts';
import { UsageError } from '../../src/core/errors.ts';
import { parseYaml } from '../../src/core/yaml/parse.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { runs } from '../support/runs.ts';

const FILE = 'voipbin.audit.yaml';

const balanceLow: DescribedRule = {
  id: 'balance-low',
  title: 'the credit is nearly used up',
  category: 'money',
  severity: 'high',
  why: 'Without credit calls fail.',
  thresholds: {
    credit: { default: 10, unit: 'USD', what: 'below this it is low' },
    days: { default: 7, unit: 'days', what: 'less than this\nis short' },
  },
};
const numberUnused: DescribedRule = {
  id: 'number-unused',
  title: 'a number is paid for but not used',
  category: 'numbers',
  severity: 'low',
  why: 'Each number costs every month.',
  thresholds: {},
};
const rules = [balanceLow, numberUnused];

const parse = (text: string): Policy => parsePolicy(text, FILE, rules);

function errorOf(text: string): FileProblems {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof FileProblems) return error;
    throw error;
  }
  throw new Error(`no error for ${JSON.stringify(text)}`);
}

/** `line:column message` of each problem. */
const problemsOf = (text: string): string[] =>
  errorOf(text)
    .message.split('\n')
    .map((line) => {
      expect(line.startsWith(`${FILE}:`)).toBe(true);
      return line.slice(FILE.length + 1);
    });

const full = `# yaml-language-server: $schema=x
version: 1
rules:
  balance-low: { severity: critical, thresholds: { credit: 25.5 } }
  number-unused: { enabled: false }
hours: { zone: Europe/Berlin, days: [mon, tue, sun], from: "09:00", to: 24:00 }
suppressions:
  - rule: number-unused
    id: 5e4a0680-0000-4000-8000-000000000001
    reason: kept for the fair
    owner: ann@acme.example
    expires: 2027-01-31
  - { rule: "*", name: "Reserve *", reason: r, owner: o }
`;

describe('a policy that is read', () => {
  it('has all that the file says', () => {
    expect(parse(full)).toEqual({
      file: FILE,
      rules: {
        'balance-low': { enabled: true, severity: 'critical', thresholds: { credit: 25.5 } },
        'number-unused': { enabled: false, thresholds: {} },
      },
      hours: { zone: 'Europe/Berlin', days: [0, 1, 2], from: 540, to: 1440 },
      suppressions: [
        {
          rule: 'number-unused',
          target: { id: '5e4a0680-0000-4000-8000-000000000001' },
          reason: 'kept for the fair',
          owner: 'ann@acme.example',
          expires: '2027-01-31',
          line: 8,
        },
        { rule: '*', target: { name: 'Reserve *' }, reason: 'r', owner: 'o', line: 13 },
      ],
    });
  });

  it.each(['', '\n\n', '# nothing\n', '---\n', '~', '{}', 'version: 1', 'rules:\nhours:\nsuppressions:\n'])(
    'is empty for %j',
    (text) => {
      expect(parse(text)).toEqual(emptyPolicy);
    },
  );

  it.each(['balance-low:', 'balance-low: {}', 'balance-low: { thresholds: }'])(
    'leaves a rule as it is for %j',
    (line) => {
      expect(parse(`rules:\n  ${line}`).rules['balance-low']).toEqual({ enabled: true, thresholds: {} });
    },
  );

  it('gives a rule its numbers and hours', () => {
    const seen: unknown[] = [];
    const rule = defineRule({
      ...balanceLow,
      since: '0.1.0',
      needs: [],
      fix: '',
      messages: {},
      examples: { ok: () => [], bad: () => [] },
      check: (_account, context) => {
        seen.push(context.thresholds, context.hours);
        return [];
      },
    });
    const snapshot = { takenAt: 0, since: 0, sections: {} } as unknown as Snapshot;
    const policy = parse(full);
    expect(runRules([rule], snapshot, settingsOf(policy))[0]?.outcome).toEqual({ state: 'passed' });
    expect(seen).toEqual([{ credit: 25.5, days: 7 }, policy.hours]);
  });
});

const suppression = (rest: string): string => `suppressions:\n  - { ${rest} }`;

describe('a policy that is refused', () => {
  it.each<[text: string, ...problems: string[]]>([
    // The document.
    ['- version: 1', '1:1 the file must be a map (key: value), not a list'],
    ['hello', '1:1 the file must be a map (key: value), not text'],
    ['42', '1:1 the file must be a map (key: value), not 42'],
    ['version: 2', '1:10 this version of voipbin reads version 1 of the policy only'],
    ['version: "1"', '1:10 this version of voipbin reads version 1 of the policy only'],
    ['version:', '1:9 this version of voipbin reads version 1 of the policy only'],
    ['version: 1\nversion: 1', '2:1 the key "version" appears twice'],
    ['verson: 1', '1:1 unknown key "verson", did you mean version?'],
    ['"a\\nb": 1', '1:1 unknown key "a\\nb"'],
    [
      '__proto__: { rules: 1 }\nconstructor: 1',
      '1:1 unknown key "__proto__"',
      '2:1 unknown key "constructor"',
    ],
    // YAML itself.
    ['rules: "x', '1:10 missing closing "quote'],
    ['version: 1\n---\nversion: 1', '2:1 a second document begins here: one is allowed'],
    ['[a]: 1', '1:1 a key must be text'],
    ['version: &v 1\nrules: *v', '2:8 an alias (*v) is not allowed: write it out'],
    ['rules: !!set {}', '1:14 a tag (tag:yaml.org,2002:set) is not allowed: write plain data'],
    ['version: !js 1', '1:14 a tag (!js) is not allowed: write plain data'],
    // Rules.
    ['rules: []', '1:8 rules must be a map (key: value), not a list'],
    ['rules: { balance-lwo: {} }', '1:10 unknown rule "balance-lwo", did you mean balance-low?'],
    ['rules: { toString: {} }', '1:10 unknown rule "toString"'],
    ['rules:\n  balance-low: off', '2:16 balance-low must be a map (key: value), not text'],
    ['rules:\n  balance-low: {}\n  balance-low: {}', '3:3 the key "balance-low" appears twice'],
    ['rules:\n  balance-low: { enable: 1 }', '2:18 unknown key "enable", did you mean enabled?'],
    ['rules:\n  balance-low: { enabled: no }', '2:27 enabled must be true or false, not text'],
    ['rules:\n  balance-low: { enabled: }', '2:27 enabled must be true or false, not empty'],
    [
      'rules:\n  balance-low:\n    severity: hihg',
      '3:15 severity must be low, medium, high or critical, not "hihg", did you mean high?',
    ],
    ['rules:\n  balance-low:\n    severity: 3', '3:15 severity must be low, medium, high or critical, not 3'],
    // Thresholds.
    ['rules:\n  balance-low: { thresholds: 5 }', '2:30 thresholds must be a map (key: value), not 5'],
    [
      'rules:\n  balance-low: { thresholds: { crdit: 5 } }',
      '2:32 unknown threshold "crdit", did you mean credit?',
    ],
    [
      'rules:\n  balance-low: { thresholds: { agents: 5 } }',
      '2:32 unknown threshold "agents": balance-low has credit and days',
    ],
    [
      'rules:\n  number-unused: { thresholds: { days: 5 } }',
      '2:34 unknown threshold "days": number-unused has none',
    ],
    ['rules:\n  balance-low: { thresholds: { credit: -1 } }', '2:40 credit must not be negative'],
    ['rules:\n  balance-low: { thresholds: { credit: .inf } }', '2:40 credit must be a finite number'],
    ['rules:\n  balance-low: { thresholds: { credit: .nan } }', '2:40 credit must be a finite number'],
    ['rules:\n  balance-low: { thresholds: { credit: "5" } }', '2:40 credit must be a number, not text'],
    // Hours.
    ['hours: 9-17', '1:8 hours must be a map (key: value), not text'],
    ['hours: { zone: UTC }', '1:1 hours need days', '1:1 hours need from', '1:1 hours need to'],
    [
      'hours: { zone: Europe/Berln, days: [mon], from: "09:00", to: "17:00" }',
      '1:16 "Europe/Berln" is not a time zone, did you mean Europe/Berlin?',
    ],
    [
      'hours: { zone: "+02:00", days: [mon], from: "09:00", to: "17:00" }',
      '1:16 "+02:00" is not a time zone, one is named like Europe/Berlin',
    ],
    [
      'hours: { zone: UTC, days: [mon, tuesday, mon], from: "09:00", to: "17:00" }',
      '1:33 an item of the list must be sun, mon, tue, wed, thu, fri or sat, not "tuesday"',
      '1:42 mon appears twice',
    ],
    ['hours: { zone: UTC, days: mon, from: "09:00", to: "17:00" }', '1:27 days must be a list, not text'],
    ['hours: { zone: UTC, days: [], from: "09:00", to: "17:00" }', '1:27 days must name one day at least'],
    [
      'hours: { zone: UTC, days: [mon], from: "9:00", to: "24:01" }',
      '1:40 "9:00" is not a time of day, such as "09:00"',
      '1:52 "24:01" is not a time of day, such as "09:00"',
    ],
    [
      'hours: { zone: UTC, days: [mon], from: "24:00", to: 17 }',
      '1:40 "24:00" is not a time of day, such as "09:00"',
      '1:53 to must be text, not 17: put it in quotes',
    ],
    // Suppressions.
    ['suppressions: { rule: x }', '1:15 suppressions must be a list, not a map'],
    ['suppressions: [x]', '1:16 an item of the list must be a map (key: value), not text'],
    ['suppressions:\n  -\n', '2:4 a suppression must not be empty'],
    [
      'suppressions:\n  - expires: 2027-01-31',
      '2:5 a suppression needs a rule',
      '2:5 a suppression needs a reason',
      '2:5 a suppression needs an owner',
      "2:5 a suppression needs the object's id, or a pattern for its name",
    ],
    [
      suppression('rule: "*", id: x, name: y, reason: r, owner: o'),
      '2:25 a suppression has an id or a name, not both',
    ],
    [
      suppression('rule: "*", name: true, reason: r, owner: o'),
      '2:24 name must be text, not true: put it in quotes',
    ],
    [
      suppression('rule: "*", id: x, reason: " ", owner: ""'),
      '2:33 reason must be text, not empty',
      '2:45 owner must be text, not empty',
    ],
    [
      suppression('rule: number-unusde, id: x, reason: r, owner: o'),
      '2:13 unknown rule "number-unusde", did you mean number-unused?',
    ],
    [
      suppression('rule: "*", id: x, reason: r, owner: o, expires: 2027-02-29'),
      '2:55 "2027-02-29" is not a calendar date, such as 2027-01-31',
    ],
    [
      suppression('rule: "*", id: x, reason: r, owner: o, expires: 31.1.2027'),
      '2:55 "31.1.2027" is not a calendar date, such as 2027-01-31',
    ],
    [
      suppression('rule: "*", id: x, reason: r, owner: o, expires: 2027'),
      '2:55 expires must be text, not 2027: put it in quotes',
    ],
    [suppression('rule: "*", id: x, reason: r, owner: o, until: 1'), '2:46 unknown key "until"'],
  ])('%j', (text, ...problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('is told of once, with all problems, in the order of the file', () => {
    const error = errorOf('hours: 1\nversion: 2\nhours: 3\nrules: { x: 1 }\nother: *a');
    expect(error).toBeInstanceOf(UsageError);
    expect(error.code).toBe('POLICY');
    expect(error.message).toBe(
      [
        `${FILE}:2:10 this version of voipbin reads version 1 of the policy only`,
        `${FILE}:3:1 the key "hours" appears twice`,
        `${FILE}:3:8 hours must be a map (key: value), not 3`,
        `${FILE}:4:10 unknown rule "x"`,
        `${FILE}:5:1 unknown key "other"`,
        `${FILE}:5:8 an alias (*a) is not allowed: write it out`,
      ].join('\n'),
    );
    expect(error.problems.map(({ line }) => line)).toEqual([2, 3, 3, 4, 5, 5]);
  });

  it.each(['[', '{a: [', '- ', '? '])('as too deep, whatever is nested: %j', (part) => {
    expect(problemsOf(part.repeat(100_000))).toEqual(['1:1 lists and maps are nested too deeply']);
  });

  it('as too deep by lines as well', () => {
    const text = Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(problemsOf(text)).toEqual(['1:1 lists and maps are nested too deeply']);
  });

  it('not for a phone number without quotes', () => {
    const { suppressions } = parse(
      'suppressions:\n  - { rule: "*", name: +14155550101, reason: r, owner: o }',
    );
    expect(suppressions[0]?.target).toEqual({ name: '+14155550101' });
  });

  it('never for its length alone', () => {
    const items = Array.from({ length: 500 }, (_, n) => `- { rule: "*", id: "${n}", reason: r, owner: o }\n`);
    expect(parse(`suppressions:\n${items.join('')}`).suppressions[499]).toMatchObject({ line: 501 });
  });

  it('with its own error and no other, for any text', () => {
    const word = fc.constantFrom(
      ...[
        'version: 1',
        'rules:',
        'hours:',
        'suppressions:',
        'balance-low:',
        'thresholds: {credit: ',
        'zone: ',
      ],
      ...[
        '- rule: "*"',
        'name: ',
        'expires: 2027-13-01',
        '*a',
        '&a ',
        '!!map ',
        '!x ',
        '<<: ',
        '? ',
        '- ',
        ': ',
      ],
      ...[
        '\n',
        '\n  ',
        '\n    ',
        '{',
        '}',
        '[',
        ']',
        ',',
        '"',
        "'",
        '|',
        '>',
        '#',
        '%YAML 1.1\n',
        '---\n',
        '\t',
      ],
      ...['__proto__: ', 'toString: ', '\u0000', '\ud800', '\r', '\ufeff', '1e999', '~', '0x'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(word, { maxLength: 25 }).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          expect(parse(given).file).toBe(FILE);
        } catch (error) {
          if (!(error instanceof FileProblems)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
          for (const { line, column, message } of error.problems) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(given.split('\n').length);
            expect(column).toBeGreaterThanOrEqual(1);
            expect(message).toMatch(/^[^A-Z\n][^\n]*[^.\n]$/);
          }
        }
      }),
      runs(500),
    );
  });

  it('with its own error and no other, for any data', () => {
    const key = fc.constantFrom(
      ...['version', 'rules', 'hours', 'suppressions', 'balance-low', 'enabled', 'severity', 'thresholds'],
      ...['credit', 'zone', 'days', 'from', 'to', 'rule', 'id', 'name', 'reason', 'owner', 'expires', 'x'],
    );
    const { data } = fc.letrec((tie) => ({
      data: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, 1, -1, true, 'high', '*', '09:00', 'mon', 'UTC', '2027-01-31'),
        fc.array(tie('data'), { maxLength: 3 }),
        fc.dictionary(key, tie('data'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(data, (given) => {
        // JSON is YAML.
        try {
          expect(parse(JSON.stringify(given, null, 1)).file).toBe(FILE);
        } catch (error) {
          expect(error).toBeInstanceOf(FileProblems);
        }
      }),
    );
  });
});

describe('a place in YAML', () => {
  const document = parseYaml('a: 1\nb:\n  - x\n  - c:   2\nd:\n"e f": [1, 22]\n');

  it.each<[path: (string | number)[], key: string, value: string]>([
    [[], '1:1', '1:1'],
    [['a'], '1:1', '1:4'],
    [['b'], '2:1', '3:3'],
    [['b', 0], '3:5', '3:5'],
    [['b', 1, 'c'], '4:5', '4:10'],
    [['d'], '5:1', '5:3'],
    [['e f', 1], '6:12', '6:12'],
    [['b', 7], '2:1', '3:3'],
    [['nowhere', 'at', 'all'], '1:1', '1:1'],
  ])('%j', (path, key, value) => {
    const show = ({ line, column }: { line: number; column: number }): string => `${line}:${column}`;
    expect([show(document.keyAt(path)), show(document.valueAt(path))]).toEqual([key, value]);
  });
});

describe('a pattern on names', () => {
  it.each([
    ['Reserve *', 'reserve', false],
    ['Reserve *', 'RESERVE 1', true],
    ['Reserve *', 'The Reserve 1', false],
    ['reserve', 'Reserve 1', false],
    ['*büro*', 'Das BÜRO.', true],
    ['?', '📞', true],
    ['??', '📞', false],
    ['', '', true],
    ['', 'a', false],
    ['**', '', true],
    ['?*', '', false],
    ['a.c', 'abc', false],
    ['(a+)+$[', '(a+)+$[', true],
    ['*ab', 'aab', true],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'ab', false],
    ['*', '*', true],
  ])('%j and %j: %j', (pattern, text, fits) => {
    expect(matchesGlob(pattern, text)).toBe(fits);
  });

  it('fits as a plain reading of it does', () => {
    const reference = (pattern: string, text: string): boolean => {
      const [first, ...rest] = pattern;
      const [char, ...chars] = text;
      if (first === undefined) return char === undefined;
      if (first === '*') {
        return reference(rest.join(''), text) || (char !== undefined && reference(pattern, chars.join('')));
      }
      if (char === undefined) return false;
      return (
        (first === '?' || first.toLowerCase() === char.toLowerCase()) &&
        reference(rest.join(''), chars.join(''))
      );
    };
    const text = (...chars: string[]): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom(...chars), { maxLength: 9 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text('a', 'B', '📞', '*', '?'), text('A', 'b', '📞', '*'), (pattern, name) => {
        expect(matchesGlob(pattern, name)).toBe(reference(pattern, name));
      }),
      runs(2000),
    );
  });

  it('is soon done with what would keep a regular expression busy for ever', () => {
    const before = performance.now();
    expect(matchesGlob(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('findings under a policy', () => {
  const finding = (rule: string, name: string, severity: Finding['severity'] = 'low'): Finding => ({
    rule,
    title: 't',
    category: 'numbers',
    severity,
    severity_reason: null,
    subject: { kind: 'number', id: `id of ${name}`, name },
    message_id: 'm',
    data: {},
    message: 'm',
    fix: 'f',
    fingerprint: `${rule}:${name}`,
    first_seen: '2027-01-01T00:00:00Z',
    is_new: true,
  });
  const at = (time: string): number => Date.parse(time);
  const now = at('2027-01-10T12:00:00Z');
  const names = (list: readonly Finding[]): string[] => list.map(({ subject }) => subject.name);
  const suppressing = (...items: string[]): Policy =>
    parse(`suppressions:\n${items.map((item) => `  - { ${item}, reason: why, owner: ann }\n`).join('')}`);

  it('are as they were under none', () => {
    const found = [finding('balance-low', 'a', 'high'), finding('number-unused', 'b')];
    expect(applyPolicy(found, emptyPolicy, now)).toEqual({
      findings: found,
      suppressed: [],
      notes: [],
      disabled: [],
    });
  });

  it('have its severity and stand worst first, else in their order', () => {
    const found = [
      finding('balance-low', 'a', 'high'),
      finding('balance-low', 'b', 'medium'),
      finding('number-unused', 'c'),
      finding('number-unused', 'd'),
    ];
    const policy = parse('rules: { number-unused: { severity: critical } }');
    const { findings } = applyPolicy(found, policy, now);
    expect(findings.map(({ subject, severity }) => [subject.name, severity])).toEqual([
      ['c', 'critical'],
      ['d', 'critical'],
      ['a', 'high'],
      ['b', 'medium'],
    ]);
    expect(found[2]?.severity).toBe('low');
  });

  it('are not those of a rule that is switched off', () => {
    const policy = parse(
      'rules: { number-unused: { enabled: false }, balance-low: { enabled: true } }\n' +
        'suppressions:\n  - { rule: number-unused, id: x, reason: r, owner: o }',
    );
    const result = applyPolicy([finding('number-unused', 'a'), finding('balance-low', 'b')], policy, now);
    expect(names(result.findings)).toEqual(['b']);
    expect(result.suppressed).toEqual([]);
    expect(result.disabled).toEqual(['number-unused']);
    expect(result.notes).toEqual([
      `${FILE}:3 the suppression of number-unused for x has no effect: the rule is disabled`,
    ]);
  });

  it('are let be by id, by name, for one rule or for all', () => {
    const found = [
      finding('number-unused', 'Reserve 1'),
      finding('balance-low', 'Reserve 2'),
      finding('balance-low', 'b'),
      finding('number-unused', 'b'),
      finding('number-unused', 'c'),
    ];
    const policy = suppressing(
      'rule: "*", name: "reserve ?"',
      'rule: number-unused, id: id of b',
      'rule: number-unused, id: b',
    );
    const { findings, suppressed, notes } = applyPolicy(found, policy, now);
    expect(findings).toEqual([found[2], found[4]]);
    expect(names(suppressed)).toEqual(['Reserve 1', 'Reserve 2', 'b']);
    expect(suppressed[0]).toEqual({
      ...found[0],
      suppression: { reason: 'why', owner: 'ann', expires: null },
    });
    expect(notes).toEqual([`${FILE}:4 the suppression of number-unused for b matches nothing: remove it`]);
  });

  it('say nothing of a suppression whose rule could not be checked', () => {
    const policy = suppressing('rule: number-unused, id: x', 'rule: "*", id: y', 'rule: balance-low, id: z');
    expect(applyPolicy([], policy, now, ['number-unused']).notes).toEqual([
      `${FILE}:4 the suppression of balance-low for z matches nothing: remove it`,
    ]);
  });

  it('are told of by the second of two suppressions, too, when the first has ended', () => {
    const policy = suppressing(
      'rule: "*", name: a, expires: 2027-01-01',
      'rule: "*", name: "*", expires: 2028-01-01',
    );
    const { suppressed, notes } = applyPolicy([finding('number-unused', 'a')], policy, now);
    expect(suppressed.map((one) => one.suppression.expires)).toEqual(['2028-01-01']);
    expect(notes).toEqual([`${FILE}:2 the suppression of every rule for "a" ended on 2027-01-01`]);
  });

  const ends = (time: string): { held: number; notes: readonly string[] } => {
    const policy = suppressing('rule: number-unused, name: "*", expires: 2027-01-31');
    const { suppressed, notes } = applyPolicy([finding('number-unused', 'a')], policy, at(time));
    return { held: suppressed.length, notes };
  };
  const note = (rest: string): string => `${FILE}:2 the suppression of number-unused for "*" ${rest}`;

  it.each([
    ['2027-01-16T23:59:59.999Z', 1, []],
    ['2027-01-17T00:00:00Z', 1, [note('ends on 2027-01-31, in 14 days')]],
    ['2027-01-30T12:00:00Z', 1, [note('ends on 2027-01-31, in 1 day')]],
    ['2027-01-31T00:00:00Z', 1, [note('ends on 2027-01-31, today')]],
    ['2027-01-31T23:59:59.999Z', 1, [note('ends on 2027-01-31, today')]],
    ['2027-02-01T00:00:00Z', 0, [note('ended on 2027-01-31: 1 finding counts again')]],
  ])('are let be to the end of the last day: %s', (time, held, notes) => {
    expect(ends(time)).toEqual({ held, notes });
  });
});

/** Strict: a keyword that does nothing is an error; but `required` in a branch is not seen to be of its parent. */
const compile = (known: readonly DescribedRule[]): ValidateFunction =>
  new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(policySchema(known));

/** Takes `# ` away where it begins a line, as an editor does; `##` becomes `#`. */
const uncomment = (text: string): string => text.replaceAll(/^( *)# ?/gm, '$1');

describe.each([
  ['two rules', rules],
  ['the catalogue', catalogue],
] as const)('the sample for %s', (_name, known) => {
  const sample = samplePolicy(known);
  const [before = '', block = '', after = ''] = sample.split(/(?<=^rules:\n)|(?=^## When someone)/m);

  it('names the schema first', () => {
    expect(sample.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=./node_modules/voipbin/docs/voipbin.audit.schema.json',
    );
  });

  it('sets nothing as it is', () => {
    expect(parsePolicy(sample, FILE, known)).toEqual({ ...emptyPolicy, file: FILE });
  });

  it('sets every rule to what it is when its rules are uncommented', () => {
    const policy = parsePolicy(before + uncomment(block) + after, FILE, known);
    expect(policy.rules).toEqual(
      Object.fromEntries(
        known.map(({ id, thresholds }) => [
          id,
          {
            enabled: true,
            thresholds: Object.fromEntries(
              Object.entries(thresholds).map(([name, one]) => [name, one.default]),
            ),
          },
        ]),
      ),
    );
  });

  it('shows hours and a suppression', () => {
    const policy = parsePolicy(before + block + uncomment(after), FILE, known);
    expect(policy.hours).toEqual({ zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: 540, to: 1020 });
    expect(policy.suppressions).toMatchObject([{ rule: '*', target: { name: 'Reserve *' } }]);
  });

  it('is what the schema allows, commented or not', () => {
    const allows = compile(known);
    for (const text of [sample, before + uncomment(block) + uncomment(after)]) {
      allows(parseYaml(text).value);
      expect(allows.errors).toBeNull();
    }
  });
});

describe('the schema', () => {
  const allows = compile(rules);

  it('allows what is read', () => {
    expect(allows(parseYaml(full).value)).toBe(true);
  });

  it.each([
    'verson: 1',
    'version: 2',
    'rules: []',
    'rules: { x: {} }',
    'rules: { balance-low: { severity: bad } }',
    'rules: { balance-low: { enabled: 1 } }',
    'rules: { balance-low: { thresholds: { credit: -1 } } }',
    'rules: { number-unused: { thresholds: { credit: 1 } } }',
    'hours: { zone: UTC, days: [], from: "09:00", to: "17:00" }',
    'hours: { zone: UTC, days: [mon], from: "24:00", to: "17:00" }',
    'hours: { zone: UTC, days: [mon], from: "09:00" }',
    suppression('rule: "*", id: x, name: y, reason: r, owner: o'),
    suppression('rule: "*", reason: r, owner: o'),
    suppression('rule: "*", id: x, reason: " ", owner: o'),
    suppression('rule: x, id: x, reason: r, owner: o'),
    'suppressions: [null]',
  ])('refuses what is refused: %j', (text) => {
    expect(allows(parseYaml(text).value)).toBe(false);
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it('tells of a threshold what it means', () => {
    expect(JSON.stringify(policySchema(rules))).toContain('below this it is low (USD; 10 by default)');
  });
});
