import { describe, expect, it } from 'vitest';
import { keepingMore } from '../../src/snapshot/keeping.ts';

const days = (...numbers: number[]) => numbers.map((day) => ({ day, value: { rows: 0 }, readAt: 1 }));

async function keptOf(before: number[] | undefined, after: number[], differed = false): Promise<unknown> {
  let saved: unknown = 'nothing';
  const memory = keepingMore({
    recall: () => Promise.resolve(before === undefined ? {} : { billings: days(...before) as never }),
    keep: (_section, kept) => {
      saved = kept.days.map(({ day }) => day);
    },
  });
  await memory.recall('an account');
  memory.keep('billings', { days: days(...after), reused: 0, oldestReadAt: undefined, differed });
  return saved;
}

describe('a reading keeps its days', () => {
  it.each<[string, number[] | undefined, number[], boolean, unknown]>([
    ['where there are none', undefined, [7, 8], false, [7, 8]],
    ['where it goes as far back', [5, 6], [5, 6, 7], false, [5, 6, 7]],
    ['where it goes further back', [5, 6], [4, 5], false, [4, 5]],
    ['not where it goes less far back', [5, 6], [6, 7], false, 'nothing'],
    ['not where it has none', [5, 6], [], false, 'nothing'],
    ['where those before were wrong', [5, 6], [6], true, [6]],
  ])('%s', async (_what, before, after, differed, expected) => {
    expect(await keptOf(before, after, differed)).toEqual(expected);
  });
});
