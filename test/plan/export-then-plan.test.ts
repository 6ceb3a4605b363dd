/** An export is the account as it is: its plan has no changes, whatever the account contains. */
import { expect, it } from 'vitest';
import { seeds } from '../../src/emulator/seeds/index.ts';
import { bench } from '../support/program.ts';

// A frozen account cannot be read.
const readable = seeds.map(({ name }) => name).filter((name) => name !== 'frozen');
/** Hours whose days are over use last year's dates: `plan` renews them, and `export` says so. */
const renewed: Readonly<Record<string, string>> = { messy: '1 change: update Reception hours' };

it.each(readable)('%s', { timeout: 60_000 }, async (seed) => {
  const made = bench(seed);
  const changes = renewed[seed];

  const exported = await made.run('export --out /voipbin.yaml');
  const planned = await made.run('plan --detailed-exitcode');

  expect(exported.code).toBe(0);
  expect(exported.stderr).toContain(`shows ${changes ?? 'no change'}`);
  expect(planned.code).toBe(changes === undefined ? 0 : 20);
  expect(planned.stdout.match(/^[+~-] .*$/gm) ?? []).toEqual(
    changes === undefined ? [] : ['~ update Reception hours  [callers may notice]'],
  );
  // Applying that leaves the rest as it is.
  expect(await made.run('apply --yes')).toMatchObject({ code: 0 });
  expect((await made.run('plan --detailed-exitcode')).code).toBe(0);
});
