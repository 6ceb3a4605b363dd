/** What earlier runs saw: new, known, forgotten. */
import { describe, expect, it } from 'vitest';
import type { RuleOutcome } from '../../src/audit/outcome.ts';
import { dated, emptyHistory, lookOf, parseHistory, remember } from '../../src/audit/history.ts';
import type { FoundProblem } from '../../src/audit/finding.ts';
import { rules } from '../../src/audit/rules/index.ts';

const finding = (rule: string, object: string) =>
  ({ rule, fingerprint: `${rule}:${object}` }) as unknown as FoundProblem;
const run = { at: '2026-11-23T12:00:00.000Z', findings: { critical: 0, high: 1, medium: 0, low: 0 } };
const [first, second] = rules;
const outcome = (state: 'passed' | 'skipped'): RuleOutcome => {
  if (first === undefined) throw new Error('no rules');
  return {
    rule: first,
    outcome: state === 'passed' ? { state } : { state, reason: 'refused', sections: [] },
  };
};

describe('history', () => {
  it('a finding is new once', () => {
    const one = dated([finding('a', '1')], emptyHistory, run.at);
    expect(one).toMatchObject([{ is_new: true, first_seen: run.at }]);
    const kept = remember(emptyHistory, lookOf(one, [], run));
    expect(dated([finding('a', '1')], kept, '2026-12-01T00:00:00.000Z')).toMatchObject([
      { is_new: false, first_seen: run.at },
    ]);
    expect(kept.runs).toEqual([run]);
  });

  it('is forgotten when it is gone, and kept while its rule cannot be checked', () => {
    const id = first?.id ?? '';
    const kept = remember(emptyHistory, lookOf(dated([finding(id, '1')], emptyHistory, run.at), [], run));
    expect(remember(kept, lookOf([], [outcome('passed')], run)).seen).toEqual({});
    expect(remember(kept, lookOf([], [outcome('skipped')], run)).seen).toEqual({ [`${id}:1`]: run.at });
    expect(second?.id).not.toBe(id);
  });

  it('has a run once, however often it is remembered', () => {
    const look = lookOf(dated([finding('a', '1')], emptyHistory, run.at), [], run);
    const once = remember(emptyHistory, look);
    expect(remember(once, look)).toEqual(once);
  });

  it('holds a hundred runs', () => {
    let history = emptyHistory;
    for (let index = 0; index < 130; index += 1) {
      history = remember(history, lookOf([], [], { ...run, at: String(index) }));
    }
    expect(history.runs).toHaveLength(100);
    expect(history.runs[0]?.at).toBe('30');
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"format":"x","seen":{},"runs":[]}',
    '{"format":"voipbin.audit-history/1","seen":{"a":1},"runs":[]}',
  ])('no history: %s', (text) => {
    expect(parseHistory(text)).toBeUndefined();
  });
});
