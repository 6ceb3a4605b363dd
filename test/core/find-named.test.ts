/** Which object a word means. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { findNamed } from '../../src/core/find-named.ts';

const rows = [
  { id: 'abcd0000-0000-4000-8000-000000000001', name: 'Sales', number: '+14155550100' },
  { id: 'abcd1111-0000-4000-8000-000000000002', name: 'sales', number: '+14155550101' },
  { id: 'ffff0000-0000-4000-8000-000000000003', name: 'abcd', number: null },
  { id: 'e1000000-0000-4000-8000-000000000004', name: 'Twin', number: '' },
  { id: 'e2000000-0000-4000-8000-000000000005', name: 'Twin', number: undefined },
  { id: 'e3000000-0000-4000-8000-000000000006', name: 'sales-1@a.example', number: undefined },
  { id: 'e4000000-0000-4000-8000-000000000007', name: 'Anna@a.example', number: undefined },
  { id: 'e5000000-0000-4000-8000-000000000008', name: 'anna@b.example', number: undefined },
  { id: 'e6000000-0000-4000-8000-000000000009', name: 'abcd@b.example', number: undefined },
];
const find = (word: string): string | AppError => {
  try {
    const sought = { one: 'queue', rows, namesOf: (row: (typeof rows)[number]) => [row.name, row.number] };
    return findNamed(word, sought).id.slice(-1);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
};

describe('a word finds', () => {
  it.each([
    ['its id, in any case', 'ABCD0000-0000-4000-8000-000000000001', '1'],
    ['its very name before one in other letters', 'sales', '2'],
    ['its name before the beginning of an id', 'abcd', '3'],
    ['its name in other letters', 'TWIN ', 'ambiguous'],
    ['its number with blanks', '+1 (415) 555-0100', '1'],
    ['the mailbox of its address', 'Sales-1', '6'],
    ['the mailbox of two addresses', 'anna', 'ambiguous'],
    ['its name before the mailbox of another', 'abcd', '3'],
    ['an unambiguous beginning of its id', 'abcd1', '2'],
    ['an id before anything else', 'ffff0000-0000-4000-8000-000000000003', '3'],
  ])('%s', (_what, word, expected) => {
    const found = find(word);
    if (expected !== 'ambiguous') expect(found).toBe(expected);
    else expect(found).toMatchObject({ code: 'AMBIGUOUS', exitCode: 2 });
  });
});

describe('a word finds nothing', () => {
  it.each([
    ['by fewer than four characters of an id', 'fff'],
    ['by an empty word, though there are empty numbers', ''],
    ['by a part of a name', 'Sal'],
  ])('%s', (_what, word) => {
    expect(find(word)).toMatchObject({ code: 'NOT_FOUND', exitCode: 5 });
  });

  it('and is told what comes near, or what there is', () => {
    expect(find('Salse')).toMatchObject({ hint: 'did you mean Sales?' });
    expect(find('tw')).toMatchObject({ hint: 'did you mean Twin?' });
    expect(find('Sales, twin')).toMatchObject({ hint: 'name each on its own: Sales and twin' });
    expect(find('sales-1@')).toMatchObject({ hint: 'did you mean sales-1@a.example?' });
    expect(find('zzzzzzzz')).toMatchObject({
      hint: 'choose one of: Sales, sales, abcd, Twin, sales-1@a.example, Anna@a.example, anna@b.example, abcd@b.example',
    });
  });

  it('and of several that are called so, the ids are told', () => {
    const error = find('Twin');
    expect(error).toMatchObject({ message: '"Twin" matches 2 queues' });
    expect(error).toMatchObject({
      hint: expect.stringContaining('e1000000-0000-4000-8000-000000000004 (Twin)') as string,
    });
  });
});
