/** Names as somebody may choose them who wants a terminal to do something. */
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { joined, type Document, type Style } from '../../src/report/format.ts';
import { formats } from '../../src/report/index.ts';
import { plain } from '../../src/report/paint.ts';
import { alignCells } from '../../src/report/tabular/columns.ts';
import { createPaint } from '../../src/cli/system/paint.ts';

const NAME = 'a\u001b[2J\u009b31m\u007f\u202e\u200bz\u2066 \u{1f468}\u200d\u{1f469}';
const rows = [{ id: '1', name: NAME }];
const list: Document = { kind: 'list', columns: ['id', 'name'].map((key) => ({ key, title: key })), rows };
const documents: Document[] = [
  list,
  { kind: 'card', title: NAME, rows: () => [['name', NAME]], raw: rows[0] },
  { kind: 'value', value: rows },
  { kind: 'value', value: NAME },
];
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f]/;

async function rendered(format: string, document: Document, columns?: number): Promise<string> {
  const style: Style = { paint: await createPaint(0), columns, timeZone: 'UTC' };
  return joined((await (await formats[format]?.())?.(document, style)) ?? '');
}

describe.each(Object.keys(formats))('%s', (format) => {
  it('shows a terminal nothing that one cannot see', async () => {
    for (const document of documents) expect(await rendered(format, document, 100)).not.toMatch(HIDDEN);
  });
});

it('programs read the text as it is', async () => {
  expect(JSON.parse(await rendered('json', list))).toEqual(rows);
  expect(JSON.parse(await rendered('jsonl', list))).toEqual(rows[0]);
});

it('programs read in CSV what one can see, and line breaks', async () => {
  const lines = [{ id: '1', name: `${NAME}\r\n\tb` }];
  const text = await rendered('csv', { ...list, rows: lines });

  expect(parseCsv(text, { columns: true })).toEqual([
    {
      id: '1',
      name: 'a\\x1b[2J\\x9b31m\\x7f\\u202e\u200bz\\u2066 \u{1f468}\u200d\u{1f469}\n\tb',
    },
  ]);
});

it('csv disarms what a spreadsheet would run, and leaves numbers alone', async () => {
  const harmless = ['+14155550100', '-12.50', '+899123456789', 'a=b', ''];
  const run = ['=1+1', '+cmd|x', '-1+1', '@SUM(A1)', '\tx', '\n=1+1', '-'];
  const values = [...harmless, ...run];
  const text = await rendered('csv', { kind: 'value', value: values.map((value) => ({ value })) });

  expect(parseCsv(text, { from_line: 2, trim: false, skip_empty_lines: false })).toEqual([
    ...harmless.map((value) => [value]),
    ...run.map((value) => [`'${value}`]),
  ]);
});

it.each(['table', 'csv', 'markdown'])(
  '%s: fields may be called like what every object has',
  async (format) => {
    const odd = [{ constructor: 'made' }, { id: '1' }] as unknown as { id: string }[];
    const columns = ['constructor', 'id'].map((key) => ({ key, title: key }));

    for (const document of [
      { kind: 'list', columns, rows: odd } as const,
      { kind: 'value', value: odd } as const,
    ])
      expect(await rendered(format, document)).not.toMatch(/function|undefined/);
  },
);

it('the titles of a table are names, too', async () => {
  const text = await rendered('table', { kind: 'value', value: [{ [NAME]: 1, 'two\nlines': 2 }] });

  expect(text.split('\n')).toHaveLength(3);
  expect(text).not.toMatch(HIDDEN);
});

describe('on a narrow terminal', () => {
  const id = '5e4a0680-804e-11ec-8477-2fea5968d85b';
  const row = {
    name: 'The main line of the company',
    tm_create: '2026-11-23 21:04 CET',
    detail: 'Ring us',
    id,
  };
  const columns = ['name', 'tm_create', 'detail', 'id'].map((key) => ({ key, title: key.toUpperCase() }));
  const lineAt = async (width: number, asked?: 'columns' | 'ids'): Promise<string | undefined> =>
    (await rendered('table', { kind: 'list', columns, rows: [row], asked }, width)).split('\n')[1];

  it.each([
    [
      'everything',
      97,
      'The main line of the company  2026-11-23 21:04 CET  Ring us  5e4a0680-804e-11ec-8477-2fea5968d85b',
    ],
    [
      'texts give way',
      90,
      'The main line of the…  2026-11-23 21:04 CET  Ring us  5e4a0680-804e-11ec-8477-2fea5968d85b',
    ],
    ['ids leave', 80, 'The main line of the company  2026-11-23 21:04 CET  Ring us'],
    ['then columns from the right', 40, 'The main line of …  2026-11-23 21:04 CET'],
    ['and the first one stays', 20, 'The main line of th…'],
  ])('%s', async (_name, width, line) => {
    expect(await lineAt(width)).toBe(line);
  });

  it('no column leaves that was asked for, and neither id nor time is cut', async () => {
    expect(await lineAt(70, 'columns')).toBe(`The main li…  2026-11-23 21:04 CET  Ring us  ${id}`);
    expect(await lineAt(30, 'columns')).toContain(id);
  });

  it('ids stay longest that were asked for', async () => {
    expect(await lineAt(80, 'ids')).toBe(`The main line of th…  2026-11-23 21:04 CET  ${id}`);
    expect(await lineAt(30, 'ids')).toContain(id);
  });

  it.each(['Sun 2026-11-23 09:00 CET', `${id}; ${id}`, '2027-08-20', 'opens Mon 2026-11-24 09:00 CET'])(
    '%s is shown whole or not at all',
    async (cell) => {
      const rows = [{ name: 'The main line of the company', until: cell }];
      const columns = ['name', 'until'].map((key) => ({ key, title: key.toUpperCase() }));
      for (const width of [20, 30, 45, 60]) {
        const text = await rendered('table', { kind: 'list', columns, rows }, width);
        expect(text.includes(cell) || !text.includes('UNTIL')).toBe(true);
      }
    },
  );

  it('says which ones have left', async () => {
    const left: string[] = [];
    const style: Style = {
      paint: plain,
      columns: 40,
      timeZone: 'UTC',
      onNoRoom: (titles) => left.push(...titles),
    };
    const render = await formats['table']?.();
    await joined((await render?.({ kind: 'list', columns, rows: [row] }, style)) ?? '');
    expect(left).toEqual(['DETAIL', 'ID']);
  });
});

it('an empty list says what is not there, if it knows', async () => {
  const columns = [{ key: 'name', title: 'NAME' }];

  const texts = await Promise.all(
    [undefined, 80].flatMap((width) => [
      rendered('table', { kind: 'list', columns, rows: [], empty: 'no run yet' }, width),
      rendered('table', { kind: 'list', columns, rows: [] }, width),
    ]),
  );

  expect(texts).toEqual(['no run yet\n', 'NAME\n', 'no run yet\n', 'none\n']);
});

describe.each(Object.keys(formats))('a long list as %s', (format) => {
  const many = Array.from({ length: 1100 }, (_, index) => ({
    id: String(index),
    name: `n ${'x'.repeat(index % 9)}`,
  }));
  const columns = ['id', 'name'].map((key) => ({ key, title: key.toUpperCase() }));
  const long: Document = { kind: 'list', columns, rows: many };
  const render = async (pause: () => Promise<void>, document = long): Promise<string> =>
    joined(
      (await (
        await formats[format]?.()
      )?.(document, { paint: await createPaint(0), timeZone: 'UTC', pause })) ?? '',
    );

  it('is the same as in one piece', async () => {
    const text = await render(() => Promise.resolve());

    const readers: Record<string, () => unknown> = {
      json: () => {
        expect(text).toBe(`${JSON.stringify(many, null, 2)}\n`);
      },
      jsonl: () => {
        expect(text).toBe(many.map((row) => `${JSON.stringify(row)}\n`).join(''));
      },
      csv: () => {
        expect(parseCsv(text, { columns: true })).toEqual(many);
      },
      yaml: () => {
        expect(parseYaml(text)).toEqual(many);
      },
      markdown: () => {
        const lines = text.split('\n');
        expect([lines[0], lines[1], lines.length]).toEqual(['| ID | NAME |', '| --- | --- |', 1103]);
        expect(lines[1101]).toBe('| `1099` | `n x` |');
      },
      table: () => {
        const lines = text.split('\n');
        expect([lines[0], lines.length]).toEqual(['ID    NAME', 1102]);
        expect([lines[1], lines[1100]]).toEqual(['0     n', '1099  n x']);
      },
    };
    readers[format]?.();
    expect(Object.keys(readers)).toContain(format);
  });

  it('lets go again and again, and ends where it is stopped', async () => {
    let pauses = 0;
    const stop = (): Promise<void> => {
      pauses += 1;
      return pauses < 3 ? Promise.resolve() : Promise.reject(new Error('stopped'));
    };

    await expect(render(stop)).rejects.toThrow('stopped');

    expect(pauses).toBe(3);
  });
});

it.each([
  ['letters', 'abcdefghij', 6, 'abcde…'],
  ['what fits', 'abcdef', 6, 'abcdef'],
  ['wide characters', '漢字漢字漢字', 6, '漢字…'],
  ['a family, which is one character', '\u{1f468}\u200d\u{1f469}abcdef', 6, '\u{1f468}\u200d\u{1f469}abc…'],
])('a cell is cut where its column ends: %s', (_name, text, width, shown) => {
  expect(alignCells([[text, '|']], [width, 1])).toMatch(new RegExp(`^${shown} {2,3}\\|$`, 'u'));
});

it('columns are aligned by what a terminal shows', () => {
  const text = alignCells([
    ['漢字', 'one'],
    ['abcdef', 'two'],
    ['', 'three'],
  ]);
  expect(text.split('\n')).toEqual(['漢字    one', 'abcdef  two', '        three']);
});
