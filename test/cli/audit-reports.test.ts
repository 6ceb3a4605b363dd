/** Where the result of an audit goes, and what it remembers: the program against the emulator. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/audit/rules/index.ts';
import { CancelledError, UsageError } from '../../src/core/errors.ts';
import type { Files, Transport } from '../../src/core/ports.ts';
import { bench, staffEnv, type Bench } from '../support/program.ts';

interface Report {
  requests: number;
  findings: {
    rule: string;
    severity: string;
    is_new: boolean;
    first_seen: string;
    subject: { id: string };
  }[];
  not_checked: { rule: string; reason: string }[];
  suppressed: { rule: string; suppression: { owner: string } }[];
  summary: { new: Record<string, number>; disabled: number };
  policy_notes: string[];
  trend: unknown[];
  evidence: { section: string; state: string; rows: number | null; request_id: string | null }[];
}
const parse = (text: string): Report => JSON.parse(text) as Report;
const written = ({ files }: Bench, path: string) => files.get(path)?.text ?? '';

/** All files but what was counted of the traffic: that is no finding, and kept whoever hears of it. */
const remembered = (files: ReadonlyMap<string, unknown>): string[] =>
  [...files.keys()].filter((path) => !path.endsWith('/traffic.json') && !path.includes('/state/audits/'));

/** A fault that the neglected account does not have yet. */
function spoilWebhook({ emulator, account }: Bench): void {
  const customer = emulator.world.customer(account.customer_id);
  if (customer) customer.webhook_uri = 'http://hooks.neglected.example';
}

describe('--report', () => {
  it('one run, every format, each in its own file', async () => {
    const one = bench('messy');
    const formats = [
      'csv',
      'html',
      'json',
      'junit',
      'markdown',
      'nagios',
      'openmetrics',
      'prometheus',
      'sarif',
    ];
    const { code, stdout } = await one.run(
      `audit ${formats.map((format) => `--report ${format}=/out/${format}`).join(' ')}`,
    );
    expect(code).toBe(10);
    expect(stdout).toContain('Acme Corporation');
    const asked = one.asked();
    expect(asked.filter((line) => line === 'GET /v1.0/customer')).toHaveLength(1);
    expect(formats.filter((format) => written(one, `/out/${format}`) === '')).toEqual([]);
    expect(one.files.get('/out/html')?.mode).toBe(0o600);
    expect(one.files.get('/out/prometheus')?.mode).toBe(0o644);
    expect(parse(written(one, '/out/json')).findings.length).toBeGreaterThan(50);
    const secrets = [one.account.accesskey, 'forklift', 'direct.'];
    for (const [path, { text }] of one.files) {
      for (const secret of secrets) expect(text.includes(secret), `${secret} in ${path}`).toBe(false);
    }
  });

  it('says everything that is wrong with it at once, before any request', async () => {
    const one = bench('healthy');
    const { code, stderr } = await one.run(
      'audit --report sarf=x --report html --report json=- --report csv=-',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean sarif');
    expect(stderr).toContain('it has no path');
    expect(stderr).toContain('only one report can go to standard output');
    expect(one.asked()).toEqual([]);
  });

  it.each([
    ['healthy', 0, /^VOIPBIN OK - no findings \| critical=0/],
    ['messy', 2, /^VOIPBIN CRITICAL - /],
    ['frozen', 2, /^VOIPBIN CRITICAL - /],
  ])('nagios of %s answers %d', async (seed, code, line) => {
    const { code: given, stdout, stderr } = await bench(seed).run('audit --report nagios=-');
    expect([given, stderr]).toEqual([code, '']);
    expect(stdout).toMatch(line);
    expect(stdout.trimEnd()).not.toContain('\n');
  });

  it('a plugin that cannot look says so in one line and answers 3', async () => {
    const { code, stdout, stderr } = await bench('healthy').run('audit --report nagios=-', {
      env: { VOIPBIN_ACCESS_KEY: 'vb_wrong' },
    });
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toMatch(/^VOIPBIN UNKNOWN - [^|\n]+\n$/);
  });

  it.each([
    'audit --report nagios=- --fail-on hihg',
    'audit --report=nagios=- --no-such-flag',
    'audit --report nagios=- --report html',
    'audit --report nagios=- -o json',
    'audit --report nagios=- --policy /no.yaml',
  ])('a plugin with wrong flags knows nothing: %s', async (line) => {
    const { code, stdout, stderr } = await bench('healthy').run(line);
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toMatch(/^VOIPBIN UNKNOWN - [^|\n]+\n$/);
  });
});

describe('the crontab of docs/cron.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/cron.md'), 'utf8');
  const [environment = '', job = ''] = (/^```crontab\n([^]*?)^```/m.exec(page)?.[1] ?? '').split('\n');
  const command = job.split(/\s+/).slice(5);

  it('finds the program, and is one command for cron and for the shell', () => {
    expect(environment).toMatch(/^PATH=(\/[\w/]+:)*\/usr\/local\/bin(:\/[\w/]+)*$/);
    expect(job).toMatch(/^(?:[\d*,/-]+\s+){5}\S/);
    // A percent sign would be a line break, and these characters something else than text.
    expect(job.replace(/^(?:[\d*,/-]+\s+){5}/, '')).not.toMatch(/[%<>|&;$`"']/);
  });

  it('is silent when there is nothing new, and writes its reports', async () => {
    const program = command.indexOf('voipbin');
    // Drawing the page takes long, and has tests of its own.
    const line = command
      .slice(program + 1, command.indexOf('--ping'))
      .join(' ')
      .replace(/ --report html=\S+/, '');
    const one = bench('healthy');

    const { code, stdout, stderr } = await one.run(line);

    expect([command.slice(0, program), code, stdout, stderr]).toEqual([
      ['VOIPBIN_ACCESS_KEY_FILE=/etc/voipbin.key'],
      ...[0, '', ''],
    ]);
    expect(written(one, '/var/lib/node_exporter/voipbin.prom')).toContain('voipbin_audit_complete');
  });
});

describe('what nobody was told of', () => {
  const failing = (what: 'write' | 'tryWrite', path: string) => (files: Files) => ({
    ...files,
    [what]: (...given: Parameters<Files['write']>) =>
      given[0].startsWith(path)
        ? Promise.reject(new UsageError(`cannot write ${given[0]}`))
        : files[what](...given),
  });

  it.each([
    ['a report cannot be written', '--report html=/out.html', { disk: failing('write', '/out.html') }],
    ['a fix plan cannot be written', '--fix-plan /fix.yaml', { disk: failing('write', '/fix.yaml') }],
    ['standard output takes nothing', '', { full: true }],
  ])('stays new: %s', async (_name, flags, options) => {
    const one = bench('neglected');
    expect((await one.run(`audit --new-only ${flags}`, options)).code).toBe(2);
    const again = await one.run('audit --new-only -o json');
    expect(again.code).toBe(10);
    expect(parse(again.stdout).findings.every(({ is_new }) => is_new)).toBe(true);
  });

  it('stays new in the accounts of many sign-ins', async () => {
    const one = bench('neglected');
    const { files, run } = one;
    const env = await staffEnv(one);
    const line = 'audit --customers /one.txt --reason "quarterly review" --new-only';
    const list = { '/one.txt': one.account.customer_id };
    expect((await run(line, { env, files: list, full: true })).code).toBe(2);
    expect(remembered(files)).toEqual(['/one.txt']);
    expect((await run(line, { env, files: list })).code).toBe(10);
    expect((await run(line, { env, files: list })).code).toBe(0);
  });

  it.each([
    '--report json=/r/a.json',
    '--save-snapshot /r/s',
    '--fix-plan /r/f',
    '--report csv=/r/{account}/x',
  ])('cannot be told with %s: known before any request', async (flag) => {
    const one = bench('neglected');
    const { code, stderr } = await one.run(`audit ${flag}`, { disk: failing('tryWrite', '/r/') });
    expect([code, one.asked()]).toEqual([2, []]);
    expect(stderr).toContain('cannot write /r/');
  });
});

describe('what it remembers', () => {
  const closed = (files: Files): Files => ({
    ...files,
    lock: (path) => Promise.reject(new UsageError(`cannot lock ${path}`)),
    read: (path) =>
      path.includes('/state/') ? Promise.reject(new UsageError(`cannot read ${path}`)) : files.read(path),
  });

  it('nothing, where the state folder is closed: a warning, and the whole result', async () => {
    const { code, stdout, stderr } = await bench('neglected').run('audit -o json', { disk: closed });
    expect(code).toBe(10);
    expect(parse(stdout).findings.length).toBeGreaterThan(20);
    expect(stderr).toContain('warning: not remembered: cannot lock');
    expect(stderr).toContain('XDG_STATE_HOME or VOIPBIN_CONFIG_DIR');
  });

  it('nothing: then --new-only is refused before any request', async () => {
    const one = bench('neglected');
    const { code, stderr } = await one.run('audit --new-only', { disk: closed });
    expect([code, one.asked()]).toEqual([2, []]);
    expect(stderr).toContain('--new-only needs to remember');
  });

  it('of two runs at once one tells what is new, and the other is at peace', async () => {
    const one = bench('neglected');
    let last = Promise.resolve();
    /** Where the second waits for the first. */
    const disk = (files: Files): Files => ({
      ...files,
      lock: async () => {
        const before = last;
        let release = (): void => undefined;
        last = new Promise((resolve) => (release = resolve));
        await before;
        return {
          release: () => {
            release();
            return Promise.resolve();
          },
        };
      },
    });
    const both = await Promise.all(
      ['audit --new-only', 'audit --new-only'].map((line) => one.run(line, { disk })),
    );
    expect(both.map(({ code }) => code).sort()).toEqual([0, 10]);
  });

  it('a run that is kept out for too long says so, and remembers nothing', async () => {
    const one = bench('neglected');
    const held = [`/nonexistent/state/accounts/${one.account.customer_id}/audit.json.lock`];
    const only = await one.run('audit --new-only', { held });
    expect([only.code, only.stdout]).toEqual([7, '']);
    expect(only.stderr).toContain('process 4711 on desk');
    const plain = await one.run('audit', { held });
    expect(plain.code).toBe(10);
    expect(plain.stderr).toContain('not remembered: another audit');
    expect(remembered(one.files)).toEqual([]);
  });

  it('what was there before is not new, and --new-only is then at peace', async () => {
    const one = bench('neglected');
    const first = parse((await one.run('audit -o json')).stdout);
    expect(first.findings.every(({ is_new }) => is_new)).toBe(true);
    const second = await one.run('audit -o json --new-only');
    expect(second.code).toBe(0);
    const report = parse(second.stdout);
    expect(report.findings.some(({ is_new }) => is_new)).toBe(false);
    expect(report.findings[0]?.first_seen).toBe(first.findings[0]?.first_seen);
    expect(report.trend).toHaveLength(1);
    expect((await one.run('audit --new-only --quiet')).stdout).toBe('');
    spoilWebhook(one);
    const fourth = await one.run('audit --new-only --quiet');
    expect(fourth.code).toBe(10);
    expect(fourth.stdout).toContain('(new)');
    const [path] = remembered(one.files);
    expect(path).toBe(`/nonexistent/state/accounts/${one.account.customer_id}/audit.json`);
    expect(one.files.get(path ?? '')?.mode).toBe(0o600);
  });

  it('a broken history is told of, and everything is new', async () => {
    const one = bench('neglected');
    const path = `/nonexistent/state/accounts/${one.account.customer_id}/audit.json`;
    const { stderr, stdout } = await one.run('audit -o json', { files: { [path]: '{' } });
    expect(stderr).toContain('broken');
    expect(parse(stdout).findings.every(({ is_new }) => is_new)).toBe(true);
  });

  it('the difference of two reports', async () => {
    const one = bench('neglected');
    await one.run('audit --report json=/a.json');
    spoilWebhook(one);
    const [number] = one.emulator.world.tables.numbers
      .of(one.account.customer_id)
      .filter(({ name }) => name === '');
    if (number) number.name = 'Side door';
    await one.run('audit --report json=/b.json');
    const { code, stdout } = await one.run('audit diff /a.json /b.json -o json');
    expect(code).toBe(0);
    const changes = JSON.parse(stdout) as { change: string; rule: string }[];
    expect(changes.map(({ change, rule }) => [change, rule])).toContainEqual(['new', 'webhook-not-https']);
    expect(changes.map(({ change, rule }) => [change, rule])).toContainEqual(['gone', 'number-unnamed']);
    expect((await one.run('audit diff /a.json /none.json')).code).toBe(2);
  });
});

describe('snapshots', () => {
  it('one that was saved is audited without a request, and holds no secret', async () => {
    const one = bench('messy');
    const live = parse((await one.run('audit -o json --save-snapshot /shot.json')).stdout);
    const text = written(one, '/shot.json');
    expect(one.files.get('/shot.json')?.mode).toBe(0o600);
    for (const secret of ['forklift', 'direct.', 'webhook_secret', one.account.accesskey.slice(0, 11)]) {
      expect(text).not.toContain(secret);
    }
    one.asked();
    const again = await one.run('audit -o json --from /shot.json', { env: { VOIPBIN_ACCESS_KEY: '' } });
    expect(one.asked()).toEqual([]);
    expect(parse(again.stdout).findings.map(({ rule }) => rule)).toEqual(
      live.findings.map(({ rule }) => rule),
    );
  });

  it.each([
    ['{}', 'format'],
    ['x', 'not JSON'],
    ['{"format":"voipbin.snapshot/1"}', 'takenAt'],
  ])('what is none is refused: %s', async (text, why) => {
    const { code, stderr } = await bench('healthy').run('audit --from /x', { files: { '/x': text } });
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });
});

describe('the policy', () => {
  const policy = [
    'version: 1',
    'rules:',
    '  flow-unused: { enabled: false }',
    '  balance-low: { thresholds: { credit: 5 } }',
    '  number-unnamed: { severity: critical }',
    'suppressions:',
    '  - { rule: number-unused, name: "*", reason: kept, owner: ann, expires: 2026-12-01 }',
    '  - { rule: queue-no-agent, name: nothing, reason: x, owner: ben }',
    '',
  ].join('\n');

  it('changes what is found, and says what is wrong with itself', async () => {
    const { stdout } = await bench('messy').run('audit -o json --policy /p.yaml', {
      files: { '/p.yaml': policy },
    });
    const report = parse(stdout);
    const found = report.findings.map(({ rule }) => rule);
    expect(found).not.toContain('flow-unused');
    expect(found).not.toContain('balance-low');
    expect(found).not.toContain('number-unused');
    expect(report.findings.find(({ rule }) => rule === 'number-unnamed')?.severity).toBe('critical');
    expect(report.suppressed.every(({ suppression }) => suppression.owner === 'ann')).toBe(true);
    expect(report.summary.disabled).toBe(1);
    expect(report.policy_notes.join('\n')).toMatch(/p\.yaml:7 .*in 8 days[^]*p\.yaml:8 .*matches nothing/);
  });

  it('is found in the folder, and its mistakes cost no request', async () => {
    const one = bench('healthy');
    const files = { '/voipbin.audit.yaml': 'rules:\n  balance-lo: {}\nhours: 9\n' };
    const { code, stderr } = await one.run('audit', { files });
    expect(code).toBe(2);
    expect(stderr).toMatch(/voipbin\.audit\.yaml:2:3 .*balance-low[^]*voipbin\.audit\.yaml:3:8/);
    expect(one.asked()).toEqual([]);
  });

  it('init writes one that changes nothing, and never over another', async () => {
    const one = bench('healthy');
    expect((await one.run('audit init')).code).toBe(0);
    expect(written(one, '/voipbin.audit.yaml')).toMatch(/^# yaml-language-server: \$schema=file:/);
    expect((await one.run('audit')).code).toBe(0);
    expect((await one.run('audit init')).code).toBe(6);
    const onScreen = await one.run('audit init -');
    expect(onScreen).toEqual({ code: 0, stderr: '', stdout: one.files.get('/voipbin.audit.yaml')?.text });
    expect([...one.files.keys()]).not.toContain('/-');
    expect((await one.run('audit init mine.yaml')).stderr).toBe(
      'mine.yaml written: `voipbin audit --policy mine.yaml` uses it\n',
    );
  });
});

describe('limits', () => {
  it('says first how many requests it takes', async () => {
    const one = bench('healthy');
    const { stderr } = await one.run('audit');
    expect(stderr).toMatch(/about \d+ requests, \d+ s left at 10 per second/);
  });

  it('says nothing of what is ahead once it is interrupted', async () => {
    const one = bench('healthy');
    const control = new AbortController();
    let requests = 0;
    const { code, stderr } = await one.run('audit', {
      signal: control.signal,
      transport: (request) => {
        requests += 1;
        if (requests === 12) control.abort(new CancelledError());
        return one.emulator.transport(request);
      },
    });
    expect(code).toBe(130);
    expect(stderr).not.toContain('per second');
  });

  it('--max-requests takes a whole number', async () => {
    const one = bench('messy');
    expect((await one.run('audit --max-requests 1.5')).code).toBe(2);
    expect(one.asked()).toEqual([]);
  });

  it('--max-requests: what was not read is not checked', async () => {
    const one = bench('healthy');
    const { code, stdout } = await one.run('audit -o json --max-requests 12');
    expect(code).toBe(3);
    expect(one.asked()).toHaveLength(12);
    const report = parse(stdout);
    expect(report.not_checked.length).toBeGreaterThan(0);
    expect(report.not_checked[0]?.reason).toContain('--max-requests');
  });

  it('looks back no further than --since', async () => {
    const one = bench('messy');
    const rowsOf = async (since: string): Promise<number> => {
      const { stdout } = await one.run(`audit -o json --since ${since}`);
      return parse(stdout).evidence.find(({ section }) => section === 'calls')?.rows ?? 0;
    };
    const all = one.account.data.calls.map(({ tm_create }) => tm_create / 1000);
    const since = Date.parse('2026-11-23T12:00:00Z') - 9 * 86_400_000;
    expect(await rowsOf(new Date(since).toISOString())).toBe(all.filter((at) => at >= since).length);
    expect(await rowsOf('2025-01-01')).toBe(all.length);
  });
});

describe('the catalogue', () => {
  it('is listed and explained', async () => {
    const one = bench('healthy');
    const { stdout } = await one.run('audit rules -o json');
    expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    const card = await one.run('audit explain queue-no-agent');
    expect(card.stdout).toContain('reports, for example');
    expect(card.stdout).toMatch(/example messages +no_agents: Sales has no agents: the account has none\n/);
    const forPrograms = await one.run('audit explain queue-no-agent -o json --query messages[1].data');
    expect(JSON.parse(forPrograms.stdout)).toMatchObject({ tags: [{ name: 'sales' }] });
    const depends = await one.run('audit explain flow-weekdays');
    expect(depends.stdout).toMatch(
      /depends on +whether weekdays can be checked: not on the published server/,
    );
    expect(card.stdout).not.toContain('depends on');
    expect(depends.stdout).not.toContain('what its runs show');
    const wrong = await one.run('audit explain queue-no-agents');
    expect([wrong.code, wrong.stderr]).toEqual([5, expect.stringContaining('queue-no-agent') as string]);
    expect(one.asked()).toEqual([]);
  });

  it('explains every rule within 80 columns, and each example on one line to a program', async () => {
    const one = bench('healthy');
    for (const { id, examples } of rules) {
      const line = `audit explain ${id}`;
      const { stdout } = await one.run(line, { terminal: true, columns: 80, env: { NO_COLOR: '1' } });
      expect(stdout.split('\n').filter((shown) => shown.length > 80)).toEqual([]);
      const piped = (await one.run(line)).stdout.split('\n');
      for (const { name } of [...examples.bad, ...examples.ok])
        expect(piped.filter((shown) => shown.endsWith(`  ${name}`))).toHaveLength(1);
    }
  });

  it('indents the further lines of an item, so that the next one stands out', async () => {
    const { stdout } = await bench('healthy').run('audit explain queue-wait-cut-off', {
      terminal: true,
      columns: 80,
      env: { NO_COLOR: '1' },
    });
    expect(stdout).toMatch(/\n {26}a queue has a wait timeout of an hour and plays\n {28}music of unknown/);
  });

  it('is explained with what the runs of a snapshot show of the server, and when', async () => {
    const one = bench('departments');
    await one.run('audit --save-snapshot s.json --quiet');
    const snapshot = JSON.parse(one.files.get('/s.json')?.text ?? '') as {
      sections: { activeflows: { value: { server: object } } };
    };
    const fact = { works: false, at: Date.parse('2026-11-20T10:00:00Z'), activeflow: 'run-1' };
    snapshot.sections.activeflows.value.server = { weekdays: fact };
    one.asked();
    const explain = (line: string) =>
      one.run(`audit explain ${line} --from s.json`, { files: { '/s.json': JSON.stringify(snapshot) } });
    const { stdout } = await explain('flow-cuts-off');
    expect(stdout).toMatch(/what its runs show +no run shows whether timeouts fire\n/);
    expect(stdout).toMatch(/\n +weekdays cannot be checked: the run run-1 of 2026-11-20 10:00 UTC\n/);
    const { evidence } = JSON.parse((await explain('flow-weekdays -o json')).stdout) as { evidence: object };
    expect(evidence).toEqual({ weekdays: { ...fact, at: '2026-11-20T10:00:00.000Z' } });
    expect((await explain('queue-no-agent')).stdout).not.toContain('runs show');
    expect(one.asked()).toEqual([]);
  });

  it('a flag that a verb does not know is refused', async () => {
    const { code, stderr } = await bench('healthy').run('audit rules --fail-on low');
    expect(code).toBe(2);
    expect(stderr).toContain('--fail-on');
  });
});

describe('the watchdog', () => {
  /** The emulator, with somebody else's server beside it. */
  function watched(answer: number) {
    const one = bench('healthy');
    const pings: { url: string; body: string }[] = [];
    const real = one.emulator.transport;
    const transport: Transport = (request) => {
      if (!request.url.startsWith('https://hc.example')) return real(request);
      pings.push({ url: request.url, body: request.body ?? '' });
      return Promise.resolve({ status: answer, headers: {}, body: '' });
    };
    Object.assign(one.emulator, { transport });
    return { one, pings };
  }

  it('is told of the start and of the end', async () => {
    const { one, pings } = watched(200);
    expect((await one.run('audit --ping https://hc.example/secret')).code).toBe(0);
    expect(pings.map(({ url }) => url)).toEqual([
      'https://hc.example/secret/start',
      'https://hc.example/secret/0',
    ]);
    expect(pings[1]?.body).toContain('Northwind Traders');
  });

  it('cannot change how it ends, and its address stays a secret', async () => {
    const { one, pings } = watched(500);
    const { code, stderr } = await one.run('audit --ping https://hc.example/secret');
    expect([code, pings.length]).toEqual([0, 4]);
    expect(stderr).toContain('https://hc.example did not get the report');
    expect(stderr).not.toContain('secret');
  });

  it('is told of a failure', async () => {
    const { one, pings } = watched(200);
    await one.run('audit --ping https://hc.example/x', { env: { VOIPBIN_ACCESS_KEY: 'vb_wrong' } });
    expect(pings.at(-1)?.url).toBe('https://hc.example/x/4');
  });
});

describe('many accounts', () => {
  it('staff: every customer, the worst first, a report each', async () => {
    const one = bench('messy');
    const env = await staffEnv(one);
    const line = 'audit --customers all -o json --report json=/r/{account}.json';
    expect((await one.run(line, { env })).code).toBe(2);
    const { code, stdout } = await one.run(`${line} --reason "quarterly review"`, { env });
    const rows = JSON.parse(stdout) as { account: string; critical: number | null; error: string | null }[];
    expect(rows.map(({ account }) => account)).toContain('Acme Corporation');
    const worst = rows.findIndex(({ error }) => error !== null);
    expect(worst).toBeLessThan(1);
    expect([3, 4, 10]).toContain(code);
    expect(written(one, `/r/${one.account.customer_id}.json`)).toContain('Acme Corporation');
  });

  it('saved sign-ins: one that fails stops no other', async () => {
    const one = bench('healthy');
    const problem = await one.run('audit --profiles a,b', { env: { VOIPBIN_CONFIG_DIR: '/nonexistent' } });
    expect([problem.code, problem.stderr]).toEqual([2, expect.stringContaining('"a", "b"') as string]);
    const both = await one.run('audit --all-profiles --customers all --reason "quarterly review"');
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('cannot be combined') as string]);
  });
});
