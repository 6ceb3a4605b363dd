/** What a journal records of each change, wherever it was interrupted. */
import { describe, expect, it } from 'vitest';
import { formatEntry, isEnded, parseRun, type Entry } from '../../src/plan/journal/journal.ts';

const at = '2026-11-23T12:00:00.000000Z';
const address = 'tags/a';
const ID = '5e4a0680-804e-11ec-8477-2fea5968d85b';
const head: Entry = {
  event: 'run',
  format: 'voipbin.journal/1',
  run: '20261123T120000000-abcd',
  act: 'apply',
  customer_id: ID,
  api_url: 'https://api.voipbin.net',
  subject: '/voipbin.yaml',
  at,
};
const begin: Entry = { event: 'begin', at, address, verb: 'create', kind: 'tags', name: 'a' };
const request: Entry = { event: 'request', at, address, method: 'POST', path: '/tags' };
const answer: Entry = { event: 'answer', at, address };
const refused: Entry = { event: 'answer', at, address, status: 400, error: 'INVALID_ARGUMENT' };
const lost: Entry = { event: 'answer', at, address, error: 'NO_ANSWER' };
const failed = (uncertain: boolean): Entry => ({ event: 'failed', at, address, code: 'X', uncertain });
const done: Entry = { event: 'done', at, address, id: ID };
const end: Entry = { event: 'end', at, outcome: 'done' };
const settled: Entry = { event: 'end', at, outcome: 'settled' };
const FILE = '/runs/x.jsonl';
const text = (...lines: Entry[]): string => [head, ...lines].map(formatEntry).join('');

describe('a change in a journal', () => {
  it.each<[string, Entry[], object]>([
    ['begun, and nothing sent: it failed', [begin], { outcome: 'failed', refused: false }],
    ['sent, and no answer: it is uncertain', [begin, request], { outcome: 'uncertain', refused: false }],
    ['sent, and the answer was lost', [begin, request, lost, failed(true)], { outcome: 'uncertain' }],
    ['refused', [begin, request, refused, failed(false)], { outcome: 'failed', refused: true }],
    [
      'refused, and perhaps done',
      [begin, request, refused, failed(true)],
      { outcome: 'uncertain', refused: true },
    ],
    [
      'written in part, then refused',
      [begin, request, answer, request, refused, failed(false)],
      { outcome: 'uncertain' },
    ],
    ['answered, and the disk was full', [begin, request, answer], { outcome: 'uncertain' }],
    ['done', [begin, request, answer, done], { outcome: 'done', id: ID }],
    ['begun again, and not sent', [begin, request, lost, failed(true), begin], { outcome: 'failed' }],
  ])('%s', (_, lines, expected) => {
    expect(parseRun(text(...lines), FILE)?.changes.at(-1)).toMatchObject(expected);
  });

  it('is not recorded if the disk was full before it began', () => {
    expect(parseRun(text(failed(false)), FILE)?.changes).toEqual([]);
  });
});

describe('the end of a journal', () => {
  it.each([
    ['is missing without its last line', text(begin, request), false],
    ['is missing with half of that line', text(begin, request, end).slice(0, -8), false],
    ['is complete with that line', text(begin, request, end), true],
    ['is settled after a torn line', `${text(begin, request).slice(0, -9)}\n${formatEntry(settled)}`, true],
    ['is settled after a complete line', `${text(begin, request)}\n${formatEntry(settled)}`, true],
  ])('%s', (_, journal, ended) => {
    expect(isEnded(journal)).toBe(ended);
    expect(parseRun(journal, FILE)?.end !== undefined).toBe(ended);
  });

  it('an empty file is not a run', () => {
    for (const none of ['', '\n', formatEntry(head).slice(0, -9)])
      expect(parseRun(none, FILE)).toBeUndefined();
  });
});

describe('a journal that cannot be read names the file and the line', () => {
  const later = '{"event":"renamed","at":"2026-11-23T12:00:00Z","address":"tags/a"}\n';
  const torn = '{"event":"requ';
  const lines = (...parts: (Entry | string)[]): string =>
    parts.map((part) => (typeof part === 'string' ? part : formatEntry(part))).join('');
  it.each<[string, string, number, string]>([
    ['a kind that is unknown', lines(head, begin, later, done), 3, 'its kind is unknown'],
    ['an unknown kind at the end', lines(head, begin, later), 3, 'its kind is unknown'],
    ['an unknown kind without a line break', lines(head, begin, later).trimEnd(), 3, 'its kind is unknown'],
    ['a known kind without its members', lines(head, '{"event":"done"}\n', end), 2, 'unknown'],
    ['a line in its middle', lines(head, begin, `${torn}\n`, done), 3, 'it is damaged'],
    ['a torn line that swallowed the next one', lines(head, torn, begin, request), 2, 'it is damaged'],
    ['a whole last line', lines(head, begin, `${torn}\n`), 3, 'it is damaged'],
    ['a line before an end that was not settled', lines(head, begin, `${torn}\n`, end), 3, 'it is damaged'],
    ['two torn lines', lines(head, `${torn}\n`, torn), 2, 'it is damaged'],
    ['no beginning', lines(begin, request), 1, 'does not begin like this'],
    ['a beginning of another version', lines(head).replace('journal/1', 'journal/2'), 1, 'unknown'],
    ['two beginnings', lines(head, head), 2, 'a second beginning'],
    ['a change without a beginning', lines(head, request, answer, done), 2, 'tags/a was never begun'],
  ])('%s', (_, journal, line, why) => {
    expect(() => parseRun(journal, FILE)).toThrow(
      new RegExp(`^line ${line} of the journal /runs/x\\.jsonl cannot be read: .*${why}`),
    );
  });
});
