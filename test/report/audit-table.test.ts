/** A review as people read it. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/audit/finding.ts';
import { renderAuditTable } from '../../src/report/audit/table.ts';
import { plain } from '../../src/report/paint.ts';
import { findingOf, reviewWith, ruleInfo } from '../support/audit-fixture.ts';

const unlinked = ruleInfo('number-unlinked', 'routing', 'medium', { fix: 'link it' });
const numbers = (count: number, more: (index: number) => Partial<Finding> = () => ({})): Finding[] =>
  Array.from({ length: count }, (_, index) => findingOf(unlinked, `+1555010${index}`, more(index)));
const earlier = [{ at: '2026-11-22T06:00:00.000Z', findings: { critical: 0, high: 0, medium: 1, low: 0 } }];

/** The lines of the one group of findings. */
function groupOf(findings: readonly Finding[], trend: typeof earlier = []): string[] {
  const review = reviewWith({ rules: [unlinked], findings, report: { trend } });
  const blocks = renderAuditTable(review, { paint: plain, timeZone: 'UTC' }).split('\n\n');
  return blocks.find((block) => block.startsWith('MEDIUM'))?.split('\n') ?? [];
}

describe('the findings of one rule', () => {
  it('are all shown up to eight', () => {
    const [title, ...rows] = groupOf(numbers(8));

    expect(title).toBe('MEDIUM  something is wrong with number unlinked  number-unlinked');
    expect(rows).toEqual([
      ...numbers(8).map(({ subject }) => `  - ${subject.name} is linked to no flow`),
      '    > link it',
    ]);
  });

  it('are counted from the ninth on', () => {
    expect(groupOf(numbers(9)).slice(-3)).toEqual([
      '  - +15550107 is linked to no flow',
      '  - and 1 more; --all lists them',
      '    > link it',
    ]);
    expect(groupOf(numbers(10))).toContain('  - and 2 more; --all lists them');
  });

  it('have each their own fix where it differs', () => {
    expect(groupOf(numbers(3, (index) => ({ fix: index === 0 ? 'link this one' : 'link it' })))).toEqual([
      expect.stringContaining('MEDIUM'),
      '  - +15550100 is linked to no flow',
      '    > link this one',
      '  - +15550101 is linked to no flow',
      '  - +15550102 is linked to no flow',
      '    > link it',
    ]);
  });

  it('are marked as new once there was an earlier run', () => {
    const fresh = numbers(1, () => ({ is_new: true }));

    expect(groupOf(fresh)[1]).toBe('  - +15550100 is linked to no flow');
    expect(groupOf(fresh, earlier)[1]).toBe('  - +15550100 is linked to no flow (new)');
    expect(groupOf(numbers(1), earlier)[1]).toBe('  - +15550100 is linked to no flow');
  });

  it.each(['$& and $$', "$' $`", '$1'])('name an object as it is called: %s', (name) => {
    expect(groupOf([findingOf(unlinked, name)])[1]).toBe(`  - ${name} is linked to no flow`);
  });
});

it('the last line, which counts everything, breaks between words', () => {
  const review = reviewWith({ rules: [unlinked], findings: numbers(9), report: { trend: earlier } });
  const text = renderAuditTable(review, { paint: plain, timeZone: 'UTC', columns: 40 });
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('9 findings: '));
  expect(lines.slice(start, start + 2)).toEqual([
    '9 findings: 9 medium; none of them new;',
    '0 rules passed',
  ]);
});
