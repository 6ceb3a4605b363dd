/** Every section of an audit, lost to every kind of fault: what needed it is not checked, and the rest is there. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/audit/rules/index.ts';
import { faultKinds } from '../../src/emulator/faults.ts';
import { readSections } from '../../src/snapshot/snapshot.ts';
import { bench } from '../support/program.ts';

interface Report {
  findings: unknown[];
  not_checked: { rule: string }[];
}

describe('audit', () => {
  const faults = faultKinds.filter((kind) => kind !== 'late');
  /** A connection that is refused before anything was answered is one to a server that cannot be reached. */
  const isDown = (section: string, kind: string): boolean => section === 'customer' && kind === 'refuse';
  const lost = readSections.flatMap((section) => faults.map((kind) => [section, kind] as const));

  it('a server that cannot be reached: one error, and no report', async () => {
    const { run, emulator } = bench('departments');
    emulator.addFault({ path: '/v1.0/customer', times: 50, kind: 'refuse' });
    const { code, stdout, stderr } = await run('audit');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^error: .*\/v1\.0\/customer.*\nhint: .*\n$/);
  });

  it.each(lost.filter(([section, kind]) => !isDown(section, kind)))(
    '%s lost to %s: exactly the rules that need it are not checked',
    async (section, kind) => {
      const { run, emulator } = bench('departments');
      // Every attempt is struck, so that no retry helps.
      emulator.addFault({ path: `/v1.0/${section}`, times: 50, kind });
      const { code, stdout } = await run('audit -o json');
      const needing = rules.filter(
        ({ needs }) => needs.includes(section) || (section === 'customer' && needs.includes('standing')),
      );
      expect(code).toBe(3);
      const report = JSON.parse(stdout) as Report;
      expect(report.not_checked.map(({ rule }) => rule)).toEqual(needing.map(({ id }) => id));
      expect(report.findings).toEqual([]);
    },
  );
});
