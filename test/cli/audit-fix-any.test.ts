/** `audit --fix-plan` on accounts made at random. */
import fc from 'fast-check';
import { it } from 'vitest';
import { accountsArbitrary, withMixedUp } from '../support/mixed-up.ts';
import { bench, benchOf } from '../support/program.ts';
import { repair } from '../support/repair.ts';
import { runs } from '../support/runs.ts';

it('of every account exactly what is said is repaired, and nothing new is found', async () => {
  const { account } = bench('empty');
  await fc.assert(
    fc.asyncProperty(accountsArbitrary, async (mixed) => {
      const one = benchOf({ ...account, data: withMixedUp(account, mixed) });
      await one.run('audit --fix-plan /fix.yaml');
      if (one.files.has('/fix.yaml')) await repair(one);
    }),
    runs(12),
  );
});
