/** Lists of objects, taken apart. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonObjects } from '../../src/core/json-objects.ts';

async function read(...pieces: string[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const one of jsonObjects(pieces)) found.push(JSON.parse(one));
  return found;
}

describe('the outermost objects', () => {
  const rows = [{ a: 1 }, { b: { c: '}{"\\', d: ['{', { e: null }] } }, {}];

  it.each([
    ['a list', JSON.stringify(rows), rows],
    ['a list, indented', JSON.stringify(rows, undefined, 2), rows],
    ['lines', rows.map((row) => `${JSON.stringify(row)}\n`).join(''), rows],
    ['one', JSON.stringify(rows[1], undefined, 2), [rows[1]]],
    ['an empty list', ' [ ]\n', []],
    ['a list with a mark of its encoding', `\ufeff${JSON.stringify(rows)}`, rows],
  ])('of %s', async (_name, text, expected) => {
    expect(await read(text)).toEqual(expected);
    // Cut anywhere.
    expect(await read(...text.split(/(?:)/))).toEqual(expected);
  });

  it.each([
    '[{"a":1}',
    '[{"a":1',
    '{"a":"}',
    '[{} {}]',
    '{},{}',
    '[1, {}]',
    '[{}, 1]',
    '{}]',
    'x',
    '[{}]]',
    '[',
    '[[{}]]',
    '{}[',
    '[{},]',
    '',
    ' ',
  ])('not of %j', async (text) => {
    await expect(read(text)).rejects.toThrow(SyntaxError);
    await expect(read(...text.split(/(?:)/))).rejects.toThrow(SyntaxError);
  });

  it('are the same however the text is cut', async () => {
    const json = fc.array(fc.dictionary(fc.string(), fc.jsonValue()));
    const cuts = fc.array(fc.nat(200));
    await fc.assert(
      fc.asyncProperty(json, fc.constantFrom(0, 2), cuts, async (objects, indent, places) => {
        const text = JSON.stringify(objects, undefined, indent);
        const ends = [...places, text.length].sort((a, b) => a - b);
        const pieces = ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
        expect(await read(...pieces)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('are not looked for after anything else', async () => {
    const asked: number[] = [];
    const endless = function* (): Generator<string> {
      for (let at = 0; at < 100; at += 1) {
        asked.push(at);
        yield 'xxxx';
      }
    };
    await expect(jsonObjects(endless()).next()).rejects.toThrow('it is not a list of objects');
    expect(asked).toEqual([0]);
  });
});
