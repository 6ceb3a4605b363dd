/** The map for few entries finds what a `Map` finds, however many there are. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Few } from '../../src/calls/few.ts';

it('finds what a map finds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5 }), (count, absent) => {
      const keys = Array.from({ length: count }, (_, value) => ({ value }));
      const few = new Few<object, number>();
      for (const key of keys) few.add(key, key.value);
      expect(keys.map((key) => few.get(key))).toEqual(keys.map(({ value }) => value));
      expect([...few.values()]).toEqual(keys.map(({ value }) => value));
      for (let at = 0; at < absent; at += 1) expect(few.get({ value: at })).toBeUndefined();
    }),
  );
});
