/** What must hold for every plan and every account. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../src/core/time.ts';
import { toYaml } from '../../src/core/yaml/write.ts';
import { closeTables } from '../../src/emulator/dataset.ts';
import type { Row } from '../../src/emulator/records.ts';
import { seeds } from '../../src/emulator/seeds/index.ts';
import { bench, benchOf, rich, type Bench } from '../support/program.ts';
import { oddRowsArbitrary, planArbitrary, plannedTables, withOddRows, type Plain } from '../support/plans.ts';

const SECRETS = { SIP: 'k7#Lw-Vau9', LOGIN: 'cHb9-xQz7!' };
const env = { ...SECRETS };

/** An empty account with credit, on a plan that is large enough for everything. */
const start = (): Bench => rich(bench('empty'), { plan: 'professional' });

/** What plans can change, without times, ids of actions and the like. */
function stateOf({ emulator, account }: Bench): unknown {
  const data = closeTables(emulator.world.tables);
  const mine = (rows: readonly Row[]): object[] =>
    rows
      .filter(({ customer_id, tm_delete }) => customer_id === account.customer_id && tm_delete === null)
      .map(({ ...row }) => Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith('tm_'))));
  return Object.entries(plannedTables(data)).map(([name, rows]) => [name, mine(rows as Row[])]);
}

/** Whether the second plan changes the password of an extension of the first. */
function isReset(first: Plain, second: Plain, name: string): boolean {
  const refs = [first, second].map(
    ({ extensions }) => (extensions as Record<string, { password?: string }> | undefined)?.[name]?.password,
  );
  return refs[0] === 'generate' && refs[1] === 'env:SIP';
}

const withoutPasswords = (state: unknown): unknown =>
  JSON.parse(JSON.stringify(state), (key, value: unknown) => (key === 'password' ? undefined : value));

const file = (plain: object): Record<string, string> => ({ '/voipbin.yaml': toYaml(plain) });
const writes = (made: Bench): string[] => made.asked().filter((line) => !line.startsWith('GET'));
const pending = (stdout: string): { verb: string; kind: string }[] =>
  (JSON.parse(stdout) as { changes: { verb: string; kind: string }[] }).changes.filter(
    ({ verb }) => verb !== 'note',
  );

/** Every file that was written, and everything that was printed. */
const everything = (made: Bench, ...printed: string[]): string =>
  [...made.files]
    .filter(([path]) => path !== '/pw')
    .map(([, { text }]) => text)
    .join('\n') + printed.join('\n');

describe('every plan', () => {
  it('applied: the plan is then empty, applying again does nothing, undo restores the start, no secret is left behind', async () => {
    await fc.assert(
      fc.asyncProperty(planArbitrary, async (plain) => {
        const made = start();
        const before = stateOf(made);
        const applied = await made.run('apply --yes --passwords /pw -o json', { env, files: file(plain) });
        expect({ code: applied.code, stderr: applied.stderr }).toMatchObject({ code: 0 });
        const after = stateOf(made);

        const planned = await made.run('plan -o json', { env });
        expect(pending(planned.stdout)).toEqual([]);
        made.asked();
        const again = await made.run('apply --yes -o json', { env });
        expect({ code: again.code, writes: writes(made) }).toEqual({ code: 0, writes: [] });
        expect(stateOf(made)).toEqual(after);

        made.files.delete('/lock');
        const undone = await made.run('undo --yes -o json', { env });
        expect([0, 7]).toContain(undone.code);
        expect(stateOf(made)).toEqual(before);

        const generated = (made.files.get('/pw')?.text ?? '')
          .split('\n')
          .flatMap((line) => line.split('  ')[1] ?? []);
        const all = everything(
          made,
          ...[applied, planned, again, undone].flatMap(({ stdout, stderr }) => [stdout, stderr]),
        );
        for (const secret of [...Object.values(SECRETS), ...generated]) expect(all).not.toContain(secret);
        for (const [path, { mode }] of made.files)
          if (/\/runs\/|^\/pw$/.test(path)) expect([path, mode]).toEqual([path, 0o600]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('killed anywhere, applied again, and undone: everything is as before', async () => {
    await fc.assert(
      fc.asyncProperty(
        planArbitrary,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (plain, at, isDone) => {
          const made = start();
          const before = stateOf(made);
          const killed = { at, carriedOut: isDone };
          await made.run('apply --yes --passwords /pw', { env, files: file(plain), killed });
          made.emulator.advance(HOUR);
          made.emulator.world.settle();
          await made.run('apply --yes --passwords /pw', { env });
          made.files.delete('/lock');
          const undone = await made.run('undo --yes', { env });
          expect([0, 7]).toContain(undone.code);
          expect(stateOf(made)).toEqual(before);
          expect((await made.run('undo --yes', { env })).code).toBe(7);
          expect(stateOf(made)).toEqual(before);
        },
      ),
      { numRuns: 30 },
    );
  }, 120_000);

  it('applied, then replaced by another: the account is as the other says', async () => {
    await fc.assert(
      fc.asyncProperty(planArbitrary, planArbitrary, async (first, second) => {
        const made = start();
        expect((await made.run('apply --yes --passwords /pw', { env, files: file(first) })).code).toBe(0);
        const changed = await made.run('apply --yes --prune --allow-large-delete --passwords /pw', {
          env,
          files: file(second),
        });
        expect({ code: changed.code, stderr: changed.stderr }).toMatchObject({ code: 0 });
        const planned = await made.run('plan --prune -o json', { env });
        expect(pending(planned.stdout)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('applied over another, and undone: everything is as the other left it', async () => {
    await fc.assert(
      fc.asyncProperty(planArbitrary, planArbitrary, async (first, second) => {
        const made = start();
        await made.run('apply --yes --passwords /pw', { env, files: file(first) });
        const before = stateOf(made);
        const changed = await made.run('apply --yes --passwords /pw -o json', { env, files: file(second) });
        const { run } = JSON.parse(changed.stdout) as { run: string | null };
        if (run === null) return;
        const undone = await made.run(`undo ${run} --yes -o json`, { env });
        expect({ code: undone.code, stderr: undone.stderr }).toMatchObject({ code: 0 });
        const { left } = JSON.parse(undone.stdout) as { left: { address: string; because: string }[] };
        const lost = left.filter(({ because }) => because.startsWith('cannot get its password back'));
        expect(left).toEqual(lost);
        const changedPasswords = Object.keys(first['extensions'] ?? {}).filter((name) =>
          isReset(first, second, name),
        );
        expect(lost.map(({ address }) => address).sort()).toEqual(
          changedPasswords.map((name) => `extensions/${name}`).sort(),
        );
        const kept = (state: unknown): unknown => (lost.length === 0 ? state : withoutPasswords(state));
        expect(kept(stateOf(made))).toEqual(kept(before));
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('every account', () => {
  it.each(seeds.filter(({ name }) => !['frozen', 'large'].includes(name)).map(({ name }) => name))(
    '%s: exported, the plan is empty',
    async (seed) => {
      const made = bench(seed);
      const exported = await made.run('export --out /voipbin.yaml');
      expect(exported.code).toBe(0);
      const planned = await made.run('plan -o json');
      // Opening hours whose year is over are renewed by every plan: the messy account has some.
      const left = pending(planned.stdout).filter(({ kind }) => kind !== 'hours' || seed !== 'messy');
      expect(left).toEqual([]);
      const again = await made
        .run('plan -o json', { files: { '/voipbin.lock.json': '' } })
        .catch(() => undefined);
      expect(again).toBeDefined();
    },
  );

  it('however odd, is exported to a file whose plan is empty', async () => {
    await fc.assert(
      fc.asyncProperty(oddRowsArbitrary, async (odd) => {
        const seed = bench('empty').account;
        const made = benchOf({ ...seed, data: withOddRows(seed.data, seed.customer_id, odd) });
        const exported = await made.run('export --out /voipbin.yaml');
        expect(exported.stderr).not.toContain('error:');
        const planned = await made.run('plan -o json');
        expect({ code: planned.code, stderr: planned.stderr }).toEqual({ code: 0, stderr: '' });
        expect(pending(planned.stdout)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  }, 60_000);
});
