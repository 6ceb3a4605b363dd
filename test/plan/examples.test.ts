/** The plan files that come with the program: applied to an empty account, they leave an audit nothing to say of calls. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench } from '../support/program.ts';

const folder = resolve(import.meta.dirname, '../../examples');
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

interface Report {
  findings: { rule: string; category: string }[];
  not_checked: unknown[];
}

const readme = readFileSync(resolve(folder, '../README.md'), 'utf8');
const inReadme = [...readme.matchAll(/```yaml\n([^]*?)```/g)].map(
  ([, text = ''], index): [string, string] => [`number ${index + 1} in the README`, text],
);

describe('every example', () => {
  it('there are some', () => {
    expect(names).toContain('departments.yaml');
    expect(inReadme).toHaveLength(2);
  });

  it.each([
    ...names.map((name): [string, string] => [name, readFileSync(join(folder, name), 'utf8')]),
    ...inReadme,
  ])('%s', async (_name, text) => {
    const made = bench('empty');
    const [account] = made.emulator.world.tables.billing_accounts.all();
    if (account) account.plan_type = 'basic';
    const files = { '/voipbin.yaml': text };

    const applied = await made.run('apply --yes --passwords /pw', { files });
    expect({ code: applied.code, stderr: applied.stderr }).toMatchObject({ code: 0 });
    expect((await made.run('plan --detailed-exitcode')).code).toBe(0);

    const report = JSON.parse((await made.run('audit -o json')).stdout) as Report;
    const faults = report.findings.filter(({ category }) =>
      ['routing', 'flows', 'numbers'].includes(category),
    );
    expect(faults).toEqual([]);
    expect(report.not_checked).toEqual([]);
  });
});
