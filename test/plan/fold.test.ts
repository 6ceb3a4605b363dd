/** What interrupted runs may have created: what is adopted, what may still appear, and what belongs to someone else. */
import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { foldRuns, madeBy } from '../../src/plan/journal/fold.ts';
import type { Run, RunChange } from '../../src/plan/journal/journal.ts';
import { emptyLock } from '../../src/plan/file/lock.ts';
import { accountOf, CUSTOMER, idOf, lockOf } from '../support/planning.ts';

const BEGUN = Date.parse('2026-11-23T12:00:00Z');
const time = (offset: number): string => new Date(BEGUN + offset).toISOString();
const tag = (
  n: number,
  offset = SECOND,
  name = 'sales',
): { id: string; name: string; tm_create: string } => ({
  id: idOf(n),
  name,
  tm_create: time(offset),
});

type Begin = RunChange['begin'];
const begin = (more: Partial<Begin> = {}): Begin => ({
  event: 'begin',
  at: time(0),
  address: 'tags/sales',
  verb: 'create',
  kind: 'tags',
  name: 'sales',
  after: { name: 'sales', detail: '' },
  ...more,
});
const lost = (more: Partial<Begin> = {}): RunChange => ({
  begin: begin(more),
  outcome: 'uncertain',
  refused: false,
  id: undefined,
});
const run = (...changes: RunChange[]): Run => ({
  head: {
    event: 'run',
    format: 'voipbin.journal/1',
    run: '20261123T120000000-abcd',
    act: 'apply',
    customer_id: CUSTOMER,
    api_url: 'https://api.voipbin.net',
    subject: '/voipbin.yaml',
    at: time(0),
  },
  changes,
  edits: [],
  end: undefined,
});

describe('an object that a request with a lost answer may have created', () => {
  const number = { kind: 'numbers' as const, name: '+14155550170', after: { type: 'normal' } };
  const bought = (offset: number) => ({ id: idOf(1), number: '+14155550170', tm_create: time(offset) });
  it.each<[string, Begin, object, boolean]>([
    ['was created during the run', begin(), { tags: [tag(1)] }, true],
    ['has another name', begin(), { tags: [tag(1, SECOND, 'support')] }, false],
    [
      'does not have the name that the request sent',
      begin({ after: { name: 'X' } }),
      { tags: [tag(1)] },
      false,
    ],
    ['existed before, as the run knew', begin({ others: [idOf(1)] }), { tags: [tag(1)] }, false],
    ['was created much later', begin(), { tags: [tag(1, 3 * MINUTE)] }, false],
    ['was created long before', begin(), { tags: [tag(1, -3 * MINUTE)] }, false],
    ['was created just before, by an inaccurate clock', begin(), { tags: [tag(1, -MINUTE)] }, true],
    ['has no time', begin(), { tags: [{ ...tag(1), tm_create: null }] }, false],
    ['is of another kind', begin(), { queues: [tag(1)] }, false],
    ['is a purchase that came late', begin(number), { numbers: [bought(3 * MINUTE)] }, true],
    ['came too late for a purchase', begin(number), { numbers: [bought(5 * MINUTE)] }, false],
  ])('%s', (_, asked, account, isFound) => {
    const found = madeBy(asked, accountOf(account), new Set());
    expect(found.map(({ id }) => id)).toEqual(isFound ? [idOf(1)] : []);
  });

  it('is not one that is known to be created by someone else', () => {
    expect(madeBy(begin(), accountOf({ tags: [tag(1)] }), new Set([idOf(1)]))).toEqual([]);
  });
});

describe('a resumed run', () => {
  const none = emptyLock(CUSTOMER);
  const fold = (account: object, lock = none, taken: string[] = [], ...changes: RunChange[]) => {
    const folded = foldRuns([run(lost(), ...changes)], lock, accountOf(account), new Set(taken));
    return {
      ours: folded.lock.objects.tags?.['sales']?.id,
      adopted: folded.adopted.map(({ id }) => id),
      open: folded.open.map(({ name, settlesAt, at }) => [name, settlesAt - at]),
    };
  };
  const waits = [['sales', 45 * SECOND]];

  it('recognizes what it has created', () => {
    const came = fold({ tags: [tag(1)] });
    expect(came).toEqual({ ours: idOf(1), adopted: [idOf(1)], open: [] });
  });

  it.each<[string, object, typeof none, string[]]>([
    ['nothing exists', {}, none, []],
    ['another run is known to have created it', { tags: [tag(1)] }, none, [idOf(1)]],
    ['it belongs to another name in the file', { tags: [tag(1)] }, lockOf({ tags: { other: idOf(1) } }), []],
    ['it was created much later', { tags: [tag(1, 3 * MINUTE)] }, none, []],
  ])('adopts nothing where %s, and waits', (_, account, lock, taken) => {
    expect(fold(account, lock, taken)).toEqual({ ours: undefined, adopted: [], open: waits });
  });

  it('adopts neither of two candidates', () => {
    expect(fold({ tags: [tag(1), tag(2)] })).toEqual({ ours: undefined, adopted: [], open: [] });
  });

  it('adopts what is missing in its lock file, by the id in the journal', () => {
    const made: RunChange = { ...lost({ address: 'tags/b', name: 'b' }), outcome: 'done', id: idOf(7) };
    const came = fold({ tags: [tag(1), tag(7, 0, 'renamed')] }, none, [], made);
    expect(came.adopted).toEqual([idOf(1), idOf(7)]);
  });

  it('does not mistake what it has created for what it has lost', () => {
    const made: RunChange = { ...lost({ address: 'tags/b', name: 'b' }), outcome: 'done', id: idOf(1) };
    expect(fold({ tags: [tag(1)] }, none, [], made)).toMatchObject({ adopted: [idOf(1)], open: waits });
  });

  it('forgets what it has deleted, and nothing that still exists', () => {
    const gone: RunChange = { ...lost({ verb: 'delete' }), id: idOf(1) };
    const lock = lockOf({ tags: { sales: idOf(1) } });
    const left = (account: object): unknown =>
      foldRuns([run(gone)], lock, accountOf(account)).lock.objects.tags?.['sales']?.id;
    expect([left({}), left({ tags: [tag(1)] })]).toEqual([undefined, idOf(1)]);
  });
});
