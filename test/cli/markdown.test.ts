/** Reports as Markdown: headings and tables, read back by a reader that is not ours. */
import type { ParserOptions } from 'prettier';
import { parsers } from 'prettier/plugins/markdown';
import { expect, it } from 'vitest';
import { ownProse } from '../../src/report/markdown.ts';
import { bench } from '../support/program.ts';

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

const plan = `hours:
  'Office | \`x\`':
    time_zone: Europe/Berlin
    open: mon-fri 9:00-17:00
    holidays: DE-BY
`;
const calls = `time_zone: UTC
calls:
  - name: 'a | \`\`\` call'
    to: Sales line
    at: 2026-12-01 10:00
    expect: { says: '\`\`\`', ends: agent }
  - { name: fine, to: Sales line, at: 2026-12-01 10:00, expect: { ends: agent } }
`;

const walk = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(walk)];
const textOf = (node: Node): string =>
  walk(node)
    .map(({ value = '' }) => value)
    .join('');

/** Each block, with its text, or its rows of texts. */
function blocksIn(text: string): (readonly [type: string, texts: unknown])[] {
  const tree = parsers.markdown.parse(text, { originalText: text } as ParserOptions) as Node;
  return (tree.children ?? []).map((node) => [
    node.type,
    node.type === 'table'
      ? (node.children ?? []).map((row) => (row.children ?? []).map(textOf))
      : textOf(node),
  ]);
}

it('hours are a heading and a table each', async () => {
  const made = bench('empty');
  await made.run('apply --yes', { files: { '/voipbin.yaml': plan } });

  const { stdout } = await made.run('hours -o markdown');
  const none = await bench('empty').run('hours -o markdown');

  const [heading, table, ...more] = blocksIn(stdout);
  expect(more).toEqual([]);
  expect(heading).toEqual(['heading', expect.stringMatching(/^Office \| `x`: open until /)]);
  expect(table).toEqual([
    'table',
    expect.arrayContaining([
      ['Hours', 'mon-fri 9:00-17:00 (Europe/Berlin)'],
      ['Holidays', expect.stringContaining('DE-BY: 2026-12-25') as string],
    ]),
  ]);
  expect(none.stdout).toContain('or run `voipbin setup`.\n');
});

it('doctor is a table for each area, one of symptoms, and what it adds up to', async () => {
  const { stdout } = await bench('healthy').run('doctor -o markdown');

  const blocks = blocksIn(stdout);
  expect(blocks.slice(0, 2)).toEqual([
    ['heading', 'Machine'],
    ['table', expect.arrayContaining([['STATUS', 'CHECK', 'FOUND', 'WHAT TO DO']])],
  ]);
  expect(blocks.map(([, texts]) => texts)).toContain('Symptoms');
  expect(blocks.at(-1)).toEqual(['paragraph', expect.stringMatching(/^\d+ failures?, /)]);
  expect(stdout).not.toContain('```');
});

it('a job for cron is a listing for each file, to copy', async () => {
  const { stdout } = await bench('healthy').run('doctor --cron -o markdown');

  const listings = blocksIn(stdout).filter(([type]) => type === 'code');
  expect(listings).toHaveLength(4);
  expect(listings[1]?.[1]).toMatch(/^\[Unit\]\n/);
});

it('test calls are a table, and each that failed a table and its transcript', async () => {
  const { stdout } = await bench('healthy').run('test c.yaml -o markdown', { files: { '/c.yaml': calls } });

  const [title, account, file, table, ...more] = blocksIn(stdout);
  expect([title, account, file]).toEqual([
    ['heading', '1 of 2 calls failed'],
    ['paragraph', expect.stringMatching(/^Northwind Traders \(.*\) on api\.voipbin\.net$/)],
    ['heading', 'c.yaml'],
  ]);
  expect(table).toEqual([
    'table',
    [
      ['RESULT', 'CALL', 'TO', 'LINE'],
      ['failed', 'a | ``` call', 'Sales line', '3'],
      ['ok', 'fine', 'Sales line', '7'],
    ],
  ]);
  expect(more.map(([type]) => type)).toEqual(['heading', 'table', 'code']);
});

it('a path that ends with the name of the program is not a command', () => {
  expect(ownProse('/var/lib/voipbin is made later')).toBe('`/var/lib/voipbin` is made later');
});
