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
  // A server that refuses the connection is given up on as a whole: below.
  const faults = faultKinds.filter((kind) => kind !== 'late' && kind !== 'refuse');
  it.each(readSections.flatMap((section) => faults.map((kind) => [section, kind] as const)))(
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

  it.each(readSections)('%s refused: nothing that needs it is reported as fine', async (section) => {
    const { run, emulator } = bench('departments');
    emulator.addFault({ path: `/v1.0/${section}`, times: 50, kind: 'refuse' });

    const { code, stdout, stderr } = await run('audit -o json');

    expect(code).toBe(3);
    if (stdout === '')
      expect((JSON.parse(stderr) as { error: object }).error).toMatchObject({ code: 'UNREACHABLE' });
    else {
      const report = JSON.parse(stdout) as Report;
      const notChecked = report.not_checked.map(({ rule }) => rule);
      const needing = rules.filter(({ needs }) => needs.includes(section)).map(({ id }) => id);
      expect(notChecked).toEqual(expect.arrayContaining(needing));
    }
  });
});
