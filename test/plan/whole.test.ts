/** Which runs belong together and are undone together; and what a run did to each object. */
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/plan/journal/journal.ts';
import { pastChangesOf } from '../../src/plan/undo/past-changes.ts';
import { joined, undoneBy, wholeOf } from '../../src/plan/undo/whole.ts';

type Head = Partial<Run['head']>;

function run(n: number, end: Run['end'], head: Head = {}, changes: Run['changes'] = []): Run {
  const start = { event: 'run', format: 'voipbin.journal/1', customer_id: '', api_url: '', at: '' } as const;
  return {
    head: { ...start, run: `r${n}`, act: 'apply', subject: '/a.yaml', ...head },
    changes,
    end,
    edits: [],
  };
}

const undo = (n: number, subject: string, end: Run['end'] = 'done', resumes: string[] = []): Run =>
  run(n, end, { act: 'undo', subject, resumes });

describe('runs that belong together', () => {
  it.each<[string, readonly Run[], number, string[]]>([
    ['a run alone', [run(1, 'done'), run(2, 'done')], 2, ['r2']],
    [
      'one that was interrupted, as the next has recorded',
      [run(1, 'settled'), run(2, 'done', { resumes: ['r1'] })],
      2,
      ['r1', 'r2'],
    ],
    [
      'the same, named by the first run',
      [run(1, 'settled'), run(2, 'done', { resumes: ['r1'] })],
      1,
      ['r1', 'r2'],
    ],
    ['one that was settled without a run', [run(1, 'settled'), run(2, 'done')], 2, ['r2']],
    ['one that failed', [run(1, 'failed'), run(2, 'done')], 2, ['r1', 'r2']],
    [
      'several that failed',
      [run(1, 'done'), run(2, 'failed'), run(3, 'failed'), run(4, 'done')],
      4,
      ['r2', 'r3', 'r4'],
    ],
    [
      'one that failed, of another file',
      [run(1, 'failed', { subject: '/b.yaml' }), run(2, 'done')],
      2,
      ['r2'],
    ],
    [
      'one that failed, with another file between',
      [run(1, 'failed'), run(2, 'done', { subject: '/b.yaml' }), run(3, 'done')],
      3,
      ['r1', 'r3'],
    ],
    ['one that failed and was undone', [run(1, 'failed'), undo(2, 'r1'), run(3, 'done')], 3, ['r3']],
    [
      'one that failed and was not completely undone',
      [run(1, 'failed'), undo(2, 'r1', 'failed'), run(3, 'done')],
      3,
      ['r1', 'r3'],
    ],
  ])('%s', (_name, all, n, expected) => {
    const found = all.find(({ head }) => head.run === `r${n}`);
    if (found === undefined) throw new Error(`no run r${n}`);
    expect(wholeOf(found, all).map(({ head }) => head.run)).toEqual(expected);
  });

  it('are undone by one undo, once it has succeeded', () => {
    const [first, last] = [run(1, 'settled'), run(2, 'done', { resumes: ['r1'] })];
    const ended = undo(4, 'r2', 'done', ['r1']);
    expect(undoneBy(first, [first, last, undo(3, 'r2', 'failed', ['r1'])])).toBeUndefined();
    expect(undoneBy(first, [first, last, ended])).toBe(ended);
    expect(undoneBy(last, [first, last, ended])).toBe(ended);
    expect(undoneBy(last, [first, last, undo(5, 'r1')])).toBeUndefined();
  });

  it('are not undone by an undo that changed nothing, if they only deleted', () => {
    const change = (verb: 'create' | 'delete') =>
      ({ begin: { verb }, outcome: 'done', refused: false, id: '' }) as Run['changes'][number];
    const gone = run(1, 'done', {}, [change('delete')]);
    const mixed = run(1, 'done', {}, [change('delete'), change('create')]);
    const nothing = undo(2, 'r1');
    const something = run(2, 'done', { act: 'undo', subject: 'r1' }, [change('create')]);
    expect(undoneBy(gone, [gone, nothing])).toBeUndefined();
    expect(undoneBy(gone, [gone, something])).toBe(something);
    expect(undoneBy(mixed, [mixed, nothing])).toBe(nothing);
  });
});

describe('the changes of joined runs', () => {
  const change = (
    verb: 'create' | 'update' | 'delete',
    id: string,
    values: { before?: object; after?: object },
  ): Run['changes'][number] => ({
    begin: {
      event: 'begin',
      at: '',
      address: 'tags/a',
      verb,
      kind: 'tags',
      name: 'a',
      id,
      ...(values as { before?: Record<string, unknown>; after?: Record<string, unknown> }),
    },
    outcome: 'done',
    refused: false,
    id,
  });

  it('begin with what existed first, and end with what was written last', () => {
    const parts = [
      run(1, 'failed', {}, [change('update', 'x', { before: { detail: '1' }, after: { detail: '2' } })]),
      run(2, 'done', {}, [change('update', 'x', { before: { detail: '2' }, after: { detail: '3' } })]),
    ];
    const [past, ...others] = pastChangesOf(joined(parts) ?? run(0, 'done'));
    expect(others).toEqual([]);
    expect(past).toMatchObject({ verb: 'update', before: { detail: '1' }, after: { detail: '3' } });
  });

  it('with one name may belong to two objects: one deleted, and another created', () => {
    const parts = [
      run(1, 'failed', {}, [change('delete', 'x', { before: { name: 'a' } })]),
      run(2, 'done', {}, [change('create', 'y', { after: { name: 'a' } })]),
    ];
    expect(pastChangesOf(joined(parts) ?? run(0, 'done')).map(({ verb, id }) => [verb, id])).toEqual([
      ['delete', 'x'],
      ['create', 'y'],
    ]);
  });
});
