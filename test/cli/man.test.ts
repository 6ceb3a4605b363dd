/** The manual pages. That the files in docs/man are current is for `npm run docs:check` to say. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { afterAll, describe, expect, it } from 'vitest';
import { docFiles, MAN_FOLDER } from '../../src/cli/docs.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { helpTopics } from '../../src/cli/program/help-topics.ts';
import { manPages } from '../../src/cli/man.ts';
import { commandTree, type TreeCommand } from '../../src/cli/program/tree.ts';

const files = await docFiles();
const pages = Object.entries(files).filter(([path]) => path.startsWith(MAN_FOLDER));
const tree = await commandTree(commands);
const allOf = (command: TreeCommand): TreeCommand[] => [command, ...command.commands.flatMap(allOf)];
const pageOf = (name: string): string => files[`${MAN_FOLDER}/${name}.1`] ?? '';

/** Without what only roff reads. */
const plain = (page: string): string =>
  page
    .replaceAll(/\\f[BIR]/g, '')
    .replaceAll('\\-', '-')
    .replaceAll(/\s+/g, ' ');

describe('the manual', () => {
  it('has a page for the program and one for each command', () => {
    const names = ['voipbin', ...commands.map(({ name }) => `voipbin-${name.split(' ')[0] ?? ''}`)];
    expect(manifest.man).toEqual(pages.map(([path]) => path));
    expect(pages.map(([path]) => path).sort()).toEqual(names.map((name) => `${MAN_FOLDER}/${name}.1`).sort());
  });

  it.each(tree.map((command) => [command.word, command] as const))(
    '%s: names its verbs and flags',
    (word, command) => {
      const page = plain(pageOf(`voipbin-${word}`));
      for (const verb of allOf(command)) {
        if (verb.runs) expect(page).toContain(`voipbin ${verb.path} `);
        for (const { flags } of verb.flags) expect(page).toContain(flags.replace(/.*(--[\w-]+).*/, '$1'));
      }
    },
  );

  it('explains the flags that many commands share once', () => {
    expect(plain(pageOf('voipbin'))).toContain('-o, --output <format> Output format. One of table, json,');
    expect(plain(pageOf('voipbin-agents'))).not.toContain('Output format');
    expect(plain(pageOf('voipbin-usage'))).toContain('What the rows are (kind). One of kind, day,');
  });
});

const odd: TreeCommand = {
  word: 'odd',
  path: 'odd',
  takes: [{ name: 'thing', required: true, values: undefined }],
  summary: "it's `odd`",
  about: '.begins with a dot\n\'and an apostrophe; a \\ in it, "quotes", ~ and ^, é and €',
  examples: [".voipbin odd 'x' \\n", "'voipbin"],
  flags: [{ flags: '--odd <x>', help: '.TH is no macro here', shared: false }],
  runs: true,
  commands: [],
};
const oddPages = manPages({ version: '1', about: 'Odd.', commands: [odd], shared: [], topics: {} });

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const folder = mkdtempSync(join(tmpdir(), 'voipbin-man-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const written = [
  ...pages,
  ...Object.entries(oddPages).map(([name, text]) => [`odd/odd-${name}`, text] as const),
].map(([path, text]) => {
  const file = join(folder, path.split('/').at(-1) ?? '');
  writeFileSync(file, text);
  return file;
});

describe.runIf(has('groff'))('groff', () => {
  const { stdout, stderr } = has('groff')
    ? spawnSync('groff', ['-man', '-ww', '-Tutf8', '-P-cbou', '-rLL=200n', ...written], { encoding: 'utf8' })
    : { stdout: '', stderr: '' };
  const lines = new Set(stdout.split('\n').map((line) => line.trim()));

  it('renders every page without a warning', () => {
    expect(stderr).toBe('');
  });

  it('shows every line of the help topics as it is', async () => {
    const texts: string[] = [];
    for (const topic of Object.values(helpTopics)) texts.push(await topic());
    const wanted = texts.flatMap((text) => text.split('\n').slice(1)).map((line) => line.trim());
    expect(wanted.filter((line) => !lines.has(line))).toEqual([]);
  });

  it.each([
    "voipbin-odd - it's odd",
    '.begins with a dot \'and an apostrophe; a \\ in it, "quotes", ~ and ^, é and €',
    ".voipbin odd 'x' \\n",
    "'voipbin",
    '.TH is no macro here.',
  ])('shows %j, in which it has other uses for characters', (text) => {
    expect([...lines]).toContain(text);
  });
});

describe.runIf(has('mandoc'))('mandoc', () => {
  it('has nothing to say of a page but that it has no date', () => {
    const { stdout } = spawnSync('mandoc', ['-Tlint', '-Wwarning', ...written], { encoding: 'utf8' });
    expect(stdout.split('\n').filter((line) => line !== '' && !line.includes('missing date'))).toEqual([]);
  });
});
