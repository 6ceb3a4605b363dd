/** `completion`, and what its scripts ask on every Tab. */
import { describe, expect, it } from 'vitest';
import { complete, type Completion } from '../../src/cli/completion/complete.ts';
import { completionTable, type CompletionTable, type TableCommand } from '../../src/cli/completion/table.ts';
import { bench, type RunOptions } from '../support/program.ts';

const table = await completionTable();
const profiles = (): Promise<string[]> => Promise.resolve(['main', 'office']);

/** What comes next, at the end of a line; a space at its end begins a new word. */
const next = (line: string, from: CompletionTable = table): Promise<Completion> =>
  complete(from, line.split(' '), profiles);
const words = async (line: string): Promise<string[]> => (await next(line)).words.map(({ word }) => word);

describe('the next word', () => {
  it.each<[line: string, kind: Completion['kind'], offered: string[]]>([
    ['aud', 'words', ['audit']],
    ['audit ex', 'words', ['explain']],
    ['audit explain queue-no-', 'words', ['queue-no-agent', 'queue-no-available-agent', 'queue-no-timeout']],
    ['audit explain queue-no-agent ', 'words', []],
    ['audit --fail-on ', 'words', ['low', 'medium', 'high', 'critical', 'never']],
    ['audit --fail-on=h', 'words', ['--fail-on=high']],
    ['audit --demo=he', 'words', ['--demo=healthy']],
    ['audit --report ht', 'parts', ['html=']],
    ['audit --report=ht', 'parts', ['--report=html=']],
    ['audit --report html=', 'files', []],
    ['audit --policy ', 'files', []],
    ['audit --profile ', 'words', ['main', 'office']],
    ['--profile o', 'words', ['office']],
    ['--profile office agents li', 'words', ['list']],
    ['agents --profile office li', 'words', ['list']],
    ['agents list -o js', 'words', ['json', 'jsonl']],
    ['agents list --filter stat', 'parts', ['status=']],
    ['agents list --sort user', 'words', ['username']],
    ['agents password anna --password ', 'parts', ['prompt', 'env:', 'file:', 'generate']],
    ['customer update --clear detail --rtp-debug ', 'words', ['on', 'off']],
    ['profile use ', 'words', ['main', 'office']],
    ['profile use ma', 'words', ['main']],
    ['profile use main ', 'words', []],
    ['help exit', 'words', ['exit-codes']],
    ['completion ', 'words', ['bash', 'zsh', 'fish', 'powershell']],
    ['api g', 'words', ['get']],
    ['api get /accessk', 'parts', ['/accesskeys', '/accesskeys/']],
    ['api post /accessk', 'words', ['/accesskeys']],
    ['api put /agents/5b0c/st', 'words', ['/agents/5b0c/status']],
    ['api get /agents/5b0c/st', 'words', []],
    ['api GET /accessk', 'parts', ['/accesskeys', '/accesskeys/']],
    ['api get /v1.0/accessk', 'parts', ['/v1.0/accesskeys', '/v1.0/accesskeys/']],
    ['audit --only money,queue-open', 'words', ['money,queue-open-to-all']],
    ['audit --only=money,queue-open', 'words', ['--only=money,queue-open-to-all']],
    ['audit --profiles main,o', 'words', ['main,office']],
    ['agents list --columns name,user', 'words', ['name,username']],
    ['agents list -- --fi', 'words', []],
    ['nonsense ', 'words', []],
    ['agents list --nonsense ', 'words', []],
  ])('of %j', async (line, kind, offered) => {
    const found = await next(line);

    expect({ kind: found.kind, words: found.words.map(({ word }) => word) }).toEqual({
      kind,
      words: offered,
    });
  });

  it('is a flag that was not given yet, or that may be repeated', async () => {
    expect(await words('audit --fail-on high --f')).not.toContain('--fail-on');
    expect(await words('audit --report html=x --re')).toContain('--report');
    expect(await words('agents list --filter a=b --fi')).toEqual(['--filter']);
    expect(await words('agents list -o json --out')).toEqual([]);
  });

  it('comes with what it is for', async () => {
    const { words: found } = await next('audit ex');
    expect(found).toEqual([
      { word: 'explain', help: 'explain one rule: why it matters, examples, how to fix it' },
    ]);
  });
});

interface Place {
  path: string;
  command: TableCommand;
}
const placesOf = (command: TableCommand, path = ''): Place[] => [
  { path, command },
  ...command.commands.flatMap((below) => placesOf(below, `${path}${below.word} `)),
];
const places = placesOf(table.root);

describe('the table', () => {
  it('has every command and every flag of every command', async () => {
    expect(places.length).toBeGreaterThan(60);
    for (const { path, command } of places) {
      if (command.commands.length > 0)
        expect(await words(path)).toEqual(command.commands.map(({ word }) => word));
      const flags = command.flags.map((place) => table.flags[place]?.names.at(-1));
      expect(await words(`${path}-`)).toEqual(flags);
    }
  });

  it('offers nothing that a shell would read as something else', () => {
    const all = places
      .flatMap(({ command }) => [command.word, ...command.takes])
      .concat(table.flags.flatMap(({ names, values = [] }) => [...names, values]));
    const texts = all.flatMap((offer) =>
      typeof offer === 'object' && 'after' in offer ? Object.values(offer.after).flat() : offer,
    );
    expect(texts.length).toBeGreaterThan(800);
    expect(
      texts
        .flat()
        .map((text) => text.replace(/\{[\w-]+\}|<file>$/g, ''))
        .filter((text) => !/^[\w./:=@ -]+$/.test(text)),
    ).toEqual([]);
  });

  it('knows of every value that names a file', () => {
    const blind = table.flags.filter(
      ({ help, values }) => /\bfile\b/.test(help) && Array.isArray(values) && values.length === 0,
    );
    // A text of its own, and one that may begin with the name of a file.
    expect(blind.map(({ names }) => names.at(-1))).toEqual(['--because', '--typed-field']);
  });
});

describe('__complete', () => {
  const config = (names: string[]): Record<string, string> => ({
    '/nonexistent/config.json': JSON.stringify({
      profiles: Object.fromEntries(names.map((name) => [name, {}])),
    }),
  });

  it('asks no server, and reads no more than the configuration, and that for profiles only', async () => {
    const made = bench('messy');
    const read: string[] = [];
    const disk = (files: Parameters<NonNullable<RunOptions['disk']>>[0]) => ({
      ...files,
      read: (path: string) => {
        read.push(path);
        return files.read(path);
      },
    });
    const { code, stdout, stderr } = await made.run('__complete 1 agents', { disk });
    expect({ code, stderr, asked: made.asked(), read }).toEqual({ code: 0, stderr: '', asked: [], read: [] });
    expect(stdout).toMatch(/^words\nlist\tlist all agents\nget\t/);
    const files = config(['main', 'office']);
    const named = await made.run('__complete 2 profile use', { disk, files });
    expect(named.stdout).toBe('words\nmain\noffice\n');
    expect({ asked: made.asked(), read }).toEqual({ asked: [], read: ['/nonexistent/config.json'] });
  });

  it.each([
    ['names that a shell would run', config(['good', '$(reboot)', 'a b', ';x', '-rf'])],
    ['a file that is not JSON', { '/nonexistent/config.json': '{' }],
    ['profiles that are none', { '/nonexistent/config.json': '{"profiles":null}' }],
  ])('leaves out %s', async (_what, files) => {
    const { code, stdout, stderr } = await bench('messy').run('__complete 2 profile use', { files });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => !['words', 'good', ''].includes(line))).toEqual([]);
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell', 'PowerShell'])('prints the script for %s', async (shell) => {
    const { code, stdout, stderr } = await bench('messy').run(`completion ${shell}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('voipbin __complete');
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  it('of another shell is wrong usage', async () => {
    const { code, stderr } = await bench('messy').run('completion bsh');
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean bash?');
  });
});
