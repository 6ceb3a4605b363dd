/** Actions are found by their ids, in short lists and in long ones: of two with the same id, the first. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeOf } from '../../src/calls/code.ts';

const idOf = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;

it('finds the first action of each id', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 20 }), (numbers) => {
      const { indexOf } = codeOf(
        'flow',
        numbers.map((n) => ({ id: idOf(n), type: 'answer' })),
      );
      const expected = new Map<string, number>();
      for (const [index, n] of numbers.entries()) if (!expected.has(idOf(n))) expected.set(idOf(n), index);
      for (let n = 0; n <= 13; n += 1) {
        expect(indexOf.get(idOf(n))).toBe(expected.get(idOf(n)));
        expect(indexOf.has(idOf(n))).toBe(expected.has(idOf(n)));
      }
      expect([...indexOf]).toEqual([...expected]);
    }),
  );
});
