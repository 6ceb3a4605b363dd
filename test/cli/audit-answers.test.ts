/** What an audit answers, and when it may say nothing. */
import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/audit/report.ts';
import { rules } from '../../src/audit/rules/index.ts';
import type { Transport } from '../../src/core/ports.ts';
import { bench, staffEnv, type Bench } from '../support/program.ts';

const parse = (text: string): AuditReport => JSON.parse(text) as AuditReport;

/** An account of which everything is known already. */
async function known(seed: string): Promise<Bench> {
  const one = bench(seed);
  await one.run('audit');
  return one;
}

describe('--quiet', () => {
  const shared = known('neglected');

  it.each([
    ['-o json', {}, /^\{\n[^]*number-without-flow[^]*\}\n$/],
    ['-o csv', {}, /^rule,[^]*\nnumber-without-flow,/],
    ['-o jsonl', {}, /^\{[^]*number-without-flow/],
    ['-o yaml', {}, /number-without-flow/],
    ['-o markdown', {}, /^# Audit[^]*callers reach no one/],
    ['-o table', {}, /number-without-flow/],
    ['--query findings', {}, /number-without-flow/],
    ['--report nagios=-', {}, /^VOIPBIN CRITICAL/],
    ['', { VOIPBIN_OUTPUT: 'json' }, /^\{\n[^]*number-without-flow/],
  ])('writes what is asked for with %s %j, known as it is', async (flags, env, rest) => {
    const one = await shared;
    const { stdout } = await one.run(`audit --quiet ${flags}`, { env });
    expect(stdout).toMatch(rest);
  });

  it('without findings csv still has its head, and json its report', async () => {
    const one = bench('healthy');
    const { stdout } = await one.run('audit --quiet -o csv');
    expect(stdout).toMatch(
      /^rule,title,category,severity,severity_reason,subject\.kind,subject\.id,subject\.name,[a-z_,]+\n$/,
    );
    const full = await bench('neglected').run('audit -o csv');
    expect(full.stdout.split('\n')[0]).toBe(stdout.trimEnd());
    expect(parse((await one.run('audit --quiet -o json')).stdout).findings).toEqual([]);
  });

  it('otherwise says nothing while there is nothing new', async () => {
    const one = await shared;
    expect(await one.run('audit --quiet')).toEqual({ code: 10, stdout: '', stderr: '' });
  });

  const fleet = 'audit --customers /one.txt --reason "quarterly review" --quiet';

  it('of many accounts says nothing while there is nothing new, unless asked', async () => {
    const one = bench('neglected');
    const options = {
      env: await staffEnv(one),
      files: { '/one.txt': one.account.customer_id },
    };
    expect((await one.run(fleet, options)).stdout).toMatch(/^test +5 +3 /m);
    expect((await one.run(fleet, options)).stdout).toBe('');
    expect((await one.run(`${fleet} -o json`, options)).stdout).toContain('"critical": 5');
  });
});

describe('a short look back', () => {
  it('concludes nothing from silence, and is neither a failure nor a gap', async () => {
    const one = bench('healthy');
    const { code, stdout } = await one.run('audit --since 1h -o json');
    const report = parse(stdout);
    expect([code, report.findings, report.not_checked]).toEqual([0, [], []]);
    expect(report.needs_days).toEqual([
      { rule: 'agent-inactive', days: 28 },
      { rule: 'agent-stuck-busy', days: 2 },
      { rule: 'balance-runway', days: 8 },
      { rule: 'callback-expensive', days: 28 },
      { rule: 'flow-unused', days: 28 },
      { rule: 'message-burst', days: 28 },
      { rule: 'new-destination', days: 14 },
      { rule: 'number-redialled', days: 28 },
      { rule: 'number-sms-unhandled', days: 28 },
      { rule: 'number-unused', days: 28 },
      { rule: 'outbound-open', days: 7 },
      { rule: 'payment-method-missing', days: 28 },
      { rule: 'queue-unreferenced', days: 28 },
      { rule: 'tokens-exhausted', days: 28 },
      { rule: 'usage-spike', days: 16 },
    ]);
    expect(report.summary.needs_days).toBe(15);
    expect(report.passed.length + 15).toBe(rules.length);
    const screen = (await one.run('audit --since 1h')).stdout;
    expect(screen).toContain('needs 28 days (--since 28d): agent-inactive, callback-expensive, flow-unused,');
    expect(screen).toContain('15 need a longer period');
  });

  it('is no matter with the default one, nor with a month that is read from a file', async () => {
    const one = bench('healthy');
    const { stdout } = await one.run('audit -o json --save-snapshot /s.json');
    expect(parse(stdout).needs_days).toEqual([]);
    expect(parse((await one.run('audit -o json --from /s.json')).stdout).needs_days).toEqual([]);
  });

  it('forgets no finding, and calls no suppression useless', async () => {
    const one = await known('messy');
    await one.run('audit --since 1h');
    const again = parse((await one.run('audit -o json')).stdout);
    expect(again.findings.filter(({ is_new }) => is_new)).toEqual([]);
    const policy = 'suppressions:\n  - { rule: number-unused, name: "*", reason: kept, owner: ann }\n';
    const short = await one.run('audit --since 1h -o json --policy /p.yaml', {
      files: { '/p.yaml': policy },
    });
    expect(parse(short.stdout).policy_notes).toEqual([]);
  });

  it('leaves a difference open', async () => {
    const one = bench('messy');
    await one.run('audit --report json=/month.json');
    await one.run('audit --since 1h --report json=/hour.json');
    const { stdout } = await one.run('audit diff /month.json /hour.json -o json');
    const changes = JSON.parse(stdout) as { change: string; rule: string }[];
    expect(changes.find(({ rule }) => rule === 'number-unused')?.change).toBe('unknown');
  });

  it.each(['0d', '0m', '0h', '0w', '000d', '2026-11-23T12:00:00Z'])('%s is refused', async (since) => {
    const one = bench('healthy');
    const { code, stderr } = await one.run(`audit --since ${since}`);
    expect([code, one.asked()]).toEqual([2, []]);
    expect(stderr).toContain('is an empty period');
  });
});

describe('the example account', () => {
  it('ends with 0, whatever is found, unless it is told otherwise', async () => {
    const one = bench('healthy');
    expect((await one.run('audit --demo')).code).toBe(0);
    expect((await one.run('audit --demo=neglected')).code).toBe(0);
    expect((await one.run('audit --demo --fail-on high')).code).toBe(10);
    expect((await one.run('audit --demo=frozen')).code).toBe(4);
  });
});

describe('--new-only', () => {
  it('shows what is new, and says how many are known', async () => {
    const one = bench('neglected');
    const before = parse((await one.run('audit -o json')).stdout).findings.length;
    const nothing = await one.run('audit --new-only');
    expect(nothing.stdout).toContain(`no new findings; ${before} known and not shown`);
    const customer = one.emulator.world.customer(one.account.customer_id);
    if (customer) customer.webhook_uri = 'http://hooks.neglected.example';
    const { stdout } = await one.run('audit --new-only --report markdown=/new.md');
    expect(stdout).toContain('webhook-not-https');
    expect(stdout).not.toContain('number-without-flow');
    expect(stdout).toMatch(/1 new finding: 1 \w+; \d+ known and not shown/);
    expect(one.files.get('/new.md')?.text).not.toContain('callers reach no one');
    expect(one.files.get('/new.md')?.text).toContain('known and not shown');
  });
});

it('no difference is said in words, and is an empty list', async () => {
  const one = bench('neglected');
  await one.run('audit --report json=/a.json');
  expect((await one.run('audit diff /a.json /a.json')).stdout).toBe('no difference\n');
  expect((await one.run('audit diff /a.json /a.json -o json')).stdout).toBe('[]\n');
});

describe('a severity', () => {
  it("that is not the rule's own comes with its reason, which explain knows", async () => {
    const one = bench('neglected');
    const { findings } = parse((await one.run('audit -o json')).stdout);
    const raised = findings.filter(({ severity_reason }) => severity_reason !== null);
    expect(raised.length).toBeGreaterThan(0);
    const screen = (await one.run('audit --all')).stdout;
    for (const { rule, severity, severity_reason } of raised) {
      const words = `${severity}: ${severity_reason ?? ''}`;
      expect(screen).toContain(words);
      expect((await one.run(`audit explain ${rule}`)).stdout).toContain(words);
    }
  });

  it('of the policy says so', async () => {
    const files = { '/voipbin.audit.yaml': 'rules: { number-unnamed: { severity: high } }' };
    const { findings } = parse((await bench('neglected').run('audit -o json', { files })).stdout);
    const reasons = findings
      .filter(({ rule }) => rule === 'number-unnamed')
      .map((one) => one.severity_reason);
    expect(new Set(reasons)).toEqual(new Set(['voipbin.audit.yaml says so']));
  });
});

it('a watchdog gets one report for many accounts, named by flag or environment', async () => {
  const one = bench('healthy');
  const pings: { url: string; body: string }[] = [];
  const real = one.emulator.transport;
  const transport: Transport = (request) => {
    if (!request.url.startsWith('https://hc.example')) return real(request);
    pings.push({ url: request.url, body: request.body ?? '' });
    return Promise.resolve({ status: 200, headers: {}, body: '' });
  };
  const unknown = '6f1c2a9e-0d1b-4f5e-9a77-0d7c6f1a2b3c';
  const { code, stdout } = await one.run('audit --customers /two.txt --reason "quarterly review"', {
    env: { ...(await staffEnv(one)), VOIPBIN_PING_URL: 'https://hc.example/x' },
    files: { '/two.txt': `${unknown}\n${one.account.customer_id}` },
    transport,
  });
  expect([code, stdout]).toEqual([5, expect.stringContaining('Northwind Traders') as string]);
  expect(pings.map(({ url }) => url)).toEqual(['https://hc.example/x/start', 'https://hc.example/x/5']);
  expect(pings[1]?.body).toMatch(new RegExp(`^${unknown}: .+\nNorthwind Traders: 0 critical`));
});
