/** The plan files that come with the program: applied to an empty account, they leave an audit nothing to say of calls. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCalls } from '../../src/expect/read.ts';
import { piecesOf } from '../docs/markdown.ts';
import { pagePaths } from '../docs/pages.ts';
import { bench } from '../support/program.ts';

const folder = resolve(import.meta.dirname, '../../examples');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const names = files.filter((name) => !name.endsWith('.calls.yaml'));
const callsFiles = files.filter((name) => name.endsWith('.calls.yaml'));

interface Report {
  findings: { rule: string; category: string }[];
  not_checked: unknown[];
}

const root = resolve(folder, '..');
/** The files of this kind that pages of the documentation show. */
const inPages = (kind: string): [name: string, text: string][] =>
  pagePaths(root).flatMap((path) =>
    piecesOf(readFileSync(join(root, path), 'utf8')).flatMap((piece): [string, string][] =>
      typeof piece !== 'string' && piece.notes.file === kind
        ? [[`${kind} of ${path}, line ${piece.line}`, piece.body]]
        : [],
    ),
  );
const plansInPages = inPages('voipbin.yaml');
const callsInPages = inPages('voipbin.calls.yaml');

describe('every example', () => {
  it('there are some', () => {
    expect(names).toContain('departments.yaml');
    expect(plansInPages).toHaveLength(2);
  });

  it.each([
    ...names.map((name): [string, string] => [name, readFileSync(join(folder, name), 'utf8')]),
    ...plansInPages,
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

describe('the calls of an example are as expected', () => {
  it('there are some', () => {
    expect(callsFiles).toContain('departments.calls.yaml');
    expect(callsInPages).toHaveLength(1);
  });

  it.each(callsFiles)('%s', async (name) => {
    const plan = name.replace('.calls.yaml', '.yaml');
    const texts = [name, plan].map((file) => [`/${file}`, readFileSync(join(folder, file), 'utf8')]);
    const { code, stdout, stderr } = await bench('empty').run(`test ${name} --plan ${plan}`, {
      files: Object.fromEntries(texts) as Record<string, string>,
    });
    expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(callsInPages)('%s can be read', (_name, text) => {
    expect(readCalls(text, 'voipbin.calls.yaml').calls).toHaveLength(1);
  });
});
