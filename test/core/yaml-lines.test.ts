/** YAML line by line is what the library writes. */
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { describe, expect, it, vi } from 'vitest';
import { yamlLines } from '../../src/core/yaml/lines.ts';
import { written } from '../../src/core/yaml/style.ts';
import { toYaml, toYamlFile } from '../../src/core/yaml/write.ts';

const library = (value: unknown): string =>
  stringify(value, { ...written, lineWidth: 0, aliasDuplicateObjects: false });

/** Texts that look like something else, or nearly. */
const tricky = fc.constantFrom(
  ...[
    '',
    ' ',
    'a ',
    '- a',
    '-',
    '---',
    '...',
    '? a',
    ': a',
    'a: b',
    'a:',
    '#',
    'a #b',
    'tel#1',
    '%',
    '@',
    '`',
    '&a',
    '*a',
    '!a',
  ],
  ...[
    'null',
    'Null',
    '~',
    'true',
    'TRUE',
    'yes',
    'no',
    'on',
    'y',
    '=',
    '<<',
    '.inf',
    '.NaN',
    '1e3',
    '12e5',
    '0x1f',
    '0o7',
    '1_0',
  ],
  ...[
    '+4930123',
    '0049',
    '12',
    '1.',
    '-1',
    '2026-11-29',
    '2026-11-29T13:30:00.000000Z',
    '12:30',
    '12:30:45',
    'a\nb',
    '\n',
    'a\tb',
    '\u200b',
  ],
  ...[
    '509aee8a-88ad-4c2d-8cd8-6bfc802beb8f',
    '00000000-0000-0000-0000-000000000000',
    '{a',
    '[a',
    'a, b',
    '"',
    "'",
    'é',
  ],
);
const text = fc.oneof(tricky, fc.string(), fc.string({ unit: 'grapheme' }));
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);
const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('YAML line by line', () => {
  it('is what the library writes, of any data', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(toYaml([value])).toBe(library([value]));
        expect(toYaml(value)).toBe(library(value));
      }),
      { numRuns: 500 },
    );
  });

  it('asks the library for what is not plainly clear, and once for each key', () => {
    const asked = vi.fn(library);
    const row = {
      id: '509aee8a-88ad-4c2d-8cd8-6bfc802beb8f',
      status: 'hangup',
      at: '2026-11-29T13:30:00Z',
      to: '+49 30',
    };
    expect(yamlLines([row, row, { status: 'hangup' }], asked)).toBe(
      library([row, row, { status: 'hangup' }]),
    );
    expect(asked).toHaveBeenCalledTimes(4 + 2);
  });

  it.each([[[{ a: 'two\nlines' }]], [[{ a: new Date(0) }]], [[]], [{}], ['text']])(
    'leaves %j to the library',
    (value) => {
      expect(yamlLines(value, library)).toBeUndefined();
      expect(toYaml(value)).toBe(library(value));
    },
  );
});

it('every short text of blanks, tabs and line breaks is read back as it was', () => {
  const texts = [''];
  for (const text of texts) {
    if (text.length < 4) texts.push(...[' ', '\t', '\n', 'a'].map((char) => text + char));
  }
  // What is empty is written by the library, and all around it.
  for (const value of texts.flatMap((text) => [[{ id: text }, {}], text, { a: { b: [text] } }])) {
    expect(parse(toYaml(value))).toEqual(value);
    expect(parse(toYamlFile(value))).toEqual(value);
  }
});
