/** Calls that are added to a file which people have written. */
import { describe, expect, it } from 'vitest';
import { missingCalls } from '../../src/expect/missing.ts';
import type { ProposedCall } from '../../src/expect/propose.ts';
import { readCalls } from '../../src/expect/read.ts';
import { addCalls } from '../../src/expect/write.ts';

const call: ProposedCall = {
  name: 'Main, press 3',
  to: '+15551230000',
  at: Date.parse('2026-11-30T12:00:00Z'),
  presses: ['3'],
  nobodyAnswers: false,
  expect: { queue: 'Ops Queue', ends: ['agent'] },
  flows: ['Main', 'Ops'],
  lost: undefined,
};
const added = (text: string, calls = [call]): string =>
  addCalls(text, readCalls(text, 'my.calls.yaml'), calls, 'Asia/Kolkata');

describe('calls that are added', () => {
  it.each([
    [
      'in the time zone of the file, before what is written after its calls',
      'time_zone: Europe/Berlin\ncalls:\n  - to: Main # mine\n    at: 2026-11-30 9:00\n# the end\n',
      [
        '  - name: Main, press 3',
        '    to: "+15551230000"',
        '    at: 2026-11-30 13:00',
        '    press: "3"',
        '    expect:',
        '      queue: Ops Queue',
        '      ends: agent',
      ],
    ],
    [
      'with a time zone where the file has none',
      'calls:\n- to: Main\n',
      [
        '- name: Main, press 3',
        '  to: "+15551230000"',
        '  at: 2026-11-30 17:30 Asia/Kolkata',
        '  press: "3"',
        '  expect:',
        '    queue: Ops Queue',
        '    ends: agent',
      ],
    ],
  ])('%s', (_, text, lines) => {
    const after = added(text);
    expect(after.split('\n').filter((line) => !text.split('\n').includes(line))).toEqual(lines);
    const [before = '', end = ''] = text.split(/(?=# the end)/);
    expect(after.startsWith(before)).toBe(true);
    expect(after.endsWith(end)).toBe(true);
  });

  it.each([
    ['a list in one line', 'calls: [{ to: Main }, { to: Sales, press: "1" }]\n'],
    ['other line ends', '# mine\r\ncalls:\r\n  - to: Main\r\n'],
    ['no line break at the end', 'calls:\n  - to: Main'],
  ])('fit into %s', (_, text) => {
    const before = readCalls(text, 'a').calls;
    const after = readCalls(added(text), 'a').calls;
    expect(after.map(({ name }) => name)).toEqual([...before.map(({ name }) => name), call.name]);
    expect(after.at(-1)).toMatchObject({ to: call.to, at: call.at, presses: ['3'] });
    if (text.includes('\r'))
      expect(
        added(text)
          .split('\n')
          .every((line) => line === '' || line.endsWith('\r')),
      ).toBe(true);
  });

  it('say above themselves where callers are lost', () => {
    const text = added('calls:\n  - to: Main\n', [{ ...call, lost: 'the flow has ended' }]);
    expect(text).toContain('  # CALLERS ARE LOST HERE: the flow has ended\n  - name: Main, press 3\n');
  });

  it('are those to flows that no other call gets to, under names of their own', () => {
    const known = readCalls('calls: [{ to: Main, name: "Main, press 3" }]', 'a').calls.map((one) => ({
      call: one,
      at: 0,
      runs: undefined,
      failures: [],
    }));
    const names = new Map<string, string>();
    const sales = { ...call, name: 'Main', flows: ['Main'] };

    const missing = missingCalls([call, sales], known, { entrances: ['Ops'], names });

    expect(missing.map(({ name }) => name)).toEqual(['Main, press 3 (2)']);
    expect(missingCalls([call, sales], known, { entrances: [], names })).toEqual([]);
  });
});
