/** Lists of objects, taken apart. */
import { describe, expect, it } from 'vitest';
import { jsonObjects } from '../../src/core/json-objects.ts';

const read = (text: string): unknown[] => [...jsonObjects(text)].map((one): unknown => JSON.parse(one));

describe('the outermost objects', () => {
  const rows = [{ a: 1 }, { b: { c: '}{"\\', d: ['{', { e: null }] } }, {}];

  it.each([
    ['a list', JSON.stringify(rows), rows],
    ['a list, indented', JSON.stringify(rows, undefined, 2), rows],
    ['lines', rows.map((row) => `${JSON.stringify(row)}\n`).join(''), rows],
    ['one', JSON.stringify(rows[1], undefined, 2), [rows[1]]],
    ['an empty list', ' [ ]\n', []],
    ['nothing', '', []],
    ['a list with a mark of its encoding', `\ufeff${JSON.stringify(rows)}`, rows],
  ])('of %s', (_name, text, expected) => {
    expect(read(text)).toEqual(expected);
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
  ])('not of %j', (text) => {
    expect(() => read(text)).toThrow(SyntaxError);
  });
});
