import { describe, expect, it } from 'vitest';
import { rules } from '../../src/audit/rules/index.ts';
import { messyFaults } from '../../src/emulator/seeds/messy-faults.ts';
import type { SectionName } from '../../src/snapshot/snapshot.ts';
import { bench } from '../support/program.ts';

interface Report {
  format: string;
  account: { name: string | null; status: string | null };
  review: Record<string, { available: boolean; count?: number; reason?: string }>;
  findings: { rule: string; severity: string; fingerprint: string }[];
  not_checked: { rule: string; reason: string }[];
}
const parse = (text: string): Report => JSON.parse(text) as Report;

describe('audit', () => {
  it('healthy: no finding', async () => {
    const { code, stdout } = await bench('healthy').run('audit -o json');
    expect(parse(stdout).findings).toEqual([]);
    expect(code).toBe(0);
  });

  it('messy: everything that was planted, and nothing else', async () => {
    const { run, emulator, asked } = bench('messy');
    const { code, stdout } = await run('audit -o json');
    const report = parse(stdout);
    expect(code).toBe(10);
    expect([...new Set(report.findings.map(({ rule }) => rule))].sort()).toEqual(
      Object.keys(messyFaults).sort(),
    );
    expect(report).toMatchObject({
      format: 'voipbin.audit/1',
      account: { name: 'Acme Corporation' },
      not_checked: [],
    });
    expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(report.findings.length);
    expect(asked().every((line) => line.startsWith('GET '))).toBe(true);
    expect(emulator.requests.every(({ credential }) => credential === 'accesskey')).toBe(true);
  });

  it('messy, neglected and frozen together break every rule, and messy alone most of them', async () => {
    const broken = async (seed: string): Promise<string[]> => {
      const { stdout } = await bench(seed).run('audit -o json');
      return [...new Set(parse(stdout).findings.map(({ rule }) => rule))];
    };
    const messy = await broken('messy');
    const all = new Set([...messy, ...(await broken('neglected')), ...(await broken('frozen'))]);
    expect([...all].sort()).toEqual(rules.map(({ id }) => id).sort());
    expect(messy.length).toBeGreaterThanOrEqual(50);
  });

  it('frozen: the one thing that can be known, and the rest not checked', async () => {
    const { code, stdout } = await bench('frozen').run('audit -o json');
    const report = parse(stdout);
    expect(code).toBe(4);
    expect(report.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['account-frozen', 'critical'],
    ]);
    expect(report.not_checked.length).toBe(rules.length - 1);
  });

  it('a manager sees all but the money, and is told so', async () => {
    const { run, emulator, account } = bench('healthy');
    const manager = account.logins.find(({ role }) => role === 'manager');
    const login = await emulator.transport({
      method: 'POST',
      url: 'https://x/auth/login',
      headers: {},
      body: JSON.stringify({ username: manager?.username, password: manager?.password }),
      timeoutMs: 1000,
    });
    const { token } = JSON.parse(login.body) as { token: string };
    const env = { VOIPBIN_ACCESS_KEY: '', VOIPBIN_TOKEN: token };
    const { code, stdout } = await run('audit -o json', { env });
    expect(code).toBe(3);
    const adminOnly: SectionName[] = ['billing_account', 'billings', 'accesskeys', 'outbound_config'];
    expect(parse(stdout).not_checked.map(({ rule, reason }) => [rule, reason])).toEqual(
      rules
        .filter(({ needs }) => needs.some((section) => adminOnly.includes(section)))
        .map(({ id }) => [id, 'needs the admin permission']),
    );
    expect((await run('audit', { env })).stdout).toContain('not checked: needs the admin permission');
    expect((await run('audit --allow-incomplete', { env })).code).toBe(0);
  });

  it.each([
    ['never', 0],
    ['critical', 10],
    ['low', 10],
  ])('--fail-on %s: exit code %d on messy', async (failOn, code) => {
    expect((await bench('messy').run(`audit --fail-on ${failOn}`)).code).toBe(code);
  });

  it('the departments have no fault in numbers, flows or routing', async () => {
    const { stdout } = await bench('departments').run('audit -o json');
    expect(parse(stdout).findings).toEqual([]);
  });

  it('a refused credential is no audit at all', async () => {
    const { code, stdout } = await bench('healthy').run('audit', { env: { VOIPBIN_ACCESS_KEY: 'vb_wrong' } });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  });

  it('hostile names reach no terminal', async () => {
    const { run, account, emulator } = bench('messy');
    const row = emulator.world.tables.numbers
      .of(account.customer_id)
      .find(({ name }) => name === 'Trade fair');
    if (row) row.name = '\u001b]0;owned\u0007\u202Eevil\nline';
    const { stdout } = await run('audit', { terminal: true, columns: 80 });
    expect(stdout).not.toMatch(/[\u0007\u202e]|\u001b\]/);
    expect(stdout).toContain('\\x1b]0;owned');
  });
});
