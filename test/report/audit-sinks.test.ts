/** The formats for other programs: what each writes is read back by a reader of that format. */
import { ownProse } from '../../src/report/markdown.ts';
import fc from 'fast-check';
import type { ParserOptions } from 'prettier';
import { parsers } from 'prettier/plugins/markdown';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { clean } from '../../src/core/text.ts';
import { renderJunit } from '../../src/report/audit/junit.ts';
import { renderMarkdown } from '../../src/report/audit/markdown.ts';
import { nagiosExit, renderNagios } from '../../src/report/audit/nagios.ts';
import { renderOpenmetrics } from '../../src/report/audit/openmetrics.ts';
import { renderPrometheus } from '../../src/report/audit/prometheus.ts';
import { renderSarif } from '../../src/report/audit/sarif.ts';
import type { Review } from '../../src/report/format.ts';
import { plain } from '../../src/report/paint.ts';
import {
  emptyReview,
  findingOf,
  hostileNames,
  hostileReview,
  hostileReviews,
  manyFindings,
  oneFinding,
  reviewWith,
  ruleInfo,
} from '../support/audit-fixture.ts';
import { validateSarif } from '../support/sarif.ts';

const style = { paint: plain, timeZone: 'Europe/Berlin' };

const reviews: readonly (readonly [string, Review])[] = [
  ['nothing', emptyReview],
  ['one finding', oneFinding],
  ['many findings', manyFindings],
  ...hostileReviews,
];

/** Names of any characters at all, halves of surrogate pairs among them. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.constantFrom('|', '\\', '`', '<', '"', '&', '\n', ']', '[', '{0}', '@', '://', ' ', "'", '='),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Holds for every fixture and for names that nobody thought of. */
function forAnyName(check: (review: Review) => void): void {
  fc.assert(
    fc.property(anyText, (name) => {
      check(hostileReview(name));
    }),
    { numRuns: 150 },
  );
}

const controls =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u;

describe.each([
  ['markdown', renderMarkdown],
  ['junit', renderJunit],
  ['sarif', renderSarif],
  ['nagios', renderNagios],
  ['prometheus', renderPrometheus],
  ['openmetrics', renderOpenmetrics],
] as const)('%s', (_name, render) => {
  it.each(reviews)('ends with one line break and holds no control character: %s', (_case, review) => {
    const text = render(review, style);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(controls);
  });

  it('does so for any name', () => {
    forAnyName((review) => {
      expect(render(review, style)).not.toMatch(controls);
    });
  });
});

describe('a sentence of our own in Markdown', () => {
  it.each([
    ['with `--tag` for each that stays', 'with `--tag` for each that stays'],
    ['write `&amp;` for `&`', 'write `&amp;` for `&`'],
    ['run `voipbin audit`, or wait', 'run `voipbin audit`, or wait'],
    ['clear wait_flow_id', 'clear `wait_flow_id`'],
  ])('%s', (text, markdown) => {
    expect(ownProse(text)).toBe(markdown);
  });
});

describe('markdown', () => {
  interface Node {
    type: string;
    value?: string;
    children?: Node[];
  }

  const parse = (text: string): Node =>
    parsers.markdown.parse(text, { originalText: text } as ParserOptions) as Node;
  const walk = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(walk)];
  const find = (node: Node, type: string): Node[] => walk(node).filter((one) => one.type === type);
  const textOf = (node: Node): string =>
    walk(node)
      .map(({ value }) => value ?? '')
      .join('');
  const rowsOf = (review: Review): string[][] =>
    find(parse(renderMarkdown(review, style)), 'tableRow').map((row) => (row.children ?? []).map(textOf));

  /** All that the format itself writes; anything else came out of a name. */
  const own = new Set([
    'root',
    'heading',
    'paragraph',
    'sentence',
    'word',
    'whitespace',
    'text',
    'inlineCode',
    'table',
    'tableRow',
    'tableCell',
    'list',
    'listItem',
  ]);

  function holds(review: Review): void {
    const tree = parse(renderMarkdown(review, style));
    const strange = walk(tree).filter(({ type }) => !own.has(type));
    expect(strange).toEqual([]);
    expect(find(tree, 'heading').length).toBeLessThanOrEqual(3);
    const { findings } = review.report;
    const rows = find(tree, 'tableRow');
    expect(rows.length).toBe(findings.length === 0 ? 0 : findings.length + 1);
    for (const row of rows) expect(row.children?.length).toBe(4);
    expect(find(tree, 'listItem').length).toBe(
      review.report.not_checked.length + review.report.policy_notes.length,
    );
  }

  it.each(reviews)('is read as it was meant: %s', (_case, review) => {
    holds(review);
  });

  it('is read so for any name', () => {
    forAnyName(holds);
  });

  it('shows the finding', () => {
    expect(rowsOf(manyFindings)[2]).toEqual([
      'high',
      'has $4.00 of credit left; below $10.00 is low',
      'number Main',
      'voipbin number update <id> --flow <flow>',
    ]);
  });

  it('names what is new only where there was a run before', () => {
    expect(rowsOf(manyFindings).map(([severity]) => severity)).toEqual([
      'Severity',
      'critical, new',
      'high',
      'high',
      'medium',
      'low, new',
    ]);
    const first = reviewWith({
      findings: [findingOf(ruleInfo('a-b', 'money', 'low'), 'x', { is_new: true })],
    });
    expect(rowsOf(first)[1]?.[0]).toBe('low');
  });

  it('begins with the account, the time in the zone asked for, and the counts', () => {
    expect(renderMarkdown(manyFindings, style).split('\n').slice(0, 3)).toEqual([
      '# Audit of `Acme Ltd`, 2026-11-23 21:04 CET',
      '',
      '5 findings: 1 critical, 2 high, 1 medium, 1 low; 0 rules passed; 2 rules not checked.',
    ]);
    expect(renderMarkdown(manyFindings, style)).toContain('\n1 finding suppressed by the policy.\n');
    expect(renderMarkdown(emptyReview, style)).toBe(
      '# Audit of `Acme Ltd`, 2026-11-23 21:04 CET\n\nNo findings; 7 rules passed.\n',
    );
  });

  it.each(hostileNames.filter((name) => name.trim() !== '' && !name.includes('\\|')))(
    'keeps the name as it is: %j',
    (name) => {
      const [, row] = rowsOf(hostileReview(name));
      // A table's cell loses nothing but what `clean` and UTF-8 take.
      expect(
        row?.[2]?.endsWith(
          clean(name)
            .replace(/\p{Surrogate}/gu, '\ufffd')
            .trimEnd(),
        ),
      ).toBe(true);
    },
  );

  it.each([
    ['run `voipbin login`, then try again', ['voipbin login'], 'run `voipbin login`, then try again'],
    [
      'confirm it, or set another: voipbin customer update --email <address>',
      ['voipbin customer update --email <address>'],
      undefined,
    ],
    [
      'voipbin customer update --name "<a b>"; see below',
      ['voipbin customer update --name "<a b>"'],
      undefined,
    ],
    [
      'link it (PUT /numbers/<id>/flow_ids with both ids), please',
      ['PUT /numbers/<id>/flow_ids'],
      'link it (`PUT /numbers/<id>/flow_ids` with both ids), please',
    ],
    [
      'off with PUT /numbers/<id>/metadata {"rtp_debug": false}',
      ['PUT /numbers/<id>/metadata {"rtp_debug": false}'],
      undefined,
    ],
    [
      'set destination_whitelist, such as ["us"]) (see f(x_y)).',
      ['destination_whitelist', '["us"]', 'f(x_y)'],
      'set `destination_whitelist`, such as `["us"]`) (see `f(x_y)`).',
    ],
    ['point the key at a flow (press 3), or at 12.', [], 'point the key at a flow (press 3), or at 12.'],
    ['3) begins a list', ['3)'], '`3)` begins a list'],
  ])('keeps a command in one code span, and marks outside: %s', (fix, spans, source) => {
    const finding = findingOf(ruleInfo('a-b', 'money', 'low'), 'n', { fix });
    const text = renderMarkdown(reviewWith({ findings: [{ ...finding, message: 'm' }] }), style);
    const [, row] = find(parse(text), 'tableRow');

    const [, , , cell] = row?.children ?? [];
    expect(find(cell ?? { type: 'none' }, 'inlineCode').map(({ value }) => value)).toEqual(spans);
    if (source !== undefined) expect(text).toContain(`| ${source} |`);
  });

  it.each([
    '@octocat',
    '#12',
    'octo/repo#3',
    'GH-4',
    'www.evil.example',
    'a@b.example',
    'deadbeef1',
    '1.',
    '-',
    ':x:',
  ])('leaves %s to no reader that makes links of text', (word) => {
    const review = reviewWith({
      findings: [findingOf(ruleInfo('a-b', 'money', 'low'), 'n', { message: `${word} then ${word}` })],
    });
    const [, row] = find(parse(renderMarkdown(review, style)), 'tableRow');
    expect(find(row ?? { type: 'none' }, 'inlineCode').map(({ value }) => value)).toEqual(
      expect.arrayContaining([word, word]),
    );
  });
});

describe('junit', () => {
  interface Element {
    name: string;
    attributes: Record<string, string>;
    children: Element[];
    text: string;
  }

  /** Strict: throws on whatever is not well-formed XML 1.0. */
  function parse(text: string): Element {
    const root: Element = { name: '', attributes: {}, children: [], text: '' };
    const open = [root];
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => {
      const element = { name, attributes, children: [], text: '' };
      open.at(-1)?.children.push(element);
      open.push(element);
    });
    parser.on('text', (part) => {
      const element = open.at(-1);
      if (element) element.text += part;
    });
    parser.on('closetag', () => {
      open.pop();
    });
    parser.write(text).close();
    const [top] = root.children;
    if (!top) throw new Error('no element');
    return top;
  }

  const all = (element: Element, name: string): Element[] => [
    ...(element.name === name ? [element] : []),
    ...element.children.flatMap((child) => all(child, name)),
  ];
  const read = (review: Review): Element => parse(renderJunit(review, style));

  function holds(review: Review): void {
    const top = read(review);
    expect(top.name).toBe('testsuites');
    const cases = all(top, 'testcase');
    expect(cases.map(({ attributes }) => attributes.name).sort()).toEqual(
      review.rules.map(({ id }) => id).sort(),
    );
    const count = (element: Element): Record<string, string> => ({
      tests: String(all(element, 'testcase').length),
      failures: String(all(element, 'failure').length),
      errors: String(all(element, 'error').length),
    });
    expect(top.attributes).toMatchObject(count(top));
    for (const suite of top.children) {
      expect(suite.attributes).toMatchObject({
        ...count(suite),
        skipped: String(all(suite, 'skipped').length),
        timestamp: '2026-11-23T20:04:05',
      });
      for (const one of suite.children) {
        expect(one.attributes.classname).toBe(`voipbin.${suite.attributes.name ?? ''}`);
      }
    }
  }

  it.each(reviews)('is well-formed, with a case per rule and true counts: %s', (_case, review) => {
    holds(review);
  });

  it('is well-formed for any name', () => {
    forAnyName(holds);
  });

  it('tells the ways a rule can end apart', () => {
    const rules = [...manyFindings.rules, ruleInfo('number-idle', 'numbers', 'low')];
    const known = { ...manyFindings, rules };
    const extra = [ruleInfo('number-off', 'numbers', 'low'), ruleInfo('number-fine', 'numbers', 'low')];
    const report = { ...known.report, disabled: ['number-off'], passed: ['number-fine'] };
    const top = read({ ...known, rules: [...rules, ...extra], report });
    const endings = Object.fromEntries(
      all(top, 'testcase').map(({ attributes, children: [verdict] }): [string, string | undefined] => [
        attributes.name ?? '',
        verdict && `${verdict.name} ${verdict.attributes.message ?? ''}`,
      ]),
    );
    expect(endings).toEqual({
      'account-frozen': 'failure something is wrong with account frozen (1 problem)',
      'admin-surplus': 'error the rule failed: x is not a function',
      'balance-low': 'failure something is wrong with balance low (1 problem)',
      'flow-empty': 'failure something is wrong with flow empty (1 problem)',
      'number-fine': undefined,
      'number-idle': 'skipped not run',
      'number-off': 'skipped disabled by the policy',
      'number-unlinked': 'failure something is wrong with number unlinked (2 problems)',
      'queue-no-agent': 'skipped queues: the server answered 502',
      'webhook-not-https': 'skipped 1 finding suppressed: sold in December',
    });
  });

  it('gives every problem of a rule, and the worst as its type', () => {
    const failure = all(read(manyFindings), 'failure').find(({ attributes }) =>
      attributes.message?.includes('number unlinked'),
    );
    expect(failure?.attributes.type).toBe('high');
    expect(failure?.text.split('\n')).toEqual([
      'high: +15550100 (number 6f1c2a9e-0d1b-4f5e-9a77-0d7c6f1a2b3c) is linked to no flow',
      '  fix: voipbin number update <id> --flow <flow>',
      'medium: +15550101 (number 6f1c2a9e-0d1b-4f5e-9a77-0d7c6f1a2b3c) is linked to no flow',
      '  fix: voipbin number update <id> --flow <flow>',
    ]);
  });
});

describe('sarif', () => {
  interface Result {
    ruleId: string;
    ruleIndex: number;
    level: string;
    message: { text: string };
    locations: {
      physicalLocation: { artifactLocation: { uri: string } };
      logicalLocations: { name: string; kind: string }[];
    }[];
    partialFingerprints: Record<string, string>;
    baselineState: string;
    suppressions: { kind: string; justification: string }[];
  }
  interface Run {
    tool: {
      driver: { rules: { id: string; name: string; properties: Record<string, unknown> }[] };
    };
    automationDetails: { id: string };
    invocations: {
      executionSuccessful: boolean;
      toolExecutionNotifications: { level: string; associatedRule: { id: string; index: number } }[];
      ruleConfigurationOverrides: { descriptor: { id: string } }[];
    }[];
    results: Result[];
  }

  function read(review: Review): Run {
    const log = JSON.parse(renderSarif(review, style)) as { runs: [Run] };
    validateSarif(log);
    expect(validateSarif.errors ?? []).toEqual([]);
    return log.runs[0];
  }

  function holds(review: Review): void {
    const { tool, results, invocations } = read(review);
    const { rules } = tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(review.rules.map(({ id }) => id));
    expect(results.length).toBe(review.report.findings.length + review.report.suppressed.length);
    for (const result of results) {
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^voipbin\/[\w-]+\/[\w-]+$/);
    }
    for (const { associatedRule } of invocations[0]?.toolExecutionNotifications ?? []) {
      expect(rules[associatedRule.index]?.id).toBe(associatedRule.id);
    }
  }

  it('the schema refuses what is no SARIF', () => {
    expect(validateSarif({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
  });

  it.each(reviews)('fits the schema: %s', (_case, review) => {
    holds(review);
  });

  it('fits it for any name', () => {
    forAnyName(holds);
  });

  it('gives severity, location, identity and novelty', () => {
    const { results } = read(manyFindings);
    expect(results.map(({ level, baselineState }) => [level, baselineState])).toEqual([
      ['error', 'new'],
      ['error', 'unchanged'],
      ['error', 'unchanged'],
      ['warning', 'unchanged'],
      ['note', 'new'],
      ['warning', 'unchanged'],
    ]);
    expect(results[3]).toEqual({
      ruleId: 'number-unlinked',
      ruleIndex: 4,
      level: 'warning',
      message: { text: '+15550101 is linked to no flow. Fix: voipbin number update <id> --flow <flow>' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'voipbin/number/6f1c2a9e-0d1b-4f5e-9a77-0d7c6f1a2b3c' },
            region: { startLine: 1 },
          },
          logicalLocations: [
            {
              name: '+15550101',
              fullyQualifiedName: 'number/6f1c2a9e-0d1b-4f5e-9a77-0d7c6f1a2b3c',
              kind: 'number',
            },
          ],
        },
      ],
      partialFingerprints: {
        'voipbinFinding/v1': 'number-unlinked:second',
        primaryLocationLineHash: 'number-unlinked:second:1',
      },
      baselineState: 'unchanged',
      properties: { message_id: 'no_flow', data: { name: '+15550101' } },
      suppressions: [],
    });
    expect(results[5]?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'sold in December (kim, until 2026-12-31)' },
    ]);
  });

  it('gives scores within the bands of GitHub', () => {
    const rules = (['critical', 'high', 'medium', 'low'] as const).map((severity) =>
      ruleInfo(`rule-${severity}`, 'money', severity),
    );
    const read4 = read(reviewWith({ rules })).tool.driver.rules;
    expect(read4.map(({ name, properties }) => [name, properties['security-severity']])).toEqual([
      ['RuleCritical', '9.5'],
      ['RuleHigh', '8.0'],
      ['RuleMedium', '5.5'],
      ['RuleLow', '2.0'],
    ]);
    for (const { properties } of read4) expect(properties.tags).toEqual(['security', 'money']);
  });

  it('says what was not checked, and whether the run was whole', () => {
    const [many] = read(manyFindings).invocations;
    expect(many?.executionSuccessful).toBe(false);
    expect(many?.toolExecutionNotifications.map(({ level, associatedRule: { id } }) => [level, id])).toEqual([
      ['warning', 'queue-no-agent'],
      ['error', 'admin-surplus'],
    ]);
    const [one] = read(oneFinding).invocations;
    expect(one?.executionSuccessful).toBe(true);
    const [off] = read(reviewWith({ disabled: ['flow-empty'] })).invocations;
    expect(off?.ruleConfigurationOverrides).toEqual([
      { descriptor: { id: 'flow-empty', index: 3 }, configuration: { enabled: false } },
    ]);
  });

  it('makes no links and placeholders of a name', () => {
    const [result] = read(hostileReview('[a](http://b) {0} \\ {x}')).results;
    expect(result?.message.text).toContain('\\[a\\](http://b) {{0}} \\\\ {x}');
  });

  it('keeps the alerts of accounts apart', () => {
    expect(read(emptyReview).automationDetails.id).toBe(
      'voipbin-audit/0b4c2f9a-3a1e-4a55-8f0e-6d2c7b9e1f00/',
    );
  });
});

describe('nagios', () => {
  const perfdata =
    /^(?:'[^'=]+'|[^\s'=]+)=-?\d+(?:\.\d+)?(?:s|us|ms|%|B|KB|MB|GB|TB|c)?(?:;[\d.:~@-]*){0,4}$/;

  function read(output: string): { state: string; text: string; values: Record<string, string> } {
    const match = /^VOIPBIN (OK|WARNING|CRITICAL|UNKNOWN) - ([^|\n]+) \| ([^|\n]+)\n$/.exec(output);
    if (!match) throw new Error(`not a plugin's line: ${output}`);
    const [, state = '', text = '', performance = ''] = match;
    const values = performance.split(' ').map((entry) => {
      expect(entry).toMatch(perfdata);
      const [label = '', value = ''] = entry.split('=');
      return [label, value] as const;
    });
    return { state, text, values: Object.fromEntries(values) };
  }

  it.each(reviews)('is one line of the grammar: %s', (_case, review) => {
    const output = renderNagios(review, style);
    expect(read(output).state).toMatch(/^[A-Z]+$/);
    expect(Buffer.byteLength(output)).toBeLessThan(1024);
  });

  it('is so for any name', () => {
    forAnyName((review) => {
      const { values } = read(renderNagios(review, style));
      expect(values.critical).toBe('1;;0;0');
    });
  });

  it('says the counts and the worst', () => {
    expect(renderNagios(manyFindings, style)).toBe(
      'VOIPBIN CRITICAL - 1 critical, 2 high, 1 medium, 1 low findings, 2 rules not checked: Acme Ltd is frozen' +
        ' | critical=1;;0;0 high=2;;0;0 medium=1;0;;0 low=1;;;0 new=2;;;0 suppressed=1;;;0 passed=0;;;0' +
        ' not_checked=2;;;0 requests=14;;;0\n',
    );
    expect(read(renderNagios(oneFinding, style)).text).toBe(
      '1 medium finding: +15550100 is linked to no flow',
    );
    expect(read(renderNagios(emptyReview, style)).text).toBe('no findings');
  });

  const not_checked = [{ rule: 'flow-empty', reason: 'no answer', sections: ['flows'] }];
  const having = (severity: 'critical' | 'high' | 'medium' | 'low') => [
    findingOf(ruleInfo('a-b', 'money', severity), 'x'),
  ];

  it.each([
    ['critical', reviewWith({ findings: having('critical') }), 2, 'CRITICAL'],
    ['high', reviewWith({ findings: having('high') }), 2, 'CRITICAL'],
    ['medium', reviewWith({ findings: having('medium') }), 1, 'WARNING'],
    ['low', reviewWith({ findings: having('low') }), 0, 'OK'],
    ['nothing', emptyReview, 0, 'OK'],
    ['nothing, incomplete', reviewWith({ not_checked }), 3, 'UNKNOWN'],
    ['medium, incomplete', reviewWith({ findings: having('medium'), not_checked }), 3, 'UNKNOWN'],
    ['high, incomplete', reviewWith({ findings: having('high'), not_checked }), 2, 'CRITICAL'],
    ['denied', reviewWith({ report: { denied: true } }), 3, 'UNKNOWN'],
  ] as const)('the exit code fits the word: %s', (_case, review, code, word) => {
    const incomplete = review.report.not_checked.length > 0 || review.report.denied;
    expect(nagiosExit(review.report, incomplete)).toBe(code);
    expect(read(renderNagios(review, style)).state).toBe(word);
  });

  it('what was not checked can be allowed', () => {
    const review = reviewWith({ findings: having('medium'), not_checked });
    expect(nagiosExit(review.report, false)).toBe(1);
    expect(read(renderNagios(review, style, false)).state).toBe('WARNING');
  });
});

describe('prometheus', () => {
  type Samples = Map<string, { labels: Record<string, string>; value: number }[]>;

  /** The text format 0.0.4, strictly: every metric in one group, help and type before it, nothing twice. */
  function parse(text: string): Samples {
    if (!text.endsWith('\n')) throw new Error('no line break at the end');
    const groups: Samples = new Map();
    const seen = new Set<string>();
    let help = '';
    let current = '';
    for (const entry of text.slice(0, -1).split('\n')) {
      const helped = /^# HELP ([a-zA-Z_:][\w:]*) ((?:[^\\]|\\\\|\\n)*)$/.exec(entry);
      const typed = /^# TYPE ([a-zA-Z_:][\w:]*) (?:counter|gauge|histogram|summary|untyped)$/.exec(entry);
      if (helped) {
        help = helped[1] ?? '';
        continue;
      }
      if (typed) {
        current = typed[1] ?? '';
        if (current !== help || groups.has(current)) throw new Error(`out of place: ${entry}`);
        groups.set(current, []);
        continue;
      }
      const match =
        /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\]|\\["\\n])*",?)*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(
          entry,
        );
      if (!match) throw new Error(`not of the format: ${entry}`);
      const [, name = '', labelText = '', value = ''] = match;
      const series = `${name}{${labelText}}`;
      if (name !== current || seen.has(series)) throw new Error(`out of place: ${entry}`);
      seen.add(series);
      const labels = [...labelText.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\["\\n])*)"/g)].map(
        ([, label = '', escaped = '']) =>
          [label, escaped.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char))] as const,
      );
      groups.get(name)?.push({ labels: Object.fromEntries(labels), value: Number(value) });
    }
    return groups;
  }

  const read = (review: Review): Samples => parse(renderPrometheus(review, style));
  const valueOf = (samples: Samples, name: string): number | undefined => samples.get(name)?.[0]?.value;

  /**
   * As released. The node exporter drops every series of a metric that has another HELP text in another file of its
   * folder, so that a text that changes loses the accounts of the older version. New metrics are added, none leaves.
   */
  const RELEASED: Readonly<Record<string, string>> = {
    voipbin_audit_findings: 'Findings of the last audit.',
    voipbin_audit_new_findings: 'Findings that no earlier audit had.',
    voipbin_audit_rule_findings: 'Findings of the last audit by rule, for rules that have any.',
    voipbin_audit_suppressed_findings: 'Findings that the policy suppresses.',
    voipbin_audit_rules: 'Rules by how they ended in the last audit.',
    voipbin_audit_requests: 'Requests that the last audit took.',
    voipbin_audit_complete: 'Whether the last audit checked every rule that it should check.',
    voipbin_audit_last_run_timestamp_seconds: 'When the last audit ran.',
    voipbin_audit_last_success_timestamp_seconds: 'When the last audit ran, if it was complete.',
    voipbin_balance_credit_usd: 'Credit of the account in US dollars.',
    voipbin_balance_tokens: 'Tokens of the account.',
    voipbin_agents: 'Agents of the account.',
    voipbin_numbers: 'Numbers of the account.',
    voipbin_flows: 'Flows of the account.',
  };

  it('keeps the HELP texts that were released, whatever the account', () => {
    const helpOf = (text: string): Record<string, string> =>
      Object.fromEntries(
        [...text.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name = '', help = '']) => [name, help]),
      );

    const { review: seen } = emptyReview.report;
    const flows = {
      ...{ count: 2, with_actions: 2, without_actions: 0 },
      ...{ last_updated: null, referenced: null, unreferenced: null },
    };
    const withFlows = reviewWith({
      report: { review: { ...seen, flows: { ...flows, available: true } } },
    });
    const all = [...reviews.map(([, review]) => review), withFlows].map((review) =>
      helpOf(renderPrometheus(review, style)),
    );

    for (const helps of all) expect(RELEASED).toMatchObject(helps);
    expect(Object.assign({}, ...all)).toEqual(RELEASED);
  });

  it('the reader refuses what is not of the format', () => {
    const start = '# HELP a b\n# TYPE a gauge\n';
    expect(parse(`${start}a{b="c\\"d"} 1\n`).get('a')).toEqual([{ labels: { b: 'c"d' }, value: 1 }]);
    for (const bad of ['a 1', 'a 1 2\n', 'a{b="c"d"} 1\n', 'a{b="c\\d"} 1\n', 'b 1\n', 'a 1\na 2\n']) {
      expect(() => parse(start + bad), bad).toThrow();
    }
  });

  function holds(review: Review): void {
    const samples = read(review);
    const account = clean(review.report.account.id ?? '').replace(/\p{Surrogate}/gu, '\ufffd');
    for (const { labels } of [...samples.values()].flat()) expect(labels.account).toBe(account);
    expect(samples.get('voipbin_audit_findings')?.map(({ value }) => value)).toEqual([
      review.report.summary.findings.critical,
      review.report.summary.findings.high,
      review.report.summary.findings.medium,
      review.report.summary.findings.low,
    ]);
  }

  it.each(reviews)('is read with the counts that were meant: %s', (_case, review) => {
    holds(review);
  });

  it('is read so for any name', () => {
    forAnyName(holds);
  });

  it('counts rules with findings, outcomes and what is new', () => {
    const samples = read(manyFindings);
    const account = manyFindings.report.account.id;
    const ruleFindings = [
      ['account-frozen', 'critical'],
      ['balance-low', 'high'],
      ['number-unlinked', 'high'],
      ['number-unlinked', 'medium'],
      ['flow-empty', 'low'],
    ] as const;
    expect(samples.get('voipbin_audit_rule_findings')).toEqual(
      ruleFindings.map(([rule, severity]) => ({ labels: { account, rule, severity }, value: 1 })),
    );
    expect(samples.get('voipbin_audit_rules')?.map(({ labels, value }) => [labels.outcome, value])).toEqual([
      ['passed', 0],
      ['failed', 4],
      ['not_checked', 2],
      ['needs_days', 0],
      ['disabled', 0],
    ]);
    expect(samples.get('voipbin_audit_new_findings')?.map(({ value }) => value)).toEqual([1, 0, 0, 1]);
    expect(valueOf(samples, 'voipbin_audit_suppressed_findings')).toBe(1);
    expect(valueOf(samples, 'voipbin_audit_requests')).toBe(14);
  });

  it('claims success only for a whole audit', () => {
    const whole = read(emptyReview);
    expect(valueOf(whole, 'voipbin_audit_complete')).toBe(1);
    expect(valueOf(whole, 'voipbin_audit_last_success_timestamp_seconds')).toBe(1795464245.678);
    const partial = read(manyFindings);
    expect(valueOf(partial, 'voipbin_audit_complete')).toBe(0);
    expect(valueOf(partial, 'voipbin_audit_last_run_timestamp_seconds')).toBe(1795464245.678);
    expect(partial.has('voipbin_audit_last_success_timestamp_seconds')).toBe(false);
  });

  it('leaves out what could not be read', () => {
    const samples = read(emptyReview);
    expect(valueOf(samples, 'voipbin_balance_credit_usd')).toBe(12.400001);
    expect(valueOf(samples, 'voipbin_balance_tokens')).toBe(950);
    expect(valueOf(samples, 'voipbin_agents')).toBe(4);
    expect(valueOf(samples, 'voipbin_numbers')).toBe(3);
    expect(samples.has('voipbin_flows')).toBe(false);
    expect(samples.has('voipbin_audit_rule_findings')).toBe(false);
  });

  it('names an account that could not be read', () => {
    const review = reviewWith({ report: { account: { id: null, name: null, status: null }, denied: true } });
    const samples = read(review);
    expect(samples.get('voipbin_audit_complete')).toEqual([{ labels: { account: 'unknown' }, value: 0 }]);
  });

  it.each(reviews)('openmetrics is the same with an end: %s', (_case, review) => {
    expect(renderOpenmetrics(review, style)).toBe(`${renderPrometheus(review, style)}# EOF\n`);
  });
});
