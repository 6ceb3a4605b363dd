import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Spool } from '../../src/core/spool.ts';

it('gives back every block, however many, and again', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.jsonValue(), { maxLength: 120 }), { maxLength: 12 }), (blocks) => {
      const spool = new Spool<unknown>();
      for (const block of blocks) spool.add(block);
      const plain = JSON.parse(JSON.stringify(blocks)) as unknown;
      for (const _time of [1, 2]) expect(JSON.parse(JSON.stringify([...spool.blocks()]))).toEqual(plain);
      expect(spool.count).toBe(blocks.flat().length);
    }),
  );
});
