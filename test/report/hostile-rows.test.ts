/** Rows of whatever texts, in every format: each is read back by a reader that is not ours. */
import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import type { ParserOptions } from 'prettier';
import { parsers } from 'prettier/plugins/markdown';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { flatRow, flatText } from '../../src/core/flat.ts';
import { joined, type DataRow, type Document } from '../../src/report/format.ts';
import { formats } from '../../src/report/index.ts';
import { plain } from '../../src/report/paint.ts';
import { HIDDEN, hostileRows, hostileText } from '../support/hostile-texts.ts';
import { runs } from '../support/runs.ts';

const CASES = runs(500);

async function rendered(format: string, document: Document, columns?: number): Promise<string> {
  const render = await formats[format]?.();
  return joined((await render?.(document, { paint: plain, columns, timeZone: 'UTC' })) ?? '');
}

/** Titles are ours; every row has every field. */
const listOf = (rows: readonly DataRow[]): Document => ({
  kind: 'list',
  columns: keysOf(rows).map((key, index) => ({ key, title: `T${index}` })),
  rows,
});
const keysOf = (rows: readonly DataRow[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];
/** With the order of its keys, and those that only look like inherited ones. */
const exact = (value: unknown): string => JSON.stringify(value);
/** As it is after it was written to a file. */
const filed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

const forRows = (check: (rows: readonly DataRow[]) => Promise<void>, cases = CASES): Promise<void> =>
  fc.assert(fc.asyncProperty(hostileRows, check), cases);

describe('rows of whatever texts', () => {
  it('are the same in JSON, with nothing that one cannot see', () =>
    forRows(async (rows) => {
      for (const document of [listOf(rows), { kind: 'value', value: rows } as const]) {
        const text = filed(await rendered('json', document));
        expect(exact(JSON.parse(text))).toBe(exact(rows));
        expect(text).not.toMatch(HIDDEN);
      }
    }));

  it('are a line each in JSON lines', () =>
    forRows(async (rows) => {
      const text = filed(await rendered('jsonl', listOf(rows)));
      const lines = text.split('\n').slice(0, -1);
      expect(lines.map((line) => exact(JSON.parse(line)))).toEqual(rows.map(exact));
      expect(text).not.toMatch(HIDDEN);
    }));

  it('are the same in YAML', () =>
    forRows(async (rows) => {
      for (const document of [listOf(rows), { kind: 'value', value: rows } as const]) {
        const text = filed(await rendered('yaml', document));
        expect(exact(parseYaml(text))).toBe(exact(rows));
        expect(text.replaceAll('\t', ' ')).not.toMatch(HIDDEN);
      }
    }));

  it('are cells of CSV, and none is a formula', () =>
    forRows(async (rows) => {
      const flat = rows.map(flatRow);
      for (const document of [listOf(rows), { kind: 'value', value: rows } as const]) {
        const text = await rendered('csv', document);
        const wanted = document.kind === 'list' ? keysOf(rows) : keysOf(flat);
        // Empty objects have no field at all.
        if (wanted.length === 0) continue;
        const own = (row: DataRow, key: string): unknown => (Object.hasOwn(row, key) ? row[key] : undefined);
        const cells = (document.kind === 'list' ? rows : flat).map((row) =>
          wanted.map((key) => flatText(own(row, key))),
        );
        const read = parseCsv(text, { record_delimiter: ['\n'], relax_column_count: false });
        expect(read).toEqual([wanted, ...cells].map((row) => row.map(cellOf)));
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }
    }));

  it('are cells of a table in Markdown, and nothing but text', () =>
    forRows(async (rows) => {
      const text = await rendered('markdown', listOf(rows));
      expect(text).not.toMatch(HIDDEN);
      const tree = parseMarkdown(text);
      expect(walk(tree).filter(({ type }) => !CELLS_ONLY.has(type))).toEqual([]);
      const table = walk(tree).filter(({ type }) => type === 'tableRow');
      const count = keysOf(rows).length;
      expect(table.map(({ children = [] }) => children.length)).toEqual(
        Array.from({ length: rows.length + 1 }, () => count),
      );
    }));

  it('are a line each in a table for people, at any width', () =>
    forRows(async (rows) => {
      for (const columns of [undefined, 20, 80]) {
        for (const document of [listOf(rows), { kind: 'value', value: rows } as const]) {
          const text = await rendered('table', document, columns);
          expect(text).not.toMatch(HIDDEN);
          expect(text.split('\n')).toHaveLength(rows.length + 2);
        }
      }
    }, runs(150)));
});

describe('a card of whatever texts', () => {
  const cardOf = (title: string, value: string): Document => ({
    kind: 'card',
    title,
    rows: () => [
      ['first', value],
      ['second', title],
    ],
    raw: { title, value },
  });
  const forTexts = (check: (document: Document, texts: readonly string[]) => Promise<void>): Promise<void> =>
    fc.assert(
      fc.asyncProperty(hostileText, hostileText, (title, value) =>
        check(cardOf(title, value), [title, value]),
      ),
      CASES,
    );

  it('is a heading and two rows in Markdown', () =>
    forTexts(async (document) => {
      const text = await rendered('markdown', document);
      const tree = parseMarkdown(text);
      expect(text).not.toMatch(HIDDEN);
      expect(walk(tree).filter(({ type }) => !CELLS_ONLY.has(type) && type !== 'heading')).toEqual([]);
      expect(walk(tree).filter(({ type }) => type === 'tableRow')).toHaveLength(3);
      expect((tree.children ?? []).map(({ type }) => type)).toEqual(['heading', 'table']);
    }));

  it('has nothing that a terminal would do', () =>
    forTexts(async (document) => {
      expect(await rendered('table', document, 80)).not.toMatch(HIDDEN);
    }));

  it('is the same in JSON, YAML and CSV', () =>
    forTexts(async (document, [title = '', value = '']) => {
      expect(JSON.parse(await rendered('json', document))).toEqual({ title, value });
      expect(parseYaml(filed(await rendered('yaml', document)))).toEqual({ title, value });
      expect(parseCsv(await rendered('csv', document), { record_delimiter: ['\n'] })).toEqual([
        ['title', 'value'],
        [cellOf(title), cellOf(value)],
      ]);
    }));
});

it('a value of whatever texts is one block of code in Markdown', () =>
  forRows(async (rows) => {
    const text = await rendered('markdown', { kind: 'value', value: rows });
    const [block, ...more] = parseMarkdown(text).children ?? [];
    expect(more).toEqual([]);
    expect([block?.type, exact(JSON.parse(block?.value ?? ''))]).toEqual(['code', exact(rows)]);
    expect(text).not.toMatch(HIDDEN);
  }));

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

/** All that a table of names may be; anything else came out of a name. */
const CELLS_ONLY = new Set(
  'root table tableRow tableCell inlineCode text sentence word whitespace'.split(' '),
);

const parseMarkdown = (text: string): Node =>
  parsers.markdown.parse(text, { originalText: text } as ParserOptions) as Node;
const walk = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(walk)];

/** What a spreadsheet would run begins with an apostrophe, and controls are seen. */
const cellOf = (text: string): string =>
  filed(
    (/^[=+\-@\t\r\n]/.test(text) && !/^[+-]?\d[\d.]*$/.test(text) ? `'${text}` : text)
      .replace(/\r\n?/g, '\n')
      .replace(
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
        (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
      )
      .replace(/[\u2028-\u202e\u2066-\u2069]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`),
  );
