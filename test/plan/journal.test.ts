/** What a journal says of each change, however it broke off. */
import { describe, expect, it } from 'vitest';
import { formatEntry, isEnded, parseRun, type Entry } from '../../src/plan/journal.ts';

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
const text = (...lines: Entry[]): string => [head, ...lines].map(formatEntry).join('');

describe('a change in a journal', () => {
  it.each<[string, Entry[], object]>([
    ['begun, and nothing sent: nothing came of it', [begin], { outcome: 'failed', refused: false }],
    ['sent, and no answer: nobody knows', [begin, request], { outcome: 'uncertain', refused: false }],
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
    expect(parseRun(text(...lines))?.changes.at(-1)).toMatchObject(expected);
  });

  it('of which no line says the beginning is none', () => {
    expect(parseRun(text(request, answer, done))?.changes).toEqual([]);
  });
});

describe('the end of a journal', () => {
  it.each([
    ['is open without its last line', text(begin, request), false],
    ['is open with half of it', text(begin, request, end).slice(0, -8), false],
    ['has come with it', text(begin, request, end), true],
    ['comes after a line that was torn', `${text(begin, request).slice(0, -9)}\n${formatEntry(end)}`, true],
  ])('%s', (_, journal, ended) => {
    expect(isEnded(journal)).toBe(ended);
    expect(parseRun(journal)?.end !== undefined).toBe(ended);
  });

  it('no journal, no run', () => {
    for (const none of ['', '{}', 'x\n', formatEntry(begin)]) expect(parseRun(none)).toBeUndefined();
  });
});
