/** What help says is so. */
import { describe, expect, it } from 'vitest';
import { loaded, type LoadedSpec } from '../../src/cli/program/command.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { helpTopics } from '../../src/cli/program/help-topics.ts';
import { bench, permitted } from '../support/program.ts';

const specs = await Promise.all(commands.map(loaded));
const linesOf = (spec: LoadedSpec, above = ''): string[] => {
  const line = `${above}${spec.name.split(' ')[0] ?? ''}`;
  return [line, ...('verbs' in spec ? spec.verbs.flatMap((verb) => linesOf(verb, `${line} `)) : [])];
};
const all = [
  '--help',
  ...specs.flatMap((spec) => linesOf(spec)).map((line) => `${line} --help`),
  ...Object.keys(helpTopics).map((topic) => `help ${topic}`),
];
const topics: string[] = [];
for (const topic of Object.values(helpTopics)) topics.push(await topic());
const run = permitted(bench('messy'));

describe('help', () => {
  it.each(all)('%s fits a screen of 80 columns', async (line) => {
    const { code, stdout } = await run(line);
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((text) => text.length > 80)).toEqual([]);
  });

  it('names every topic, and every variable that is read', async () => {
    const more = (await run('--help')).stdout.replace(/^[^]*More:/, '');
    for (const topic of ['audit-rules', 'environment', 'exit-codes', 'hours', 'output']) {
      expect(Object.keys(helpTopics)).toContain(topic);
      expect(more).toContain(topic);
    }
    const { stdout } = await run('help environment');
    for (const name of ['VOIPBIN_PING_URL', 'XDG_STATE_HOME']) expect(stdout).toContain(name);
    expect((await run('help output')).stdout).toContain('markdown');
    expect((await run('help audit-rules')).stdout).toContain('queue-no-agent');
  });

  it.each(['agents', 'agents list', 'audit', 'completion'])('explains the command %s', async (line) => {
    expect(await run(`help ${line}`)).toEqual(await run(`${line} --help`));
  });

  it.each([
    ['login', ['--demo', '--as-customer', '--reason']],
    ['audit', ['--show-secrets']],
    ['audit rules', ['--show-secrets']],
    ['audit explain', ['--show-secrets']],
    ['audit diff', ['--show-secrets']],
    ['profile list', ['--show-secrets']],
    ['profile show', ['--show-secrets']],
  ])('%s does not offer what it refuses', async (line, flags) => {
    const { stdout } = await run(`${line} --help`);
    for (const flag of flags) {
      expect(stdout).not.toContain(flag);
      expect((await run(`${line} x y ${flag}`)).code).toBe(2);
    }
  });

  it('shows that a seed is joined to its flag, and says so to those who part them', async () => {
    expect((await run('audit --help')).stdout).toContain('--demo[=seed]');
    for (const line of ['audit --demo messy', 'agents list --demo empty', 'agents get --demo healthy']) {
      const { code, stderr } = await run(line);
      expect(code).toBe(2);
      expect(stderr).toMatch(/directly after its flag: --demo=(messy|empty|healthy)/);
    }
  });
});

describe('examples', () => {
  const texts = [...specs.flatMap((spec) => specsOf(spec)).flatMap(({ examples = [] }) => examples)];
  texts.push(...topics);
  const lines = texts.flatMap((text) => text.match(/voipbin [^\n]*--query [^\n]*/g) ?? []);

  it.each(lines)('%s', async (line) => {
    const [, before = '', quote = '', expression = ''] =
      /^voipbin (.*)--query (["']?)(.*)\2\s*$/.exec(line) ?? [];
    // What a shell would make something else of.
    if (quote !== "'") expect(expression).not.toMatch(/[`$\\!]/);
    const terminal = before.includes('--show-secrets');
    const { code, stdout } = await run(`${before} --query "${expression}"`, { terminal });
    expect(code).toBe(0);
    expect(stdout.trim().length).toBeGreaterThan('null'.length);
  });

  const lists = specs.flatMap((spec) =>
    specsOf(spec)
      .filter(({ name }) => name === 'list')
      .flatMap(({ examples = [] }) => examples.filter((line) => !line.includes('--query'))),
  );

  it.each(lists)('%s', async (line) => {
    expect((await run(line.replace(/^voipbin /, ''))).code).toBe(0);
  });

  const past = ['calls', 'groupcalls', 'queuecalls', 'activeflows', 'messages', 'recordings'];
  const ofOne = specs
    .filter(({ name }) => past.includes(name))
    .flatMap((spec) => specsOf(spec).filter(({ name }) => name !== 'list'))
    .flatMap(({ examples = [] }) => examples);

  it.each(ofOne)('%s', async (line) => {
    const made = bench('departments');
    const [, noun = ''] = line.split(' ');
    const { stdout } = await made.run(`${noun} list --limit 1 -o json --query "[0].id"`);
    const words = line.replace(/^voipbin | > \S+$/g, '').replace('<id>', JSON.parse(stdout) as string);
    const answer = await made.run(words, {
      terminal: true,
      answers: line.includes('hangup +') ? [true] : [],
    });
    expect(answer.code).toBe(0);
  });

  const ofApi = specs.filter(({ name }) => name.startsWith('api ')).flatMap(({ examples = [] }) => examples);

  it.each(ofApi)('%s', async (line) => {
    const made = bench('departments');
    const [tag] = made.emulator.world.tables.tags.all();
    const words = line.replace(/^voipbin | > \S+$/g, '').replace('<id>', tag?.id ?? '');
    expect(await made.run(`${words}${/ (put|post|delete) /.test(line) ? ' --yes' : ''}`)).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('warning') as string,
    });
  });

  it('are found', () => {
    expect(ofApi.length).toBeGreaterThan(3);
    expect(ofOne.length).toBeGreaterThan(16);
    expect(lists.length).toBeGreaterThan(16);
    expect(lines.length).toBeGreaterThanOrEqual(2);
  });
});

function specsOf(spec: LoadedSpec): LoadedSpec[] {
  return [spec, ...('verbs' in spec ? spec.verbs : [])];
}

describe('words that name no command', () => {
  it.each([
    ['nonsense --help', '`voipbin` has no command "nonsense"'],
    ['tags get', '<tag> is missing'],
    ['tags list --sort', '--sort <field>: the value is missing'],
    ['tags list -o', '--output <format>: the value is missing'],
    ['tags show x', 'did you mean get?'],
    ['tags rm x', 'did you mean delete?'],
    ['numbers delete x', 'did you mean release?'],
    ['numbers add x', 'did you mean buy?'],
    ['tags buy x', 'it has list, get, create, update, delete'],
    ['AGENTS --help', '`voipbin` has no command "AGENTS"\nhint: did you mean agents?'],
    ['custmer --help', 'did you mean customer?'],
    ['--help nonsense', '`voipbin` has no command "nonsense"'],
    ['--profile main nonsense -h', '`voipbin` has no command "nonsense"'],
    ['agents lst --help', 'did you mean list?'],
    ['agents --profile main lst --help', 'did you mean list?'],
    ['help agents lst', 'did you mean list?'],
    ['help agnts', 'did you mean agents?'],
    ['help exit-cdes', 'did you mean exit-codes?'],
    ['help environment variables', 'there is no help topic "environment variables"'],
    ['help toString', 'there is no help topic "toString"'],
    ['help constructor', 'there is no help topic "constructor"'],
  ])('%s is wrong usage', async (line, told) => {
    const { code, stdout, stderr } = await run(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(told);
  });

  it.each([
    ['agents get some-id --help'],
    ['audit explain some-rule --help'],
    ['--profile main agents list --help'],
  ])('%s is help', async (line) => {
    const { code, stdout } = await run(line);
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: voipbin');
  });

  it.each([
    ['audit --demo foo', '--demo=foo; there are departments'],
    ['audit --demo healthy', '--demo=healthy\n'],
    ['agents list --demo foo', '--demo=foo; there are departments'],
    ['customer get --demo neglected', '--demo=neglected\n'],
  ])('%s: the name of an example account comes directly after its flag', async (line, told) => {
    const { code, stderr } = await run(line);
    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });

  it('an id that follows the flag is an id', async () => {
    const { stderr } = await run('agents get --demo nope');
    expect(stderr).toContain('agent "nope" does not exist');
  });
});

describe('wrong flags', () => {
  it('a format of another command is not taken for another format', async () => {
    const { code, stderr } = await bench('empty').run('calls list -o html');
    expect(code).toBe(2);
    expect(stderr).toContain('is not one of table, json, jsonl, yaml, csv, markdown');
    expect(stderr).not.toContain('did you mean');
  });

  it.each(['agents', 'numbers', 'flows', 'queues', 'tags', 'calls', 'recordings', 'campaigns'])(
    '%s get with an empty argument is refused before anything is requested',
    async (noun) => {
      for (const word of ['""', '" "']) {
        const made = bench('messy');
        const { code, stderr } = await made.run(`${noun} get ${word}`);
        expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
        expect(stderr).toMatch(/error: <[\w-]+> is empty\nhint: `voipbin \w+ get --help` shows/);
      }
    },
  );

  it('flags of output are under their heading, in whatever way a command takes them', async () => {
    for (const line of ['calls report', 'customer tree', 'usage', 'audit']) {
      const { stdout } = await bench('empty').run(`${line} --help`);
      const own = stdout.slice(stdout.indexOf('Options:'), stdout.indexOf('Output:'));
      expect(own).toContain('--help');
      expect(own).not.toMatch(/--output|--query|--color|--quiet/);
      expect(stdout.match(/^Output:$/gm)).toHaveLength(1);
    }
  });

  it.each([
    ['audit --fail-on hihg', 'did you mean high?'],
    ['agents list -o jsn', 'did you mean json?'],
    ['calls report -o htm', 'did you mean html?'],
    ['audit --fail-on x', 'is not one of low, medium, high, critical, never'],
    ['customer update --clear detial', 'did you mean detail?'],
  ])('%s', async (line, hint) => {
    const { code, stderr } = await run(line);
    expect(code).toBe(2);
    expect(stderr).toContain(hint);
  });

  it.each(['short', 'x'.repeat(201), 'Prüfung im Herbst'])('--reason %j costs no request', async (reason) => {
    const { run: own, asked, account } = bench('healthy');
    const staff = `--as-customer ${account.customer_id} --reason "${reason}"`;
    for (const line of [`customer get ${staff}`, `audit --customers all --reason "${reason}"`]) {
      const { code, stderr } = await own(line);
      expect(code).toBe(2);
      expect(stderr).toContain('10 to 200 characters of plain ASCII');
    }
    expect(asked()).toEqual([]);
  });
});
