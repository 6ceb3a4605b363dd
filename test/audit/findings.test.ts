/** What becomes of findings: why they have their severity, what differs from report to report, what is forgotten. */
import { describe, expect, it } from 'vitest';
import { AccountCalls } from '../../src/audit/calls.ts';
import { diffReports, type ReportedAudit } from '../../src/audit/diff.ts';
import { undecided, type RuleOutcome } from '../../src/audit/outcome.ts';
import { agent, calls, customer, daysAgo, EXAMPLE_NOW, queuecalls } from '../../src/audit/examples.ts';
import { emptyHistory, lookOf, remember } from '../../src/audit/history.ts';
import { applyPolicy } from '../../src/audit/policy/apply.ts';
import { emptyPolicy } from '../../src/audit/policy/policy.ts';
import { foundProblems } from '../../src/audit/report.ts';
import type { Finding } from '../../src/audit/finding.ts';
import type { Severity } from '../../src/audit/rule.ts';
import { rules } from '../../src/audit/rules/index.ts';

const ruleOf = (id: string) => {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
};
const subject = { kind: 'queue', id: 'q1', name: 'Sales' };

function found(severity?: Severity): Finding {
  const said = {
    messageId: 'business_hours',
    data: {},
    message: 'has no available agent',
    fix: 'set a status',
  };
  const problem = { subject, ...said, ...(severity && { severity }) };
  const [finding] = foundProblems([
    { rule: ruleOf('queue-no-available-agent'), outcome: { state: 'failed', problems: [problem] } },
  ]);
  if (finding === undefined) throw new Error('no finding');
  return { ...finding, first_seen: '2026-11-20T00:00:00Z', is_new: false };
}

describe('the severity of a finding', () => {
  it("is explained where it is not the rule's own", () => {
    expect([found().severity, found().severity_reason]).toEqual(['high', null]);
    expect(found('high').severity_reason).toBe(null);
    expect([found('critical').severity, found('critical').severity_reason]).toEqual([
      'critical',
      'callers are waiting',
    ]);
  });

  it('is that of the policy, which says so only where it changes something', () => {
    const judged = (severity: Severity): unknown[] => {
      const rule = { enabled: true, severity, thresholds: {} };
      const policy = { ...emptyPolicy, rules: { 'queue-no-available-agent': rule } };
      const [finding] = applyPolicy([found('critical')], policy, 0).findings;
      return [finding?.severity, finding?.severity_reason];
    };
    expect(judged('low')).toEqual(['low', 'voipbin.audit.yaml says so']);
    expect(judged('critical')).toEqual(['critical', 'callers are waiting']);
  });
});

const outcomes: readonly RuleOutcome[] = [
  { rule: ruleOf('number-unused'), outcome: { state: 'needs_days', days: 28 } },
  { rule: ruleOf('flow-stale'), outcome: { state: 'passed' } },
  { rule: ruleOf('tag-unused'), outcome: { state: 'errored', message: 'oops' } },
  { rule: ruleOf('flow-empty'), outcome: { state: 'skipped', reason: 'x', sections: ['flows'] } },
  { rule: ruleOf('webhook-missing'), outcome: { state: 'failed', problems: [] } },
];

it('nothing is known of rules that could not be checked, or need more days: what they found is not forgotten', () => {
  expect(undecided(outcomes)).toEqual(['number-unused', 'tag-unused', 'flow-empty']);
  const seen = { 'number-unused:1': 'a', 'flow-stale:1': 'b', 'webhook-missing:1': 'c' };
  const run = { at: 'now', findings: { critical: 0, high: 0, medium: 0, low: 0 } };
  expect(remember({ ...emptyHistory, seen }, lookOf([], outcomes, run)).seen).toEqual({
    'number-unused:1': 'a',
  });
});

it('between two reports a finding is gone only where its rule was checked', () => {
  const report = (findings: Finding[], more: Partial<ReportedAudit> = {}): ReportedAudit => ({
    format: 'voipbin.audit/1',
    account: { id: 'a', name: null, status: null },
    not_checked: [],
    findings,
    ...more,
  });
  const rule = 'queue-no-available-agent';
  const changes = (more: Partial<ReportedAudit>): string[] =>
    diffReports(report([found()]), report([], more)).map(({ change }) => change);
  expect(changes({})).toEqual(['gone']);
  expect(changes({ needs_days: [{ rule, days: 28 }] })).toEqual(['unknown']);
  expect(changes({ not_checked: [{ rule, reason: 'x', sections: [] }] })).toEqual(['unknown']);
  expect(diffReports(report([found()]), report([found()]))).toEqual([]);
  expect(diffReports(report([found()]), report([found('critical')])).map(({ change }) => change)).toEqual([
    'changed',
  ]);
});

it('an agent without a status is not called offline', () => {
  const rule = ruleOf('agent-inactive');
  const texts = (status: string): string[] => {
    const agents = [agent({ status, tm_create: daysAgo(200), tm_update: daysAgo(100) })];
    const account = { agents, customer: customer(), calls: calls(), queuecalls: queuecalls() };
    const context = {
      now: EXAMPLE_NOW,
      since: Date.parse(daysAgo(30)),
      thresholds: {},
      hours: undefined,
      calls: new AccountCalls(account, EXAMPLE_NOW),
    };
    return [...rule.check(account, context)].map(({ message }) => message.split(',')[0] ?? '');
  };
  expect([texts('offline'), texts(''), texts('away')]).toEqual([['is offline'], ['has no status'], []]);
});
