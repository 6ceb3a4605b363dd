/** README and pages: every command in them runs, and prints what they show. `npm run docs` writes the outputs again. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { piecesOf } from './markdown.ts';
import { pagePaths, refreshed, shippedFiles } from './pages.ts';

const root = resolve(import.meta.dirname, '../..');
const shipped = shippedFiles(root);
const paths = pagePaths(root);
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('a page', () => {
  const ran: string[] = [];

  it.each(paths)('%s shows what its commands print', async (path) => {
    const page = await refreshed(textOf(path), shipped);
    ran.push(...page.ran);
    expect(page.problems).toEqual([]);
    expect(page.text).toBe(textOf(path));
  });

  it('runs commands: most of what it names', () => {
    expect(ran.length).toBeGreaterThan(60);
    const nouns = new Set(ran.map((line) => line.split(' ')[0]));
    for (const noun of [
      'audit',
      'trace',
      'test',
      'setup',
      'plan',
      'apply',
      'undo',
      'hours',
      'doctor',
      'customers',
    ])
      expect(nouns).toContain(noun);
  });
});

const ACCOUNT = '<!-- account: departments -->\n';
const TAGS = '```sh\nvoipbin tags list --columns name\n```\n';

describe('refreshing a page', () => {
  it('replaces an output, and keeps the rest', async () => {
    const { text, problems, ran } = await refreshed(
      `Tags:\n\n${TAGS}\n\`\`\`text\nold\n\`\`\`\n\nEnd.\n`,
      {},
    );
    expect(text).toBe(`Tags:\n\n${TAGS}\n\`\`\`text\nNAME\nbilling\nsupport\nsales\n\`\`\`\n\nEnd.\n`);
    expect({ problems, ran }).toEqual({ problems: [], ran: ['tags list --columns name'] });
  });

  it('cuts an output where the page says so', async () => {
    const { text } = await refreshed(`${TAGS}\n<!-- first lines: 2 -->\n\n\`\`\`text\n\`\`\`\n`, {});
    expect(text).toContain('```text\nNAME\nbilling\n...\n```');
  });

  it('runs the commands of a page on one account, until the page takes another', async () => {
    const create = '```sh\nvoipbin tags create vip --yes\n```\n';
    const output = '\n```text\n```\n\n';
    const { text } = await refreshed(`${create}${TAGS}${output}${ACCOUNT}${TAGS}${output}`, {});
    expect(text.match(/^vip$/gm)).toHaveLength(1);
  });

  it.each<[name: string, page: string, problem: string]>([
    [
      'a command that fails',
      '```sh\nvoipbin tags get nothing\n```\n',
      'line 1: `voipbin tags get nothing` ends with exit code 5, not 0',
    ],
    [
      'a command that does not fail',
      '<!-- exit code: 5 -->\n```sh\nvoipbin tags list\n```\n',
      'ends with exit code 0, not 5',
    ],
    [
      'another program',
      'Text\n\n```sh\ncurl https://example.com\n```\n',
      'line 3: `curl https://example.com` is not one command of voipbin',
    ],
    ['a pipe', '```sh\nvoipbin tags list | head\n```\n', 'is not one command of voipbin'],
    [
      'words where there should be none',
      `<!-- prints nothing -->\n${TAGS}`,
      '`voipbin tags list --columns name` prints NAME',
    ],
    [
      'an answer that nothing asks for',
      '<!-- answers: yes -->\n```sh\nvoipbin tags list\n```\n',
      '1 answers were never asked for',
    ],
    ['a question without an answer', '```sh\nvoipbin tags create vip\n```\n', 'unexpected question'],
    ['a fence of which nobody says what it is', '```yaml\na: 1\n```\n', 'the yaml fence has no'],
    ['an output without a command', 'Text.\n\n```text\nx\n```\n', 'the text fence has no'],
    [
      'an output that does not follow its command',
      `${TAGS}\nText.\n\n\`\`\`text\nx\n\`\`\`\n`,
      'the text fence has no',
    ],
  ])('finds %s', async (_name, page, problem) => {
    const { problems } = await refreshed(page, {});
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it.each([
    ['what is not run', '<!-- not run: needs a key -->\n```sh\ncurl https://example.com\n```\n'],
    ['a file', '<!-- file: a.yaml -->\n```yaml\na: 1\n```\n'],
    ['what is generated', '<!-- begin environment -->\n\n```text\nx\n```\n\n<!-- end environment -->\n'],
  ])('keeps %s', async (_name, page) => {
    expect(await refreshed(page, {})).toMatchObject({ text: page, problems: [], ran: [] });
  });
});

describe('docs/json.md', () => {
  it('lists every format of the program', () => {
    const page = textOf('docs/json.md');
    const formats = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => textOf(join('src', file)).match(/voipbin\.[a-z-]+\/\d+/g) ?? []);
    expect(new Set(formats).size).toBeGreaterThan(20);
    expect([...new Set(formats)].filter((format) => !page.includes(`\`${format}\``))).toEqual([]);
  });
});

describe('links', () => {
  const linked = [...paths, 'docs/audit-rules.md', 'docs/style.md'].flatMap((path) =>
    piecesOf(textOf(path))
      .filter((piece) => typeof piece === 'string')
      .flatMap((piece) => [...piece.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)])
      .map(([, link = '', source = link]) => ({ path, link: source }))
      .filter(({ link }) => !/^https?:/.test(link)),
  );

  it('are found', () => {
    expect(linked.length).toBeGreaterThan(100);
  });

  it('lead to files and headings that exist', () => {
    const broken = linked.filter(({ path, link }) => {
      const [file = '', heading] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(root, target))) return true;
      return heading !== undefined && !headingsOf(textOf(target)).includes(heading);
    });
    expect(broken).toEqual([]);
  });

  it('reach every page from the README', () => {
    const reached = new Set(['README.md']);
    for (const path of reached)
      for (const { link } of linked.filter((one) => one.path === path)) {
        const target = join(dirname(path), link.split('#')[0] ?? '');
        if (target.endsWith('.md')) reached.add(target);
      }
    const inRepositoryOnly = ['docs/benchmarks.md', 'docs/publishing.md'];
    expect(paths.filter((path) => !reached.has(path) && !inRepositoryOnly.includes(path))).toEqual([]);
  });
});

/** As GitHub makes them. */
const headingsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
