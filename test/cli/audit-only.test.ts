/** `audit --only` and `--all`, and what the screen ends with. */
import { describe, expect, it } from 'vitest';
import { bench } from '../support/program.ts';

interface Report {
  findings: { rule: string; category: string; severity: string; fingerprint: string; message: string }[];
  passed: string[];
  not_checked: unknown[];
}

describe('--only', () => {
  it('checks some rules, and reads the traffic that they look at', async () => {
    const made = bench('messy');
    const { code, stdout } = await made.run(
      'audit --only money,agent-stuck-busy --only agent-unreachable -o json',
    );
    const asked = new Set(made.asked().map((line) => line.replace('GET /v1.0/', '')));
    const report = JSON.parse(stdout) as Report;
    expect(code).toBe(10);
    expect(report.not_checked).toEqual([]);
    expect(
      new Set(report.findings.map(({ rule, category }) => (category === 'money' ? category : rule))),
    ).toEqual(new Set(['money', 'agent-unreachable', 'agent-stuck-busy']));
    expect(report.passed.length).toBeGreaterThan(0);
    expect(asked.has('queuecalls')).toBe(false);
    expect(asked.has('billings')).toBe(true);
  });

  it('finds what the whole audit finds', async () => {
    const read = async (line: string): Promise<Report['findings']> =>
      (JSON.parse((await bench('messy').run(line)).stdout) as Report).findings;
    const told = (findings: Report['findings']): string[] =>
      findings.map(({ fingerprint, severity, message }) => [severity, fingerprint, message].join(' '));
    const whole = await read('audit -o json');
    for (const wanted of ['flows', 'routing'])
      expect(told(await read(`audit -o json --only ${wanted}`))).toEqual(
        told(whole.filter(({ category }) => category === wanted)),
      );
  });

  it('is not remembered: it is not a whole look at the account', async () => {
    const made = bench('messy');
    await made.run('audit --only money');
    const { stdout } = await made.run('audit --new-only -o json');
    expect((JSON.parse(stdout) as Report).findings.length).toBeGreaterThan(100);
  });

  it.each([
    ['--only monney', 'did you mean money?'],
    ['--only agent-unreachabel', 'did you mean agent-unreachable?'],
    ['--only money,agent-unreachabel', 'did you mean agent-unreachable?'],
    ['--only monney,agent-untaged', 'did you mean money? did you mean agent-untagged?'],
    ['--only money,', 'there is no rule or category ""'],
    ['--only xyzzyx', 'the categories are account, access'],
    ['--only money --new-only', 'is about all rules'],
    ['--only money --save-snapshot s.json', 'is about all rules'],
  ])('%s is refused before anything is requested', async (flags, hint) => {
    const made = bench('messy');
    const { code, stderr } = await made.run(`audit ${flags}`);
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(hint);
  });
});

describe('the screen', () => {
  it('counts what is of low severity, unless all is asked for', async () => {
    const short = (await bench('messy').run('audit')).stdout;
    const whole = (await bench('messy').run('audit --all')).stdout;
    expect(short).toMatch(/^LOW {2}75 findings; --all lists them$/m);
    expect(short).toMatch(/^ {2}31 {2}a number is paid for but not used {2}number-unused$/m);
    expect(short).not.toContain('Office 3');
    expect(whole).toContain('+14155550120 (Campaign 1) had no call');
    expect(whole).not.toContain('--all lists them');
    for (const text of [short, whole]) expect(text).toMatch(/^142 findings: 15 critical, 33 high/m);
  });

  it('ends with what to do first, and what one command can fix', async () => {
    const { stdout } = await bench('messy').run('audit');
    const end = stdout.slice(stdout.indexOf('What to do first'));
    expect(end).toMatch(/^ {2}1\. \+14155550106 \(Field service\) leads to a dead end/m);
    expect(end.match(/^ {2}\d\. /gm)).toHaveLength(3);
    expect(end).toMatch(/^some of this can be fixed by a plan: `voipbin audit --fix-plan fix\.yaml`/m);
  });

  it('of a few findings is a list, and nothing more', async () => {
    const { stdout } = await bench('messy').run('audit --only accesskey-expiring');
    expect(stdout).toContain('crm expires');
    expect(stdout).not.toContain('What to do first');
    expect(stdout).toContain('`voipbin audit explain accesskey-expiring` says why a finding matters');
  });

  it('lists what the rules find that are asked for, whatever their severity', async () => {
    const { stdout } = await bench('messy').run('audit --only number-unused');
    expect(stdout).toContain('+14155550120 (Campaign 1) had no call');
    expect(stdout).not.toContain('--all lists them');
    expect(stdout).toContain('`voipbin audit explain number-unused` says');
    const two = (await bench('messy').run('audit --only tag-unused,agent-inactive')).stdout;
    expect(two).toContain('`voipbin audit explain <rule>` says');
  });
});
