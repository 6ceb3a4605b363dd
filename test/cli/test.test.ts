/** `test`: the calls of a file, against an account, a snapshot or a plan. */
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { seeds } from '../../src/emulator/seeds/index.ts';
import { bench, type RunOptions } from '../support/program.ts';
import { validateSarif } from '../support/sarif.ts';

const CALLS = `time_zone: America/New_York
calls:
  - name: sales
    to: +18005551111
    at: 2026-12-01 10:00
    expect: { says: sales department, queue: Sales Queue, agent: Dana Floor, ends: agent }
  - name: no one
    to: "+1 800 555 1111"
    at: 2026-12-01 10:00
    nobody_answers: true
    expect: { says: nobody is free, ends: hangup }
`;
const ACCOUNT = 'in Enterprise Corp (1683cd5a-e456-426f-bc24-e1260494c064)';
const WRONG = `${CALLS}  - name: wrong
    to: +18005551111
    at: 2026-12-01 10:00
    expect: { says: support, ends: [hangup] }
  - name: <lost> & "gone"
    to: +18005551110
`;

const tested = (line: string, text: string, options: RunOptions = {}) =>
  bench('departments').run(`test ${line}`, { ...options, files: { '/voipbin.calls.yaml': text } });

interface Data {
  file: string;
  passed: number;
  failed: number;
  calls: { name: string; line: number; at: string; passed: boolean; failures: object[]; trace: unknown }[];
}

describe('calls that are as expected', () => {
  it('are fine', async () => {
    expect(await tested('', CALLS)).toEqual({
      code: 0,
      stderr: '',
      stdout: `ok      sales\nok      no one\n\nall 2 calls are as expected\n${ACCOUNT} on api.voipbin.net\n`,
    });
  });

  it('as a file of another name has them, by the name of the number, and by the flow', async () => {
    const text = 'calls: [{ to: Sales Department }, { to: Main number }]';
    const { numbers } = bench('departments').emulator.world.tables;
    const names = numbers.all().map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    const byName = text.replace('Main number', String(names[0]));
    const { code, stdout } = await bench('departments').run('test my.yaml', {
      files: { '/my.yaml': byName },
    });
    expect(stdout).toContain('all 2 calls are as expected');
    expect(code).toBe(0);
  });

  it('only reads', async () => {
    const { run, asked } = bench('departments');
    await run('test', { files: { '/voipbin.calls.yaml': CALLS } });
    const requests = asked();
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
  });

  it('do not depend on who is available now', async () => {
    const made = bench('departments');
    for (const agent of made.emulator.world.tables.agents.all()) agent.status = 'offline';
    expect((await made.run('test', { files: { '/voipbin.calls.yaml': CALLS } })).code).toBe(0);
  });
});

describe('calls that do not', () => {
  it('are told with what was expected, what happened, and the transcript', async () => {
    const { code, stdout, stderr } = await tested('', WRONG);
    expect(code).toBe(10);
    expect(stderr).toBe('');
    const [transcript = ''] = / {11}0:00 [^]*actions used/.exec(stdout) ?? [];
    expect(transcript).toMatch(/^ {11}0:02 .*puts the caller in the queue Sales Queue/m);
    expect(transcript).toMatch(/^ {11}0:02 {2}The caller is connected with an agent of Sales Queue\.$/m);
    expect(stdout).toBe(`ok      sales
ok      no one
FAILED  wrong

        voipbin.calls.yaml:12, a call to +18005551111, 2026-12-01 10:00 GMT-5

        expected  says "support"
        happened  says "Welcome to the sales department."
        expected  ends: hangup
        happened  ends: agent

${transcript}

FAILED  <lost> & "gone"

        voipbin.calls.yaml:16, a call to +18005551110, 2026-11-23 07:00 GMT-5

        expected  +18005551110 can be called
        happened  number or flow "+18005551110" does not exist: did you mean +18005551111?

2 of 4 calls failed
${ACCOUNT} on api.voipbin.net
`);
  });

  it('as data', async () => {
    const { code, stdout } = await tested('-o json', WRONG);
    const data = JSON.parse(stdout) as Data;
    expect(code).toBe(10);
    expect(data).toMatchObject({
      customer_id: '1683cd5a-e456-426f-bc24-e1260494c064',
      customer_name: 'Enterprise Corp',
      file: 'voipbin.calls.yaml',
      passed: 2,
      failed: 2,
    });
    expect(data.calls.map(({ name, passed, line }) => [name, passed, line])).toEqual([
      ['sales', true, 3],
      ['no one', true, 7],
      ['wrong', false, 12],
      ['<lost> & "gone"', false, 16],
    ]);
    expect(data.calls[2]?.at).toBe('2026-12-01T15:00:00.000Z');
    expect(data.calls[2]?.failures[1]).toEqual({
      what: 'ends',
      expected: 'ends: hangup',
      happened: 'ends: agent',
      where: null,
    });
    expect(data.calls[2]?.trace).toMatchObject({ end: { kind: 'agent' }, used: 5 });
    expect(data.calls.map(({ trace }) => trace === null)).toEqual([true, true, false, true]);
    const lines = (await tested('-o jsonl', WRONG)).stdout.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(
      data.calls.map(({ name }) => name),
    );
    expect((await tested('--query failed', WRONG)).stdout).toBe('2\n');
    expect((await tested('-o markdown', WRONG)).stdout).toMatch(
      /^# 2 of 4 calls failed\n\nEnterprise Corp [^\n]* on `api.voipbin.net`\n\n[^]*\n\| ok \| `sales[^]*\n```text\n/,
    );
  });

  it('as a report', async () => {
    const { run, files } = bench('departments');
    const { code, stdout } = await run('test --report junit=j.xml --report sarif=-', {
      files: { '/voipbin.calls.yaml': WRONG },
    });
    expect(code).toBe(10);
    const junit = files.get('/j.xml')?.text ?? '';
    expect(junit).toContain('<testsuites name="voipbin test" tests="4" failures="2" errors="0">');
    expect(junit).toContain('<testcase classname="voipbin.calls.yaml" name="sales"/>');
    expect(junit).toContain('name="&lt;lost&gt; &amp; &quot;gone&quot;"');
    expect(junit).toContain('<failure type="says" message="expected');
    const parser = new SaxesParser();
    const elements: string[] = [];
    parser.on('opentag', ({ name }) => elements.push(name));
    parser.write(junit).close();
    expect(elements.filter((name) => name === 'testcase')).toHaveLength(4);
    const log = JSON.parse(stdout) as { runs: { results: object[] }[] };
    validateSarif(log);
    expect(validateSarif.errors ?? []).toEqual([]);
    const [sarif] = log.runs;
    expect(sarif?.results).toHaveLength(3);
    expect(sarif?.results[0]).toMatchObject({
      ruleId: 'call-not-as-expected',
      message: { text: 'wrong: expected: says "support"; happened: says "Welcome to the sales department."' },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'voipbin.calls.yaml' }, region: { startLine: 12 } },
        },
      ],
    });
  });
});

describe('the account', () => {
  it('as a plan would leave it', async () => {
    const plan =
      'version: 1\nflows:\n  Sales Department:\n    actions:\n      - {type: talk, text: We have moved.}\n';
    const calls = 'calls: [{ to: +18005551111, expect: { says: moved } }]';
    const { run } = bench('departments');
    const files = { '/p.yaml': plan, '/voipbin.calls.yaml': calls };
    const { code: planned, stdout } = await run('test --plan p.yaml', { files });
    expect(planned).toBe(0);
    expect(stdout).toContain(' on api.voipbin.net, as p.yaml would leave it\n');
    expect((await run('test')).code).toBe(10);
  });

  it('as a snapshot has it, without the network', async () => {
    const { run, asked } = bench('departments');
    await run('audit --save-snapshot s.json --quiet');
    asked();
    const { code, stdout } = await run('test --from-snapshot s.json', {
      files: { '/voipbin.calls.yaml': CALLS },
    });
    expect(stdout).toContain(`${ACCOUNT} in s.json\n`);
    expect({ code, asked: asked() }).toEqual({ code: 0, asked: [] });
  });

  it('whose own runs show what its server does', async () => {
    const { run, files } = bench('departments');
    const plan =
      'flows: { Pause: { actions: [{ type: sleep, duration: 5s }, { type: talk, text: Done. }] } }';
    const calls = 'calls: [{ to: Pause }]';
    await run('audit --save-snapshot s.json --quiet', {
      files: { '/p.yaml': plan, '/voipbin.calls.yaml': calls },
    });
    const snapshot = JSON.parse(files.get('/s.json')?.text ?? '') as {
      sections: { activeflows: { value: { server: object } } };
    };
    const tested = (works?: boolean) => {
      const { value } = snapshot.sections.activeflows;
      value.server = works === undefined ? {} : { timeouts: { works, at: 0, activeflow: 'x' } };
      return run('test --plan p.yaml --from-snapshot s.json', {
        files: { '/s.json': JSON.stringify(snapshot) },
      });
    };

    const both = await tested();
    expect(both.code).toBe(10);
    expect(both.stdout).toContain('(on a server where timeouts do not fire)');
    expect(both.stdout).toContain('On a server where timeouts fire:');
    const never = await tested(false);
    expect(never.code).toBe(10);
    expect(never.stdout).not.toContain('timeouts do not fire');
    expect((await tested(true)).code).toBe(0);
  });
});

describe('nothing is requested', () => {
  it.each([
    ['test', {}, 'voipbin.calls.yaml does not exist'],
    ['test', { '/voipbin.calls.yaml': 'calls: []' }, 'voipbin.calls.yaml:1:1 it has no calls'],
    [
      'test',
      { '/voipbin.calls.yaml': 'calls: [{ too: x }]' },
      'voipbin.calls.yaml:1:11 unknown key of a call "too"',
    ],
    [
      'test --report junti=x',
      { '/voipbin.calls.yaml': CALLS },
      'there is no format "junti"; did you mean junit?',
    ],
    ['test --report junit=- -o json', { '/voipbin.calls.yaml': CALLS }, 'cannot be combined'],
  ])('for %s', async (line, files: Record<string, string>, message) => {
    const { run, asked } = bench('departments');
    const { code, stdout, stderr } = await run(line, { files });
    expect({ code, stdout, asked: asked() }).toEqual({ code: 2, stdout: '', asked: [] });
    expect(stderr).toContain(message);
  });

  it('more, once Ctrl-C was pressed', async () => {
    const many = `calls:\n${'  - to: +18005551111\n'.repeat(500)}`;
    const pressed = new AbortController();
    const running = tested('', many, { signal: pressed.signal });
    setImmediate(() => {
      pressed.abort(new Error('interrupted'));
    });
    expect((await running).stdout).toBe('');
  });
});

describe('--init', () => {
  it.each(seeds.map(({ name }) => name).filter((name) => !['empty', 'frozen', 'large'].includes(name)))(
    'of the example account %s passes when it is run at once',
    async (seed) => {
      const { run, files, asked } = bench(seed);
      const { code, stdout, stderr } = await run('test --init');
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(stderr).toMatch(/^voipbin\.calls\.yaml written: \d+ calls? to \d+ numbers?/);
      expect(asked().filter((request) => !request.startsWith('GET '))).toEqual([]);
      const { text = '', mode } = files.get('/voipbin.calls.yaml') ?? {};
      expect(text).toMatch(/^# yaml-language-server: \$schema=file:.+voipbin\.calls\.schema\.json\n/);
      expect(mode).toBe(0o644);
      const tested = await run('test');
      expect(tested.stdout).not.toContain('FAILED');
      expect(tested.code).toBe(0);
    },
  );

  it('takes the time zone that most of the opening hours have', async () => {
    const made = bench('empty');
    const zones = ['UTC', 'Asia/Tokyo', 'Asia/Tokyo'].map(
      (zone, index) => `  H${index}: { time_zone: ${zone}, open: mon-fri 9-17 }\n`,
    );
    const plan =
      `hours:\n${zones.join('')}flows: { F: { actions: [{ type: hangup }] } }\n` +
      'numbers: { main: { virtual: any, call_flow: F } }\n';
    await made.run('apply --yes', { files: { '/voipbin.yaml': plan } });

    await made.run('test --init');

    expect(made.files.get('/voipbin.calls.yaml')?.text).toContain('\ntime_zone: Asia/Tokyo\n');
  });

  it('prints the calls for -, which is standard input for test', async () => {
    const { run, files } = bench('departments');
    const { code, stdout, stderr } = await run('test --init -');
    expect({ code, stderr, made: [...files.keys()] }).toEqual({ code: 0, stderr: '', made: [] });
    expect((await run('test -', { input: stdout })).code).toBe(0);
    expect((await run('test -', { input: 'calls: 1' })).stderr).toContain(
      'error: standard input:1:8 calls must',
    );
    await run('test --init');
    expect(files.get('/voipbin.calls.yaml')?.text).toBe(stdout);
  });

  it('says in which calls callers are lost', async () => {
    const { run, files } = bench('messy');
    const { stderr } = await run('test --init m.yaml');
    const count = files.get('/m.yaml')?.text.match(/# CALLERS ARE LOST HERE/g)?.length ?? 0;
    expect(count).toBeGreaterThan(5);
    expect(stderr).toContain('`voipbin test m.yaml`');
    expect(stderr).toContain(`warning: callers are lost in ${count} of `);
  });

  it('of a plan, before it is applied', async () => {
    const plan = `flows: { Main: { actions: [{ type: talk, text: Hello. }] } }
numbers: { main: { virtual: any, name: Main line, call_flow: Main } }`;
    const { run, files } = bench('empty');
    expect((await run('test --init --plan p.yaml', { files: { '/p.yaml': plan } })).code).toBe(0);
    expect(files.get('/voipbin.calls.yaml')?.text).toContain('to: Main line');
    expect((await run('test --plan p.yaml')).code).toBe(0);
    expect((await run('apply -f p.yaml --yes')).code).toBe(0);
    expect((await run('test')).code).toBe(0);
  });

  it('leaves a file alone that exists, and asks nothing', async () => {
    const { run, files, asked } = bench('departments');
    const { code, stderr } = await run('test --init', { files: { '/voipbin.calls.yaml': 'mine' } });
    expect({ code, text: files.get('/voipbin.calls.yaml')?.text, asked: asked() }).toEqual({
      code: 6,
      text: 'mine',
      asked: [],
    });
    expect(stderr).toContain('voipbin.calls.yaml already exists, and was left as it is');
  });

  it.each([
    ['empty', 'test --init', 5, 'no number of the account leads to a flow'],
    ['departments', 'test --init --report junit=x', 2, '--init and --report cannot be combined'],
    ['departments', 'test --init -o json', 2, 'it takes no --output'],
  ])('writes nothing: %s, %s', async (seed, line, code, message) => {
    const { run, files } = bench(seed);
    const result = await run(line);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
    expect([...files.keys()]).toEqual([]);
  });
});
