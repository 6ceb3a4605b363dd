/** Names as somebody may choose them who wants a terminal to do something. */
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Document, Style } from '../../src/report/format.ts';
import { formats } from '../../src/report/index.ts';
import { createPaint } from '../../src/cli/system/paint.ts';

const NAME = 'a\u001b[2J\u009b31m\u007f\u202e\u200bz\u2066 \u{1f468}\u200d\u{1f469}';
const rows = [{ id: '1', name: NAME }];
const list: Document = { kind: 'list', columns: [{ key: 'name', title: 'NAME' }], rows };
const documents: Document[] = [
  list,
  { kind: 'card', title: NAME, rows: () => [['name', NAME]], raw: rows[0] },
  { kind: 'value', value: rows },
  { kind: 'value', value: NAME },
];
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f]/;

async function rendered(format: string, document: Document, columns?: number): Promise<string> {
  const style: Style = { paint: await createPaint(0), columns, timeZone: 'UTC' };
  return (await formats[format]?.())?.(document, style) ?? '';
}

describe.each(Object.keys(formats))('%s', (format) => {
  it('shows a terminal nothing that one cannot see', async () => {
    for (const document of documents) expect(await rendered(format, document, 100)).not.toMatch(HIDDEN);
  });
});

it('programs read the text as it is', async () => {
  expect(JSON.parse(await rendered('json', list))).toEqual(rows);
  expect(JSON.parse(await rendered('jsonl', list))).toEqual(rows[0]);
  expect(parseCsv(await rendered('csv', list), { columns: true })).toEqual(rows);
});
