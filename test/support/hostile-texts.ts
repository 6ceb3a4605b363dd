/** Texts and rows made at random of what could break out of its place, for the laws of the formats. */
import fc from 'fast-check';

/** Pieces that mean something to some reader. */
const MARKS = [
  ...['\u001b[31m', '\u009b2J', '\u0007', '\u0000', '\r', '\n', '\r\n', '\t', '\u0085', '\u2028', '\u2029'],
  ...['\u202e', '\u2066', '\u200b', '\ufeff', '\ud800', '\udfff', '\ufffe', '\uffff', '🎉', '漢字', 'é'],
  ...['"', "'", '`', '```', '~~~', '|', '\\', '\\|', '<script>', '</td>', '&', '&lt;', '<!--', '-->', ']]>'],
  ...[
    '=cmd|x',
    '+1',
    '-1',
    '@SUM(A1)',
    '%',
    '%%{init: {}}%%',
    '#34;',
    '{{x}}',
    '${x}',
    '$(id)',
    ';',
    ',',
    ':',
  ],
  ...[
    '- ',
    '? ',
    '# ',
    '---',
    '...',
    '!!js',
    '&a',
    '*a',
    '<<',
    '{',
    '[',
    '>',
    '@octocat',
    'https://x.example',
  ],
  ...[
    'null',
    'true',
    'yes',
    'NaN',
    '.inf',
    '-0',
    '0x1f',
    '1e999',
    '012',
    '1_000',
    '2026-11-29',
    ' ',
    '  ',
    '',
  ],
];

export const hostileText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...MARKS), { maxLength: 6 }).map((parts) => parts.join('')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(...MARKS).map((mark) => mark.repeat(500)) },
);

const KEYS = [
  'id',
  'name',
  '__proto__',
  'constructor',
  'toString',
  'a.b',
  '=x',
  '\u001b[2J',
  '|',
  '`',
  '',
  'a\nb',
];

const cell: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom(0, -0.5, 1e21, 2 ** 53 - 1, 5e-324, true, false, null) },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...KEYS), hostileText, { maxKeys: 3 }) },
);

/** As JSON makes them: each key is the row's own, whatever it is called. */
const objectOf = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> =>
  Object.fromEntries(entries);

/** Rows with different fields. */
export const hostileRows = fc.array(
  fc.array(fc.tuple(fc.constantFrom(...KEYS), cell), { minLength: 1, maxLength: 4 }).map(objectOf),
  { minLength: 1, maxLength: 4 },
);

/** What no line for people may hold. */
export const HIDDEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
