/** The calls file: what is read, what is refused and where, and that the schema for editors says the same. */
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/core/yaml/parse.ts';
import { FileProblems } from '../../src/core/yaml/reader.ts';
import { endings, type TestCall } from '../../src/expect/calls-file.ts';
import { readCalls } from '../../src/expect/read.ts';
import { callsSchema } from '../../src/expect/schema.ts';

const read = (text: string): readonly TestCall[] => readCalls(text, 'c.yaml').calls;
const validate = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(
  callsSchema(),
);

function problemsOf(text: string): string[] {
  try {
    readCalls(text, 'c.yaml');
  } catch (error) {
    if (error instanceof FileProblems) return error.message.split('\n');
    throw error;
  }
  return [];
}

const FULL = `# yaml-language-server: $schema=x
version: 1
time_zone: Europe/Berlin
calls:
  - name: Sales, closed
    to: +493012345678
    at: 2026-12-24 18:30
    from: +4915112345678
    press: 1,12#,,2@1.5s
    nobody_answers: true
    nobody_free: false
    variables: { language: en, tries: 007 }
    expect:
      says: [We are closed, /call (back|again)/i]
      queue: Sales
      agent: Anna Berg
      number: 101
      ends: [hangup, cut-off]
      within: 1m30s
  - to: Main menu
`;

describe('a calls file', () => {
  it('says all that there is to say', () => {
    const [full, bare] = read(FULL);
    const says = full?.expect.says ?? [];
    expect({ ...full, expect: { ...full?.expect, says: says.map(({ written }) => written) } }).toEqual({
      name: 'Sales, closed',
      to: '+493012345678',
      at: Date.parse('2026-12-24T17:30:00Z'),
      from: '+4915112345678',
      presses: ['1', '12#', ''],
      keys: [{ at: 1500, key: '2' }],
      nobodyAnswers: true,
      nobodyFree: false,
      variables: { language: 'en', tries: '007' },
      expect: {
        says: ['We are closed', '/call (back|again)/i'],
        queue: 'Sales',
        agent: 'Anna Berg',
        number: '101',
        ends: ['hangup', 'cut-off'],
        within: 90_000,
      },
      line: 5,
    });
    expect(bare).toMatchObject({
      name: 'Main menu',
      at: undefined,
      presses: [],
      expect: { says: [] },
      line: 20,
    });
  });

  it.each([
    ['2026-12-24 18:30', '2026-12-24T17:30:00Z'],
    ['2026-07-24 18:30', '2026-07-24T16:30:00Z'],
    ['2026-12-24', '2026-12-23T23:00:00Z'],
    ['2026-12-24 18:30 America/New_York', '2026-12-24T23:30:00Z'],
    ['2026-12-24 18:30 UTC', '2026-12-24T18:30:00Z'],
    ['2026-12-24T18:30:15+05:30', '2026-12-24T13:00:15Z'],
    ['2026-12-24 18:30Z', '2026-12-24T18:30:00Z'],
    // Twice on that day: the first is meant or the second, but one of them.
    ['2026-03-29 03:00', '2026-03-29T01:00:00Z'],
  ])('at %s', (at, utc) => {
    expect(read(`time_zone: Europe/Berlin\ncalls: [{ to: x, at: ${at} }]`)[0]?.at).toBe(Date.parse(utc));
  });

  it.each([
    ['Closed', 'We are closed now.', true],
    ['we  are\n closed', 'We are closed now.', true],
    ['open', 'We are closed now.', false],
    ['/^We/', 'We are closed now.', true],
    ['/^we/', 'We are closed now.', false],
    ['/^we/i', 'We are closed now.', true],
    ['/a.b', 'call /a.b', true],
  ])('a text or a pattern: %j in %j', (written, spoken, found) => {
    const [call] = read(`calls: [{ to: x, expect: { says: ${JSON.stringify(written)} } }]`);
    expect(call?.expect.says[0]?.isIn(spoken)).toBe(found);
  });

  it('gives calls names that say what they are', () => {
    const text = `time_zone: UTC
calls:
  - to: x
  - { to: x, at: 2026-12-24 9:00, press: 1, nobody_answers: true }
  - { to: x, nobody_free: true }
  - to: x
`;
    expect(read(text).map(({ name }) => name)).toEqual([
      'x',
      'x, 2026-12-24 9:00, press 1, nobody answers',
      'x, nobody free',
      'x (line 6)',
    ]);
  });
});

describe('mistakes', () => {
  it.each([
    ['', ['1:1 it has no calls: a call is written as - to: "+15551230000"']],
    ['calls:', ['1:1 it has no calls: a call is written as - to: "+15551230000"']],
    ['calls: []', ['1:1 it has no calls: a call is written as - to: "+15551230000"']],
    ['calls: 5', ['1:8 calls must be a list, not 5']],
    ['- to: x', ['1:1 the file must be a map (key: value), not a list']],
    ['calls:\n\t- to: x', ['2:1 tabs are not allowed as indentation']],
    [
      'version: 2\ncalls: [{ to: x }]',
      ['1:10 this version of voipbin reads version 1 of the calls file only'],
    ],
    ['calls: [{}]', ['1:9 a call needs to: the number that is called, or the name of a flow']],
    ['calls:\n  -', ['2:4 a call must not be empty']],
    ['calls: [{ to: x, expct: {} }]', ['1:18 unknown key of a call "expct", did you mean expect?']],
    ['calls: [{ to: x, expect: { says: /(/ } }]', ['1:34 "/(/" is not a pattern: unterminated group']],
    ['calls: [{ to: x, expect: { says: /a/g } }]', ['1:34 a pattern may end in /i, /m, /s or /u, not in /g']],
    ['calls: [{ to: x, press: 1a }]', ['1:25 "a" is not a key of a telephone: they are 0 to 9, * and #']],
    [
      'calls: [{ to: x, press: 1@3 }]',
      ['1:25 "1@3" is not a key at a time of the call, such as 1@3s or 1@1m30s'],
    ],
    [
      'calls: [{ to: x, expect: { ends: hangupp } }]',
      [
        '1:34 ends must be hangup, agent, conference, recording, cut-off or waiting, not "hangupp", did you mean hangup?',
      ],
    ],
    [
      'calls: [{ to: x, expect: { within: 30 } }]',
      ['1:36 30 has no unit, write 30s for seconds, or 30ms for milliseconds'],
    ],
    [
      'calls: [{ to: x, expect: { within: 0 } }]',
      ['1:36 within must be more than 0: leave it out, or allow more'],
    ],
    [
      'time_zone: Berlin\ncalls: [{ to: x, at: 2026-12-24 }]',
      ['1:12 "Berlin" is not a time zone, did you mean Europe/Berlin?'],
    ],
    [
      'calls: [{ to: x, at: 2026-12-24 9:00 }]',
      [
        '1:22 "2026-12-24 9:00" has no time zone: write time_zone at the top of the file, or 2026-12-24 18:30 Europe/Berlin here',
      ],
    ],
    [
      'time_zone: UTC\ncalls: [{ to: x, at: 24.12.2026 }]',
      ['2:22 "24.12.2026" is not a time, such as 2026-12-24 18:30'],
    ],
    ['time_zone: UTC\ncalls: [{ to: x, at: 2026-02-30 }]', ['2:22 "2026-02-30" is not a date']],
    [
      'time_zone: UTC\ncalls: [{ to: x, at: 2026-02-20 24:10 }]',
      ['2:22 "2026-02-20 24:10" is not a time, such as 2026-12-24 18:30'],
    ],
    [
      'time_zone: Europe/Berlin\ncalls: [{ to: x, at: 2026-03-29 02:30 }]',
      ['2:22 "2026-03-29 02:30" does not exist in Europe/Berlin: the clocks are put forward then'],
    ],
    [
      'calls:\n  - { name: a, to: x }\n  - { name: b, to: x }\n  - { name: a, to: y }',
      ['4:13 the call in line 2 already has the name "a"'],
    ],
  ])('%j', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems.map((problem) => `c.yaml:${problem}`));
  });

  it('are told all at once', () => {
    expect(problemsOf('versoin: 1\ncalls: [{ too: x }, { to: y, expect: { qeue: z } }]')).toHaveLength(4);
  });

  it('of thousands of calls are found in time', () => {
    const text = `calls:\n${'  - { name: a, to: x, expect: { says: hello } }\n'.repeat(3000)}`;
    const started = performance.now();
    expect(problemsOf(text)).toHaveLength(2999);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

describe('the schema for editors', () => {
  const valueOf = (text: string): unknown => parseYaml(text).value;

  it.each([
    FULL,
    'calls: [{ to: 101 }]',
    'calls: [{ to: x, press: 1, variables: , expect: }]',
    ...['",1"', '1@3s', '"12#@1.5s, 2"', '1 @ 1m30s'].map((press) => `calls: [{ to: x, press: ${press} }]`),
    ...endings.map((ending) => `calls: [{ to: x, expect: { ends: ${ending} } }]`),
  ])('takes what is read: %j', (text) => {
    expect(problemsOf(text)).toEqual([]);
    expect(validate(valueOf(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    '',
    'calls: []',
    'calls: [{}]',
    'calls: [{ to: x, expct: {} }]',
    ...['1a', '1@', '1@3', '"1 2"', '"@3s"', '""'].map((press) => `calls: [{ to: x, press: ${press} }]`),
    'calls: [{ to: x, nobody_answers: ys }]',
    'calls: [{ to: x, expect: { ends: hangupp } }]',
    'calls: [{ to: x, expect: { ends: [] } }]',
    'calls: [{ to: x, expect: { within: 30 } }]',
    'calls: [{ to: x, expect: { within: soon } }]',
    'calls: [{ to: x, at: tomorrow }]',
  ])('refuses what is refused: %j', (text) => {
    expect(problemsOf(text)).not.toEqual([]);
    expect(validate(valueOf(text))).toBe(false);
  });
});
