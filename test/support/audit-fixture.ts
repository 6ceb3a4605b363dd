/** Reviews of accounts for the formats: empty, with one finding, with many of everything, and hostile. */
import type { AuditReport, NotChecked, Suppressed } from '../../src/audit/report.ts';
import type { Finding } from '../../src/audit/finding.ts';
import type { Category, Severity } from '../../src/audit/rule.ts';
import type { Review, RuleInfo } from '../../src/report/format.ts';

/** Whatever could break out of a cell, an attribute, a label, a line or a terminal. */
export const hostileNames: readonly string[] = [
  'a "quoted" \'name\'',
  'pipes | and \\| and \\\\| and ||',
  '<script>alert(1)</script> & <b>bold</b> &lt; &amp;',
  ']]> <![CDATA[x]]> <!-- y --> <?z?>',
  'line\nbreak\r\nand\ttab',
  '\u001b[31mred\u001b[0m\u0007\u0000\u009b2J',
  'abc\u202etxt.exe\u202c \u2066x\u2069 \u200b\u200d\ufeff',
  '🎉 ☎️ 👩‍💻 日本語 العربية',
  'half \ud800 pair \udfff end',
  'not a character \ufffe \uffff',
  '`tick` ``two`` ```three``` `',
  '`',
  '[link](https://evil.example) ![picture](http://evil.example/x.png) <http://evil.example>',
  'www.evil.example http://evil.example mail@evil.example @octocat #1 octo/repo#2 GH-3',
  '# heading *em* _em_ **strong** ~~gone~~ - item $x$ :tada: {0} {{1}} ${x} $(id)',
  "critical=9;;;0 'a'=1 | b=2",
  '\\',
  'ends with a backslash \\',
  '"} 1\nvoipbin_audit_findings{severity="critical"} 99',
  '   ',
  'x'.repeat(2000),
];

export function ruleInfo(
  id: string,
  category: Category,
  severity: Severity,
  more: Partial<RuleInfo> = {},
): RuleInfo {
  return {
    id,
    category,
    severity,
    title: `something is wrong with ${id.replaceAll('-', ' ')}`,
    since: '0.2.0',
    needs: ['numbers'],
    why: 'Callers reach nobody, and nobody is told of it until somebody complains.',
    fix: 'voipbin number update <id> --flow <flow>',
    thresholds: {},
    ...more,
  };
}

const catalogue: readonly RuleInfo[] = [
  ruleInfo('account-frozen', 'account', 'critical'),
  ruleInfo('admin-surplus', 'access', 'medium'),
  ruleInfo('balance-low', 'money', 'high'),
  ruleInfo('flow-empty', 'flows', 'low'),
  ruleInfo('number-unlinked', 'numbers', 'medium'),
  ruleInfo('queue-no-agent', 'routing', 'high'),
  ruleInfo('webhook-not-https', 'account', 'medium'),
];

export function findingOf(rule: RuleInfo, name: string, more: Partial<Finding> = {}): Finding {
  return {
    rule: rule.id,
    title: rule.title,
    category: rule.category,
    severity: rule.severity,
    severity_reason: null,
    subject: { kind: 'number', id: '6f1c2a9e-0d1b-4f5e-9a77-0d7c6f1a2b3c', name },
    message_id: 'no_flow',
    data: { name },
    message: 'is linked to no flow',
    fix: rule.fix,
    fingerprint: `${rule.id}:6f1c2a9e-0d1b-4f5e-9a77-0d7c6f1a2b3c`,
    first_seen: '2026-11-20T06:00:00.000Z',
    is_new: false,
    ...more,
  };
}

export interface Parts {
  rules?: readonly RuleInfo[];
  findings?: readonly Finding[];
  suppressed?: readonly Suppressed[];
  not_checked?: readonly NotChecked[];
  disabled?: readonly string[];
  report?: Partial<AuditReport>;
}

/** A review whose counts fit its parts; rules that no part names have passed. */
export function reviewWith(parts: Parts = {}): Review {
  const { rules = catalogue, findings = [], suppressed = [], not_checked = [], disabled = [] } = parts;
  const named = new Set([
    ...[...findings, ...suppressed, ...not_checked].map(({ rule }) => rule),
    ...disabled,
  ]);
  const passed = rules.map(({ id }) => id).filter((id) => !named.has(id));
  const count = (rows: readonly Finding[]): Record<Severity, number> => {
    const of = (severity: Severity): number => rows.filter((row) => row.severity === severity).length;
    return { critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low') };
  };
  const report: AuditReport = {
    format: 'voipbin.audit/1',
    tool: { name: 'voipbin', version: '0.2.0' },
    generated_at: '2026-11-23T20:04:05.678Z',
    api_url: 'https://api.voipbin.net',
    account: { id: '0b4c2f9a-3a1e-4a55-8f0e-6d2c7b9e1f00', name: 'Acme Ltd', status: 'active' },
    horizon: { since: '2026-10-24T20:04:05.678Z', until: '2026-11-23T20:04:05.678Z' },
    requests: 14,
    evidence: [],
    review: {
      agents: { available: true, count: 4, by_status: { available: 4 }, by_permission: { admin: 4 } },
      numbers: {
        available: true,
        count: 3,
        by_type: { normal: 3 },
        by_status: { active: 3 },
        linked: 2,
        unlinked: 1,
      },
      flows: { available: false, reason: 'the server did not answer' },
      billing: {
        available: true,
        plan: 'basic',
        plan_status: 'active',
        credit: 12_400_001,
        tokens: 950,
        last_topup: null,
        next_topup: null,
      },
    },
    summary: {
      findings: count(findings),
      new: count(findings.filter(({ is_new }) => is_new)),
      suppressed: suppressed.length,
      passed: passed.length,
      failed: new Set(findings.map(({ rule }) => rule)).size,
      not_checked: not_checked.length,
      needs_days: 0,
      disabled: disabled.length,
    },
    findings,
    suppressed,
    not_checked,
    needs_days: [],
    passed,
    disabled,
    policy_notes: [],
    trend: [],
    denied: false,
    ...parts.report,
  };
  return {
    kind: 'audit',
    report,
    rules,
    picture: () => Promise.resolve({ ledger: undefined, limits: [], usage: undefined, paths: undefined }),
  };
}

const rule = (id: string): RuleInfo =>
  catalogue.find((one) => one.id === id) ?? ruleInfo(id, 'account', 'low');

export const emptyReview: Review = reviewWith();

export const oneFinding: Review = reviewWith({
  findings: [findingOf(rule('number-unlinked'), '+15550100')],
});

const suppression = { reason: 'sold in December', owner: 'kim', expires: '2026-12-31' };

/** Every way a rule can end, findings of every severity, new and old. */
export const manyFindings: Review = reviewWith({
  findings: [
    findingOf(rule('account-frozen'), 'Acme Ltd', { is_new: true, message: 'is frozen' }),
    findingOf(rule('balance-low'), 'Main', { message: 'has $4.00 of credit left; below $10.00 is low' }),
    findingOf(rule('number-unlinked'), '+15550100', { severity: 'high' }),
    findingOf(rule('number-unlinked'), '+15550101', { fingerprint: 'number-unlinked:second' }),
    findingOf(rule('flow-empty'), 'Greeting', { is_new: true, message: 'has no actions' }),
  ],
  suppressed: [{ ...findingOf(rule('webhook-not-https'), 'Acme Ltd'), suppression }],
  not_checked: [
    { rule: 'queue-no-agent', reason: 'queues: the server answered 502', sections: ['queues'] },
    { rule: 'admin-surplus', reason: 'the rule failed: x is not a function', sections: [] },
  ],
  report: {
    policy_notes: ['the suppression of queue-empty matches nothing'],
    trend: [{ at: '2026-11-22T20:00:00.000Z', findings: { critical: 0, high: 2, medium: 1, low: 1 } }],
  },
});

/** The same text wherever text of the account, the server or the policy stands. */
export function hostileReview(text: string): Review {
  const hostile: Partial<Finding> = {
    subject: { kind: text, id: text, name: text },
    message: text,
    fix: text,
    fingerprint: text,
  };
  return reviewWith({
    findings: [
      findingOf(rule('account-frozen'), text, hostile),
      findingOf(rule('number-unlinked'), text, { ...hostile, is_new: true }),
    ],
    suppressed: [
      {
        ...findingOf(rule('flow-empty'), text, hostile),
        suppression: { reason: text, owner: text, expires: text },
      },
    ],
    not_checked: [
      { rule: 'queue-no-agent', reason: text, sections: ['queues'] },
      { rule: 'admin-surplus', reason: text, sections: [] },
    ],
    disabled: ['balance-low'],
    report: { account: { id: text, name: text, status: text }, policy_notes: [text] },
  });
}

export const hostileReviews: readonly (readonly [name: string, review: Review])[] = hostileNames.map(
  (name) => [JSON.stringify(name.slice(0, 60)), hostileReview(name)],
);
